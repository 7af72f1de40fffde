import Sealing

extension CallbackEvidence {
  /// Amazon SNS: RSA over a text made of the message's own fields, by the key in the certificate
  /// that the message names, which must lie at Amazon. Anybody may own a topic, so only the
  /// operator's count. The time is not limited: SNS repeats for days, and a reply is known by its
  /// id.
  func sns(pinned: [String], topics: [String]) throws(CallbackFault) -> CallbackProof {
    guard let root = JSONValue(bytes: request.body), case .object(let fields) = root else {
      throw CallbackFault(.forged, "expected a JSON object as Amazon SNS sends it")
    }
    let topic = fields["TopicArn"]?.text ?? ""
    guard topics.contains(topic) else {
      throw CallbackFault(.forged, "sent by the topic `\(topic.prefix(120))`, which is not ours")
    }
    let key = try snsKey(fields, pinned)
    let hash: SignatureHash
    switch fields["SignatureVersion"]?.text {
    case "1": hash = .sha1
    case "2": hash = .sha256
    default: throw CallbackFault(.forged, "expected SignatureVersion 1 or 2")
    }
    guard let signature = fields["Signature"]?.text.flatMap({ Signature.bytes(base64: $0) }),
      let message = Self.snsMessage(fields),
      key.contains(where: { Signature.isRSA(signature, of: message, by: $0, hash) })
    else { throw Self.mismatch(secret: "the certificate") }
    return CallbackProof(
      replayKey: fields["MessageId"]?.text, confirmation: try snsConfirmation(fields))
  }

  private func snsKey(
    _ fields: [String: JSONValue], _ pinned: [String]
  ) throws(CallbackFault) -> [[UInt8]] {
    let url = fields["SigningCertURL"]?.text ?? ""
    guard Self.isAmazon(url), Self.isCertificate(CallbackURL(url).rest) else {
      throw CallbackFault(.forged, "the certificate's address is not one of Amazon SNS")
    }
    let known = pinned.isEmpty ? [certificates[url]].compactMap(\.self) : pinned
    guard !known.isEmpty else {
      throw CallbackFault(.needsCertificate(url: url), "the certificate has to be fetched first")
    }
    let keys = known.compactMap { SignatureCertificate(pem: $0)?.publicKey }
    guard !keys.isEmpty else { throw CallbackFault(.forged, "the certificate cannot be read") }
    return keys
  }

  /// A file, and no call of the service's API: what that answers, anybody can have a hand in.
  private static func isCertificate(_ path: String) -> Bool {
    path.hasSuffix(".pem") && !path.contains("?") && !path.contains("#") && !path.contains("%")
  }

  private static func snsMessage(_ fields: [String: JSONValue]) -> [UInt8]? {
    let names: [String]
    switch fields["Type"]?.text {
    case "Notification":
      let subject = fields["Subject"]?.text == nil ? [] : ["Subject"]
      names = ["Message", "MessageId"] + subject + ["Timestamp", "TopicArn", "Type"]
    case "SubscriptionConfirmation", "UnsubscribeConfirmation":
      names = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    default: return nil
    }
    var text = ""
    for name in names {
      guard let value = fields[name]?.text else { return nil }
      text += name + "\n" + value + "\n"
    }
    return Array(text.utf8)
  }

  private func snsConfirmation(_ fields: [String: JSONValue]) throws(CallbackFault) -> HTTPRequest?
  {
    guard fields["Type"]?.text == "SubscriptionConfirmation" else { return nil }
    guard let url = fields["SubscribeURL"]?.text, Self.isAmazon(url) else {
      throw CallbackFault(.forged, "the address to confirm is not one of Amazon SNS")
    }
    return HTTPRequest(method: "GET", url: url)
  }

  /// `https://sns.<region>.amazonaws.com[.cn]/…`, and nothing that only looks like it.
  static func isAmazon(_ url: String) -> Bool {
    let parts = CallbackURL(url)
    guard parts.scheme == "https", parts.port.isEmpty, parts.rest.hasPrefix("/") else {
      return false
    }
    var labels = parts.host.split(separator: ".", omittingEmptySubsequences: false)
    if labels.last == "cn" { labels.removeLast() }
    guard labels.count == 4, labels[0] == "sns", labels[2] == "amazonaws", labels[3] == "com" else {
      return false
    }
    return !labels[1].isEmpty
      && labels[1].utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
      }
  }
}
