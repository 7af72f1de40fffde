package import Messages

/// A provider, as its definition file describes it.
package struct Definition: Hashable, Sendable {
  /// What to do with a message whose answer was lost, where nothing else settles it.
  package enum InDoubtPolicy: String, CaseIterable, Sendable {
    /// Not sent again: a doubled prompt annoys.
    case hold
    /// Sent again: a doubled notice is better than none.
    case resend
  }

  /// As in `provider: twilio`.
  package var name: String
  package var channels: [Channel]
  /// Of a messenger: what its addresses look like. Such a definition has this one channel.
  package var address: ChatAddressForm?
  /// Overridden by a gateway's settings; values may hold placeholders. In the order of the file.
  package var defaults: [Default]
  package var inDoubtPrompt: InDoubtPolicy
  package var inDoubtNotice: InDoubtPolicy
  /// The provider answers STOP itself, so Kith sends no confirmation.
  package var confirmsOptOut: Bool
  /// Replies come as mail, to the mailbox of the gateway's sender; the definition says nothing else
  /// about it, and the gateway must have one to be answered.
  package var readsMailbox: Bool
  /// Only for messages that need no answer, whatever else the definition says.
  package var isNoticeOnly: Bool
  /// What to enter at the provider, step by step; placeholders are filled in by `Gateway.urls`.
  var setup: [PlaceholderText]
  /// Each: settings of which one must be given.
  var needs: [[String]]
  /// Settings never to be printed, besides those that come from credentials.
  var secrets: [String]
  var send: SendSpec
  var inbound: InboundSpec?
  var list: ListSpec?
  var status: StatusSpec?
  var signatures: [SignatureSpec]

  package struct Default: Hashable, Sendable {
    package var name: String
    var value: PlaceholderText
  }

  /// Receipts come by callback.
  package var givesReceipts: Bool { inbound.map { !$0.receipts.isEmpty } ?? false }

  /// There is a way back that the definition describes: prompts may be sent.
  package var canReceive: Bool {
    if isNoticeOnly { return false }
    if isSandbox { return true }
    return list != nil || inbound.map { !$0.replies.isEmpty } ?? false
  }

  /// The provider can be asked what arrived while we were away.
  package var listsReplies: Bool { list != nil }

  /// How often to ask what arrived while the daemon runs, in seconds; nil: only after downtime.
  package var pollSeconds: Int? { list?.poll }

  /// Asked all the time, by the moment since which replies are wanted.
  package var polledByMoment: Bool { pollSeconds != nil && !listsByCursor }

  /// How long the provider keeps a question open until something arrives, in seconds; nil: it
  /// answers at once.
  package var holdSeconds: Int? { list?.hold }

  /// A list that was never read begins when it is first asked for.
  package var listBeginsNow: Bool { list?.beginsNow ?? false }

  /// The provider says itself up to where its list was read.
  package var listsByCursor: Bool { list.map { !$0.cursor.isEmpty } ?? false }

  /// The provider can be asked what became of one message.
  package var answersStatus: Bool { status != nil }

  /// A repeat with the same reference is taken once, so a lost answer may simply be sent again.
  package var isIdempotent: Bool { send.idempotent }

  /// The built-in pretend phone: always proved, nothing leaves the machine.
  package var isSandbox: Bool { if case .sandbox = send.road { true } else { false } }

  package var takesCallbacks: Bool { inbound != nil }
}

extension Definition {
  /// Reads a definition file's tree.
  ///
  /// - Parameter file: the file's name, for sentences only.
  /// - Throws: everything that is wrong with it, together.
  package init(node: DefinitionNode, file: String) throws(DefinitionFaults) {
    var reader = DefinitionReader(file: file)
    let definition = reader.definition(node)
    guard let definition, reader.faults.isEmpty else {
      throw DefinitionFaults(faults: reader.faultsInOrder)
    }
    self = definition
  }
}

extension DefinitionReader {
  private static let definitionKeys = [
    "provider", "channels", "address", "defaults", "in_doubt", "confirms_opt_out", "mailbox",
    "notice_only",
    "setup", "needs", "secrets", "send", "inbound", "list", "status", "signature",
  ]

  mutating func definition(_ node: DefinitionNode) -> Definition? {
    let entries = map(node, keys: Self.definitionKeys)
    let name = require("provider", in: node).flatMap { text($0) }
    let channels = require("channels", in: node).map { self.channels($0) } ?? []
    let send = require("send", in: node).flatMap { self.send($0) }
    var definition = Definition(
      name: name ?? "", channels: channels, defaults: [],
      inDoubtPrompt: .hold, inDoubtNotice: .resend, confirmsOptOut: false, readsMailbox: false,
      isNoticeOnly: false, setup: [], needs: [], secrets: [],
      send: send ?? SendSpec(road: .sandbox),
      signatures: [])
    definition.address = address(node, channels)
    for entry in entries { read(entry, into: &definition) }
    inheritAuth(&definition)
    check(definition, node)
    return definition
  }

  private mutating func read(_ entry: DefinitionNode.Entry, into definition: inout Definition) {
    let value = entry.value
    switch entry.key {
    case "defaults":
      definition.defaults = map(value).compactMap { entry in
        placeholders(entry.value).map { .init(name: entry.key, value: $0) }
      }
    case "in_doubt": inDoubt(value, &definition)
    case "confirms_opt_out": definition.confirmsOptOut = flag(value)
    case "mailbox": definition.readsMailbox = flag(value)
    case "notice_only": definition.isNoticeOnly = flag(value)
    case "setup": definition.setup = items(value).compactMap { placeholders($0) }
    case "needs": definition.needs = items(value).map { texts($0) }
    case "secrets": definition.secrets = texts(value)
    case "inbound": definition.inbound = inbound(value)
    case "list": definition.list = list(value)
    case "status": definition.status = status(value)
    case "signature": definition.signatures = signatures(value)
    default: break
    }
  }

  /// Questions are authorised like messages where they do not say otherwise.
  private func inheritAuth(_ definition: inout Definition) {
    guard case .http(let request) = definition.send.road else { return }
    if definition.list?.request.auth == RequestSpec.Auth.none {
      definition.list?.request.auth = request.auth
    }
    if definition.status?.request.auth == RequestSpec.Auth.none {
      definition.status?.request.auth = request.auth
    }
  }

  private mutating func inDoubt(_ node: DefinitionNode, _ definition: inout Definition) {
    for entry in map(node, keys: ["prompt", "notice"]) {
      guard let policy = choice(entry.value, of: Definition.InDoubtPolicy.self) else { continue }
      if entry.key == "prompt" {
        definition.inDoubtPrompt = policy
      } else {
        definition.inDoubtNotice = policy
      }
    }
  }

  private mutating func check(_ definition: Definition, _ node: DefinitionNode) {
    if case .http = definition.send.road, faults.isEmpty, !definition.sendsWords {
      fault(node["send"] ?? node, "expected {{text}} in it: what the message says would not leave")
    }
    if definition.list?.hold != nil, definition.list?.poll == nil {
      fault(node["list"] ?? node, "`hold` needs `poll`: the seconds between two questions")
    }
    if definition.listBeginsNow, !definition.listsByCursor {
      fault(node["list"] ?? node, "`begin: now` needs `cursor`: where now is")
    }
    if definition.inbound != nil, definition.signatures.isEmpty {
      fault(
        node["inbound"] ?? node,
        "callbacks need a `signature`; where the provider signs nothing, take scheme: token")
    }
  }
}
