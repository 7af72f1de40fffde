import Daemon
import Synchronization
import Timekeeping

/// A conductor that writes down what it is asked, and answers each question with its own words.
struct PretendCore: Turning {
  /// What the test sees and sets from outside.
  final class Notes: Sendable {
    let turns = Mutex<[[String]]>([])
    let calls = Mutex<[String]>([])
    let failures = Mutex<[TurnFailure]>([])
    let unsettled = Mutex(0)
    let nextDeadline = Mutex<Instant?>(nil)
    let moreWork = Mutex(false)
  }

  let notes: Notes
  var earliestPossible = Instant(seconds: 1_000)

  mutating func turn(now: Instant, letters: [Letter<String>], seed: UInt64)
    throws(TurnFailure) -> TurnReport<String>
  {
    if let failure = notes.failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
      throw failure
    }
    if letters.contains(where: { $0.event == "poison" }) { throw .letter("poison") }
    notes.turns.withLock { $0.append(letters.map(\.event)) }
    return TurnReport(
      answers: letters.compactMap { letter in letter.ticket.map { ($0, "re: " + letter.event) } },
      nextDeadline: notes.nextDeadline.withLock(\.self),
      moreWork: notes.moreWork.withLock(\.self))
  }

  mutating func clockWasSet(by step: Duration) { note("clock set by \(step)") }
  mutating func wasAsleep(for span: Duration) { note("asleep for \(span)") }
  mutating func wroteNothing(for span: Duration) { note("wrote nothing for \(span)") }
  mutating func claimNoMore() { note("claim no more") }
  var unsettled: Int { notes.unsettled.withLock(\.self) }
  mutating func close() { note("close") }

  private func note(_ call: String) { notes.calls.withLock { $0.append(call) } }
}

/// A loop that is stepped by hand, with its own clocks.
struct SteppedLoop {
  typealias Loop = ConductorLoop<PretendCore>

  let notes = PretendCore.Notes()
  let mailbox = Mailbox<String, String>(capacity: 4, wake: {})
  let news = Told()
  var now = Instant(seconds: 1_800_000_000)
  var uptime: Duration = .seconds(10)
  private var loop: Loop

  final class Told: Sendable {
    let list = Mutex<[Loop.News]>([])
    var all: [Loop.News] { list.withLock(\.self) }
  }

  init(_ change: (inout Loop.Limits) -> Void = { _ in }) {
    var limits = Loop.Limits()
    change(&limits)
    let told = news
    loop = Loop(core: PretendCore(notes: notes), mailbox: mailbox, limits: limits) { news in
      told.list.withLock { $0.append(news) }
    }
  }

  /// Steps once after the time passed on both clocks.
  mutating func step(after passed: Duration = .zero) -> Loop.Step {
    now = now + passed
    uptime += passed
    return loop.step(now: now, uptime: uptime, seed: 1)
  }

  var turns: [[String]] { notes.turns.withLock(\.self) }
  var calls: [String] { notes.calls.withLock(\.self) }

  /// Asks, lets the loop step until the answer is there, and returns it.
  mutating func answers(_ questions: [String], steps: Int = 1) async -> [Result<
    String, MailboxRefusal
  >] {
    let mailbox = mailbox
    let answers = questions.map { question in
      Task { await asked(mailbox, question) }
    }
    while mailbox.waiting < questions.count { await Task.yield() }
    for _ in 0..<steps { _ = step() }
    var all: [Result<String, MailboxRefusal>] = []
    for answer in answers { all.append(await answer.value) }
    return all
  }
}

/// The answer or the refusal, as a value.
func asked(_ mailbox: Mailbox<String, String>, _ question: String) async
  -> Result<String, MailboxRefusal>
{
  do throws(MailboxRefusal) {
    return .success(try await mailbox.ask(question))
  } catch {
    return .failure(error)
  }
}
