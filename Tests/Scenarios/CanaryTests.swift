import CheckIns
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `A canary` {
  private let number = "+15005550006"

  /// A gateway that sends to its own number every six hours, and a spare one.
  private func house(to: String? = nil, comesAsReply: Bool = true) throws -> (Life, cor: Phone) {
    var first = GatewayTraits.proved(.sms)
    first.sender = number
    first.canary = Canary(
      to: to ?? number, every: .hours(6), within: .minutes(15), comesAsReply: comesAsReply)
    var spare = GatewayTraits.proved(.sms)
    spare.sender = "+15005550007"
    let life = try Life(gateways: [
      "a-spare": spare, "sms": first, "mail": .proved(.email),
    ])
    return (life, try life.coordinator("cor"))
  }

  private func canaries(_ life: Life) -> [World.Delivery] {
    life.world.delivered.filter { $0.message.text.hasPrefix("Line test ") }
  }

  private func told(_ phone: Phone) -> String {
    var told = ""
    while phone.hasUnread {
      phone.receives("")
      told += phone.last + "\n"
    }
    return told
  }

  @Test func `flies by its own gateway at its own times, and comes back to no inbox`() throws {
    let (life, cor) = try house()
    life.passes(.hours(25))
    #expect(canaries(life).map(\.gateway) == ["sms", "sms", "sms", "sms", "sms"])
    #expect(Set(canaries(life).map(\.message.to)) == [number])
    #expect(life.events(["canary-back"]).count == 5)
    #expect(life.events(["reply", "unknown-sender", "gateway-doubted"]).isEmpty)
    cor.receivesNothing()
    life.ends()
  }

  @Test func `that stays away puts its road in doubt, and heals it when it comes`() throws {
    let (life, cor) = try house()
    life.passes(.hours(1))
    life.world.providers["sms"]?.bringsBack = false
    life.passes(.hours(5) + .minutes(14))
    #expect(life.events(["gateway-doubted"]).isEmpty)
    life.passes(.minutes(2))
    let doubts = life.world.ledger.filter { $0.event == "gateway-doubted" }
    #expect(doubts.map { $0.detail.prefix(13) } == ["sms no-canary"])
    life.passes(.minutes(5))
    #expect(told(cor).contains("has not come back"))
    life.world.providers["sms"]?.bringsBack = true
    life.passes(.hours(6))
    #expect(life.events(["gateway-works"]) == ["gateway-works"])
    #expect(told(cor).contains("sms works again"))
    life.ends()
  }

  @Test func `is owed over a restart`() throws {
    let (life, _) = try house()
    life.passes(.hours(1))
    life.world.providers["sms"]?.bringsBack = false
    life.passes(.hours(5) + .minutes(1))
    try life.world.crashes()
    #expect(canaries(life).count == 2)
    life.passes(.minutes(15))
    #expect(life.events(["gateway-doubted"]) == ["gateway-doubted"])
    life.passes(.hours(6))
    #expect(canaries(life).count == 3)
  }

  @Test func `that may have come while nobody was there is sent again, and puts nothing in doubt`()
    throws
  {
    let (life, _) = try house()
    life.passes(.hours(1))
    life.world.providers["sms"]?.bringsBack = false
    life.passes(.hours(5) + .minutes(2))
    life.world.providers["sms"]?.bringsBack = true
    try life.world.crashes(for: .hours(1))
    life.passes(.minutes(30))
    #expect(life.events(["gateway-doubted"]).isEmpty)
    #expect(life.events(["canary-back"]).count == 2)
  }

  @Test func `to a number without a way back is proved by its receipt`() throws {
    let (life, _) = try house(to: "+15005550099", comesAsReply: false)
    let wanted: Set<String> = ["gateway-doubted", "gateway-works", "canary-back"]
    life.passes(.hours(1))
    #expect(life.events(wanted) == ["gateway-doubted"])
    life.world.providers["sms"]?.receipts = [.sent, .delivered]
    life.passes(.hours(6))
    #expect(life.events(wanted) == ["gateway-doubted", "canary-back", "gateway-works"])
  }

  @Test func `never goes to a person`() throws {
    let (life, cor) = try house(to: "+15005551002")
    let ann = try life.mentee("ann")
    #expect(ann.number == "+15005551002")
    life.world.reloads { $0.gateways["sms"]?.canary?.every = .hours(5) }
    life.passes(.minutes(30))
    let before = canaries(life).count
    life.passes(.hours(5))
    #expect(canaries(life).count == before)
    #expect(life.events(["canary-refused"]).isEmpty == false)
    #expect(told(cor).contains("is a person's"))
  }

  @Test func `quoted by a person is still that person's word`() throws {
    let (life, _) = try house()
    let ann = try life.mentee("ann")
    life.passes(.minutes(1))
    ann.replies(canaries(life)[0].message.text)
    ann.replies("I want to kill myself. " + canaries(life)[0].message.text)
    #expect(life.events(["reply"]).count == 2)
    #expect(life.events(["alert-opened"]).isEmpty == false)
  }

  @Test func `that is taken out of the configuration leaves no doubt behind`() throws {
    let (life, _) = try house()
    life.passes(.hours(1))
    life.world.providers["sms"]?.bringsBack = false
    life.passes(.hours(5) + .minutes(20))
    #expect(life.events(["gateway-doubted"]) == ["gateway-doubted"])
    life.world.reloads { $0.gateways["sms"]?.canary = nil }
    life.passes(.minutes(1))
    #expect(life.events(["gateway-works"]) == ["gateway-works"])
    life.passes(.hours(7))
    #expect(canaries(life).count == 2)
  }

  @Test(arguments: [
    ("Line test 0123456789abcdef", true),
    ("Sent from your trial account - Line test 0123456789abcdef", true),
    ("Line test 0123456789abcdef.", false),
    ("Line test 0123456789ABCDEF", false),
    ("Line test", false),
    ("", false),
  ])
  func `is known by its text alone`(_ text: String, isOne: Bool) {
    #expect((Canary.reference(in: text) != nil) == isOne)
  }
}
