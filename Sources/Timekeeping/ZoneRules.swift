/// A stretch of time with one offset.
struct ZonePeriod: Hashable, Sendable {
  /// Milliseconds since 1970; the first period begins at `.min / 4`.
  var start: Int64
  /// What the wall shows at its start and (exclusively) at its end, by its own offset.
  var wallStart: Int64
  var wallEnd: Int64
  /// Seconds east of UTC.
  var offset: Int32
  var abbreviation: UInt8
  var isDaylightSaving: Bool
}

/// All periods of a zone, to 400 years after the last explicit change: the Gregorian calendar
/// repeats itself after that, and so does the footer's rule.
final class ZoneRules: Sendable {
  /// Milliseconds of 400 Gregorian years.
  static let cycle: Int64 = 146_097 * 86_400_000
  /// A slot of the index is 2^32 ms, about 50 days: hardly a zone changes twice in it.
  private static let slotBits: Int64 = 32
  /// The index begins here; earlier instants walk on from the first period.
  private static let indexStart: Int64 = -2_208_988_800_000  // 1900-01-01

  let periods: [ZonePeriod]
  let abbreviations: [String]
  /// The period in force at the start of each slot.
  private let index: [UInt16]
  /// From here on (ms) the last 400 years repeat; `.max` when the last period has no end.
  private let repeatsFrom: Int64

  static let utc = ZoneRules(
    steps: [ZoneStep(at: .min, offset: 0, abbreviation: 0, isDaylightSaving: false)],
    abbreviations: ["UTC"], repeats: false)

  convenience init(_ file: ZoneFile, zone: String) throws(TimekeepingFailure) {
    var steps = file.steps
    var abbreviations = file.abbreviations
    var repeats = false
    if let footer = file.footer, !footer.isEmpty {
      let rule = try PosixRule(footer, zone: zone)
      repeats = rule.extend(&steps, abbreviations: &abbreviations)
    }
    self.init(steps: steps, abbreviations: abbreviations, repeats: repeats)
  }

  private init(steps: [ZoneStep], abbreviations: [String], repeats: Bool) {
    var periods: [ZonePeriod] = []
    for (number, step) in steps.enumerated() {
      let start = number == 0 ? Instant.distantPast.milliseconds : step.at * 1000
      let end =
        number + 1 < steps.count
        ? steps[number + 1].at * 1000 : Instant.distantFuture.milliseconds
      let offset = Int64(step.offset) * 1000
      periods.append(
        ZonePeriod(
          start: start, wallStart: start + offset, wallEnd: end + offset, offset: step.offset,
          abbreviation: step.abbreviation, isDaylightSaving: step.isDaylightSaving))
    }
    self.periods = periods
    self.abbreviations = abbreviations
    self.index = Self.makeIndex(periods)
    // The last period of a repeating table is cut off in its middle: it is not used.
    repeatsFrom = repeats ? (periods.last?.start ?? .max) : .max
  }

  private static func makeIndex(_ periods: [ZonePeriod]) -> [UInt16] {
    guard let last = periods.last, periods.count > 1 else { return [0] }
    var index: [UInt16] = []
    var number = 0
    var slot = indexStart
    while slot <= last.start {
      while number + 1 < periods.count, periods[number + 1].start <= slot { number += 1 }
      index.append(UInt16(number))
      slot += 1 << slotBits
    }
    return index.isEmpty ? [0] : index
  }

  func isSame(as other: ZoneRules) -> Bool {
    periods == other.periods && abbreviations == other.abbreviations
  }

  /// The number of the period in force, for an instant before `repeatsFrom`.
  @inline(__always)
  func number(at milliseconds: Int64) -> Int {
    let slot = (milliseconds - Self.indexStart) >> Self.slotBits
    var number = slot < 0 ? 0 : Int(index[min(Int(slot), index.count - 1)])
    while number + 1 < periods.count, periods[number + 1].start <= milliseconds { number += 1 }
    return number
  }

  /// How far (ms) an instant must be put back to fall within the table.
  @inline(__always)
  private func excess(_ milliseconds: Int64) -> Int64 {
    guard milliseconds >= repeatsFrom else { return 0 }
    return ((milliseconds - repeatsFrom) / Self.cycle + 1) * Self.cycle
  }

  /// The period in force, and how far (ms) it is to be shifted into the future.
  @inline(__always)
  func withPeriod<Result>(at milliseconds: Int64, _ body: (ZonePeriod, Int64) -> Result) -> Result {
    let excess = excess(milliseconds)
    return body(periods[number(at: milliseconds - excess)], excess)
  }

  /// The instant of a wall time: the first when there are two; by the offset before when none.
  @inline(__always)
  func resolve(_ wall: Int64) -> (instant: Instant, change: ClockChange?) {
    let excess = excess(wall)
    let inside = wall - excess
    var number = number(at: inside)
    while number > 0, inside < periods[number - 1].wallEnd { number -= 1 }
    while number + 1 < periods.count, inside >= periods[number].wallEnd { number += 1 }
    let period = periods[number]
    if inside < period.wallStart, number > 0 {
      let before = periods[number - 1]
      return (
        Instant(milliseconds: wall - Int64(before.offset) * 1000),
        change(number, shifted: excess)
      )
    }
    let instant = Instant(milliseconds: wall - Int64(period.offset) * 1000)
    let isTwice = number + 1 < periods.count && inside >= periods[number + 1].wallStart
    return (instant, isTwice ? change(number + 1, shifted: excess) : nil)
  }

  /// The change at the start of a period.
  func change(_ number: Int, shifted: Int64) -> ClockChange {
    ClockChange(
      at: Instant(milliseconds: periods[number].start + shifted),
      offsetBefore: Int(periods[number - 1].offset), offsetAfter: Int(periods[number].offset))
  }

  func nextChange(after milliseconds: Int64) -> ClockChange? {
    var excess = excess(milliseconds)
    var number = number(at: milliseconds - excess) + 1
    // Two rounds: the search may run over the end of the table once.
    for _ in 0..<2 {
      while number < periods.count {
        let isCut = repeatsFrom != .max && number == periods.count - 1
        if !isCut, periods[number].offset != periods[number - 1].offset {
          return change(number, shifted: excess)
        }
        number += 1
      }
      guard repeatsFrom != .max else { return nil }
      let resume = repeatsFrom - Self.cycle
      excess += Self.cycle
      number = self.number(at: resume)
      if periods[number].start != resume { number += 1 }
      number = max(1, number)
    }
    return nil
  }
}
