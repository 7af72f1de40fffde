import CheckIns
import Control
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `A gateway's budget` {
  /// Ann is asked daily over a gateway that may send so much a month; Cor is told.
  private func house(
    _ budget: Int, spare: GatewayTraits? = nil, mail: Bool = false
  ) throws -> (life: Life, ann: Phone, cor: Phone) {
    var sms = GatewayTraits.proved(.sms)
    sms.budget = budget
    var gateways = ["sms": sms]
    gateways["spare"] = spare
    if mail { gateways["mail"] = .proved(.email) }
    let life = try Life(gateways: gateways)
    let cor = try life.coordinator("cor")
    let ann = try life.mentee("ann") {
      if mail { $0.addresses.append(.init(channel: .email, text: "ann@example.org")) }
    }
    return (life, ann, cor)
  }

  @Test func `is warned of, and stops check-ins at its end, but neither answers nor a crisis`()
    throws
  {
    let (life, ann, cor) = try house(5)
    life.passes(.minutes(61))
    for day in 1...6 {
      if ann.hasUnread { ann.receives("checking in") }
      if day == 1 {
        ann.replies("yes")
        ann.receives("Ann")
      }
      ann.replies("all is well")
      while ann.hasUnread { ann.receives("") }
      life.passes(.hours(24))
    }
    cor.receives("four fifths")
    cor.receives("used up its budget")
    #expect(!life.events(["skipped"]).isEmpty)
    #expect(life.events(["missed", "unreached"]).isEmpty)
    ann.replies("I want to kill myself")
    ann.receives("988")
    cor.receives("Ann")
  }

  @Test func `that is spent sends check-ins by the next gateway of the route`() throws {
    let (life, ann, _) = try house(1, spare: .proved(.sms))
    life.passes(.hours(50))
    let ways = life.world.delivered.filter { $0.message.to == ann.number }.map(\.gateway)
    #expect(ways.first == "sms")
    #expect(ways.dropFirst().allSatisfy { $0 == "spare" })
    #expect(ways.count > 2)
  }

  @Test func `that is spent sends check-ins by mail to who has an address`() throws {
    let (life, _, _) = try house(1, mail: true)
    life.passes(.hours(26))
    let mail = life.world.delivered.filter { $0.gateway == "mail" }
    #expect(!mail.isEmpty)
    #expect(mail.allSatisfy { $0.message.subject != nil && $0.message.to == "ann@example.org" })
  }

  @Test func `begins anew with the month`() throws {
    let life = try Life(start: "2026-03-30T12:00:00Z", gateways: ["sms": limited(1)])
    let ann = try life.mentee("ann")
    life.passes(.hours(2))
    ann.receives("checking in")
    ann.replies("fine")
    while ann.hasUnread { ann.receives("") }
    life.passes(.hours(24))
    ann.receivesNothing()
    life.passes(.hours(24))
    ann.receives("checking in")
  }

  private func limited(_ budget: Int) -> GatewayTraits {
    var sms = GatewayTraits.proved(.sms)
    sms.budget = budget
    return sms
  }

  @Test func `counts nothing that its gateway would not take`() throws {
    let (life, ann, _) = try house(2)
    life.world.providers["sms"]?.mood = .answers(.slowDown)
    life.passes(.minutes(70))
    #expect(life.events(["slow_down"]).count > 2)
    life.world.providers["sms"]?.mood = .works
    life.passes(.minutes(5))
    ann.receives("checking in")
    guard case .success(.status(let status)) = try life.world.ask(.status) else {
      Issue.record("expected a status")
      return
    }
    #expect(status.gateways.first?.segments == 1)
  }

  @Test func `is in kith status`() throws {
    let (life, _, _) = try house(1)
    life.passes(.hours(26))
    guard case .success(.status(let status)) = try life.world.ask(.status) else {
      Issue.record("expected a status")
      return
    }
    #expect(status.gateways.first?.budget == 1)
    #expect((status.gateways.first?.segments ?? 0) >= 1)
    #expect(status.problems.contains { $0.contains("of 1 texts this month") })
  }
}
