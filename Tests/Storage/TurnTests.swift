import CheckIns
import Foundation
import Messages
import Sealing
import Storage
import Testing
import Timekeeping

@Suite struct `A turn` {
  let home: Home
  let store: Store
  let ann: Ann
  init() throws {
    home = try Home()
    (store, ann) = try home.openWithAnn()
  }

  @Test func `that throws leaves nothing, not even numbers`() throws {
    let before = try store.dump()
    let first = try home.turn(store) { transaction throws(StorageFailure) in
      transaction.nextIDs(1)[0]
    }
    #expect(throws: StorageFailure.self) {
      try home.turn(store) { transaction throws(StorageFailure) in
        try transaction.insert(Plan(name: "other", phases: []))
        _ = try ann.ask(transaction)
        throw StorageFailure(.refused, "Changed our mind.")
      }
    }
    let next = try home.turn(store) { transaction throws(StorageFailure) in
      transaction.nextIDs(1)[0]
    }
    #expect(next == first + 1)
    let after = try store.dump()
    #expect(after.split(separator: "\n").count == before.split(separator: "\n").count)
    #expect(!after.contains("other"))
  }

  /// Rows are inserted some at a time: none is left out or comes twice, whatever their number.
  @Test(arguments: [0, 1, 3, 4, 5, 15, 16, 17, 21, 39])
  func `writes however many rows it made, in order`(_ count: Int) throws {
    let days = (0..<count).map { Int32(20_001 + $0) }
    let events = (0..<count).map { "event-\($0)" }
    try home.turn(store) { transaction throws(StorageFailure) in
      var slice = Slice()
      for (day, event) in zip(days, events) {
        var checkIn = CheckIn(
          id: transaction.nextID(), enrolment: ann.enrolment, person: ann.id,
          date: LocalDate(days: day), slot: 0, plannedAt: Home.noon, planDigest: ann.plan,
          state: .asked)
        checkIn.timer = Timer(due: Home.noon + .hours(Int64(day)), kind: .ladder)
        slice.checkIns.insert(checkIn)
        slice.ledger.append(LedgerEntry(at: Home.noon, event: event, person: ann.id))
      }
      try transaction.save(slice)
    }
    try home.turn(store) { transaction throws(StorageFailure) in
      #expect(
        try transaction.checkIns(of: ann.id, limit: 100).map(\.date.days) == days.reversed())
      let story = try transaction.ledger(of: ann.id, from: Home.noon, to: Home.noon)
      #expect(story.map(\.event) == events)
      let timers = try transaction.timers(upTo: .distantFuture, limit: 100)
      #expect(
        timers.map(\.due) == [Home.noon] + days.map { Home.noon + .hours(Int64($0)) })
    }
  }

  @Test func `gives numbers that go on after a restart`() throws {
    let last = try home.turn(store) { transaction throws(StorageFailure) in
      transaction.nextIDs(3)[2]
    }
    store.close()
    let again = try home.open()
    let next = try home.turn(again) { transaction throws(StorageFailure) in
      transaction.nextIDs(1)[0]
    }
    #expect(next == last + 1)
  }

  @Test func `numbers by node, then rising`() throws {
    store.close()
    let other = try Store.open(path: home.path, keys: home.keys, node: 3)
    let id = try home.turn(other) { transaction throws(StorageFailure) in
      transaction.nextIDs(1)[0]
    }
    #expect(id >> 54 == 3)
  }

  @Test func `is refused once another daemon took over`() throws {
    store.close()
    let mine = try home.open()
    // Whoever gets around the lock file still raises the epoch.
    try FileManager.default.removeItem(atPath: home.path + ".lock")
    let theirs = try home.open()
    let failure = #expect(throws: StorageFailure.self) {
      try home.turn(mine) { transaction throws(StorageFailure) in try ann.ask(transaction) }
    }
    #expect(failure?.kind == .superseded)
    _ = try home.turn(theirs) { transaction throws(StorageFailure) in try ann.ask(transaction) }
  }

  @Test func `reads back what it saved`() throws {
    let asked = try home.turn(store) { transaction throws(StorageFailure) in
      try ann.ask(transaction)
    }
    let slice = try home.turn(store) { transaction throws(StorageFailure) in
      var slice = Slice()
      try transaction.load(people: [ann.id], into: &slice)
      return slice
    }
    #expect(slice.people[ann.id]?.zone == "Europe/Berlin")
    #expect(slice.contacts[ann.phone]?.channel == .sms)
    #expect(slice.enrolments[ann.enrolment]?.nextDate == LocalDate(days: 20_001))
    #expect(slice.checkIns[asked.checkIn]?.prompt == asked.prompt)
    #expect(slice.checkIns[asked.checkIn]?.planDigest == ann.plan)
    #expect(slice.messages[asked.prompt]?.state == .queued)
    #expect(slice.alerts.elements.isEmpty)
  }

  @Test func `refuses to open the same occurrence twice`() throws {
    _ = try home.turn(store) { transaction throws(StorageFailure) in try ann.ask(transaction) }
    let failure = #expect(throws: StorageFailure.self) {
      try home.turn(store) { transaction throws(StorageFailure) in try ann.ask(transaction) }
    }
    #expect(failure?.kind == .refused)
  }
}

@Suite struct `A notice` {
  @Test func `with a code is found until its alert is closed`() throws {
    let home = try Home()
    let (store, ann) = try home.openWithAnn()
    let (alert, notice) = try home.turn(store) { transaction throws(StorageFailure) in
      let alert = Alert(
        id: transaction.nextID(), person: ann.id, reason: .silence, openedAt: Home.noon)
      var notice = Message(
        id: transaction.nextID(), person: ann.id, contact: ann.phone, channel: .sms,
        lane: .notices, template: "notice-silence", reference: "r", createdAt: Home.noon)
      notice.alert = alert.id
      notice.code = 1
      var slice = Slice()
      slice.alerts.insert(alert)
      slice.messages.insert(notice)
      try transaction.save(slice)
      return (alert.id, notice.id)
    }
    func found() throws(StorageFailure) -> Slice {
      try home.turn(store) { transaction throws(StorageFailure) in
        var slice = Slice()
        try transaction.load(openNoticesTo: [ann.id], into: &slice)
        return slice
      }
    }
    var open = try found()
    #expect(open.messages[notice]?.code == 1)
    #expect(open.alerts[alert]?.state == .open)
    open.alerts.update(alert) { $0.state = .closed }
    try home.turn(store) { transaction throws(StorageFailure) in try transaction.save(open) }
    #expect(try found().messages[notice] == nil)
  }
}

@Suite struct `A delivery` {
  let home: Home
  let store: Store
  let prompt: MessageID
  init() throws {
    home = try Home()
    let (store, ann) = try home.openWithAnn()
    self.store = store
    prompt = try home.turn(store) { transaction throws(StorageFailure) in
      try ann.ask(transaction).prompt
    }
  }

  private func loaded() throws(StorageFailure) -> Slice {
    let prompt = prompt
    return try home.turn(store) { transaction throws(StorageFailure) in
      var slice = Slice()
      try transaction.load(deliveries: [prompt], into: &slice)
      return slice
    }
  }

  @Test func `decided on an old state is refused, and nothing of it is kept`() throws {
    var mine = try loaded()
    var theirs = try loaded()
    theirs.messages.update(prompt) { $0.state = .cancelled }
    try home.turn(store) { transaction throws(StorageFailure) in try transaction.save(theirs) }
    mine.messages.update(prompt) {
      $0.state = .claimed
      $0.attempt = 1
    }
    let failure = #expect(throws: StorageFailure.self) {
      try home.turn(store) { transaction throws(StorageFailure) in try transaction.save(mine) }
    }
    #expect(failure?.kind == .stale)
    #expect(try loaded().messages[prompt]?.state == .cancelled)
  }

  @Test func `is found by the provider's id and by its reference`() throws {
    var slice = try loaded()
    let reference = try #require(slice.messages[prompt]?.reference)
    slice.messages.update(prompt) {
      $0.state = .claimed
      $0.attempt = 1
      $0.gateway = "main-sms"
      $0.claimedAt = Home.noon
    }
    try home.turn(store) { transaction throws(StorageFailure) in try transaction.save(slice) }
    slice = try loaded()
    slice.messages.update(prompt) {
      $0.state = .accepted
      $0.providerID = "SM1"
    }
    try home.turn(store) { transaction throws(StorageFailure) in try transaction.save(slice) }
    let name = ProviderName(gateway: "main-sms", id: "SM1")
    let other = ProviderName(gateway: "spare-sms", id: "SM1")
    let later = Home.noon + .days(3)
    let found = try home.turn(store) { transaction throws(StorageFailure) in
      (
        try transaction.messages(by: [name, other], now: later),
        try transaction.messages(byReference: [reference, "nobody"])
      )
    }
    #expect(found.0 == [name: prompt])
    #expect(found.1 == [reference: prompt])
  }

  @Test func `keeps its facts and its words`() throws {
    var slice = try loaded()
    slice.messages.update(prompt) {
      $0.facts = ["score": "3", "since": "2", "empty": ""]
      $0.body = "Good morning, Ann"
    }
    try home.turn(store) { transaction throws(StorageFailure) in try transaction.save(slice) }
    let message = try loaded().messages[prompt]
    #expect(message?.facts == ["score": "3", "since": "2", "empty": ""])
    #expect(message?.body == "Good morning, Ann")
  }

  @Test func `refuses a fact that is no code`() throws {
    var slice = try loaded()
    slice.messages.update(prompt) { $0.facts = ["a": "two\nlines"] }
    let failure = #expect(throws: StorageFailure.self) {
      try home.turn(store) { transaction throws(StorageFailure) in try transaction.save(slice) }
    }
    #expect(failure?.kind == .refused)
  }
}
