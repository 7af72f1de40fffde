import CheckIns
import Control
import Messages
import Storage
import Timekeeping

extension Answering {
  /// How far back a person's story goes.
  private static var storySpan: Duration { .days(30) }

  /// What happened to a check-in, an alert or a person, and why.
  mutating func why(_ subject: String) throws(StorageFailure) -> Answer {
    if let story = try whyNumbered(subject) { return story }
    var slice = Slice()
    guard let person = try person(subject, .all, into: &slice) else {
      return .failure(
        Refusal(
          .unknown, "There is no check-in, alert or person \(subject): expected c12, a3, or an id."
        ))
    }
    let mentors = slice.mentorships.of(person.id) { !$0.ended }.map(\.mentor)
    try snapshot.load(people: mentors, .contacts, into: &slice)
    let from = now - Self.storySpan
    let end = try storyEnd()
    var entries = try snapshot.ledger(of: person.id, from: from, to: end)
    for alert in try snapshot.alerts(about: [person.id]) where alert.openedAt >= from {
      entries += try snapshot.ledger(of: alert, now: now, to: end)
    }
    entries = Self.inOrder(entries)
    try learn(entries.compactMap(\.person))
    return .success(.story(teller.story(of: person.id, line(person, slice), entries)))
  }

  /// Of a check-in or an alert; nil where that is none, but somebody's roster id looks like one.
  private mutating func whyNumbered(_ subject: String) throws(StorageFailure) -> Answer? {
    let answer: Answer
    if let id = CheckInID(subject) {
      answer = try why(id)
    } else if let id = AlertID(subject) {
      answer = try why(id)
    } else {
      return nil
    }
    if case .failure = answer, try snapshot.person(byRosterID: subject) != nil { return nil }
    return answer
  }

  /// What a clock told that ran ahead is written down in what is now the future.
  private func storyEnd() throws(StorageFailure) -> Instant {
    max(now, try snapshot.newestLedgerInstant() ?? now)
  }

  /// With all that followed for those who were told.
  private mutating func why(_ id: CheckInID) throws(StorageFailure) -> Answer {
    var slice = Slice()
    try snapshot.load(checkIns: [id], into: &slice)
    guard let checkIn = slice.checkIns[id] else {
      return .failure(Refusal(.unknown, "There is no check-in \(id): see kith show."))
    }
    let end = try storyEnd()
    var entries = try snapshot.ledger(of: checkIn, now: now, to: end)
    let named = Set(entries.compactMap(\.alert))
    for alert in try snapshot.alerts(about: [checkIn.person])
    where alert.checkIn == id || named.contains(alert.id) {
      entries += try snapshot.ledger(of: alert, now: now, to: end)
    }
    entries = Self.inOrder(entries)
    try learn([checkIn.person] + entries.compactMap(\.person))
    return .success(.story(teller.story(of: checkIn, entries)))
  }

  private mutating func why(_ id: AlertID) throws(StorageFailure) -> Answer {
    var slice = Slice()
    try snapshot.load(alerts: [id], into: &slice)
    guard let found = slice.alerts[id], let alert = try snapshot.noted([found]).first else {
      return .failure(.noAlert("\(id)"))
    }
    let entries = try snapshot.ledger(of: alert, now: now, to: try storyEnd())
    try learn(
      [alert.person] + [alert.acknowledgedBy].compactMap(\.self) + entries.compactMap(\.person))
    return .success(.story(teller.story(of: alert, entries)))
  }

  /// Each once, by time; those of one moment stay as they came.
  private static func inOrder(_ entries: [LedgerEntry]) -> [LedgerEntry] {
    unique(entries).enumerated()
      .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }
}
