internal import Control
internal import Messages
internal import Sealing
internal import Timekeeping

/// What a button on a signed link's page means.
struct Pressing {
  let keys: MasterKeys
  let now: Instant

  func command(of press: Command.Press) throws(Refusal) -> Command {
    let link: LinkToken
    do throws(SealingFailure) {
      link = try LinkSigner(keys: keys).verify(press.token, now: now.seconds)
    } catch {
      throw Refusal(.unknown, error.description)
    }
    guard LinkKind(rawValue: link.kind) == .notice, press.action == "ack" else {
      throw Refusal(.unknown, "This link does not do that.")
    }
    return .acknowledge(
      .init(alert: "\(AlertID(link.subject))", by: "\(PersonID(link.person))"))
  }
}
