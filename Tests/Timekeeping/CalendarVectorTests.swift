import Testing
import Timekeeping

@Suite struct `Recorded calendar expressions` {
  struct File: Decodable {
    struct Vector: Decodable {
      var expr: String
      var tz: String
      var base: String
      var policy_next: [String]
      var normalized: String
      var exhausted: Bool
    }
    struct Invalid: Decodable {
      var expr: String
      var normalized: String?
    }
    var vectors: [Vector]
    var invalid: [Invalid]
  }

  @Test func `elapse when the contract says`() throws {
    let file = try Vectors.load("calendar", as: File.self)
    #expect(file.vectors.count > 300)
    for vector in file.vectors {
      let expression = try CalendarExpression(vector.expr)
      let zone = try ZoneFiles.zone(vector.tz)
      var times: [String] = []
      var instant = try Instant(vector.base)
      while times.count < vector.policy_next.count,
        let next = expression.next(after: instant, in: zone)
      {
        // The recording tool cuts off what is less than a second.
        times.append(Instant(seconds: next.seconds).description)
        instant = next
      }
      #expect(times == vector.policy_next, "\(vector.expr) in \(vector.tz) after \(vector.base)")
    }
  }

  @Test func `print the normal form that systemd prints`() throws {
    for vector in try Vectors.load("calendar", as: File.self).vectors {
      #expect(try CalendarExpression(vector.expr).description == vector.normalized)
    }
  }

  @Test func `are refused where systemd refuses them`() throws {
    for vector in try Vectors.load("calendar", as: File.self).invalid {
      let parsed = try? CalendarExpression(vector.expr)
      #expect(parsed?.description == vector.normalized, "\(vector.expr)")
    }
  }
}
