import Messages

extension Gateway {
  /// What is wrong with how this gateway is set up, in a fixed order: settings that are missing,
  /// that the provider does not know, or that cannot be what they should.
  package var faults: [GatewayFault] {
    let missing = missing
    return missing + (missing.isEmpty ? unusable : []) + unknown
  }

  /// What a trial message and a trial question stumble over: an address that is none, a key that
  /// cannot be read.
  private var unusable: [GatewayFault] {
    let channel = channels.first ?? .sms
    let trial = OutgoingMessage(
      id: MessageID(1), attempt: 1, channel: channel,
      to: definition.address?.example ?? (channel == .email ? "a@example.org" : "+15005550006"),
      text: "Hi", subject: "Hi",
      reference: "0000000000000000", validSeconds: 3600)
    do throws(GatewayFailure) {
      _ = try request(for: trial, nowMilliseconds: 0)
      _ = try listing(sinceMilliseconds: 0)
      _ = try statusQuery(for: trial, providerID: "0")
      return []
    } catch {
      return [.init(setting: nil, sentence: error.sentence)]
    }
  }

  private var missing: [GatewayFault] {
    var faults: [GatewayFault] = []
    for name in requiredSettings where isEmpty(name) && !hasDefault(name) {
      faults.append(
        .init(
          setting: name,
          sentence: "provider \(definition.name) needs the setting `\(name)`, which is missing"))
    }
    for group in definition.needs where group.allSatisfy(isEmpty) {
      let listed = group.map { "`\($0)`" }.joined(separator: " or ")
      faults.append(
        .init(
          setting: group.first, sentence: "provider \(definition.name) needs \(listed)"))
    }
    if publicURL == nil, definition.takesCallbacks, !definition.isSandbox {
      faults.append(
        .init(
          setting: nil,
          sentence: "provider \(definition.name) reports by callback, so "
            + "public_url is needed"))
    }
    return faults
  }

  private func hasDefault(_ name: String) -> Bool {
    definition.defaults.contains { $0.name == name }
  }

  private func isEmpty(_ name: String) -> Bool {
    if name == "from" { return from?.isEmpty ?? true }
    return resolved[name]?.first?.isEmpty ?? true
  }

  private var unknown: [GatewayFault] {
    let known = definition.settingNames
    return settings.keys.sorted().filter { !known.contains($0) }.map { name in
      .init(
        setting: name,
        sentence: "provider \(definition.name) has no setting `\(name)`; it knows: "
          + known.joined(separator: ", "))
    }
  }

  /// Settings without which nothing can be sent, or no callback verified, in order of appearance.
  private var requiredSettings: [String] {
    var names: [String] = []
    for text in definition.requiredTexts {
      for name in text.settings where !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// Settings that are never printed.
  var hiddenSettings: [String] {
    let secret = settings.filter(\.value.isSecret).keys
    return (definition.secrets + definition.secretTexts.flatMap(\.settings) + secret).sorted()
  }

  /// What to enter at the provider, and where, in words; one item a step. Contains secrets where
  /// the provider has to be given one.
  package func urls() -> [String] {
    definition.setup.map { $0.filled(values) }
  }
}

extension Definition {
  /// What the message says has a place in the request.
  var sendsWords: Bool {
    (send.road.texts + defaults.map(\.value)).contains { $0.uses(.text) || $0.uses(.textUCS2) }
  }

  /// Texts that must not come out empty.
  var requiredTexts: [PlaceholderText] {
    var texts = send.road.requiredTexts + ownAccounts
    for signature in signatures.prefix(1) {
      texts += signature.secrets.prefix(1)
      if let user = signature.user { texts.append(user) }
      if let topic = signature.topic { texts.append(topic) }
    }
    return texts
  }

  /// What tells an echo of our own words from somebody else's.
  private var ownAccounts: [PlaceholderText] {
    let replies = (inbound?.replies ?? []) + [list?.reply].compactMap(\.self)
    return replies.compactMap(\.own?.account)
  }

  /// Texts that carry secrets.
  var secretTexts: [PlaceholderText] {
    send.road.secretTexts + signatures.flatMap(\.secrets)
      + (list?.request.auth.secretTexts ?? []) + (status?.request.auth.secretTexts ?? [])
  }

  /// Every setting the definition speaks of, sorted.
  package var settingNames: [String] {
    var texts = send.road.texts + (list?.request.texts ?? []) + (status?.request.texts ?? [])
    texts += ownAccounts
    texts += signatures.flatMap {
      $0.secrets + [$0.user, $0.certificate, $0.topic].compactMap(\.self)
    }
    texts += setup + defaults.map(\.value)
    let named = texts.flatMap(\.settings) + defaults.map(\.name) + needs.flatMap(\.self) + secrets
    return Set(named).subtracting(["from"]).sorted()
  }
}

extension SendSpec.Road {
  var requiredTexts: [PlaceholderText] {
    switch self {
    case .http(let request): [request.url] + request.auth.texts
    case .smtp(let smtp): [smtp.url, smtp.from]
    case .sandbox: []
    }
  }

  var secretTexts: [PlaceholderText] {
    switch self {
    case .http(let request): request.auth.secretTexts
    case .smtp(let smtp): [smtp.password].compactMap(\.self)
    case .sandbox: []
    }
  }

  var texts: [PlaceholderText] {
    switch self {
    case .http(let request): request.texts
    case .smtp(let smtp):
      [smtp.url, smtp.from]
        + [smtp.username, smtp.password, smtp.fromName, smtp.requireTLS].compactMap(\.self)
    case .sandbox: []
    }
  }
}

extension RequestSpec {
  var texts: [PlaceholderText] {
    [url] + auth.texts + (headers + query).flatMap(\.texts) + body.texts
  }
}

extension RequestSpec.Body {
  var texts: [PlaceholderText] {
    switch self {
    case .none: []
    case .form(let fields): fields.flatMap(\.texts)
    case .json(let template): template.texts
    case .text(let text): [text]
    }
  }
}

extension RequestSpec.Field {
  var texts: [PlaceholderText] {
    switch value {
    case .text(let text): [text]
    case .byAlphabet(let plain, let unicode): [plain, unicode].compactMap(\.self)
    case .list(let texts): texts
    }
  }
}

extension RequestSpec.Auth {
  var texts: [PlaceholderText] {
    switch self {
    case .none: []
    case .basic(let user, let password): [user, password]
    case .bearer(let token): [token]
    case .header(_, let value): [value]
    case .aws(_, let region, let access, let secret): [region, access, secret]
    case .applicationJWT(let id, let key): [id, key]
    }
  }

  var secretTexts: [PlaceholderText] {
    switch self {
    case .none: []
    case .basic(_, let password): [password]
    case .bearer(let token): [token]
    case .header(_, let value): [value]
    case .aws(_, _, _, let secret): [secret]
    case .applicationJWT(_, let key): [key]
    }
  }
}
