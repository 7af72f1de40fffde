import CheckIns
import Control
import Messages
import Storage
import Timekeeping

extension Answering {
  func status() throws(StorageFailure) -> StatusReport {
    let counted = try snapshot.counts()
    var report = StatusReport(
      healthy: true, version: house.version, startedAt: Moment(utc: house.startedAt),
      now: Moment(utc: now))
    var slice = Slice()
    try snapshot.loadGateways(into: &slice)
    let unsettled = try snapshot.unsettledMessages()
    report.gateways = gatewayLines(slice, unsettled)
    report.queue = Self.queue(unsettled)
    report.spool = .init(
      waiting: house.spool.count, since: house.spool.since.map { Moment(utc: $0) })
    report.nextDeadline = counted.nextDeadline.map { Moment(utc: $0) }
    report.counts = try counts(counted)
    let problems = StatusProblems(
      house: house, gateways: slice.gateways, waiting: try snapshot.outbox(limit: 1000),
      alerts: try snapshot.openAlerts(),
      overdue: try snapshot.overdue(before: now - StatusProblems.longestWait),
      unreadable: snapshot.unreadable)
    report.problems = house.faults + problems.sentences
    report.healthy = report.problems.isEmpty
    return report
  }

  private func gatewayLines(_ slice: Slice, _ unsettled: [UnsettledMessage])
    -> [StatusReport.GatewayLine]
  {
    house.gateways.compactMap { gateway in
      guard let traits = house.rules.gateways[gateway.name] else { return nil }
      let flying = unsettled.filter { $0.state == .claimed && $0.gateway == gateway.name }
      var line = StatusReport.GatewayLine(
        name: gateway.name, provider: gateway.provider, traits: traits,
        state: slice.gateways[gateway.name], inFlight: flying.count, now: now)
      if let refused = gateway.refused {
        line.refusedCallbacks = refused.count
        line.lastRefused = Moment(utc: refused.at)
        line.refusal = refused.sentence
      }
      return line
    }
  }

  private static func queue(_ unsettled: [UnsettledMessage]) -> StatusReport.Queue {
    var queue = StatusReport.Queue()
    for message in unsettled {
      switch (message.state, message.lane) {
      case (.inDoubt, _): queue.inDoubt += 1
      case (.queued, .urgent): queue.urgent += 1
      case (.queued, .notices): queue.notices += 1
      case (.queued, .nudges): queue.nudges += 1
      case (.queued, .prompts): queue.prompts += 1
      case (.queued, .rest): queue.rest += 1
      default: break
      }
    }
    return queue
  }

  private func counts(_ counted: Storage.Counts) throws(StorageFailure) -> StatusReport.Counts {
    let all = try everybody().filter { $0.standing != .left }
    var slice = Slice()
    try snapshot.load(people: all.map(\.id), [.contacts, .mentorships], into: &slice)
    // Of those whom others wait for; mentees' are opened when they are written to.
    try snapshot.look(atKeysOf: all.filter { $0.roles != .mentee }.map(\.id))
    var counts = StatusReport.Counts()
    counts.people = all.count
    counts.mentees = all.filter { $0.roles.contains(.mentee) }.count
    counts.uncovered = all.filter { isUncovered($0, slice) }.count
    counts.openCheckIns = counted.openCheckIns
    counts.openAlerts = counted.openAlerts
    counts.unreadReplies = counted.unreadReplies
    return counts
  }
}
