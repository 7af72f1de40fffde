import CheckIns
import Control
import Messages
import Storage
import Timekeeping

extension Answering {
  /// Bubbles of one phone, and messages and replies of all phones, that a page shows.
  private static var bubblesMost: Int { 200 }
  private static var conversationMost: Int { 5000 }

  /// The pretend phones, and what is happening.
  mutating func phones() throws(StorageFailure) -> PhonesState {
    let all = try everybody()
    try learn(all)
    var slice = Slice()
    try snapshot.load(
      people: all.map(\.id), [.contacts, .enrolments, .checkIns, .alerts], into: &slice)
    let teller = teller
    let ordered = all.sorted {
      (Self.rank($0), teller.id(of: $0.id)) < (Self.rank($1), teller.id(of: $1.id))
    }
    let bubbles = try bubbles()
    var phones: [PhonesState.Phone] = []
    for person in ordered {
      for contact in slice.contacts.of(person.id).sorted(by: { $0.rank < $1.rank }) {
        phones.append(
          .init(
            phone: address(contact.id), id: teller.id(of: person.id), person: "\(person.id)",
            name: teller.name(of: person.id), roles: person.roles.words,
            channel: contact.channel.rawValue, messages: bubbles[contact.id] ?? []))
      }
    }
    return PhonesState(now: now.seconds, phones: phones, strip: try strip(slice))
  }

  /// Mentees first, then mentors, then the others.
  private static func rank(_ person: Person) -> Int {
    person.roles.contains(.mentee) ? 0 : person.roles.contains(.mentor) ? 1 : 2
  }

  private struct Spoken {
    var contact: ContactID
    var at: Instant
    var bubble: PhonesState.Bubble
  }

  /// What each phone shows, oldest first.
  private func bubbles() throws(StorageFailure) -> [ContactID: [PhonesState.Bubble]] {
    let teller = teller
    var spoken: [Spoken] = try snapshot.newestSent(limit: Self.conversationMost).map { message in
      let at = message.settledAt ?? message.claimedAt ?? message.createdAt
      return Spoken(
        contact: message.contact, at: at,
        bubble: .init(
          id: "\(message.id)", fromKith: true, at: teller.moment(at, of: message.person),
          text: message.body ?? ""))
    }
    for reply in try snapshot.inbox(unread: false, limit: Self.conversationMost) {
      guard let contact = reply.contact else { continue }
      let bubble = PhonesState.Bubble(
        id: "\(reply.id)", fromKith: false, at: teller.moment(reply.receivedAt, of: reply.person),
        text: reply.text)
      spoken.append(Spoken(contact: contact, at: reply.receivedAt, bubble: bubble))
    }
    var found: [ContactID: [PhonesState.Bubble]] = [:]
    // At one moment a reply stands before what answers it: its id was given first.
    for word in spoken.sorted(by: { ($0.at, $0.bubble.number) < ($1.at, $1.bubble.number) }) {
      found[word.contact, default: []].append(word.bubble)
    }
    return found.mapValues { Array($0.suffix(Self.bubblesMost)) }
  }

  private func strip(_ slice: Slice) throws(StorageFailure) -> [PhonesState.StripLine] {
    let digests = unique(slice.checkIns.sorted.map(\.planDigest))
    let plans = try snapshot.plans(digests: digests)
    return teller.strip(
      checkIns: slice.checkIns.sorted, alerts: slice.alerts.sorted,
      enrolments: slice.enrolments.sorted, plans: plans)
  }
}

extension PhonesState.Bubble {
  fileprivate var number: Int64 { Int64(id.dropFirst()) ?? 0 }
}
