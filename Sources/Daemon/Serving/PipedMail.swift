internal import Control
internal import FoundationEssentials
internal import Gateways

/// Mails that a mail server pipes in.
struct PipedMail {
  let carrier: Carrier

  /// Which gateway the mail answers, and what it says.
  func read(_ piped: Command.ReceiveMail) throws(Refusal)
    -> (gateway: String, contents: MailIntake.Contents)
  {
    guard let bytes = Data(base64Encoded: piped.mail), !bytes.isEmpty else {
      throw Refusal(.wrongUsage, "receive-mail: expected a mail in base64 under “mail”.")
    }
    let gateway = try gateway(piped.gateway)
    return (gateway.name, carrier.intake(for: gateway).contents(of: [[UInt8](bytes)]))
  }

  private func gateway(_ name: String?) throws(Refusal) -> Gateway {
    let takers = carrier.gateways.filter(\.takesPipedMail)
    guard let name else {
      if takers.count == 1 { return takers[0] }
      throw Refusal(
        .refused,
        takers.isEmpty
          ? "No gateway has piped_mail: yes, so nobody knows what a piped mail answers."
          : "Several gateways have piped_mail: yes; name one with --gateway.")
    }
    if let gateway = takers.first(where: { $0.name == name }) { return gateway }
    throw Refusal(.unknown, "There is no gateway \(name) that has piped_mail: yes.")
  }
}
