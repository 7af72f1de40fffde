/// Why a callback was not taken: nothing of it may be acted on.
package struct CallbackFault: Error, Hashable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// Not signed by the provider, or changed on its way.
    case forged
    /// Signed, but longer ago (or further ahead) than the scheme allows.
    case stale
    /// Larger than `CallbackLimits` allows.
    case oversized
    /// Signed, and not in the form the definition describes.
    case unreadable
    /// Cannot be judged before the certificate under this URL is known (Amazon SNS). The address
    /// has been checked to be Amazon's; fetch it without following redirects, and read again.
    case needsCertificate(url: String)
    /// The gateway takes no callbacks.
    case notExpected
  }

  package var kind: Kind
  /// One plain sentence without personal data, for the operator; never for whoever called.
  package var sentence: String

  package init(_ kind: Kind, _ sentence: String) {
    self.kind = kind
    self.sentence = sentence
  }

  /// The HTTP status to answer.
  package var status: Int {
    switch kind {
    case .forged, .stale: 403
    case .oversized: 413
    case .unreadable: 400
    case .needsCertificate: 503
    case .notExpected: 404
    }
  }

  package var description: String { sentence }
}

/// What a callback may measure.
package enum CallbackLimits {
  /// Bytes of a body.
  package static let body = 64 * 1024
  /// Bytes of a multipart body: mails have pictures in them.
  package static let multipartBody = 1024 * 1024
  /// Bytes of a body that brings a mail with what is attached to it, a telephone's pictures before
  /// all: what providers take in themselves is 25 to 35 MiB.
  package static let mailBody = 40 * 1024 * 1024
  /// Bytes of a URL.
  package static let url = 8 * 1024
  /// Parameters of a form or query.
  package static let parameters = 512
  /// Receipts and replies in one callback.
  package static let contents = 1000
}
