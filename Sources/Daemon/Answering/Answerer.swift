internal import CheckIns
package import Control
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
  }

  private let house: House
  /// Opened with the first question: the conductor's own connection comes first.
  private var reader: Reader?

  init(_ house: House) { self.house = house }

  package func answer(_ query: Query, by caller: Caller) throws(Refusal) -> QueryAnswer {
    let answer: Result<QueryAnswer, Refusal>
    do throws(StorageFailure) {
      let house = house
      answer = try opened().read { snapshot throws(StorageFailure) in
        var book = Book(snapshot, house)
        return try book.answer(query)
      }
    } catch {
      throw Refusal(.busy, "This cannot be answered now: \(error.description)")
    }
    return try answer.get()
  }

  /// The people a roster or a command names, read and found good, over what is known of them.
  func entries(_ command: Command) throws(Refusal) -> [RosterEntry] {
    let entries: Result<[RosterEntry], Refusal>
    do throws(StorageFailure) {
      let house = house
      entries = try opened().read { snapshot throws(StorageFailure) in
        var book = Book(snapshot, house)
        return book.entries(command)
      }
    } catch {
      throw Refusal(.busy, "This cannot be read now: \(error.description)")
    }
    return try entries.get()
  }

  private func opened() throws(StorageFailure) -> Reader {
    if let reader { return reader }
    let path = house.current.value.settings.database
    let opened = try Reader(path: path, keys: house.keys)
    reader = opened
    return opened
  }
}
