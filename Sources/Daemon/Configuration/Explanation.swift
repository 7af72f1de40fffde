import CheckIns
import Messages
import Reading
import Timekeeping

/// The effective values of a configuration, each with where it came from: `kith check --explain`.
package struct Explanation: Sendable, Encodable {
  package struct Value: Sendable, Hashable, Encodable {
    package var key: String
    package var value: String
    /// `kith.yaml:12`, `default`, or why it is so.
    package var from: String
  }

  package private(set) var values: [Value] = []
  private let configuration: Configuration

  package init(_ configuration: Configuration) {
    self.configuration = configuration
    house()
    times()
    gateways()
    files()
  }

  /// Secrets are never among the values.
  package func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }

  /// Aligned, one value a line.
  package var lines: [String] {
    let width = values.map(\.key.count).max() ?? 0
    return values.map { value in
      let key = value.key + String(repeating: " ", count: width - value.key.count)
      return "\(key)  \(value.value)  # \(value.from)"
    }
  }

  private mutating func add(_ key: String, _ value: String, from: String? = nil) {
    var node: MarkedNode? = configuration.root
    for part in key.split(separator: ".") { node = node?[String(part)] }
    let origin = node.map { "\($0.file):\($0.line)" } ?? "default"
    values.append(Value(key: key, value: value, from: from ?? origin))
  }

  private mutating func house() {
    let settings = configuration.settings
    add("public_url", settings.publicURL)
    add("sender_name", settings.senderName)
    add("country", settings.country)
    add("listen", settings.listen.description)
    add("admin", settings.admin?.description ?? "none")
    add("control", settings.control)
    add("database", settings.database)
    let keys = settings.sealKeys.map { "(credential \($0))" }
    add("seal", keys.joined(separator: ", "))
    for channel in configuration.channels {
      let route = configuration.routes[channel] ?? []
      let isOwn = settings.routes[channel] != nil
      add(
        "routes.\(channel.rawValue)", "[\(route.joined(separator: ", "))]",
        from: isOwn ? nil : "default: all of the channel, in order")
    }
  }

  private mutating func times() {
    let settings = configuration.settings
    add("quiet_hours", ClockText.text(settings.quietHours))
    add("catch_up", ClockText.text(settings.catchUp))
    let audience = settings.crisis.notify.map(\.rawValue).joined(separator: ", ")
    add("crisis.notify", "[\(audience)]")
    add("crisis.repeat", ClockText.text(settings.crisis.every))
    add("crisis.not_reached_after", ClockText.text(settings.crisis.notReachedAfter))
    add("texts_per_day", String(settings.textsPerDay))
    add("most_per_day", String(settings.mostPerDay))
    if let heartbeat = settings.heartbeat {
      // The URL of a monitor is its password.
      let host = heartbeat.url.split(separator: "/").dropFirst().first ?? ""
      add("heartbeat.url", "(to \(host))")
      add("heartbeat.every", ClockText.text(heartbeat.every))
    } else {
      add("heartbeat", "none")
    }
    add("retention.bodies", settings.retention.bodies.description)
    add("retention.ledger", settings.retention.ledger.description)
    add("retention.consent", settings.retention.consent.description)
    add("human_hours", settings.humanHours.description)
    add("holidays", "\(settings.holidays.dates.count) days")
    add("on_holiday", settings.holidays.rule?.rawValue ?? HolidaySettings.Rule.ask.rawValue)
  }

  private mutating func gateways() {
    for gateway in configuration.gateways {
      let settings = gateway.settings
      let key = "gateways.\(settings.name)"
      add("\(key).provider", settings.provider)
      add("\(key).channel", gateway.channel.rawValue)
      if let from = settings.from { add("\(key).from", from) }
      for name in settings.settings.keys.sorted() {
        guard let value = settings.settings[name] else { continue }
        let isHidden = value.credentials.isEmpty && gateway.gateway.hides(name)
        add("\(key).settings.\(name)", isHidden ? "(hidden)" : value.description)
      }
      add("\(key).rate", settings.rate?.description ?? "unlimited")
      if let rate = settings.senderRate { add("\(key).sender_rate", rate.description) }
      add("\(key).budget", settings.budget.map { "\($0) texts a month" } ?? "unlimited")
      add("\(key).in_flight", String(settings.inFlight))
      if let imap = settings.imap { add("\(key).imap", imap.summary) }
      if gateway.channel == .email {
        add("\(key).piped_mail", settings.pipedMail ? "yes" : "no")
        add("\(key).plus_addresses", settings.plusAddresses ? "yes" : "no")
      }
      add("\(key).notice_only", settings.noticeOnly ? "yes" : "no")
      if let canary = settings.canary { add("\(key).canary", canary.description) }
      if let price = settings.segmentPrice { add("\(key).cost_per_segment", price.description) }
    }
  }

  private mutating func files() {
    for plan in configuration.plans {
      add("plan \(plan.name)", plan.summary, from: configuration.planFiles[plan.name] ?? "")
    }
    add("templates", configuration.locales.joined(separator: ", "), from: "locales")
    add("zones", configuration.zones.directory, from: "default")
  }
}
