import ArgumentParser
import Control
import Daemon
import Messages

/// `kith template preview NAME --person ID`
struct Template: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What messages look like.", subcommands: [Preview.self])

  struct Preview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What a phone gets: the text, its encoding, and how many segments it costs.",
      discussion: """
        With --person the daemon fills in what it knows of them; without, sample values are taken.
        """)

    @OptionGroup var options: ConfigurationOptions
    @Argument(help: "The template's name, as checkin.") var name: String
    @Option(help: "Whose values to fill in.") var person: String?
    @Option(help: "sms, email or voice.") var channel = "sms"
    @Option(help: "The language, as en or pt-BR.") var locale = "en"
    @Option(help: "The daemon's control socket.") var socket: String?

    func run() async throws {
      if let person {
        var daemon = DaemonOptions()
        daemon.output = options.output
        daemon.socket = socket
        return try daemon.run(.preview(.init(template: name, id: person)))
      }
      let answer = QueryAnswer.preview(try preview())
      switch options.output.format {
      case .json: Output.print(json: answer.json)
      case .text: Output.print(answer.lines.joined(separator: "\n"))
      }
    }

    private func preview() throws -> TemplatePreview {
      guard let channel = Channel(rawValue: channel) else {
        throw Failure("Expected --channel sms, email or voice, found \(channel).", status: 2)
      }
      let wording = try options.wording()
      guard let kind = TemplateKind(templateName: name) else {
        let known = TemplateKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure("There is no template \"\(name)\"; expected one of \(known).")
      }
      do throws(TemplateFault) {
        let (subject, text) = try wording.templates.render(
          template: name, channel: channel, locale: locale, values: SampleValues.of(kind))
        let measure = SMSText.measure(text)
        let isMail = channel == .email
        return TemplatePreview(
          template: name, channel: channel.rawValue, subject: subject, text: text,
          encoding: isMail ? nil : measure.encoding.rawValue,
          segments: isMail ? nil : measure.segments)
      } catch { throw Failure(error.description) }
    }
  }
}

/// What stands in for a person's values in a preview.
enum SampleValues {
  private static let texts = [
    "sender": "River House", "name": "Ann", "from": "0", "to": "10", "choices": "good, so-so, hard",
    "link": "https://checkins.example.org/p/abc", "about": "Ann", "code": "1", "since": "yesterday",
    "score": "2", "words": "not great", "phone": "+1 500 555 0001", "coordinator": "Cat",
    "who": "Ben", "by": "Ben", "people": "Ann, Dan", "days": "30", "span": "30 days",
    "until": "Fri 6 Mar 09:00", "setting": "quiet hours 21:00-08:00", "text": "Thinking of you.",
    "gateway": "main-sms", "reason": "http 401", "working": "mail", "count": "12",
    "emergency": "911", "line": "988", "line2": "1-800-662-4357", "poison": "1-800-222-1222",
    "shelter": "1-800-799-7233",
  ]

  static func of(_ kind: TemplateKind) -> [String: TemplateValue] {
    var values: [String: TemplateValue] = [:]
    for name in kind.names {
      switch name {
      case "scale": values[name] = .flag(true)
      case "yes_no", "choice", "open", "again", "unknown": values[name] = .flag(false)
      default: values[name] = .text(texts[name] ?? name)
      }
    }
    return values
  }
}
