/// The rules of one time zone, as its TZif file has them. Cheap to copy: the rules are shared.
///
/// A local time that does not exist is taken with the offset before the gap; one that exists twice
/// is the first (DESIGN.md section 5).
package struct Zone: Sendable {
  /// The IANA name, `Europe/Berlin`.
  package let name: String
  let rules: ZoneRules

  /// Reads the bytes of a TZif file (RFC 9636, versions 1 to 4).
  package init(name: String, tzif: [UInt8]) throws(TimekeepingFailure) {
    self.name = name
    rules = try ZoneRules(ZoneFile(zone: name, bytes: tzif), zone: name)
  }

  private init(name: String, rules: ZoneRules) {
    self.name = name
    self.rules = rules
  }

  package static let utc = Zone(name: "UTC", rules: .utc)

  /// Seconds east of UTC.
  @inline(__always)
  package func offset(at instant: Instant) -> Int {
    rules.withPeriod(at: instant.milliseconds) { period, _ in Int(period.offset) }
  }

  /// `EDT`, or `-03` where the zone has no letters.
  package func abbreviation(at instant: Instant) -> String {
    rules.withPeriod(at: instant.milliseconds) { period, _ in
      rules.abbreviations[Int(period.abbreviation)]
    }
  }

  package func isDaylightSaving(at instant: Instant) -> Bool {
    rules.withPeriod(at: instant.milliseconds) { period, _ in period.isDaylightSaving }
  }

  /// The change is given when the local time falls into it: missing, or existing twice.
  package func instant(of local: LocalDateTime) -> (instant: Instant, change: ClockChange?) {
    rules.resolve(local.milliseconds)
  }

  package func instant(of date: LocalDate, _ time: LocalTime) -> (
    instant: Instant, change: ClockChange?
  ) {
    rules.resolve(LocalDateTime(date, time).milliseconds)
  }

  @inline(__always)
  package func localDateTime(of instant: Instant) -> LocalDateTime {
    LocalDateTime(milliseconds: instant.milliseconds + Int64(offset(at: instant)) * 1000)
  }

  /// The offset is in seconds east of UTC.
  package func local(of instant: Instant) -> (date: LocalDate, time: LocalTime, offset: Int) {
    let offset = offset(at: instant)
    let local = LocalDateTime(milliseconds: instant.milliseconds + Int64(offset) * 1000)
    return (local.date, local.time, offset)
  }

  package func date(of instant: Instant) -> LocalDate { localDateTime(of: instant).date }

  /// The next moment at which the offset changes; nil when it never does again.
  package func nextChange(after instant: Instant) -> ClockChange? {
    rules.nextChange(after: instant.milliseconds)
  }
}

extension Zone: Hashable {
  /// Equal when name and rules are: after an update of the system's zone files a zone with other
  /// rules is another one.
  package static func == (left: Zone, right: Zone) -> Bool {
    left.name == right.name && (left.rules === right.rules || left.rules.isSame(as: right.rules))
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
