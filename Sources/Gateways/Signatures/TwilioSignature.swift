import Sealing

extension CallbackEvidence {
  /// Twilio: base64 of HMAC-SHA1, or of HMAC-SHA256 where the settings header says so, over the URL
  /// and each posted name and value, sorted; a body that is no form is bound by `bodySHA256` in the
  /// query. The URL counts with and without its port. No time is signed.
  func twilio(_ spec: SignatureSpec, _ secrets: [String]) throws(CallbackFault) -> CallbackProof {
    let given = try requiredHeader(spec.header ?? "X-Twilio-Signature")
    let hash = try twilioHash()
    let parameters = try twilioParameters()
    guard let bytes = Signature.bytes(base64: given) else {
      throw CallbackFault(.forged, "expected a signature in base64")
    }
    let matches = { (url: String) in
      let url = CallbackURL(url)
      return [url.text, url.withoutPort, url.withPort].contains { form in
        let message = Array(form.utf8) + parameters
        return secrets.contains {
          Signature.equal(bytes, Signature.hmac(hash, key: Array($0.utf8), message))
        }
      }
    }
    if matches(request.url) { return CallbackProof() }
    throw mismatch(
      secret: "auth_token (the primary one of the account that owns the number)", matches)
  }

  /// Settings that name no algorithm mean the older one.
  private func twilioHash() throws(CallbackFault) -> SignatureHash {
    let settings = header("X-Twilio-Webhooks-Signature-Settings") ?? ""
    for part in settings.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
      guard pair.count == 2, pair[0] == "algorithm" else { continue }
      switch pair[1].uppercased() {
      case "HMAC_SHA256": return .sha256
      case "HMAC_SHA1": return .sha1
      default: throw CallbackFault(.forged, "signed by an algorithm that Kith does not know")
      }
    }
    return .sha1
  }

  private func twilioParameters() throws(CallbackFault) -> [UInt8] {
    if !form.isEmpty { return CallbackEvidence.sortedPairs(form, distinct: true) }
    guard !request.body.isEmpty else { return [] }
    guard let said = query.first(where: { $0.name == "bodySHA256" })?.value else {
      throw CallbackFault(.forged, "the body is not bound to the signature: no bodySHA256")
    }
    let digest = Signature.hex(Signature.digest(.sha256, request.body))
    guard Signature.equal(Array(digest.utf8), Array(said.utf8)) else {
      throw CallbackFault(.forged, "the body is not the one that was signed (bodySHA256)")
    }
    return []
  }

  /// Names and values without separators, by name and then by value, in the order of their bytes.
  static func sortedPairs(_ parameters: [Parameter], distinct: Bool) -> [UInt8] {
    var pairs = parameters.map { (name: Array($0.name.utf8), value: Array($0.value.utf8)) }
    pairs.sort {
      $0.name == $1.name
        ? $0.value.lexicographicallyPrecedes($1.value) : $0.name.lexicographicallyPrecedes($1.name)
    }
    var bytes: [UInt8] = []
    for (index, pair) in pairs.enumerated() {
      if distinct, index > 0, pairs[index - 1] == pair { continue }
      bytes += pair.name + pair.value
    }
    return bytes
  }
}
