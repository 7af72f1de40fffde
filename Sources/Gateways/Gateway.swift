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
  /// Live values of each setting and default, defaults filled in.
  let resolved: [String: [String]]

  package init(
    name: String, definition: Definition, from: String?, settings: [String: SettingValue],
    publicURL: String?
  ) {
    self.name = name
    self.definition = definition
    self.from = from
    self.settings = settings
    self.publicURL = publicURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    var resolved = settings.mapValues(\.values)
    for fallback in definition.defaults where resolved[fallback.name] == nil {
      let known = Values(settings: resolved.compactMapValues(\.first))
      resolved[fallback.name] = [fallback.value.filled(known)]
    }
    self.resolved = resolved
  }

  package var channels: [Channel] { definition.channels }

  /// What placeholders stand for, without a message.
  func values(masked: Bool = false) -> Values {
    var settings = resolved.compactMapValues(\.first)
    if masked { for name in hiddenSettings where settings[name] != nil { settings[name] = "****" } }
    return Values(
      settings: settings, gateway: name, from: from ?? "", publicURL: publicURL ?? "",
      hookQuery: hookQuery(settings))
  }

  /// The secret word that proves callbacks, where it stands in the hook's query.
  private func hookQuery(_ settings: [String: String]) -> String? {
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
