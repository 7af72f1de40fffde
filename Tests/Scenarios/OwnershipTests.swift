import CheckIns
import Conducting
import Messages
import Simulation
import Testing
import Timekeeping

/// Whose words they are that come from an address which was, or will be, somebody else's.
@Suite struct `An address that is somebody else's` {
  private func silent() throws -> (life: Life, ann: Phone, ben: Phone, cor: Phone) {
    let life = try Life()
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.passes(.hours(27) + .minutes(1))
    ben.receives("Ann", "A1")
    while ann.hasUnread { ann.receives("") }
    return (life, ann, ben, cor)
  }

  @Test func `gives no all-clear for whom we took its owner for`() throws {
    let (life, ann, ben, cor) = try silent()
    ann.replies("wrong number")
    ann.receives("")
    cor.receives("another person's")
    cor.receives("somebody else's")
    life.passes(.minutes(1))
    ben.receives("not getting through")
    #expect(life.events(["all-clear", "in-contact"]).isEmpty)
    life.passes(.hours(48))
    while cor.hasUnread { cor.receives("") }
    life.ends()
  }

  @Test func `is nobody's afterwards, whatever else is written from there`() throws {
    let life = try Life(start: "2026-03-02T16:00:00Z")
    let cor = try life.coordinator("cor")
    let ann = try life.mentee("ann")
    ann.replies("wrong number")
    ann.receives("")
    cor.receives("Ann")
    ann.replies("who gave you this number?")
    #expect(life.events(["unknown-sender"]) == ["unknown-sender"])
    ann.replies("I want to kill myself")
    ann.receives("988")
    cor.receives("Somebody")
    life.ends()
  }

  @Test func `because the roster gave it to somebody new is theirs alone`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    try life.mentee("ann") { $0.addresses = [.init(channel: .sms, text: "+15005557777")] }
    let bob = try life.mentee("bob") { $0.addresses = [.init(channel: .sms, text: ann.number)] }
    _ = bob
    life.passes(.minutes(61))
    ann.receives("Bob")
    ann.replies("yes")
    ann.receives("Bob")
    #expect(life.events(["answered", "in-contact"]) == ["answered"])
  }

  @Test func `of a stranger who called for help is theirs alone once they are enrolled`() throws {
    let life = try Life(start: "2026-03-02T13:00:00Z")
    let cor = try life.coordinator("cor")
    let bob = life.stranger("+15005559999")
    bob.replies("I want to kill myself")
    bob.receives("988")
    cor.receives("Somebody")
    cor.replies("A1")
    bob.receives("Cor")
    cor.receives("Somebody")
    try life.mentee("bob") { $0.addresses = [.init(channel: .sms, text: bob.number)] }
    life.passes(.minutes(61))
    bob.receives("Bob")
    bob.replies("yes")
    bob.receives("Bob")
    #expect(life.events(["answered"]) == ["answered"])
  }
}

@Suite struct `An address that two share` {
  private func house() throws -> (life: Life, phone: Phone, cor: Phone) {
    let life = try Life()
    let cor = try life.coordinator("cor")
    let ann = try life.mentee("ann")
    try life.mentee("abe") { $0.addresses = [.init(channel: .sms, text: ann.number)] }
    return (life, ann, cor)
  }

  @Test func `begins again for both with START, as it ended for both with STOP`() throws {
    let (life, phone, _) = try house()
    phone.replies("STOP")
    phone.receives("no more")
    phone.replies("START")
    phone.receives("")
    life.passes(.minutes(61))
    phone.receives("checking in")
    phone.receives("checking in")
    #expect(life.world.failures.isEmpty)
  }

  @Test func `gets nothing more once it is the wrong number, and a coordinator is told`() throws {
    let (life, phone, cor) = try house()
    phone.replies("wrong number")
    phone.receives("")
    phone.receivesNothing()
    cor.receives("somebody else's")
    cor.receives("somebody else's")
    life.passes(.hours(48))
    while cor.hasUnread { cor.receives("") }
    life.ends()
  }

  @Test func `hears the provider's own word for a stop`() throws {
    let (life, phone, _) = try house()
    var reply = IncomingReply(
      channel: .sms, providerID: "own-word", from: phone.number, text: "ARRET")
    reply.optOutType = "STOP"
    life.world.step([
      Input(.callback(gateway: "sms", receipts: [], replies: [reply], replayKey: nil))
    ])
    life.passes(.hours(2))
    life.ends()
  }
}
