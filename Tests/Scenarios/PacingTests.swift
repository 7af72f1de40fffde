import CheckIns
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `A rate` {
  /// So many people who are asked at nine, over one gateway at this pace.
  private func house(of people: Int, _ pace: Pace, gateways: Int = 1) throws -> Life {
    var gateway = GatewayTraits.proved(.sms)
    gateway.pace = pace
    gateway.sender = "+15005550006"
    var all: [String: GatewayTraits] = ["sms": gateway]
    for number in 1..<max(gateways, 1) { all["spare-\(number)"] = gateway }
    let life = try Life(gateways: all)
    for number in 1...people { try life.mentee("p\(number)") }
    return life
  }

  private func times(_ life: Life) -> [Instant] { life.world.delivered.map(\.at) }

  @Test(arguments: [
    (Pace(count: 2, per: .seconds(1)), 500), (Pace(count: 30, per: .minutes(1)), 2000),
    (Pace(count: 50, per: .seconds(1)), 20),
  ])
  func `lets no more leave than it says, and all of them in the end`(_ pace: Pace, _ apart: Int)
    throws
  {
    let life = try house(of: 12, pace)
    life.passes(.minutes(62))
    let times = times(life)
    #expect(times.count == 12)
    // A tenth of a second's worth may come at once.
    let atOnce = max(1, 100 / apart)
    for (first, later) in zip(times, times.dropFirst(atOnce)) {
      #expect((later - first).milliseconds >= Int64(apart))
    }
    #expect((try #require(times.last) - times[0]).milliseconds <= Int64(apart * 11 + 100))
  }

  @Test func `wakes for the next message and never in between`() throws {
    let life = try house(of: 5, Pace(count: 1, per: .minutes(1)))
    life.passes(.minutes(60))
    var turns = 0
    for _ in 0..<240 {
      let before = life.world.turns
      life.passes(.seconds(1))
      turns += life.world.turns - before
    }
    #expect(times(life).count == 5)
    // One to send each, one for each outcome, and little else.
    #expect(turns < 20)
  }

  @Test func `holds no call for help back`() throws {
    let life = try house(of: 6, Pace(count: 1, per: .hours(1)))
    let cor = try life.coordinator("cor")
    let ann = try life.mentee("ann")
    life.passes(.minutes(61))
    ann.replies("I want to kill myself")
    life.passes(.seconds(5))
    ann.receives("988")
    cor.receives("Ann")
  }

  @Test func `of a sender is shared by the gateways that send under it`() throws {
    var gateway = GatewayTraits.proved(.sms)
    gateway.sender = "+15005550006"
    let mail = GatewayTraits.proved(.email)
    var voice = gateway
    voice.channel = .voice
    let life = try Life(gateways: ["sms": gateway, "voice": voice, "mail": mail]) {
      $0.senderPaces = ["+15005550006": Pace(count: 1, per: .minutes(1))]
    }
    for number in 1...3 {
      try life.mentee("p\(number)")
      try life.mentee("v\(number)") { $0.addresses[0].channel = .voice }
      try life.mentee("m\(number)") {
        $0.addresses = [.init(channel: .email, text: "m\(number)@example.org")]
      }
    }
    life.passes(.minutes(60) + .seconds(1))
    #expect(life.world.delivered.filter { $0.gateway == "mail" }.count == 3)
    #expect(life.world.delivered.filter { $0.gateway != "mail" }.count == 1)
    life.passes(.minutes(5))
    #expect(life.world.delivered.filter { $0.gateway != "mail" }.count == 6)
  }
}

@Suite struct `A provider that says slow down` {
  @Test func `is left alone as long as it asks, then bears half as much at once`() throws {
    let life = try Life()
    for number in 1...20 { try life.mentee("p\(number)") }
    life.world.providers["sms"]?.bears = 4
    life.passes(.minutes(60) + .seconds(20))
    let first = life.world.delivered.count
    #expect(first == 4)
    life.passes(.minutes(5))
    #expect(life.world.delivered.count == 20)
    // The first burst met the limit; afterwards it is hardly met any more.
    #expect(life.events(["slow_down"]).count < 16 + 12)
  }
}
