import ArgumentParser
import Daemon
import Gateways
import Messages
import Timekeeping

/// `kith gateway request GATEWAY --to A --text T`
struct GatewayRequest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "request", abstract: "The request that would be made, with its secrets masked.")

  @OptionGroup var options: ConfigurationOptions
  @Argument(help: "The gateway's name in kith.yaml.") var name: String
  @Option(help: "A telephone number, mail or chat address.") var to: String
  @Option(help: "What the message says.") var text: String
  @Option(help: "A mail's subject.") var subject: String?

  func run() async throws {
    let (gateway, settings) = try options.gateway(name)
    let message = OutgoingMessage(
      id: MessageID(1), attempt: 1, channel: gateway.channel,
      to: try address(gateway, country: settings.country), text: text,
      subject: subject ?? (gateway.channel == .email ? settings.senderName : nil),
      reference: "0000000000000000")
    let request: WireRequest
    do {
      request = try gateway.gateway.maskedRequest(
        for: message, nowMilliseconds: Now.instant.milliseconds)
    } catch { throw Failure(error.sentence) }
    let printed = PrintedRequest(request)
    switch options.output.format {
    case .json: Output.print(json: printed)
    case .text: Output.print(printed.text)
    }
  }

  private func address(_ gateway: ConfiguredGateway, country: String) throws -> String {
    let chats = [gateway.gateway.definition.address].compactMap(\.self)
    do {
      return try Address.normalise(to, channel: gateway.channel, country: country, chats: chats)
    } catch { throw Failure("The \(error.sentence).") }
  }
}

/// A request in a form to look at.
struct PrintedRequest: Encodable {
  struct Field: Encodable {
    var name: String
    var value: String
  }

  var `protocol`: String
  var method: String?
  var url: String?
  var headers: [Field] = []
  var body: String

  init(_ request: WireRequest) {
    switch request {
    case .http(let request):
      `protocol` = "http"
      method = request.method
      url = request.url
      headers = request.headers.map { Field(name: $0.name, value: $0.value) }
      body = String(decoding: request.body, as: UTF8.self)
      if let aws = request.awsSigV4 {
        headers.append(
          Field(name: "Authorization", value: "AWS4-HMAC-SHA256 (\(aws.service), \(aws.region))"))
      }
    case .smtp(let request):
      `protocol` = "smtp"
      url = request.url
      headers = [
        Field(
          name: "From", value: request.fromName.map { "\($0) <\(request.from)>" } ?? request.from),
        Field(name: "To", value: request.message.to),
        Field(name: "Subject", value: request.message.subject ?? ""),
      ]
      if let address = request.answersTo { headers.append(Field(name: "Reply-To", value: address)) }
      body = request.message.text
    case .sandbox(let message):
      `protocol` = "sandbox"
      headers = [Field(name: "To", value: message.to)]
      body = message.text
    }
  }

  var text: String {
    let first = [method, url].compactMap(\.self).joined(separator: " ")
    let lines = (first.isEmpty ? [] : [first]) + headers.map { "\($0.name): \($0.value)" }
    return lines.joined(separator: "\n") + "\n\n" + body
  }
}
