/// One check-in of a timetable. Date and slot are its identity: it never fires twice.
package struct Occurrence: Hashable, Sendable {
  /// The local date that the rule names, or that a day off puts it off to; before clock changes.
  package var date: LocalDate
  /// Its place among that date's times, from 0.
  package var slot: Int
  package var at: Instant
  /// The local time that the rule names, put off by `daysMoved`, before clock changes.
  package var wall: LocalDateTime
  /// The clock change it meets: moved forward out of a gap, or the first of two.
  package var change: ClockChange?

  /// How many days an exception has put it off.
  package var daysMoved = 0

  package init(
    date: LocalDate, slot: Int, at: Instant, wall: LocalDateTime, change: ClockChange? = nil
  ) {
    self.date = date
    self.slot = slot
    self.at = at
    self.wall = wall
    self.change = change
  }
}
