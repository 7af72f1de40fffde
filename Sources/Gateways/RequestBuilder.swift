import Messages
import Sealing

/// Fills one request description in.
struct RequestBuilder {
  let spec: RequestSpec
  let values: Values
  /// Secrets are written as `xxxxxxxx`, and nothing is signed.
  var isMasked = false

  func request() throws(GatewayFailure) -> HTTPRequest {
    var request = HTTPRequest(method: spec.method, url: try url())
    for field in spec.headers {
      for value in texts(field) { request.headers.append(header(field.name, value)) }
    }
    let type = fill(&request)
    if let type, request.headers.value("Content-Type") == nil {
      request.headers.append(Header("Content-Type", type))
    }
    try authorise(&request)
    return request
  }

  /// Fills the body in and returns its media type.
  private func fill(_ request: inout HTTPRequest) -> String? {
    switch spec.body {
    case .none: return nil
    case .form(let fields):
      request.body = Array(pairs(fields, PercentEncoding.form).utf8)
      return "application/x-www-form-urlencoded"
    case .json(let template):
      if !template.write(values, to: &request.body) { request.body = Array("{}".utf8) }
      return "application/json"
    case .text(let text):
      request.body = Array(text.filled(values).utf8)
      return "text/plain; charset=utf-8"
    }
  }

  private func pairs(_ fields: [RequestSpec.Field], _ encode: (String) -> String) -> String {
    var text = ""
    for field in fields {
      for value in texts(field) {
        if !text.isEmpty { text += "&" }
        text += encode(field.name) + "=" + encode(value)
      }
    }
    return text
  }

  /// The values of a field; none when it is optional and empty.
  private func texts(_ field: RequestSpec.Field) -> [String] {
    switch field.value {
    case .text(let text): [text.filledWhole(values)].compactMap(\.self)
    case .list(let texts): texts.compactMap { $0.filledWhole(values) }
    case .byAlphabet(let plain, let unicode):
      [(isPlain ? plain : unicode)?.filledWhole(values)].compactMap(\.self)
    }
  }

  private var isPlain: Bool {
    values.message.map { values.measure($0.text).encoding == .gsm7 } ?? true
  }

  /// Control characters would end the header, or make it none (RFC 9110, section 5.5): a run of
  /// them becomes a blank.
  private func header(_ name: String, _ value: String) -> Header {
    if value.utf8.allSatisfy(Self.isPrintable) { return Header(name, value) }
    let parts = value.utf8.split(omittingEmptySubsequences: false) { !Self.isPrintable($0) }
    let kept = parts.enumerated().filter { $0.offset == 0 || !$0.element.isEmpty }.map(\.element)
    return Header(name, kept.map { String(Substring($0)) }.joined(separator: " "))
  }

  private static func isPrintable(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F }

  private func url() throws(GatewayFailure) -> String {
    var url = ""
    for (index, piece) in spec.url.pieces.enumerated() {
      switch piece {
      case .literal(let literal): url += PercentEncoding.literal(literal)
      case .placeholder(let name, _):
        let value = values[name]
        url += try place(value, in: url, isFirst: index == 0, name)
      }
    }
    guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
      let named = spec.url.settings.first.map { "`\($0)`" } ?? "the provider's address"
      throw GatewayFailure(.misconfigured, "expected \(named) to begin with https:// or http://")
    }
    let query = pairs(spec.query, PercentEncoding.component)
    if query.isEmpty { return url }
    return url + (url.contains("?") ? "&" : "?") + query
  }

  /// A value encoded for where it stands in a URL: as it is when it begins one, a host's letters
  /// only inside the authority, percent-encoded in path and query.
  private func place(
    _ value: String, in url: String, isFirst: Bool, _ name: PlaceholderText.Name
  ) throws(GatewayFailure) -> String {
    if isFirst {
      let base = value.hasSuffix("/") ? String(value.dropLast()) : value
      return PercentEncoding.literal(base)
    }
    if url.contains("?") { return PercentEncoding.component(value) }
    guard !value.isEmpty else {
      throw GatewayFailure(.misconfigured, "`\(name.text)` is missing for the provider's address")
    }
    let authority = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? ""
    if authority.contains("/") { return PercentEncoding.component(value) }
    let isHost = value.utf8.allSatisfy {
      switch $0 {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
      default: false
      }
    }
    guard isHost else {
      throw GatewayFailure(.misconfigured, "`\(name.text)` cannot be part of a host name")
    }
    return value
  }

  private func authorise(_ request: inout HTTPRequest) throws(GatewayFailure) {
    switch spec.auth {
    case .none: break
    case .basic(let user, let password):
      let pair = user.filled(values) + ":" + password.filled(values)
      let coded = isMasked ? "base64(\(pair))" : Signature.base64(Array(pair.utf8))
      request.headers.append(Header("Authorization", "Basic " + coded))
    case .bearer(let token):
      request.headers.append(header("Authorization", "Bearer " + token.filled(values)))
    case .header(let name, let value):
      request.headers.append(header(name, value.filled(values)))
    case .aws(let service, let region, let access, let secret):
      request.awsSigV4 = .init(
        region: region.filled(values), service: service, accessKey: access.filled(values),
        secretKey: secret.filled(values))
    case .applicationJWT(let id, let key):
      request.headers.append(Header("Authorization", "Bearer " + (try jwt(id, key))))
    }
  }

  /// Valid for 15 minutes; its id is the message and the attempt.
  private func jwt(
    _ id: PlaceholderText, _ key: PlaceholderText
  ) throws(GatewayFailure) -> String {
    if isMasked { return "(a signed token for \(id.filled(values)))" }
    let now = values.nowMilliseconds / 1000
    let name = values.message.map { "\($0.reference)-\($0.attempt)" } ?? String(now)
    let claims = ApplicationClaims(
      application_id: id.filled(values), iat: now, exp: now + 900, jti: name)
    guard
      let token = SignatureToken.rs256(
        claims: JSONText.of(claims), privateKeyPEM: key.filled(values))
    else { throw GatewayFailure(.misconfigured, "the private key is not a PEM-encoded RSA key") }
    return token
  }
}

/// What a token says (RFC 7519, section 4.1), by the names it says it with.
private struct ApplicationClaims: Encodable {
  let application_id: String
  let iat: Int64
  let exp: Int64
  let jti: String
}
