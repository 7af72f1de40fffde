package import CheckIns
internal import Conducting
package import Control
package import Gateways
internal import Messages
internal import Timekeeping
internal import WebServer

/// Stands behind the listeners: commands and callbacks go to the conductor, queries to a reader.
package struct DaemonDesk: Desk, CallbackDesk {
  package typealias Box = Mailbox<ConductorEvent, ConductorCore.Answer>
  package typealias Answering = @Sendable (Query, Caller) async throws(Refusal) -> QueryAnswer
  /// Nil when all was taken over, else one sentence.
  package typealias Reload = @Sendable () async -> String?

  private let mailbox: Box
  private let carrier: Carrier
  private let faults: Faults
  private let clock: any Clock
  private let roster: @Sendable (Command) async throws(Refusal) -> [RosterEntry]
  private let answering: Answering
  /// Whether a token is ours and in time: nobody's work begins for one that is not.
  private let isLink: @Sendable (String) -> Bool
  private let reload: Reload
  /// Nil while there is none.
  private let spool: @Sendable () -> Spool?
  private let lost: LostCallbacks

  package init(
    mailbox: Box, carrier: Carrier, faults: Faults = Faults(), clock: any Clock = SystemClock(),
    roster: @escaping @Sendable (Command) async throws(Refusal) -> [RosterEntry],
    answering: @escaping Answering, isLink: @escaping @Sendable (String) -> Bool,
    reload: @escaping Reload,
    spool: @escaping @Sendable () -> Spool? = { nil }, lost: LostCallbacks = LostCallbacks()
  ) {
    self.lost = lost
    self.spool = spool
    self.mailbox = mailbox
    self.carrier = carrier
    self.faults = faults
    self.clock = clock
    self.roster = roster
    self.answering = answering
    self.isLink = isLink
    self.reload = reload
  }

  // MARK: Commands and queries

  package func answer(_ query: Query, by caller: Caller) async throws(Refusal) -> QueryAnswer {
    if case .page(let page) = query, !isLink(page.token) { throw Self.noLink }
    return try await answering(query, caller)
  }

  private static let noLink = Refusal(.unknown, "This link leads nowhere any more.")

  package func perform(_ command: Command, by caller: Caller) async throws(Refusal)
    -> CommandAnswer
  {
    switch command {
    case .importRoster(let file):
      return try await take(.roster(try await roster(command), dryRun: file.dryRun))
    case .add(let person), .set(let person):
      let answer = try await take(.roster(try await roster(command), dryRun: false))
      guard case .imported(let report) = answer else { return answer }
      return .done(.init(Self.sentence(report, about: person.id)))
    case .reload:
      if let fault = await reload() { throw Refusal(.refused, fault) }
      return .done(.init("All files were read again and taken."))
    case .phoneReply(let reply): return try await type(reply)
    case .receiveMail(let piped):
      let (gateway, contents) = try PipedMail(carrier: carrier).read(piped)
      return try await take(
        .fetched(
          gateway: gateway, receipts: contents.receipts, replies: contents.replies, position: nil))
    case .press(let press):
      return .page(try await take(press, caller))
    case .sendTest(var test):
      test.to = address(test)
      return try await take(.command(.sendTest(test), caller))
    case .say, .acknowledge, .close, .pause, .resume, .stop, .away, .inboxDone:
      return try await take(.command(command, caller))
    }
  }

  /// As the roster keeps it, however it was typed; chats have forms of their own.
  private func address(_ test: Command.SendTest) -> String {
    let channels = carrier.gateway(test.gateway)?.channels ?? []
    return channels.contains(where: \.isChat)
      ? test.to : carrier.normalise(test.to) ?? test.to
  }

  /// Mail programs press once, and do not come again: while the database takes nothing, a press is
  /// kept as a callback is.
  private func take(_ press: Command.Press, _ caller: Caller) async throws(Refusal) -> LinkPage {
    guard isLink(press.token) else { throw Self.noLink }
    let answer: ConductorCore.Answer
    do throws(MailboxRefusal) {
      answer = try await mailbox.ask(.input(.command(.press(press), caller)))
    } catch {
      try keep(KeptCallback(press, at: clock.now().milliseconds), because: error)
      return Self.taken
    }
    _ = try answer.get()
    return await page(press.token, caller)
  }

  private static let taken = LinkPage(
    heading: "Thank you", text: ["What you pressed is taken."])

  /// What a link shows after a press. That is committed: a page that cannot be had now changes
  /// nothing of it.
  private func page(_ token: String, _ caller: Caller) async -> LinkPage {
    if case .page(let page)? = try? await answering(.page(.init(token: token)), caller) {
      return page
    }
    return Self.taken
  }

  /// What became of one person, in words.
  private static func sentence(_ report: ImportReport, about id: String) -> String {
    var words =
      report.added > 0
      ? "\(id) is enrolled" : report.changed > 0 ? "\(id) is changed" : "\(id) stays as they are"
    if report.invited > 0 { words += "; they are invited, and get nothing else before a yes" }
    let kept = report.kept.map(\.field).joined(separator: ", ")
    return kept.isEmpty ? words + "." : words + "; \(kept) stays as they chose."
  }

  /// Returns when the conductor has made a turn: the database is open then.
  func firstTurn() async throws(Refusal) { _ = try await ask(.nothing) }

  private func take(_ event: Input.Event) async throws(Refusal) -> CommandAnswer {
    switch try await ask(event) {
    case .command(let answer): return answer
    case .taken: return .done(.init("Done."))
    }
  }

  private func ask(_ event: Input.Event) async throws(Refusal) -> InputAnswer {
    let answer: ConductorCore.Answer
    do throws(MailboxRefusal) {
      answer = try await mailbox.ask(.input(event))
    } catch {
      throw Refusal(.busy, "Not now: \(error).")
    }
    return try answer.get()
  }

  private func type(_ typed: Command.PhoneReply) async throws(Refusal) -> CommandAnswer {
    let channel: Channel = typed.phone.contains("@") ? .email : .sms
    guard let gateway = carrier.sandbox(for: channel) else {
      throw Refusal(
        .notAllowed, "There are pretend phones only where every gateway is the sandbox.")
    }
    let reply = IncomingReply(
      channel: channel, providerID: "typed-\(clock.now().milliseconds)-\(clock.uptime())",
      from: typed.phone, text: typed.text, sentAtMilliseconds: clock.now().milliseconds)
    let event = Input.Event.callback(
      gateway: gateway, receipts: [], replies: [reply], replayKey: nil)
    _ = try await ask(event)
    return .done(.init("Received."))
  }

  // MARK: Callbacks

  /// Nothing for a gateway that is not there.
  package func bytesMost(gateway name: String) async -> Int {
    carrier.gateway(name).map { $0.takesLargeCallbacks ? $0.callbackBytesMost : 0 } ?? 0
  }

  package func receive(_ callback: CallbackRequest, gateway name: String) async throws(Refusal)
    -> CallbackAnswer
  {
    guard let gateway = carrier.gateway(name) else {
      throw Refusal(.unknown, "There is no gateway \(name).")
    }
    let contents: CallbackContents
    do throws(CallbackFault) {
      contents = try await carrier.read(callback, of: gateway)
    } catch {
      lost.note(name, error.sentence, at: clock.now())
      throw Refusal(error.refusal, "A callback for \(name) was not taken: \(error).")
    }
    if let confirmation = contents.confirmation { _ = await carrier.fetch(confirmation) }
    if contents.receipts.isEmpty, contents.replies.isEmpty { return contents.answer }
    try await take(
      callback: .callback(
        gateway: name, receipts: contents.receipts, replies: contents.replies,
        replayKey: contents.replayKey))
    faults.reach(.taken)
    return contents.answer
  }

  /// Into the database, or while it can take nothing, into the spool; where that cannot be written
  /// either, the provider shall try again.
  private func take(callback: Input.Event) async throws(Refusal) {
    let answer: ConductorCore.Answer
    do throws(MailboxRefusal) {
      answer = try await mailbox.ask(.input(callback))
    } catch {
      return try keep(KeptCallback(callback, at: clock.now().milliseconds), because: error)
    }
    _ = try answer.get()
  }

  private func keep(_ kept: KeptCallback?, because refusal: MailboxRefusal) throws(Refusal) {
    guard case .cannotWrite = refusal, let kept, let spool = spool() else {
      throw Refusal(.busy, "Not now: \(refusal).")
    }
    do throws(SpoolFailure) { try spool.keep(kept) } catch {
      throw Refusal(.busy, "Not now: \(refusal), and \(error).")
    }
  }
}

extension CallbackFault {
  fileprivate var refusal: Refusal.Kind {
    switch kind {
    case .forged, .stale: .notAllowed
    case .notExpected: .unknown
    case .oversized, .unreadable: .wrongUsage
    case .needsCertificate: .busy
    }
  }
}
