/// What a name in a template stands for.
package enum TemplateValue: Hashable, Sendable, ExpressibleByStringLiteral,
  ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral
{
  /// Put in as it is; as a section, an empty text counts as absent.
  case text(String)
  /// Only for sections: `{{#late}}…{{/late}}`.
  case flag(Bool)

  package init(stringLiteral value: String) { self = .text(value) }
  package init(booleanLiteral value: Bool) { self = .flag(value) }

  /// Whether a section of this name is shown.
  var isPresent: Bool {
    switch self {
    case .text(let text): !text.isEmpty
    case .flag(let flag): flag
    }
  }
}
