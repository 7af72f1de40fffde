import Messages

/// How a definition sends, and what it makes of the answer.
struct SendSpec: Hashable, Sendable {
  enum Road: Hashable, Sendable {
    case http(RequestSpec)
    case smtp(SMTPSpec)
    case sandbox
  }
  struct SMTPSpec: Hashable, Sendable {
    var url: PlaceholderText
    var username: PlaceholderText?
    var password: PlaceholderText?
    var from: PlaceholderText
    var fromName: PlaceholderText?
    /// `true` or `false` when filled in; anything but `false` means yes.
    var requireTLS: PlaceholderText?
  }

  var road: Road
  var accepted = AcceptedSpec()
  var outcomes: [OutcomeRule] = []
  var retryAfter: RetryAfterSpec?
  /// A repeat of the same reference is taken once: a lost answer may be sent again.
  var idempotent = false
  /// Longer texts are refused before anything leaves.
  var maxCharacters: Int?
  /// National tables that the provider can send with, and what it calls them.
  var shiftTables: [NamedShiftTable] = []
}

struct NamedShiftTable: Hashable, Sendable {
  var table: ShiftTable
  var name: String
}

/// When an answer means that the provider has the message.
struct AcceptedSpec: Hashable, Sendable {
  var statuses = [CodePattern("200"), CodePattern("201"), CodePattern("202")]
  /// An array with one result a part.
  var each: JSONPointer?
  /// Of each part, or of the whole.
  var conditions: [Condition] = []
  var id: [ValueSource] = []
}

/// What an answer means when this holds of it.
struct OutcomeRule: Hashable, Sendable {
  var conditions: [Condition]
  var kind: Outcome.Kind

  func holds(in view: WireView) -> Bool { conditions.allSatisfy { $0.holds(in: view) } }
}

/// Where the provider says how long to wait, besides `Retry-After`.
struct RetryAfterSpec: Hashable, Sendable {
  enum Unit: String, CaseIterable, Sendable {
    case seconds, milliseconds
    /// The moment itself, in seconds since 1970.
    case unix
  }

  var source: ValueSource
  var unit: Unit
}

extension DefinitionReader {
  mutating func send(_ node: DefinitionNode) -> SendSpec? {
    let road = node["protocol"].flatMap { choice($0, of: RoadName.self) } ?? .http
    var keys = ["protocol", "accepted", "outcomes", "retry_after", "idempotent", "max_characters"]
    keys.append("shift_tables")
    switch road {
    case .http: keys += Self.requestKeys
    case .smtp: keys += ["url", "username", "password", "from", "from_name", "require_tls"]
    case .sandbox: break
    }
    let entries = map(node, keys: keys)
    let described = self.road(road, node, entries)
    var send = SendSpec(road: described ?? .sandbox)
    for entry in entries {
      let value = entry.value
      switch entry.key {
      case "accepted": send.accepted = accepted(value)
      case "outcomes": send.outcomes = rules(value)
      case "retry_after": send.retryAfter = retryAfter(value)
      case "idempotent": send.idempotent = flag(value)
      case "max_characters": send.maxCharacters = number(value, 1...1_000_000)
      case "shift_tables": send.shiftTables = shiftTables(value)
      default: break
      }
    }
    return described == nil ? nil : send
  }

  private mutating func shiftTables(_ node: DefinitionNode) -> [NamedShiftTable] {
    map(node, keys: ShiftTable.allCases.map(\.rawValue)).compactMap { entry in
      guard let table = ShiftTable(rawValue: entry.key), let name = text(entry.value) else {
        return nil
      }
      return NamedShiftTable(table: table, name: name)
    }
  }

  private enum RoadName: String, CaseIterable { case http, smtp, sandbox }

  private mutating func road(
    _ choice: RoadName, _ node: DefinitionNode, _ entries: [DefinitionNode.Entry]
  ) -> SendSpec.Road? {
    switch choice {
    case .http: return request(node, entries).map { .http($0) }
    case .sandbox: return .sandbox
    case .smtp:
      guard let url = require("url", in: node).flatMap({ placeholders($0) }),
        let from = require("from", in: node).flatMap({ placeholders($0) })
      else { return nil }
      return .smtp(
        .init(
          url: url, username: node["username"].flatMap { placeholders($0) },
          password: node["password"].flatMap { placeholders($0) }, from: from,
          fromName: node["from_name"].flatMap { placeholders($0) },
          requireTLS: node["require_tls"].flatMap { placeholders($0) }))
    }
  }

  private mutating func accepted(_ node: DefinitionNode) -> AcceptedSpec {
    var accepted = AcceptedSpec()
    let entries = map(
      node, keys: ["status", "each", "id", "at", "header", "in", "is", "not", "contains", "starts"])
    var tests: [DefinitionNode.Entry] = []
    for entry in entries {
      switch entry.key {
      case "status": accepted.statuses = statuses(entry.value)
      case "each": accepted.each = pointer(entry.value)
      case "id": accepted.id = sources(entry.value, fields: false)
      default: tests.append(entry)
      }
    }
    if !tests.isEmpty { accepted.conditions = [condition(tests)] }
    return accepted
  }

  /// A list of `{when: …, is: bad_address}`.
  mutating func rules(_ node: DefinitionNode) -> [OutcomeRule] {
    guard case .list(let items) = node.content else {
      fault(node, "expected a list of rules like {when: {status: 429}, is: slow_down}")
      return []
    }
    return items.compactMap { item in
      _ = map(item, keys: ["when", "is"])
      guard let when = require("when", in: item),
        let kind = require("is", in: item).flatMap({ choice($0, of: Outcome.Kind.self) })
      else { return nil }
      return OutcomeRule(conditions: conditions(when, fields: false), kind: kind)
    }
  }

  private mutating func retryAfter(_ node: DefinitionNode) -> RetryAfterSpec? {
    let entries = map(node, keys: ["at", "header", "unit"])
    var place: ValueSource.Place?
    var unit = RetryAfterSpec.Unit.seconds
    for entry in entries {
      switch entry.key {
      case "at": place = pointer(entry.value).map { .pointer($0) }
      case "header": place = text(entry.value).map { .header($0) }
      case "unit": unit = choice(entry.value, of: RetryAfterSpec.Unit.self) ?? .seconds
      default: break
      }
    }
    guard let place else {
      fault(node, "expected at or header")
      return nil
    }
    return RetryAfterSpec(source: .init(place: place), unit: unit)
  }
}
