/// The compiled templates of all locales: what a message says.
package struct TemplateLibrary: Sendable {
  private let templates: [TemplateKey: LibraryEntry]

  /// Compiles the templates among `files` (`<locale>/<name>.<channel>.mustache`; others are left
  /// to their own readers). A later file of the same path replaces an earlier one, so overrides
  /// come last. Throws every fault of every file together.
  package init(files: [TemplateFile]) throws(TemplateFaults) {
    var sources: [String: TemplateFile] = [:]
    for file in files where TemplateSource.isTemplate(file.path) { sources[file.path] = file }
    var templates: [TemplateKey: LibraryEntry] = [:]
    var faults: [TemplateFault] = []
    for file in sources.values.sorted(by: { $0.path < $1.path }) {
      let source = TemplateSource(file)
      faults += source.faults
      if let key = source.key, let template = source.template { templates[key] = template }
    }
    guard faults.isEmpty else { throw TemplateFaults(faults) }
    self.templates = templates
  }

  /// The message in the wanted locale, or the nearest there is (`pt-BR`, `pt`, `en`).
  ///
  /// Only `email` has a subject. Names that the kind of message is not given are dropped, whatever
  /// `values` holds; names it lacks are left empty. The only fault is a template no locale has.
  package func render(
    template: String, channel: Channel, locale: String, values: [String: TemplateValue]
  ) throws(TemplateFault) -> (subject: String?, text: String) {
    guard let entry = entry(template, channel, locale) else {
      throw TemplateFault(
        path: "\(locale)/\(template).\(channel.rawValue).mustache",
        problem: "there is no such template, and none in en", expected: "that file")
    }
    let subject = entry.subject.map { $0.render(values).split(whereSeparator: \.isNewline) }
    let text = entry.text.render(values)
    return (
      subject?.joined(separator: " "),
      channel == .sms || channel == .voice ? SMSText.folded(text) : text
    )
  }

  /// The template itself and its numbered variants (`thanks-1`, `thanks-2` …) that the nearest
  /// locale has for this channel, in order; what a rotating pool is drawn from.
  package func variants(of name: String, channel: Channel, locale: String) -> [String] {
    let channel = channel.isChat ? .sms : channel
    for tag in LocaleChain.of(locale.lowercased()) {
      for channel in channel == .voice ? [.voice, .sms] : [channel] {
        let found = pool(of: name, channel, tag)
        if !found.isEmpty { return found }
      }
    }
    return []
  }

  private func pool(of name: String, _ channel: Channel, _ tag: String) -> [String] {
    func isThere(_ name: String) -> Bool {
      templates[TemplateKey(locale: tag, name: name, channel: channel)] != nil
    }
    var found = isThere(name) ? [name] : []
    var number = 1
    while isThere("\(name)-\(number)") {
      found.append("\(name)-\(number)")
      number += 1
    }
    return found
  }

  /// Whether `render` would find the template, in whatever locale.
  package func has(_ name: String, channel: Channel, locale: String) -> Bool {
    entry(name, channel, locale) != nil
  }

  /// A telephone call or messenger without words of its own says what a text would.
  private func entry(_ name: String, _ channel: Channel, _ locale: String) -> LibraryEntry? {
    let exact = TemplateKey(locale: locale, name: name, channel: channel)
    if let found = templates[exact] { return found }
    for tag in LocaleChain.of(locale.lowercased()) {
      let key = TemplateKey(locale: tag, name: name, channel: channel)
      if let found = templates[key] { return found }
      if channel == .voice || channel.isChat,
        let found = templates[TemplateKey(locale: tag, name: name, channel: .sms)]
      {
        return found
      }
    }
    return nil
  }
}

/// A template's place in the library; the locale in lower case.
struct TemplateKey: Hashable, Sendable {
  var locale: String
  var name: String
  var channel: Channel
}
