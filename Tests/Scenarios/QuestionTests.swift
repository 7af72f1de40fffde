import CheckIns
import Conducting
import Control
import Messages
import Simulation
import Storage
import Testing
import Timekeeping

@Suite struct `A question to the house` {
  /// Ann was asked on Monday at nine; nobody has said anything.
  private func asked() throws -> (life: Life, ann: Phone, ben: Phone) {
    let life = try Life()
    try life.coordinator("cor")
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.passes(.minutes(61))
    ann.receives("Ann")
    return (life, ann, ben)
  }

  private func ask(_ life: Life, _ query: Query) throws -> QueryAnswer {
    try life.world.ask(query).get()
  }

  private func text(_ life: Life, _ query: Query) throws -> String {
    try ask(life, query).lines.joined(separator: "\n")
  }

  @Test func `lists people by roster id, with what comes next on their own clock`() throws {
    let (life, _, _) = try asked()
    guard case .people(let people) = try ask(life, .people(.init())) else { throw Unanswered() }
    #expect(people.map(\.id) == ["ann", "ben", "cor"])
    #expect(people[0].next?.local == "2026-03-03T09:00:00-05:00")
    #expect(people.allSatisfy { !$0.uncovered })
  }

  @Test func `calls a mentee uncovered when the only mentor said stop`() throws {
    let (life, _, ben) = try asked()
    ben.replies("STOP")
    guard case .people(let people) = try ask(life, .people(.init(uncovered: true))) else {
      throw Unanswered()
    }
    #expect(people.map(\.id) == ["ann"])
    guard case .status(let status) = try ask(life, .status) else { throw Unanswered() }
    #expect(status.counts.uncovered == 1)
  }

  @Test func `shows a person with contacts, mentors and check-ins`() throws {
    let (life, ann, _) = try asked()
    ann.replies("yes")
    guard case .person(let shown) = try ask(life, .show(.init(id: "ann"))) else {
      throw Unanswered()
    }
    #expect(shown.contacts.map(\.address) == [ann.number])
    #expect(shown.mentors.map(\.id) == ["ben"])
    #expect(shown.checkIns.map(\.state) == ["answered"])
    #expect(shown.checkIns.first?.answer == "yes")
  }

  @Test func `tells the whole story of a check-in, on her clock and in UTC`() throws {
    let (life, _, ben) = try asked()
    life.passes(.hours(27))
    ben.receives("A1")
    ben.replies("A1")
    guard case .person(let shown) = try ask(life, .show(.init(id: "ann"))),
      let missed = shown.checkIns.first(where: { $0.state == "missed" })
    else {
      Issue.record("no check-in was missed")
      return
    }
    let story = try text(life, .why(.init(subject: missed.checkIn)))
    for words in [
      "was missed", "Mon 2 Mar 2026 09:00 EST  14:00:00 UTC", "A nudge to ann", "ben is told",
      "ben will see to it",
    ] {
      #expect(story.contains(words))
    }
  }

  @Test(arguments: ["zzz", "c999", "a999"])
  func `refuses a subject that is nobody's`(_ subject: String) throws {
    let (life, _, _) = try asked()
    guard case .failure(let refusal) = try life.world.ask(.why(.init(subject: subject))) else {
      Issue.record("\(subject) was answered")
      return
    }
    #expect(refusal.kind == .unknown)
  }

  @Test func `says that all is well, and when it is not any more`() throws {
    let (life, ann, _) = try asked()
    guard case .status(let well) = try ask(life, .status) else { throw Unanswered() }
    #expect(well.problems == [])
    #expect(well.healthy)
    ann.replies("I want to die")
    life.passes(.minutes(31))
    guard case .status(let ill) = try ask(life, .status) else { throw Unanswered() }
    #expect(!ill.healthy)
    #expect(ill.problems.first?.contains("(crisis)") ?? false)
  }

  @Test func `shows phones with what was said on each, mentees first`() throws {
    let (life, ann, _) = try asked()
    ann.replies("yes, all fine")
    life.passes(.minutes(1))
    guard case .phones(let phones) = try ask(life, .phones) else { throw Unanswered() }
    #expect(phones.phones.map(\.id) == ["ann", "ben", "cor"])
    let said = phones.phones[0].messages
    #expect(said.map(\.fromKith) == [true, false, true])
    #expect(said[1].text == "yes, all fine")
    #expect(phones.strip.contains { $0.text == "Next check-in for Ann" })
  }

  @Test func `tells the coming check-ins and where the clocks change`() throws {
    let life = try Life(plan: Plan(name: "daily", phases: [Phase(schedule: .at("02:30"))]))
    try life.mentee("ann", quiet: "none")
    let next = try text(life, .next(.init(id: "ann", after: "2026-03-07", count: 2)))
    #expect(next.contains("Sun 8 Mar 2026 03:30 EDT, moved from 02:30: clocks go forward"))
  }

  @Test func `previews a template with the person's own question`() throws {
    let life = try Life(plan: .asking(.scale(from: 0, to: 10)))
    try life.mentee("ann")
    let preview = try ask(life, .preview(.init(template: "checkin", id: "ann")))
    guard case .preview(let shown) = preview else { throw Unanswered() }
    #expect(shown.text.contains("0 to 10"))
    #expect(shown.encoding == "GSM-7")
    #expect(shown.segments == 1)
  }
}

/// Another answer came than the question asks for.
struct Unanswered: Error {}
