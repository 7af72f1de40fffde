import CheckIns
package import Conducting
package import Control
import Messages
package import Storage
import Timekeeping

extension World {
  /// What a query is answered now, read beside the conductor as the daemon does.
  package func ask(_ query: Query) throws(StorageFailure) -> Answering.Answer {
    let reader = try Reader(path: settings.path, keys: settings.presentation.keys)
    defer { reader.close() }
    let house = HouseNow(
      rules: settings.rules, presentation: settings.presentation, now: now,
      startedAt: settings.start, version: "test",
      gateways: settings.rules.gateways.keys.sorted().map { .init(name: $0, provider: "pretend") })
    return try reader.read { snapshot throws(StorageFailure) in
      var answering = Answering(snapshot, house)
      return try answering.answer(query)
    }
  }
}
