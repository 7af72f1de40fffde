import CheckIns
import Conducting
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `The longest wait` {
  /// Ann is due at nine; her gateway answers so.
  private func due(_ mood: Provider.Mood) throws -> (life: Life, ann: Phone) {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.world.providers["sms"]?.mood = mood
    life.passes(.minutes(60))
    return (life, ann)
  }

  @Test func `is none where everything left in its time`() throws {
    let (life, ann) = try due(.works)
    life.passes(.hours(1))
    #expect(life.world.oldestWait == nil)
    ann.receives("")
  }

  @Test func `goes on through every try that a gateway would not take`() throws {
    let (life, _) = try due(.answers(.tryAgain))
    life.passes(.minutes(40))
    #expect(life.world.oldestWait == .minutes(40))
  }

  @Test func `outlives a queue that is filled anew`() throws {
    let (life, _) = try due(.answers(.tryAgain))
    life.passes(.minutes(20))
    life.world.reloads()
    life.passes(.minutes(20))
    #expect(life.world.oldestWait == .minutes(40))
  }

  @Test func `ends when the gateway takes it after all`() throws {
    let (life, ann) = try due(.answers(.tryAgain))
    life.passes(.minutes(20))
    life.world.providers["sms"]?.mood = .works
    life.passes(.minutes(20))
    #expect(life.world.oldestWait == nil)
    ann.receives("")
  }

  @Test func `counts nothing that quiet hours hold back`() throws {
    let life = try Life(plan: Plan(name: "daily", phases: [Phase(schedule: .at("21:59"))]))
    let ann = try life.mentee("ann", quiet: "22:00-08:00")
    life.world.providers["sms"]?.mood = .answers(.tryAgain)
    life.passes(.hours(20))
    #expect(life.events(["deferred"]) == ["deferred"])
    #expect(life.world.oldestWait == nil)
    ann.receivesNothing()
  }
}

@Suite struct `A moment of rest` {
  @Test func `comes when nothing waits, is under way, or is due`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    #expect(life.world.isIdle)
    life.world.providers["sms"]?.mood = .answers(.tryAgain)
    life.passes(.minutes(61))
    #expect(!life.world.isIdle)
    ann.receivesNothing()
  }

  @Test func `forgets no callback that its provider may still repeat`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    let reply = IncomingReply(channel: .sms, providerID: "in-1", from: ann.number, text: "hello")
    let callback = Input(
      .callback(gateway: "sms", receipts: [], replies: [reply], replayKey: "once"))
    life.world.step([callback])
    life.passes(.days(20))
    try life.world.forgetsWhatCameIn()
    life.world.step([callback])
    #expect(life.events(["reply"]) == ["reply"])
  }
}
