package import CheckIns
import Messages
import Storage
package import Timekeeping

/// What must hold after every turn, whatever happened: DESIGN.md's list of what must never happen,
/// and the order of the house.
package struct Invariants: Sendable {
  /// What a turn was, beside what it left in the database.
  package struct Turn: Sendable {
    package var now: Instant
    /// The turn's limits cut it off.
    package var moreWork: Bool
    package var indexed: Set<Wheel.Entry>
    package var horizon: Instant
    /// Subjects that the database refused to have decided, and that wait for that.
    package var aside: Set<Int64>
    /// What was written down since the turn before.
    package var told: [LedgerEntry]

    package init(
      now: Instant, moreWork: Bool, indexed: Set<Wheel.Entry>, horizon: Instant,
      aside: Set<Int64> = [], told: [LedgerEntry] = []
    ) {
      self.aside = aside
      self.told = told
      self.now = now
      self.moreWork = moreWork
      self.indexed = indexed
      self.horizon = horizon
    }
  }

  private let ends = Ends()
  private let ledger = Explanations()
  /// As the turn before left it.
  private var before: House?

  package init() {}

  /// A sentence for each thing that must never happen and did.
  package mutating func broken(by house: House, after turn: Turn) -> [String] {
    defer { before = house }
    let order = timers(house, turn) + checkIns(house) + alerts(house) + messages(house, turn)
    return order + enrolments(house) + ends.broken(by: house, after: turn, before: before)
      + ledger.broken(by: house, told: turn.told, before: before)
  }

  // MARK: Deadlines

  /// One timer a subject, the one its row carries; none in the past; all in the wheel.
  private func timers(_ house: House, _ turn: Turn) -> [String] {
    let rows = house.rows
    var carried: Set<DueTimer> = []
    func carry(_ timer: Timer?, _ id: Int64) {
      if let timer { carried.insert(DueTimer(due: timer.due, id: id, kind: timer.kind)) }
    }
    for row in rows.people.sorted { carry(row.timer, row.id.rawValue) }
    for row in rows.enrolments.sorted { carry(row.timer, row.id.rawValue) }
    for row in rows.checkIns.sorted { carry(row.timer, row.id.rawValue) }
    for row in rows.alerts.sorted { carry(row.timer, row.id.rawValue) }
    var faults: [String] = []
    if Set(house.timers) != carried || house.timers.count != carried.count {
      faults.append("The timer table is not what the rows carry.")
    }
    let tried = house.timers.filter { !turn.aside.contains($0.id) }
    for timer in tried where timer.due <= turn.now && !turn.moreWork {
      faults.append("A \(timer.kind) timer of \(timer.id) lies in the past: \(timer.due).")
    }
    for timer in tried where timer.due < turn.horizon {
      let entry = Wheel.Entry(due: timer.due, id: UInt64(timer.id))
      if !turn.indexed.contains(entry) { faults.append("The wheel does not know of \(timer).") }
    }
    return faults
  }

  // MARK: Check-ins and enrolments

  private func checkIns(_ house: House) -> [String] {
    var faults: [String] = []
    var seen: Set<String> = []
    for row in house.rows.checkIns.sorted {
      if !seen.insert("\(row.enrolment) \(row.date) \(row.slot)").inserted {
        faults.append("\(row.id) is a second check-in of one occurrence.")
      }
      let old = before?.rows.checkIns[row.id]?.state
      if !Self.mayFollow(row.state, old) {
        faults.append("\(row.id) went from \(old.map { "\($0)" } ?? "nothing") to \(row.state).")
      }
      if row.state == .asked, !isMinded(row, house.rows) {
        faults.append("\(row.id) was asked, and nothing will come of a silence.")
      }
      if row.timer != nil, row.state != .asked {
        faults.append("\(row.id) is \(row.state) and still has a timer.")
      }
      if [.asked, .missed].contains(row.state), row.contactAt != nil {
        faults.append("\(row.id) was heard of and is still \(row.state).")
      }
    }
    return faults
  }

  private static func mayFollow(_ state: CheckIn.State, _ old: CheckIn.State?) -> Bool {
    if old == state { return true }
    return switch old {
    case nil: true
    case .planned: [.asking, .skipped, .unreached].contains(state)
    case .asking: state != .planned && state != .missed
    // Back to asking: a receipt said that the prompt never arrived.
    case .asked: state != .planned
    case .answered: false
    case .skipped: state == .planned
    case .inContact: state == .answered
    case .missed: [.answered, .inContact, .skipped, .unreached].contains(state)
    case .unreached: [.answered, .inContact].contains(state)
    }
  }

  /// It has a timer, a nudge on its way whose end arms the next, or no step left.
  private func isMinded(_ checkIn: CheckIn, _ rows: Slice) -> Bool {
    if checkIn.timer != nil { return true }
    let steps = rows.plans[checkIn.planDigest]?.ladder.count ?? 0
    if checkIn.step >= steps { return true }
    return rows.messages.sorted.contains {
      $0.checkIn == checkIn.id && $0.lane == .nudges && $0.isUnsettled
    }
  }

  private func enrolments(_ house: House) -> [String] {
    house.rows.enrolments.sorted.compactMap { row in
      let isLive = !row.ended && house.rows.people[row.person]?.standing != .left
      return isLive && row.nextAt != nil && row.timer == nil
        ? "e\(row.id.rawValue) has a next occurrence and no timer." : nil
    }
  }

  // MARK: Alerts

  private func alerts(_ house: House) -> [String] {
    var faults: [String] = []
    for row in house.rows.alerts.sorted {
      if let old = before?.rows.alerts[row.id], old.state == .closed, row.state != .closed {
        faults.append("\(row.id) was closed and is open again.")
      }
      guard row.reason == .silence, before?.rows.alerts[row.id] == nil else { continue }
      let checkIn = row.checkIn.flatMap { house.rows.checkIns[$0] }
      if checkIn?.askedAt == nil || checkIn?.contactAt != nil {
        faults.append("\(row.id) tells of a silence that was none.")
      }
      let prompt = checkIn?.prompt.flatMap { house.rows.messages[$0] }
      if prompt?.wasAccepted != true { faults.append("\(row.id): nobody was asked.") }
    }
    return faults
  }

  // MARK: Messages

  private func messages(_ house: House, _ turn: Turn) -> [String] {
    house.rows.messages.sorted.flatMap { row in
      let old = before?.rows.messages[row.id]
      return forward(row, old) + left(row, old, house.rows)
    }
  }

  private func isLostPart(_ row: Message, _ old: Message) -> Bool {
    row.attempt == 1 && old.attempt == 1
      && row.lastReason?.hasPrefix(Message.lostPart) ?? false
  }

  private func goesAgain(_ row: Message, _ old: Message) -> Bool {
    row.receiptAt == nil
      && (row.state == .queued && row.attempt == old.attempt
        || row.state == .claimed && row.attempt == old.attempt + 1)
  }

  /// A delivery only moves forward; mail alone may come back.
  private func forward(_ row: Message, _ old: Message?) -> [String] {
    guard let old, old.state != row.state else { return [] }
    let isFine: Bool =
      switch old.state {
      case .queued, .claimed, .inDoubt: true
      // Not delivered by a gateway's fault, it goes out again.
      case .accepted: [.delivered, .undelivered].contains(row.state) || goesAgain(row, old)
      // A mail that bounces, or a text of several parts of which another got lost.
      case .delivered:
        row.state == .undelivered
          && (row.channel == .email
            || isLostPart(row, old))
      case .held: [.accepted, .delivered, .undelivered].contains(row.state)
      case .undelivered, .failed, .expired, .cancelled: false
      }
    return isFine ? [] : ["Message \(row.id.rawValue) went from \(old.state) to \(row.state)."]
  }

  /// What left in this turn went to nobody who said stop, and told of no silence after contact.
  private func left(_ row: Message, _ old: Message?, _ rows: Slice) -> [String] {
    guard row.attempt > (old?.attempt ?? 0), row.state == .claimed else { return [] }
    var faults: [String] = []
    if rows.contacts[row.contact]?.optedOutAt != nil, !answersStop(row.template) {
      faults.append("Message \(row.id.rawValue), \(row.template), goes to somebody who said stop.")
    }
    if row.template == "notice-silence",
      let checkIn = row.alert.flatMap({ rows.alerts[$0]?.checkIn }).flatMap({ rows.checkIns[$0] }),
      checkIn.contactAt != nil
    {
      faults.append("Message \(row.id.rawValue) tells of a silence that is over.")
    }
    if row.notBefore != nil { faults.append("Message \(row.id.rawValue) left while it waits.") }
    return faults
  }

  private func answersStop(_ template: String) -> Bool {
    template.hasPrefix("crisis-")
      || ["stop-confirmation", "wrong-confirmation", "seen", "not-reached-yet"].contains(template)
  }
}
