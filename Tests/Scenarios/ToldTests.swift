import CheckIns
import Messages
import Simulation
import Testing
import Timekeeping

/// What a careful reading of the rules found; each would have left somebody unheard, or told a
/// mentor what was not so.
@Suite struct `Somebody who is to be told` {
  /// Ben and Cat are Ann's mentors, in this order; Cor coordinates.
  private func circle(
    ben quiet: String? = nil, gateways: [String: GatewayTraits] = ["sms": .proved(.sms)]
  ) throws -> (life: Life, ann: Phone, ben: Phone, cat: Phone, cor: Phone) {
    let life = try Life(gateways: gateways)
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben", quiet: quiet)
    let cat = try life.mentor("cat")
    let ann = try life.mentee("ann", mentors: [ben, cat])
    return (life, ann, ben, cat, cor)
  }

  private func pass(_ life: Life, untilNotices count: Int) {
    for _ in 0..<200 where life.events(["notice"]).count < count { life.passes(.minutes(20)) }
  }

  @Test(arguments: ["STOP", "Wrong number"])
  func `and says stop first leaves it to the next, at once`(word: String) throws {
    let (life, ann, ben, cat, cor) = try circle(ben: "07:00-22:00")
    ann.replies("TALK")
    ann.receives("")
    life.passes(.minutes(1))
    ben.receivesNothing()
    ben.replies(word)
    ben.receives("")
    if word != "STOP" { cor.receives("Ben") }
    life.passes(.minutes(1))
    cat.receives("Ann")
    life.ends()
  }

  @Test func `and cannot does not undo that another will`() throws {
    let (life, ann, ben, cat, cor) = try circle()
    pass(life, untilNotices: 2)
    ben.receives("A1")
    cat.receives("A1")
    ben.replies("A1")
    ben.receives("")
    cat.replies("N1")
    cat.receives("")
    life.passes(.hours(3))
    cor.receivesNothing()
    #expect(life.events(["handed-back"]).isEmpty)
    #expect(try life.world.house().rows.alerts.sorted.map(\.state) == [.acknowledged])
    while ann.hasUnread { ann.receives("") }
    life.ends()
  }

  @Test func `of a silence hears when it turns out that nobody was asked`() throws {
    let (life, ann, ben, cat, cor) = try circle()
    life.passes(.minutes(61))
    let prompt = try #require(life.world.delivered.last?.message)
    pass(life, untilNotices: 1)
    ben.receives("Ann", "A1")
    life.world.receipt(
      Receipt(
        providerID: "p-\(prompt.id.rawValue)-1", reference: prompt.reference, state: .undelivered,
        error: "30003"), gateway: "sms")
    life.passes(.minutes(1))
    ben.receives("not getting through", "no silence")
    life.passes(.hours(12))
    #expect(life.events(["notice"]).count == 3, "Ben of the silence, then both of our fault")
    #expect(life.events(["unreached"]) == ["unreached"])
    while ann.hasUnread { ann.receives("") }
    while cor.hasUnread { cor.receives("kith status") }
    while cat.hasUnread { cat.receives("not getting through") }
    #expect(life.world.failures.isEmpty)
  }

  @Test func `hears nothing of somebody who said stop and whose other address is dead`() throws {
    let life = try Life(gateways: ["sms": .proved(.sms), "mail": .proved(.email)])
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben]) {
      $0.addresses.append(.init(channel: .email, text: "ann@example.org"))
    }
    try life.damages("UPDATE contact SET bad_since = 1 WHERE channel = 'email'")
    ann.replies("STOP")
    ann.receives("START")
    life.passes(.days(4))
    #expect(life.events(["unreached", "missed"]).isEmpty)
    cor.receivesNothing()
    ben.receivesNothing()
    life.ends()
  }
}
