import CheckIns
import Control
import Simulation
import Testing
import Timekeeping

@Suite struct `A command at the desk` {
  private func open() throws -> (life: Life, alert: String) {
    let life = try Life()
    let ben = try life.mentor("ben")
    try life.mentee("ann", mentors: [ben])
    life.passes(.hours(28))
    ben.receives("A1")
    guard case .alerts(let alerts) = try life.world.ask(.alerts(.init())).get() else {
      throw Unanswered()
    }
    return (life, alerts.first?.alert ?? "")
  }

  private func refusal(_ life: Life, _ command: Command) -> Refusal? {
    guard case .failure(let refusal)? = life.world.perform(command) else { return nil }
    return refusal
  }

  @Test(
    arguments: ["Ann relapsed, call +15005550177", "ann@example.org", "", "-", "in contact", "é"])
  func `closes with a code alone: words about somebody are not for the journal`(outcome: String)
    throws
  {
    let (life, alert) = try open()
    let refusal = refusal(life, .close(.init(alert: alert, outcome: outcome)))
    #expect(refusal?.kind == .wrongUsage)
    #expect(life.events(["alert-closed"]) == [])
  }

  @Test func `keeps the note of who closes an alert for the next reader`() throws {
    let (life, alert) = try open()
    let note = "She is at her sister's."
    #expect(refusal(life, .close(.init(alert: alert, outcome: "Reached", note: note))) == nil)
    guard case .alerts(let alerts) = try life.world.ask(.alerts(.init())).get(),
      case .story(let story) = try life.world.ask(.why(.init(subject: alert))).get()
    else { throw Unanswered() }
    #expect(alerts.map(\.note) == [note])
    #expect(alerts.map(\.outcome) == ["reached"])
    #expect(story.summary.hasSuffix("closed, reached. Note: \(note)"))
    #expect(!life.world.ledger.contains { $0.detail.contains("sister") })
  }

  @Test func `shows all that nobody has read, the newest too`() throws {
    let life = try Life()
    let stranger = life.stranger("+15005559999")
    for number in 1...101 { stranger.replies("words \(number)") }
    guard case .inbox(let lines) = try life.world.ask(.inbox(.init(unread: true))).get() else {
      throw Unanswered()
    }
    #expect(lines.count == 101)
    #expect(lines.last?.text == "words 101")
  }

  /// Kith's own id of somebody.
  private func number(_ life: Life, of id: String) throws -> String {
    guard case .person(let detail) = try life.world.ask(.show(.init(id: id))).get() else {
      throw Unanswered()
    }
    return detail.summary.person
  }

  @Test func `means the person whom the roster calls so, though it looks like our own id`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    let same = try number(life, of: "ann")
    let other = try life.mentee(same)
    #expect(refusal(life, .stop(.init(id: same))) == nil)
    life.passes(.minutes(61))
    ann.receives("Ann")
    other.receivesNothing()
    #expect(refusal(life, .stop(.init(id: try number(life, of: same)))) == nil)
  }

  @Test(arguments: ["c999999", "a999999"])
  func `tells the story of a person whose roster id looks like a check-in's`(id: String) throws {
    let life = try Life()
    try life.mentee(id)
    guard case .story(let story) = try life.world.ask(.why(.init(subject: id))).get() else {
      throw Unanswered()
    }
    #expect(story.summary.hasPrefix("\(id) is active"))
  }
}
