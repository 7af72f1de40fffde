import Mustache

/// A template rendered once by mustache for every set of sections shown, with its variables left
/// open: filling it in is then only joining text.
///
/// Values never pass through mustache, so nothing in a name or an answer is a tag, and nothing is
/// escaped for HTML.
struct CompiledTemplate: Sendable {
  private enum Piece: Sendable {
    case text(String)
    /// Index into `variables`.
    case variable(Int)
  }

  private let variables: [String]
  private let sections: [String]
  /// By the bits of the sections shown.
  private let forms: [[Piece]]

  /// Throws what mustache says about a source it cannot take.
  init(_ source: String, scanned: TemplateScanner) throws {
    let template = try MustacheTemplate(string: source)
    let variables = scanned.variables.map(\.name)
    let sections = scanned.sections
    self.variables = variables
    self.sections = sections
    forms = (0..<(1 << sections.count)).map { shown in
      var values: [String: Any] = [:]
      for (index, name) in sections.enumerated() where shown & (1 << index) != 0 {
        values[name] = true
      }
      for (index, name) in variables.enumerated()
      where values[name] != nil || !sections.contains(name) {
        values[name] = String(Self.placeholder(index))
      }
      return Self.pieces(template.render(values))
    }
  }

  /// `values` must hold nothing that the receiver may not see; names it lacks are left empty.
  func render(_ values: [String: TemplateValue]) -> String {
    var shown = 0
    for (index, name) in sections.enumerated() where values[name]?.isPresent == true {
      shown |= 1 << index
    }
    var result = ""
    result.reserveCapacity(192)
    for piece in forms[shown] {
      switch piece {
      case .text(let text): result += text
      case .variable(let index):
        if case .text(let text)? = values[variables[index]] { result += text }
      }
    }
    return result
  }

  /// Scalars of a private plane stand for the variables while mustache renders: no source has any.
  static let placeholders: ClosedRange<UInt32> = 0xF0000...0xFFFFD

  private static func placeholder(_ index: Int) -> Character {
    let value = placeholders.lowerBound + UInt32(index)
    guard let scalar = Unicode.Scalar(value) else { preconditionFailure("too many variables") }
    return Character(scalar)
  }

  private static func pieces(_ rendered: String) -> [Piece] {
    var pieces: [Piece] = []
    var text = ""
    for scalar in rendered.unicodeScalars {
      if placeholders.contains(scalar.value) {
        if !text.isEmpty { pieces.append(.text(text)) }
        text = ""
        pieces.append(.variable(Int(scalar.value - placeholders.lowerBound)))
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    if !text.isEmpty { pieces.append(.text(text)) }
    return pieces
  }
}
