package import Messages

extension Gateway {
  /// What must leave the machine for this attempt.
  ///
  /// - Parameter nowMilliseconds: for tokens and for times until which a message is worth sending.
  package func request(
    for message: OutgoingMessage, nowMilliseconds: Int64
  ) throws(GatewayFailure) -> WireRequest {
    try wire(message, nowMilliseconds, masked: false)
  }

  /// The same request for printing: every secret is `xxxxxxxx`, and nothing is signed.
  package func maskedRequest(
    for message: OutgoingMessage, nowMilliseconds: Int64
  ) throws(GatewayFailure) -> WireRequest {
    try wire(message, nowMilliseconds, masked: true)
  }

  private func wire(
    _ message: OutgoingMessage, _ nowMilliseconds: Int64, masked: Bool
  ) throws(GatewayFailure) -> WireRequest {
    try checkLength(message)
    var values = masked ? maskedValues : values
    values.message = message
    values.nowMilliseconds = nowMilliseconds
    switch definition.send.road {
    case .sandbox: return .sandbox(message)
    case .smtp(let spec): return .smtp(try smtp(spec, message, values))
    case .http(let spec):
      return .http(try RequestBuilder(spec: spec, values: values, isMasked: masked).request())
    }
  }

  private func checkLength(_ message: OutgoingMessage) throws(GatewayFailure) {
    guard let limit = definition.send.maxCharacters, message.text.utf8.count > limit,
      message.text.count > limit
    else { return }
    throw GatewayFailure(
      .refused,
      "the text has \(message.text.count) characters; \(definition.name) takes at most \(limit)")
  }

  private func smtp(
    _ spec: SendSpec.SMTPSpec, _ message: OutgoingMessage, _ values: Values
  ) throws(GatewayFailure) -> SMTPRequest {
    let url = spec.url.filled(values)
    guard url.hasPrefix("smtp://") || url.hasPrefix("smtps://") else {
      throw GatewayFailure(.misconfigured, "expected an address like smtp://host:587")
    }
    let from = MailAddress.address(spec.from.filled(values))
    guard from.contains("@") else {
      throw GatewayFailure(.misconfigured, "expected `from` to be an e-mail address")
    }
    return SMTPRequest(
      url: url, username: spec.username?.filledWhole(values),
      password: spec.password?.filledWhole(values),
      requireTLS: spec.requireTLS?.filled(values) != "false", from: from,
      fromName: spec.fromName?.filledWhole(values),
      answersTo: values.replyTo(message.reference), message: message)
  }
}

/// E-mail addresses as headers write them (RFC 5322, section 3.4).
enum MailAddress {
  /// The addr-spec of `Name <a@b>` or `a@b`, in lower case.
  static func address(_ text: String) -> String {
    var inside = text[...]
    if let open = text.lastIndex(of: "<"), let close = text[open...].firstIndex(of: ">") {
      inside = text[text.index(after: open)..<close]
    }
    return inside.filter { !$0.isWhitespace }.lowercased()
  }
}
