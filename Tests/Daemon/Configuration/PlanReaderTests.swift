import CheckIns
import Daemon
import Messages
import Reading
import Testing
import Timekeeping

@Suite struct `A plan file` {
  private func read(_ text: String) -> (plan: Plan?, told: [String]) {
    let faults = FaultList()
    let plan = PlanReader(file: "p.yaml", faults: faults).read(Array(text.utf8))?.plan
    return (plan, faults.faults.sorted().map(\.description))
  }

  @Test func `needs a name and a time, and has the shipped ladder`() {
    let (plan, told) = read("plan: daily\nat: \"09:00\"\n")
    #expect(told == [])
    #expect(plan?.ladder == LadderStep.shipped)
    #expect(plan?.question == .yesNo)
    #expect(plan?.phases.count == 1)
  }

  @Test func `says everything in order`() throws {
    let path = "\(SampleHouse.checkout)/deploy/plans/early-recovery.yaml"
    let plan = try #require(read(String(decoding: Files.read(path), as: UTF8.self)).plan)
    #expect(plan.question == .scale(from: 0, to: 10))
    #expect(plan.alert == .below(3))
    #expect(
      plan.phases.map(\.bounds.span) == [Span(days: 28), Span(days: 56), Span(days: 280), nil])
    #expect(plan.ladder == LadderStep.shipped)
    #expect(plan.milestones?.yearly == true)
    #expect(plan.milestones?.spans.count == 7)
  }

  @Test(arguments: [
    ("at: \"09:00\"", "p.yaml:1: plan: expected the plan's name, as daily, there is none"),
    ("plan: a", "p.yaml:1: expected a time to ask, as at: \"09:00\", or phases"),
    ("plan: a\nat: \"25:00\"", "p.yaml:2: at: "),
    (
      "plan: a\nat: \"09:00\"\nladdr: []", "p.yaml:3: laddr: unknown key (did you mean \"ladder\"?)"
    ),
    (
      "plan: a\nat: \"09:00\"\nrrule: FREQ=DAILY",
      "expected one of at, rrule and random, found more"
    ),
    ("plan: a\nrrule: FREQ=DAILY", "expected time: beside the rule"),
    ("plan: a\nrrule: FREQ=SECONDLY", "comes 86400 times a day; expected at most every minute"),
    (
      "plan: a\nrrule: FREQ=DAILY;BYHOUR=9;BYMINUTE=0,30;BYSECOND=0,15;INTERVAL=2;COUNT=0",
      "COUNT of 1"
    ),
    (
      "plan: a\nrrule: FREQ=MINUTELY;INTERVAL=2;BYSECOND=0,20,40", "comes 2160 times a day"
    ),
    ("plan: a\nrrule: FREQ=SOMETIMES\ntime: \"09:00\"", "p.yaml:2: rrule: "),
    ("plan: a\nrandom: {between: \"10:00-11:00\", times: 5, gap: 2h}", "p.yaml:2: random: "),
    (
      "plan: a\nphases: [{at: \"09:00\"}, {at: \"10:00\"}]",
      "only the last phase may be without an end"
    ),
    ("plan: a\nphases: []", "p.yaml:2: phases: expected a list of phases"),
    (
      "plan: a\nat: \"09:00\"\nquestion: {kind: colour}",
      "question.kind: expected one of yes_no, scale"
    ),
    (
      "plan: a\nat: \"09:00\"\nquestion: {kind: scale, from: 5, to: 1}",
      "expected from less than to"
    ),
    (
      "plan: a\nat: \"09:00\"\nquestion: {kind: scale, alert: {below: 99}}",
      "expected a whole number from 0 to 10"
    ),
    (
      "plan: a\nat: \"09:00\"\nquestion: {kind: yes_no, alert: {is: perhaps}}",
      "expected one of yes, no, found \"perhaps\""
    ),
    ("plan: a\nat: \"09:00\"\nquestion: {kind: choice, choices: [one]}", "expected 2 to 9 choices"),
    ("plan: a\nat: \"09:00\"\nladder: [{after: 3h, nudge: mentee}]", "expected at least one alert"),
    (
      "plan: a\nat: \"09:00\"\nladder:\n  - {after: 5h, alert: mentors}\n"
        + "  - {after: 3h, alert: coordinators}",
      "p.yaml:5: ladder.2.after: expected later than the step before it (5h)"
    ),
    (
      "plan: a\nat: \"09:00\"\nladder: [{after: 3h, alert: friends}]",
      "expected mentors or coordinators"
    ),
    (
      "plan: a\nat: \"09:00\"\nladder: [{alert: mentors}]",
      "ladder.1.after: expected when, counted from"
    ),
    (
      "plan: a\nat: \"09:00\"\nladder: [{after: 1h, alert: mentors, repeat: 1h}, "
        + "{after: 2h, alert: coordinators}]",
      "expected it on the last step only"
    ),
    (
      "plan: a\nat: \"09:00\"\nmilestones: {at: [soon]}",
      "expected a length as 30d or 1y, or yearly"
    ),
    (
      "plan: a\nat: \"09:00\"\nlast_word: x", "last_word: expected a time as 30m or 1h, found \"x\""
    ),
  ])
  func `says what is wrong with it`(text: String, says: String) {
    let (plan, told) = read(text)
    #expect(plan == nil)
    #expect(told.contains { $0.contains(says) }, "\(told)")
  }
}
