import CheckIns
import Daemon
import Foundation
import Messages
import Reading
import Storage
import Testing
import Timekeeping

@Suite struct `A check of a configuration` {
  /// 2026-01-01T00:00:00Z
  private static let now = Instant(seconds: 1_767_225_600)

  private func concerns(_ house: SampleHouse, reached: [Reached] = []) throws -> [Concern] {
    var check = ConfigurationCheck(
      try house.load(), now: Self.now,
      enrolled: [Enrolled(plan: "daily", zone: "America/New_York", people: 1)], reached: reached)
    return check.run()
  }

  @Test func `tells whom no gateway can reach`() throws {
    let telegram = Channel.chat("telegram")
    let both = Reached(channels: [.sms, telegram], people: 2)
    let noted = try concerns(SampleHouse(), reached: [both]).map(\.fault.description)
    #expect(
      noted.contains {
        $0.contains("2 people have an address for telegram, and no gateway carries that; they are")
      })
    let lost = try concerns(
      SampleHouse(), reached: [both, Reached(channels: [telegram], people: 1)])
    #expect(
      lost.filter { $0.weight == .problem }.map(\.fault.description).contains {
        $0.contains("3 people have an address for telegram, and no gateway carries that: 1 of them")
      })
  }

  @Test func `is content with messengers alone`() throws {
    let house = try SampleHouse(
      """
      public_url: https://checkins.example.org
      sender_name: River House
      country: US
      routes: {telegram: [bot]}
      gateways:
        bot:
          provider: telegram
          settings: {bot_token: {credential: twilio-auth-token}}
      """)
    #expect(try problems(house) == [])
    let reached = Reached(channels: [.chat("telegram")], people: 2)
    #expect(try concerns(house, reached: [reached]).allSatisfy { $0.weight == .note })
  }

  private func problems(_ house: SampleHouse) throws -> [String] {
    try concerns(house).filter { $0.weight == .problem }.map(\.fault.description)
  }

  private func notes(_ house: SampleHouse) throws -> [String] {
    try concerns(house).filter { $0.weight == .note }.map(\.fault.description)
  }

  @Test func `finds nothing to mend in the smallest that works`() throws {
    #expect(try problems(SampleHouse()) == [])
  }

  @Test func `finds an address without https`() throws {
    let house = try SampleHouse(SampleHouse.smallest.replacing("https://", with: "http://"))
    #expect(try problems(house).contains { $0.contains("kith.yaml:1: public_url: expected https") })
  }

  @Test func `finds secrets that others may read, or that stand in kith.yaml`() throws {
    let house = try SampleHouse()
    try house.write("secrets/twilio-auth-token", "12345", mode: 0o644)
    #expect(
      try problems(house).contains { $0.contains("only its owner may read (0600), it has 0644") })
    let open = try SampleHouse(
      SampleHouse.smallest.replacing("{credential: twilio-auth-token}", with: "abc"))
    #expect(try problems(open).contains { $0.contains("auth_token: expected {credential: NAME}") })
  }

  @Test func `finds that no prompt could be sent`() throws {
    let house = try SampleHouse(SampleHouse.smallest + "\n    notice_only: yes\n")
    #expect(try problems(house).contains { $0.contains("no prompt can be sent") })
  }

  @Test func `finds a plan in use whose file is gone`() throws {
    let house = try SampleHouse()
    try house.write("plans/other.yaml", "plan: other\nat: \"09:00\"\n")
    #expect(try problems(house).contains { $0.contains("enrolled on the plan \"daily\"") })
  }

  @Test func `finds a plan whose template does not exist, or that never asks`() throws {
    let house = try SampleHouse()
    try house.write("plans/daily.yaml", "plan: daily\nat: \"2020-01-01 09:00\"\nprompt: nowhere\n")
    let problems = try problems(house)
    #expect(problems.contains { $0.contains("at: it never asks in the year to come") })
    #expect(
      problems.contains { $0.contains("prompt: there is no template en/nowhere.sms.mustache") })
  }

  @Test func `finds a choice that would be read as something else`() throws {
    let house = try SampleHouse()
    try house.write(
      "plans/daily.yaml",
      "plan: daily\nat: \"09:00\"\nquestion: {kind: choice, choices: [go, Stop, tea, SOS]}\n")
    let problems = try problems(house)
    #expect(problems.contains { $0.contains("expected another word than \"Stop\"") })
    #expect(problems.contains { $0.contains("expected another word than \"SOS\"") })
    #expect(problems.count { $0.contains("expected another word") } == 2)
  }

  @Test func `notes what the operator's own wording should not say, and nobody else's`() throws {
    let house = try SampleHouse()
    #expect(try !notes(house).contains { $0.contains("mustache") })
    try house.write("templates/en/nudge.sms.mustache", "Are you sober, {{name}}?\nStill here.\n")
    #expect(
      try notes(house).contains {
        $0.contains("templates/en/nudge.sms.mustache:1: it says \"sober\"; expected words that")
      })
  }

  @Test func `notes hotline numbers of the country that nobody has checked`() throws {
    let house = try SampleHouse()
    #expect(
      try notes(house).contains { $0.contains("country: US: \"text HOME to 741741\" is not") })
    let nowhere = try SampleHouse(
      SampleHouse.smallest.replacing("country: US", with: "country: SE"))
    #expect(try notes(nowhere).contains { $0.contains("SE: no hotline card; only") })
  }

  @Test func `notes times in quiet hours, at clock changes, and a last word cut short`() throws {
    let house = try SampleHouse()
    try house.write(
      "plans/daily.yaml",
      "plan: daily\nat: \"02:30\"\nladder:\n  - {after: 3h, nudge: mentee}\n"
        + "  - {after: 3h 10m, alert: mentors}\n")
    let notes = try notes(house)
    #expect(notes.contains { $0.contains("all its times lie in quiet_hours (21:00-08:00)") })
    #expect(notes.contains { $0.contains("meets a clock change") })
    #expect(notes.contains { $0.contains("comes less than last_word (30m) after the nudge") })
  }
}

@Suite struct `The seal key` {
  private let fresh = [UInt8](repeating: 7, count: 32)

  @Test func `is made once, and read again`() throws {
    let house = try SampleHouse()
    #expect(try SealKeys(house.load(), fresh: fresh).keys == [fresh])
    #expect(try SealKeys(house.load(), fresh: [UInt8](repeating: 8, count: 32)).keys == [fresh])
    #expect(Files.mode("\(house.folder)/secrets/seal-key") == 0o600)
  }

  @Test func `has 32 bytes`() throws {
    let house = try SampleHouse()
    try house.write("secrets/seal-key", "short", mode: 0o600)
    let configuration = try house.load()
    let faults = #expect(throws: ConfigurationFaults.self) {
      try SealKeys(configuration, fresh: fresh)
    }
    #expect(faults?.description.contains("expected 32 bytes or 64 hexadecimal digits") == true)
  }
}

@Suite struct `The house of kith try` {
  @Test func `is a good configuration with nothing but pretend phones`() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/kith-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sandbox = try TrySandbox(
      folder: folder, port: 18420, shared: .checkout(in: SampleHouse.checkout),
      now: Instant(seconds: 1_767_225_600 + 95))
    let house = try Configuration.load(sandbox.options.places)
    #expect(house.isSandbox)
    #expect(house.settings.listen.port == 18420)
    #expect(house.settings.publicURL == "http://127.0.0.1:18420")
    #expect(house.settings.control == "\(folder)/control.sock")
    #expect(house.plans.map(\.name) == ["try"])
    #expect(house.plans.first?.phases.first?.schedule == (try Schedule(at: ["*:1/3:45"])))
  }
}
