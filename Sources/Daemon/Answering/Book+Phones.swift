internal import CheckIns
internal import Control
internal import Messages
internal import Storage
internal import Timekeeping

extension Book {
  /// The pretend phones, and what is happening.
  mutating func phones() throws(StorageFailure) -> PhonesState {
    let all = try everybody()
    try learn(all)
    var slice = Slice()
    try snapshot.load(people: all.map(\.id), .all, into: &slice)
    let ordered = all.sorted { Self.place($0, rosterID($0.id)) < Self.place($1, rosterID($1.id)) }
    var phones: [PhonesState.Phone] = []
    for person in ordered {
      let bubbles = try bubbles(of: person)
      for contact in slice.contacts.of(person.id).sorted(by: { $0.rank < $1.rank }) {
        phones.append(
          .init(
            phone: address(contact.id, of: person.id), id: rosterID(person.id),
            name: name(person.id), roles: person.roles.names, channel: contact.channel.rawValue,
            messages: bubbles.filter { $0.contact == contact.id }.suffix(200).map(\.bubble)))
      }
    }
    return PhonesState(now: now.seconds, phones: phones, strip: try strip(ordered, slice))
  }

  /// Mentees first, then mentors, then the others.
  private static func place(_ person: Person, _ rosterID: String) -> (Int, String) {
    let first = person.roles.contains(.mentee) ? 0 : person.roles.contains(.mentor) ? 1 : 2
    return (first, rosterID)
  }

  private typealias Placed = (contact: ContactID, at: Instant, bubble: PhonesState.Bubble)

  private func bubbles(of person: Person) throws(StorageFailure) -> [Placed] {
    let day = try snapshot.ledger(of: person.id, from: now - .days(2), to: now)
    var slice = Slice()
    try snapshot.load(
      messages: Array(Set(day.compactMap(\.message))).sorted(), into: &slice)
    let sent = slice.messages.of(person.id) { $0.wasAccepted }
    let texts = try snapshot.texts(of: sent.map(\.id))
    var all: [Placed] = sent.map { message in
      let at = message.settledAt ?? message.claimedAt ?? message.createdAt
      let bubble = PhonesState.Bubble(
        id: "\(message.id)", fromKith: true, at: moment(at, of: person.id),
        text: texts[message.id] ?? "")
      return (message.contact, at, bubble)
    }
    for reply in try snapshot.replies(of: person.id) {
      guard let contact = reply.contact else { continue }
      let bubble = PhonesState.Bubble(
        id: "\(reply.id)", fromKith: false, at: moment(reply.receivedAt, of: person.id),
        text: reply.text)
      all.append((contact, reply.receivedAt, bubble))
    }
    return all.sorted { ($0.at, $0.bubble.id) < ($1.at, $1.bubble.id) }
  }

  // MARK: What is happening

  private func strip(_ people: [Person], _ slice: Slice) throws(StorageFailure)
    -> [PhonesState.StripLine]
  {
    var lines: [PhonesState.StripLine] = []
    for person in people {
      for alert in slice.alerts.of(person.id) { lines.append(line(alert)) }
      for checkIn in slice.checkIns.of(person.id, where: \.isOpen) {
        lines.append(line(checkIn))
      }
      for enrolment in slice.enrolments.of(person.id, where: { !$0.ended }) {
        guard let due = enrolment.timer?.due ?? enrolment.nextAt else { continue }
        lines.append(
          .init(
            text: "Next check-in for \(name(person.id))", due: due.seconds,
            subject: "\(person.id)", mood: "waiting"))
      }
    }
    return lines.sorted { ($0.due ?? 0, $0.text) < ($1.due ?? 0, $1.text) }
  }

  private func line(_ alert: Alert) -> PhonesState.StripLine {
    let who = name(alert.person)
    let text =
      switch alert.state {
      case .open: "Nobody has said yet that they will see to \(who)"
      case .acknowledged:
        "\(alert.acknowledgedBy.map(name) ?? "Somebody") sees to \(who)"
      case .closed: "The alert about \(who) is closed"
      }
    return .init(
      text: text, due: alert.state == .open ? alert.timer?.due.seconds : nil,
      subject: "\(alert.id)", mood: alert.state == .open ? "alert" : "well")
  }

  private func line(_ checkIn: CheckIn) -> PhonesState.StripLine {
    let who = name(checkIn.person)
    let (text, mood) =
      switch checkIn.state {
      case .asking: ("\(who) is being asked", "asked")
      case .missed: ("\(who) has not answered", "missed")
      default: ("\(who) is asked; the next step follows", "asked")
      }
    return .init(
      text: text, due: checkIn.timer?.due.seconds, subject: "\(checkIn.id)", mood: mood)
  }
}
