import CheckIns
import Daemon
import Messages
import Reading
import Testing
import Timekeeping

@Suite struct `The settings` {
  @Test func `need four values, and have a default for every other`() throws {
    let configuration = try SampleHouse().load()
    let settings = configuration.settings
    #expect(settings.publicURL == "https://checkins.example.org")
    #expect(settings.listen.description == "127.0.0.1:8420")
    #expect(settings.quietHours == QuietHours(from: 21 * 60, to: 8 * 60))
    #expect(settings.catchUp == .hours(8))
    #expect(settings.crisis.every == .minutes(10))
    #expect(settings.retention.ledger == Span(months: 24))
    #expect(settings.humanHours.description == "Mon,Tue,Wed,Thu,Fri 09:00-17:00")
    #expect(configuration.routes[.sms] == ["main-sms"])
    #expect(configuration.gateways[0].settings.settings["auth_token"]?.values == ["12345"])
    #expect(
      configuration.plans.map(\.name) == ["close-watch", "daily", "early-recovery", "weekly"])
  }

  @Test func `never print a secret`() throws {
    let configuration = try SampleHouse().load()
    let token = try #require(configuration.gateways[0].settings.settings["auth_token"])
    #expect(token.description == "(credential twilio-auth-token)")
    #expect(!Explanation(configuration).lines.joined().contains("12345"))
  }

  @Test(arguments: [
    (
      "quiet_hours: 00:00-24:00",
      "kith.yaml:1: quiet_hours: expected 21:00-08:00 or none, found \"00:00-24:00\""
    ),
    ("quiet_hours: 9pm", "kith.yaml:1: quiet_hours: expected 21:00-08:00 or none, found \"9pm\""),
    ("quiet_hours: \"00:00-24:00\"", "quiet_hours: expected 21:00-08:00 or none"),
    ("control: \"\"", "control: expected the path of a file, found \"\""),
    ("database: /usr", "database: expected the path of a file, found the folder /usr"),
    ("heartbeat: {url: \"https://\"}", "heartbeat.url: expected an https URL, found \"https://\""),
    ("human_hours: Mon--Fri 09:00-17:00", "human_hours: expected weekdays and hours"),
    ("admin: 127.example.org:80", "admin: expected an address of this machine"),
    ("routes: {SMS: [main-sms]}", "routes.SMS: expected sms, email, voice or a messenger as key"),
    ("catch_up: soon", "catch_up: expected a time as 30m, 8h or 1h 30m, found \"soon\""),
    ("texts_per_day: 0", "texts_per_day: expected a whole number from 1 to 100, found \"0\""),
    ("most_per_day: 5", "most_per_day: expected a whole number from 10 to 10000, found \"5\""),
    ("listen: 8420", "listen: expected HOST:PORT, as 127.0.0.1:8420, found \"8420\""),
    ("admin: 0.0.0.0:8421", "admin: expected an address of this machine, as 127.0.0.1:8421"),
    ("crisis: {notify: [friends]}", "crisis.notify.1: expected one of mentors, coordinators"),
    ("heartbeat: {every: 5m}", "heartbeat.url: expected the URL of your monitor, there is none"),
    ("retention: {bodies: ever}", "retention.bodies: expected a time as 90d"),
    ("heartbeat: {url: ftp://x}", "heartbeat.url: expected an https URL, found \"ftp://x\""),
    ("heartbeat: {url: \"https://x\", every: 1s}", "heartbeat.every: expected a time as"),
    (
      "retention: {bodies: 0d}", "retention.bodies: expected a time as 90d, 4 weeks or 2y, at least"
    ),
    ("crisis: {repeat: 0m}", "crisis.repeat: expected a time as 30m, 8h or 1h 30m, at least 1m"),
    ("human_hours: Mon-Fri", "human_hours: expected weekdays and hours as in Mon-Fri 09:00-17:00"),
    ("routes: {sms: [other]}", "routes.sms.1: expected one of the gateways, there is no \"other\""),
    (
      "routes: {fax: [main-sms]}",
      "routes: expected sms, email, voice or a messenger that a gateway carries, found \"fax\""
    ),
    ("seal: secret", "seal: expected {credential: NAME}"),
    ("seal: {credential: ../x}", "seal: expected a credential's name, found \"../x\""),
    ("sender: me", "sender: unknown key; expected some of"),
    ("database: {credential: none}", "database: expected the credential \"none\" in "),
  ])
  func `say what is wrong with a value`(line: String, says: String) throws {
    let house = try SampleHouse(line + "\n" + SampleHouse.smallest)
    #expect(house.told.contains { $0.contains(says) }, "\(house.told)")
  }

  @Test(arguments: [
    ("public_url", "[https://x.example]", "expected a text, found a list"),
    ("public_url", "{a: b}", "expected a text, found a map"),
    ("public_url", "https://x.example:99999", "expected the https URL"),
    ("public_url", "\"https://x.exa\\nmple\"", "expected the https URL"),
    ("sender_name", "[x]", "expected a text, found a list"),
    ("sender_name", "\"  \"", "expected 1 to 40 characters"),
    ("sender_name", "\"a\\0b\"", "expected 1 to 40 characters"),
    ("country", "[US]", "expected a text, found a list"), ("country", "us", "expected a country"),
  ])
  func `must have words where they are needed`(key: String, value: String, says: String) throws {
    let lines = SampleHouse.smallest.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(key + ":") ? "\(key): \(value)" : String($0) }
    let house = try SampleHouse(lines.joined(separator: "\n"))
    #expect(house.told.contains { $0.contains(" \(key): ") && $0.contains(says) }, "\(house.told)")
  }

  @Test func `say once what is wrong with a secret that is not there`() throws {
    let house = try SampleHouse(
      SampleHouse.smallest.replacing("{credential: twilio-auth-token}", with: "{credential: other}")
    )
    #expect(house.told.count == 1, "\(house.told)")
    #expect(house.told.contains { $0.contains("expected the credential \"other\" in ") })
  }

  @Test func `say once what is wrong with a sender`() throws {
    let house = try SampleHouse(
      SampleHouse.smallest.replacing("+15005550006", with: "+1"))
    #expect(house.told.count == 1, "\(house.told)")
    #expect(house.told.contains { $0.contains("from: expected the calling code after +") })
  }

  @Test func `know the countries that have telephone numbers`() throws {
    let house = try SampleHouse(
      SampleHouse.smallest.replacing("country: US", with: "country: XX"))
    #expect(house.told.contains { $0.contains("country: expected a country") }, "\(house.told)")
  }

  @Test(arguments: [
    ("rate: fast", "gateways.main-sms.rate: expected a number in a time, as 10/s"),
    ("sender_rate: 1/week", "gateways.main-sms.sender_rate: expected a number in a time"),
    ("budget: 5000", "gateways.main-sms.budget"),
    ("canary: {to: \"+15005550007\"}", "expected {to: NUMBER, every: TIME}"),
    ("canary: {to: ann, every: 6h}", "gateways.main-sms.canary.to"),
    ("canary: {to: \"+15005550007\", every: 5m}", "a time from 15m to 7 days"),
    ("canary: {to: \"+15005550007\", every: 1h, within: 2h}", "no more than `every`"),
    ("budget: {}", "expected {texts: NUMBER} or {money: 25 USD}, for one month"),
    ("budget: {money: 25}", "a sum below 1000000 and its currency, as 25 USD"),
    ("budget: {money: 25 USD}", "expected `cost_per_segment` beside the budget, in USD"),
    ("cost_per_segment: 1 EUR\n    budget: {money: 25 USD}", "`cost_per_segment` beside"),
    ("cost_per_segment: 26 USD\n    budget: {money: 25 USD}", "and at most as much"),
    ("budget: {texts: 0}", "gateways.main-sms.budget.texts: expected a whole number from 1"),
  ])
  func `say what is wrong with a gateway's limits`(line: String, says: String) throws {
    let house = try SampleHouse(
      SampleHouse.smallest.replacing(
        "provider: twilio\n", with: "provider: twilio\n    \(line)\n"))
    #expect(house.told.contains { $0.contains(says) }, "\(house.told)")
  }

  @Test func `carry a gateway's rate, its sender's and its budget to the decisions`() throws {
    let house = try SampleHouse(
      SampleHouse.smallest.replacing(
        "provider: twilio\n",
        with: "provider: twilio\n    rate: 600/m\n    sender_rate: 1/s\n    budget: {texts: 50}\n"))
    let rules = try house.load().rules()
    let traits = try #require(rules.gateways["main-sms"])
    #expect(traits.pace == Pace(count: 600, per: .minutes(1)))
    #expect(traits.budget == 50)
    let sender = try #require(traits.sender)
    #expect(rules.senderPaces[sender] == Pace(count: 1, per: .seconds(1)))
    #expect(traits.answersStatus)
  }

  @Test(arguments: [
    ("{money: 25 USD}", 3164), ("{texts: 50, money: 25 USD}", 50),
    ("{texts: 5000, money: 0.30 USD}", 37),
  ])
  func `carry a budget in money to the decisions as segments`(budget: String, texts: Int) throws {
    let house = try SampleHouse(
      SampleHouse.smallest.replacing(
        "provider: twilio\n",
        with: "provider: twilio\n    cost_per_segment: 0.0079 USD\n    budget: \(budget)\n"))
    #expect(try house.load().rules().gateways["main-sms"]?.budget == texts)
  }

  @Test func `say once what is wrong with a definition of one's own`() throws {
    let house = try SampleHouse(
      SampleHouse.smallest.replacing("twilio\n", with: "pigeon\n"))
    try house.write("providers/pigeon.yaml", "provider: pigeon\nchannels: [sms]\nsend: {}\n")
    let told = house.told
    #expect(told.count == 1, "\(told)")
    #expect(told.contains { $0.hasPrefix("providers/pigeon.yaml:3: send") }, "\(told)")
  }

  @Test func `tell the faults of all files together`() throws {
    let house = try SampleHouse(
      SampleHouse.smallest.replacing("twilio\n", with: "twillio\n") + "\nquiet_hours: 9pm\n")
    try house.write("plans/a.yaml", "plan: a\nat: \"25:00\"\n")
    try house.write("plans/b.yaml", "plan: b\n  at: [\n")
    let told = house.told
    #expect(told.contains { $0.hasPrefix("kith.yaml:9: quiet_hours: expected") }, "\(told)")
    #expect(
      told.contains { $0.contains("there is no provider \"twillio\" (did you mean") }, "\(told)")
    #expect(told.contains { $0.hasPrefix("plans/a.yaml:2: at: ") }, "\(told)")
    #expect(told.contains { $0.hasPrefix("plans/b.yaml:2: expected valid YAML") }, "\(told)")
  }

  @Test func `tell the faults of templates and definitions with their files`() throws {
    let house = try SampleHouse()
    try house.write("templates/en/checkin.sms.mustache", "Hi {{nmae}}\n")
    try house.write(
      "providers/own.yaml",
      "provider: own\nchannels: [sms]\nsend:\n  url: https://x/\n  form: {a: b}\n"
        + "  accepted: {status: [200], id: sid}\n")
    let told = house.told
    #expect(told.contains { $0.hasPrefix("templates/en/checkin.sms.mustache:1: ") }, "\(told)")
    #expect(told.contains { $0.hasPrefix("providers/own.yaml:6: send.accepted.id: ") }, "\(told)")
  }

  @Test func `let an own definition and template take the place of the shipped ones`() throws {
    let house = try SampleHouse()
    try house.write("templates/en/checkin.sms.mustache", "How are you, {{name}}?\n")
    try house.write(
      "providers/twilio.yaml", "provider: twilio\nchannels: [sms]\nsend: {protocol: sandbox}\n")
    let told = house.told
    #expect(told.contains { $0.contains("has no setting `account_sid`") }, "\(told)")
    try house.write(
      "kith.yaml",
      SampleHouse.smallest.replacing(
        "settings: {account_sid: AC0123, auth_token: {credential: twilio-auth-token}}", with: ""))
    let configuration = try house.load()
    let text = try configuration.wording.templates.render(
      template: "checkin", channel: .sms, locale: "en", values: ["name": "Ann", "sender": "House"])
    #expect(text.text.hasPrefix("How are you, Ann?"))
  }

  @Test func `say which setting a provider lacks or does not know`() throws {
    let house = try SampleHouse(
      SampleHouse.smallest.replacing("account_sid", with: "acount_sid"))
    #expect(house.told.contains { $0.contains("needs the setting `account_sid`") }, "\(house.told)")
    #expect(house.told.contains { $0.contains("has no setting `acount_sid`") }, "\(house.told)")
  }

  @Test func `take two live secrets during rotation`() throws {
    let house = try SampleHouse(
      SampleHouse.smallest.replacing(
        "{credential: twilio-auth-token}}",
        with: "[{credential: twilio-auth-token}, {credential: next}]}"))
    try house.write("secrets/next", "67890", mode: 0o600)
    let value = try house.load().gateways[0].settings.settings["auth_token"]
    #expect(value?.values == ["12345", "67890"])
  }
}

@Suite struct `The shipped examples` {
  @Test(arguments: ["kith.yaml", "kith-full.yaml", "try/kith.yaml"])
  func `are good configurations`(name: String) throws {
    let house = try SampleHouse()
    for secret in ["twilio-auth-token-old", "smtp-password", "imap-password"] {
      try house.write("secrets/\(secret)", "x", mode: 0o600)
    }
    var places = house.places
    places.file = "\(SampleHouse.checkout)/deploy/examples/\(name)"
    #expect(throws: Never.self) { try Configuration.load(places) }
  }

  @Test(arguments: ["roster.csv", "try/roster.csv"])
  func `have rosters that are good`(name: String) throws {
    let path = "\(SampleHouse.checkout)/deploy/examples/\(name)"
    let reader = RosterReader(
      plans: ["daily", "early-recovery", "try"], country: "US", zones: ZoneReader())
    let entries = try reader.read(bytes: Files.read(path), file: name)
    #expect(entries.count >= 3)
  }
}
