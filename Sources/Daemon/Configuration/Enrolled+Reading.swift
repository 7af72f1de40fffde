package import Storage
internal import Sealing

extension Configuration {
  /// Who is on which plan, and by which channels people are reached, from the database; nil where
  /// there is none, or it cannot be read with the rights and secrets of who asks.
  package func enrolled() -> (plans: [Enrolled], reached: [Reached])? {
    guard Files.exists(settings.database), let keys = try? MasterKeys(self),
      let reader = try? Reader(path: settings.database, keys: keys)
    else { return nil }
    defer { reader.close() }
    return try? reader.read { snapshot throws(StorageFailure) in
      (try snapshot.enrolled(), try snapshot.reached())
    }
  }
}
