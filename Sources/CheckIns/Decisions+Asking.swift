package import Messages
package import Timekeeping

extension Decisions {
  /// An enrolment's timer fired: opens the check-in, or says why not, and plans the next one.
  package mutating func occurrenceDue(_ id: EnrolmentID) {
    guard let enrolment = slice.enrolments[id], let person = slice.people[enrolment.person],
      let timer = enrolment.timer, let planned = enrolment.nextAt, let date = enrolment.nextDate,
      timer.due <= now
    else { return }
    guard let stored = rules.plans[enrolment.planName] else {
      record("plan-missing", person: person.id, "e\(id.rawValue)")
      tellOperators(of: "plan-missing", alert: nil)
      // It may come back with the next reload: nobody is forgotten over a file.
      return slice.enrolments.update(id) {
        $0.timer = Timer(due: now + Limits.planWait, kind: .occurrence)
      }
    }
    if enrolment.ended || person.standing == .left { return drop(id) }
    let following = occurrence(of: enrolment, after: date, slot: enrolment.nextSlot)
    let known = existing(of: enrolment, date: date)
    if let known, known.state != .planned {
      record("asked-before", person: person.id, checkIn: known.id)
      return advance(id, to: following)
    }
    if let later = deferral(of: enrolment, person: person, planned: planned, following: following) {
      return slice.enrolments.update(id) { $0.timer = Timer(due: later, kind: .occurrence) }
    }
    var checkIn =
      known
      ?? CheckIn(
        id: newID(), enrolment: id, person: person.id, date: date, slot: enrolment.nextSlot,
        plannedAt: planned, planDigest: stored.digest, state: .asking)
    checkIn.state = .asking
    let plan = known.flatMap { self.plan($0.planDigest) } ?? stored.plan
    open(checkIn, plan: plan, for: person, following: following)
    celebrate(on: date, enrolment, plan)
    advance(id, to: following)
  }

  /// Sets the first occurrence of a new or changed enrolment: the first after this moment whose
  /// identity was not asked yet, wherever zone, plan or clock have moved. Of what was asked only
  /// the newest are at hand; the rest is looked up when the occurrence is due.
  package mutating func planNext(_ id: EnrolmentID) {
    guard let enrolment = slice.enrolments[id] else { return }
    let table = timetable(of: enrolment)
    let known = slice.checkIns.of(enrolment.person) { $0.enrolment == id }
    let asked = known.filter { $0.state != .planned }
    var next = table?.next(after: now)
    while let found = next,
      asked.contains(where: { ($0.date, $0.slot) == (found.date, found.slot) })
    {
      next = table?.next(afterDate: found.date, slot: found.slot)
    }
    slice.enrolments.update(id) {
      $0.takenUntil = (known.map(\.date) + [$0.takenUntil].compactMap(\.self)).max()
    }
    advance(id, to: next)
  }

  /// The check-in of an occurrence, where it may have one already.
  private func existing(of enrolment: Enrolment, date: LocalDate) -> CheckIn? {
    guard enrolment.takenUntil != nil else { return nil }
    return slice.checkIns.of(enrolment.person) {
      $0.enrolment == enrolment.id && ($0.date, $0.slot) == (date, enrolment.nextSlot)
    }.first
  }

  private mutating func advance(_ id: EnrolmentID, to next: Occurrence?) {
    recordDaysOff(id, until: next)
    slice.enrolments.update(id) {
      $0.nextDate = next?.date
      $0.nextSlot = next?.slot ?? 0
      $0.nextAt = next?.at
      if let until = $0.takenUntil, next.map({ $0.date > until }) ?? true { $0.takenUntil = nil }
      $0.timer = next.map { Timer(due: $0.at, kind: .occurrence) }
    }
    if next == nil {
      record("plan-finished", person: slice.enrolments[id]?.person, "e\(id.rawValue)")
    }
  }

  /// What days off take away or put off up to the next occurrence, from the one before or from now.
  private mutating func recordDaysOff(_ id: EnrolmentID, until next: Occurrence?) {
    guard let enrolment = slice.enrolments[id], hasDaysOff(enrolment),
      let table = timetable(of: enrolment)
    else { return }
    let today = today(of: enrolment.person)
    let last = enrolment.nextDate.map { min($0, today) } ?? today - 1
    let end = next?.date ?? today + Limits.daysOffAhead
    for date in table.daysOff(after: last, before: end) {
      let whose = table.isOwnDayOff(date) ? "own" : "holiday"
      record("day-off", person: enrolment.person, "\(date) \(whose)")
    }
    guard let next, next.daysMoved > 0 else { return }
    let origin = next.date - next.daysMoved
    record("moved", person: enrolment.person, "\(origin) \(next.date) holiday")
  }

  private func hasDaysOff(_ enrolment: Enrolment) -> Bool {
    let holidays = rules.plans[enrolment.planName]?.plan.holidays
    return holidays != nil || slice.people[enrolment.person]?.daysOff.isEmpty == false
  }

  private mutating func drop(_ id: EnrolmentID) {
    slice.enrolments.update(id) { $0.timer = nil }
  }

  func timetable(of enrolment: Enrolment) -> Timetable? {
    guard let stored = rules.plans[enrolment.planName],
      let person = slice.people[enrolment.person]
    else { return nil }
    return try? stored.plan.timetable(of: enrolment, person, rules)
  }

  /// The occurrence after an identity; never one that this moment has already passed by far, so
  /// that years of downtime are one step.
  private func occurrence(of enrolment: Enrolment, after date: LocalDate, slot: Int) -> Occurrence?
  {
    guard let table = timetable(of: enrolment) else { return nil }
    guard let next = table.next(afterDate: date, slot: slot) else { return nil }
    if next.at > now { return next }
    guard let latest = table.next(after: now - rules.catchUp) else { return nil }
    return (latest.date, latest.slot) > (date, slot) ? latest : next
  }

  /// When the prompt must wait: until quiet hours end, or spread out after downtime.
  private mutating func deferral(
    of enrolment: Enrolment, person: Person, planned: Instant, following: Occurrence?
  ) -> Instant? {
    guard let due = enrolment.timer?.due, now - planned <= rules.catchUp else { return nil }
    if now - due > Limits.lateness {
      let later = now + random.span(upTo: Limits.spread)
      record("spread", person: person.id, "after downtime, e\(enrolment.id.rawValue)")
      return later
    }
    // Those who share a morning are spread over it.
    let permitted = quietHours(of: person).release(
      from: now, in: zone(of: person), spread: Limits.spread, key: Self.morning,
      id: UInt64(bitPattern: enrolment.id.rawValue))
    guard permitted > now, permitted - planned <= rules.catchUp,
      permitted < following?.at ?? .distantFuture
    else { return nil }
    record("deferred", person: person.id, "quiet-hours e\(enrolment.id.rawValue)")
    return permitted
  }

  /// Quiet hours are the receiver's own, in their zone.
  package func firstPermitted(for person: Person, from instant: Instant) -> Instant {
    quietHours(of: person).firstPermitted(from: instant, in: zone(of: person))
  }

  func quietHours(of person: Person) -> QuietHours { person.quietHours ?? rules.quietHours }

  private mutating func open(
    _ opening: CheckIn, plan: Plan, for person: Person, following: Occurrence?
  ) {
    var checkIn = opening
    checkIn.nextAt = following?.at
    if let reason = reasonNotToAsk(checkIn, person: person) {
      checkIn.state = .skipped
      checkIn.settledAt = now
      put(checkIn)
      return record("skipped", person: person.id, checkIn: checkIn.id, reason)
    }
    put(checkIn)
    slice.plans[checkIn.planDigest] = plan
    var purpose = Purpose(plan.prompt, lane: .prompts)
    purpose.checkIn = checkIn.id
    purpose.expires = expiry(of: checkIn, plan: plan)
    guard let prompt = queue(purpose, to: person.id) else {
      let isReachable = !fitContacts(of: person.id).isEmpty
      return giveUpAsking(checkIn.id, isReachable ? "no-way-back" : "no-contact")
    }
    slice.checkIns.update(checkIn.id) { $0.prompt = prompt }
    countText(to: person)
    record("asking", person: person.id, checkIn: checkIn.id, message: prompt)
  }

  private mutating func put(_ checkIn: CheckIn) {
    guard slice.checkIns[checkIn.id] != nil else { return slice.checkIns.insert(checkIn) }
    slice.checkIns.update(checkIn.id) { $0 = checkIn }
  }

  /// Past the next occurrence, or so late that its first alert would come at once, a prompt is
  /// useless.
  private func expiry(of checkIn: CheckIn, plan: Plan) -> Instant {
    let firstAlert = plan.ladder.first { !$0.isNudge }?.after ?? .hours(24)
    return min(checkIn.nextAt ?? .distantFuture, now + firstAlert)
  }

  private func reasonNotToAsk(_ checkIn: CheckIn, person: Person) -> String? {
    if now - checkIn.plannedAt > rules.catchUp { return "late" }
    if let next = checkIn.nextAt, next <= now { return "late" }
    if let until = person.pausedUntil, until > now { return "paused" }
    if person.standing != .active { return "not-confirmed" }
    if openAlert(about: person.id, .crisis) != nil { return "crisis" }
    if firstPermitted(for: person, from: now) > now { return "quiet-hours" }
    if hasHadEnough(person) { return "cap" }
    return hasStopped(person.id) ? "stopped" : nil
  }
}
