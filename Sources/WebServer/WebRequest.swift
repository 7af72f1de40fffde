import Gateways
import HTTPTypes
import HummingbirdCore
import NIOCore

/// A request with its whole body: what the doors answer.
struct WebRequest: Sendable {
  /// `GET`, `HEAD`, `POST` …; a `HEAD` is answered as its `GET`, without the body.
  var method: String
  /// Path and query exactly as received.
  var target: String
  var host: String?
  var fields: HTTPFields
  var body: [UInt8]

  var path: Substring { target.prefix { $0 != "?" } }

  /// The path's parts between slashes; nil where one is empty, or holds anything but letters,
  /// digits, `.`, `_` and `-`.
  var segments: [Substring]? {
    guard path.first == "/" else { return nil }
    let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    let plain = parts.allSatisfy { part in
      (1...256).contains(part.utf8.count) && part.utf8.allSatisfy { WebRequest.isPlain($0) }
    }
    return plain ? parts : nil
  }

  /// The value of a query parameter made of plain characters.
  func parameter(_ name: String) -> String? {
    let query = target.dropFirst(path.count).dropFirst()
    for pair in query.split(separator: "&") where pair.hasPrefix(name + "=") {
      let value = pair.dropFirst(name.count + 1)
      return value.utf8.allSatisfy { WebRequest.isPlain($0) } ? String(value) : nil
    }
    return nil
  }

  /// As a gateway judges it: all fields in order, `Host` among them.
  func headers() -> [Header] {
    (host.map { [Header("Host", $0)] } ?? []) + fields.map { Header($0.name.rawName, $0.value) }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension WebRequest {
  enum BodyFault: Error { case tooLarge, cutShort, noPlace }

  /// - Parameters:
  ///   - bodyLimit: bytes that are taken at all.
  ///   - small: bytes for which no place among the large bodies is needed.
  init(_ request: Request, bodyLimit: Int, small: Int, place: LargeBodyPlace) async throws {
    method = request.method.rawValue
    target = request.head.path ?? "/"
    host = request.head.authority
    fields = request.headers
    let announced = fields[.contentLength].flatMap { Int($0) }
    if let announced, announced > bodyLimit { throw BodyFault.tooLarge }
    if let announced, announced > small, !place.take() { throw BodyFault.noPlace }
    body = []
    for try await part in request.body {
      guard body.count + part.readableBytes <= bodyLimit else { throw BodyFault.tooLarge }
      if body.count + part.readableBytes > small, !place.take() { throw BodyFault.noPlace }
      body.append(contentsOf: part.readableBytesView)
    }
    if let announced, announced != body.count { throw BodyFault.cutShort }
  }
}
