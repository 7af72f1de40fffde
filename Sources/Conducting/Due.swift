import CheckIns
import Messages
import Storage
import Timekeeping

/// What came out of the wheel and is real: the timer table and the outbox say so.
struct Due {
  private let timers: [DueTimer]
  private let messages: [MessageID]
  /// How many entries the database knew no more.
  let stale: Int

  init(_ popped: [Wheel.Entry], _ conductor: Conductor, _ transaction: Transaction)
    throws(StorageFailure)
  {
    var looked: [MessageID] = []
    var others: [(due: Instant, id: Int64)] = []
    for entry in popped where entry.id != 0 {
      let id = MessageID(rawValue: Int64(entry.id))
      if conductor.ready.contains(id) || conductor.doubts.contains(id) {
        looked.append(id)
      } else {
        others.append((entry.due, Int64(entry.id)))
      }
    }
    messages = unique(looked)
    timers = others.isEmpty ? [] : try transaction.subjects(ofTimers: others)
    stale = max(0, others.count - timers.count)
  }

  func load(into loader: inout Loader, _ rules: Rules) throws(StorageFailure) {
    let enrolments = ids(.occurrence).map(EnrolmentID.init(rawValue:))
    try loader.enrolments(enrolments)
    let rows = enrolments.compactMap { loader.slice.enrolments[$0] }
    // What a milestone is told with depends on the check-ins before.
    let celebrating = rows.filter { rules.plans[$0.planName]?.plan.milestones != nil }
    try loader.people(unique(celebrating.map(\.person)))
    try loader.asked(unique(rows.map(\.person)))
    try loader.existing(enrolments)
    let checkIns = ids(.ladder).map(CheckInID.init(rawValue:))
    try loader.checkIns(checkIns)
    let alerts = ids(.alert).map(AlertID.init(rawValue:))
    try loader.alerts(alerts)
    try loader.deliveries(messages)
    try loader.around(unique(around(checkIns, alerts, loader.slice)))
    try demand(checkIns, rows, loader)
  }

  /// What follows from silence, and whether somebody is asked, nobody decides over rows they cannot
  /// read. An alert goes on whoever it is about.
  private func demand(_ checkIns: [CheckInID], _ enrolments: [Enrolment], _ loader: Loader)
    throws(StorageFailure)
  {
    let asked = checkIns.compactMap { loader.slice.checkIns[$0]?.person }
    let people = ids(.person).map(PersonID.init(rawValue:)) + enrolments.map(\.person) + asked
    try loader.demand(timers.map(\.id) + messages.map(\.rawValue), of: people)
  }

  private func around(_ checkIns: [CheckInID], _ alerts: [AlertID], _ slice: Slice) -> [PersonID] {
    var people = ids(.person).map(PersonID.init(rawValue:))
    people += checkIns.compactMap { slice.checkIns[$0]?.person }
    people += alerts.compactMap { slice.alerts[$0]?.person }
    people += alerts.compactMap { slice.alerts[$0]?.acknowledgedBy }
    people += messages.compactMap { slice.messages[$0] }.flatMap { message in
      [message.person] + [message.alert.flatMap { slice.alerts[$0]?.person }].compactMap(\.self)
    }
    return people
  }

  private func ids(_ kind: Timer.Kind) -> [Int64] {
    timers.filter { $0.kind == kind }.map(\.id)
  }

  func decide(_ decisions: inout Decisions, _ conductor: Conductor) {
    for timer in timers {
      switch timer.kind {
      case .occurrence: decisions.occurrenceDue(EnrolmentID(rawValue: timer.id))
      case .ladder: decisions.ladderDue(CheckInID(rawValue: timer.id))
      case .alert: decisions.alertDue(AlertID(rawValue: timer.id))
      case .person: decisions.personDue(PersonID(rawValue: timer.id))
      }
    }
    for id in messages {
      decisions.messageDue(id)
      conductor.ready.wake(id, now: decisions.now)
      // It was looked at when its wait was over; its end is watched from now on.
      if let end = decisions.slice.messages[id]?.expiresAt, end > decisions.now {
        conductor.wheel.insert(due: end, id: UInt64(id.rawValue))
      }
    }
  }
}
