import Control
import HTTPTypes

/// What a door answers.
struct WebResponse: Sendable {
  var status: Int
  var fields: HTTPFields
  var body: [UInt8]

  init(_ status: Int, type: String? = nil, body: [UInt8] = [], fields: HTTPFields = [:]) {
    self.status = status
    self.body = body
    self.fields = fields
    if let type { self.fields[.contentType] = type }
    self.fields[.xContentTypeOptions] = "nosniff"
    if self.fields[.cacheControl] == nil { self.fields[.cacheControl] = "no-store" }
  }

  static func plain(_ status: Int, _ text: String, fields: HTTPFields = [:]) -> Self {
    Self(status, type: "text/plain; charset=utf-8", body: Array("\(text)\n".utf8), fields: fields)
  }

  static func json(_ body: [UInt8], status: Int = 200) -> Self {
    Self(status, type: "application/json", body: body)
  }

  /// `{"error": {"kind": …, "sentence": …, "details": […]}}`
  static func refused(_ refusal: Refusal) -> Self {
    json(ControlJSON.encode(["error": refusal]), status: refusal.kind.status)
  }

  /// The same for everything that is not here.
  static let notFound = plain(404, "Not found.")
}

extension Refusal.Kind {
  /// The HTTP status (RFC 9110, 15) it is told with.
  var status: Int {
    switch self {
    case .unknown: 404
    case .notAllowed: 403
    case .busy: 503
    case .wrongUsage: 400
    case .refused: 409
    }
  }
}

extension HTTPField.Name {
  static let retryAfter = HTTPField.Name.known("Retry-After")
  static let xRobotsTag = HTTPField.Name.known("X-Robots-Tag")
  static let referrerPolicy = HTTPField.Name.known("Referrer-Policy")

  private static func known(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a token") }
    return name
  }
}
