import Control
import Gateways
import HTTPTypes
import NIOCore

/// `/hooks/{gateway}`, `/p/{token}` and `/healthz`; everything else is one and the same 404.
struct PublicDoor: Door {
  /// What callers use now: a reload may change it.
  let address: @Sendable () -> String
  let callbacks: any CallbackDesk
  let links: LinkDoor
  let isHealthy: @Sendable () -> Bool
  let bodyLimit: Int
  let multipartLimit: Int
  let largeBodies: LargeBodies?

  private var publicURL: PublicURL { PublicURL(address()) }

  func largeLimit(of target: String) async -> Int {
    let path = publicURL.local(target).prefix { $0 != "?" }
    let parts = path.split(separator: "/")
    guard parts.count == 2, parts[0] == "hooks" else { return bodyLimit }
    return await callbacks.bytesMost(gateway: String(parts[1]))
  }

  func answer(_ request: WebRequest, on channel: any Channel) async -> WebResponse {
    var local = request
    local.target = publicURL.local(request.target)
    guard let segments = local.segments else { return .notFound }
    return switch (request.method, segments.count, segments.first) {
    case ("GET", 1, "healthz"), ("HEAD", 1, "healthz"):
      isHealthy() ? .plain(200, "ok") : .plain(503, "not well")
    case ("GET", 2, "hooks"), ("POST", 2, "hooks"):
      await callback(request, gateway: String(segments[1]))
    case ("GET", 2, "p"), ("HEAD", 2, "p"):
      await links.show(String(segments[1]))
    case ("POST", 2, "p"):
      await links.press(String(segments[1]), body: request.body)
    default: .notFound
    }
  }

  private func callback(_ request: WebRequest, gateway: String) async -> WebResponse {
    if let fault = request.callbackFault { return fault }
    let callback = CallbackRequest(
      method: request.method, url: publicURL.absolute(request.target),
      headers: request.headers(), body: request.body)
    do {
      let answer = try await callbacks.receive(callback, gateway: gateway)
      return WebResponse(answer)
    } catch {
      return Self.refusal(error.kind)
    }
  }

  /// The provider, or whoever pretends to be one, learns no reason.
  private static func refusal(_ kind: Refusal.Kind) -> WebResponse {
    switch kind {
    case .unknown: .notFound
    case .notAllowed: .plain(403, "Forbidden.")
    case .busy: .plain(503, "Try again later.", fields: [.retryAfter: "30"])
    case .wrongUsage, .refused: .plain(400, "Not understood.")
    }
  }
}

extension WebRequest {
  /// What no genuine provider sends and two readers could take in two ways.
  fileprivate var callbackFault: WebResponse? {
    if let coding = fields[.contentEncoding], coding.lowercased() != "identity" {
      return .plain(415, "Bodies are read without a content coding.")
    }
    for name in Set(fields.map(\.name)) where name.decides && fields[values: name].count > 1 {
      return .plain(400, "A header field stands there twice.")
    }
    return nil
  }
}

extension HTTPField.Name {
  /// Fields that judge a callback; a second one could be smuggled past a check of the first.
  fileprivate var decides: Bool {
    self == .contentType || self == .contentLength || self == .authorization
      || canonicalName.contains("signature") || canonicalName.contains("timestamp")
  }
}

extension WebResponse {
  fileprivate init(_ answer: CallbackAnswer) {
    let status = (200...599).contains(answer.status) ? answer.status : 200
    self.init(status, type: answer.contentType, body: Array(answer.body.utf8))
  }
}
