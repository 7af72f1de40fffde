internal import CheckIns
internal import Control
internal import Gateways
internal import Messages
internal import Storage
internal import Timekeeping

extension Book {
  mutating func status() throws(StorageFailure) -> StatusReport {
    let counted = try snapshot.counts()
    var report = StatusReport(
      healthy: true, version: house.version, startedAt: Moment(utc: house.startedAt),
      now: Moment(utc: now))
    report.gateways = try gatewayLines()
    report.queue = try queue(counted)
    report.nextDeadline = counted.nextDeadline.map { Moment(utc: $0) }
    report.counts = try counts(counted)
    report.problems = house.board.faults
    for line in report.gateways where line.state == "stopped" || line.state == "in doubt" {
      let reason = line.reason.map { ": " + $0 } ?? ""
      report.problems.append("Gateway \(line.name) is \(line.state)\(reason).")
    }
    report.healthy = report.problems.isEmpty
    return report
  }

  private func gatewayLines() throws(StorageFailure) -> [StatusReport.GatewayLine] {
    var slice = Slice()
    try snapshot.loadGateways(into: &slice)
    let flying = try snapshot.unsettledMessages().filter { $0.state == .claimed }
    return configuration.gateways.map { gateway in
      let state = slice.gateways[gateway.name] ?? GatewayState(name: gateway.name)
      let (word, reason, since) = judged(state, gateway)
      return .init(
        name: gateway.name, provider: gateway.settings.provider, state: word, reason: reason,
        since: moment(since), inFlight: flying.filter { $0.gateway == gateway.name }.count,
        lastAccepted: moment(state.lastAcceptedAt), lastReceipt: moment(state.lastReceiptAt),
        lastReply: moment(state.lastReplyAt))
    }
  }

  private func judged(_ state: GatewayState, _ gateway: ConfiguredGateway)
    -> (word: String, reason: String?, since: Instant?)
  {
    if let since = state.stoppedSince { return ("stopped", state.stoppedReason, since) }
    if let until = state.slowUntil, until > now { return ("slow", "asked us to wait", nil) }
    if let deaf = state.deafUntil, deaf > now { return ("in doubt", "replies may be lost", nil) }
    if gateway.gateway.definition.isSandbox { return ("ok", nil, nil) }
    let needsReceipt = gateway.gateway.definition.givesReceipts && state.firstReceiptAt == nil
    let needsReply = gateway.carriesPrompts && state.firstReplyAt == nil
    if needsReceipt { return ("unproved", "no receipt yet", nil) }
    return needsReply ? ("unproved", "no reply yet", nil) : ("ok", nil, nil)
  }

  private func queue(_ counts: Storage.Counts) throws(StorageFailure) -> StatusReport.Queue {
    var queue = StatusReport.Queue()
    queue.inDoubt = counts.messagesInDoubt
    for message in try snapshot.unsettledMessages() where message.state == .queued {
      switch message.lane {
      case .urgent: queue.urgent += 1
      case .notices: queue.notices += 1
      case .nudges: queue.nudges += 1
      case .prompts: queue.prompts += 1
      case .rest: queue.rest += 1
      }
    }
    return queue
  }

  private mutating func counts(_ counted: Storage.Counts) throws(StorageFailure)
    -> StatusReport.Counts
  {
    let lines = try people(.init())
    var counts = StatusReport.Counts()
    counts.people = lines.filter { $0.state != "left" }.count
    counts.mentees = lines.filter { $0.roles.contains("mentee") && $0.state != "left" }.count
    counts.uncovered = lines.filter(\.uncovered).count
    counts.openCheckIns = counted.openCheckIns
    counts.openAlerts = counted.openAlerts
    counts.unreadReplies = counted.unreadReplies
    return counts
  }
}
