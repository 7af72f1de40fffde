import CheckIns
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `A day's messages` {
  @Test func `have a stated end, whatever goes wrong, and operators hear of it`() throws {
    let life = try Life { $0.mostPerDay = 10 }
    let cor = try life.coordinator("cor")
    let ann = try life.mentee("ann")
    for _ in 1...40 {
      ann.replies("SCORES what is this")
      ann.replies("pause 2d")
      ann.replies("resume")
      life.passes(.seconds(5))
    }
    var count = 0
    while ann.hasUnread {
      ann.receives("")
      count += 1
    }
    #expect(count == 10)
    cor.receives("as many messages today")
    life.ends()
  }

  @Test func `begin anew the next day`() throws {
    let life = try Life { $0.mostPerDay = 10 }
    let ann = try life.mentee("ann")
    for _ in 1...20 { ann.replies("pause 2d") }
    life.passes(.minutes(61))
    while ann.hasUnread { ann.receives("") }
    ann.replies("resume")
    ann.receivesNothing()
    life.passes(.hours(24))
    ann.receives("checking in")
  }

  @Test func `that a machine answers with words of crisis end after some hotline cards`() throws {
    let life = try Life()
    let cor = try life.coordinator("cor")
    let ann = try life.mentee("ann")
    for _ in 1...50 {
      ann.replies("This box is not read. If you want to die call 988.")
      life.passes(.seconds(2))
    }
    var cards = 0
    while ann.hasUnread {
      ann.receives("988")
      cards += 1
    }
    #expect(cards == 20)
    // The humans are told of each, whatever is counted.
    #expect(cor.hasUnread)
  }
}
