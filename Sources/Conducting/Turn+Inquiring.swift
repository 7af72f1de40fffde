import CheckIns
import Messages
import Storage
import Timekeeping

extension Turn {
  /// Makes the questions about messages in doubt: what left, to whom, and when.
  mutating func inquire(_ slice: Slice, _ transaction: Transaction) throws(StorageFailure) {
    let asked = slice.inquiries.compactMap { slice.messages[$0] }
    guard !asked.isEmpty else { return }
    let details = try transaction.privateDetails(unique(asked.map(\.person)), rosterIDs: false)
    for message in asked {
      guard let gateway = message.gateway, let sentAt = message.claimedAt,
        let address = details[message.person]?.addresses[message.contact]
      else { continue }
      let outgoing = OutgoingMessage(
        id: message.id, attempt: message.attempt, channel: message.channel, to: address,
        text: message.body ?? "", reference: message.reference)
      result.inquiries.append(Inquiry(gateway: gateway, message: outgoing, sentAt: sentAt))
    }
  }
}
