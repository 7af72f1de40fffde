import CheckIns
import Control
import Messages
import Simulation
import Testing
import Timekeeping

/// What Tests/Roads/faults.py shows of one attempt, over the hours that follow.
@Suite struct `A gateway at fault` {
  /// Ann's check-in is at nine; two gateways, the first in the given mood.
  private func asked(
    _ mood: Provider.Mood, spare: Bool
  ) throws -> (life: Life, ann: Phone, ben: Phone, cor: Phone) {
    let gateways: [String: GatewayTraits] =
      spare ? ["sms": .proved(.sms), "spare": .proved(.sms)] : ["sms": .proved(.sms)]
    let life = try Life(gateways: gateways)
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.world.providers["sms"]?.mood = mood
    return (life, ann, ben, cor)
  }

  @Test func `that answers 500 for an hour delays the check-in and alarms nobody`() throws {
    let (life, ann, ben, _) = try asked(.answers(.tryAgain), spare: false)
    life.passes(.hours(2))
    ann.receivesNothing()
    life.world.providers["sms"]?.mood = .works
    life.passes(.minutes(20))
    ann.receives("Ann")
    life.passes(.hours(2))
    #expect(!ben.hasUnread)
    #expect(life.events(["missed"]).isEmpty)
  }

  @Test func `that answers 500 is passed over for the spare one`() throws {
    let (life, ann, _, _) = try asked(.answers(.tryAgain), spare: true)
    life.passes(.minutes(75))
    ann.receives("Ann")
    #expect(life.world.delivered.filter { $0.message.to == ann.number }.map(\.gateway) == ["spare"])
  }

  @Test func `that is misconfigured is passed over at once, and the operators are told`() throws {
    let (life, ann, _, cor) = try asked(.answers(.misconfigured), spare: true)
    life.passes(.minutes(62))
    ann.receives("Ann")
    cor.receives("sms")
  }

  @Test func `that hangs keeps the check-in from being asked twice, and nobody is missed`() throws {
    let (life, ann, ben, _) = try asked(.swallows, spare: false)
    life.passes(.hours(4))
    life.world.providers["sms"]?.mood = .works
    life.passes(.hours(3))
    ann.receivesNothing()
    #expect(!ben.hasUnread)
    #expect(life.events(["missed"]).isEmpty)
  }
}
