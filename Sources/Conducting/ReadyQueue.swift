import CheckIns
import Messages
import Timekeeping

/// The ids of queued messages, by channel and lane: an index over the outbox, rebuilt at start.
struct ReadyQueue {
  struct Entry: Hashable {
    var channel: Channel
    var lane: Lane
    var notBefore: Instant?
    var attempt: Int
  }

  private var entries: [MessageID: Entry] = [:]
  /// First in, first out; ids whose entry is gone or waits are passed over.
  private var lines: [Line] = []

  private struct Line {
    var channel: Channel
    var lane: Lane
    var ids: [MessageID] = []
    var head = 0
  }

  init() {
    for lane in Lane.allCases {
      for channel in Channel.allCases { lines.append(Line(channel: channel, lane: lane)) }
    }
  }

  var count: Int { entries.count }

  func contains(_ id: MessageID) -> Bool { entries[id] != nil }

  subscript(id: MessageID) -> Entry? { entries[id] }

  mutating func put(_ id: MessageID, _ entry: Entry, now: Instant) {
    let old = entries.updateValue(entry, forKey: id)
    let waits = entry.notBefore.map { $0 > now } ?? false
    if waits || (old != nil && old?.notBefore == nil) { return }
    append(id, entry)
  }

  /// All that wait for a channel in lanes up to this, the most urgent and then the oldest last.
  func ids(of channel: Channel, upTo lane: Lane) -> [MessageID] {
    entries.filter { $0.value.channel == channel && $0.value.lane <= lane }
      .sorted { ($0.value.lane, $0.key) > ($1.value.lane, $1.key) }.map(\.key)
  }

  mutating func remove(_ id: MessageID) { entries[id] = nil }

  /// A wait is over: the message stands in line again.
  mutating func wake(_ id: MessageID, now: Instant) {
    guard var entry = entries[id], let wait = entry.notBefore, wait <= now else { return }
    entry.notBefore = nil
    entries[id] = entry
    append(id, entry)
  }

  private mutating func append(_ id: MessageID, _ entry: Entry) {
    let index = lines.firstIndex { $0.channel == entry.channel && $0.lane == entry.lane }
    if let index { lines[index].ids.append(id) }
  }

  /// Takes ids in order of lane, then age, for as long as `take` wants them. `take` answers nil to
  /// leave this channel's line alone for now, false to leave the one message where it is.
  mutating func drain(now: Instant, _ take: (MessageID, Entry) -> Bool?) {
    for index in lines.indices {
      drain(line: index, now: now, take)
    }
  }

  private mutating func drain(line: Int, now: Instant, _ take: (MessageID, Entry) -> Bool?) {
    var kept: [MessageID] = []
    while lines[line].head < lines[line].ids.count {
      let id = lines[line].ids[lines[line].head]
      guard let entry = entries[id], entry.notBefore.map({ $0 <= now }) ?? true else {
        lines[line].head += 1
        continue
      }
      guard let taken = take(id, entry) else { break }
      lines[line].head += 1
      if !taken { kept.append(id) }
    }
    lines[line].ids.removeFirst(lines[line].head)
    lines[line].head = 0
    lines[line].ids.insert(contentsOf: kept, at: 0)
  }
}
