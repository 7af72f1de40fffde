import Control
import HTTPTypes

/// The pages of signed links: GET shows, only POST acts, so that nobody's link scanner answers.
struct LinkDoor: Sendable {
  let desk: any Desk

  func show(_ token: String) async -> WebResponse {
    do {
      let answer = try await desk.answer(.page(Query.Page(token: token)), by: .link)
      guard case .page(let page) = answer else { return Self.gone }
      return Self.html(200, page)
    } catch {
      return Self.refusal(error)
    }
  }

  func press(_ token: String, body: [UInt8]) async -> WebResponse {
    guard let action = Self.action(in: String(decoding: body, as: UTF8.self)) else {
      return await show(token)
    }
    do {
      let press = Command.Press(token: token, action: action)
      let answer = try await desk.perform(.press(press), by: .link)
      guard case .page(let page) = answer else { return Self.gone }
      return Self.html(200, page)
    } catch {
      return Self.refusal(error)
    }
  }

  /// The pressed button's name out of `action=…`; `one-click` for a mail program that ends the
  /// messages for its reader (RFC 8058, 3.2); nil for anything else.
  static func action(in form: String) -> String? {
    if form.contains("List-Unsubscribe") && form.contains("One-Click") { return "one-click" }
    let values = form.split(separator: "&").filter { $0.hasPrefix("action=") }
    guard values.count == 1, let value = values.first?.dropFirst("action=".count),
      (1...32).contains(value.utf8.count),
      value.allSatisfy({ $0 == "-" || "a"..."z" ~= $0 || "0"..."9" ~= $0 })
    else { return nil }
    return String(value)
  }

  private static func refusal(_ refusal: Refusal) -> WebResponse {
    switch refusal.kind {
    case .busy:
      html(
        503,
        LinkPage(
          heading: "Not just now", text: ["Please try again in a minute. Nothing was changed."]),
        fields: [.retryAfter: "60"])
    case .refused:
      html(409, LinkPage(heading: "Nothing was changed", text: [refusal.sentence]))
    case .unknown, .notAllowed, .wrongUsage: gone
    }
  }

  private static var gone: WebResponse {
    html(
      404,
      LinkPage(
        heading: "This link has ended",
        text: ["It was for one thing only, and works for two days. Nothing was changed."]))
  }

  private static func html(_ status: Int, _ page: LinkPage, fields: HTTPFields = [:])
    -> WebResponse
  {
    let nonce = Nonce.fresh()
    var fields = fields
    fields[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'nonce-\(nonce)'; form-action 'self'; "
      + "frame-ancestors 'none'; base-uri 'none'"
    fields[.xRobotsTag] = "noindex, nofollow"
    fields[.referrerPolicy] = "no-referrer"
    let body = LinkPageHTML.render(page, nonce: nonce)
    return WebResponse(
      status, type: "text/html; charset=utf-8", body: Array(body.utf8), fields: fields)
  }
}

/// 128 random bits in hexadecimal, new for every page, that mark its own style and script.
enum Nonce {
  static func fresh() -> String {
    String(UInt64.random(in: .min ... .max), radix: 16)
      + String(UInt64.random(in: .min ... .max), radix: 16)
  }
}
