internal import CheckIns
internal import Conducting
package import Control
internal import Messages
internal import Sealing
internal import Storage
internal import Timekeeping

/// Answers queries from the database, on a read-only connection of its own.
package actor Answerer {
  /// What answers need besides the database.
  struct House: Sendable {
    var current: CurrentConfiguration
    var keys: MasterKeys
    var board: StatusBoard
    var clock: any Clock
    var version: String
    var startedAt: Instant
    /// Nil while there is none.
    var spool: @Sendable () -> Spool? = { nil }
    /// Open when the conductor has the database, or never will: a new one has no tables before.
    var database = Gate()
  }

  private let house: House
  /// Opened with the first question, after the conductor's own connection.
  private var reader: Reader?

  init(_ house: House) { self.house = house }

  package func answer(_ query: Query, by caller: Caller) async throws(Refusal) -> QueryAnswer {
    let now = try houseNow()
    let answer: Answering.Answer
    do throws(StorageFailure) {
      answer = try await opened().read { snapshot throws(StorageFailure) in
        var answering = Answering(snapshot, now)
        return try answering.answer(query)
      }
    } catch {
      throw Refusal(.busy, "This cannot be answered now: \(error.description)")
    }
    return try answer.get()
  }

  /// The people a command names, over what is known of them.
  func entries(_ command: Command) async throws(Refusal) -> [RosterEntry] {
    let entries: Result<[RosterEntry], Refusal>
    do throws(StorageFailure) {
      let configuration = house.current.value
      entries = try await opened().read { snapshot throws(StorageFailure) in
        RosterBook(snapshot: snapshot, configuration: configuration).entries(command)
      }
    } catch {
      throw Refusal(.busy, "This cannot be read now: \(error.description)")
    }
    return try entries.get()
  }

  /// Up to where a gateway's mailbox or list was taken in; nil where it never was.
  func position(of gateway: String) async throws(StorageFailure) -> String? {
    try await opened().read { snapshot throws(StorageFailure) in try snapshot.position(of: gateway)
    }
  }

  /// Since when replies may wait at this gateway's provider; nil where it listed them all.
  func unreadSince(of gateway: String) async throws(StorageFailure) -> Instant? {
    try await opened().read { snapshot throws(StorageFailure) in
      try snapshot.unreadSince(of: gateway)
    }
  }

  /// The names of plans that people are enrolled on.
  func plansInUse() async throws(StorageFailure) -> [String] {
    try await opened().read { snapshot throws(StorageFailure) in try snapshot.plansInUse() }
  }

  private var spooled: HouseNow.Spooled {
    let waiting = house.spool()?.waiting ?? []
    return HouseNow.Spooled(
      count: waiting.count, since: waiting.first.map { Instant(milliseconds: $0.at) })
  }

  private func houseNow() throws(Refusal) -> HouseNow {
    let configuration = house.current.value
    do throws(ServeFailure) {
      return HouseNow(
        rules: try configuration.rules(),
        presentation: configuration.presentation(keys: house.keys),
        now: house.clock.now(), startedAt: house.startedAt, version: house.version,
        gateways: configuration.gateways.map {
          .init(name: $0.name, provider: $0.settings.provider)
        },
        faults: house.board.faults, spool: spooled)
    } catch {
      throw Refusal(.busy, "This cannot be answered now: \(error.sentences.joined(separator: " "))")
    }
  }

  private func opened() async throws(StorageFailure) -> Reader {
    await house.database.pass()
    if let reader { return reader }
    let path = house.current.value.settings.database
    let opened = try Reader(path: path, keys: house.keys)
    reader = opened
    return opened
  }
}
