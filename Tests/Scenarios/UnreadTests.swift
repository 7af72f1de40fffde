import CheckIns
import Conducting
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `Replies that wait at a provider` {
  private static func listing(poll: Bool = true) -> GatewayTraits {
    var traits = GatewayTraits(channel: .sms)
    traits.listsReplies = poll
    return traits
  }

  private func unreadSince(_ life: Life) throws -> Instant? {
    try life.world.house().rows.gateways["sms"]?.unreadSince
  }

  @Test func `are asked for since the first of several crashes`() throws {
    let life = try Life(gateways: ["sms": Self.listing()])
    life.passes(.hours(1))
    life.world.step()
    let first = life.world.now
    try life.world.crashes(for: .hours(2))
    life.passes(.minutes(1))
    try life.world.crashes(for: .hours(3))
    #expect(try unreadSince(life) == first)
    try life.world.catchesUp("sms")
    #expect(try unreadSince(life) == nil)
  }

  @Test func `are asked for after the shortest of stops`() throws {
    let life = try Life(gateways: ["sms": Self.listing()])
    life.passes(.hours(1))
    life.world.step()
    let first = life.world.now
    try life.world.crashes(for: .seconds(2))
    #expect(try unreadSince(life) == first)
    #expect(life.events(["was-down"]).isEmpty)
  }

  @Test func `are not all read by who was asked before another outage began`() throws {
    let life = try Life(gateways: ["sms": Self.listing()])
    life.passes(.hours(1))
    life.world.step()
    let first = life.world.now
    try life.world.crashes(for: .hours(2))
    let known = try life.world.outages(of: "sms")
    life.world.sleeps(for: .hours(3))
    life.world.catchesUp("sms", outages: known)
    #expect(try unreadSince(life) == first)
    #expect(try life.world.house().rows.gateways["sms"]?.deafUntil == .distantFuture)
    #expect(life.events(["caught-up", "caught-up-early"]) == ["caught-up-early"])
    try life.world.catchesUp("sms")
    #expect(try unreadSince(life) == nil)
    #expect(try life.world.house().rows.gateways["sms"]?.deafUntil == nil)
  }

  @Test func `are not asked for where nobody can be asked`() throws {
    let life = try Life(gateways: ["sms": Self.listing(poll: false)])
    life.world.step()
    try life.world.crashes(for: .hours(2))
    #expect(try unreadSince(life) == nil)
  }
}
