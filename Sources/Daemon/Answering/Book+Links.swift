internal import CheckIns
internal import Control
internal import Messages
internal import Sealing
internal import Storage
internal import Timekeeping

/// What signed links are for.
package enum LinkKind: UInt8, Sendable {
  /// A notice about an alert: its subject is the alert, its person the receiver.
  case notice = 1
}

extension Book {
  /// What a signed link shows: no more than the notice said that carried it.
  mutating func page(_ token: String) throws(StorageFailure) -> Answer {
    let link: LinkToken
    do throws(SealingFailure) {
      link = try LinkSigner(keys: house.keys).verify(token, now: now.seconds)
    } catch {
      return .failure(Refusal(.unknown, error.description))
    }
    guard LinkKind(rawValue: link.kind) == .notice else {
      return .failure(Refusal(.unknown, "This link leads nowhere any more."))
    }
    var slice = Slice()
    try snapshot.load(alerts: [AlertID(link.subject)], into: &slice)
    guard let alert = slice.alerts[AlertID(link.subject)] else {
      return .failure(Refusal(.unknown, "This link leads nowhere any more."))
    }
    return .success(.page(Self.page(of: alert, for: PersonID(link.person))))
  }

  private static func page(of alert: Alert, for person: PersonID) -> LinkPage {
    switch alert.state {
    case .open:
      LinkPage(
        heading: "Somebody you look after may need you",
        text: ["Please reach out in the way you two agreed. Can you do that?"],
        actions: [.init(name: "ack", label: "I will")])
    case .acknowledged where alert.acknowledgedBy == person:
      LinkPage(
        heading: "Thank you: you see to it",
        text: ["If you cannot after all, answer the message with N and its number."])
    case .acknowledged:
      LinkPage(heading: "Somebody else sees to it", text: ["There is nothing for you to do."])
    case .closed:
      LinkPage(heading: "This is settled", text: ["There is nothing for you to do. Thank you."])
    }
  }
}
