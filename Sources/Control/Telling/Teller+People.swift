package import CheckIns
import Messages
package import Timekeeping

extension Teller {
  /// One line of `kith people`. `mentors` are those who are told about this person.
  package func line(
    _ person: Person, contacts: [Contact], enrolment: Enrolment?, mentors: [Mentorship],
    now: Instant
  ) -> PersonLine {
    let (state, until) = standing(of: person, contacts: contacts, now: now)
    let isMentee = person.roles.contains(.mentee)
    return PersonLine(
      id: id(of: person.id), person: "\(person.id)", name: name(of: person.id),
      roles: person.roles.words, state: state,
      until: until.map { moment($0, of: person.id) }, plan: enrolment?.planName,
      next: (enrolment?.timer?.due ?? enrolment?.nextAt).map { moment($0, of: person.id) },
      uncovered: isMentee && !mentors.contains { $0.mentee == person.id && !$0.ended })
  }

  /// What outweighs the rest: nothing goes out, then nothing for a while, then the standing.
  private func standing(of person: Person, contacts: [Contact], now: Instant) -> (String, Instant?)
  {
    if !person.isReadable { return ("unreadable", nil) }
    if !contacts.isEmpty, contacts.allSatisfy({ $0.optedOutAt != nil }) { return ("stopped", nil) }
    if let until = person.pausedUntil, until > now {
      return ("paused", until == .distantFuture ? nil : until)
    }
    if let from = person.awayFrom, let until = person.awayUntil, from <= now, now < until {
      return ("away", until)
    }
    return switch person.standing {
    case .invited: ("invited", nil)
    case .active: ("active", nil)
    case .declined: ("declined", nil)
    case .left: ("left", nil)
    }
  }

  package func line(_ contact: Contact, address: String) -> PersonDetail.ContactLine {
    let state =
      contact.optedOutAt != nil
      ? "stopped"
      : contact.badSince.map { _ in Self.words(contact.badBecause) }
        ?? (contact.confirmed ? "confirmed" : "unconfirmed")
    return .init(channel: contact.channel.rawValue, address: address, state: state)
  }

  private static func words(_ reason: Contact.BadReason?) -> String {
    switch reason {
    case .wrongNumber: "wrong number"
    case .unlisted: "no longer on the roster"
    case .provider, nil: "bad address"
    }
  }

  /// The mentor of a mentorship.
  package func mentorLine(_ mentorship: Mentorship) -> PersonDetail.MentorLine {
    line(mentorship.mentor, mentorship)
  }

  /// The mentee of a mentorship.
  package func menteeLine(_ mentorship: Mentorship) -> PersonDetail.MentorLine {
    line(mentorship.mentee, mentorship)
  }

  private func line(_ person: PersonID, _ mentorship: Mentorship) -> PersonDetail.MentorLine {
    .init(
      id: id(of: person), name: name(of: person), rank: mentorship.rank,
      disclosure: mentorship.disclosure.rawValue)
  }

  /// `answer` is the answer's value, where there is one.
  package func line(_ checkIn: CheckIn, answer: String?) -> PersonDetail.CheckInLine {
    .init(
      checkIn: "\(checkIn.id)", planned: moment(checkIn.plannedAt, of: checkIn.person),
      state: checkIn.state.word, answer: answer)
  }
}
