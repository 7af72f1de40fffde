import CheckIns
import Control
import Messages
import Sealing
import Storage
import Timekeeping

/// Performs one command inside a turn: names are looked up, what is needed is loaded, and a
/// decision of `CheckIns` is made.
struct CommandDesk {
  var loader: Loader
  var decisions: Decisions
  let caller: Caller
  /// What links are signed with.
  let keys: MasterKeys

  typealias Answer = Result<CommandAnswer, Refusal>

  mutating func perform(_ command: Command) throws(StorageFailure) -> Answer {
    // Anybody can send a link that is none: nothing of that is written down.
    if case .press(let press) = command { return try perform(press) }
    decisions.record("command", command.name + " by " + caller.code)
    switch command {
    case .say(let say): return try withPerson(say.id) { $0.say($1, say.text) }
    case .acknowledge(let acknowledge): return try perform(acknowledge)
    case .close(let close): return try perform(close)
    case .pause(let pause): return try withPerson(pause.id) { $0.pause($1, pause) }
    case .resume(let subject): return try withPerson(subject.id) { $0.resume($1) }
    case .stop(let subject): return try withPerson(subject.id, whole: false) { $0.stop($1) }
    case .away(let away): return try perform(away)
    case .inboxDone(let done): return try perform(done)
    case .sendTest(let test): return try perform(test)
    case .press, .importRoster, .add, .set, .reload, .phoneReply, .receiveMail:
      return .failure(Refusal(.wrongUsage, "\(command.name) is not a command of the turn."))
    }
  }

  // MARK: Looking up

  /// Answers with a refusal when nobody has this id.
  ///
  /// - Parameter whole: the person's own row is needed; without, what is about them will do.
  private mutating func withPerson(
    _ id: String, whole: Bool = true, _ act: (inout PersonDesk, Person) -> Answer
  ) throws(StorageFailure) -> Answer {
    guard let person = try person(id, whole: whole) else { return .failure(.noPerson(id)) }
    var desk = PersonDesk(decisions: decisions, name: id)
    let answer = act(&desk, person)
    decisions = desk.decisions
    return answer
  }

  mutating func person(_ id: String, whole: Bool = true) throws(StorageFailure) -> Person? {
    // A roster may have ids that look like ours, as p7.
    let named = try loader.transaction.person(byRosterID: id)
    guard let found = named ?? PersonID(id) else { return nil }
    return try person(found, whole: whole)
  }

  mutating func person(_ found: PersonID, whole: Bool = true) throws(StorageFailure) -> Person? {
    try load { loader throws(StorageFailure) in
      try loader.around([found])
      if whole { try loader.demand([], of: [found]) }
    }
    return decisions.slice.people[found]
  }

  private mutating func load(
    _ load: (inout Loader) throws(StorageFailure) -> Void
  ) throws(StorageFailure) {
    loader.slice = decisions.slice
    try load(&loader)
    decisions.slice = loader.slice
  }

  mutating func withAlert(
    _ id: String, _ act: (inout Decisions, Alert) -> Answer
  ) throws(StorageFailure) -> Answer {
    guard let number = AlertID(id) else { return .failure(.noAlert(id)) }
    try load { loader throws(StorageFailure) in
      try loader.alerts([number])
      guard let person = loader.slice.alerts[number]?.person else { return }
      try loader.around([person])
    }
    guard let alert = decisions.slice.alerts[number] else { return .failure(.noAlert(id)) }
    if alert.state == .closed {
      return .failure(Refusal(.refused, "Alert \(id) is closed already."))
    }
    return act(&decisions, alert)
  }

  // MARK: Commands about more than one thing

  private mutating func perform(_ acknowledge: Command.Acknowledge) throws(StorageFailure) -> Answer
  {
    guard let by = try person(acknowledge.by) else { return .failure(.noPerson(acknowledge.by)) }
    return try withAlert(acknowledge.alert) { decisions, alert in
      if alert.state == .acknowledged {
        return .success(
          .done(.init("Alert \(alert.id) was acknowledged before.", id: "\(alert.id)")))
      }
      decisions.acknowledge(alert.id, by: by.id)
      return .success(
        .done(.init("Alert \(alert.id) is acknowledged by \(acknowledge.by).", id: "\(alert.id)")))
    }
  }

  private mutating func perform(_ close: Command.Close) throws(StorageFailure) -> Answer {
    let outcome = close.outcome.lowercased()
    guard Self.isCode(outcome) else {
      return .failure(
        Refusal(
          .wrongUsage,
          "--outcome: expected one word of letters and dashes, as reached or no-answer; more goes "
            + "into --note."))
    }
    guard (close.note ?? "").utf8.count <= Self.noteBytesMost else {
      return .failure(
        Refusal(.wrongUsage, "--note: expected at most \(Self.noteBytesMost) bytes."))
    }
    return try withAlert(close.alert) { decisions, alert in
      decisions.close(alert.id, outcome: outcome, note: close.note)
      return .success(.done(.init("Alert \(alert.id) is closed.", id: "\(alert.id)")))
    }
  }

  private static let noteBytesMost = 4000

  /// What may stand in the ledger and the journal, which have no words about anybody.
  private static func isCode(_ text: String) -> Bool {
    (1...32).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
      && text.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "-")
      }
  }

  private mutating func perform(_ away: Command.Away) throws(StorageFailure) -> Answer {
    guard let person = try person(away.id) else { return .failure(.noPerson(away.id)) }
    var cover: PersonID?
    if let id = away.cover {
      guard let found = try self.person(id) else { return .failure(.noPerson(id)) }
      cover = found.id
    }
    if cover == person.id {
      return .failure(Refusal(.wrongUsage, "\(away.id) cannot cover for themselves: name another."))
    }
    let clock = PersonClock(zone: decisions.zone(of: person), now: decisions.now)
    guard let from = clock.instant(away.from), let until = clock.end(away.to), from < until else {
      return .failure(
        Refusal(
          .wrongUsage,
          "away \(away.from) to \(away.to): expected two dates as 2026-03-01, the first not later.")
      )
    }
    decisions.away(person.id, from: from, until: until, cover: cover)
    let stand = away.cover.map { ", \($0) covers" } ?? ""
    return .success(.done(.init("\(away.id) is away from \(away.from) to \(away.to)\(stand).")))
  }

  private mutating func perform(_ done: Command.InboxDone) throws(StorageFailure) -> Answer {
    let id = ReplyID(rawValue: done.number)
    try load { loader throws(StorageFailure) in
      try loader.transaction.load(replies: [id], into: &loader.slice)
    }
    guard decisions.slice.replies[id] != nil else {
      return .failure(Refusal(.unknown, "There is no reply \(done.number): see kith inbox."))
    }
    decisions.slice.replies.update(id) { $0.unread = false }
    return .success(.done(.init("Reply \(done.number) is read.", id: "r\(done.number)")))
  }

  private mutating func perform(_ test: Command.SendTest) throws(StorageFailure) -> Answer {
    guard let traits = decisions.rules.gateways[test.gateway] else {
      let names = decisions.rules.gateways.keys.sorted().joined(separator: ", ")
      return .failure(
        Refusal(.unknown, "There is no gateway \(test.gateway): configured are \(names)."))
    }
    guard traits.channel.isChat || (traits.channel == .email) == test.to.contains("@") else {
      let kind = test.to.contains("@") ? "a mail address" : "a telephone number"
      return .failure(
        Refusal(
          .refused, "\(test.gateway) carries \(traits.channel.rawValue), and \(test.to) is \(kind)."
        ))
    }
    // A messenger's name may stand before its address, as in the roster.
    let named = traits.channel.isChat ? traits.channel.rawValue + ":" : ""
    let text = test.to.hasPrefix(named) ? String(test.to.dropFirst(named.count)) : test.to
    let address = Storage.Address(traits.channel, text)
    guard let contact = try loader.transaction.contacts(byAddress: [address])[address]?.first else {
      return .failure(
        Refusal(.refused, "send-test writes to people of the roster only: \(test.to) is nobody's."))
    }
    try load { loader throws(StorageFailure) in try loader.around([contact.person]) }
    guard let message = decisions.test(contact.contact, of: contact.person, over: test.gateway)
    else {
      return .failure(
        Refusal(
          .refused,
          "\(test.to) said stop, is not confirmed or does not exist: nothing is sent there."))
    }
    return .success(
      .testing(
        .init(
          message: "\(message)", gateway: test.gateway, givesReceipts: traits.givesReceipts,
          takesReplies: traits.canReceive)))
  }
}

/// Commands about one person.
struct PersonDesk {
  var decisions: Decisions
  /// As the caller wrote it.
  let name: String

  mutating func say(_ person: Person, _ text: String) -> CommandDesk.Answer {
    guard !text.isEmpty, text.utf8.count <= 1600 else {
      return .failure(Refusal(.wrongUsage, "The text must have 1 to 1600 bytes."))
    }
    guard let message = decisions.say(person.id, text) else {
      return .failure(
        Refusal(.refused, "\(name) cannot be written to: said stop, not confirmed, or no address."))
    }
    return .success(.done(.init("The text to \(name) is queued.", id: "\(message)")))
  }

  mutating func pause(_ person: Person, _ pause: Command.Pause) -> CommandDesk.Answer {
    var end = Instant.distantFuture
    if let until = pause.until {
      let clock = PersonClock(zone: decisions.zone(of: person), now: decisions.now)
      guard let instant = clock.instant(until), instant > decisions.now else {
        return .failure(
          Refusal(
            .wrongUsage,
            "--until \(until): expected a date (2026-03-01), a time, or a span (3d), ahead of now."
          ))
      }
      end = instant
    }
    decisions.pause(person.id, until: end, by: nil)
    let until = Moment(end, in: decisions.zone(of: person)).text
    return .success(
      .done(.init("\(name) is paused\(pause.until == nil ? "" : " until " + until).")))
  }

  mutating func resume(_ person: Person) -> CommandDesk.Answer {
    let stopped = decisions.slice.contacts.of(person.id) { $0.optedOutAt == nil }.isEmpty
    let stays =
      " said stop: only their own START, to the address they stopped, brings messages back."
    guard person.pausedUntil != nil else {
      return .success(.done(.init(name + (stopped ? stays : " was not paused."))))
    }
    decisions.resume(person.id, by: nil)
    return .success(
      .done(
        .init(
          stopped ? "The pause of \(name) is over; they" + stays : "\(name) is no longer paused.")))
  }

  mutating func stop(_ person: Person) -> CommandDesk.Answer {
    decisions.stopPerson(person.id)
    return .success(.done(.init("Nothing more is sent to \(name).")))
  }
}

/// Reads what people type for a moment, on one person's clock.
struct PersonClock {
  let zone: Zone
  let now: Instant

  /// RFC 3339, `2026-03-01`, `2026-03-01 09:00`, or a span from now as `3d`.
  func instant(_ text: String) -> Instant? {
    if let span = span(text) { return now + span }
    if let instant = try? Instant(text) { return instant }
    if let date = try? LocalDate(text) { return zone.instant(of: date, .midnight).instant }
    let parts = text.split(separator: " ")
    guard parts.count == 2, let date = try? LocalDate(String(parts[0])),
      let time = try? LocalTime(String(parts[1]))
    else { return nil }
    return zone.instant(of: date, time).instant
  }

  /// As `instant`, but a date is meant to its end.
  func end(_ text: String) -> Instant? {
    if let date = try? LocalDate(text) { return zone.instant(of: date + 1, .midnight).instant }
    return instant(text)
  }

  private func span(_ text: String) -> Duration? {
    guard let unit = text.last, let count = Int64(text.dropLast()), count > 0, count < 10_000 else {
      return nil
    }
    switch unit {
    case "m": return .minutes(count)
    case "h": return .hours(count)
    case "d": return .days(count)
    case "w": return .days(count * 7)
    default: return nil
    }
  }
}

extension Refusal {
  static func noPerson(_ id: String) -> Refusal {
    Refusal(.unknown, "There is nobody with the id \(id): see kith people.")
  }
  static func noAlert(_ id: String) -> Refusal {
    Refusal(.unknown, "There is no alert \(id): see kith alerts.")
  }
}
