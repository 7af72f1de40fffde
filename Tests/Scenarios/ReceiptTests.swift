import CheckIns
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `A receipt` {
  private func asked(_ gateways: [String: GatewayTraits] = ["a-sms": .proved(.sms)]) throws -> (
    life: Life, ann: Phone
  ) {
    let life = try Life(gateways: gateways)
    let ann = try life.mentee("ann")
    life.passes(.minutes(61))
    ann.receives("checking in")
    return (life, ann)
  }

  /// About the newest message to the phone.
  private func report(
    _ life: Life, _ phone: Phone, _ state: Receipt.State, meaning: Outcome.Kind? = nil,
    error: String = "", gateway: String = "a-sms"
  ) throws {
    let sent = try #require(life.world.delivered.last { $0.message.to == phone.number }?.message)
    life.world.receipt(
      Receipt(
        providerID: "p-\(sent.id.rawValue)-\(sent.attempt)", reference: sent.reference,
        state: state, meaning: meaning, error: error), gateway: gateway)
  }

  @Test func `comes twice and in any order, and the end stays the end`() throws {
    let (life, ann) = try asked()
    for state in [Receipt.State.delivered, .delivered, .sent, .queued, .undelivered, .failed] {
      try report(life, ann, state)
    }
    #expect(life.events(["receipt"]).count == 1)
    #expect(life.events(["lost", "unreached"]).isEmpty)
    #expect(life.events(["receipt-late"]).count == 4)
    life.passes(.minutes(5))
    life.ends()
  }

  @Test(arguments: [[1, 2], [2, 1]])
  func `of a lost part of a text means that nothing was asked`(_ order: [Int]) throws {
    let (life, ann) = try asked()
    let sent = try #require(life.world.delivered.last { $0.message.to == ann.number }?.message)
    for part in order {
      let id = part == 1 ? "p-\(sent.id.rawValue)-1" : "another"
      let state: Receipt.State = part == 1 ? .delivered : .undelivered
      life.world.receipt(
        Receipt(providerID: id, reference: sent.reference, state: state), gateway: "a-sms")
    }
    #expect(life.events(["not-asked"]) == ["not-asked"])
    #expect(life.events(["unreached"]) == ["unreached"])
  }

  @Test func `of a bad address is proved wrong by a reply from there`() throws {
    let (life, ann) = try asked()
    try report(life, ann, .undelivered, meaning: .badAddress)
    life.passes(.hours(24))
    ann.receivesNothing()
    ann.replies("I have my old phone again")
    #expect(life.events(["address-works"]) == ["address-works"])
    life.passes(.hours(24))
    ann.receives("checking in")
  }

  @Test func `that says undelivered is not taken back by a late delivered`() throws {
    let (life, ann) = try asked()
    try report(life, ann, .undelivered, error: "30003")
    try report(life, ann, .delivered)
    #expect(life.events(["unreached"]) == ["unreached"])
    #expect(life.events(["receipt"]).count == 1)
  }

  @Test func `of an undelivered prompt makes it go by the person's other address`() throws {
    let life = try Life(gateways: ["a-sms": .proved(.sms), "mail": .proved(.email)])
    let ann = try life.mentee("ann") {
      $0.addresses.append(.init(channel: .email, text: "ann@example.org"))
    }
    life.passes(.minutes(61))
    ann.receives("checking in")
    try report(life, ann, .undelivered, error: "30003")
    life.passes(.seconds(5))
    #expect(life.world.delivered.last?.message.to == "ann@example.org")
    #expect(life.events(["asked", "not-asked"]) == ["asked", "not-asked", "asked"])
    #expect(life.events(["unreached"]).isEmpty)
  }

  @Test func `that the campaign is not registered stops the gateway; the next one takes over`()
    throws
  {
    let (life, ann) = try asked(["a-sms": .proved(.sms), "b-sms": .proved(.sms)])
    try report(life, ann, .undelivered, meaning: .misconfigured, error: "30034")
    ann.receives("checking in")
    #expect(life.world.delivered.last?.gateway == "b-sms")
    #expect(life.events(["gateway-stopped"]) == ["gateway-stopped"])
    // The first attempt's news is no news any more.
    life.world.receipt(
      Receipt(
        providerID: "p-\(life.world.delivered[0].message.id.rawValue)-1", state: .undelivered,
        meaning: .misconfigured, error: "30034"), gateway: "a-sms")
    life.passes(.minutes(10))
    ann.receivesNothing()
    ann.replies("yes", over: "b-sms")
    ann.receives("Ann")
    life.ends()
  }

  @Test func `that the campaign is not registered is not forgotten because the next was accepted`()
    throws
  {
    let (life, ann) = try asked()
    try report(life, ann, .undelivered, meaning: .misconfigured, error: "30034")
    ann.receivesNothing()
    for number in 1...5 { try life.mentee("p\(number)") { $0.plan = "daily" } }
    life.passes(.minutes(16))
    // One message alone tries it, and is taken: that proves nothing yet.
    ann.receives("checking in")
    life.passes(.minutes(5))
    #expect(life.events(["gateway-works"]).isEmpty)
    try report(life, ann, .delivered)
    #expect(life.events(["gateway-works"]) == ["gateway-works"])
  }

  @Test func `of a nudge that did not arrive skips no step of the ladder`() throws {
    let (life, ann) = try asked()
    life.passes(.hours(3))
    ann.receives("")
    try report(life, ann, .undelivered, error: "30003")
    life.passes(.hours(18))
    #expect(life.events(["nudge"]).count == 1)
    life.passes(.hours(4))
    #expect(life.events(["nudge"]).count == 2)
  }

  @Test func `proves a message in doubt, and one that waits to go again need not`() throws {
    var traits = GatewayTraits.proved(.sms)
    traits.promptInDoubt = .resend
    let life = try Life(gateways: ["a-sms": traits])
    let ann = try life.mentee("ann")
    life.world.providers["a-sms"]?.mood = .losesAnswers
    life.passes(.minutes(60) + .seconds(2))
    ann.receives("checking in")
    life.world.providers["a-sms"]?.mood = .works
    try report(life, ann, .delivered)
    life.passes(.hours(1))
    ann.receivesNothing()
    #expect(life.events(["asked"]) == ["asked"])
  }

  @Test func `of a message nobody knows changes nothing`() throws {
    let (life, ann) = try asked()
    life.world.receipt(Receipt(providerID: "who", state: .undelivered), gateway: "a-sms")
    ann.receivesNothing()
    #expect(life.events(["receipt-unknown"]) == ["receipt-unknown"])
    life.ends()
  }
}
