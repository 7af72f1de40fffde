import Messages

/// What a provider's callbacks look like.
struct InboundSpec: Hashable, Sendable {
  /// A text inside the body that is JSON itself and stands for the body (Amazon SNS `Message`).
  var unwrap: JSONPointer?
  var receipts: [ReceiptSpec] = []
  var replies: [ReplySpec] = []
  var mails: [MailSpec] = []
  /// Callbacks bring pictures with them: bodies may be as large as a mail's.
  var isLarge = false
  var answer = CallbackAnswer()
}

/// Where a callback has a whole mail, as it came.
struct MailSpec: Hashable, Sendable {
  var conditions: [Condition] = []
  var raw: [ValueSource] = []
}

struct ReceiptSpec: Hashable, Sendable {
  struct StateName: Hashable, Sendable {
    var pattern: CodePattern
    var state: Receipt.State
  }
  struct Meaning: Hashable, Sendable {
    /// Of the error code; empty: whatever it is.
    var codes: [CodePattern]
    var conditions: [Condition]
    var kind: Outcome.Kind
  }

  var conditions: [Condition] = []
  var each: JSONPointer?
  var id: [ValueSource] = []
  /// Our reference, where it does not come as `ref` in the callback's own URL.
  var reference: [ValueSource] = []
  var state: [ValueSource] = []
  /// In the order of the file; a state that is not listed is no news.
  var states: [StateName] = []
  var error: [ValueSource] = []
  var outcomes: [Meaning] = []
  var event: [ValueSource] = []
}

struct ReplySpec: Hashable, Sendable {
  /// How a provider writes senders.
  enum AddressForm: String, CaseIterable, Sendable {
    /// As it came.
    case plain
    /// E.164 without its `+`.
    case digits
    /// `Name <a@b>` or `a@b`.
    case mail
  }

  /// An account of the provider's that writes in our name.
  struct Own: Hashable, Sendable {
    var source: ValueSource
    var account: PlaceholderText
  }

  var conditions: [Condition] = []
  /// What our own account wrote is no reply.
  var own: Own?
  var each: JSONPointer?
  var id: [ValueSource] = []
  var from: [ValueSource] = []
  var fromForm: AddressForm = .plain
  /// Taken off the front of addresses (`whatsapp:`).
  var prefix: String?
  var to: [ValueSource] = []
  var text: [ValueSource] = []
  /// The name of the charset whose octets are percent-escaped in `text`; UTF-8 stands as it is.
  var charset: [ValueSource] = []
  /// The text as a centre's octets in hexadecimal digits, where it comes so; goes before `text`.
  var textHex: [ValueSource] = []
  /// How those are coded: a number, or the octet itself.
  var coding: [ValueSource] = []
  var sentAt: [ValueSource] = []
  var sentForm: Stamp.Form = .iso
  var optOutType: [ValueSource] = []
  var inReplyTo: [ValueSource] = []
  /// Written by a machine, when all of these hold; empty: never.
  var automatic: [Condition] = []
}

/// How to ask a provider what arrived.
struct ListSpec: Hashable, Sendable {
  var request: RequestSpec
  var sinceForm: Stamp.Form = .iso
  /// Seconds between questions while the daemon runs; nil: only after downtime.
  var poll: Int?
  /// Seconds for which the provider keeps a question open until something arrives; nil: it answers.
  var hold: Int?
  /// What was there before the first question is not read.
  var beginsNow = false
  var reply: ReplySpec
  /// Where an item, or else the answer, says up to where was read: the next question begins there.
  /// Of several items the highest number counts.
  var cursor: [ValueSource] = []
  /// Added to the cursor before it is asked for again.
  var cursorStep = 0
  /// Where the next page is: an address on the same host, absolute or from its root.
  var next: [ValueSource] = []
}

extension DefinitionReader {
  mutating func inbound(_ node: DefinitionNode) -> InboundSpec {
    var inbound = InboundSpec()
    for entry in map(node, keys: ["unwrap", "receipt", "reply", "mail", "large", "answer"]) {
      let value = entry.value
      switch entry.key {
      case "unwrap": inbound.unwrap = pointer(value)
      case "receipt": inbound.receipts = items(value).map { receipt($0) }
      case "reply": inbound.replies = items(value).map { reply($0) }
      case "mail": inbound.mails = items(value).map { mail($0) }
      case "large": inbound.isLarge = flag(value)
      case "answer": inbound.answer = answer(value)
      default: break
      }
    }
    return inbound
  }

  private mutating func mail(_ node: DefinitionNode) -> MailSpec {
    var mail = MailSpec()
    for entry in map(node, keys: ["when", "raw"]) {
      switch entry.key {
      case "when": mail.conditions = conditions(entry.value, fields: true)
      case "raw": mail.raw = sources(entry.value, fields: true)
      default: break
      }
    }
    if mail.raw.isEmpty { fault(node, "the key `raw` is missing") }
    return mail
  }

  private mutating func answer(_ node: DefinitionNode) -> CallbackAnswer {
    var answer = CallbackAnswer()
    for entry in map(node, keys: ["status", "type", "body"]) {
      switch entry.key {
      case "status": answer.status = number(entry.value, 200...299) ?? 200
      case "type": answer.contentType = text(entry.value)
      case "body": if case .scalar(let text, _) = entry.value.content { answer.body = text }
      default: break
      }
    }
    return answer
  }

  static let receiptKeys = [
    "when", "each", "id", "reference", "state", "states", "error", "outcomes", "event",
  ]

  mutating func receipt(_ node: DefinitionNode) -> ReceiptSpec {
    receipt(node, map(node, keys: Self.receiptKeys))
  }

  mutating func receipt(_ node: DefinitionNode, _ entries: [DefinitionNode.Entry]) -> ReceiptSpec {
    var receipt = ReceiptSpec()
    for entry in entries {
      let value = entry.value
      switch entry.key {
      case "when": receipt.conditions = conditions(value, fields: true)
      case "each": receipt.each = pointer(value)
      case "id": receipt.id = sources(value, fields: true)
      case "reference": receipt.reference = sources(value, fields: true)
      case "state": receipt.state = sources(value, fields: true)
      case "states": receipt.states = states(value)
      case "error": receipt.error = sources(value, fields: true)
      case "outcomes": receipt.outcomes = meanings(value)
      case "event": receipt.event = sources(value, fields: true)
      default: break
      }
    }
    if receipt.state.isEmpty { fault(node, "the key `state` is missing") }
    if receipt.states.isEmpty { fault(node, "the key `states` is missing") }
    return receipt
  }

  private mutating func states(_ node: DefinitionNode) -> [ReceiptSpec.StateName] {
    map(node).compactMap { entry in
      choice(entry.value, of: Receipt.State.self).map {
        .init(pattern: CodePattern(entry.key), state: $0)
      }
    }
  }

  private mutating func meanings(_ node: DefinitionNode) -> [ReceiptSpec.Meaning] {
    items(node).compactMap { item in
      _ = map(item, keys: ["in", "when", "is"])
      guard let kind = require("is", in: item).flatMap({ choice($0, of: Outcome.Kind.self) }) else {
        return nil
      }
      if item["in"] == nil, item["when"] == nil { fault(item, "expected in or when") }
      return .init(
        codes: item["in"].map { codes($0) } ?? [],
        conditions: item["when"].map { conditions($0, fields: true) } ?? [], kind: kind)
    }
  }

  static let replyKeys = [
    "when", "each", "id", "from", "from_form", "prefix", "to", "text", "charset", "text_hex",
    "coding", "sent_at", "sent_form", "opt_out", "in_reply_to", "automatic", "own",
  ]

  mutating func reply(_ node: DefinitionNode) -> ReplySpec {
    reply(node, map(node, keys: Self.replyKeys))
  }

  mutating func reply(_ node: DefinitionNode, _ entries: [DefinitionNode.Entry]) -> ReplySpec {
    var reply = ReplySpec()
    for entry in entries {
      let value = entry.value
      switch entry.key {
      case "when": reply.conditions = conditions(value, fields: true)
      case "each": reply.each = pointer(value)
      case "id": reply.id = sources(value, fields: true)
      case "from": reply.from = sources(value, fields: true)
      case "from_form": reply.fromForm = choice(value, of: ReplySpec.AddressForm.self) ?? .plain
      case "prefix": reply.prefix = text(value)
      case "to": reply.to = sources(value, fields: true)
      case "text": reply.text = sources(value, fields: true)
      case "charset": reply.charset = sources(value, fields: true)
      case "text_hex": reply.textHex = sources(value, fields: true)
      case "coding": reply.coding = sources(value, fields: true)
      case "sent_at": reply.sentAt = sources(value, fields: true)
      case "sent_form": reply.sentForm = choice(value, of: Stamp.Form.self) ?? .iso
      case "opt_out": reply.optOutType = sources(value, fields: true)
      case "in_reply_to": reply.inReplyTo = sources(value, fields: true)
      case "automatic": reply.automatic = conditions(value, fields: true)
      case "own": reply.own = own(value)
      default: break
      }
    }
    if reply.from.isEmpty { fault(node, "the key `from` is missing") }
    if reply.text.isEmpty { fault(node, "the key `text` is missing") }
    if reply.textHex.isEmpty != reply.coding.isEmpty {
      fault(node, "`text_hex` and `coding` belong together")
    }
    return reply
  }

  private mutating func own(_ node: DefinitionNode) -> ReplySpec.Own? {
    _ = map(node, keys: ["at", "is"])
    guard let place = require("at", in: node).flatMap({ pointer($0) }),
      let account = require("is", in: node).flatMap({ placeholders($0) })
    else { return nil }
    return ReplySpec.Own(source: ValueSource(place: .pointer(place)), account: account)
  }

  mutating func list(_ node: DefinitionNode) -> ListSpec? {
    let own = [
      "items", "next", "since_form", "poll", "hold", "begin", "cursor", "cursor_step",
    ]
    let entries = map(node, keys: Self.requestKeys + own + Self.replyKeys.filter { $0 != "each" })
    // `text` is the reply's text here, not a request's body.
    let asked = request(node, entries.filter { $0.key != "text" })
    var reply = reply(node, entries)
    reply.each = require("items", in: node).flatMap { pointer($0) }
    let since = node["since_form"].flatMap { choice($0, of: Stamp.Form.self) } ?? .iso
    let poll = node["poll"].flatMap { number($0, 1...86400) }
    let next = node["next"].map { sources($0, fields: false) } ?? []
    let hold = node["hold"].flatMap { number($0, 1...300) }
    if let begin = node["begin"], begin.content != .scalar("now", quoted: false) {
      fault(begin, "expected now, found \(begin.kind)")
    }
    guard var asked else { return nil }
    if node["method"] == nil { asked.method = "GET" }
    return ListSpec(
      request: asked, sinceForm: since, poll: poll, hold: hold, beginsNow: node["begin"] != nil,
      reply: reply,
      cursor: node["cursor"].map { sources($0, fields: false) } ?? [],
      cursorStep: node["cursor_step"].flatMap { number($0, 0...1) } ?? 0, next: next)
  }
}
