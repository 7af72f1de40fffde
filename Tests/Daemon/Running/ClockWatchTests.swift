import Daemon
import Testing
import Timekeeping

@Suite struct `A watch on the clock` {
  /// Time of day and time since start pass, in seconds; what is noticed.
  static let cases: [(Double, Double, Double?)] = [
    (60, 60, nil),
    (21_600, 21_600, nil),
    (60.9, 60, nil),
    (61, 60, 1),
    (3_660, 60, 3_600),
    (-3_540, 60, -3_600),
    (0, 2, -2),
    (31_536_060, 60, 31_536_000),
  ]

  @Test(arguments: cases) func `tells a step from passing time`(
    _ day: Double, _ since: Double, _ noticed: Double?
  ) {
    var watch = ClockWatch()
    let start = Instant(seconds: 1_800_000_000)
    #expect(watch.step(now: start, uptime: .seconds(100)) == nil)
    let step = watch.step(now: start + .seconds(day), uptime: .seconds(100) + .seconds(since))
    #expect(step == noticed.map { .seconds($0) })
  }

  /// Agreed and real sleep, in seconds; what is noticed.
  static let sleeps: [(Double?, Double, Double?)] = [
    (60, 60, nil), (60, 12, nil), (60, 60.9, nil), (60, 63, 3), (60, 3_660, 3_600),
    (nil, 86_400, nil),
  ]

  @Test(arguments: sleeps) func `tells a suspended machine from one that sleeps`(
    _ agreed: Double?, _ real: Double, _ noticed: Double?
  ) {
    var watch = ClockWatch()
    #expect(watch.overslept(uptime: .seconds(5)) == nil)
    watch.sleeps(atMost: agreed.map { .seconds($0) }, uptime: .seconds(10))
    let over = watch.overslept(uptime: .seconds(10) + .seconds(real))
    #expect(over == noticed.map { .seconds($0) })
    #expect(watch.overslept(uptime: .hours(9)) == nil)
  }

  @Test func `never takes slewing for a step`() {
    var watch = ClockWatch()
    for look in 0..<10_000 {
      let now = Instant(milliseconds: 1_800_000_000_000 + Int64(look) * 15_007)
      #expect(watch.step(now: now, uptime: .seconds(15) * look) == nil)
    }
  }
}
