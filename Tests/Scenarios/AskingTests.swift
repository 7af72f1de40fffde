import CheckIns
import Control
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `A check-in` {
  @Test func `reaches the mentee at the agreed time and thanks for the answer`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.passes(.minutes(59))
    ann.receivesNothing()
    life.passes(.minutes(2))
    ann.receives("Ann")
    ann.replies("yes")
    ann.receives("Ann")
    life.passes(.hours(20))
    life.ends()
  }

  @Test func `comes at nine every morning, whatever the clock does in March`() throws {
    let life = try Life(start: "2026-03-06T13:00:00Z")
    let ann = try life.mentee("ann")
    life.passes(.minutes(61))
    for _ in 1...4 {
      ann.receives("checking in")
      ann.replies("yes")
      ann.receives("Ann")
      life.passes(.hours(24))
    }
    ann.receives("checking in")
    let times = life.world.delivered.filter { $0.message.to == ann.number }.map(\.at.description)
    #expect(times.contains { $0.hasPrefix("2026-03-07T14:00:00") })
    #expect(times.contains { $0.hasPrefix("2026-03-08T13:00:00") })
    life.ends()
  }

  @Test func `is asked once even when the process dies at every step of it`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.passes(.minutes(60))
    try life.world.crashes()
    life.passes(.minutes(5))
    ann.receives("Ann")
    life.ends()
  }

  @Test func `is not asked twice on a day that begins again further west`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.passes(.minutes(61))
    ann.receives("Ann")
    ann.replies("yes")
    ann.receives("Ann")
    try life.mentee("ann", zone: "America/Los_Angeles") {
      $0.addresses = [.init(channel: .sms, text: ann.number)]
    }
    life.passes(.hours(20))
    life.ends()
    life.passes(.hours(8))
    ann.receives("Ann")
    life.ends()
  }

  @Test func `is not sent while the person is paused and comes back by itself`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    ann.replies("PAUSE 2d")
    ann.receives("pause")
    life.passes(.hours(47))
    life.ends()
    life.passes(.hours(3))
    ann.receives("Ann")
    life.ends()
  }

  @Test func `waits for the end of quiet hours`() throws {
    let life = try Life()
    let ann = try life.mentee("ann", quiet: "20:00-10:00")
    life.passes(.minutes(119))
    ann.receivesNothing()
    life.passes(.minutes(17))
    ann.receives("Ann")
    life.ends()
  }

  @Test func `that is days too late is skipped and nobody is blamed`() throws {
    let life = try Life()
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    try life.world.crashes(for: .hours(24 * 3 + 12))
    life.passes(.minutes(30))
    ann.receivesNothing()
    #expect(life.events(["missed"]).isEmpty)
    life.ends()
  }

  @Test func `goes to nobody who has not said yes, but for one invitation`() throws {
    let life = try Life()
    let ann = try life.mentee("ann", invited: true)
    ann.receives("YES")
    life.passes(.hours(50))
    life.ends()
    ann.replies("YES")
    ann.receives("")
    life.passes(.hours(24))
    ann.receives("Ann")
    life.ends()
  }
}

@Suite struct `An invitation` {
  @Test func `that cannot be brought out is told to operators, once`() throws {
    let life = try Life(gateways: ["sms": .proved(.sms)])
    let cor = try life.coordinator("cor")
    life.world.providers["sms"]?.refuses = ["+15005551002", "+15005551003"]
    let phones = try [life.mentee("ann", invited: true), life.mentee("bob", invited: true)]
    life.passes(.minutes(5))
    for phone in phones { phone.receivesNothing() }
    cor.receives("invitation")
    life.passes(.hours(20))
    life.ends()
  }
}

@Suite struct `A stop` {
  @Test func `ends every message to that address at once, with one confirmation`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.passes(.minutes(61))
    ann.receives("Ann")
    ann.replies("STOP")
    ann.receives("no more")
    ann.replies("stop")
    life.passes(.hours(72))
    life.ends()
  }

  @Test func `is undone by START`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    ann.replies("stop")
    ann.receives("no more")
    ann.replies("START")
    ann.receives("")
    life.passes(.minutes(61))
    ann.receives("Ann")
    life.ends()
  }

  @Test func `reaches a message that is queued already`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.world.providers["sms"]?.mood = .answers(.tryAgain)
    life.passes(.minutes(61))
    ann.replies("STOP please")
    life.world.providers["sms"]?.mood = .works
    life.passes(.hours(3))
    ann.receives("no more")
    life.ends()
  }

  @Test func `with a cry for help in the same text still reaches a human`() throws {
    let life = try Life()
    let cor = try life.coordinator("cor")
    let ann = try life.mentee("ann")
    ann.replies("STOP. I want to kill myself")
    ann.receives("no more")
    ann.receives("988")
    cor.receives("Ann")
    life.ends()
  }

  @Test(arguments: ["quit my job today", "I can't stop thinking about it", "The bus stop was cold"])
  func `is not read into a sentence that only holds the word`(text: String) throws {
    let life = try Life(plan: .asking(.text))
    let ann = try life.mentee("ann")
    life.passes(.minutes(61))
    ann.receives("Ann")
    ann.replies(text)
    ann.receives("Ann")
    life.ends()
  }
}
