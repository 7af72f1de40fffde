import CheckIns
import Conducting
import Control
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `A reload that takes a plan away` {
  private func entry(on plan: String) throws -> RosterEntry {
    var entry = RosterEntry(id: "ann", name: "Ann", roles: .mentee, zone: "America/New_York")
    entry.addresses = [.init(channel: .sms, text: "+15005551001")]
    entry.consentTexts = try LocalDate("2026-01-01")
    entry.plan = plan
    return entry
  }

  @Test func `is refused while somebody is enrolled on it, and all stays as it was`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    let refusal = life.world.reloads { $0.plans["daily"] = nil }
    #expect(refusal?.sentence.contains(#"people are enrolled on the plan "daily""#) == true)
    life.passes(.minutes(61))
    ann.receives("Ann")
    life.ends()
  }

  @Test func `is taken once nobody is enrolled on it`() throws {
    let life = try Life()
    #expect(life.world.reloads { $0.plans["daily"] = nil } == nil)
    life.ends()
  }

  /// The roster was read against the old files, and comes into the very turn of the new ones.
  @Test func `enrols nobody on it who comes in at the same moment`() throws {
    let life = try Life()
    let roster = Input(ticket: 7, .roster([try entry(on: "daily")], dryRun: false))
    #expect(life.world.reloads(beside: [roster]) { $0.plans["daily"] = nil } == nil)
    #expect(try life.world.house().rows.enrolments.sorted.isEmpty)
    #expect(life.world.enrol([try entry(on: "daily")])?.isRefused == true)
    life.passes(.days(1))
    #expect(life.events(["plan-missing", "enrolled"]).isEmpty)
    life.ends()
  }
}

extension Result {
  fileprivate var isRefused: Bool { if case .failure = self { true } else { false } }
}
