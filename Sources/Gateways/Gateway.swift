package import Messages

/// One configured use of a provider: makes requests, and reads answers and callbacks. Pure.
package struct Gateway: Sendable {
  package let name: String
  package let definition: Definition
  /// The sender: a number, a name, or an e-mail address.
  package let from: String?
  package let settings: [String: SettingValue]
  /// `public_url` without a slash at its end, or nil where nobody can call.
  package let publicURL: String?
  /// Mail to `local+anything@domain` arrives where mail to `from` does.
  package let plusAddresses: Bool
  /// What people answer by mail is piped in.
  package let takesPipedMail: Bool
  /// Live values of each setting and default, defaults filled in.
  let resolved: [String: [String]]
  /// What placeholders stand for, without a message.
  let values: Values

  package init(
    name: String, definition: Definition, from: String?, settings: [String: SettingValue],
    publicURL: String?, plusAddresses: Bool = false, takesPipedMail: Bool = false
  ) {
    self.name = name
    self.definition = definition
    self.from = from
    self.settings = settings
    self.publicURL = publicURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    self.plusAddresses = plusAddresses
    self.takesPipedMail = takesPipedMail
    var resolved = settings.mapValues(\.values)
    for fallback in definition.defaults where resolved[fallback.name] == nil {
      let known = Values(settings: resolved.compactMapValues(\.first))
      resolved[fallback.name] = [fallback.value.filled(known)]
    }
    self.resolved = resolved
    self.values = Self.values(
      resolved.compactMapValues(\.first), name, from, self.publicURL, plusAddresses, definition)
  }

  package var channels: [Channel] { definition.channels }

  /// Reads what came in. A messenger's addresses are its own: a number there is no telephone's, so
  /// the house's `normalise` does not see them.
  func reader(_ normalise: @escaping (String) -> String?) -> CallbackReader {
    let form = definition.address
    return CallbackReader(
      channel: channels.first ?? .sms,
      normalise: form.map { form in { try? form.normalise($0) } } ?? normalise, values: values)
  }

  /// What a text is when it goes out by this gateway.
  package func measure(_ text: String) -> SMSText.Measure { values.measure(text) }

  /// The sender's own mail address, of `Name <a@b>` only `a@b`; anything else as it stands.
  package var address: String { MailAddress.address(from ?? "") }

  /// The provider hands over whole mails, and the word that proves it is set where one is needed.
  package var takesMails: Bool {
    guard let inbound = definition.inbound, !inbound.mails.isEmpty, !definition.isNoticeOnly else {
      return false
    }
    let words = definition.signatures.filter { $0.scheme == .token }
    return words.isEmpty || words.contains { $0.secrets.contains { !live($0).isEmpty } }
  }

  /// The same with every secret unreadable.
  var maskedValues: Values {
    var settings = values.settings
    for name in hiddenSettings where !(settings[name] ?? "").isEmpty {
      settings[name] = "xxxxxxxx"
    }
    return Self.values(settings, name, from, publicURL, plusAddresses, definition)
  }

  private static func values(
    _ settings: [String: String], _ name: String, _ from: String?, _ publicURL: String?,
    _ plusAddresses: Bool, _ definition: Definition
  ) -> Values {
    Values(
      settings: settings, gateway: name, from: from ?? "", publicURL: publicURL ?? "",
      plusAddresses: plusAddresses, hookQuery: hookQuery(settings, definition),
      shiftTables: definition.send.shiftTables)
  }

  /// The secret word that proves callbacks, where it stands in the hook's query.
  private static func hookQuery(_ settings: [String: String], _ definition: Definition) -> String? {
    for signature in definition.signatures where signature.scheme == .token {
      guard let name = signature.query, let secret = signature.secrets.first else { continue }
      let word = secret.filled(Values(settings: settings))
      if !word.isEmpty { return "\(name)=\(PercentEncoding.component(word))" }
    }
    return nil
  }

  /// All live values of a secret.
  func live(_ text: PlaceholderText) -> [String] {
    let names = text.settings
    let count = names.map { resolved[$0]?.count ?? 0 }.max() ?? 1
    return (0..<count).compactMap { index in
      let chosen = resolved.compactMapValues { $0.indices.contains(index) ? $0[index] : $0.first }
      let value = text.filled(Values(settings: chosen))
      return value.isEmpty ? nil : value
    }
  }
}
