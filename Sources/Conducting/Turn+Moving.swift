import CheckIns
import Messages
import Storage
import Timekeeping

/// The messages of a channel that is out of order which were not looked at yet, to see who can be
/// reached by another.
struct Sweep {
  var outage: Decisions.Outage
  var ids: [MessageID]
}

extension Turn {
  private static let movedMost = 100

  /// What waits for a channel of which nothing works goes to people's other contacts, a portion a
  /// turn: urgent messages and notices as soon as all its gateways rest, the rest once all are
  /// stopped.
  mutating func move(
    _ loader: inout Loader, _ decisions: inout Decisions
  ) throws(StorageFailure) {
    for channel in conductor.ready.channels {
      guard let outage = decisions.outage(of: channel) else {
        conductor.sweeps[channel] = nil
        continue
      }
      if conductor.sweeps[channel]?.outage != outage {
        let most: Lane = outage == .stopped ? .rest : .notices
        conductor.sweeps[channel] = Sweep(
          outage: outage, ids: conductor.ready.ids(of: channel, upTo: most))
      }
      let ids = (conductor.sweeps[channel]?.ids ?? []).suffix(Self.movedMost)
      guard !ids.isEmpty else { continue }
      conductor.sweeps[channel]?.ids.removeLast(ids.count)
      let waiting = ids.filter { conductor.ready[$0]?.channel == channel }
      try load(waiting, &loader, &decisions)
      for id in waiting where decisions.slice.messages[id]?.channel == channel {
        decisions.moveToOtherChannel(id)
      }
      if conductor.sweeps[channel]?.ids.isEmpty == false { result.moreWork = true }
    }
  }
}
