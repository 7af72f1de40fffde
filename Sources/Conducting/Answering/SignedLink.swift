import CheckIns
import Messages
import Sealing
package import Timekeeping

/// What a signed link of `/p/` is for: one thing, for one person, for a time.
struct SignedLink: Hashable {
  enum Purpose: Hashable {
    /// A notice about an alert: say "I will", or "I can't".
    case alert(AlertID)
    /// Ends the messages to one address (RFC 8058).
    case unsubscribe(ContactID)
  }

  var purpose: Purpose
  /// Whom the message went to that carried the link.
  var person: PersonID

  /// How long it works. Whoever ends the messages from an old mail must not be told that it worked
  /// no more (RFC 8058); ending them is all that such a link can do.
  private var life: Duration {
    switch purpose {
    case .alert: .hours(48)
    case .unsubscribe: .days(180)
    }
  }

  /// The link's address below the house's public URL.
  func url(_ presentation: Presentation, now: Instant) -> String {
    let token = LinkToken(
      kind: kind, subject: subject, person: person.rawValue,
      expires: (now + life).seconds)
    return presentation.publicURL + "/p/" + LinkSigner(keys: presentation.keys).sign(token)
  }

  init(_ purpose: Purpose, for person: PersonID) {
    self.purpose = purpose
    self.person = person
  }

  /// Reads a token; nil when it is not ours, or its time is over.
  init?(token: String, keys: MasterKeys, now: Instant) {
    guard let link = try? LinkSigner(keys: keys).verify(token, now: now.seconds) else { return nil }
    person = PersonID(link.person)
    switch link.kind {
    case 1: purpose = .alert(AlertID(link.subject))
    case 2: purpose = .unsubscribe(ContactID(link.subject))
    default: return nil
    }
  }

  private var kind: UInt8 {
    switch purpose {
    case .alert: 1
    case .unsubscribe: 2
    }
  }

  private var subject: Int64 {
    switch purpose {
    case .alert(let id): id.rawValue
    case .unsubscribe(let id): id.rawValue
    }
  }
}

/// The buttons of links' pages.
enum LinkButton: String {
  case acknowledge = "ack"
  case handBack = "hand-back"
  case stop
  /// What mail programs send for their readers (RFC 8058, 3.2).
  case oneClick = "one-click"
}

extension Presentation {
  /// Whether a token is one of ours and its time is not over; what it is for may have ended.
  package func isLink(_ token: String, now: Instant) -> Bool {
    SignedLink(token: token, keys: keys, now: now) != nil
  }
}
