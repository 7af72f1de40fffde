internal import CheckIns
internal import Control
internal import Messages
internal import Storage
internal import Timekeeping

extension Book {
  /// What happened to a check-in, an alert or a person, and why.
  mutating func why(_ subject: String) throws(StorageFailure) -> Answer {
    if let id = CheckInID(subject) { return try why(id) }
    if let id = AlertID(subject) { return try why(id) }
    guard let person = try person(subject) else {
      return .failure(
        Refusal(
          .unknown, "There is no check-in, alert or person \(subject): expected c12, a3, or an id.")
      )
    }
    let from = now - .days(30)
    let entries = try snapshot.ledger(of: person.id, from: from, to: now)
    var slice = Slice()
    try snapshot.load(people: [person.id], .all, into: &slice)
    let summary = "\(rosterID(person.id)) is \(line(person, slice).state)"
    let open = slice.checkIns.of(person.id, where: \.isOpen).last
    let state = open.map { "; check-in \($0.id) is \($0.state.word)" } ?? ""
    return .success(
      .story(
        Story(
          subject: "\(person.id)", summary: summary + state + ".",
          lines: try lines(entries, person.id))))
  }

  private mutating func why(_ id: CheckInID) throws(StorageFailure) -> Answer {
    var slice = Slice()
    try snapshot.load(checkIns: [id], into: &slice)
    guard let checkIn = slice.checkIns[id] else {
      return .failure(Refusal(.unknown, "There is no check-in \(id): see kith show."))
    }
    try learn([checkIn.person])
    let planned = moment(checkIn.plannedAt, of: checkIn.person).text
    let summary =
      "The check-in of \(rosterID(checkIn.person)) planned for \(planned) is \(checkIn.state.word)."
    let entries = try snapshot.ledger(of: checkIn, now: now)
    return .success(
      .story(
        Story(subject: "\(id)", summary: summary, lines: try lines(entries, checkIn.person))))
  }

  private mutating func why(_ id: AlertID) throws(StorageFailure) -> Answer {
    var slice = Slice()
    try snapshot.load(alerts: [id], into: &slice)
    guard let alert = slice.alerts[id] else {
      return .failure(Refusal(.unknown, "There is no alert \(id): see kith alerts."))
    }
    try learn([alert.person] + [alert.acknowledgedBy].compactMap(\.self))
    let by = alert.acknowledgedBy.map { " by " + rosterID($0) } ?? ""
    let summary =
      "The alert about \(rosterID(alert.person)), reason \(alert.reason.rawValue), is "
      + "\(alert.state.word)\(alert.state == .acknowledged ? by : "")."
    let entries = try snapshot.ledger(of: alert, now: now)
    return .success(
      .story(Story(subject: "\(id)", summary: summary, lines: try lines(entries, alert.person))))
  }

  /// On the clock of whom the story is about.
  private mutating func lines(_ entries: [LedgerEntry], _ subject: PersonID)
    throws(StorageFailure) -> [Story.Line]
  {
    try learn(entries.compactMap(\.person))
    return entries.map { entry in
      let about = [
        entry.checkIn.map { "\($0)" }, entry.message.map { "\($0)" }, entry.alert.map { "\($0)" },
      ]
      return Story.Line(
        at: moment(entry.at, of: subject), event: entry.event, text: text(entry),
        about: about.compactMap(\.self))
    }
  }

  private func text(_ entry: LedgerEntry) -> String {
    let who = entry.person.map(rosterID) ?? "Kith"
    let words = LedgerWords.sentence(of: entry.event, who: who)
    return entry.detail.isEmpty ? words : "\(words) (\(entry.detail))"
  }
}
