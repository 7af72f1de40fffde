/// How commands travel: `POST /api/commands/<name>` with the payload as a JSON object.
extension Command {
  package static let names = [
    "import", "add", "set", "say", "ack", "close", "pause", "resume", "stop", "away", "send-test",
    "inbox-done", "reload", "receive-mail",
  ]

  package var name: String {
    switch self {
    case .importRoster: "import"
    case .add: "add"
    case .set: "set"
    case .say: "say"
    case .acknowledge: "ack"
    case .close: "close"
    case .pause: "pause"
    case .resume: "resume"
    case .stop: "stop"
    case .away: "away"
    case .sendTest: "send-test"
    case .inboxDone: "inbox-done"
    case .reload: "reload"
    case .phoneReply: "phone-reply"
    case .receiveMail: "receive-mail"
    case .press: "press"
    }
  }

  package var path: String { "/api/commands/\(name)" }

  /// The payload as JSON.
  package var json: [UInt8] {
    switch self {
    case .importRoster(let payload): ControlJSON.encode(payload)
    case .add(let payload), .set(let payload): ControlJSON.encode(payload)
    case .say(let payload): ControlJSON.encode(payload)
    case .acknowledge(let payload): ControlJSON.encode(payload)
    case .close(let payload): ControlJSON.encode(payload)
    case .pause(let payload): ControlJSON.encode(payload)
    case .resume(let payload), .stop(let payload): ControlJSON.encode(payload)
    case .away(let payload): ControlJSON.encode(payload)
    case .sendTest(let payload): ControlJSON.encode(payload)
    case .inboxDone(let payload): ControlJSON.encode(payload)
    case .reload: Array("{}".utf8)
    case .phoneReply(let payload): ControlJSON.encode(payload)
    case .receiveMail(let payload): ControlJSON.encode(payload)
    case .press(let payload): ControlJSON.encode(payload)
    }
  }

  /// The command called `name`, from its JSON. What pages do has no name here.
  package init(name: String, json: [UInt8]) throws(Refusal) {
    func read<Payload: Codable>(_: Payload.Type = Payload.self) throws(Refusal) -> Payload {
      try ControlJSON.decodeStrictly(Payload.self, from: json, for: name)
    }
    switch name {
    case "import": self = .importRoster(try read())
    case "add": self = .add(try read())
    case "set": self = .set(try read())
    case "say": self = .say(try read())
    case "ack": self = .acknowledge(try read())
    case "close": self = .close(try read())
    case "pause": self = .pause(try read())
    case "resume": self = .resume(try read())
    case "stop": self = .stop(try read())
    case "away": self = .away(try read())
    case "send-test": self = .sendTest(try read())
    case "inbox-done": self = .inboxDone(try read())
    case "receive-mail": self = .receiveMail(try read())
    case "reload":
      _ = try read(Nothing.self)
      self = .reload
    default: throw Refusal(.unknown, "There is no command “\(name)”.")
    }
  }
}

/// The payload of what needs none.
struct Nothing: Codable {}
