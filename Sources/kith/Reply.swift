import ArgumentParser
import CheckIns
import Messages

/// `kith reply read [--plan P] [--locale L] -- TEXT`
struct Reply: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How replies are understood.", subcommands: [Read.self])

  struct Read: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a text as if somebody had just sent it.",
      discussion: "kith reply read --plan early-recovery -- \"about a 6\"")

    @OptionGroup var options: ConfigurationOptions
    @Option(help: "The plan whose question is open: its name, or its file.") var plan: String?
    @Option(help: "The sender's language, as en or pt-BR.") var locale = "en"
    @Option(help: "How many alerts the sender was told about that are open.") var alerts = 0
    @Argument(help: "The text; put -- before it.") var text: [String]

    func run() async throws {
      let wording = try options.wording()
      let question = try plan.map { try options.plan($0).question }
      let reading = wording.replies.read(
        text.joined(separator: " "),
        in: ReplyContext(locales: [locale], question: question, openAlerts: alerts))
      switch options.output.format {
      case .json: Output.print(json: ReadingReport(reading))
      case .text: Output.print(ReadingReport(reading).text)
      }
    }
  }
}

/// `{"intent":…,"also":[…],"value":…,"match":"…"}`
struct ReadingReport: Encodable {
  var intent: String
  var also: [String]
  var value: String?
  var match: String

  init(_ reading: ReplyReading) {
    intent = reading.intent.rawValue
    also = reading.also.map(\.rawValue)
    value = reading.value
    match = reading.match
  }

  enum CodingKeys: CodingKey { case intent, also, value, match }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(intent, forKey: .intent)
    try container.encode(also, forKey: .also)
    try container.encode(value, forKey: .value)
    try container.encode(match, forKey: .match)
  }

  var text: String {
    var text = intent
    if let value { text += " \(value)" }
    if !also.isEmpty { text += ", also " + also.joined(separator: ", ") }
    return match.isEmpty ? text : "\(text) (because of \"\(match)\")"
  }
}
