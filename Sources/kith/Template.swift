import ArgumentParser
import Control
import Daemon
import Gateways
import Messages

/// `kith template preview NAME --person ID`
struct Template: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What messages look like.", subcommands: [Preview.self])

  struct Preview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What a phone gets: the text, its encoding, and how many segments it costs.",
      discussion: """
        With --person the daemon fills in what it knows of them; without, sample values are taken. \
        With --gateway it is measured as that gateway sends (national tables), and its cost is \
        told where kith.yaml says cost_per_segment.
        """)

    @OptionGroup var options: ConfigurationOptions
    @Argument(help: "The template's name, as checkin.") var name: String
    @Option(help: "Whose values to fill in.") var person: String?
    @Option(help: "By which gateway of kith.yaml it would go.") var gateway: String?
    @Option(help: "sms, email or voice.") var channel = "sms"
    @Option(help: "The language, as en or pt-BR.") var locale = "en"
    @Option(help: "The daemon's control socket.") var socket: String?

    func run() async throws {
      var preview = try person.map { try asked(of: $0) } ?? self.preview()
      if let gateway { preview = try measured(preview, by: gateway) }
      let answer = QueryAnswer.preview(preview)
      switch options.output.format {
      case .json: Output.print(json: answer.json)
      case .text: Output.print(answer.lines.joined(separator: "\n"))
      }
    }

    private func asked(of person: String) throws -> TemplatePreview {
      var daemon = DaemonOptions()
      daemon.output = options.output
      daemon.socket = socket
      let answer = try daemon.answer(.preview(.init(template: name, id: person)))
      guard case .preview(let preview) = answer else {
        throw Failure("The daemon answered something else than a preview.")
      }
      return preview
    }

    private func measured(
      _ preview: TemplatePreview, by gateway: String
    ) throws -> TemplatePreview {
      let (configured, _) = try options.gateway(gateway)
      guard preview.segments != nil else { return preview }
      let measure = configured.gateway.measure(preview.text)
      var preview = preview
      preview.encoding = measure.name
      preview.segments = measure.segments
      preview.cost = configured.settings.segmentPrice.map { ($0 * measure.segments).description }
      return preview
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
        guard channel == .sms else {
          return TemplatePreview(
            template: name, channel: channel.rawValue, subject: subject, text: text)
        }
        // As it is sent: with typographic characters folded.
        let sent = SMSText.folded(text)
        let measure = SMSText.measure(sent)
        return TemplatePreview(
          template: name, channel: channel.rawValue, text: sent, encoding: measure.name,
          segments: measure.segments)
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
