import CheckIns
import Control
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `Silence` {
  /// Ann was asked at nine and has not answered; Ben and Cat are her mentors, Cor coordinates.
  private func silent(_ change: (Life) throws -> Void = { _ in }) throws -> (
    life: Life, ann: Phone, ben: Phone, cat: Phone, cor: Phone
  ) {
    let life = try Life()
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben")
    let cat = try life.mentor("cat")
    let ann = try life.mentee("ann", mentors: [ben, cat])
    try change(life)
    life.passes(.minutes(61))
    ann.receives("Ann")
    return (life, ann, ben, cat, cor)
  }

  @Test func `is nudged twice, then told to the first mentor, and an A1 ends it there`() throws {
    let (life, ann, ben, _, _) = try silent()
    life.passes(.hours(3))
    ann.receives("")
    life.passes(.hours(21))
    ann.receives("")  // the second nudge, at the end of quiet hours
    ann.receives("Ann")  // the next day's check-in
    life.passes(.hours(3))
    ben.receives("Ann", "A1")
    ben.replies("A1")
    ben.receives("Ann")
    life.passes(.hours(12))
    ann.receives("")
    life.ends()
  }

  /// Three check-ins in a row without a word, and the question whether these are still wanted.
  private func askedWhetherWanted() throws -> (life: Life, ann: Phone, cor: Phone) {
    let life = try Life(plan: .asking(.scale(from: 0, to: 10)))
    let cor = try life.coordinator("cor")
    let ann = try life.mentee("ann")
    for _ in 0..<150 where life.events(["still-want"]).isEmpty { life.passes(.hours(1)) }
    #expect(life.events(["still-want"]) == ["still-want"])
    while ann.hasUnread { ann.receives("") }
    while cor.hasUnread { cor.receives("") }
    return (life, ann, cor)
  }

  @Test func `three times over is a question of its own, and yes is its answer`() throws {
    let (life, ann, cor) = try askedWhetherWanted()
    ann.replies("Yes please")
    ann.receives("on again")
    cor.receives("Ann has been in touch")
    #expect(life.events(["still-wanted", "answered", "for-a-human"]) == ["still-wanted"])
    life.ends()
  }

  @Test func `three times over and a no is a stop, confirmed once`() throws {
    let (life, ann, _) = try askedWhetherWanted()
    ann.replies("no")
    ann.receives("START")
    life.passes(.days(3))
    ann.receivesNothing()
    #expect(life.events(["no-longer-wanted", "stopped"]) == ["no-longer-wanted", "stopped"])
  }

  @Test func `three times over is forgotten for the next check-in's question`() throws {
    let (life, ann, _) = try askedWhetherWanted()
    life.passes(.hours(22))
    while ann.hasUnread { ann.receives("") }
    ann.replies("7")
    ann.receives("")
    #expect(life.events(["answered"]) == ["answered"])
  }

  @Test func `goes up the ladder while nobody says they will`() throws {
    let (life, ann, ben, cat, cor) = try silent()
    life.passes(.hours(27))
    ben.receives("A1")
    life.passes(.hours(4))
    cat.receives("A1")
    life.passes(.hours(4))
    cor.receives("Ann")
    life.passes(.hours(14))
    cor.receives("Ann")
    cor.replies("ok")
    cor.receives("")
    life.passes(.hours(5))
    while ann.hasUnread { ann.receives("") }
    life.ends()
  }

  @Test func `ends with any human word, and everybody who was alerted hears the all-clear`() throws
  {
    let (life, ann, ben, cat, _) = try silent()
    life.passes(.hours(27))
    ben.receives("A1")
    while ann.hasUnread { ann.receives("") }
    ann.replies("sorry my phone was broken, all fine here really")
    ben.receives("Ann")
    life.passes(.minutes(5))
    while ann.hasUnread { ann.receives("") }
    cat.receivesNothing()
    life.ends()
  }

  @Test func `is never told to anybody when the prompt did not get out`() throws {
    let life = try Life()
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.world.providers["sms"]?.mood = .answers(.misconfigured)
    life.passes(.hours(10))
    #expect(life.events(["missed"]).isEmpty)
    ben.receivesNothing()
    ann.receivesNothing()
    cor.receivesNothing()
  }

  @Test func `on a road that never brought a reply is unreached, not missed`() throws {
    let life = try Life(gateways: ["sms": .twilioLike()])
    life.world.providers["sms"]?.receipts = [.sent, .delivered]
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.passes(.hours(28))
    while ann.hasUnread { ann.receives("") }
    #expect(life.events(["missed"]).isEmpty)
    #expect(!life.events(["unreached"]).isEmpty)
    ben.receivesNothing()
    cor.receives("no reply ever came back")
    life.ends()
  }

  @Test func `on a proved road is told`() throws {
    let life = try Life(gateways: ["sms": .twilioLike()])
    life.world.providers["sms"]?.receipts = [.sent, .delivered]
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.passes(.minutes(61))
    ann.receives("Ann")
    ann.replies("yes")
    ann.receives("")
    life.passes(.hours(51))
    while ann.hasUnread { ann.receives("") }
    ben.receives("Ann")
    life.ends()
  }

  @Test func `after an undelivered prompt is nobody's silence`() throws {
    let (life, ann, ben, _, cor) = try silent()
    let message = try #require(life.world.delivered.last { $0.message.to == ann.number }?.message)
    life.world.receipt(
      Receipt(reference: message.reference, state: .undelivered, error: "30003"), gateway: "sms")
    life.passes(.hours(20))
    ben.receivesNothing()
    #expect(life.events(["missed"]).isEmpty)
    cor.receives("")
    life.ends()
  }

  @Test func `of a phone that was off twice in a row is told to the mentor as our trouble`() throws
  {
    let (life, ann, ben, cat, cor) = try silent()
    func isOff() throws {
      let sent = try #require(life.world.delivered.last { $0.message.to == ann.number })
      life.world.receipt(
        Receipt(reference: sent.message.reference, state: .undelivered), gateway: "sms")
    }
    try isOff()
    ben.receivesNothing()
    life.passes(.hours(24))
    while ann.hasUnread { ann.receives("") }
    while cor.hasUnread { cor.receives("") }
    let told = ben.hasUnread
    if told { ben.receives("The fault is ours") }
    try isOff()
    if !told { ben.receives("The fault is ours") }
    cat.receives("The fault is ours")
    #expect(life.events(["missed"]).isEmpty)
  }

  @Test func `is handed on at once by N1`() throws {
    let (life, ann, ben, cat, _) = try silent()
    life.passes(.hours(27))
    ben.receives("A1")
    ben.replies("N1")
    ben.receives("")
    cat.receives("A1")
    while ann.hasUnread { ann.receives("") }
    life.ends()
  }

  @Test func `passes over a mentor who is away to the one who covers`() throws {
    let (life, ann, ben, cat, _) = try silent { life in
      life.world.perform(
        .away(.init(id: "ben", from: "2026-03-01", to: "2026-03-10", cover: "cat")))
    }
    life.passes(.hours(27))
    ben.receivesNothing()
    cat.receives("A1")
    while ann.hasUnread { ann.receives("") }
    life.ends()
  }

  @Test func `keeps its last word: an answer to the nudge means nobody is told`() throws {
    let (life, ann, ben, _, _) = try silent()
    life.passes(.hours(3))
    ann.receives("")
    ann.replies("no")
    ann.receives("Ann")
    life.passes(.hours(20))
    ben.receivesNothing()
    life.ends()
  }
}
