internal import Reading
internal import Synchronization

/// The configuration in force; read anew and swapped whole.
package final class CurrentConfiguration: Sendable {
  private let places: ConfigurationPlaces
  private let state: Mutex<Configuration>

  package init(_ places: ConfigurationPlaces) throws(ServeFailure) {
    self.places = places
    state = Mutex(try Self.load(places, zones: nil))
  }

  package var value: Configuration { state.withLock(\.self) }

  /// All files as they are now, or all that is wrong with them.
  package func read() throws(ServeFailure) -> Configuration {
    try Self.load(places, zones: value.zones)
  }

  package func replace(with next: Configuration) { state.withLock { $0 = next } }

  private static func load(_ places: ConfigurationPlaces, zones: ZoneReader?)
    throws(ServeFailure) -> Configuration
  {
    do throws(ConfigurationFaults) {
      return try Configuration.load(places, zones: zones)
    } catch {
      throw ServeFailure(error.faults.map(\.description))
    }
  }
}
