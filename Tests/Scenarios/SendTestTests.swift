import CheckIns
import Control
import Messages
import Simulation
import Testing
import Timekeeping

/// `kith send-test GATEWAY --to ADDRESS`: by that gateway or not at all.
@Suite struct `A message that tests a gateway` {
  private func house() throws -> (life: Life, ben: Phone) {
    let life = try Life(gateways: [
      "first": .proved(.sms), "spare": .proved(.sms), "mail": .proved(.email),
    ])
    return (life, try life.mentor("ben"))
  }

  @discardableResult
  private func test(_ gateway: String, to address: String, _ life: Life) -> Refusal? {
    guard
      case .failure(let refusal) = life.world.perform(
        .sendTest(.init(gateway: gateway, to: address)))
    else { return nil }
    return refusal
  }

  private func carriers(_ life: Life) -> [String] { life.world.delivered.map(\.gateway) }

  @Test(arguments: ["first", "spare"])
  func `leaves by the gateway it names`(_ gateway: String) throws {
    let (life, ben) = try house()
    #expect(test(gateway, to: ben.number, life) == nil)
    life.passes(.minutes(1))
    ben.receives("test")
    #expect(carriers(life) == [gateway])
    life.ends()
  }

  @Test func `never goes by another when its own fails`() throws {
    let (life, ben) = try house()
    life.world.providers["spare"]?.mood = .answers(.tryAgain)
    test("spare", to: ben.number, life)
    life.passes(.minutes(30))
    ben.receivesNothing()
    life.world.providers["spare"]?.mood = .works
    life.passes(.minutes(20))
    ben.receives("test")
    #expect(carriers(life) == ["spare"])
  }

  @Test func `tries a gateway that is stopped, and says at once that it is misconfigured`() throws {
    let (life, ben) = try house()
    life.world.providers["first"]?.mood = .answers(.misconfigured)
    test("first", to: ben.number, life)
    life.passes(.seconds(10))
    #expect(life.events(["gateway-stopped", "lost"]) == ["gateway-stopped", "lost"])
    life.world.providers["first"]?.mood = .works
    test("first", to: ben.number, life)
    life.passes(.seconds(10))
    ben.receives("test")
    #expect(carriers(life) == ["first"])
    #expect(life.events(["gateway-works"]) == ["gateway-works"])
  }

  @Test func `is tried though everything else waits for its channel`() throws {
    let (life, ben) = try house()
    let ann = try life.mentee("ann")
    for name in ["first", "spare"] { life.world.providers[name]?.mood = .answers(.misconfigured) }
    life.passes(.minutes(61))
    life.world.providers["spare"]?.mood = .works
    life.world.perform(.say(.init(id: "ann", text: "Hello")))
    test("spare", to: ben.number, life)
    life.passes(.seconds(10))
    ben.receives("test")
    #expect(carriers(life).first == "spare")
    _ = ann
  }

  @Test func `keeps to its gateway over a restart`() throws {
    let (life, ben) = try house()
    life.world.providers["spare"]?.mood = .answers(.tryAgain)
    test("spare", to: ben.number, life)
    life.passes(.seconds(2))
    life.world.providers["spare"]?.mood = .works
    try life.world.crashes()
    life.passes(.minutes(1))
    ben.receives("test")
    #expect(carriers(life) == ["spare"])
  }

  @Test func `is refused where the gateway carries another channel than the address`() throws {
    let (life, ben) = try house()
    #expect(
      test("mail", to: ben.number, life)?.sentence
        == "mail carries email, and \(ben.number) is a telephone number.")
    #expect(
      test("spare", to: "ben@example.org", life)?.sentence
        == "spare carries sms, and ben@example.org is a mail address.")
    life.passes(.minutes(1))
    life.ends()
  }
}
