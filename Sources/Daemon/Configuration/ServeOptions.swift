/// How the daemon is started.
package struct ServeOptions: Hashable, Sendable {
  package var places: ConfigurationPlaces
  /// Serves the pretend phones on `listen`; only where every gateway is the sandbox.
  package var showsPhones = false
  /// A roster that is imported once the daemon is ready, when it is there.
  package var roster: String?

  /// As `kith --version` prints it.
  package var version = "0.1.0"

  package init(places: ConfigurationPlaces) { self.places = places }
}
