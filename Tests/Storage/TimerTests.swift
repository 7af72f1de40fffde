import CheckIns
import Messages
import Storage
import Testing
import Timekeeping

@Suite struct `The timer table` {
  let home: Home
  let store: Store
  let ann: Ann
  init() throws {
    home = try Home()
    (store, ann) = try home.openWithAnn()
  }

  private func timers() throws(StorageFailure) -> [DueTimer] {
    try home.turn(store) { transaction throws(StorageFailure) in
      try transaction.timers(upTo: .distantFuture, limit: 10)
    }
  }

  private func set(_ timer: Timer?) throws(StorageFailure) {
    let ann = ann
    try home.turn(store) { transaction throws(StorageFailure) in
      var slice = Slice()
      try transaction.load(enrolments: [ann.enrolment], into: &slice)
      slice.enrolments.update(ann.enrolment) { $0.timer = timer }
      try transaction.save(slice)
    }
  }

  @Test func `follows the row that carries the timer`() throws {
    let id = ann.enrolment.rawValue
    #expect(try timers() == [DueTimer(due: Home.noon, id: id, kind: .occurrence)])
    try set(Timer(due: Home.noon + .hours(1), kind: .occurrence))
    #expect(try timers() == [DueTimer(due: Home.noon + .hours(1), id: id, kind: .occurrence)])
    try set(nil)
    #expect(try timers() == [])
  }

  @Test func `tells real entries of the wheel from stale ones`() throws {
    let id = ann.enrolment.rawValue
    let real = try home.turn(store) { transaction throws(StorageFailure) in
      try transaction.subjects(ofTimers: [
        (Home.noon, id), (Home.noon - .hours(1), id), (Home.noon, id + 1),
      ])
    }
    #expect(real == [DueTimer(due: Home.noon, id: id, kind: .occurrence)])
  }

  @Test func `gives what is due, earliest first, in any range`() throws {
    try home.turn(store) { transaction throws(StorageFailure) in
      for day: Int32 in 1...3 {
        let (id, _) = try ann.ask(transaction, days: 20_001 + day)
        var slice = Slice()
        try transaction.load(checkIns: [id], into: &slice)
        slice.checkIns.update(id) {
          $0.timer = Timer(due: Home.noon - .hours(Int64(day)), kind: .ladder)
        }
        try transaction.save(slice)
      }
    }
    let all = try timers()
    #expect(all.map(\.due) == [3, 2, 1, 0].map { Home.noon - .hours($0) })
    #expect(all.map(\.kind) == [.ladder, .ladder, .ladder, .occurrence])
    let some = try home.turn(store) { transaction throws(StorageFailure) in
      var found: [Int64] = []
      try transaction.eachTimer(from: Home.noon - .hours(2), to: Home.noon) { found.append($1) }
      return (found, try transaction.timers(upTo: Home.noon, limit: 2))
    }
    #expect(some.0 == all[1...2].map(\.id))
    #expect(some.1 == Array(all[..<2]))
  }
}
