import Messages

/// How to ask a provider what became of one message.
struct StatusSpec: Hashable, Sendable {
  var request: RequestSpec
  var sinceForm: Stamp.Form = .iso
  var receipt: ReceiptSpec
  /// Holds of an answer that says the provider never got it.
  var absent: [Condition] = []
  /// Where the answer is a list: which of its messages is the one.
  var list: MessageList?

  /// A list of messages that may hold the one that is asked about.
  struct MessageList: Hashable, Sendable {
    /// What must be there and read so for an item to be to this receiver.
    var to: [ValueSource]
    var toIs: PlaceholderText
    /// Compared with the text that was sent.
    var text: [ValueSource]
    var createdAt: [ValueSource]
    var createdForm: Stamp.Form
    /// Something here: the list goes on.
    var next: [ValueSource]
  }
}

extension DefinitionReader {
  private static let listKeys = ["to_at", "to_is", "text_at", "created_at", "created_form", "next"]

  mutating func status(_ node: DefinitionNode) -> StatusSpec? {
    let entries = map(
      node, keys: Self.requestKeys + ["absent", "since_form"] + Self.receiptKeys + Self.listKeys)
    let asked = request(node, entries)
    let receipt = receipt(node, entries)
    let absent = node["absent"].map { conditions($0, fields: false) } ?? []
    let since = node["since_form"].flatMap { choice($0, of: Stamp.Form.self) } ?? .iso
    let list = receipt.each == nil ? nil : messageList(node)
    guard var asked else { return nil }
    if node["method"] == nil { asked.method = "GET" }
    return StatusSpec(
      request: asked, sinceForm: since, receipt: receipt, absent: absent, list: list)
  }

  private mutating func messageList(_ node: DefinitionNode) -> StatusSpec.MessageList? {
    let to = require("to_at", in: node).map { sources($0, fields: false) }
    let text = require("text_at", in: node).map { sources($0, fields: false) }
    let created = require("created_at", in: node).map { sources($0, fields: false) }
    let form = node["created_form"].flatMap { choice($0, of: Stamp.Form.self) } ?? .iso
    guard let to, let text, let created else { return nil }
    return StatusSpec.MessageList(
      to: to, toIs: node["to_is"].flatMap { placeholders($0) } ?? PlaceholderText.receiver,
      text: text, createdAt: created, createdForm: form,
      next: node["next"].map { sources($0, fields: false) } ?? [])
  }
}

extension PlaceholderText {
  /// `{{to}}`.
  fileprivate static let receiver = PlaceholderText(pieces: [
    .placeholder(.message(.to), xml: false)
  ])
}
