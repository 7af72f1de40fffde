import CheckIns
import Conducting
import Control
import Messages
import Simulation
import Storage
import Testing
import Timekeeping

@Suite struct `A link in a notice` {
  /// Ben was told that Ann is silent; what his message's link holds.
  private func told() throws -> (life: Life, ben: Phone, cat: Phone, token: String) {
    let life = try Life(gateways: ["sms": .proved(.sms), "mail": .proved(.email)])
    let ben = try life.mentor("ben", mail: "ben@example.org")
    let cat = try life.mentor("cat")
    try life.mentee("ann", mentors: [ben, cat])
    life.passes(.hours(28))
    ben.receives("A1", "https://checkins.example.org/p/")
    let token = ben.last.split(separator: "/p/").last.map(String.init) ?? ""
    return (life, ben, cat, String(token.prefix { !$0.isWhitespace }))
  }

  private func page(_ life: Life, _ token: String) throws -> LinkPage {
    guard case .page(let page) = try life.world.ask(.page(.init(token: token))).get() else {
      throw Refusal(.refused, "a page was expected")
    }
    return page
  }

  private func press(_ life: Life, _ token: String, _ action: String) -> Refusal? {
    guard
      case .failure(let refusal)? = life.world.perform(
        .press(.init(token: token, action: action)))
    else { return nil }
    return refusal
  }

  @Test func `names nobody, and offers both answers`() throws {
    let (life, _, _, token) = try told()
    let page = try page(life, token)
    #expect(page.actions.map(\.name) == ["ack", "hand-back"])
    #expect(!([page.heading] + page.text).joined().contains("Ann"))
  }

  @Test func `changes nothing when it is only looked at`() throws {
    let (life, _, _, token) = try told()
    _ = try page(life, token)
    guard case .alerts(let alerts) = try life.world.ask(.alerts(.init())).get() else {
      throw Unanswered()
    }
    #expect(alerts.map(\.state) == ["open"])
  }

  @Test func `says I will, as the code does`() throws {
    let (life, _, cat, token) = try told()
    #expect(press(life, token, "ack") == nil)
    #expect(try page(life, token).heading == "Thank you: you see to it")
    life.passes(.hours(8))
    #expect(!cat.hasUnread)
  }

  @Test func `says I can't, and the next is told at once`() throws {
    let (life, _, cat, token) = try told()
    #expect(press(life, token, "hand-back") == nil)
    cat.receives("Ann", "A1")
    #expect(try page(life, token).heading == "Thank you for saying so")
  }

  @Test func `ends after two days`() throws {
    let (life, _, _, token) = try told()
    life.passes(.hours(49))
    #expect(press(life, token, "ack")?.kind == .unknown)
    guard case .failure(let refusal) = try life.world.ask(.page(.init(token: token))) else {
      Issue.record("the link still works")
      return
    }
    #expect(refusal.kind == .unknown)
  }

  @Test(arguments: ["", "AAAA", "changed"]) func `is refused when it is not ours`(_ other: String)
    throws
  {
    let (life, _, _, token) = try told()
    let forged = other == "changed" ? "B" + token.dropFirst() : other
    #expect(press(life, forged, "ack")?.kind == .unknown)
    #expect(life.events(["command"]) == [], "a stranger's nonsense fills no ledger")
  }

  @Test func `does only what it is for`() throws {
    let (life, _, _, token) = try told()
    #expect(press(life, token, "stop")?.kind == .unknown)
    #expect(press(life, token, "one-click")?.kind == .unknown)
  }

  @Test func `tells who comes late that it is settled`() throws {
    let (life, _, _, token) = try told()
    guard case .alerts(let alerts) = try life.world.ask(.alerts(.init())).get() else {
      throw Unanswered()
    }
    life.world.perform(.close(.init(alert: alerts.first?.alert ?? "", outcome: "reached")))
    #expect(press(life, token, "ack") == nil)
    #expect(try page(life, token).heading == "This is settled")
  }
}

@Suite struct `A mail's one click` {
  @Test func `works for months, unlike all else`() throws {
    let life = try Life(gateways: ["mail": .proved(.email)])
    try life.mentee("ann") { $0.addresses = [.init(channel: .email, text: "ann@example.org")] }
    life.passes(.minutes(61))
    let url = try #require(life.world.delivered.last?.message.unsubscribeURL)
    life.world.perform(.pause(.init(id: "ann")))
    life.passes(.days(120))
    let token = String(url.split(separator: "/").last ?? "")
    life.world.perform(.press(.init(token: token, action: "one-click")))
    #expect(life.events(["stopped"]) == ["stopped"])
  }

  @Test func `ends the messages to that address, and says so`() throws {
    let life = try Life(gateways: ["mail": .proved(.email)])
    try life.mentee("ann") { $0.addresses = [.init(channel: .email, text: "ann@example.org")] }
    life.passes(.minutes(61))
    let url = try #require(life.world.delivered.last?.message.unsubscribeURL)
    let token = String(url.split(separator: "/").last ?? "")
    life.world.perform(.press(.init(token: token, action: "one-click")))
    guard case .page(let page) = try life.world.ask(.page(.init(token: token))).get() else {
      throw Unanswered()
    }
    #expect(page.heading == "You get no more messages here")
    let before = life.world.delivered.count
    life.passes(.hours(48))
    #expect(life.world.delivered.count == before)
  }
}
