internal import CheckIns
internal import Conducting
internal import Foundation
internal import Gateways
internal import Messages
internal import Reading
internal import Sealing
internal import Storage
internal import Timekeeping

/// A house whose people are all asked at nine o'clock in New York, over the shipped definition of
/// Twilio pointed at the server of this machine.
final class BurstHouse {
  let conductor: Conductor
  let gateway: Gateway
  /// Monday 2 March 2026, 09:00 in New York.
  let due = Instant(seconds: 1_772_460_000)
  private let folder: URL
  private static let menteesPerMentor = 20
  private static let linesPerTurn = 500

  init(port: UInt16, inFlight: Int, folder: String) throws {
    self.folder = URL(fileURLWithPath: folder).appendingPathComponent("kith-burst-\(getpid())")
    try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
    gateway = try Self.gateway(port: port)
    let templates = try Shipped.templates()
    let keys = try MasterKeys(current: [UInt8](repeating: 7, count: 32))
    let store = try Store.open(path: self.folder.appendingPathComponent("kith.db").path, keys: keys)
    conductor = Conductor(
      store: store, rules: try Self.rules(templates, inFlight: inFlight),
      presentation: Presentation(
        library: try TemplateLibrary(files: templates),
        hotlines: try HotlineCards(files: templates), senderName: "River House", country: "US",
        publicURL: "https://checkins.example.org", keys: keys))
  }

  private static func gateway(port: UInt16) throws -> Gateway {
    let path = Shipped.root.appendingPathComponent("deploy/providers/twilio.yaml").path
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let node = node(try YAMLReader.read(bytes: bytes, file: path))
    return Gateway(
      name: "sms", definition: try Definition(node: node, file: path), from: "+15005550006",
      settings: [
        "base_url": SettingValue("http://127.0.0.1:\(port)"),
        "account_sid": SettingValue("AC0123456789abcdef0123456789abcdef"),
        "auth_token": SettingValue("0123456789abcdef0123456789abcdef", isSecret: true),
      ], publicURL: "https://checkins.example.org")
  }

  /// The file's tree as the engine takes it.
  private static func node(_ node: MarkedNode) -> DefinitionNode {
    let content: DefinitionNode.Content =
      switch node.value {
      case .scalar(_, _) where node.isNothing: .scalar("", quoted: false)
      case .scalar(let text, let quoted): .scalar(text, quoted: quoted)
      case .list(let items): .list(items.map(Self.node))
      case .map(let entries): .map(entries.map { .init($0.key, Self.node($0.value)) })
      }
    return DefinitionNode(content, line: node.line, path: node.keyPath)
  }

  private static func rules(_ templates: [TemplateFile], inFlight: Int) throws -> Rules {
    let zone = try Shipped.zone("America/New_York")
    var rules = Rules(
      zone: { $0 == zone.name ? zone : nil },
      reader: ReplyReader(lists: try PhraseLists(files: templates)))
    let plan = Plan(name: "daily", phases: [Phase(schedule: try Schedule(at: ["09:00"]))])
    rules.plans["daily"] = StoredPlan(digest: try PlanDigest.of(plan), plan: plan)
    var traits = GatewayTraits(channel: .sms)
    traits.givesReceipts = true
    traits.listsReplies = true
    traits.confirmsOptOut = true
    traits.inFlight = inFlight
    rules.gateways["sms"] = traits
    rules.routes[.sms] = ["sms"]
    return rules
  }

  /// Everybody with consent, a mentor for each twenty, an hour before nine; seconds it took.
  func enrol(_ people: Int) throws -> Double {
    let start = seconds(CLOCK_MONOTONIC)
    let now = due - .hours(1)
    _ = try conductor.start(now: now, lastAlive: nil, seed: 1)
    let mentors = (people + Self.menteesPerMentor - 1) / Self.menteesPerMentor
    let entries = (0..<mentors).map(mentor) + (0..<people).map(mentee)
    for first in stride(from: 0, to: entries.count, by: Self.linesPerTurn) {
      let lines = Array(entries[first..<min(first + Self.linesPerTurn, entries.count)])
      let result = conductor.turn(
        now: now, inputs: [Input(ticket: 1, .roster(lines, dryRun: false))], seed: UInt64(first))
      if case .failure(let refusal)? = result.answers.first?.answer { throw refusal }
    }
    conductor.store.checkpoint(truncate: true)
    return seconds(CLOCK_MONOTONIC) - start
  }

  private func mentor(_ number: Int) -> RosterEntry {
    var entry = entry("b\(number)", "Ben \(number)", .mentor, 2_000_000 + number)
    entry.mayBeWoken = true
    return entry
  }

  private func mentee(_ number: Int) -> RosterEntry {
    var entry = entry("a\(number)", "Ann \(number)", .mentee, 3_000_000 + number)
    entry.plan = "daily"
    entry.mentors = [.init(id: "b\(number / Self.menteesPerMentor)")]
    return entry
  }

  private func entry(_ id: String, _ name: String, _ roles: Roles, _ number: Int) -> RosterEntry {
    var entry = RosterEntry(id: id, name: name, roles: roles, zone: "America/New_York")
    entry.addresses = [.init(channel: .sms, text: "+1500\(number)")]
    entry.consentTexts = Self.consent
    entry.consentMentors = Self.consent
    entry.consentCrisis = Self.consent
    return entry
  }

  private static let consent = try? LocalDate("2026-01-01")

  /// Makes the row of the fiftieth mentee unreadable, from beside, as a fault would.
  func damageOne() -> Bool {
    let path = folder.appendingPathComponent("kith.db").path
    let script =
      "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('UPDATE person SET standing"
      + " = 99 WHERE id = (SELECT id FROM person WHERE roles = 1 ORDER BY id LIMIT 1 OFFSET 50)');"
      + " c.commit()"
    let python = Process()
    python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    python.arguments = ["python3", "-c", script, path]
    do { try python.run() } catch { return false }
    python.waitUntilExit()
    return python.terminationStatus == 0
  }

  func remove() {
    conductor.store.close()
    try? FileManager.default.removeItem(at: folder)
  }
}

/// What the project ships, read from the checkout.
enum Shipped {
  static var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  static func templates() throws -> [TemplateFile] {
    let folder = root.appendingPathComponent("templates").resolvingSymlinksInPath()
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    return paths.compactMap { path in
      let file = folder.appendingPathComponent(path).path
      guard let data = FileManager.default.contents(atPath: file) else { return nil }
      return TemplateFile(path: path, source: String(decoding: data, as: UTF8.self))
    }
  }

  static func zone(_ name: String) throws -> Zone {
    let data = try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/" + name))
    return try Zone(name: name, tzif: Array(data))
  }
}
