import CheckIns
import Messages
package import Reading
import Timekeeping

/// Reads kith.yaml: every fault is told, with file, line, key and what was expected.
package struct SettingsReader {
  private let file: String
  private let credentials: Credentials
  private let faults: FaultList

  package init(file: String, credentials: Credentials, faults: FaultList) {
    self.file = file
    self.credentials = credentials
    self.faults = faults
  }

  /// What is read, and the tree it was read from; nil when the file is no YAML.
  package func read(_ bytes: [UInt8]) -> (settings: Settings, root: MarkedNode)? {
    guard
      let root = faults.taking({ () throws(ReadingFaults) in
        try YAMLReader.read(bytes: bytes, file: file)
      })
    else { return nil }
    var pass = CredentialPass(credentials: credentials, faults: faults)
    let resolved = pass.resolve(root, but: ["seal"])
    return (settings(Form(resolved, faults), origins: pass.origins), root)
  }

  private func settings(_ form: Form, origins: [String: String]) -> Settings {
    var settings = Settings(
      publicURL: publicURL(form), senderName: senderName(form), country: country(form),
      gateways: gateways(form, origins: origins))
    settings.routes = routes(form, settings.gateways)
    if let address = address(form, "listen") { settings.listen = address }
    settings.admin = adminAddress(form)
    if let path = path(form, "control") { settings.control = path }
    if let path = path(form, "database") { settings.database = path }
    if let node = form.value("seal") { settings.sealKeys = sealKeys(node) }
    if let hours = form.reading("quiet_hours", "21:00-08:00 or none", ClockText.quietHours) {
      settings.quietHours = hours
    }
    if let span = duration(form, "catch_up") { settings.catchUp = span }
    if let node = form.value("crisis") { settings.crisis = crisis(Form(node, faults)) }
    if let count = form.number("texts_per_day", in: 1...100) { settings.textsPerDay = count }
    if let count = form.number("most_per_day", in: 10...10_000) { settings.mostPerDay = count }
    settings.heartbeat = form.value("heartbeat").flatMap { heartbeat(Form($0, faults)) }
    if let node = form.value("retention") { settings.retention = retention(Form(node, faults)) }
    let hours = form.reading("human_hours", "weekdays and hours as in Mon-Fri 09:00-17:00") {
      ClockText.weeklyHours($0)
    }
    if let hours { settings.humanHours = hours }
    settings.holidays = HolidayReader(file: file, faults: faults).read(form)
    form.end()
    return settings
  }

  // MARK: What must be there

  private func publicURL(_ form: Form) -> String {
    let expected = "the https URL providers reach us at, as https://checkins.example.org"
    guard let text = form.requiredText("public_url", expected),
      let node = form.node["public_url"]
    else { return "" }
    let url = text.hasSuffix("/") ? String(text.dropLast()) : text
    let scheme = ["https://", "http://"].first { url.hasPrefix($0) }
    let host = url.dropFirst(scheme?.count ?? 0)
    if scheme == nil || !Self.isHost(host) {
      faults.add(node, "expected \(expected), without path or query, found \(node.inWords)")
    }
    return url
  }

  /// A name or address, and a port where there is one.
  private static func isHost(_ text: Substring) -> Bool {
    let isPlain = text.unicodeScalars.allSatisfy {
      !$0.properties.isWhitespace && $0.properties.generalCategory != .control
        && !"/?#@\\\"<>".unicodeScalars.contains($0)
    }
    guard isPlain, let first = text.first, first != ":" else { return false }
    guard let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") else { return true }
    return Int(text[text.index(after: colon)...]).map { (1...65535).contains($0) } ?? false
  }

  private func senderName(_ form: Form) -> String {
    let expected = "the name people read in messages, as River House"
    guard let name = form.requiredText("sender_name", expected),
      let node = form.node["sender_name"]
    else { return "" }
    let isShown = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    if name.allSatisfy(\.isWhitespace) || name.count > 40 || !isShown
      || name.contains(where: \.isNewline)
    {
      faults.add(node, "expected 1 to 40 characters on one line, found \(node.inWords)")
    }
    return name
  }

  private func country(_ form: Form) -> String {
    let expected = "a country of two letters (ISO 3166-1), as US"
    guard let code = form.requiredText("country", expected), let node = form.node["country"] else {
      return ""
    }
    if code.count != 2 || !code.allSatisfy({ ("A"..."Z").contains($0) }) {
      faults.add(node, "expected \(expected), found \(node.inWords)")
    } else if !PhoneNumber.knows(country: code) {
      faults.add(node, "expected a country with telephone numbers of its own, there is no \(code)")
    }
    return code
  }

  // MARK: Gateways and routes

  private func gateways(_ form: Form, origins: [String: String]) -> [GatewaySettings] {
    guard let node = form.required("gateways", "at least one gateway by name") else { return [] }
    guard let entries = node.map, !entries.isEmpty else {
      let found = node.map == nil ? node.inWords : "none"
      faults.add(node, "expected gateways by name, found \(found)")
      return []
    }
    let gateways = entries.map { gateway($0, origins: origins) }
    compareSenderRates(gateways)
    return gateways
  }

  private func gateway(_ entry: MarkedNode.Entry, origins: [String: String]) -> GatewaySettings {
    if !Self.isGatewayName(entry.key) {
      faults.add(
        Fault(
          file: file, line: entry.line, key: entry.value.keyPath,
          sentence: "expected a name of lower-case letters, digits and dashes: it stands in URLs"))
    }
    let form = Form(entry.value, faults)
    var gateway = GatewaySettings(
      name: entry.key, provider: form.requiredText("provider", "the name of a provider") ?? "",
      file: file, line: entry.line)
    gateway.channel = form.reading("channel", "sms, email, voice or a messenger") {
      Channel(rawValue: $0)
    }
    gateway.from = form.reading(
      "from", "the calling code after +, and 7 to 15 digits in all, as +15005550006"
    ) { Self.isSender($0) ? $0 : nil }
    if let node = form.value("settings") { gateway.settings = values(node, origins: origins) }
    gateway.rate = rate(form, "rate")
    gateway.senderRate = rate(form, "sender_rate")
    if gateway.senderRate != nil, gateway.from == nil, let node = form.node["sender_rate"] {
      faults.add(node, "expected `from` beside it: it is the rate of that sender")
    }
    if let count = form.number("in_flight", in: 1...4096) { gateway.inFlight = count }
    gateway.imap = form.value("imap").flatMap {
      MailboxReader(faults: faults, origins: origins, file: file).read($0)
    }
    if let piped = form.flag("piped_mail") { gateway.pipedMail = piped }
    if let plus = form.flag("plus_addresses") { gateway.plusAddresses = plus }
    if let only = form.flag("notice_only") { gateway.noticeOnly = only }
    gateway.canary = form.value("canary").flatMap { CanarySettings($0, faults) }
    gateway.segmentPrice = form.reading(
      "cost_per_segment", "a price below 1000 and its currency, as 0.0079 USD"
    ) { SegmentPrice($0) }
    gateway.budget = form.value("budget").flatMap {
      budget(Form($0, faults), price: gateway.segmentPrice)
    }
    form.end()
    return gateway
  }

  /// Names, short codes and mail addresses are between the operator and the provider.
  private static func isSender(_ text: String) -> Bool {
    guard text.hasPrefix("+") else { return !text.isEmpty }
    let digits = text.dropFirst()
    return (7...15).contains(digits.count) && digits.allSatisfy { ("0"..."9").contains($0) }
  }

  private func rate(_ form: Form, _ key: String) -> SendingRate? {
    form.reading(key, "a number in a time, as 10/s, 60/min or 2000/day") { ClockText.rate($0) }
  }

  /// In segments, whatever it is written in; of two, the one that is sooner at its end.
  private func budget(_ form: Form, price: SegmentPrice?) -> Int? {
    let texts = form.number("texts", in: 1...1_000_000_000)
    let money = form.reading("money", "a sum below 1000000 and its currency, as 25 USD") {
      SegmentPrice(sum: $0)
    }
    if form.node["texts"] == nil, form.node["money"] == nil {
      faults.add(form.node, "expected {texts: NUMBER} or {money: 25 USD}, for one month")
    }
    form.end()
    let bought = money.flatMap { sum -> Int? in
      if let texts = price.flatMap({ sum.segments(at: $0) }), texts > 0 { return texts }
      faults.add(
        form.node["money"] ?? form.node,
        "expected `cost_per_segment` beside the budget, in \(sum.currency) and at most as much")
      return nil
    }
    return [texts, bought].compactMap(\.self).min()
  }

  /// One sender has one rate.
  private func compareSenderRates(_ gateways: [GatewaySettings]) {
    var known: [String: SendingRate] = [:]
    for gateway in gateways {
      guard let sender = gateway.from, let rate = gateway.senderRate else { continue }
      if let other = known[sender], other != rate {
        faults.add(
          Fault(
            file: file, line: gateway.line, key: "gateways.\(gateway.name).sender_rate",
            sentence: "expected \(other), as another gateway says of \(sender)"))
      }
      known[sender] = rate
    }
  }

  private func values(_ node: MarkedNode, origins: [String: String]) -> [String: SecretValues] {
    guard let entries = node.map else {
      faults.add(node, "expected settings by name, found \(node.inWords)")
      return [:]
    }
    var values: [String: SecretValues] = [:]
    for entry in entries {
      let items = entry.value.list ?? [entry.value]
      if items.isEmpty || items.count > 2 {
        faults.add(entry.value, "expected one value, or two that are both live during rotation")
      }
      let texts = items.compactMap { item -> String? in
        if item.text == nil { faults.add(item, "expected a text, found \(item.inWords)") }
        return item.text
      }
      let names = items.compactMap { origins[$0.keyPath] }
      values[entry.key] = SecretValues(texts, credentials: names)
    }
    return values
  }

  private func routes(_ form: Form, _ gateways: [GatewaySettings]) -> [Channel: [String]] {
    guard let node = form.value("routes") else { return [:] }
    let map = Form(node, faults)
    var routes: [Channel: [String]] = [:]
    for entry in node.map ?? [] {
      guard let list = map.value(entry.key) else { continue }
      guard let channel = Channel(rawValue: entry.key) else {
        faults.add(
          list, "expected sms, email, voice or a messenger as key, found \"\(entry.key)\"")
        continue
      }
      routes[channel] = (list.list ?? [list]).compactMap { item in
        guard let name = item.text else {
          faults.add(item, "expected a gateway's name, found \(item.inWords)")
          return nil
        }
        let known = gateways.map(\.name)
        if !known.contains(name) {
          let hint = NearMatch.hint(for: name, in: known)
          faults.add(item, "expected one of the gateways, there is no \"\(name)\"\(hint)")
        }
        return name
      }
    }
    map.end()
    return routes
  }

  private static func isGatewayName(_ name: String) -> Bool {
    !name.isEmpty && name.count <= 40 && !name.hasPrefix("-")
      && name.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" }
  }

  // MARK: The rest

  private func sealKeys(_ node: MarkedNode) -> [String] {
    let items = node.list ?? [node]
    let names = items.compactMap(CredentialPass.name)
    if names.count != items.count || !(1...2).contains(names.count) {
      faults.add(node, "expected {credential: NAME}, or two of them during rotation")
    }
    for name in names where !Credentials.isName(name) {
      faults.add(node, "expected a credential's name, found \"\(name)\"")
    }
    return names
  }

  private func crisis(_ form: Form) -> CrisisSettings {
    var crisis = CrisisSettings()
    let known = CrisisSettings.Audience.allCases.map(\.rawValue).joined(separator: ", ")
    if let node = form.value("notify") {
      crisis.notify = (node.list ?? [node]).compactMap { item in
        let audience = item.text.flatMap(CrisisSettings.Audience.init(rawValue:))
        if audience == nil { faults.add(item, "expected one of \(known), found \(item.inWords)") }
        return audience
      }
      if node.list?.isEmpty == true { faults.add(node, "expected somebody to tell: \(known)") }
    }
    if let span = duration(form, "repeat", atLeast: .minutes(1)) { crisis.every = span }
    if let span = duration(form, "not_reached_after", atLeast: .minutes(1)) {
      crisis.notReachedAfter = span
    }
    form.end()
    return crisis
  }

  private func heartbeat(_ form: Form) -> Heartbeat? {
    let url = form.requiredText("url", "the URL of your monitor")
    let every = duration(form, "every", atLeast: .seconds(10)) ?? .minutes(5)
    form.end()
    guard let url else { return nil }
    let host = ["https://", "http://"].first { url.hasPrefix($0) }.map { url.dropFirst($0.count) }
    if host.map({ Self.isHost($0.prefix { !"/?#".contains($0) }) }) != true {
      faults.add(form.node["url"] ?? form.node, "expected an https URL, found \"\(url)\"")
    }
    return Heartbeat(url: url, every: every)
  }

  private func retention(_ form: Form) -> Retention {
    var retention = Retention()
    if let span = span(form, "bodies") { retention.bodies = span }
    if let span = span(form, "ledger") { retention.ledger = span }
    if let span = span(form, "consent") { retention.consent = span }
    form.end()
    return retention
  }

  private func address(_ form: Form, _ key: String) -> SocketAddress? {
    form.reading(key, "HOST:PORT, as 127.0.0.1:8420") { text in
      guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
        (1...65535).contains(port)
      else { return nil }
      let host = text[..<colon]
      let bare = host.hasPrefix("[") && host.hasSuffix("]") ? host.dropFirst().dropLast() : host
      return bare.isEmpty || (bare == host && host.contains(":"))
        ? nil : SocketAddress(host: String(bare), port: port)
    }
  }

  private func adminAddress(_ form: Form) -> SocketAddress? {
    guard let address = address(form, "admin") else { return nil }
    if !address.isLoopback, let node = form.node["admin"] {
      faults.add(node, "expected an address of this machine, as 127.0.0.1:8421")
    }
    return address
  }

  private func duration(_ form: Form, _ key: String) -> Duration? {
    form.reading(key, "a time as 30m, 8h or 1h 30m") { ClockText.duration($0) }
  }

  private func duration(_ form: Form, _ key: String, atLeast least: Duration) -> Duration? {
    form.reading(key, "a time as 30m, 8h or 1h 30m, at least \(ClockText.text(least))") {
      ClockText.duration($0).flatMap { $0 >= least ? $0 : nil }
    }
  }

  private func span(_ form: Form, _ key: String) -> Span? {
    form.reading(key, "a time as 90d, 4 weeks or 2y, at least 1d") {
      ClockText.span($0).flatMap { $0.days == 0 && $0.months == 0 ? nil : $0 }
    }
  }

  private func path(_ form: Form, _ key: String) -> String? {
    guard let text = form.text(key) else { return nil }
    let path = Files.resolve(text, relativeTo: file)
    if text.isEmpty || Files.isDirectory(path), let node = form.node[key] {
      let found = text.isEmpty ? "\"\"" : "the folder \(path)"
      faults.add(node, "expected the path of a file, found \(found)")
    }
    return path
  }
}
