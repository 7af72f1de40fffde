import Gateways
import Messages
import Testing

@Suite struct `A shipped definition` {
  @Test(arguments: ShippedDefinition.names)
  func `is read without a fault`(_ name: String) throws {
    do throws(DefinitionFaults) {
      let definition = try Self.definition(name)
      #expect(definition.name == name)
      #expect(!definition.channels.isEmpty)
    } catch {
      Issue.record("\(error)")
    }
  }

  private static func definition(_ name: String) throws(DefinitionFaults) -> Definition {
    do {
      return try ShippedDefinition.named(name)
    } catch let faults as DefinitionFaults {
      throw faults
    } catch {
      throw DefinitionFaults(faults: [.init(file: name, line: 1, key: "", sentence: "\(error)")])
    }
  }

  @Test func `there is one for each provider that was promised`() {
    let promised = [
      "46elks", "africastalking", "android-sms-gateway", "aws-eum", "aws-sns", "bandwidth", "bird",
      "clickatell", "infobip", "jasmin", "kannel", "mailgun", "matrix", "messagebird", "ntfy",
      "plivo", "postmark", "resend", "sandbox", "sendgrid", "ses", "signal-cli", "sinch", "smtp",
      "telegram", "telegram-webhook", "telnyx", "textbelt", "twilio", "twilio-voice",
      "twilio-whatsapp", "vonage", "vonage-messages", "webhook",
    ]
    #expect(ShippedDefinition.names == promised)
  }

  /// As DESIGN.md, section 4, has it.
  static let contract = """
    provider: twilio
    channels: [sms]
    defaults: {base_url: "https://api.twilio.com"}
    in_doubt: {prompt: hold, notice: resend}
    confirms_opt_out: true
    send:
      method: POST
      url: "{{base_url}}/2010-04-01/Accounts/{{account_sid}}/Messages.json"
      auth: {basic: ["{{account_sid}}", "{{auth_token}}"]}
      form: {To: "{{to}}", From: "{{from}}", MessagingServiceSid: "{{messaging_service_sid}}",
             Body: "{{text}}", StatusCallback: "{{callback_url}}"}
      accepted: {status: [201], id: /sid}
      outcomes:
        - {when: {status: 400, at: /code, in: [21610]}, is: opted_out}
        - {when: {status: 400, at: /code, in: [21211, 21614]}, is: bad_address}
        - {when: {status: 429}, is: slow_down}
    inbound:
      receipt: {when: {field: MessageStatus}, id: MessageSid, state: MessageStatus,
                error: ErrorCode, states: {sent: sent, delivered: delivered, failed: failed},
                outcomes: [{in: [30002, 30034], is: misconfigured}, {in: [21610], is: opted_out}]}
      reply:   {when: {field: Body}, id: MessageSid, from: From, to: To, text: Body}
      answer:  {status: 200, type: text/xml, body: "<Response/>"}
    list:      {url: "{{base_url}}/Messages.json?To={{from}}&DateSent>={{since}}", items: /messages,
                next: /next_page_uri, since_form: date, id: /sid, from: /from, text: /body}
    signature: {scheme: twilio, header: X-Twilio-Signature, secret: "{{auth_token}}"}
    """

  @Test func `may be written as the contract shows it`() throws {
    let definition = try ShippedDefinition.parse(Self.contract)
    #expect(definition.canReceive && definition.givesReceipts && definition.listsReplies)
    let gateway = Gateway(
      name: "main-sms", definition: definition, from: "+15005550006",
      settings: ["account_sid": SettingValue("AC0123"), "auth_token": SettingValue("t")],
      publicURL: "https://checkins.example.org")
    #expect(gateway.faults == [])
    #expect(
      try gateway.listing(sinceMilliseconds: 1_760_000_000_000)?.url
        == "https://api.twilio.com/Messages.json?To=%2B15005550006&DateSent%3E=2025-10-09")
  }
}
