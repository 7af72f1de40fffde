import Gateways
import Testing

@Suite struct `A faulty definition` {
  struct Slip: Sendable, CustomTestStringConvertible {
    var yaml: String
    var fault: String
    var testDescription: String { fault }
  }

  static let smallest = """
    provider: x
    channels: [sms]
    send:
      url: "https://x.example.org/send"
      form: {to: "{{to}}", text: "{{text}}"}

    """

  @Test func `is none when it says the least that works`() throws {
    let definition = try ShippedDefinition.parse(Self.smallest)
    #expect(!definition.canReceive)
    #expect(!definition.givesReceipts)
    #expect(definition.inDoubtPrompt == .hold)
    #expect(definition.inDoubtNotice == .resend)
  }

  @Test func `is one that leaves out what the message says`() {
    let yaml = Self.smallest.split(separator: ", text")[0] + "}\n"
    #expect {
      try ShippedDefinition.parse(String(yaml))
    } throws: { error in
      "\(error)".contains("test.yaml:4: send: expected {{text}} in it")
    }
  }

  static let slips = [
    Slip(
      yaml: "  accepted: {status: [200, 2000]}",
      fault:
        "test.yaml:6: send.accepted.status: expected statuses from 100 to 599, as 201 or 4xx, found"
    ),
    Slip(
      yaml: "  outcomes: [{when: {status: 6xx}, is: refused}]",
      fault: "test.yaml:6: send.outcomes.1.when.status: expected statuses from 100 to 599"),
    Slip(
      yaml: "address: {example: \"1\", number: yes}",
      fault: "test.yaml:6: address: expected it with one channel that is a messenger's, as "),
    Slip(
      yaml: "colour: red", fault: "test.yaml:6: colour: unknown key `colour`; expected one of: "),
    Slip(
      yaml: "  accepted: {id: sid}",
      fault:
        "test.yaml:6: send.accepted.id: expected a JSON pointer like /sid (RFC 6901), found `sid`"),
    Slip(
      yaml: "  accepted: {id: /a~2b}",
      fault:
        "test.yaml:6: send.accepted.id: expected a JSON pointer like /sid (RFC 6901), found `/a~2b`"
    ),
    Slip(
      yaml: "  outcomes: [{when: {status: 429}, is: slow}]",
      fault: "test.yaml:6: send.outcomes.1.is: expected one of: accepted, slow_down, try_again, "),
    Slip(
      yaml: "  outcomes: {when: {status: 429}, is: slow_down}",
      fault: "test.yaml:6: send.outcomes: expected a list of rules like "),
    Slip(
      yaml: "  query: {a: \"{{To}}\"}",
      fault: "test.yaml:6: send.query.a: expected placeholders like {{to}}"),
    Slip(
      yaml: "  json: {a: b}", fault: "test.yaml:4: send: expected one body: form, json or text"),
    Slip(
      yaml: "  auth: {basic: [\"{{user}}\"]}",
      fault: "test.yaml:6: send.auth.basic: expected a list of two: user and password"),
    Slip(
      yaml: "  max_characters: many",
      fault:
        "test.yaml:6: send.max_characters: expected a whole number from 1 to 1000000, found"),
    Slip(
      yaml: "inbound: {reply: {from: From, text: Body, text_hex: Hex}}",
      fault: "test.yaml:6: inbound.reply: `text_hex` and `coding` belong together"),
    Slip(
      yaml: "inbound: {reply: {from: From, text: Body}}",
      fault: "test.yaml:6: inbound: callbacks need a `signature`"),
    Slip(
      yaml: "signature: {scheme: rot13}",
      fault: "test.yaml:6: signature.scheme: expected one of: none, basic, token, hmac, "),
    Slip(
      yaml: "signature: {scheme: hmac, over: [timestamp, body], header: X, secret: \"{{s}}\"}",
      fault: "test.yaml:6: signature: the key `timestamp` (the header it stands in) is missing"),
    Slip(
      yaml: "signature: {scheme: sns}",
      fault: "test.yaml:6: signature: the key `topic` is missing: anybody can own an SNS topic"),
    Slip(
      yaml: "confirms_opt_out: maybe",
      fault: "test.yaml:6: confirms_opt_out: expected true or false, found `maybe`"),
  ]

  @Test(arguments: slips)
  func `says file, line, key and what was expected`(_ slip: Slip) throws {
    #expect(throws: DefinitionFaults.self) {
      do {
        _ = try ShippedDefinition.parse(Self.smallest + slip.yaml)
      } catch let faults as DefinitionFaults {
        #expect(faults.faults.contains { $0.description.hasPrefix(slip.fault) }, "\(faults)")
        throw faults
      }
    }
  }

  @Test func `tells all its faults together, in the order of the file`() {
    let yaml = """
      provider: x
      channels: [sms, pigeon]
      send:
        accepted: {status: [200], id: sid}
        outcomes: [{when: {status: 429}}]
      confirms_opt_out: 7
      """
    do {
      _ = try ShippedDefinition.parse(yaml)
      Issue.record("it was taken")
    } catch let faults as DefinitionFaults {
      #expect(faults.faults.map(\.line) == [2, 4, 4, 5, 6])
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test(arguments: ["[]", "x", "{}", "provider: {}", "send: []", "provider: x\nsend: 3"])
  func `never traps`(_ yaml: String) {
    #expect(throws: DefinitionFaults.self) { try ShippedDefinition.parse(yaml) }
  }
}
