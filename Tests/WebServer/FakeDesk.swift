import Control
import Gateways
import Timekeeping
import WebServer

/// A desk that keeps what it was asked and answers what it was told to.
actor FakeDesk: Desk, CallbackDesk {
  /// Mails come to the gateway `mail` alone.
  func bytesMost(gateway: String) -> Int { gateway == "mail" ? 4_000_000 : 0 }

  private(set) var commands: [Command] = []
  private(set) var queries: [Query] = []
  private(set) var callers: [Caller] = []
  private(set) var callbacks: [(gateway: String, request: CallbackRequest)] = []
  var refusal: Refusal?
  var page = LinkPage(heading: "A check-in", text: ["Somebody has not answered."])
  var phones = PhonesState(now: 0, phones: [])
  var callbackAnswer = CallbackAnswer(status: 200, contentType: "text/xml", body: "<Response/>")
  private var gate: Gate?

  private static let lines = (0..<3).map { number in
    Story.Line(
      at: Moment(Instant(seconds: 1_772_960_400 + number * 30), offset: -14400, zone: "EDT"),
      event: "asked", text: "The gateway accepted the prompt.", about: ["c12", "m4\(number)"])
  }

  init(refusing refusal: Refusal? = nil) { self.refusal = refusal }

  func set(page: LinkPage) { self.page = page }
  func set(refusal: Refusal?) { self.refusal = refusal }
  func set(phones: PhonesState) { self.phones = phones }
  func set(gate: Gate) { self.gate = gate }

  func perform(_ command: Command, by caller: Caller) async throws(Refusal) -> CommandAnswer {
    commands.append(command)
    callers.append(caller)
    if let refusal { throw refusal }
    switch command {
    case .press: return .page(LinkPage(heading: "Thank you", text: ["Ben has seen it."]))
    case .importRoster:
      return .imported(ImportReport(dryRun: true, added: 1, changed: 0, unchanged: 2))
    case .phoneReply(let reply):
      show(reply)
      return .done(.init("Taken.", id: "r9"))
    default: return .done(.init("Done.", id: "p7"))
    }
  }

  func answer(_ query: Query, by caller: Caller) async throws(Refusal) -> QueryAnswer {
    queries.append(query)
    callers.append(caller)
    if let refusal { throw refusal }
    return switch query {
    case .page: .page(page)
    case .phones: .phones(phones)
    case .why(let why):
      .story(Story(subject: why.subject, summary: "All is well.", lines: Self.lines))
    default: .people([])
    }
  }

  private func show(_ reply: Command.PhoneReply) {
    guard let index = phones.phones.firstIndex(where: { $0.phone == reply.phone }) else { return }
    let at = Moment(utc: Instant(seconds: phones.now))
    phones.phones[index].messages.append(
      .init(id: "r9", fromKith: false, at: at, text: reply.text))
  }

  func receive(_ callback: CallbackRequest, gateway: String) async throws(Refusal)
    -> CallbackAnswer
  {
    callbacks.append((gateway, callback))
    if let gate { await gate.pass() }
    if let refusal { throw refusal }
    return callbackAnswer
  }
}

/// Holds whoever comes until it is opened, and tells when somebody has come.
actor Gate {
  private var isOpen = false
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var watching: [CheckedContinuation<Void, Never>] = []
  private var arrived = 0

  func pass() async {
    arrived += 1
    for watcher in watching { watcher.resume() }
    watching = []
    if !isOpen { await withCheckedContinuation { waiting.append($0) } }
  }

  func somebodyCame() async {
    if arrived == 0 { await withCheckedContinuation { watching.append($0) } }
  }

  func open() {
    isOpen = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }
}
