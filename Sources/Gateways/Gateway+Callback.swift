import Messages
import Sealing

extension Gateway {
  /// What a callback says, once it is proved to be the provider's.
  ///
  /// - Parameters:
  ///   - nowMilliseconds: for age limits.
  ///   - certificates: PEM by URL, for schemes that name one (`CallbackFault.needsCertificate`).
  ///   - normalise: how an address that came is written here; nil: as it came.
  package func read(
    _ request: CallbackRequest, nowMilliseconds: Int64, certificates: [String: String] = [:],
    normalise: @escaping (String) -> String? = { _ in nil }
  ) throws(CallbackFault) -> CallbackContents {
    guard let inbound = definition.inbound else {
      throw CallbackFault(.notExpected, "provider \(definition.name) makes no callbacks")
    }
    try checkSize(request)
    let evidence = try evidence(request, nowMilliseconds, certificates)
    let proof = try prove(evidence)
    var contents = CallbackContents(
      receipts: [], replies: [], answer: inbound.answer, replayKey: proof.replayKey,
      confirmation: proof.confirmation)
    guard proof.confirmation == nil else { return contents }
    let view = try view(evidence, unwrap: inbound.unwrap)
    let reader = reader(normalise)
    for spec in inbound.receipts { contents.receipts += reader.receipts(spec, view) }
    for spec in inbound.replies { contents.replies += reader.replies(spec, view) }
    contents.mails = inbound.mails.compactMap { Self.mail($0, view, request) }
    guard contents.receipts.count + contents.replies.count <= CallbackLimits.contents else {
      throw CallbackFault(.oversized, "more than \(CallbackLimits.contents) events in one callback")
    }
    return contents
  }

  /// The bytes as they came where it is a part, since a mail may be in any charset.
  private static func mail(_ spec: MailSpec, _ view: WireView, _ request: CallbackRequest)
    -> [UInt8]?
  {
    guard spec.conditions.allSatisfy({ $0.holds(in: view) }) else { return nil }
    for source in spec.raw {
      if case .field(let name) = source.place,
        let part = request.parts?.first(where: { $0.name == name })
      {
        return part.bytes
      }
      if let text = source.text(in: view) { return Array(text.utf8) }
    }
    return nil
  }

  /// It is sent mails, or pictures.
  package var takesLargeCallbacks: Bool {
    channels.contains(.email) || definition.inbound?.isLarge ?? false
  }

  /// Bytes of a body that it may be sent.
  package var callbackBytesMost: Int {
    takesLargeCallbacks ? CallbackLimits.mailBody : CallbackLimits.multipartBody
  }

  private func bytesMost(of request: CallbackRequest) -> Int {
    guard takesLargeCallbacks else {
      return request.isMultipart ? CallbackLimits.multipartBody : CallbackLimits.body
    }
    let isJSON = !request.isMultipart && !Self.isForm(request)
    let isReadFirst = definition.signatures.contains { $0.scheme.readsTheBodyFirst }
    return isJSON && isReadFirst ? CallbackLimits.multipartBody : CallbackLimits.mailBody
  }

  private func checkSize(_ request: CallbackRequest) throws(CallbackFault) {
    let limit = bytesMost(of: request)
    if request.body.count > limit {
      throw CallbackFault(.oversized, "the body has more than \(limit) bytes")
    }
    if request.url.utf8.count > CallbackLimits.url {
      throw CallbackFault(.oversized, "the address has more than \(CallbackLimits.url) bytes")
    }
  }

  private func evidence(
    _ request: CallbackRequest, _ nowMilliseconds: Int64, _ certificates: [String: String]
  ) throws(CallbackFault) -> CallbackEvidence {
    guard let query = WireText.parameters(WireText.query(request.url).utf8),
      let form = Self.form(request), form.count <= CallbackLimits.parameters
    else {
      throw CallbackFault(.oversized, "more than \(CallbackLimits.parameters) parameters")
    }
    return CallbackEvidence(
      request: request, form: form, query: query, nowMilliseconds: nowMilliseconds,
      certificates: certificates)
  }

  private static func form(_ request: CallbackRequest) -> [Parameter]? {
    if let parts = request.parts {
      return parts.map { Parameter(name: $0.name, value: WireText.decoded($0.bytes)) }
    }
    return isForm(request) ? WireText.parameters(request.body) : []
  }

  private static func isForm(_ request: CallbackRequest) -> Bool {
    let type = request.headers.value("Content-Type")?.lowercased() ?? ""
    if type.isEmpty { return request.body.first.map { $0 != 0x7B && $0 != 0x5B } ?? false }
    return type.hasPrefix("application/x-www-form-urlencoded")
  }

  /// By the first signature that fits; where none does, the fault of the one that the request
  /// looks made for.
  private func prove(_ evidence: CallbackEvidence) throws(CallbackFault) -> CallbackProof {
    var first: CallbackFault?
    var likely: CallbackFault?
    for spec in definition.signatures {
      do throws(CallbackFault) {
        return try evidence.judge(by: spec, self)
      } catch {
        first = first ?? error
        if likely == nil, evidence.carries(spec) { likely = error }
      }
    }
    throw likely ?? first ?? CallbackFault(.forged, "the definition names no signature")
  }

  private func view(
    _ evidence: CallbackEvidence, unwrap: JSONPointer?
  ) throws(CallbackFault) -> WireView {
    var view = WireView(
      headers: evidence.request.headers, body: evidence.request.body, form: evidence.form,
      query: evidence.query)
    let type = evidence.request.headers.value("Content-Type")?.lowercased() ?? ""
    if type.hasPrefix("application/json"), view.json == nil, !evidence.request.body.isEmpty {
      throw CallbackFault(.unreadable, "the body says it is JSON and is not")
    }
    if evidence.request.isMultipart, evidence.request.parts == nil {
      throw CallbackFault(.unreadable, "the body says it is multipart and is not")
    }
    if let unwrap, let inside = view.json.flatMap(unwrap.value)?.text,
      let value = JSONValue(bytes: Array(inside.utf8))
    {
      view.json = value
    }
    return view
  }
}

extension Gateway {
  /// What it takes here to count as the provider.
  package var proofInWords: String {
    let schemes = definition.signatures.map(\.scheme)
    if schemes.contains(.none) { return "nothing is asked for, by `signature: {scheme: none}`" }
    return schemes.allSatisfy { $0 == .token || $0 == .basic }
      ? "it has the secret that the provider was given" : "it is signed by the provider"
  }
}

extension CallbackRequest {
  /// Fields as RFC 7578 has them.
  package var isMultipart: Bool {
    headers.value("Content-Type")?.lowercased().hasPrefix("multipart/form-data") ?? false
  }
}

/// Takes receipts and replies out of what a provider sent or answered.
struct CallbackReader {
  let channel: Channel
  let normalise: (String) -> String?
  /// The gateway's own.
  var values = Values(settings: [:])

  func receipts(_ spec: ReceiptSpec, _ view: WireView) -> [Receipt] {
    (view.items(spec.each) ?? []).compactMap { item in
      spec.conditions.allSatisfy { $0.holds(in: item) } ? receipt(spec, item) : nil
    }
  }

  /// Nil where it says nothing new, or does not tell which message it is about.
  func receipt(_ spec: ReceiptSpec, _ view: WireView) -> Receipt? {
    guard let name = spec.state.text(in: view),
      let state = spec.states.first(where: { $0.pattern.matches(name) })?.state
    else { return nil }
    let reference =
      spec.reference.text(in: view) ?? view.query.first { $0.name == "ref" }?.value
    let id = spec.id.text(in: view).map { String($0.prefix(200)) }
    guard id != nil || reference != nil else { return nil }
    let error = spec.error.text(in: view) ?? ""
    let meaning = spec.outcomes.first { meaning in
      (meaning.codes.isEmpty || meaning.codes.contains { $0.matches(error) })
        && meaning.conditions.allSatisfy { $0.holds(in: view) }
    }
    let isFailure = state == .undelivered || state == .failed
    return Receipt(
      providerID: id, reference: reference.flatMap(Self.reference), state: state,
      meaning: isFailure ? meaning?.kind : nil, error: String(error.prefix(80)),
      eventID: spec.event.text(in: view).map { String($0.prefix(200)) })
  }

  /// Ours are 16 lower-case letters and digits; anything else is not.
  private static func reference(_ text: String) -> String? {
    let fits = text.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
    }
    return fits && (1...32).contains(text.utf8.count) ? text : nil
  }

  func replies(_ spec: ReplySpec, _ view: WireView) -> [IncomingReply] {
    (view.items(spec.each) ?? []).compactMap { item in
      spec.conditions.allSatisfy { $0.holds(in: item) } && !isOwn(spec, item)
        ? reply(spec, item) : nil
    }
  }

  /// An echo of what the gateway's own account wrote.
  private func isOwn(_ spec: ReplySpec, _ view: WireView) -> Bool {
    guard let own = spec.own, let found = own.source.text(in: view) else { return false }
    return found == own.account.filled(values)
  }

  /// Nil without a sender. A text may be empty: a picture is an answer too.
  private func reply(_ spec: ReplySpec, _ view: WireView) -> IncomingReply? {
    guard let from = spec.from.text(in: view) else { return nil }
    let text = Self.centreText(spec, view) ?? Self.text(spec, view)
    let sentAt = spec.sentAt.text(in: view).flatMap { Stamp.milliseconds($0, spec.sentForm) }
    return IncomingReply(
      channel: channel,
      providerID: spec.id.text(in: view).map { String($0.prefix(200)) }
        ?? Self.digest(from, text, sentAt, view),
      from: address(from, spec), to: spec.to.text(in: view).map { address($0, spec) }, text: text,
      sentAtMilliseconds: sentAt, inReplyTo: spec.inReplyTo.text(in: view),
      automatic: !spec.automatic.isEmpty && spec.automatic.allSatisfy { $0.holds(in: view) },
      optOutType: spec.optOutType.text(in: view))
  }

  /// By its charset where the provider says that it is escaped in one (RFC 2978 has their names).
  private static func text(_ spec: ReplySpec, _ view: WireView) -> String {
    let text = spec.text.text(in: view) ?? ""
    let coding: Int? =
      switch spec.charset.text(in: view)?.uppercased() {
      case "ISO-8859-1": 3
      case "UTF-16BE": 8
      default: nil
      }
    let octets = PercentEncoding.decoded(text.utf8, plusIsSpace: true)
    return coding.flatMap { CentreText.text(of: octets, coding: $0) } ?? text
  }

  /// Nil where the provider gives no octets, or codes them in a way that is not known here.
  private static func centreText(_ spec: ReplySpec, _ view: WireView) -> String? {
    guard let coding = spec.coding.text(in: view).flatMap(coding),
      let octets = spec.textHex.text(in: view).flatMap(PercentEncoding.octets)
    else { return nil }
    return CentreText.text(of: octets, coding: coding)
  }

  /// `8`, or the octet 8 itself.
  private static func coding(_ text: String) -> Int? {
    if let number = Int(text) { return number }
    let scalars = text.unicodeScalars
    return scalars.count == 1 ? scalars.first.map { Int($0.value) } : nil
  }

  /// Names a reply whose provider gives it no id: a repeat of the callback has the same.
  private static func digest(
    _ from: String, _ text: String, _ sentAt: Int64?, _ view: WireView
  ) -> String {
    let parts = [from, text, sentAt.map { String($0) } ?? view.bodyText]
    let query = view.query.map { $0.name + "=" + $0.value }
    let bytes = Array((parts + query).joined(separator: "\u{1F}").utf8)
    return "sha256-" + Signature.hex(Signature.digest(.sha256, bytes).prefix(16))
  }

  private func address(_ text: String, _ spec: ReplySpec) -> String {
    var address = text
    if let prefix = spec.prefix, address.hasPrefix(prefix) {
      address = String(address.dropFirst(prefix.count))
    }
    switch spec.fromForm {
    case .plain: break
    case .mail: address = MailAddress.address(address)
    case .digits:
      if !address.hasPrefix("+"), address.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        address.utf8.count > 6
      {
        address = "+" + address
      }
    }
    return normalise(address) ?? address
  }
}
