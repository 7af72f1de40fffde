package import CheckIns
package import Gateways
package import Messages
package import Reading

/// Everything an operator configured, read and found good: one value, swapped whole at a reload.
package struct Configuration: Sendable {
  package var settings: Settings
  /// In order of name.
  package var plans: [Plan]
  /// Provider definitions by name: the shipped ones, and the operator's in their place.
  package var definitions: [String: Definition]
  /// In the order of kith.yaml.
  package var gateways: [ConfiguredGateway]
  /// Gateway names by channel, first choice first: `routes`, or all of a channel in order.
  package var routes: [Channel: [String]]
  package var wording: Wording
  /// Locales there is wording in, sorted.
  package var locales: [String]
  package var zones: ZoneReader
  package var credentials: Credentials
  /// Where plans were read from, by name.
  package var planFiles: [String: String]
  /// kith.yaml as it stands, to tell which values are its own.
  package var root: MarkedNode

  /// The built-in channels, and the messengers that gateways or routes speak of.
  package var channels: [Channel] {
    let named = Array(routes.keys) + gateways.map(\.channel)
    return Channel.builtIn + Set(named).filter(\.isChat).sorted()
  }

  /// What messengers there are, by the definitions, in order of name.
  package var chats: [ChatAddressForm] { Self.chats(definitions) }

  static func chats(_ definitions: [String: Definition]) -> [ChatAddressForm] {
    let forms = definitions.keys.sorted().compactMap { definitions[$0]?.address }
    let named = Dictionary(forms.map { ($0.channel, $0) }, uniquingKeysWith: { first, _ in first })
    return named.values.sorted { $0.channel < $1.channel }
  }

  package func plan(_ name: String) -> Plan? { plans.first { $0.name == name } }
  package func gateway(_ name: String) -> ConfiguredGateway? { gateways.first { $0.name == name } }

  /// Every gateway is the built-in pretend phone, so nothing can leave the machine.
  package var isSandbox: Bool { gateways.allSatisfy { $0.gateway.definition.isSandbox } }
}

/// A gateway with what kith.yaml says of it.
package struct ConfiguredGateway: Sendable {
  package var gateway: Gateway
  package var settings: GatewaySettings
  package var channel: Channel
  package var name: String { settings.name }
  /// Prompts may go here: people can answer on it.
  package var carriesPrompts: Bool {
    let definition = gateway.definition
    return !settings.noticeOnly && !definition.isNoticeOnly
      && (definition.canReceive || gateway.takesMails || receivesMail)
  }
  /// What people answer by mail is read from a mailbox, or piped in.
  package var receivesMail: Bool {
    channel == .email && (settings.imap != nil || settings.pipedMail)
  }
}

/// Where a configuration is read from.
package struct ConfigurationPlaces: Hashable, Sendable {
  /// kith.yaml; `plans`, `providers` and `templates` lie beside it.
  package var file: String
  package var credentials: Credentials
  package var shared: SharedFiles
  package var zoneinfo: String

  /// Credentials are in `credentials`, or where systemd put them, or in `secrets` beside the file;
  /// zone files where `TZDIR` says (tzset(3)), or in the system's folder.
  package init(
    file: String = "/etc/kith/kith.yaml", credentials: String? = nil, shared: SharedFiles,
    environment: [String: String], zoneinfo: String? = nil
  ) {
    self.file = file
    self.shared = shared
    self.zoneinfo = zoneinfo ?? ZoneReader.directory(in: environment)
    let directory =
      credentials ?? environment["CREDENTIALS_DIRECTORY"]
      ?? Files.resolve("secrets", relativeTo: file)
    self.credentials = Credentials(directory: directory)
  }

  func beside(_ name: String) -> String { Files.resolve(name, relativeTo: file) }
}

/// Everything that is wrong with a configuration, in the order of files and lines; never empty.
package struct ConfigurationFaults: Error, Hashable, Sendable, CustomStringConvertible {
  package var faults: [Fault]
  package var description: String { faults.map(\.description).joined(separator: "\n") }
}
