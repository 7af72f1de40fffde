/// How queries travel: `POST /api/queries/<name>` with the payload as a JSON object, or `GET`
/// with a payload of nothing.
extension Query {
  package static let names = [
    "people", "show", "status", "why", "inbox", "outbox", "alerts", "next", "calendar", "send-test",
    "preview", "phones",
  ]

  package var name: String {
    switch self {
    case .people: "people"
    case .show: "show"
    case .status: "status"
    case .why: "why"
    case .inbox: "inbox"
    case .outbox: "outbox"
    case .alerts: "alerts"
    case .next: "next"
    case .calendar: "calendar"
    case .sendTest: "send-test"
    case .preview: "preview"
    case .phones: "phones"
    case .page: "page"
    }
  }

  package var path: String { "/api/queries/\(name)" }

  /// The payload as JSON.
  package var json: [UInt8] {
    switch self {
    case .people(let payload): ControlJSON.encode(payload)
    case .show(let payload): ControlJSON.encode(payload)
    case .why(let payload): ControlJSON.encode(payload)
    case .inbox(let payload): ControlJSON.encode(payload)
    case .outbox(let payload): ControlJSON.encode(payload)
    case .alerts(let payload): ControlJSON.encode(payload)
    case .next(let payload), .calendar(let payload): ControlJSON.encode(payload)
    case .sendTest(let payload): ControlJSON.encode(payload)
    case .preview(let payload): ControlJSON.encode(payload)
    case .page(let payload): ControlJSON.encode(payload)
    case .status, .phones: Array("{}".utf8)
    }
  }

  /// The query called `name`, from its JSON. `page` has no name here: it belongs to a link.
  package init(name: String, json: [UInt8]) throws(Refusal) {
    func read<Payload: Codable>(_: Payload.Type = Payload.self) throws(Refusal) -> Payload {
      try ControlJSON.decodeStrictly(Payload.self, from: json, for: name)
    }
    switch name {
    case "people": self = .people(try read())
    case "show": self = .show(try read())
    case "why": self = .why(try read())
    case "inbox": self = .inbox(try read())
    case "outbox": self = .outbox(try read())
    case "alerts": self = .alerts(try read())
    case "next": self = .next(try read())
    case "calendar": self = .calendar(try read())
    case "send-test": self = .sendTest(try read())
    case "preview": self = .preview(try read())
    case "status":
      _ = try read(Nothing.self)
      self = .status
    case "phones":
      _ = try read(Nothing.self)
      self = .phones
    default: throw Refusal(.unknown, "There is no query “\(name)”.")
    }
  }
}
