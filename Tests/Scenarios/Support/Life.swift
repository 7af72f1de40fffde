import CheckIns
import Conducting
import Control
import Foundation
import Messages
import Sealing
import Simulation
import Storage
import Testing
import Timekeeping

/// A world with people in it, for scenarios told by phones. Anything that reaches a phone and was
/// not expected fails the test at its end.
final class Life {
  let world: World
  private var phones: [Phone] = []
  private let folder: URL

  /// Monday 2 March 2026, 08:00 in New York, unless told otherwise.
  init(
    start: String = "2026-03-02T13:00:00Z", plan: Plan = .daily, other plans: [Plan] = [],
    gateways: [String: GatewayTraits] = ["sms": .proved(.sms)], seed: UInt64 = 1,
    rules change: (inout Rules) -> Void = { _ in }
  ) throws {
    folder = URL(fileURLWithPath: NSTemporaryDirectory())
      .appendingPathComponent("kith-life-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let templates = try Shipped.templates()
    var rules = Rules(
      zone: { Shipped.zone($0) }, reader: ReplyReader(lists: try PhraseLists(files: templates)))
    for plan in [plan] + plans {
      rules.plans[plan.name] = StoredPlan(digest: try PlanDigest.of(plan), plan: plan)
    }
    rules.gateways = gateways
    for (name, traits) in gateways.sorted(by: { $0.key < $1.key }) {
      rules.routes[traits.channel, default: []].append(name)
    }
    change(&rules)
    world = try World(
      .init(
        path: folder.appendingPathComponent("kith.db").path, start: try Instant(start),
        rules: rules,
        presentation: Presentation(
          library: try TemplateLibrary(files: templates),
          hotlines: try HotlineCards(files: templates), senderName: "River House", country: "US",
          publicURL: "https://checkins.example.org",
          keys: try MasterKeys(current: [UInt8](repeating: 7, count: 32))), seed: seed))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Enrols a mentee with consent; mentors are named in rank order.
  @discardableResult
  func mentee(
    _ id: String, plan: String = "daily", mentors: [Phone] = [], zone: String = "America/New_York",
    invited: Bool = false, quiet: String? = nil, change: (inout RosterEntry) -> Void = { _ in }
  ) throws -> Phone {
    try person(id, .mentee, zone: zone, invited: invited, quiet: quiet) {
      $0.plan = plan
      $0.mentors = mentors.map { .init(id: $0.id, disclosure: nil) }
      change(&$0)
    }
  }

  @discardableResult
  func mentor(
    _ id: String, zone: String = "America/New_York", quiet: String? = nil, wakeable: Bool = false,
    mail: String? = nil
  ) throws -> Phone {
    try person(id, .mentor, zone: zone, invited: false, quiet: quiet, mail: mail) {
      $0.mayBeWoken = wakeable
    }
  }

  @discardableResult
  func coordinator(_ id: String, wakeable: Bool = true) throws -> Phone {
    try person(
      id, [.coordinator, .operator_], zone: "America/New_York", invited: false, quiet: nil
    ) {
      $0.mayBeWoken = wakeable
    }
  }

  private func person(
    _ id: String, _ roles: Roles, zone: String, invited: Bool, quiet: String?,
    mail: String? = nil, change: (inout RosterEntry) -> Void
  ) throws -> Phone {
    let number = mail ?? "+1500555\(1001 + phones.count)"
    var entry = RosterEntry(id: id, name: id.capitalized, roles: roles, zone: zone)
    entry.addresses = [.init(channel: mail == nil ? .sms : .email, text: number)]
    entry.quietHours = try quiet.map { try QuietHours($0) }
    if !invited {
      entry.consentTexts = try LocalDate("2026-01-01")
      entry.consentMentors = entry.consentTexts
      entry.consentCrisis = entry.consentTexts
    }
    change(&entry)
    if case .failure(let refusal)? = world.enrol([entry]) {
      throw refusal
    }
    let chat = entry.addresses.first { $0.channel.isChat }
    let phone = Phone(
      id: id, number: chat?.text ?? number, channel: chat?.channel ?? .sms, life: self)
    phones.append(phone)
    return phone
  }

  /// A phone that is on nobody's roster.
  func stranger(_ number: String, channel: Channel = .sms) -> Phone {
    let phone = Phone(id: "stranger", number: number, channel: channel, life: self)
    phones.append(phone)
    return phone
  }

  func passes(_ span: Duration) { world.passes(span) }

  /// Runs to a time of day on New York's clock of the date the world is at, or of `date`.
  func passes(until text: String) throws { world.passes(until: try Instant(text)) }

  /// Changes the database behind the conductor's back, as a fault would.
  func damages(_ statement: String) throws {
    let python = Process()
    python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let script =
      "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
    python.arguments = [
      "python3", "-c", script, folder.appendingPathComponent("kith.db").path, statement,
    ]
    try python.run()
    python.waitUntilExit()
    #expect(python.terminationStatus == 0, "the database was damaged as told")
  }

  /// Everything that reached phones has been expected, and nothing failed.
  func ends(sourceLocation: SourceLocation = #_sourceLocation) {
    for phone in phones { phone.receivesNothing(sourceLocation: sourceLocation) }
    #expect(world.failures.isEmpty, sourceLocation: sourceLocation)
  }

  /// The end of the ledger, for whoever reads a failure.
  var recently: String {
    world.ledger.suffix(12).map { "\($0.at) \($0.event) \($0.detail)" }.joined(separator: "\n")
  }

  /// The ledger's events about one matter, in order, for tests of the record itself.
  func events(_ wanted: Set<String>) -> [String] {
    world.ledger.map(\.event).filter(wanted.contains)
  }
}

/// A pretend phone.
final class Phone {
  let id: String
  let number: String
  private let channel: Channel
  private weak var life: Life?
  private var read = 0

  init(id: String, number: String, channel: Channel, life: Life) {
    self.id = id
    self.number = number
    self.channel = channel
    self.life = life
  }

  private var inbox: [OutgoingMessage] {
    (life?.world.delivered ?? []).map(\.message).filter {
      $0.to == number && (channel.isChat || $0.channel.isChat ? $0.channel == channel : true)
    }
  }

  /// The next message that was not looked at yet contains these words.
  func receives(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) {
    guard read < inbox.count else {
      Issue.record(
        "\(id) got nothing; expected “\(words.joined(separator: "”, “"))”\n\(life?.recently ?? "")",
        sourceLocation: sourceLocation)
      return
    }
    let text = inbox[read].text
    read += 1
    for word in words where !word.isEmpty && !text.localizedCaseInsensitiveContains(word) {
      Issue.record("\(id) got “\(text)”; expected “\(word)”", sourceLocation: sourceLocation)
    }
  }

  func receivesNothing(sourceLocation: SourceLocation = #_sourceLocation) {
    for message in inbox[read...] {
      Issue.record("\(id) got “\(message.text)” unexpectedly", sourceLocation: sourceLocation)
    }
    read = inbox.count
  }

  var hasUnread: Bool { read < inbox.count }

  var last: String { read > 0 ? inbox[read - 1].text : "" }

  func replies(_ text: String, over gateway: String = "sms") {
    life?.world.reply(
      text, from: number, channel: channel.isChat ? channel : .sms, gateway: gateway)
  }
}

/// What the project ships, read from the checkout.
enum Shipped {
  static func templates() throws -> [TemplateFile] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("templates").resolvingSymlinksInPath()
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted()
    return try paths.compactMap { path in
      let file = root.appendingPathComponent(path)
      var isFolder: ObjCBool = false
      guard unsafe FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder),
        !isFolder.boolValue
      else { return nil }
      return TemplateFile(path: path, source: try String(contentsOf: file, encoding: .utf8))
    }
  }

  static func zone(_ name: String) -> Zone? {
    guard let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + name) else {
      return nil
    }
    return try? Zone(name: name, tzif: Array(data))
  }
}

extension GatewayTraits {
  /// A road that needs no proving, as the sandbox is.
  static func proved(_ channel: Channel) -> GatewayTraits {
    var traits = GatewayTraits(channel: channel)
    traits.isProved = true
    return traits
  }

  static func twilioLike(_ channel: Channel = .sms) -> GatewayTraits {
    var traits = GatewayTraits(channel: channel)
    traits.givesReceipts = true
    return traits
  }
}

extension Plan {
  static let daily = Plan(name: "daily", phases: [Phase(schedule: .at("09:00"))])

  static func asking(_ question: Question, alert: AnswerAlert? = nil) -> Plan {
    Plan(name: "daily", question: question, alert: alert, phases: [Phase(schedule: .at("09:00"))])
  }
}

extension Schedule {
  static func at(_ text: String) -> Schedule {
    do {
      return try Schedule(at: [text])
    } catch {
      preconditionFailure("a schedule in a test is right: \(error)")
    }
  }
}
