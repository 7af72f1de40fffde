import Foundation
import Testing
import Timekeeping

@Suite struct `A calendar expression` {
  @Test(arguments: [
    // What systemd 252 prints.
    ("09:00", "*-*-* 09:00:00"), ("Mon,Wed,Fri 09:00", "Mon,Wed,Fri *-*-* 09:00:00"),
    ("Mon *-*-01..07 09:00", "Mon *-*-01..07 09:00:00"),
    ("Sat,Thu,Mon-Wed,Sat-Sun", "Mon..Thu,Sat,Sun *-*-* 00:00:00"),
    ("Mon,Sun 12-*-* 2,1:23", "Mon,Sun 2012-*-* 01,02:23:00"),
    ("Wed *-1", "Wed *-*-01 00:00:00"), ("Wed-Wed,Wed *-1", "Wed *-*-01 00:00:00"),
    ("Wed *-*-17 48:00", ""),
    ("Thu,Fri *-1,5,9-22/3 05:20:10", "Thu,Fri *-01,05,09-22/3 05:20:10"),
    ("*:2/3", "*-*-* *:02/3:00"), ("*-*~05,03 ", "*-*~03,05 00:00:00"),
    ("*-*~05 12:00", "*-*~05 12:00:00"),
    ("*:20..39/5", "*-*-* *:20..35/5:00"), ("20..40/5:0", ""), ("0..0:0", "*-*-* 00:00:00"),
    ("10:00:03.1234567", "*-*-* 10:00:03.123457"), ("*:*:0/0.5", "*-*-* *:*:00/0.500000"),
    ("10:00:00..01", "*-*-* 10:00:00..01"), ("@1395716396", "2014-03-25 02:59:56 UTC"),
    ("@ +5", "1970-01-01 00:00:05 UTC"), ("@-0", "1970-01-01 00:00:00 UTC"), ("@-5", ""),
    ("@00000000000000000000000000000005", "1970-01-01 00:00:05 UTC"),
    ("0000000000000000000000009:00", "*-*-* 09:00:00"),
    ("*:*:5,0/1", "*-*-* *:*:*"), ("*:*:0,0/1", "*-*-* *:*:00,00/1"),
    ("10:00 Europe/Berlin", "*-*-* 10:00:00 Europe/Berlin"), ("10:00 utc", "*-*-* 10:00:00 UTC"),
    ("Weekly", "Mon *-*-* 00:00:00"), ("anually", "*-01-01 00:00:00"),
    ("70-1-1", "1970-01-01 00:00:00"),
    ("69-1-1", "2069-01-01 00:00:00"), ("MonTue", ""), ("Mon..WedFri", ""), ("*-*~1,28", ""),
    ("*-*~1,2,22", "*-*~01,02,22 00:00:00"), ("10:00:59.9999999", ""), ("1969-1-1", ""),
    ("Mon,", "Mon *-*-* 00:00:00"), ("Mon..", ""), ("*:*:0..0.5", ""),
    ("00:00:00/0.3", "*-*-* 00:00:00/0.300000"),
    ("9", ""), ("9am", ""), ("", ""), ("Sat..Mon 09:00", ""), ("tomorrow", ""),
    ("*-*-*", "*-*-* 00:00:00"),
    ("*", ""), ("1-1-1-1", ""), ("24:00", ""), ("@", ""), ("99999999999999999999:00", ""),
  ]) func `is accepted or refused as systemd does it`(text: String, normal: String) {
    let printed = (try? CalendarExpression(text))?.description ?? ""
    #expect(printed == normal)
  }

  @Test(arguments: [
    ("Sat..Mon 09:00", "write Sat..Sun,Mon..Mon"), ("25:00", "hours of 0 to 23"),
    ("*-13-01", "months of 1 to 12"), ("9am", "like 09:00"), ("09:00 PM", "not \" PM\""),
  ]) func `that is refused says what was expected`(text: String, part: String) {
    let failure = #expect(throws: TimekeepingFailure.self) { try CalendarExpression(text) }
    let sentence = failure?.sentence ?? ""
    #expect(sentence.hasPrefix("\"\(text)\" is not a calendar expression; expected "))
    #expect(sentence.contains(part), "\(sentence)")
  }

  /// Made of every field's every form.
  static func random(_ random: inout Seeded) -> String {
    func chain(_ range: ClosedRange<Int>) -> String {
      func one() -> Int { .random(in: range, using: &random) }
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1: return "*"
      case 2: return "\(one())"
      case 3: return "\(one()),\(one())"
      case 4:
        let start = Int.random(in: range.lowerBound..<range.upperBound, using: &random)
        return "\(start)..\(Int.random(in: start + 1...range.upperBound, using: &random))"
      default:
        let start = Int.random(in: range.lowerBound..<range.upperBound, using: &random)
        return "\(start)/\(Int.random(in: 1...range.upperBound - start, using: &random))"
      }
    }
    let days = ["", "Mon ", "Sat,Sun ", "Mon..Fri ", "Tue,Thu..Sat "]
    let date = "\(chain(1...12))\(Bool.random(using: &random) ? "-" : "~")\(chain(1...22))"
    let time = "\(chain(0...23)):\(chain(0...59)):\(chain(0...59))"
    return (days.randomElement(using: &random) ?? "") + date + " " + time
  }

  @Test func `is read back from what it prints`() throws {
    var random = Seeded(11)
    var accepted = 0
    for _ in 0..<2000 {
      guard let expression = try? CalendarExpression(Self.random(&random)) else { continue }
      accepted += 1
      let again = try CalendarExpression(expression.description)
      #expect(again == expression)
      #expect(again.description == expression.description)
      let data = try JSONEncoder().encode([expression])
      #expect(try JSONDecoder().decode([CalendarExpression].self, from: data) == [expression])
    }
    #expect(accepted > 1000)
  }

  @Test(arguments: ZoneFiles.eventful)
  func `elapses ever later, and the same from wherever one asks`(name: String) throws {
    let zone = try ZoneFiles.zone(name)
    var random = Seeded(name.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) })
    for _ in 0..<20 {
      guard let expression = try? CalendarExpression(Self.random(&random)) else { continue }
      var instant = Instant(
        seconds: .random(in: 1_200_000_000...1_900_000_000, using: &random))
      if let change = zone.nextChange(after: instant) { instant = change.at - .hours(3) }
      for _ in 0..<60 {
        guard let next = expression.next(after: instant, in: zone) else { break }
        #expect(next > instant)
        let between = (next - instant).milliseconds
        let middle = instant + .milliseconds(Int64.random(in: 0..<between, using: &random))
        #expect(expression.next(after: middle, in: zone) == next, "\(expression) \(middle)")
        instant = next
      }
    }
  }

  @Test func `never elapses when no day can match`() throws {
    let zone = try ZoneFiles.zone("Europe/Berlin")
    for text in ["*-02-30", "2020-01-01", "Mon *-02-29 2021-2-29", "Tue 2024-01-01"] {
      guard let expression = try? CalendarExpression(text) else { continue }
      #expect(expression.next(after: try Instant("2026-01-01T00:00:00Z"), in: zone) == nil)
    }
  }

  @Test func `elapses once in an hour that comes twice, from wherever one starts`() throws {
    let zone = try ZoneFiles.zone("America/New_York")
    let expression = try CalendarExpression("01:30")
    // In the second pass, before its 01:30: the first pass has been.
    let next = expression.next(after: try Instant("2026-11-01T06:10:00Z"), in: zone)
    #expect(next?.description == "2026-11-02T06:30:00Z")
  }
}
