import CheckIns
import Conducting
import Control
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `A gateway that fails` {
  /// Two gateways for texts, one for mail; Ann has both kinds of address, Bob only a phone.
  private func house(mail: Bool = true) throws -> (life: Life, ann: Phone, bob: Phone, cor: Phone) {
    var gateways = ["a-first": GatewayTraits.proved(.sms), "b-spare": .proved(.sms)]
    if mail { gateways["mail"] = .proved(.email) }
    let life = try Life(gateways: gateways)
    let cor = try life.coordinator("cor")
    let bob = try life.mentee("bob")
    let ann = try life.mentee("ann") {
      if mail { $0.addresses.append(.init(channel: .email, text: "ann@example.org")) }
    }
    return (life, ann, bob, cor)
  }

  private func fail(_ life: Life, _ names: String..., kind: Outcome.Kind = .tryAgain) {
    for name in names { life.world.providers[name]?.mood = .answers(kind) }
  }

  @Test func `rests, is tried by one message at a time, and others take its place`() throws {
    let (life, ann, bob, _) = try house()
    for number in 1...20 { try life.mentee("p\(number)") }
    fail(life, "a-first")
    life.passes(.minutes(70))
    ann.receives("checking in")
    bob.receives("checking in")
    #expect(Set(life.world.delivered.map(\.gateway)) == ["b-spare"])
    #expect(life.world.delivered.count == 22)
    // The burst, and then single tries that grow rarer.
    #expect(life.events(["try_again"]).count < 22 + 15)
    #expect(!life.events(["gateway-rests"]).isEmpty)
  }

  @Test func `rests for spans of its own in each house, between half and the whole`() throws {
    let pauses = try (1...6).map { seed in
      let life = try Life(seed: UInt64(seed))
      for number in 1...6 { try life.mentee("p\(number)") }
      fail(life, "sms")
      life.passes(.minutes(61))
      let first = life.world.ledger.first { $0.event == "gateway-rests" }
      return Int(first?.detail.split(separator: " ")[1] ?? "") ?? -1
    }
    #expect(pauses.allSatisfy { (7...15).contains($0) })
    #expect(Set(pauses).count > 1)
  }

  @Test func `for long is told to operators once, and so is its return`() throws {
    let (life, _, bob, cor) = try house(mail: false)
    fail(life, "a-first", "b-spare")
    life.passes(.minutes(60) + .hours(2))
    #expect(Set(life.events(["gateway-stopped"])).count == 1)
    life.world.providers["a-first"]?.mood = .works
    life.world.providers["b-spare"]?.mood = .works
    life.passes(.minutes(40))
    bob.receives("checking in")
    var told: [String] = []
    while cor.hasUnread {
      cor.receives("")
      told.append(cor.last)
    }
    #expect(told.filter { $0.contains("a-first cannot send") }.count <= 1)
    #expect(told.filter { $0.contains("works again") }.count >= 1)
    #expect(life.events(["missed"]).isEmpty)
  }

  @Test func `together with its whole channel lets messages go by another, in words for it`() throws
  {
    let (life, ann, bob, _) = try house()
    fail(life, "a-first", "b-spare", kind: .misconfigured)
    life.passes(.minutes(75))
    ann.receivesNothing()
    bob.receivesNothing()
    let mail = life.world.delivered.filter { $0.message.to == "ann@example.org" }
    #expect(mail.count == 1)
    #expect(mail.first?.message.subject != nil)
    #expect(mail.first?.gateway == "mail")
  }

  @Test func `does not keep a call for help from another channel for long`() throws {
    let (life, ann, _, _) = try house()
    fail(life, "a-first", "b-spare")
    ann.replies("I want to kill myself", over: "a-first")
    life.passes(.minutes(3))
    let card = life.world.delivered.first { $0.message.to == "ann@example.org" }
    #expect(card?.message.text.contains("988") == true)
  }

  @Test func `never loses who has no other address: they get it when it works again`() throws {
    let (life, _, bob, _) = try house()
    fail(life, "a-first", "b-spare", kind: .misconfigured)
    life.passes(.minutes(75))
    life.world.providers["b-spare"]?.mood = .works
    life.passes(.minutes(35))
    bob.receives("checking in")
  }

  @Test func `with one message nobody can write holds up no other`() throws {
    let life = try Life()
    let ann = try life.mentee("ann") { $0.addresses = [.init(channel: .sms, text: "+15005559999")] }
    _ = ann
    let bob = try life.mentee("bob")
    life.world.providers["sms"]?.refuses = ["+15005559999"]
    life.passes(.minutes(61))
    bob.receives("checking in")
    #expect(life.events(["lost"]) == ["lost"])
  }
}

@Suite struct `A road that is in doubt` {
  /// A proved road with receipts; five mentees, and somebody who answered once.
  private func house() throws -> (life: Life, phones: [Phone], ben: Phone, cor: Phone) {
    let life = try Life(gateways: ["sms": .twilioLike(), "mail": .proved(.email)])
    life.world.providers["sms"]?.receipts = [.sent, .delivered]
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben")
    let phones = try (1...6).map { try life.mentee("p\($0)", mentors: [ben]) }
    life.passes(.minutes(61))
    for phone in phones {
      phone.receives("checking in")
      phone.replies("yes")
      phone.receives("")
    }
    return (life, phones, ben, cor)
  }

  @Test func `because nobody answers any more blames nobody, and one reply heals it`() throws {
    let life = try Life(gateways: ["sms": .twilioLike(), "mail": .proved(.email)])
    life.world.providers["sms"]?.receipts = [.sent, .delivered]
    let cor = try life.coordinator("cor")
    let phones = try (1...20).map { try life.mentee("p\($0)") }
    life.passes(.minutes(61))
    for phone in phones { phone.replies("yes") }
    life.passes(.hours(42))
    #expect(life.events(["gateway-doubted"]).isEmpty, "twenty prompts, and 18 hours")
    life.passes(.hours(35))
    let doubted = life.world.ledger.filter { $0.event == "gateway-doubted" }
    #expect(doubted.map { $0.detail.prefix(14) } == ["sms no-replies"])
    #expect(life.events(["missed"]).isEmpty)
    #expect(life.events(["unreached"]).count >= 20)
    phones[0].replies("yes")
    life.passes(.minutes(5))
    #expect(life.events(["gateway-works"]) == ["gateway-works"])
    var told: [String] = []
    while cor.hasUnread {
      cor.receives("")
      told.append(cor.last)
    }
    #expect(told.contains { $0.contains("nobody has answered over sms") })
    #expect(told.contains { $0.contains("sms works again") })
  }

  @Test func `because receipts stay away blames nobody, and is told and untold`() throws {
    let (life, phones, ben, cor) = try house()
    life.world.providers["sms"]?.receipts = []
    life.passes(.hours(54))
    for phone in phones { while phone.hasUnread { phone.receives("") } }
    #expect(life.events(["missed"]).isEmpty)
    #expect(life.events(["unreached"]).count >= 6)
    #expect(life.events(["gateway-doubted"]) == ["gateway-doubted"])
    ben.receivesNothing()
    var told: [String] = []
    while cor.hasUnread {
      cor.receives("")
      told.append(cor.last)
    }
    #expect(told.contains { $0.contains("no receipt comes any more") })
    life.world.providers["sms"]?.receipts = [.sent, .delivered]
    life.passes(.hours(24))
    #expect(life.events(["gateway-works"]).count == 1)
    told = []
    while cor.hasUnread {
      cor.receives("")
      told.append(cor.last)
    }
    #expect(told.contains { $0.contains("works again") })
  }

  @Test func `and is taken out of the configuration is forgotten, also when it comes back`() throws
  {
    let (life, phones, ben, _) = try house()
    life.world.providers["sms"]?.receipts = []
    life.passes(.hours(54))
    for phone in phones { while phone.hasUnread { phone.receives("") } }
    #expect(try problems(life).contains { $0.contains("in doubt") })
    life.world.reloads {
      $0.gateways["sms"] = nil
      $0.routes[.sms] = []
    }
    #expect(try !problems(life).contains { $0.contains("in doubt") })
    life.world.reloads {
      $0.gateways["sms"] = .twilioLike()
      $0.routes[.sms] = ["sms"]
    }
    #expect(try !problems(life).contains { $0.contains("in doubt") })
    life.passes(.hours(3))
    ben.receivesNothing()
  }

  private func problems(_ life: Life) throws -> [String] {
    guard case .success(.status(let status)) = try life.world.ask(.status) else { return [] }
    return status.problems
  }
}
