import Sealing

/// How a provider proves that a callback is its own.
struct SignatureSpec: Hashable, Sendable {
  enum Scheme: String, CaseIterable, Sendable {
    /// Nothing is proved: only behind a list of addresses or a private network.
    case none
    /// User and password (RFC 7617).
    case basic
    /// A secret word in a header or in the query of the hook's address.
    case token
    /// HMAC (RFC 2104) over `over`.
    case hmac
    /// Ed25519 (RFC 8032) over `over`.
    case ed25519
    /// ECDSA over P-256 and SHA-256 (FIPS 186-5) over `over`.
    case ecdsa
    case twilio, plivo, mailgun, svix, sns
    case vonageSMS = "vonage-sms"
    case vonageJWT = "vonage-jwt"
    case messagebirdJWT = "messagebird-jwt"
    case messagebirdQuery = "messagebird-query"

    /// Looks for the signature in a JSON body, before anything is proved.
    var readsTheBodyFirst: Bool { [.mailgun, .sns, .vonageSMS].contains(self) }
  }
  /// What is signed, in order.
  enum Part: String, CaseIterable, Sendable {
    case timestamp, nonce, body, url
    /// The raw SHA-256 of the body.
    case bodyDigest = "body_sha256"
  }
  enum Coding: String, CaseIterable, Sendable { case hex, base64 }

  var scheme: Scheme
  var header: String?
  /// Each may have several live values; any of them may have signed.
  var secrets: [PlaceholderText] = []
  var user: PlaceholderText?
  /// Name of the header, or of the parameter of the query for `token`.
  var query: String?
  var timestamp: String?
  var nonce: String?
  var hash: SignatureHash = .sha256
  var coding: Coding = .hex
  var over: [Part] = [.body]
  var join = ""
  /// Before the signature in its header (`sha256=`).
  var prefix: String?
  /// Seconds a timestamp may lie back or ahead; nil: the scheme's own rule.
  var maxAge: Int?
  /// A certificate (PEM) that is trusted in place of the one an SNS message names.
  var certificate: PlaceholderText?
  /// The only topics whose messages are taken, where given.
  var topic: PlaceholderText?
}

extension DefinitionReader {
  mutating func signatures(_ node: DefinitionNode) -> [SignatureSpec] {
    items(node).compactMap { signature($0) }
  }

  private mutating func signature(_ node: DefinitionNode) -> SignatureSpec? {
    let entries = map(
      node,
      keys: [
        "scheme", "header", "secret", "user", "query", "timestamp", "nonce", "hash", "encoding",
        "over", "join", "prefix", "max_age", "certificate", "topic",
      ])
    guard let schemeNode = require("scheme", in: node),
      let scheme = choice(schemeNode, of: SignatureSpec.Scheme.self)
    else { return nil }
    var spec = SignatureSpec(scheme: scheme)
    for entry in entries { read(entry, into: &spec) }
    checkNeeds(of: spec, node)
    return spec
  }

  private mutating func read(_ entry: DefinitionNode.Entry, into spec: inout SignatureSpec) {
    let value = entry.value
    switch entry.key {
    case "header": spec.header = text(value)
    case "secret": spec.secrets = items(value).compactMap { placeholders($0) }
    case "user": spec.user = placeholders(value)
    case "query": spec.query = text(value)
    case "timestamp": spec.timestamp = text(value)
    case "nonce": spec.nonce = text(value)
    case "hash": spec.hash = choice(value, of: SignatureHash.self) ?? .sha256
    case "encoding": spec.coding = choice(value, of: SignatureSpec.Coding.self) ?? .hex
    case "over":
      spec.over = items(value).compactMap { choice($0, of: SignatureSpec.Part.self) }
    case "join": if case .scalar(let text, _) = value.content { spec.join = text }
    case "prefix": spec.prefix = text(value)
    case "max_age": spec.maxAge = number(value, 1...31_536_000)
    case "certificate": spec.certificate = placeholders(value)
    case "topic": spec.topic = placeholders(value)
    default: break
    }
  }

  private mutating func checkNeeds(of spec: SignatureSpec, _ node: DefinitionNode) {
    switch spec.scheme {
    case .none: return
    case .sns:
      if spec.topic == nil {
        fault(node, "the key `topic` is missing: anybody can own an SNS topic")
      }
      return
    case .token where spec.header == nil && spec.query == nil:
      fault(node, "expected header or query, where the secret word stands")
    case .hmac where spec.header == nil, .ed25519 where spec.header == nil,
      .ecdsa where spec.header == nil:
      fault(node, "the key `header` is missing")
    case .basic where spec.user == nil: fault(node, "the key `user` is missing")
    default: break
    }
    if spec.over.contains(.timestamp), spec.timestamp == nil {
      fault(node, "the key `timestamp` (the header it stands in) is missing")
    }
    if spec.over.contains(.nonce), spec.nonce == nil {
      fault(node, "the key `nonce` (the header it stands in) is missing")
    }
    if spec.secrets.isEmpty { fault(node, "the key `secret` is missing") }
  }
}
