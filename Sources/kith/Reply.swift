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
      discussion: """
        kith reply read --plan early-recovery -- "about a 6"

        Without --plan it is read as if a yes or no were asked for, then a number from 0 to 10.
        """)

    @OptionGroup var options: ConfigurationOptions
    @Option(help: "The plan whose question is open: its name, or its file.") var plan: String?
    @Option(help: "The sender's language, as en or pt-BR.") var locale = "en"
    @Option(help: "How many alerts the sender was told about that are open.") var alerts = 0
    @Argument(help: "The text; put -- before it.") var text: [String]

    func run() async throws {
      let wording = try options.wording()
      let questions: [Question?] =
        if let plan { [try options.plan(plan).question] } else {
          [nil, .yesNo, .scale(from: 0, to: 10)]
        }
      let report = read(with: wording.replies, questions)
      switch options.output.format {
      case .json: Output.print(json: report)
      case .text: Output.print(report.text)
      }
    }

    /// By the first question to which the text says something, else by the first of all.
    private func read(with reader: ReplyReader, _ questions: [Question?]) -> ReadingReport {
      let readings = questions.map { question in
        let context = ReplyContext(locales: [locale], question: question, openAlerts: alerts)
        return ReadingReport(
          reader.read(text.joined(separator: " "), in: context), to: plan == nil ? question : nil)
      }
      let unknown = ReplyReading.Intent.unknown.rawValue
      return readings.first { $0.intent != unknown } ?? readings[0]
    }
  }
}

/// `{"intent":…,"also":[…],"value":…,"match":"…","question":…}`
struct ReadingReport: Encodable {
  var intent: String
  var also: [String]
  var value: String?
  var match: String
  /// What would have to be asked for it to be an answer, where nobody said what is asked.
  var question: String?

  init(_ reading: ReplyReading, to question: Question? = nil) {
    switch reading.intent == .answer ? question : nil {
    case .yesNo: self.question = "yes or no"
    case .scale(let from, let to): self.question = "\(from) to \(to)"
    default: self.question = nil
    }
    intent = reading.intent.rawValue
    also = reading.also.map(\.rawValue)
    value = reading.value
    match = reading.match
  }

  enum CodingKeys: CodingKey { case intent, also, value, match, question }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(intent, forKey: .intent)
    try container.encode(also, forKey: .also)
    try container.encode(value, forKey: .value)
    try container.encode(match, forKey: .match)
    try container.encode(question, forKey: .question)
  }

  var text: String {
    var text = intent
    if let value { text += " \(value)" }
    if let question { text += " to a question for \(question)" }
    if !also.isEmpty { text += ", also " + also.joined(separator: ", ") }
    return match.isEmpty ? text : "\(text) (because of \"\(match)\")"
  }
}
