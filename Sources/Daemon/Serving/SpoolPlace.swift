internal import Logging
internal import Sealing
internal import Synchronization

/// Where the spool is found once the database is ours: a second daemon must not touch it.
final class SpoolPlace: Sendable {
  private let place = Mutex<Spool?>(nil)

  var spool: Spool? { place.withLock(\.self) }

  /// Opens it; without one, callbacks are refused while the database takes nothing.
  func open(besideDatabase database: String, keys: MasterKeys, logger: Logger) -> Spool? {
    do throws(SpoolFailure) {
      let spool = try Spool(besideDatabase: database, keys: keys)
      if spool.torn > 0 {
        logger.warning(
          "\(spool.path): \(spool.torn) bytes of a record that was never whole are cut")
      }
      place.withLock { $0 = spool }
      return spool
    } catch {
      logger.error("no spool: \(error)")
      return nil
    }
  }
}
