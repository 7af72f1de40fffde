import CheckIns
import Gateways
import Messages
import Reading
package import Storage
package import Timekeeping

/// Finds in a good configuration what would fail later.
package struct ConfigurationCheck {
  private let configuration: Configuration
  private let now: Instant
  /// Who is on which plan, where that is known.
  private let enrolled: [Enrolled]
  /// By which channels people can be reached, where that is known.
  private let reached: [Reached]
  private var concerns: [Concern] = []

  package init(
    _ configuration: Configuration, now: Instant, enrolled: [Enrolled] = [], reached: [Reached] = []
  ) {
    self.reached = reached
    self.configuration = configuration
    self.now = now
    self.enrolled = enrolled
  }

  /// All concerns: problems first, then notes.
  package mutating func run() -> [Concern] {
    checkAddress()
    checkRoads()
    checkContacts()
    checkMailboxes()
    checkCanaries()
    checkSecrets()
    checkWording()
    checkOverrides()
    checkHotlines()
    for plan in configuration.plans { check(plan) }
    for name in Set(enrolled.map(\.plan)).sorted() where configuration.plan(name) == nil {
      problem("plans", "people are enrolled on the plan \"\(name)\", expected its file to be there")
    }
    if configuration.plans.isEmpty { problem("plans", "expected at least one plan, there is none") }
    checkHolidays()
    if configuration.settings.heartbeat == nil {
      note("heartbeat", "there is none: nobody outside notices when this machine stops")
    }
    return concerns.filter { $0.weight == .problem } + concerns.filter { $0.weight == .note }
  }

  // MARK: The house

  private mutating func checkAddress() {
    let url = configuration.settings.publicURL
    if !url.hasPrefix("https://"), !configuration.isSandbox {
      problem("public_url", "expected https: providers and link pages carry secrets, found \(url)")
    }
    let listen = configuration.settings.listen
    if !listen.isLoopback, listen.host != "0.0.0.0", listen.host != "::" { return }
    if !listen.isLoopback {
      note("listen", "\(listen) is open to the network without TLS; expected a proxy before it")
    }
  }

  private mutating func checkCanaries() {
    for gateway in configuration.gateways {
      guard let canary = gateway.settings.canary else { continue }
      let key = "gateways.\(gateway.name).canary"
      let receiver = configuration.gateways.first { $0.settings.from == canary.to }
      if receiver == nil {
        note(key, "\(canary.to) is the `from` of no gateway: take care that it is no person's")
      }
      if !(receiver ?? gateway).carriesPrompts, !gateway.gateway.definition.givesReceipts {
        problem(
          key, "nothing would come back: no reply from \(canary.to), and no receipt for it")
      }
    }
  }

  private mutating func checkRoads() {
    let used = Set(configuration.routes.values.flatMap(\.self))
    for gateway in configuration.gateways where !used.contains(gateway.name) {
      note("gateways.\(gateway.name)", "no route uses it; nothing is sent by it")
    }
    var prompts = 0
    for channel in configuration.channels {
      let names = configuration.routes[channel] ?? []
      let gateways = names.compactMap(configuration.gateway)
      prompts += gateways.count(where: \.carriesPrompts)
      if let first = gateways.first, !first.carriesPrompts,
        gateways.contains(where: \.carriesPrompts)
      {
        note(
          "routes.\(channel.rawValue)",
          "\(first.name) has no way back for answers: prompts skip it and take the next")
      } else if !gateways.isEmpty, !gateways.contains(where: \.carriesPrompts) {
        note(
          "routes.\(channel.rawValue)",
          "no gateway of it has a way back for answers: it can carry notices only")
      }
    }
    if prompts == 0 {
      problem("routes", "expected a gateway that people can answer on: no prompt can be sent")
    }
  }

  /// People whom no gateway can write to, although they have an address.
  private mutating func checkContacts() {
    let used = Set(usedChannels)
    for channel in Set(reached.flatMap(\.channels)).sorted() where !used.contains(channel) {
      let having = reached.filter { $0.channels.contains(channel) }
      let people = having.map(\.people).reduce(0, +)
      let only = having.filter { used.isDisjoint(with: $0.channels) }.map(\.people).reduce(0, +)
      let who = "\(people) \(people == 1 ? "person has" : "people have")"
      let sentence = "\(who) an address for \(channel.rawValue), and no gateway carries that"
      if only > 0 {
        problem("routes", sentence + ": \(only) of them cannot be reached at all")
      } else {
        note("routes", sentence + "; they are reached by their other addresses")
      }
    }
  }

  /// A mail gateway whose mailbox nobody reads is the commonest way to have no way back.
  private mutating func checkMailboxes() {
    for gateway in configuration.gateways where gateway.channel == .email {
      let definition = gateway.gateway.definition
      if definition.isSandbox { continue }
      if !gateway.carriesPrompts, !gateway.settings.noticeOnly, !definition.isNoticeOnly {
        note(
          "gateways.\(gateway.name)",
          "nobody reads what people answer to \(gateway.gateway.address): it carries notices only, "
            + "unless it has imap, or piped_mail: yes")
      }
      guard let imap = gateway.settings.imap else { continue }
      if gateway.settings.noticeOnly {
        note("gateways.\(gateway.name).imap", "it is read, though notice_only says nobody answers")
      }
      if !imap.requireTLS, !imap.isNear {
        problem(
          "gateways.\(gateway.name).imap.require_tls",
          "expected yes: a password goes to another machine")
      }
    }
  }

  private mutating func checkSecrets() {
    let settings = configuration.gateways.flatMap {
      Array($0.settings.settings.values) + [$0.settings.imap?.password].compactMap(\.self)
    }
    let named = settings.flatMap(\.credentials) + configuration.settings.sealKeys
    for name in Set(named).sorted() {
      let path = configuration.credentials.path(name)
      guard let mode = Files.mode(path) else { continue }
      if mode & 0o077 != 0, !path.hasPrefix("/run/credentials/") {
        let octal = String(mode & 0o777, radix: 8)
        problem(at: path, "expected a file only its owner may read (0600), it has 0\(octal)")
      }
    }
    for name in configuration.settings.sealKeys.dropFirst() {
      if Files.mode(configuration.credentials.path(name)) == nil {
        problem(
          "seal", "expected the credential \"\(name)\" in \(configuration.credentials.directory)")
      }
    }
    for gateway in configuration.gateways {
      if let imap = gateway.settings.imap, imap.password.credentials.isEmpty {
        problem(
          "gateways.\(gateway.name).imap.password",
          "expected {credential: NAME}: it is a secret, and kith.yaml is not")
      }
      for name in gateway.settings.settings.keys.sorted() {
        guard let value = gateway.settings.settings[name], value.credentials.isEmpty,
          gateway.gateway.hides(name), !gateway.gateway.definition.isSandbox
        else { continue }
        problem(
          "gateways.\(gateway.name).settings.\(name)",
          "expected {credential: NAME}: it is a secret, and kith.yaml is not")
      }
    }
  }

  private mutating func checkHolidays() {
    guard !configuration.settings.holidays.dates.isEmpty,
      configuration.plans.allSatisfy({ $0.holidays == nil })
    else { return }
    note("holidays", "no plan says on_holiday, nor does kith.yaml: they change nothing")
  }

  // MARK: Wording

  /// Every kind of message must have words for each channel that is used, in each language.
  private mutating func checkWording() {
    if configuration.locales.isEmpty {
      problem("templates", "expected templates in at least one language, there are none")
    }
    for channel in usedChannels {
      for locale in configuration.locales {
        let missing = TemplateKind.allCases.map(\.rawValue).filter { name in
          !configuration.wording.templates.has(name, channel: channel, locale: locale)
            && configuration.wording.templates
              .variants(of: name, channel: channel, locale: locale).isEmpty
        }
        if missing.isEmpty { continue }
        problem(
          "templates",
          "expected \(channel.rawValue) templates in \(locale) for "
            + missing.joined(separator: ", ")
        )
      }
    }
  }

  /// What the operator's own wording should not say, although it works.
  private mutating func checkOverrides() {
    let folder = Files.resolve("templates", relativeTo: configuration.root.file)
    for finding in configuration.wording.findings() {
      let path = "\(folder)/\(finding.path)"
      guard Files.exists(path) else { continue }
      let sentence = "\(finding.problem); expected \(finding.expected)"
      concerns.append(
        Concern(.note, Fault(file: path, line: finding.line ?? 0, sentence: sentence)))
    }
  }

  private mutating func checkHotlines() {
    let country = configuration.settings.country
    for sentence in configuration.wording.hotlines.unchecked(country: country) {
      note("country", sentence)
    }
  }

  private var usedChannels: [Channel] {
    configuration.channels.filter { !(configuration.routes[$0] ?? []).isEmpty }
  }

  // MARK: Plans

  private mutating func check(_ plan: Plan) {
    let file = configuration.planFiles[plan.name] ?? plan.name
    checkTemplate(plan, file)
    checkLastWord(plan, file)
    checkChoices(plan, file)
    PlanTimes(plan: plan, configuration: configuration, enrolled: enrolled, now: now)
      .concerns(file: file)
      .forEach { concerns.append($0) }
  }

  private mutating func checkTemplate(_ plan: Plan, _ file: String) {
    let milestone = plan.milestones.map { [("milestones", $0.template)] } ?? []
    for (key, template) in [("prompt", plan.prompt)] + milestone {
      checkTemplate(template, key, file)
    }
  }

  private mutating func checkTemplate(_ name: String, _ key: String, _ file: String) {
    for channel in usedChannels {
      for locale in configuration.locales
      where !configuration.wording.templates.has(name, channel: channel, locale: locale) {
        let sentence =
          "there is no template \(locale)/\(name).\(channel.rawValue).mustache, "
          + "nor one it could fall back to"
        concerns.append(
          Concern(.problem, Fault(file: file, key: key, sentence: sentence)))
      }
    }
  }

  /// Who answers by the word would stop the messages, or call for help.
  private mutating func checkChoices(_ plan: Plan, _ file: String) {
    guard case .choice(let choices) = plan.question else { return }
    for choice in choices {
      let reading = configuration.wording.replies.read(
        choice, in: ReplyContext(locales: configuration.locales, question: plan.question))
      guard [.stop, .crisis, .wrong].contains(where: reading.says) else { continue }
      let sentence = "expected another word than \"\(choice)\": it is read as \(reading.intent)"
      concerns.append(Concern(.problem, Fault(file: file, key: "question", sentence: sentence)))
    }
  }

  private mutating func checkLastWord(_ plan: Plan, _ file: String) {
    for (step, next) in zip(plan.ladder, plan.ladder.dropFirst())
    where step.isNudge && !next.isNudge && next.after - step.after < plan.lastWord {
      let sentence =
        "the alert at \(ClockText.text(next.after)) comes less than last_word "
        + "(\(ClockText.text(plan.lastWord))) after the nudge before it, and will wait for it"
      concerns.append(Concern(.note, Fault(file: file, key: "ladder", sentence: sentence)))
    }
  }

  // MARK: Saying so

  private mutating func problem(_ key: String, _ sentence: String) {
    concerns.append(Concern(.problem, fault(key, sentence)))
  }

  private mutating func problem(at path: String, _ sentence: String) {
    concerns.append(Concern(.problem, Fault(file: path, sentence: sentence)))
  }

  private mutating func note(_ key: String, _ sentence: String) {
    concerns.append(Concern(.note, fault(key, sentence)))
  }

  /// The line of the nearest key that stands in kith.yaml.
  private func fault(_ key: String, _ sentence: String) -> Fault {
    var node = configuration.root
    for part in key.split(separator: ".") {
      guard let next = node[String(part)] else { break }
      node = next
    }
    let line = node.keyPath.isEmpty ? 0 : node.line
    return Fault(file: configuration.root.file, line: line, key: key, sentence: sentence)
  }
}
