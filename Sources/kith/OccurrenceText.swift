import Control
import Timekeeping

/// One coming time, as `kith next` shows it.
struct OccurrenceText: Encodable {
  var local: String
  var utc: String
  /// Why it is not at the rule's own time.
  var note: String?
  /// `Sun 8 Mar 2026 03:30 EDT, moved from 02:30: clocks go forward`
  var text: String

  init(_ occurrence: Timekeeping.Occurrence, in zone: Zone) {
    local = occurrence.at.text(in: zone)
    utc = occurrence.at.description
    let moment = Moment(
      occurrence.at, offset: zone.offset(at: occurrence.at),
      zone: zone.abbreviation(at: occurrence.at))
    note = occurrence.remark
    text = note.map { "\(moment.text), \($0)" } ?? moment.text
  }

  enum CodingKeys: CodingKey { case local, utc, note }

  /// A failure as a sentence of its own.
  static func sentence(_ failure: TimekeepingFailure) -> String {
    let text = failure.sentence
    return text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix("?") ? "" : ".")
  }
}

/// Points in time as people type them.
enum LocalText {
  /// RFC 3339, or a date or date and time on the zone's clocks.
  static func instant(_ text: String, in zone: Zone) throws(TimekeepingFailure) -> Instant {
    if let instant = try? Instant(text) { return instant }
    return zone.instant(of: try dateTime(text)).instant
  }

  /// `2026-03-02`, `2026-03-02 09:00`, `2026-03-02T09:00:00`, `20260302T090000`.
  static func dateTime(_ text: String) throws(TimekeepingFailure) -> LocalDateTime {
    do { return try LocalDateTime(text) } catch {
      throw TimekeepingFailure(
        "\"\(text)\" is not a date; expected one like 2026-03-02T09:00 or 2026-03-02")
    }
  }

  /// As `dateTime`, or a point in time that the zone's clocks tell the local time of.
  static func start(_ text: String, in zone: Zone) throws(TimekeepingFailure) -> LocalDateTime {
    if let local = try? LocalDateTime(text) { return local }
    if let instant = try? Instant(text) { return zone.localDateTime(of: instant) }
    return try dateTime(text)
  }
}
