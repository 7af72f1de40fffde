/// When a phase of a plan begins and ends, before anybody's dates are known.
package struct PhaseBounds: Hashable, Sendable, Codable {
  /// Its first day; nil: where the phase before ends, or the enrolment's start.
  package var from: PersonalDate?
  /// Its length, from its first day on.
  package var span: Span?
  /// The first day that is no longer of it; not together with `span`.
  package var until: PersonalDate?

  package init(from: PersonalDate? = nil, span: Span? = nil, until: PersonalDate? = nil) {
    self.from = from
    self.span = span
    self.until = until
  }

  /// Names of the dates it counts from, `start` left out.
  package var namedDates: [String] {
    [from, until].compactMap { $0?.name }.filter { $0 != PersonalDate.start }
  }
}

/// A phase on one person's calendar.
package struct PhaseStretch: Hashable, Sendable {
  /// What its rule counts from; may lie before `first`.
  package var anchor: LocalDate
  package var first: LocalDate
  /// The first day that is no longer of it; `LocalDate(days: .max)`: there is no end.
  package var end: LocalDate
}

extension PhaseStretch {
  /// Phases in order. Nothing lies before `start`; where a later phase begins, those before it end,
  /// and a phase that would end before it begins is empty. A date that is not known counts as the
  /// start.
  package static func all(
    of phases: [PhaseBounds], start: LocalDate, dates: PersonalDates = .none
  ) -> [PhaseStretch] {
    let known = dates.with(start: start)
    var stretches: [PhaseStretch] = []
    var base = start
    var whole = Span()
    for bounds in phases {
      if let from = bounds.from {
        (base, whole) = (from.day(with: known, otherwise: start), Span())
        for index in stretches.indices { stretches[index].end = min(stretches[index].end, base) }
      }
      let anchor = base == .never ? base : base.adding(whole)
      var end = LocalDate.never
      if let until = bounds.until {
        end = until.day(with: known, otherwise: start)
        (base, whole) = (max(end, anchor), Span())
      } else if let span = bounds.span, anchor != .never {
        // Months are added to where counting began as a whole, so that short ones do not add up.
        whole = whole + span
        end = base.adding(whole)
      } else {
        (base, whole) = (.never, Span())
      }
      stretches.append(PhaseStretch(anchor: anchor, first: max(anchor, start), end: end))
    }
    return stretches
  }
}

extension LocalDate {
  /// Later than any day.
  static let never = LocalDate(days: .max)
}
