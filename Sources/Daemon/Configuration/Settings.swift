package import CheckIns
package import Messages
package import Timekeeping

/// What kith.yaml says, with every default filled in.
package struct Settings: Hashable, Sendable {
  /// Where providers and people reach us: `https://host[:port]`, without a slash at the end.
  package var publicURL: String
  /// Who the messages are from, as people read it.
  package var senderName: String
  /// ISO 3166-1 alpha-2, upper case: how numbers without a country are meant, and which hotlines.
  package var country: String
  /// Empty: this configuration only looks things up, or sends nothing yet.
  package var gateways: [GatewaySettings]
  /// The ordered gateways of each channel, by name.
  package var routes: [Channel: [String]]

  package var listen = SocketAddress(host: "127.0.0.1", port: 8420)
  /// Loopback only; nil: no admin listener.
  package var admin: SocketAddress?
  package var control = "/run/kith/control.sock"
  package var database = "/var/lib/kith/kith.db"
  /// Names of the credentials with the master key: the live one, and during rotation the next.
  package var sealKeys = ["seal-key"]
  package var quietHours = QuietHours(from: 21 * 60, to: 8 * 60)
  package var catchUp: Duration = .hours(8)
  package var crisis = CrisisSettings()
  package var textsPerDay = 4
  package var mostPerDay = 60
  package var heartbeat: Heartbeat?
  package var retention = Retention()
  package var humanHours = WeeklyHours(weekdays: [1, 2, 3, 4, 5], from: 9 * 60, to: 17 * 60)

  /// Days off, and what plans that do not say so themselves do on them.
  package var holidays = HolidaySettings()

  package init(
    publicURL: String, senderName: String, country: String, gateways: [GatewaySettings] = [],
    routes: [Channel: [String]] = [:]
  ) {
    self.publicURL = publicURL
    self.senderName = senderName
    self.country = country
    self.gateways = gateways
    self.routes = routes
  }

  /// The gateway settings under a name.
  package func gateway(_ name: String) -> GatewaySettings? { gateways.first { $0.name == name } }
}

/// A TCP address to listen on.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
  package var host: String
  package var port: Int
  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }
  package var description: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
  /// Only this machine reaches it.
  package var isLoopback: Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    let isNumeric = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    return host == "localhost" || host == "::1" || (isNumeric && parts[0] == "127")
  }
}

/// Whom a crisis may wake, and how often.
package struct CrisisSettings: Hashable, Sendable {
  package enum Audience: String, CaseIterable, Sendable { case mentors, coordinators, operators }
  package var notify: [Audience] = [.mentors, .coordinators]
  package var every: Duration = .minutes(10)
  package var notReachedAfter: Duration = .minutes(15)
  package init() {}
}

/// Somebody else's monitor, which notices when we fall silent.
package struct Heartbeat: Hashable, Sendable {
  package var url: String
  package var every: Duration
  package init(url: String, every: Duration) {
    self.url = url
    self.every = every
  }
}

/// How long things are kept.
package struct Retention: Hashable, Sendable {
  package var bodies = Span(days: 90)
  package var ledger = Span(months: 24)
  package var consent = Span(months: 60)
  package init() {}
}

/// Hours of the week when humans answer, on the reader's own clock.
package struct WeeklyHours: Hashable, Sendable, CustomStringConvertible {
  package static let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  /// 1 is Monday, 7 Sunday; rising.
  package var weekdays: [Int]
  /// Minutes of the day.
  package var from: Int
  package var to: Int
  package init(weekdays: [Int], from: Int, to: Int) {
    self.weekdays = weekdays
    self.from = from
    self.to = to
  }
  package var description: String {
    let days = weekdays.map { Self.names[$0 - 1] }.joined(separator: ",")
    return "\(days) \(ClockText.text(minutes: from))-\(ClockText.text(minutes: to))"
  }
}

/// One configured use of a provider.
package struct GatewaySettings: Hashable, Sendable {
  package var name: String
  package var provider: String
  /// Nil: the provider's only one.
  package var channel: Channel?
  /// The number, sender id or mail address messages come from.
  package var from: String?
  /// Each with one value, or two that are both live during rotation.
  package var settings: [String: SecretValues]
  package var rate: SendingRate?
  /// What leaves under `from`, over all gateways together that have it.
  package var senderRate: SendingRate?
  /// Segments in a month.
  package var budget: Int?
  /// Attempts that may be unsettled at once.
  package var inFlight = 256
  /// Where what people answer by mail is read.
  package var imap: MailboxOptions?
  /// What people answer by mail is piped in (`kith receive-mail`).
  package var pipedMail = false
  /// Mail to `local+anything@domain` arrives where mail to `from` does.
  package var plusAddresses = false
  /// Carries notices only: nobody can answer on it.
  package var noticeOnly = false
  /// It sends a message to a number of the house's own from time to time.
  package var canary: CanarySettings?
  /// For previews.
  package var segmentPrice: SegmentPrice?
  /// The file and line it stands at, for sentences about it.
  package var file: String
  package var line: Int

  package init(name: String, provider: String, file: String = "kith.yaml", line: Int = 0) {
    self.name = name
    self.provider = provider
    self.settings = [:]
    self.file = file
    self.line = line
  }
}

/// A mailbox that is read by IMAP (RFC 3501).
package struct MailboxOptions: Hashable, Sendable {
  /// `imaps://host[:port]` or `imap://host[:port]`.
  package var url: String
  package var username: String
  package var password: SecretValues
  package var folder = "INBOX"
  /// From one look to the next.
  package var every: Duration = .seconds(30)
  /// Refuse to log in without TLS.
  package var requireTLS = true
  /// The certificates to trust there, PEM, instead of the system's.
  package var certificates: String?
  package init(url: String, username: String, password: SecretValues) {
    self.url = url
    self.username = username
    self.password = password
  }
}

/// Messages in a time, at most.
package struct SendingRate: Hashable, Sendable, CustomStringConvertible {
  package var count: Int
  package var per: Duration
  package init(count: Int, per: Duration) {
    self.count = count
    self.per = per
  }
  package var description: String {
    let unit =
      switch per {
      case .seconds(1): "s"
      case .minutes(1): "min"
      case .hours(1): "h"
      default: "day"
      }
    return "\(count)/\(unit)"
  }
}

/// The live values of a setting; printing shows them only where they came from no credential.
package struct SecretValues: Hashable, Sendable, CustomStringConvertible {
  /// The first is used for sending, all for verifying.
  package var values: [String]
  /// The names of the credentials they came from; empty: they stand in the file itself.
  package var credentials: [String]
  package init(_ values: [String], credentials: [String] = []) {
    self.values = values
    self.credentials = credentials
  }
  package var description: String {
    credentials.isEmpty
      ? values.joined(separator: ", ") : "(credential \(credentials.joined(separator: ", ")))"
  }
}
