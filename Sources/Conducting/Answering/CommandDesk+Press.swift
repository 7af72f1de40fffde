import CheckIns
import Control
import Messages
import Sealing
import Storage
import Timekeeping

extension CommandDesk {
  /// A button of a link's page: the token says who, and about what.
  mutating func perform(_ press: Command.Press) throws(StorageFailure) -> Answer {
    guard let button = LinkButton(rawValue: press.action),
      let link = SignedLink(token: press.token, keys: keys, now: decisions.now)
    else { return .failure(.noLink) }
    decisions.record("command", "press by " + caller.code)
    switch (link.purpose, button) {
    case (.alert(let alert), .acknowledge):
      return try settle(alert, for: link.person) { $0.acknowledge(alert, by: link.person) }
    case (.alert(let alert), .handBack):
      return try settle(alert, for: link.person) { $0.handBack(alert, by: link.person) }
    case (.unsubscribe(let contact), .stop), (.unsubscribe(let contact), .oneClick):
      return try unsubscribe(contact, of: link.person)
    case (.alert, .stop), (.alert, .oneClick), (.unsubscribe, .acknowledge),
      (.unsubscribe, .handBack):
      return .failure(.noLink)
    }
  }

  /// One who did not take the alert cannot give it back once another has.
  private mutating func settle(
    _ id: AlertID, for person: PersonID, _ act: (inout Decisions) -> Void
  ) throws(StorageFailure) -> Answer {
    guard try self.person(person) != nil else { return .failure(.noLink) }
    let answer = try withAlert("\(id)") { decisions, alert in
      if alert.state == .open || alert.acknowledgedBy == person { act(&decisions) }
      return .success(.done(.init("Thank you.", id: "\(id)")))
    }
    // Too late is no fault: the page says that it is settled.
    if decisions.slice.alerts[id]?.state == .closed {
      return .success(.done(.init("This is settled.", id: "\(id)")))
    }
    return answer
  }

  private mutating func unsubscribe(_ contact: ContactID, of person: PersonID)
    throws(StorageFailure) -> Answer
  {
    guard try self.person(person) != nil, decisions.slice.contacts[contact] != nil else {
      return .failure(.noLink)
    }
    decisions.stopContact(contact, why: "own word")
    decisions.slice.people.update(person) { $0.chosen.insert(.stop) }
    return .success(.done(.init("Nothing more is sent to this address.")))
  }
}
