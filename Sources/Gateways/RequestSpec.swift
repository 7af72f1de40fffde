/// How a definition describes an HTTP request.
struct RequestSpec: Hashable, Sendable {
  /// A value that may depend on whether the text fits the GSM alphabet; empty ones are left out.
  enum FieldValue: Hashable, Sendable {
    case text(PlaceholderText)
    case byAlphabet(plain: PlaceholderText?, unicode: PlaceholderText?)
    case list([PlaceholderText])
  }
  struct Field: Hashable, Sendable {
    var name: String
    var value: FieldValue
  }
  enum Body: Hashable, Sendable {
    case none
    case form([Field])
    case json(JSONTemplate)
    case text(PlaceholderText)
  }
  enum Auth: Hashable, Sendable {
    case none
    case basic(user: PlaceholderText, password: PlaceholderText)
    case bearer(PlaceholderText)
    case header(name: String, value: PlaceholderText)
    case aws(
      service: String, region: PlaceholderText, accessKey: PlaceholderText,
      secretKey: PlaceholderText)
    /// RS256 with the claims `application_id`, `iat`, `exp` and `jti`.
    case applicationJWT(id: PlaceholderText, privateKey: PlaceholderText)
  }

  var method = "POST"
  var url: PlaceholderText
  var auth: Auth = .none
  var headers: [Field] = []
  var query: [Field] = []
  var body: Body = .none
}

extension DefinitionReader {
  static let requestKeys = ["method", "url", "auth", "headers", "query", "form", "json", "text"]

  /// A request; `entries` may hold further keys, which are the caller's affair.
  mutating func request(_ node: DefinitionNode, _ entries: [DefinitionNode.Entry]) -> RequestSpec? {
    let url = require("url", in: node).flatMap { placeholders($0) }
    var request = RequestSpec(url: url ?? PlaceholderText(pieces: []))
    var bodies = 0
    for entry in entries {
      let value = entry.value
      switch entry.key {
      case "method": request.method = choice(value, of: Method.self)?.rawValue ?? "POST"
      case "auth": request.auth = auth(value)
      case "headers": request.headers = fields(value)
      case "query": request.query = fields(value)
      case "form":
        request.body = .form(fields(value))
        bodies += 1
      case "json":
        request.body = .json(json(value))
        bodies += 1
      case "text":
        request.body = placeholders(value).map { .text($0) } ?? .none
        bodies += 1
      default: break
      }
    }
    if bodies > 1 { fault(node, "expected one body: form, json or text") }
    return url == nil ? nil : request
  }

  private enum Method: String, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
  }

  private mutating func fields(_ node: DefinitionNode) -> [RequestSpec.Field] {
    map(node).compactMap { entry in
      fieldValue(entry.value).map { .init(name: entry.key, value: $0) }
    }
  }

  private mutating func fieldValue(_ node: DefinitionNode) -> RequestSpec.FieldValue? {
    switch node.content {
    case .scalar: return placeholders(node).map { .text($0) }
    case .list(let items): return .list(items.compactMap { placeholders($0) })
    case .map:
      _ = map(node, keys: ["plain", "unicode"])
      return .byAlphabet(
        plain: node["plain"].flatMap { placeholders($0) },
        unicode: node["unicode"].flatMap { placeholders($0) })
    }
  }

  private mutating func auth(_ node: DefinitionNode) -> RequestSpec.Auth {
    let entries = map(node, keys: ["basic", "bearer", "header", "aws", "application_jwt"])
    guard entries.count == 1, let entry = entries.first else {
      fault(node, "expected one scheme: basic, bearer, header, aws or application_jwt")
      return .none
    }
    let value = entry.value
    switch entry.key {
    case "basic":
      let parts = items(value).compactMap { placeholders($0) }
      if parts.count == 2 { return .basic(user: parts[0], password: parts[1]) }
      fault(value, "expected a list of two: user and password")
      return .none
    case "bearer": return placeholders(value).map { .bearer($0) } ?? .none
    case "header":
      if let only = map(value).first, map(value).count == 1, let text = placeholders(only.value) {
        return .header(name: only.key, value: text)
      }
      fault(value, "expected one header and its value")
      return .none
    case "aws": return awsAuth(value)
    case "application_jwt": return applicationJWT(value)
    default: return .none
    }
  }

  private mutating func awsAuth(_ node: DefinitionNode) -> RequestSpec.Auth {
    _ = map(node, keys: ["service", "region", "access_key", "secret_key"])
    guard let service = require("service", in: node).flatMap({ text($0) }),
      let region = require("region", in: node).flatMap({ placeholders($0) }),
      let access = require("access_key", in: node).flatMap({ placeholders($0) }),
      let secret = require("secret_key", in: node).flatMap({ placeholders($0) })
    else { return .none }
    return .aws(service: service, region: region, accessKey: access, secretKey: secret)
  }

  private mutating func applicationJWT(_ node: DefinitionNode) -> RequestSpec.Auth {
    _ = map(node, keys: ["id", "private_key"])
    guard let id = require("id", in: node).flatMap({ placeholders($0) }),
      let key = require("private_key", in: node).flatMap({ placeholders($0) })
    else { return .none }
    return .applicationJWT(id: id, privateKey: key)
  }
}
