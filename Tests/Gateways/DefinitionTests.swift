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
      "telegram", "telnyx", "textbelt", "twilio", "twilio-voice", "twilio-whatsapp", "vonage",
      "vonage-messages", "webhook",
    ]
    #expect(ShippedDefinition.names == promised)
  }
}
