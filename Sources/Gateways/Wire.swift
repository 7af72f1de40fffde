package import Messages

/// A name and a value, in the order they stand on the wire.
package struct Header: Hashable, Sendable {
  package var name: String
  package var value: String
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// An HTTP request that a gateway makes.
package struct HTTPRequest: Hashable, Sendable {
  package var method: String
  /// Absolute, percent-encoded.
  package var url: String
  package var headers: [Header]
  package var body: [UInt8]
  /// Signed by libcurl itself (CURLOPT_AWS_SIGV4), when set; the URL must have a path without
  /// escapes and a query sorted by name, which libcurl 7.88 does not see to.
  package var awsSigV4: AWSSignature?
  /// The answer is a list, and may be long.
  package var isList = false
  /// Seconds for which the server may say nothing before it answers.
  package var heldSeconds = 0

  package struct AWSSignature: Hashable, Sendable {
    package var region: String
    package var service: String
    package var accessKey: String
    package var secretKey: String
    package init(region: String, service: String, accessKey: String, secretKey: String) {
      self.region = region
      self.service = service
      self.accessKey = accessKey
      self.secretKey = secretKey
    }
  }

  package init(
    method: String, url: String, headers: [Header] = [], body: [UInt8] = [],
    awsSigV4: AWSSignature? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.awsSigV4 = awsSigV4
  }
}

/// One mail to one recipient over SMTP (RFC 5321). The body is made from the message by `Mail`.
package struct SMTPRequest: Hashable, Sendable {
  /// `smtp://host:port` or `smtps://host:port`.
  package var url: String
  package var username: String?
  package var password: String?
  /// Refuse to go on without TLS (RFC 3207); off only for a server on this machine.
  package var requireTLS: Bool
  /// The From header, an addr-spec; the envelope's sender too where `answersTo` is nil.
  package var from: String
  /// The From header's name, or nil.
  package var fromName: String?
  /// Where answers and bounces of this very mail go, an addr-spec; nil: to `from`.
  package var answersTo: String?
  package var message: OutgoingMessage

  package init(
    url: String, username: String? = nil, password: String? = nil, requireTLS: Bool = true,
    from: String, fromName: String? = nil, answersTo: String? = nil, message: OutgoingMessage
  ) {
    self.url = url
    self.username = username
    self.password = password
    self.requireTLS = requireTLS
    self.from = from
    self.fromName = fromName
    self.answersTo = answersTo
    self.message = message
  }
}

/// What must leave the machine for one attempt.
package enum WireRequest: Hashable, Sendable {
  case http(HTTPRequest)
  case smtp(SMTPRequest)
  /// The built-in pretend phone: nothing leaves, the message appears on `/phones`.
  case sandbox(OutgoingMessage)
}

/// An HTTP response, body cut at the limit `Transport` was given.
package struct HTTPResponse: Hashable, Sendable {
  package var status: Int
  package var headers: [Header]
  package var body: [UInt8]
  package init(status: Int, headers: [Header] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// How a transfer ended.
package enum WireResult: Hashable, Sendable {
  case response(HTTPResponse)
  /// The server's last SMTP reply: code (RFC 5321, 4.2) and text.
  case smtpReply(code: Int, text: String)
  case failure(WireFailure)
}

/// A transfer that ended without an answer.
package struct WireFailure: Error, Hashable, Sendable {
  /// False only when it is certain that no byte of the request reached the server's application:
  /// name not resolved, connection refused, TLS not agreed.
  package var mayHaveArrived: Bool
  /// Nothing will change by waiting: certificate, unknown scheme, malformed URL.
  package var permanent: Bool
  /// Short, without personal data: `connection refused`, `certificate has expired`.
  package var reason: String
  package init(mayHaveArrived: Bool, permanent: Bool = false, reason: String) {
    self.mayHaveArrived = mayHaveArrived
    self.permanent = permanent
    self.reason = reason
  }
}

extension WireFailure {
  /// We ended it ourselves.
  package static let cancelled = WireFailure(mayHaveArrived: false, reason: "cancelled")
  package var isCancelled: Bool { reason == Self.cancelled.reason }
}

/// A request a provider made to us, as it arrived: raw bytes, and the URL the provider used.
package struct CallbackRequest: Hashable, Sendable {
  package var method: String
  /// `public_url` with the path and query exactly as received.
  package var url: String
  package var headers: [Header]
  package var body: [UInt8]
  /// The fields of a multipart body (RFC 7578), taken apart by `Mail`; nil for any other, or where
  /// nobody has.
  package var parts: [CallbackPart]?
  package init(method: String, url: String, headers: [Header], body: [UInt8]) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// A field of a multipart body, decoded from its transfer encoding.
package struct CallbackPart: Hashable, Sendable {
  package var name: String
  package var bytes: [UInt8]
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// What a genuine callback says, and what to answer once it is committed.
package struct CallbackContents: Hashable, Sendable {
  package var receipts: [Receipt]
  package var replies: [IncomingReply]
  /// Whole mails (RFC 5322) that came in, to be read by `Mail`.
  package var mails: [[UInt8]] = []
  package var answer: CallbackAnswer
  /// The same for a repeat of this very callback and for no other; whoever remembers it can tell a
  /// replay. Nil where the scheme has nothing of the kind.
  package var replayKey: String?
  /// To be made once, without following redirects, before anything else will arrive: the provider
  /// wants the address confirmed (Amazon SNS). Its host has been checked.
  package var confirmation: HTTPRequest?
  package init(
    receipts: [Receipt], replies: [IncomingReply], answer: CallbackAnswer,
    replayKey: String? = nil, confirmation: HTTPRequest? = nil
  ) {
    self.receipts = receipts
    self.replies = replies
    self.answer = answer
    self.replayKey = replayKey
    self.confirmation = confirmation
  }
}

/// The exact answer a provider wants.
package struct CallbackAnswer: Hashable, Sendable {
  package var status: Int
  package var contentType: String?
  package var body: String
  package init(status: Int = 200, contentType: String? = nil, body: String = "") {
    self.status = status
    self.contentType = contentType
    self.body = body
  }
}
