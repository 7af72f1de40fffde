import Daemon
import Gateways
import Messages
import Synchronization
import Testing

@Suite struct `A road whose replies are fetched` {
  /// A mailbox that plays a list of looks, and writes down what became of them.
  final class Played: Sendable {
    struct State {
      var looks: [Result<FetchedRoad.Look, WireFailure>]
      var events: [String] = []
      var uptime = Duration.zero
      var refusals = 0
      /// So many turns the database takes nothing.
      var locked = 0
    }
    let state: Mutex<State>

    private let holds: Bool

    init(
      _ looks: [Result<FetchedRoad.Look, WireFailure>], refusals: Int = 0, locked: Int = 0,
      holds: Bool = false
    ) {
      self.holds = holds
      state = Mutex(State(looks: looks, refusals: refusals, locked: locked))
    }

    var events: [String] { state.withLock(\.events) }

    func note(_ event: String) { state.withLock { $0.events.append(event) } }

    func look(_ position: String?) throws -> FetchedRoad.Look {
      note("look after \(position ?? "nothing")")
      let next = state.withLock { $0.looks.isEmpty ? nil : $0.looks.removeFirst() }
      guard let next else { return FetchedRoad.Look(position: position) }
      return try next.get()
    }

    /// Until all was played.
    func wait(_ span: Duration) throws {
      try state.withLock { state in
        state.uptime += span
        if state.looks.isEmpty { throw CancellationError() }
      }
    }

    func take(_ look: FetchedRoad.Look) throws {
      let locked = state.withLock { state in
        defer { state.locked = max(0, state.locked - 1) }
        return state.locked > 0
      }
      if locked { throw MailboxRefusal.cannotWrite("locked") }
      let refused = state.withLock { state in
        defer { state.refusals = max(0, state.refusals - 1) }
        return state.refusals > 0
      }
      if refused || look.replies.contains(where: { $0.text == "poison" }) {
        throw WireFailure(mayHaveArrived: false, reason: "not now")
      }
      note("take \(look.replies.map(\.text).joined(separator: " ")) at \(look.position ?? "-")")
    }

    var house: FetchService.House {
      FetchService.House(
        roads: { [self] in
          [
            FetchedRoad(name: "mail", every: .seconds(30), holds: holds) { [self] position, held in
              if held { note("held") }
              return try look(position)
            }
          ]
        },
        position: { _ in nil }, take: { [self] in try take($1) },
        outagesKnown: { _ in 0 }, caughtUp: { [self] _, _ in note("caught up") },
        unheard: { [self] in note("unheard \($1)") }, log: { _ in },
        uptime: { [self] in state.withLock(\.uptime) }, wait: { [self] in try wait($0) })
    }
  }

  static func look(_ texts: [String], _ position: String, isLast: Bool = true)
    -> Result<FetchedRoad.Look, WireFailure>
  {
    let replies = texts.map {
      IncomingReply(channel: .email, providerID: $0, from: "a@b", text: $0)
    }
    return .success(FetchedRoad.Look(replies: replies, position: position, isLast: isLast))
  }

  static func failure(permanent: Bool = false) -> Result<FetchedRoad.Look, WireFailure> {
    .failure(WireFailure(mayHaveArrived: false, permanent: permanent, reason: "login refused"))
  }

  private func events(_ played: Played) async -> [String] {
    await FetchService(played.house).follow("mail")
    return played.events
  }

  @Test func `is read to its end before it counts as caught up`() async {
    let played = Played([
      Self.look(["one", "two"], "1:2", isLast: false), Self.look(["three"], "1:3"),
    ])
    #expect(
      await events(played) == [
        "look after nothing", "take one two at 1:2", "look after 1:2", "take three at 1:3",
        "caught up",
      ])
  }

  @Test func `is not asked again for what could not be committed: some tell it only once`() async {
    let played = Played([Self.look(["one"], "1:1"), Self.look(["two"], "1:2")], refusals: 1)
    #expect(
      await events(played) == [
        "look after nothing", "take one at 1:1", "look after 1:1", "take two at 1:2", "caught up",
      ])
  }

  @Test func `is not kept up by one mail that cannot be recorded`() async {
    let poisoned = Self.look(["one", "poison", "two"], "1:3")
    let played = Played([poisoned, Self.look(["three"], "1:4")])
    let taken = await events(played).filter { $0.hasPrefix("take") }
    #expect(
      taken == [
        "take one at -",
        "take Something came in that cannot be recorded (at 1:3 1). It is still there. at -",
        "take two at -", "take  at 1:3", "take three at 1:4",
      ])
  }

  /// Whenever the lock goes: no reply is put down as one that cannot be recorded.
  @Test(arguments: 1...8)
  func `loses nothing to a database that takes nothing for a while`(locked: Int) async {
    let played = Played(
      [Self.look(["one", "two"], "1:2"), Self.look(["three"], "1:3")], locked: locked)
    for _ in 0..<10 { played.state.withLock { $0.looks.append(Self.look([], "1:3")) } }
    let taken = await events(played).filter { $0.hasPrefix("take") && $0.contains("o") }
    #expect(taken.first == "take one two at 1:2")
    #expect(!taken.contains { $0.contains("cannot be recorded") })
  }

  @Test func `that nothing comes by is left in peace`() async {
    let played = Played([Self.look([], "1:5"), Self.look([], "1:5"), Self.look([], "1:5")])
    #expect(
      await events(played) == [
        "look after nothing", "take  at 1:5", "caught up", "look after 1:5", "look after 1:5",
      ])
  }

  @Test func `that fails for minutes is in doubt, once, until it is read again`() async {
    let played = Played(
      [Result](repeating: Self.failure(), count: 6) + [Self.look(["late"], "1:1")])
    let told = await events(played).filter { !$0.hasPrefix("look") }
    #expect(told == ["unheard login refused", "take late at 1:1", "caught up"])
  }

  @Test func `that may be held open is, once nothing more is there`() async {
    let failed = Self.failure()
    let played = Played(
      [
        Self.look(["one"], "1", isLast: false), Self.look([], "1"), Self.look(["two"], "2"),
        failed, Self.look([], "2"), Self.look([], "2"),
      ], holds: true)
    #expect(
      await events(played) == [
        "look after nothing", "take one at 1", "look after 1", "caught up",
        "held", "look after 1", "take two at 2",
        // Who has just failed is asked for what is there.
        "held", "look after 2", "look after 2", "held", "look after 2",
      ])
  }

  @Test func `that we let go ourselves has not failed`() async {
    let ended = [Result<FetchedRoad.Look, WireFailure>](
      repeating: .failure(.cancelled), count: 20)
    let played = Played([Self.look([], "1")] + ended + [Self.look(["two"], "2")])
    let told = await events(played).filter { !$0.hasPrefix("look") }
    #expect(told == ["take  at 1", "caught up", "take two at 2"])
  }

  @Test func `that waiting will not mend is in doubt at once`() async {
    let played = Played([Self.failure(permanent: true), Self.look([], "1:1")])
    #expect(await events(played)[1] == "unheard login refused")
  }
}
