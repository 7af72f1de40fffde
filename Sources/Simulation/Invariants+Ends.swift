import CheckIns
import Messages
import Timekeeping

extension Invariants {
  /// Everything that was begun comes to an end, and nobody gets what they must not get.
  struct Ends: Sendable {
    func broken(by house: House, after turn: Turn, before: House?) -> [String] {
      let rows = house.rows
      let checkIns = rows.checkIns.sorted.filter { !turn.aside.contains($0.id.rawValue) }
      let alerts = rows.alerts.sorted.filter { !turn.aside.contains($0.id.rawValue) }
      return checkIns.compactMap { self.checkIn($0, rows, before) }
        + alerts.compactMap { alert($0, rows) }
        + rows.messages.sorted.compactMap { message($0, rows, before, turn.now) }
    }

    /// Who is being asked has a prompt on its way; whoever was never asked, somebody hears of.
    private func checkIn(_ row: CheckIn, _ rows: Slice, _ before: House?) -> String? {
      if row.state == .asking, row.prompt.flatMap({ rows.messages[$0] })?.isUnsettled != true {
        return "\(row.id) is asking, and no prompt is on its way."
      }
      guard row.state == .unreached, before?.rows.checkIns[row.id]?.state != .unreached else {
        return nil
      }
      let isKnown = rows.alerts.of(row.person) { $0.reason == .unreached && $0.state != .closed }
      return isKnown.isEmpty ? "\(row.id) is unreached, and there is no alert about it." : nil
    }

    /// Something will come of an alert that nobody has acknowledged.
    private func alert(_ row: Alert, _ rows: Slice) -> String? {
      guard row.state == .open, row.reason != .unreached, row.timer == nil else { return nil }
      let isOnItsWay = rows.messages.elements.contains {
        $0.alert == row.id && $0.code != nil && $0.isUnsettled
      }
      if isOnItsWay, row.reason != .crisis { return nil }
      if row.reason == .silence, isAtTheEnd(row, rows) { return nil }
      return "\(row.id), \(row.reason), is open, and nothing will come of it."
    }

    /// A ladder without coordinators who are asked again has an end.
    private func isAtTheEnd(_ row: Alert, _ rows: Slice) -> Bool {
      guard let ladder = row.planDigest.flatMap({ rows.plans[$0]?.ladder }) else { return false }
      guard row.step >= ladder.count - 1, case .alert(let last)? = ladder.last?.action else {
        return false
      }
      return last.every == nil
    }

    /// What left in this turn went to whom it may go to.
    private func message(_ row: Message, _ rows: Slice, _ before: House?, _ now: Instant)
      -> String?
    {
      guard row.state == .claimed, row.attempt > (before?.rows.messages[row.id]?.attempt ?? 0),
        let person = rows.people[row.person], let contact = rows.contacts[row.contact],
        !row.isCanary
      else { return nil }
      let isAutomatic = row.lane == .prompts || row.lane == .nudges
      let name = "Message \(row.id.rawValue), \(row.template),"
      if !contact.confirmed, isAutomatic || row.template.hasPrefix("notice") {
        return "\(name) goes to an address that nobody has confirmed."
      }
      if isAutomatic, let until = person.pausedUntil, until > now {
        return "\(name) goes to somebody who is paused."
      }
      let isInCrisis = rows.alerts.of(row.person) { $0.reason == .crisis && $0.state != .closed }
      if isAutomatic, !isInCrisis.isEmpty { return "\(name) goes to somebody in crisis." }
      if row.refusedBy.contains(row.gateway ?? "") {
        return "\(name) goes by a gateway that refused it."
      }
      return nil
    }
  }

  /// The ledger says of every change of a state that it happened.
  struct Explanations: Sendable {
    func broken(by house: House, told: [LedgerEntry], before: House?) -> [String] {
      guard let before else { return [] }
      let checkIns = Set(told.compactMap(\.checkIn))
      let alerts = Set(told.compactMap(\.alert))
      let messages = Set(told.compactMap(\.message))
      var faults: [String] = []
      for row in house.rows.checkIns.sorted
      where row.state != before.rows.checkIns[row.id]?.state && !checkIns.contains(row.id) {
        faults.append("The ledger does not say why \(row.id) is \(row.state).")
      }
      for row in house.rows.alerts.sorted
      where row.state != before.rows.alerts[row.id]?.state && !alerts.contains(row.id) {
        faults.append("The ledger does not say why \(row.id) is \(row.state).")
      }
      for row in house.rows.messages.sorted {
        guard let old = before.rows.messages[row.id], old.state != row.state,
          !messages.contains(row.id)
        else { continue }
        faults.append("The ledger does not say why message \(row.id.rawValue) is \(row.state).")
      }
      return faults
    }
  }
}
