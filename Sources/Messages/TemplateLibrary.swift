/// The compiled templates of all locales: what a message says.
package struct TemplateLibrary: Sendable {
  /// By locale, name and channel.
  let templates: [TemplateKey: CompiledTemplate]

  /// Compiles the templates among `files` (`<locale>/<name>.<channel>.mustache`; others are left
  /// to their own readers). A later file of the same path replaces an earlier one, so overrides
  /// come last. Throws every fault of every file together.
  package init(files: [TemplateFile]) throws(TemplateFaults) {
    templates = [:]
  }

  /// The message in the wanted locale, or the nearest there is (`pt-BR`, `pt`, `en`).
  ///
  /// Only `email` has a subject. Values whose name the template's kind is not given are a fault,
  /// as is a template that is in no locale.
  package func render(
    template: String, channel: Channel, locale: String, values: [String: TemplateValue]
  ) throws(TemplateFault) -> (subject: String?, text: String) {
    throw TemplateFault(path: "", problem: "", expected: "")
  }

  /// The template itself and its numbered variants (`thanks-1`, `thanks-2` …) that the nearest
  /// locale has for this channel, in order; what a rotating pool is drawn from.
  package func variants(of name: String, channel: Channel, locale: String) -> [String] { [] }

  package func has(_ name: String, channel: Channel, locale: String) -> Bool { false }
}

/// A template's place in the library.
struct TemplateKey: Hashable, Sendable {
  var locale: String
  var name: String
  var channel: Channel
}

struct CompiledTemplate: Sendable {}
