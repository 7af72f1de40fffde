import Messages
import Testing

private func library(_ files: [String: String]) throws(TemplateFaults) -> TemplateLibrary {
  try TemplateLibrary(
    files: files.sorted { $0.key < $1.key }.map { TemplateFile(path: $0.key, source: $0.value) })
}

private func faults(_ files: [String: String]) -> [String] {
  do {
    _ = try library(files)
    return []
  } catch {
    return error.faults.map(\.description)
  }
}

@Suite struct `A template` {
  @Test func `is filled in as it stands, nothing escaped and nothing read as a tag`() throws {
    let library = try library(["en/say.sms.mustache": "{{name}}: {{text}} & <so> \"on\"\n"])
    let message = try library.render(
      template: "say", channel: .sms, locale: "en",
      values: ["name": "O'Neil & <Co>", "text": "{{name}} {{#x}}"])
    #expect(message.text == "O'Neil & <Co>: {{name}} {{#x}} & <so> \"on\"")
    #expect(message.subject == nil)
  }

  @Test func `of a text is folded to plain characters, an e-mail is not`() throws {
    let library = try library([
      "en/say.sms.mustache": "{{text}}", "en/say.email.mustache": "Subject: x\n\n{{text}}",
    ])
    func text(_ channel: Channel) throws -> String {
      try library.render(
        template: "say", channel: channel, locale: "en", values: ["text": "it’s “on” –"]
      ).text
    }
    #expect(try text(.sms) == "it's \"on\" -")
    #expect(try text(.email) == "it’s “on” –")
  }

  @Test func `shows sections for what is there and hides them for what is not`() throws {
    let library = try library([
      "en/checkin.sms.mustache":
        "Hi {{name}}.{{#scale}} {{from}}-{{to}}?{{/scale}}{{^scale}} OK?{{/scale}}"
    ])
    func text(_ values: [String: TemplateValue]) throws -> String {
      try library.render(template: "checkin", channel: .sms, locale: "en", values: values).text
    }
    #expect(try text(["name": "Ann", "scale": true, "from": "0", "to": "10"]) == "Hi Ann. 0-10?")
    #expect(try text(["name": "Ann"]) == "Hi Ann. OK?")
    #expect(try text(["name": "Ann", "scale": false]) == "Hi Ann. OK?")
  }

  @Test func `of an e-mail begins with its subject, which stays one line`() throws {
    let library = try library([
      "en/say.email.mustache": "Subject: For {{name}}\n\nHello,\n\n{{text}}\n\n"
    ])
    let message = try library.render(
      template: "say", channel: .email, locale: "en", values: ["name": "A\r\nB", "text": "x"])
    #expect(message.subject == "For A B")
    #expect(message.text == "Hello,\n\nx")
  }

  @Test(arguments: [
    ("pt-BR", "Oi"), ("pt-PT", "Olá"), ("pt", "Olá"), ("fr", "Hi"), ("PT-br", "Oi"), ("", "Hi"),
  ])
  func `comes from the nearest locale`(locale: String, expected: String) throws {
    let library = try library([
      "en/thanks.sms.mustache": "Hi", "pt/thanks.sms.mustache": "Olá",
      "pt-BR/thanks.sms.mustache": "Oi",
    ])
    let text = try library.render(
      template: "thanks", channel: .sms, locale: locale, values: [:]
    ).text
    #expect(text == expected)
  }

  @Test func `of a text serves a telephone call without one of its own`() throws {
    let library = try library(["en/thanks.sms.mustache": "Hi"])
    let text = try library.render(
      template: "thanks", channel: .voice, locale: "en", values: [:]
    ).text
    #expect(text == "Hi")
  }

  @Test func `that no locale has is one plain sentence`() throws {
    let library = try library([:])
    let fault = #expect(throws: TemplateFault.self) {
      try library.render(template: "checkin", channel: .sms, locale: "de", values: [:])
    }
    #expect(
      fault?.description
        == "de/checkin.sms.mustache: there is no such template, and none in en; expected that file")
  }

  @Test func `is replaced by a later file of the same path`() throws {
    let library = try TemplateLibrary(files: [
      TemplateFile(path: "en/thanks.sms.mustache", source: "shipped"),
      TemplateFile(path: "en/thanks.sms.mustache", source: "own"),
    ])
    #expect(
      try library.render(template: "thanks", channel: .sms, locale: "en", values: [:]).text
        == "own")
  }

  @Test func `is never given what its kind may not say`() throws {
    let library = try library(["en/notice-silence.sms.mustache": "{{about}} A{{code}}"])
    let text = try library.render(
      template: "notice-silence", channel: .sms, locale: "en",
      values: ["about": "Ann", "code": "1", "words": "secret"]
    ).text
    #expect(text == "Ann A1")
  }

  @Test func `of a pool is found with its numbered variants`() throws {
    let library = try library([
      "en/thanks-1.sms.mustache": "a", "en/thanks-2.sms.mustache": "b",
      "en/thanks-4.sms.mustache": "d",
    ])
    #expect(
      library.variants(of: "thanks", channel: .sms, locale: "de") == ["thanks-1", "thanks-2"])
    #expect(library.variants(of: "thanks", channel: .email, locale: "en").isEmpty)
  }

  @Test func `of a call is drawn from the texts where it has no words of its own`() throws {
    let texts = ["en/thanks-1.sms.mustache": "Hi", "en/thanks-2.sms.mustache": "Ho"]
    let plain = try library(texts)
    #expect(
      plain.variants(of: "thanks", channel: .voice, locale: "de") == ["thanks-1", "thanks-2"])
    let own = try library(texts.merging(["en/thanks.voice.mustache": "Hello"]) { $1 })
    #expect(own.variants(of: "thanks", channel: .voice, locale: "en") == ["thanks"])
  }

  @Test(arguments: [
    ("en/checkin.sms.mustache", "Hi {{nmae}}", ":1: {{nmae}} is unknown in a checkin"),
    ("english!/checkin.sms.mustache", "Hi", ": english! is no language"),
    ("en/checkin.sms.mustache", "Hi\n{{words}}", ":2: {{words}} is unknown in a checkin"),
    ("en/checkin.sms.mustache", "{{#scale}}x", ":1: section scale is not closed"),
    ("en/checkin.sms.mustache", "x{{/scale}}", ":1: {{/scale}} closes nothing"),
    ("en/checkin.sms.mustache", "{{#scale}}{{/choice}}", ":1: {{/choice}} closes section scale"),
    ("en/checkin.sms.mustache", "Hi {{name", ":1: a tag is not closed"),
    ("en/checkin.sms.mustache", "{{> other}}", ":1: {{> is not used here"),
    ("en/checkin.sms.mustache", "{{=<% %>=}}", ":1: {{= is not used here"),
    ("en/checkin.sms.mustache", "{{}}", ":1: an empty tag"),
    ("en/checkin.sms.mustache", "{{a.b}}", ":1: \"a.b\" is no name"),
    ("en/checkin.sms.mustache", "Go to {{link}}", ":1: {{link}} may be absent"),
    ("en/checkin.sms.mustache", "{{from}}", ":1: {{from}} may be absent"),
    ("en/checkin.sms.mustache", "", ": the text is empty"),
    ("en/say.email.mustache", "Hello {{text}}", ":1: an e-mail has no subject"),
    ("en/say.sms.mustache", "Hello", ": {{text}} is missing"),
    (
      "en/notice-silence.sms.mustache", "{{about}} {{#words}}A{{code}}{{/words}}",
      ": {{code}} is missing"
    ),
    ("en/say.sms.mustache", "Hi\n{{text}} \u{F0005}", ":2: a sign of a private font"),
    ("en/notice-silence.sms.mustache", "{{about}}", ": {{code}} is missing"),
    ("en/chekin.sms.mustache", "Hi", ": no message is called chekin"),
    ("en/checkin.fax.mustache", "Hi", ": channel fax is unknown"),
    ("checkin.sms.mustache", "Hi", ": the name is not a template's"),
    ("en/say.email.mustache", "Subject: x\n\n\n{{text}}\n{{by}}", ":5: {{by}} may be absent"),
  ])
  func `with a fault says where and what was expected`(
    path: String, source: String, expected: String
  ) {
    let found = faults([path: source])
    #expect(
      found.contains { $0.hasPrefix(path + expected) && $0.contains("; expected ") }, "\(found)")
  }

  @Test func `and all others report their faults together, in order`() {
    let found = faults([
      "en/say.sms.mustache": "{{x}}\n{{y}}", "en/checkin.sms.mustache": "{{z}}",
    ])
    #expect(found.count == 4)
    #expect(found.first?.hasPrefix("en/checkin.sms.mustache:1") == true)
  }
}

@Suite struct `The shipped wording` {
  @Test func `has every kind of message, by text and by e-mail`() throws {
    let templates = try Shipped.wording.get().templates
    for kind in TemplateKind.allCases {
      for channel in [Channel.sms, .email] {
        let isThere =
          templates.has(kind.rawValue, channel: channel, locale: "en")
          || !templates.variants(of: kind.rawValue, channel: channel, locale: "en").isEmpty
        #expect(isThere, "\(kind.rawValue) by \(channel.rawValue)")
      }
    }
  }

  @Test func `has nothing that wounds, gives away or costs more than it must`() throws {
    #expect(try Shipped.wording.get().findings().map(\.description) == [])
  }

  @Test(arguments: Shipped.files.filter { $0.path.hasSuffix(".sms.mustache") })
  func `fits one segment with what is always there`(file: TemplateFile) throws {
    let name = String(file.path.dropFirst(3).dropLast(13))
    let kind = try #require(TemplateKind(templateName: name))
    let text = try Shipped.wording.get().templates.render(
      template: name, channel: .sms, locale: "en", values: kind.samples(isFull: false)
    ).text
    let measure = SMSText.measure(text)
    #expect(measure.encoding == .gsm7 && measure.segments == 1, "\(measure.units): \(text)")
  }

  @Test(arguments: Shipped.files.filter { $0.path.hasSuffix(".sms.mustache") })
  func `fits two segments with everything there may be`(file: TemplateFile) throws {
    let name = String(file.path.dropFirst(3).dropLast(13))
    let kind = try #require(TemplateKind(templateName: name))
    let text = try Shipped.wording.get().templates.render(
      template: name, channel: .sms, locale: "en", values: kind.samples(isFull: true)
    ).text
    let allowed = Self.longer.contains(name) ? 2 : 1
    #expect(SMSText.measure(text).segments <= allowed, "\(SMSText.measure(text).units): \(text)")
  }

  /// With a link, a telephone number and words these take two.
  static let longer: Set<String> = [
    "notice-silence", "notice-answer", "notice-crisis", "notice-talk", "crisis-overdose",
    "crisis-general", "crisis-withdrawal", "checkin", "nudge", "ack-confirmation",
    "how-did-it-go", "help-mentee", "operator-gateway",
  ]

  @Test(arguments: ["missed", "failed", "forgot", "help is on the way", "you did not"])
  func `never says`(words: String) {
    for file in Shipped.files where file.path.hasSuffix(".mustache") {
      #expect(!file.source.lowercased().contains(words), "\(file.path)")
    }
  }

  @Test func `says the words of a crisis card whatever numbers a country has`() throws {
    let wording = try Shipped.wording.get()
    for country in ["US", "GB", "DE", "IN", "ZZ"] {
      for card in CrisisCard.allCases {
        var values = wording.hotlines.values(country: country, locale: "en")
        values["name"] = "Ann"
        let text = try wording.templates.render(
          template: card.template.rawValue, channel: .sms, locale: "en", values: values
        ).text
        #expect(text.contains(country == "US" ? "911" : "") && !text.contains("  "), "\(text)")
        #expect(SMSText.measure(text).segments <= 2, "\(text)")
      }
    }
  }

  @Test func `sends no number that nobody has checked`() throws {
    let hotlines = try Shipped.wording.get().hotlines
    #expect(hotlines.values(country: "US", locale: "en")["line"] == "call or text 988")
    #expect(hotlines.values(country: "IN", locale: "en") == ["emergency": "your emergency number"])
    #expect(hotlines.values(country: "us", locale: "pt-BR")["emergency"] == "911")
    #expect(
      hotlines.values(country: "ZZ", locale: "en")["emergency"] == "your local emergency number")
    #expect(hotlines.unchecked(country: "IN").count == 2)
  }

  @Test(arguments: [
    ("en/hotlines/US.txt", "emergency 911", "cannot be read"),
    ("en/hotlines/US.txt", "emergency: 911 | today | x", "cannot be read"),
    ("en/hotlines/US.txt", "police: 911 | unverified | x", "\"police\" is no entry"),
    ("en/phrases/stop.txt", "[words]\nstop", "no version"),
    ("en/phrases/stop.txt", "version: 1\nstop", "stands under no heading"),
    ("en/phrases/stop.txt", "version: 1\n[wrods]\nstop", "no section is called [wrods]"),
    ("en/phrases/stop.txt", "version: 1\n[words]\n... stop", "is no phrase"),
    ("en/phrases/stopp.txt", "version: 1", "no list is called stopp"),
    ("en/phrases/crisis.txt", "version: 1\n[general]\n[danger]\nhelp me", "under [general]"),
    ("en/say.sms.mustache", "x", "{{text}} is missing"),
  ])
  func `is checked as a whole`(path: String, source: String, expected: String) {
    let found = #expect(throws: TemplateFaults.self) {
      try Wording(files: Shipped.files + [TemplateFile(path: path, source: source)])
    }
    #expect(found?.description.contains(expected) == true, "\(found?.description ?? "")")
  }
}

@Suite struct `A check of the wording` {
  @Test(arguments: [
    ("en/thanks.sms.mustache", "Your sobriety matters", "sobriety"),
    ("en/thanks.sms.mustache", "Stay clean", "clean"),
    ("en/thanks.email.mustache", "Subject: Your recovery\n\nx", "recovery"),
    ("en/thanks.email.mustache", "Subject: x\n\nFor addicts", "addicts"),
    ("en/thanks.sms.mustache", "Gut gemacht \u{1F600}", "\u{1F600}"),
    ("en/invitation.sms.mustache", "Hi, reply YES", "without the word STOP"),
    (
      "en/checkin.sms.mustache", String(repeating: "All is well here. ", count: 60),
      "it takes 8 segments"
    ),
  ])
  func `finds what should not stand there`(path: String, source: String, expected: String) throws {
    let files = Shipped.files.filter { !$0.path.hasSuffix(".mustache") }
    let wording = try Wording(files: files + [TemplateFile(path: path, source: source)])
    #expect(wording.findings().contains { $0.problem.contains(expected) }, "\(wording.findings())")
  }
}
