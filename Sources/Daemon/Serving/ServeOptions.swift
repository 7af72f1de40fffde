/// How `kith serve` is started.
package struct ServeOptions: Sendable {
  package var places: ConfigurationPlaces
  /// The log shows what happens step by step.
  package var isVerbose: Bool
  /// Serves the pretend phones here, loopback only; refused unless every gateway is the sandbox.
  package var phones: SocketAddress?
  /// Printed by `kith status`.
  package var version: String
  /// Called once when everything is up; `kith try` prints what to do next.
  package var ready: @Sendable () async -> Void

  package init(
    places: ConfigurationPlaces, isVerbose: Bool = false, phones: SocketAddress? = nil,
    version: String, ready: @escaping @Sendable () async -> Void = {}
  ) {
    self.places = places
    self.isVerbose = isVerbose
    self.phones = phones
    self.version = version
    self.ready = ready
  }
}
