import Daemon
import Testing

@Suite struct `A crash that a test orders` {
  static let cases: [(String, Faults.Point?, Int?)] = [
    ("7", nil, 7), ("written:2", .written, 2), ("taken:1", .taken, 1), ("written", nil, nil),
    ("nowhere:1", nil, nil), ("0", nil, nil), ("sent:-1", nil, nil), ("", nil, nil),
  ]

  @Test(arguments: cases)
  func `names a point and a count`(text: String, point: Faults.Point?, count: Int?) {
    let crash = Faults.Crash(text)
    #expect(crash?.point == point)
    #expect(crash?.count == count)
  }
}
