/// Emergency and crisis numbers by country; data under `templates/<locale>/hotlines/`.
package struct HotlineCards: Sendable {
  /// Reads the cards among `files` (`<locale>/hotlines/<country>.txt`, and `default.txt` for
  /// everywhere else); a later file of the same path replaces an earlier one.
  package init(files: [TemplateFile]) throws(TemplateFaults) {}

  /// The values a crisis template is given, in the nearest locale that has the country's card.
  package func values(country: String, locale: String) -> [String: TemplateValue] { [:] }
}
