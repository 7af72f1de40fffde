import CheckIns
import Control
import Messages
import Storage
import Timekeeping

/// What an operator must act on, each a plain sentence: what is wrong, since when, what can be
/// done.
struct StatusProblems {
  let house: HouseNow
  let gateways: Rows<GatewayState>
  /// Messages that are not settled, at the most a thousand.
  let waiting: [Message]
  /// Alerts that are not closed.
  let alerts: [Alert]
  /// Timers that were due longer than `longestWait` ago, and the earliest; nil where there is none.
  let overdue: (count: Int, earliest: Instant)?
  /// Rows that could not be read for this answer.
  let unreadable: [Unreadable]

  /// A message that could go and has not for this long: everything is up, and nothing goes out.
  static let longestWait = Duration.minutes(15)
  /// A gateway in use that never brought anything back for this long.
  static let longestSilence = Duration.hours(48)
  /// Nobody has said "I will" for this long, though everybody was told.
  static let longestUnanswered = Duration.minutes(30)
  /// Acknowledged, and not closed for this long.
  static let longestHeld = Duration.hours(48)

  var sentences: [String] {
    spooled + stopped + doubted + unheard + spent + unproved + missing + late + putAside
      + leftOut + unanswered + held
  }

  private func since(_ instant: Instant) -> String { Moment(utc: instant).text }

  private var spooled: [String] {
    guard house.spool.count > 0 else { return [] }
    let what = house.spool.count == 1 ? "callback waits" : "callbacks wait"
    return [
      "\(house.spool.count) \(what) in the spool since \(since(house.spool.since ?? house.now)): "
        + "the database cannot be written; look for room on the disk and at the journal."
    ]
  }

  private var stopped: [String] {
    house.gateways.compactMap { gateway in
      guard let state = gateways[gateway.name], let since = state.stoppedSince else { return nil }
      return "Gateway \(gateway.name) is stopped since \(self.since(since)) "
        + "(\(state.stoppedReason ?? "no reason given")): mend it at the provider or in "
        + "kith.yaml, then reload; one message tries it again every 15 minutes."
    }
  }

  /// Nobody knows what people answered there.
  private var unheard: [String] {
    house.gateways.compactMap { gateway in
      guard let state = gateways[gateway.name], state.deafUntil == .distantFuture else {
        return nil
      }
      return "What people answer by \(gateway.name) is not read since "
        + "\(since(state.deafSince ?? house.now)), so nobody is told of a silence: see the journal "
        + "for what its mailbox or provider answers."
    }
  }

  private var doubted: [String] {
    house.gateways.compactMap { gateway in
      guard let state = gateways[gateway.name], let since = state.doubtSince else { return nil }
      let what = DoubtWords.missing(state.doubtReason ?? "")
      return "Gateway \(gateway.name) is in doubt: it has sent since \(self.since(since)) and no "
        + "\(what) came back, so its check-ins are unreached, not missed: look whether its "
        + "callbacks reach us (kith gateway urls \(gateway.name))."
    }
  }

  private var spent: [String] {
    house.gateways.compactMap { gateway in
      guard let budget = house.rules.gateways[gateway.name]?.budget,
        let used = gateways[gateway.name]?.segments(in: house.now.month), used >= budget
      else { return nil }
      return "Gateway \(gateway.name) has sent \(used) of \(budget) texts this month: no check-in "
        + "goes by it before the next; raise its budget in kith.yaml and reload."
    }
  }

  /// Prompts go out and nothing ever comes back: no silence can be told from a broken road.
  private var unproved: [String] {
    house.gateways.compactMap { gateway in
      guard let traits = house.rules.gateways[gateway.name], !traits.isProved, traits.canReceive,
        let state = gateways[gateway.name], let first = state.firstAcceptedAt,
        house.now - first > Self.longestSilence
      else { return nil }
      let lacks =
        traits.givesReceipts && state.firstReceiptAt == nil
        ? "receipt" : state.firstReplyAt == nil ? "reply" : nil
      return lacks.map {
        "Gateway \(gateway.name) has sent since \(since(first)) and no \($0) ever came back, so "
          + "nobody is told of a silence: enter the addresses of kith gateway urls "
          + "\(gateway.name) at the provider."
      }
    }
  }

  /// Messages wait for a channel that no gateway carries.
  private var missing: [String] {
    let lacking = Set(waiting.map(\.channel)).sorted().filter {
      (house.rules.routes[$0] ?? []).isEmpty
    }
    return lacking.compactMap { channel in
      let count = waiting.filter { $0.state == .queued && $0.channel == channel }.count
      return count == 0
        ? nil
        : "\(count) \(count == 1 ? "message waits" : "messages wait") for a gateway for "
          + "\(channel.rawValue), and none is configured."
    }
  }

  private var late: [String] {
    let limit = house.now - Self.longestWait
    let stuck = waiting.filter { message in
      message.state == .queued && message.lastReason != "quiet-hours"
        && (message.notBefore ?? .distantPast) <= house.now
        && max(message.createdAt, message.notBefore ?? .distantPast) < limit
    }
    guard let oldest = stuck.min(by: { $0.createdAt < $1.createdAt }) else { return [] }
    let others = stuck.count == 1 ? "" : ", and \(stuck.count - 1) more"
    let reason = oldest.lastReason.map { " (\($0))" } ?? ""
    return [
      "Message \(oldest.id) has waited since \(since(oldest.createdAt))\(reason)\(others): "
        + "see kith outbox."
    ]
  }

  /// What is due is decided within a second; what is not was put aside.
  private var putAside: [String] {
    guard let overdue else { return [] }
    let what = overdue.count == 1 ? "One timer is" : "\(overdue.count) timers are"
    return [
      "\(what) overdue since \(since(overdue.earliest)): the database refuses what would follow; "
        + "the journal says why (put aside)."
    ]
  }

  /// Few: the first is enough to begin with.
  private var leftOut: [String] {
    guard let first = unreadable.first else { return [] }
    let others = unreadable.count == 1 ? "" : " And \(unreadable.count - 1) more."
    let whose = first.person.map { " (person \($0))" } ?? ""
    return [
      "A row of the database cannot be read: \(first.table) \(first.id)\(whose). \(first.reason) "
        + "Whoever it is about counts as not there until it is mended or restored; then "
        + "reload.\(others)"
    ]
  }

  /// Alerts that nobody takes: a human must.
  private var unanswered: [String] {
    alerts.compactMap { alert in
      guard alert.state == .open, let limit = Self.limit(for: alert.reason),
        house.now - alert.openedAt > limit
      else { return nil }
      return "Alert \(alert.id) (\(alert.reason.rawValue)) is open since "
        + "\(since(alert.openedAt)), and nobody has said they will see to it: see "
        + "kith why \(alert.id)."
    }
  }

  /// Until a call for help is closed, the person gets nothing else.
  private var held: [String] {
    alerts.compactMap { alert in
      guard alert.reason == .crisis, alert.state == .acknowledged,
        let at = alert.acknowledgedAt, house.now - at > Self.longestHeld
      else { return nil }
      return
        "Alert \(alert.id) (crisis) was acknowledged at \(since(at)) and not closed: everything "
        + "else to the person is held until kith close \(alert.id)."
    }
  }

  private static func limit(for reason: Alert.Reason) -> Duration? {
    switch reason {
    case .crisis: longestUnanswered
    case .talk, .answer: .hours(4)
    case .silence: .hours(24)
    case .unreached: .zero
    }
  }
}
