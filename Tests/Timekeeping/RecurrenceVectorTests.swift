import Testing
import Timekeeping

@Suite struct `Recorded recurrence rules` {
  struct File: Decodable {
    struct Vector: Decodable {
      var rrule: String
      var tz: String
      var dtstart: String
      var next: [String]
      var exhausted: Bool
      var exdate: [String]?
      var do_not_use_as_truth: String?
    }
    var vectors: [Vector]
  }

  @Test func `happen when dateutil says, with gaps moved forward`() throws {
    let file = try Vectors.load("rrule", as: File.self)
    let trusted = file.vectors.filter { $0.do_not_use_as_truth == nil }
    #expect(trusted.count > 190)
    for vector in trusted {
      var text = "DTSTART:\(vector.dtstart)\nRRULE:\(vector.rrule)"
      if let exdate = vector.exdate { text += "\nEXDATE:\(exdate.joined(separator: ","))" }
      let rule = try RecurrenceRule(text)
      let zone = try ZoneFiles.zone(vector.tz)
      let start = try LocalDateTime(vector.dtstart)
      let recurrence = Recurrence(rule, start: start, in: zone)
      var times: [String] = []
      var instant = zone.instant(of: start).instant - .milliseconds(1)
      while times.count < vector.next.count + (vector.exhausted ? 1 : 0),
        let next = recurrence.next(after: instant)
      {
        times.append(next.description)
        instant = next
      }
      #expect(times == vector.next, "\(vector.rrule) from \(vector.dtstart) in \(vector.tz)")
    }
  }
}
