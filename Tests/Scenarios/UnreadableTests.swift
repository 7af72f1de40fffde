import CheckIns
import Conducting
import Messages
import Simulation
import Storage
import Testing
import Timekeeping

/// Rows of those who are to be told, of what waits to leave, and of whoever writes.
@Suite struct `A row that nobody can read` {
  /// Ben and Cat are Ann's mentors, Cor coordinates and Opal operates; all rows in this order.
  private struct Circle {
    let life: Life
    let cor, opal, ben, cat, ann: Phone

    init() throws {
      life = try Life()
      cor = try life.coordinator("cor")
      opal = try life.coordinator("opal")
      ben = try life.mentor("ben")
      cat = try life.mentor("cat")
      ann = try life.mentee("ann", mentors: [ben, cat])
    }

    func isHushed() {
      for phone in [cor, opal, ben, cat, ann] { while phone.hasUnread { phone.receives("") } }
    }

    func texts(to phone: Phone) -> [String] {
      life.world.delivered.map(\.message).filter { $0.to == phone.number }.map(\.text)
    }

    func isWell() { #expect(life.world.failures.isEmpty) }
  }

  private static func person(_ number: Int) -> String {
    "(SELECT id FROM person ORDER BY id LIMIT 1 OFFSET \(number))"
  }
  private static let cor = person(0)
  private static let ben = person(2)
  private static let ann = person(4)

  /// All the ways in which a row of somebody can be unreadable.
  private static func damages(_ whose: String) -> [String] {
    [
      "UPDATE person SET standing = 77 WHERE id = \(whose)",
      "UPDATE person SET dates = 'rubbish' WHERE id = \(whose)",
      "UPDATE person SET quiet_from = 2880, quiet_to = -1 WHERE id = \(whose)",
      "UPDATE contact SET channel = 9 WHERE person = \(whose)",
      "UPDATE identity SET key = x'00' WHERE person = \(whose)",
    ]
  }

  @Test(
    arguments: damages(ben) + ["UPDATE mentorship SET disclosure = 'all' WHERE mentor = \(ben)"])
  func `of a mentor lets the next one hear of a silence`(damage: String) throws {
    let circle = try Circle()
    try circle.life.damages(damage)
    try circle.life.world.crashes()
    circle.life.passes(.hours(29))
    #expect(circle.texts(to: circle.cat).contains { $0.contains("Ann") })
    #expect(circle.texts(to: circle.ben).isEmpty)
    #expect(circle.texts(to: circle.cor).contains { $0.contains("kith status") })
    #expect(circle.life.events(["unreadable"]).isEmpty == false)
    #expect(try circle.life.world.problems().contains { $0.contains("cannot be read") })
    circle.isWell()
  }

  /// Nobody but Cor coordinates, and the mentors have said no.
  @Test(arguments: damages(cor))
  func `of a coordinator leaves a call for help to all others`(damage: String) throws {
    let circle = try Circle()
    try circle.life.damages(damage)
    try circle.life.world.crashes()
    circle.ann.replies("I want to kill myself")
    circle.ann.receives("988")
    #expect(circle.texts(to: circle.opal).contains { $0.contains("Ann") })
    #expect(circle.texts(to: circle.ben).contains { $0.contains("Ann") })
    circle.life.passes(.hours(2))
    #expect(circle.texts(to: circle.cor).isEmpty)
    #expect(circle.texts(to: circle.opal).contains { $0.contains("kith status") })
    circle.isWell()
  }

  /// With a damaged key the address is lost too, and no card can leave; the alarm is raised.
  @Test(arguments: damages(ann))
  func `of somebody who calls for help does not keep it from being heard`(damage: String) throws {
    let circle = try Circle()
    try circle.life.damages(damage)
    try circle.life.world.crashes()
    circle.ann.replies("I want to kill myself")
    #expect(!circle.texts(to: circle.cor).isEmpty)
    if !damage.contains("identity") { circle.ann.receives("988") }
    circle.life.passes(.minutes(11))
    #expect(circle.texts(to: circle.cor).count >= 2, "it is repeated until somebody comes")
    circle.isWell()
  }

  /// Whatever number stands where a time or a day belongs, adding to it ends nothing.
  @Test(arguments: [Int64.min, Int64.max])
  func `with times beyond all times ends nothing`(number: Int64) throws {
    let circle = try Circle()
    circle.life.passes(.minutes(61))
    circle.ann.receives("Ann")
    for (table, columns) in [
      ("person", ["last_contact_at", "counted_on", "invited_at"]),
      ("message", ["created_at", "not_before", "settled_at"]),
      ("check_in", ["planned_at", "asked_at"]), ("enrolment", ["start"]),
    ] {
      let all = columns.map { "\($0) = \(number)" }.joined(separator: ", ")
      try circle.life.damages("UPDATE \(table) SET \(all)")
    }
    try circle.life.world.crashes()
    circle.life.passes(.hours(30))
    circle.ann.replies("I want to kill myself")
    #expect(circle.texts(to: circle.ann).contains { $0.contains("988") })
    #expect(!circle.texts(to: circle.cor).isEmpty)
  }

  @Test func `of somebody who says stop ends what goes to them all the same`() throws {
    let circle = try Circle()
    try circle.life.damages(Self.damages(Self.ann)[0])
    circle.ann.replies("STOP")
    circle.ann.receives("START")
    try circle.life.damages("UPDATE person SET standing = 2 WHERE id = \(Self.ann)")
    circle.life.passes(.days(2))
    circle.ann.receivesNothing()
    circle.isWell()
  }

  @Test func `is as it was once somebody has mended it`() throws {
    let circle = try Circle()
    try circle.life.damages("UPDATE person SET standing = standing + 90 WHERE id = \(Self.ann)")
    circle.life.passes(.minutes(70))
    circle.ann.receivesNothing()
    try circle.life.damages("UPDATE person SET standing = standing - 90 WHERE id = \(Self.ann)")
    circle.life.passes(.minutes(30))
    circle.ann.receives("Ann")
    #expect(try circle.life.world.problems() == [])
    circle.isWell()
  }

  /// Everything that waits has a state that is no known code.
  @Test(arguments: ["state = 0", "lane = 9", "channel = 9", "state = 0, lane = 9"])
  func `of a message that waits stops neither the house nor what hangs on it`(damage: String)
    throws
  {
    let circle = try Circle()
    circle.life.world.providers["sms"]?.mood = .answers(.tryAgain)
    circle.life.passes(.minutes(61))
    try circle.life.damages("UPDATE message SET \(damage) WHERE template = 'checkin'")
    try circle.life.world.crashes()
    circle.life.world.providers["sms"]?.mood = .works
    circle.life.passes(.hours(2))
    #expect(circle.life.events(["unreached"]) == ["unreached"])
    #expect(try circle.life.world.problems().contains { $0.contains("message") })
    circle.ann.replies("I want to kill myself")
    circle.ann.receives("988")
    circle.life.passes(.hours(22))
    #expect(circle.texts(to: circle.ann).contains { $0.contains("Ann") }, "the next day's prompt")
    circle.isWell()
  }

  @Test(arguments: [false, true])
  func `of a notice lets the next mentor hear`(afterCrash: Bool) throws {
    let circle = try Circle()
    circle.life.passes(.minutes(61))
    circle.life.world.providers["sms"]?.mood = .answers(.tryAgain)
    circle.ann.replies("TALK")
    circle.life.passes(.seconds(1))
    try circle.life.damages(
      "UPDATE message SET state = 0 WHERE template LIKE 'notice%' AND person = \(Self.ben)")
    circle.life.world.providers["sms"]?.mood = .works
    if afterCrash { try circle.life.world.crashes() }
    circle.life.passes(.minutes(5))
    #expect(circle.texts(to: circle.cat).contains { $0.contains("Ann") })
    circle.isWell()
  }
}
