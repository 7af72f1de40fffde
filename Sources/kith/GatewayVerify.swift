import ArgumentParser
import Daemon
import Gateways
import Messages
import Timekeeping
import Transport
import WebServer

/// `kith gateway verify GATEWAY < request.http`
struct GatewayVerify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Is this callback genuine, and what does it say?",
    discussion: """
      Standard input is an HTTP/1.1 request: a request line with the absolute URL, headers, an \
      empty line, the body.
      """)

  @OptionGroup var options: ConfigurationOptions
  @Argument(help: "The gateway's name in kith.yaml.") var name: String
  @Option(help: "When it came, in RFC 3339, for age limits (default: now).") var at: String?

  func run() async throws {
    let (gateway, settings) = try options.gateway(name)
    let now: Instant
    do {
      now = try at.map { text throws(TimekeepingFailure) in try Instant(text) } ?? Now.instant
    } catch { throw Failure(OccurrenceText.sentence(error), status: 2) }
    let request = try CapturedRequest.read(StandardInput.read())
    var report = await verify(request, gateway.gateway, now)
    let known = request.known(as: settings.publicURL)
    if report.genuine, known.url != request.url {
      let asDaemon = await verify(known, gateway.gateway, now)
      if !asDaemon.genuine { report.reason += Self.elsewhere(request.url, settings.publicURL) }
    }
    switch options.output.format {
    case .json: Output.print(json: report)
    case .text: Output.print(report.text)
    }
  }

  /// The daemon judges every callback as sent to the address it is known under.
  private static func elsewhere(_ url: String, _ publicURL: String) -> String {
    ", but for \(url); public_url says \(publicURL), so the daemon refuses it"
  }

  private func verify(
    _ request: CallbackRequest, _ gateway: Gateway, _ now: Instant
  ) async -> CallbackReport {
    var certificates: [String: String] = [:]
    while true {
      do throws(CallbackFault) {
        let contents = try gateway.read(
          request.takenApart, nowMilliseconds: now.milliseconds, certificates: certificates)
        let intake = MailIntake(own: gateway.address) { $0.contains("@") ? $0 : nil }
        return CallbackReport(contents.readingMails(intake), proof: gateway.proofInWords)
      } catch {
        guard case .needsCertificate(let url) = error.kind else {
          return CallbackReport(
            explained(error, request, gateway, now), proof: gateway.proofInWords)
        }
        guard let certificate = await Certificate.fetch(url) else {
          return CallbackReport(
            CallbackFault(error.kind, "the certificate at \(url) could not be fetched"),
            proof: gateway.proofInWords)
        }
        certificates[url] = certificate
      }
    }
  }

  /// Editors end a file with a line end that nobody signed; that is said, and no more: the daemon
  /// takes a body as it comes.
  private func explained(
    _ fault: CallbackFault, _ request: CallbackRequest, _ gateway: Gateway, _ now: Instant
  ) -> CallbackFault {
    var shorter = request
    while let last = shorter.body.last, last == 0x0A || last == 0x0D { shorter.body.removeLast() }
    guard fault.kind == .forged, shorter.body.count < request.body.count,
      (try? gateway.read(shorter, nowMilliseconds: now.milliseconds)) != nil
    else { return fault }
    return CallbackFault(
      .forged, "a line end follows the body, which was signed without it; take it off the file")
  }
}

extension CallbackRequest {
  /// The same request at the same path below `publicURL`.
  fileprivate func known(as publicURL: String) -> CallbackRequest {
    let afterScheme = url.firstRange(of: "://")?.upperBound ?? url.startIndex
    let path = url[afterScheme...].firstIndex { "/?".contains($0) } ?? url.endIndex
    let target = url[path...]
    return CallbackRequest(
      method: method,
      url: PublicURL(publicURL).absolute(target.hasPrefix("/") ? String(target) : "/" + target),
      headers: headers, body: body)
  }
}

/// The certificate that an SNS message names, whose address has been checked to be Amazon's.
private enum Certificate {
  static func fetch(_ url: String) async -> String? {
    let (answers, continuation) = AsyncStream.makeStream(of: Completion.self)
    let transport = try? Transport { completions in
      for completion in completions { continuation.yield(completion) }
    }
    transport?.submit(.http(HTTPRequest(method: "GET", url: url)), ticket: 1)
    guard transport != nil else { return nil }
    for await answer in answers {
      await transport?.shutdown(within: .zero)
      guard case .response(let response) = answer.result, response.status == 200 else { return nil }
      return String(decoding: response.body, as: UTF8.self)
    }
    return nil
  }
}

/// `{"genuine":true|false,"reason":"…","replies":[…],"receipts":[…]}`
struct CallbackReport: Encodable {
  struct ReplyLine: Encodable {
    var id: String
    var channel: String
    var from: String
    var to: String?
    var text: String
    var automatic: Bool
    var sentAt: String?
    enum CodingKeys: String, CodingKey {
      case id, channel, from, to, text, automatic
      case sentAt = "sent_at"
    }
  }
  struct ReceiptLine: Encodable {
    var id: String?
    var reference: String?
    var state: String
    /// What its error means for the message: an outcome.
    var meaning: String?
    var error: String
  }

  var genuine: Bool
  var reason: String
  var replies: [ReplyLine] = []
  var receipts: [ReceiptLine] = []

  init(_ contents: CallbackContents, proof: String) {
    genuine = true
    reason = proof
    replies = contents.replies.map { reply in
      ReplyLine(
        id: reply.providerID, channel: reply.channel.rawValue, from: reply.from, to: reply.to,
        text: reply.text, automatic: reply.automatic,
        sentAt: reply.sentAtMilliseconds.map { Instant(milliseconds: $0).description })
    }
    receipts = contents.receipts.map { receipt in
      ReceiptLine(
        id: receipt.providerID, reference: receipt.reference, state: receipt.state.rawValue,
        meaning: receipt.meaning?.rawValue, error: receipt.error)
    }
  }

  init(_ fault: CallbackFault, proof: String) {
    genuine = fault.kind == .unreadable
    reason = genuine ? proof + ", but " + fault.sentence : fault.sentence
  }

  var text: String {
    var lines = [genuine ? "Genuine: \(reason)." : "Not genuine: \(reason)."]
    lines += replies.map { "reply \($0.id) from \($0.from): \($0.text)" }
    lines += receipts.map { receipt in
      let name = receipt.id ?? receipt.reference ?? ""
      let error = receipt.error.isEmpty ? "" : " (error \(receipt.error))"
      return "receipt for \(name): \(receipt.state)\(error)"
    }
    if genuine, replies.isEmpty, receipts.isEmpty {
      lines.append("It has no reply and no receipt by what `inbound` of the definition says.")
    }
    return lines.joined(separator: "\n")
  }
}
