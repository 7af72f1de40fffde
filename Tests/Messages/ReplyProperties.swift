import Messages
import Testing

/// SplitMix64: the same seed gives the same run.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  mutating func text(maxScalars: Int) -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...maxScalars, using: &self) {
      let limit: UInt32 = [0x7F, 0x7F, 0x24F, 0xFFFF, 0x10FFFF].randomElement(using: &self) ?? 0x7F
      if let scalar = Unicode.Scalar(UInt32.random(in: 0...limit, using: &self)) {
        scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: 0..<list.count, using: &self)]
  }

  mutating func sentence(_ words: [String]) -> String {
    (0..<Int.random(in: 1...9, using: &self)).map { _ in pick(words) }.joined(separator: " ")
  }

  mutating func context() -> ReplyContext {
    let questions: [Question?] = [
      nil, .yesNo, .scale(from: 0, to: 10), .scale(from: 10, to: 0), .choice(["tea", "", "1"]),
      .choice([]), .text,
    ]
    return ReplyContext(
      locales: pick([[], ["en"], ["pt-BR", "xx"]]), question: pick(questions),
      openAlerts: pick([0, 1, 2]), standing: pick([.active, .invited, .optedOut]))
  }
}

@Suite struct `Any text at all` {
  private static let salad = [
    "stop", "yes", "no", "a1", "n", "1", "8", "/", "10", "pause", "3d", "quiet", "22-8", "10pm",
    "out", "of", "about", "please", "🛑", "👍", "<3", ":", "-", ".", ",", "…", "want", "to", "die",
    "not", "share:", "help", "me", "wrong", "number", "snooze", "tip", "999999999999999999999",
    "two", "weeks", "ok", "thanks", "until", "i", "dont",
  ]

  @Test func `is read without harm`() throws {
    let reader = try #require(Shipped.replies)
    var random = Seeded(state: 20_261_121)
    for _ in 0..<3000 {
      _ = reader.read(random.text(maxScalars: 60), in: random.context())
      _ = reader.read(random.sentence(Self.salad), in: random.context())
    }
  }

  @Test func `is folded, counted and refused without harm`() {
    var random = Seeded(state: 7)
    for _ in 0..<3000 {
      let text = random.text(maxScalars: 40)
      let measure = SMSText.measure(SMSText.folded(text))
      #expect(measure.segments >= 1 && measure.left >= 0)
      _ = try? PhoneNumber.normalise(text, country: random.pick(["US", "GB", "DE", "??", ""]))
      _ = try? EmailAddress.normalise(text)
    }
  }

  @Test func `as a template is compiled or refused without harm`() {
    let parts = ["{{", "}}", "{{{", "}}}", "name", "#", "^", "/", "text", " ", "\n", "!", "&", "é"]
    var random = Seeded(state: 11)
    for _ in 0..<1500 {
      let source = (0..<random.pick([1, 4, 12, 30])).map { _ in random.pick(parts) }.joined()
      let file = TemplateFile(path: "en/say.sms.mustache", source: source)
      guard let library = try? TemplateLibrary(files: [file]) else { continue }
      _ = try? library.render(template: "say", channel: .sms, locale: "en", values: ["text": "x"])
    }
  }

  @Test func `around a cry for help does not drown it`() throws {
    let reader = try #require(Shipped.replies)
    var random = Seeded(state: 3)
    let cries = ["I want to die", "im going to kill myself", "I think I overdosed", "he hits me"]
    for _ in 0..<1000 {
      let text = [random.sentence(Self.salad), random.pick(cries), random.sentence(Self.salad)]
        .joined(separator: ".\n")
      #expect(reader.read(text, in: random.context()).says(.crisis), "\(text)")
    }
  }

  @Test(arguments: ["i ", "dont i want to ", "so stop texting and ", "8 "])
  func `that never ends is heard at both ends`(unit: String) throws {
    let reader = try #require(Shipped.replies)
    let long = String(repeating: unit, count: 6000)
    #expect(reader.read("I want to die. " + long, in: ReplyContext()).says(.crisis))
    #expect(reader.read(long + ". I want to die", in: ReplyContext()).says(.crisis))
  }

  @Test func `hiding a stop does not hide it`() throws {
    let reader = try #require(Shipped.replies)
    var random = Seeded(state: 5)
    let invisible = ["\u{200B}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{00AD}", "\u{202E}", ""]
    let letters = [
      ["s", "S", "ｓ", "Ｓ", "ѕ", "𝐬"], ["t", "T", "ｔ", "т", "𝓉"], ["o", "O", "о", "ο", "ö", "ｏ"],
      ["p", "P", "р", "ρ", "ｐ"],
    ]
    for _ in 0..<500 {
      let text = letters.map { random.pick($0) + random.pick(invisible) }.joined()
      #expect(reader.read(text, in: random.context()).says(.stop), "\(text)")
    }
  }
}
