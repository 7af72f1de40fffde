import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore

/// What stands behind a listener.
protocol Door: Sendable {
  /// Bytes of a body it takes.
  var bodyLimit: Int { get }
  /// Bytes of a multipart body.
  var multipartLimit: Int { get }
  /// For bodies larger than these: where a place is free, and as large as the second allows.
  var largeBodies: LargeBodies? { get }
  func largeLimit(of target: String) async -> Int
  /// Never throws: whatever comes, an answer goes.
  func answer(_ request: WebRequest, on channel: any Channel) async -> WebResponse
}

extension Door {
  var multipartLimit: Int { bodyLimit }
  var largeBodies: LargeBodies? { nil }
  func largeLimit(of target: String) async -> Int { bodyLimit }

  private func limit(for type: String?) -> Int {
    type?.lowercased().hasPrefix("multipart/form-data") ?? false ? multipartLimit : bodyLimit
  }

  /// Reads one request, answers it, and leaves the connection fit for the next or throws to end it.
  @concurrent func respond(
    _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel
  )
    async throws
  {
    if request.headers[.expect]?.lowercased() == "100-continue" {
      try await writer.writeInformationalHead(HTTPResponse(status: .continue))
    }
    let isHead = request.method == .head
    let whole: WebRequest
    let place = LargeBodyPlace(largeBodies)
    defer { place.leave() }
    let small = limit(for: request.headers[.contentType])
    let limit = max(small, await largeLimit(of: request.head.path ?? "/"))
    do {
      whole = try await WebRequest(request, bodyLimit: limit, small: small, place: place)
    } catch WebRequest.BodyFault.noPlace {
      let busy = WebResponse.plain(503, "Try again later.", fields: [.retryAfter: "30"])
      try await writer.close(with: busy, channel)
      throw ConnectionEnd.tooLarge
    } catch WebRequest.BodyFault.tooLarge {
      try await writer.close(
        with: .plain(413, "The body is larger than \(limit) bytes."), channel)
      throw ConnectionEnd.tooLarge
    } catch WebRequest.BodyFault.cutShort {
      try await writer.close(with: .plain(400, "The body ended early."), channel)
      throw ConnectionEnd.cutShort
    }
    let response =
      whole.hasTwoHosts
      ? .plain(400, "There is more than one Host.") : await answer(whole, on: channel)
    try await writer.write(response: response.head, body: response.bodyBuffer(unless: isHead))
  }
}

/// Why a connection is closed after an answer: what is left of the request will not be read.
private enum ConnectionEnd: Error { case tooLarge, cutShort }

extension ResponseWriter {
  /// Answers a request whose rest stays unread. Closing our side first and leaving the other open
  /// for a moment lets the answer through (RFC 9112, 9.6).
  @concurrent fileprivate consuming func close(with response: WebResponse, _ channel: any Channel)
    async throws
  {
    var head = response.head
    head.headerFields[.connection] = "close"
    try await write(response: head, body: response.bodyBuffer(unless: false))
    try? await channel.close(mode: .output)
    try? await channel.eventLoop.scheduleTask(in: .milliseconds(500)) {}.futureResult.get()
  }
}

extension WebRequest {
  fileprivate var hasTwoHosts: Bool { fields.contains { $0.name.canonicalName == "host" } }
}

extension WebResponse {
  fileprivate var head: HTTPResponse {
    var head = HTTPResponse(status: .init(code: status), headerFields: fields)
    head.headerFields[.contentLength] = String(body.count)
    return head
  }

  fileprivate func bodyBuffer(unless isHead: Bool) -> ResponseBody {
    isHead || body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body))
  }
}
