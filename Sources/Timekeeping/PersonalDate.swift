/// A date of a person's own: a day of the calendar, or a named date and a length after it, as
/// `2026-03-01`, `start`, `quit_date + 90d`.
package struct PersonalDate: Hashable, Sendable, TextCodable {
  package enum Anchor: Hashable, Sendable {
    case date(LocalDate)
    /// Letters, digits and `_`; `start` is the enrolment's first day.
    case named(String)
  }

  package var anchor: Anchor
  package var offset: Span

  package init(_ anchor: Anchor, offset: Span = Span()) {
    self.anchor = anchor
    self.offset = offset
  }

  package init(_ text: String) throws(TimekeepingFailure) {
    let parts = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    let head = Self.trimmed(parts[0])
    offset = parts.count > 1 ? try Span(Self.trimmed(parts[1])) : Span()
    if head.utf8.first?.isDigit == true {
      anchor = .date(try LocalDate(head))
      return
    }
    guard !head.isEmpty, head.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == 95 }) else {
      throw TimekeepingFailure(
        "\"\(text)\" is not a personal date; expected one like quit_date + 90d or 2026-03-01")
    }
    anchor = .named(head)
  }

  package init(text: String) throws(TimekeepingFailure) { try self.init(text) }

  /// The enrolment's first day.
  package static let start = "start"

  /// What it counts from, unless that is a day of the calendar.
  package var name: String? {
    guard case .named(let name) = anchor else { return nil }
    return name
  }

  static func trimmed(_ text: Substring) -> String {
    var rest = text
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }

  /// The day itself; `dates` holds the person's named dates.
  package func resolved(with dates: [String: LocalDate]) throws(TimekeepingFailure) -> LocalDate {
    switch anchor {
    case .date(let date): return date.adding(offset)
    case .named(let name):
      guard let date = dates[name] else {
        let known = dates.keys.sorted().joined(separator: ", ")
        let expected = known.isEmpty ? "a date" : "one of \(known)"
        throw TimekeepingFailure("the date \"\(name)\" is not known; expected \(expected)")
      }
      return date.adding(offset)
    }
  }

  /// As `resolved`, with another day in place of a name that is not known.
  func day(with dates: [String: LocalDate], otherwise day: LocalDate) -> LocalDate {
    (try? resolved(with: dates)) ?? day.adding(offset)
  }

  /// `quit_date + 13w`.
  package var description: String {
    let head =
      switch anchor {
      case .date(let date): date.description
      case .named(let name): name
      }
    return offset == Span() ? head : "\(head) + \(offset)"
  }
}

extension LocalDate {
  /// The same day `years` later; 29 February falls on 28 February in years without it.
  package func anniversary(_ years: Int) -> LocalDate { adding(Span(months: years * 12)) }
}
