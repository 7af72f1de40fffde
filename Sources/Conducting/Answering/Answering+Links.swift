import CheckIns
import Control
import Messages
import Storage
import Timekeeping

extension Answering {
  /// What a signed link shows: no more than the message said that carried it, and nobody's name.
  func page(_ token: String) throws(StorageFailure) -> Answer {
    guard let link = SignedLink(token: token, keys: house.presentation.keys, now: now) else {
      return .failure(.noLink)
    }
    var slice = Slice()
    try snapshot.load(people: [link.person], [], into: &slice)
    guard let reader = slice.people[link.person] else { return .failure(.noLink) }
    switch link.purpose {
    case .alert(let id):
      try snapshot.load(alerts: [id], into: &slice)
      guard let alert = slice.alerts[id] else { return .failure(.noLink) }
      let said = try snapshot.ledger(of: alert, now: now).last {
        $0.person == reader.id && ($0.event == "handed-back" || $0.event == "acknowledged")
      }
      return .success(
        .page(LinkPage(of: alert, for: reader, declined: said?.event == "handed-back")))
    case .unsubscribe(let id):
      try snapshot.load(contacts: [id], into: &slice)
      guard let contact = slice.contacts[id] else { return .failure(.noLink) }
      return .success(.page(LinkPage(stopping: contact)))
    }
  }
}

extension LinkPage {
  /// `declined`: the reader said that they cannot.
  init(of alert: Alert, for reader: Person, declined: Bool) {
    switch alert.state {
    case .open where declined:
      self.init(
        heading: "Thank you for saying so",
        text: ["The next person is asked. If you can after all, say so here."],
        actions: [.init(name: LinkButton.acknowledge.rawValue, label: "I will after all")])
    case .open:
      self.init(
        heading: "Will you see to it?",
        text: [
          "You were asked to reach out to somebody, in the way you two agreed.",
          "“I can’t” is fine too: then the next person is asked.",
        ],
        actions: [
          .init(name: LinkButton.acknowledge.rawValue, label: "I will"),
          .init(name: LinkButton.handBack.rawValue, label: "I can’t"),
        ])
    case .acknowledged where alert.acknowledgedBy == reader.id:
      self.init(
        heading: "Thank you: you see to it",
        text: ["Nobody else is asked. If you cannot after all, say so here."],
        actions: [.init(name: LinkButton.handBack.rawValue, label: "I can’t after all")])
    case .acknowledged:
      self.init(
        heading: "Somebody sees to it", text: ["There is nothing for you to do. Thank you."])
    case .closed:
      self.init(heading: "This is settled", text: ["There is nothing for you to do. Thank you."])
    }
  }

  init(stopping contact: Contact) {
    if contact.optedOutAt != nil {
      self.init(
        heading: "You get no more messages here",
        text: ["To get them again, answer any of them with START."])
    } else {
      self.init(
        heading: "End these messages?",
        text: ["Nothing more is sent to this address. You can start again with START."],
        actions: [.init(name: LinkButton.stop.rawValue, label: "End them")])
    }
  }
}

extension Refusal {
  static var noLink: Refusal {
    Refusal(.unknown, "This link has ended: it works for 48 hours, and for one thing only.")
  }
}
