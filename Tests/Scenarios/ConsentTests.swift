import CheckIns
import Simulation
import Testing
import Timekeeping

@Suite struct `Mentors` {
  @Test func `hear nothing of a silence without consent on file, coordinators hear of it`() throws {
    let life = try Life()
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben]) { $0.consentMentors = nil }
    for _ in 0..<80 where life.events(["notice"]).isEmpty { life.passes(.hours(1)) }
    cor.receives("Ann")
    ben.receivesNothing()
    #expect(life.events(["no-consent"]).isEmpty == false)
    while ann.hasUnread { ann.receives("") }
    life.ends()
  }

  @Test func `are told when somebody without that consent asks for them`() throws {
    let life = try Life()
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben]) { $0.consentMentors = nil }
    ann.replies("TALK")
    ann.receives("")
    life.passes(.minutes(1))
    ben.receives("Ann")
    life.ends()
  }

  @Test func `may be told by a yes to the invitation, which says so`() throws {
    let life = try Life()
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben], invited: true)
    life.passes(.minutes(1))
    ann.receives("someone you trust")
    ann.replies("YES")
    ann.receives("")
    for _ in 0..<80 where life.events(["notice"]).isEmpty { life.passes(.hours(1)) }
    ben.receives("Ann")
    while ann.hasUnread { ann.receives("") }
    life.ends()
  }
}
