import CheckIns
import Messages
import Simulation
import Testing
import Timekeeping

/// A gateway whose answer got lost, or a daemon that died before it came.
@Suite struct `A prompt in doubt` {
  private func asked(_ traits: (inout GatewayTraits) -> Void = { $0.answersStatus = true }) throws
    -> (life: Life, ann: Phone)
  {
    var sms = GatewayTraits.proved(.sms)
    traits(&sms)
    let life = try Life(gateways: ["sms": sms])
    life.world.providers["sms"]?.answersStatus = sms.answersStatus
    return (life, try life.mentee("ann"))
  }

  @Test func `that its provider has is asked, and not sent again`() throws {
    let (life, ann) = try asked()
    life.world.providers["sms"]?.mood = .losesAnswers
    life.passes(.minutes(62))
    ann.receives("Ann")
    #expect(life.events(["in_doubt", "looked-up", "asked"]) == ["in_doubt", "looked-up", "asked"])
    life.world.providers["sms"]?.mood = .works
    ann.replies("yes")
    ann.receives("Ann")
    life.passes(.hours(20))
    life.ends()
  }

  @Test func `that its provider never got is sent again, once that is certain`() throws {
    let (life, ann) = try asked()
    life.world.providers["sms"]?.mood = .swallows
    life.passes(.minutes(60) + .seconds(30))
    life.world.providers["sms"]?.mood = .works
    ann.receivesNothing()
    life.passes(.minutes(3))
    ann.receives("Ann")
    #expect(life.events(["never-arrived", "asked"]) == ["never-arrived", "asked"])
    life.passes(.hours(2))
    life.ends()
  }

  @Test(arguments: [Provider.Mood.works, .swallows])
  func `after a crash is settled by its provider, and reaches the phone once`(
    _ mood: Provider.Mood
  ) throws {
    let (life, ann) = try asked()
    life.world.providers["sms"]?.mood = mood
    life.passes(.minutes(60))
    try life.world.crashes(for: .minutes(1))
    life.world.providers["sms"]?.mood = .works
    life.passes(.minutes(5))
    ann.receives("Ann")
    #expect(life.events(["asked"]) == ["asked"])
    life.passes(.hours(2))
    life.ends()
  }

  @Test func `that nobody can be asked about is held, and nobody is blamed`() throws {
    let (life, ann) = try asked { $0.answersStatus = false }
    life.world.providers["sms"]?.mood = .swallows
    life.passes(.hours(10))
    ann.receivesNothing()
    #expect(life.events(["missed", "unreached"]) == ["unreached"])
    life.ends()
  }

  @Test func `keeps its end over a restart`() throws {
    let (life, _) = try asked { $0.answersStatus = false }
    life.world.providers["sms"]?.mood = .swallows
    life.passes(.minutes(61))
    try life.world.crashes()
    life.passes(.minutes(28))
    #expect(life.events(["unreached"]).isEmpty)
    life.passes(.minutes(3))
    #expect(life.events(["unreached"]) == ["unreached"])
  }
}
