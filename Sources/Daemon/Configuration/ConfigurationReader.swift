package import CheckIns
import Gateways
package import Messages
package import Reading
import Timekeeping

extension Configuration {
  /// Reads kith.yaml and all it refers to. Throws the faults of all files together.
  package static func load(_ places: ConfigurationPlaces, zones: ZoneReader? = nil)
    throws(ConfigurationFaults) -> Configuration
  {
    let faults = FaultList()
    let reader = ConfigurationReader(
      places: places, zones: zones ?? ZoneReader(directory: places.zoneinfo), faults: faults)
    let configuration = reader.read()
    guard let configuration, faults.isEmpty else {
      throw ConfigurationFaults(faults: faults.faults.sorted())
    }
    return configuration
  }
}

/// Reads all files of a configuration, and keeps every fault of every one.
package struct ConfigurationReader {
  private let places: ConfigurationPlaces
  private let zones: ZoneReader
  private let faults: FaultList

  package init(places: ConfigurationPlaces, zones: ZoneReader, faults: FaultList) {
    self.places = places
    self.zones = zones
    self.faults = faults
  }

  func read() -> Configuration? {
    let definitions = DefinitionLoader(faults: faults)
      .load([places.shared.providers, places.beside("providers")])
    checkChats(definitions)
    let plans = plans()
    let folders = [places.shared.templates, places.beside("templates")]
    let wording = TemplateReader(faults: faults).read(folders)
    guard let (settings, root) = settings() else { return nil }
    let gateways = settings.gateways.compactMap { gateway($0, settings, definitions) }
    let routes = routes(settings, gateways, root)
    guard let wording else { return nil }
    return Configuration(
      settings: settings,
      plans: plans.map { $0.value.reading.plan(in: settings.holidays) }
        .sorted { $0.name < $1.name },
      definitions: definitions, gateways: gateways, routes: routes, wording: wording,
      locales: TemplateReader.locales(folders), zones: zones, credentials: places.credentials,
      planFiles: plans.mapValues(\.file), root: root)
  }

  // MARK: Parts alone

  /// kith.yaml and its gateways, without plans and templates.
  package static func gateways(_ places: ConfigurationPlaces)
    throws(ConfigurationFaults) -> (settings: Settings, gateways: [ConfiguredGateway])
  {
    let faults = FaultList()
    let reader = ConfigurationReader(
      places: places, zones: ZoneReader(directory: places.zoneinfo), faults: faults)
    let definitions = DefinitionLoader(faults: faults)
      .load([places.shared.providers, places.beside("providers")])
    guard let settings = reader.settings()?.settings else {
      throw ConfigurationFaults(faults: faults.faults.sorted())
    }
    let gateways = settings.gateways.compactMap { reader.gateway($0, settings, definitions) }
    if !faults.isEmpty { throw ConfigurationFaults(faults: faults.faults.sorted()) }
    return (settings, gateways)
  }

  private func settings() -> (settings: Settings, root: MarkedNode)? {
    let bytes = faults.taking { () throws(ReadingFaults) in try Files.source(places.file) }
    let reader = SettingsReader(
      file: places.file, credentials: places.credentials, faults: faults)
    return bytes.flatMap(reader.read)
  }

  /// Templates, phrase lists and hotline cards, without kith.yaml.
  package static func wording(_ places: ConfigurationPlaces) throws(ConfigurationFaults) -> Wording
  {
    let faults = FaultList()
    let folders = [places.shared.templates, places.beside("templates")]
    guard let wording = TemplateReader(faults: faults).read(folders) else {
      throw ConfigurationFaults(faults: faults.faults.sorted())
    }
    return wording
  }

  /// One plan, by its name or the path of its file; of kith.yaml, where it is, only the holidays.
  package static func plan(_ name: String, _ places: ConfigurationPlaces)
    throws(ConfigurationFaults) -> Plan
  {
    let faults = FaultList()
    let zones = ZoneReader(directory: places.zoneinfo)
    let reader = ConfigurationReader(places: places, zones: zones, faults: faults)
    let isPath = name.contains("/") || name.hasSuffix(".yaml")
    let plans = isPath ? reader.plans(at: [name]) : reader.plans()
    if let found = isPath ? plans.values.first : plans[name] {
      let plan = found.reading.plan(in: reader.houseHolidays())
      if faults.isEmpty { return plan }
    }
    if faults.isEmpty || !isPath {
      let known = plans.keys.sorted()
      faults.add(
        Fault(
          file: places.file,
          sentence: "there is no plan \"\(name)\"\(NearMatch.hint(for: name, in: known)); "
            + "expected one of \(known.joined(separator: ", ")), or the path of a file"))
    }
    throw ConfigurationFaults(faults: faults.faults.sorted())
  }

  // MARK: Plans

  /// The operator's plans by name; the shipped ones where there is no folder of their own.
  private func plans() -> [String: (reading: PlanReader.Reading, file: String)] {
    let own = places.beside("plans")
    let folder = Files.isDirectory(own) ? own : places.shared.plans
    let paths = faults.taking { () throws(ReadingFaults) in
      try Files.list(folder, suffix: ".yaml")
    }
    return plans(at: paths ?? [])
  }

  private func plans(at paths: [String]) -> [String: (reading: PlanReader.Reading, file: String)] {
    var plans: [String: (reading: PlanReader.Reading, file: String)] = [:]
    for path in paths {
      let bytes = faults.taking { () throws(ReadingFaults) in try Files.source(path) }
      guard let bytes, let reading = PlanReader(file: path, faults: faults).read(bytes) else {
        continue
      }
      let (name, root) = (reading.plan.name, reading.root)
      checkZones(reading.plan, root)
      if let other = plans[name] {
        faults.add(root["plan"] ?? root, "expected another name, \(other.file) has this one too")
      }
      plans[name] = (reading, path)
    }
    return plans
  }

  private func checkZones(_ plan: Plan, _ root: MarkedNode) {
    for name in plan.zoneNames where name != "UTC" {
      do { _ = try zones.zone(name) } catch {
        faults.add(root.first { $0.text?.contains(name) ?? false } ?? root, error.sentence)
      }
    }
  }

  /// What kith.yaml says of holidays, where there is one.
  private func houseHolidays() -> HolidaySettings {
    guard Files.exists(places.file) else { return HolidaySettings() }
    let root = faults.taking { () throws(ReadingFaults) in
      try YAMLReader.read(bytes: try Files.source(places.file), file: places.file)
    }
    guard let root else { return HolidaySettings() }
    return HolidayReader(file: places.file, faults: faults).read(Form(root, faults))
  }

  // MARK: Gateways

  /// Definitions of one messenger say the same of its addresses.
  private func checkChats(_ definitions: [String: Definition]) {
    let chats = Configuration.chats(definitions)
    for name in definitions.keys.sorted() {
      guard let form = definitions[name]?.address,
        let first = chats.first(where: { $0.channel == form.channel }), first != form
      else { continue }
      faults.add(
        Fault(
          file: "\(name).yaml", key: "address",
          sentence: "expected the same as other providers of \(form.channel.rawValue) say"))
    }
  }

  private func gateway(
    _ settings: GatewaySettings, _ house: Settings, _ definitions: [String: Definition]
  ) -> ConfiguredGateway? {
    let key = "gateways.\(settings.name)"
    func fault(_ part: String, _ sentence: String) {
      let path = part.isEmpty ? key : "\(key).\(part)"
      faults.add(Fault(file: settings.file, line: settings.line, key: path, sentence: sentence))
    }
    if settings.provider.isEmpty { return nil }
    guard let definition = definitions[settings.provider] else {
      // What is wrong with its file is told already.
      let file = "/" + settings.provider + ".yaml"
      if faults.faults.contains(where: { ("/" + $0.file).hasSuffix(file) }) { return nil }
      let known = definitions.keys.sorted()
      let hint = NearMatch.hint(for: settings.provider, in: known)
      fault(
        "provider",
        "there is no provider \"\(settings.provider)\"\(hint); expected one of "
          + known.joined(separator: ", "))
      return nil
    }
    let gateway = Gateway(
      name: settings.name, definition: definition, from: settings.from,
      settings: settings.settings.mapValues {
        SettingValue($0.values, isSecret: !$0.credentials.isEmpty)
      },
      publicURL: house.publicURL.isEmpty ? nil : house.publicURL,
      plusAddresses: settings.plusAddresses, takesPipedMail: settings.pipedMail)
    for wrong in gateway.faults {
      let key = wrong.setting.map { $0 == "from" ? $0 : "settings.\($0)" } ?? ""
      // A value that could not be read is told already, and is not missing.
      let place = "gateways.\(settings.name)." + key
      if !faults.faults.contains(where: { $0.key == place }) { fault(key, wrong.sentence) }
    }
    let channels = definition.channels
    if let wanted = settings.channel, !channels.contains(wanted) {
      let names = channels.map(\.rawValue).joined(separator: ", ")
      fault("channel", "expected one of \(names): provider \(definition.name) has no other")
    }
    guard let channel = settings.channel ?? channels.first else { return nil }
    if channel != .email, settings.imap != nil || settings.pipedMail || settings.plusAddresses {
      fault(
        "", "imap, piped_mail and plus_addresses are for mail; this one is for \(channel.rawValue)")
    }
    if channel != .sms, settings.canary != nil {
      fault("canary", "expected on a gateway for sms only; this one is for \(channel.rawValue)")
    }
    return ConfiguredGateway(gateway: gateway, settings: settings, channel: channel)
  }

  private func routes(
    _ settings: Settings, _ gateways: [ConfiguredGateway], _ root: MarkedNode
  ) -> [Channel: [String]] {
    var routes: [Channel: [String]] = [:]
    let channels = Channel.builtIn + gateways.map(\.channel) + settings.routes.keys.sorted()
    for channel in channels where routes[channel] == nil {
      guard let named = settings.routes[channel] else {
        routes[channel] = gateways.filter { $0.channel == channel }.map(\.name)
        continue
      }
      routes[channel] = named
      if channel.isChat, !gateways.contains(where: { $0.channel == channel }) {
        faults.add(
          root["routes"] ?? root,
          "expected sms, email, voice or a messenger that a gateway carries, found "
            + "\"\(channel.rawValue)\"")
        continue
      }
      let node = root["routes"]?[channel.rawValue] ?? root
      for name in named {
        guard let gateway = gateways.first(where: { $0.name == name }) else { continue }
        if gateway.channel != channel {
          faults.add(
            node,
            "expected gateways for \(channel.rawValue), \(name) is one for "
              + gateway.channel.rawValue)
        }
      }
      if Set(named).count < named.count { faults.add(node, "expected each gateway once") }
    }
    return routes
  }
}
