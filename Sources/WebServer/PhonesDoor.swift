import Control
import HTTPTypes
import NIOCore

/// `/phones`: the pretend phones of the sandbox, and the pages that links in their messages lead
/// to, on loopback only.
struct PhonesDoor: Door {
  let desk: any Desk
  let bodyLimit: Int

  func answer(_ request: WebRequest, on channel: any Channel) async -> WebResponse {
    guard channel.remoteAddress?.isLoopback ?? false, request.isFromThisMachine else {
      return .plain(403, "The phones are shown on this machine only.")
    }
    if let segments = request.segments, segments.count == 2, segments.first == "p" {
      return await links(String(segments[1]), request)
    }
    do {
      return try await page(request)
    } catch {
      return .refused(error)
    }
  }

  private func links(_ token: String, _ request: WebRequest) async -> WebResponse {
    let door = LinkDoor(desk: desk)
    return switch request.method {
    case "GET", "HEAD": await door.show(token)
    case "POST": await door.press(token, body: request.body)
    default: .notFound
    }
  }

  private func page(_ request: WebRequest) async throws(Refusal) -> WebResponse {
    switch (request.method, request.path) {
    case ("GET", "/"):
      return .plain(302, "See /phones.", fields: [.location: "/phones"])
    case ("GET", "/phones"), ("HEAD", "/phones"): return Self.html
    case ("GET", "/phones/state.json"):
      return .json(try await desk.answer(.phones, by: .phones).json)
    case ("GET", "/phones/why.json"):
      let subject = request.parameter("subject") ?? ""
      return .json(try await desk.answer(.why(Query.Why(subject: subject)), by: .phones).json)
    case ("POST", "/phones/reply"):
      guard request.fields[.contentType] == "application/json" else {
        throw Refusal(.wrongUsage, "A reply is application/json.")
      }
      let reply = try ControlJSON.decodeStrictly(
        Command.PhoneReply.self, from: request.body, for: "reply")
      return .json(try await desk.perform(.phoneReply(reply), by: .phones).json)
    default: return .notFound
    }
  }

  private static var html: WebResponse {
    let nonce = Nonce.fresh()
    let policy =
      "default-src 'none'; style-src 'nonce-\(nonce)'; script-src 'nonce-\(nonce)'; "
      + "connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; "
      + "form-action 'none'"
    return WebResponse(
      200, type: "text/html; charset=utf-8", body: Array(PhonesPage.html(nonce: nonce).utf8),
      fields: [.contentSecurityPolicy: policy, .referrerPolicy: "no-referrer"])
  }
}

extension WebRequest {
  /// The name in `Host` is this machine's and, where a page asks, so is the page's (`Origin`): no
  /// other site can reach us through a browser here, not by a name that points to 127.0.0.1 either.
  fileprivate var isFromThisMachine: Bool {
    guard let host, Self.isLocal(host[...]) else { return false }
    guard let origin = fields[.origin] else { return true }
    return origin.hasPrefix("http://") && Self.isLocal(origin.dropFirst("http://".count))
  }

  /// A name of this machine, with or without a port.
  private static func isLocal(_ authority: Substring) -> Bool {
    ["127.0.0.1", "localhost", "[::1]"].contains { name in
      guard authority.hasPrefix(name) else { return false }
      let port = authority.dropFirst(name.count)
      return port.isEmpty || port.first == ":" && UInt16(port.dropFirst()) != nil
    }
  }
}
