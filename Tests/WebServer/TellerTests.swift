import CheckIns
import Control
import Foundation
import Messages
import Testing
import Timekeeping

@Suite struct `A teller` {
  private static let ann = PersonID(7)
  private static let ben = PersonID(8)
  private static let at = Instant(seconds: 1_772_955_000)
  private static let teller = Teller([
    ann: .init(rosterID: "ann", name: "Ann", zone: .utc),
    ben: .init(rosterID: nil, name: "Ben", zone: .utc),
  ])

  private static func checkIn(_ state: CheckIn.State) -> CheckIn {
    var checkIn = CheckIn(
      id: CheckInID(12), enrolment: EnrolmentID(3), person: ann, date: LocalDate(days: 20520),
      slot: 0, plannedAt: at, planDigest: "d", state: state)
    checkIn.timer = Timer(due: at + .seconds(30), kind: .ladder)
    return checkIn
  }

  @Test(
    arguments: [
      (CheckIn.State.asked, "", "was asked; no answer has come yet"),
      (.skipped, "paused", "was not asked: the person is paused"),
      (.unreached, "gateway-stopped", "could not be asked: the gateway is out of order"),
      (.unreached, "some-new-code", "could not be asked: some new code"),
      (.inContact, "", "brought contact, though no answer to the question"),
    ])
  func `says of a check-in how it stands and why`(
    state: CheckIn.State, reason: String, clause: String
  ) {
    let event = state == .inContact ? "in-contact" : "\(state)"
    let entries = [
      LedgerEntry(at: Self.at, event: "asking", person: Self.ann, checkIn: CheckInID(12)),
      LedgerEntry(
        at: Self.at, event: event, person: Self.ann, checkIn: CheckInID(12), message: MessageID(4),
        detail: reason),
    ]
    let story = Self.teller.story(of: Self.checkIn(state), entries)
    #expect(story.summary == "ann's check-in of Sun 8 Mar 2026 07:30 UTC \(clause).")
    #expect(story.lines.map(\.event) == ["asking", event])
    #expect(story.lines.last?.about == ["c12", "m4"])
  }

  @Test(
    arguments: [
      ("claimed", "main-sms #2", "The message to ann goes to main-sms, try 2."),
      (
        "try_again", "main-sms #1 http 503",
        "main-sms did not take the message (http 503); it is tried again."
      ),
      ("reply", "r5 answer", "ann wrote: reply r5, taken as answer."),
      ("cancelled", "stopped", "The message to ann was withdrawn: the person said stop."),
      ("something-new", "x1", "something new: x1."), ("something-new", "", "something new."),
      ("claimed", "", "The message to ann goes to The gateway, try 1."),
    ])
  func `puts a line of the ledger into words`(event: String, detail: String, words: String) {
    let entry = LedgerEntry(at: Self.at, event: event, person: Self.ann, detail: detail)
    let story = Self.teller.story(of: Self.checkIn(.asked), [entry])
    #expect(story.lines.first?.text == words)
  }

  @Test func `has words for everything the decisions record`() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")
    var events: Set<String> = []
    for module in ["CheckIns", "Conducting"] {
      let folder = sources.appendingPathComponent(module)
      for file in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      where file.hasSuffix(".swift") {
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        for match in text.matches(of: /record\(\s*"([a-z_-]+)"/) { events.insert(String(match.1)) }
      }
    }
    #expect(events.count > 30)
    for event in events.sorted() {
      let entry = LedgerEntry(at: Self.at, event: event, person: Self.ann, detail: "x")
      let text = Self.teller.story(of: Self.checkIn(.asked), [entry]).lines.first?.text
      let bare = event.replacingOccurrences(of: "-", with: " ") + ": x."
      #expect(text != bare, "Sources/Control/Telling/LedgerWords.swift has no words for “\(event)”")
    }
  }

  @Test func `shows what happens next, soonest first`() {
    var alert = Alert(id: AlertID(1), person: Self.ann, reason: .silence, openedAt: Self.at)
    alert.timer = Timer(due: Self.at + .seconds(20), kind: .alert)
    var enrolment = Enrolment(
      id: EnrolmentID(3), person: Self.ann, planName: "fast", start: LocalDate(days: 20520))
    enrolment.nextAt = Self.at + .seconds(90)
    let plan = Plan(name: "fast", phases: [])
    let strip = Self.teller.strip(
      checkIns: [Self.checkIn(.asked), Self.checkIn(.answered)], alerts: [alert],
      enrolments: [enrolment], plans: ["d": plan])
    #expect(
      strip.map(\.text) == [
        "Alert about Ann (silence): nobody has said “I will” yet",
        "Ann was asked; a nudge follows silence", "Next check-in for Ann",
      ])
    #expect(strip.map(\.mood) == ["alert", "asked", "waiting"])
    #expect(strip.map(\.subject) == ["a1", "c12", "p7"])
    #expect(strip.map(\.due) == [20, 30, 90].map { Self.at.seconds + $0 })
  }

  @Test func `names somebody without a roster id by our own`() {
    var alert = Alert(id: AlertID(1), person: Self.ann, reason: .talk, openedAt: Self.at)
    alert.acknowledgedBy = Self.ben
    alert.state = .acknowledged
    #expect(Self.teller.line(alert).acknowledgedBy == "p8")
    #expect(Self.teller.line(alert).id == "ann")
  }

  @Test(
    arguments: [
      (Person.Standing.active, nil, false, "active"), (.invited, nil, false, "invited"),
      (.active, at + .hours(1), false, "paused"), (.active, at - .hours(1), false, "active"),
      (.active, at + .hours(1), true, "stopped"), (.left, nil, false, "left"),
    ] as [(Person.Standing, Instant?, Bool, String)])
  func `says of a person what outweighs the rest`(
    standing: Person.Standing, paused: Instant?, stopped: Bool, state: String
  ) {
    var person = Person(
      id: Self.ann, roles: [.mentee], zone: "UTC", locale: "en", standing: standing)
    person.pausedUntil = paused
    var contact = Contact(
      id: ContactID(1), person: Self.ann, channel: .sms, rank: 1, confirmed: true)
    contact.optedOutAt = stopped ? Self.at : nil
    let line = Self.teller.line(
      person, contacts: [contact], enrolment: nil, mentors: [], now: Self.at)
    #expect(line.state == state)
    #expect(line.uncovered)
  }

  @Test func `says of a gateway what has never come back on it`() {
    var traits = GatewayTraits(channel: .sms)
    traits.givesReceipts = true
    var state = GatewayState(name: "main-sms")
    func line() -> StatusReport.GatewayLine {
      .init(
        name: "main-sms", provider: "twilio", traits: traits, state: state, inFlight: 0,
        now: Self.at)
    }
    #expect(line().reason == "no receipt has ever come")
    state.firstReceiptAt = Self.at
    #expect(line().reason == "no reply has ever come")
    state.firstReplyAt = Self.at
    #expect(line().state == "ok")
    state.stoppedSince = Self.at
    state.stoppedReason = "http 401"
    #expect(line().state == "stopped" && line().reason == "http 401")
  }
}
