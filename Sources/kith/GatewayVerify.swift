import ArgumentParser
import Daemon
import Gateways
import Messages
import Timekeeping

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
    let gateway = try options.gateway(name).gateway
    let now: Instant
    do {
      now = try at.map { text throws(TimekeepingFailure) in try Instant(text) } ?? Now.instant
    } catch { throw Failure(OccurrenceText.sentence(error), status: 2) }
    let request = try CapturedRequest.read(StandardInput.read())
    let report = verify(request, gateway.gateway, now)
    switch options.output.format {
    case .json: Output.print(json: report)
    case .text: Output.print(report.text)
    }
  }

  private func verify(_ request: CallbackRequest, _ gateway: Gateway, _ now: Instant)
    -> CallbackReport
  {
    do throws(CallbackFault) {
      let contents = try gateway.read(request.takenApart, nowMilliseconds: now.milliseconds)
      let intake = MailIntake(own: gateway.address) { $0.contains("@") ? $0 : nil }
      return CallbackReport(contents.readingMails(intake))
    } catch {
      return CallbackReport(error)
    }
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

  init(_ contents: CallbackContents) {
    genuine = true
    reason = "it is signed by the provider"
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

  init(_ fault: CallbackFault) {
    genuine = false
    reason = fault.sentence
  }

  var text: String {
    var lines = [genuine ? "Genuine: \(reason)." : "Not genuine: \(reason)."]
    lines += replies.map { "reply \($0.id) from \($0.from): \($0.text)" }
    lines += receipts.map { receipt in
      let name = receipt.id ?? receipt.reference ?? ""
      let error = receipt.error.isEmpty ? "" : " (error \(receipt.error))"
      return "receipt for \(name): \(receipt.state)\(error)"
    }
    return lines.joined(separator: "\n")
  }
}
