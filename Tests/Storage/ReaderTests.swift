import CheckIns
import Foundation
import Messages
import Sealing
import Storage
import Testing
import Timekeeping

@Suite struct `A reader` {
  let home: Home
  let store: Store
  let ann: Ann
  init() throws {
    home = try Home()
    (store, ann) = try home.openWithAnn()
  }

  @Test func `sees what is committed, as one moment`() throws {
    let reader = try Reader(path: home.path, keys: home.keys)
    _ = try home.turn(store) { transaction throws(StorageFailure) in try ann.ask(transaction) }
    let counts = try reader.read { snapshot throws(StorageFailure) in try snapshot.counts() }
    #expect(counts.people == 1)
    #expect(counts.openCheckIns == 1)
    #expect(counts.queuedMessages == 1)
    #expect(counts.timers == 1)
    #expect(counts.nextDeadline == Home.noon)
    let details = try reader.read { snapshot throws(StorageFailure) in
      try snapshot.privateDetails([ann.id])
    }
    #expect(details[ann.id]?.name == Ann.name)
  }

  @Test func `knows what decides random times, which is every house's own`() throws {
    let reader = try Reader(path: home.path, keys: home.keys)
    let key = try reader.read { snapshot throws(StorageFailure) in snapshot.windowKey }
    #expect(key == store.windowKey && key != WindowKey())
    let other = try Home()
    other.random = Seeded(state: 2)
    #expect(try other.open().windowKey != key)
    #expect("\(key)" == "WindowKey(redacted)")
  }

  @Test func `counts who is on which plan in which zone`() throws {
    let reader = try Reader(path: home.path, keys: home.keys)
    let enrolled = try reader.read { snapshot throws(StorageFailure) in try snapshot.enrolled() }
    #expect(enrolled.map(\.people) == [1])
    #expect(enrolled.map(\.plan) == ["daily"])
  }

  @Test func `gets back a person's dates, and none of somebody erased`() throws {
    let dates = try PersonalDates("quit_date=2026-03-01")
    try home.turn(store) { transaction throws(StorageFailure) in
      var slice = Slice()
      try transaction.load(people: [ann.id], into: &slice)
      slice.people.update(ann.id) { $0.dates = dates }
      try transaction.save(slice)
    }
    func stored() throws -> PersonalDates? {
      var slice = Slice()
      try home.turn(store) { transaction throws(StorageFailure) in
        try transaction.load(people: [ann.id], into: &slice)
      }
      return slice.people[ann.id]?.dates
    }
    #expect(try stored() == dates)
    try home.turn(store) { transaction throws(StorageFailure) in try transaction.erase(ann.id) }
    #expect(try stored()?.isEmpty == true)
  }

  @Test func `lists a person's check-ins, newest first, over many weeks`() throws {
    try home.turn(store) { transaction throws(StorageFailure) in
      for days in [20_001, 20_050, 20_200, 20_201] {
        _ = try ann.ask(transaction, days: Int32(days))
      }
    }
    let reader = try Reader(path: home.path, keys: home.keys)
    let dates = try reader.read { snapshot throws(StorageFailure) in
      try snapshot.checkIns(of: ann.id).map(\.date.days)
    }
    #expect(dates == [20_201, 20_200, 20_050, 20_001])
  }

  @Test func `tells the ledger of a person and of a check-in in order`() throws {
    let asked = try home.turn(store) { transaction throws(StorageFailure) in
      let asked = try ann.ask(transaction)
      var slice = Slice()
      for (hours, event) in [(30, "missed"), (1, "accepted")] {
        slice.ledger.append(
          LedgerEntry(
            at: Home.noon + .hours(Int64(hours)), event: event, person: ann.id,
            checkIn: asked.checkIn, detail: "main-sms"))
      }
      slice.ledger.append(LedgerEntry(at: Home.noon, event: "paused", person: ann.id))
      slice.ledger.append(LedgerEntry(at: Home.noon, event: "started"))
      try transaction.save(slice)
      return asked
    }
    let reader = try Reader(path: home.path, keys: home.keys)
    let later = Home.noon + .days(5)
    try reader.read { snapshot throws(StorageFailure) in
      var slice = Slice()
      try snapshot.load(checkIns: [asked.checkIn], into: &slice)
      guard let checkIn = slice.checkIns[asked.checkIn] else { return }
      #expect(
        try snapshot.ledger(of: checkIn, now: later).map(\.event) == [
          "asking", "missed", "accepted",
        ])
      #expect(
        try snapshot.ledger(of: ann.id, from: Home.noon, to: later).map(\.event) == [
          "asking", "missed", "accepted", "paused",
        ])
      #expect(
        try snapshot.ledger(of: nil, from: Home.noon, to: later).map(\.event) == ["started"])
      #expect(try snapshot.newestLedgerInstant() == Home.noon + .hours(30))
    }
  }

  @Test func `shows the inbox, the outbox and the alerts`() throws {
    try home.turn(store) { transaction throws(StorageFailure) in
      _ = try ann.ask(transaction)
      var slice = Slice()
      var alert = Alert(
        id: transaction.nextID(), person: ann.id, reason: .crisis, openedAt: Home.noon)
      alert.timer = Timer(due: Home.noon + .minutes(10), kind: .alert)
      slice.alerts.insert(alert)
      var reply = Reply(
        id: transaction.nextID(), channel: .sms, gateway: "main-sms", providerID: "1",
        receivedAt: Home.noon, text: "please call", intent: .crisis)
      reply.person = ann.id
      reply.unread = true
      slice.replies.insert(reply)
      try transaction.save(slice)
    }
    let reader = try Reader(path: home.path, keys: home.keys)
    try reader.read { snapshot throws(StorageFailure) in
      #expect(try snapshot.inbox(unread: true).map(\.text) == ["please call"])
      #expect(try snapshot.replies(of: ann.id).map(\.intent) == [.crisis])
      #expect(try snapshot.outbox().map(\.template) == ["checkin"])
      #expect(try snapshot.openAlerts().map(\.reason) == [.crisis])
      #expect(try snapshot.alerts(about: [ann.id]).count == 1)
      #expect(try snapshot.alerts(limit: 5).first?.timer?.kind == .alert)
      #expect(try snapshot.people().map(\.id) == [ann.id])
    }
  }

  @Test func `cannot write`() throws {
    let reader = try Reader(path: home.path, keys: home.keys)
    let before = try store.dump()
    try reader.read { snapshot throws(StorageFailure) in _ = try snapshot.staff(.mentor) }
    reader.close()
    #expect(try store.dump() == before)
  }

  @Test func `of a database that is not there says so`() throws {
    let failure = #expect(throws: StorageFailure.self) {
      try Reader(path: home.folder + "/none.db", keys: home.keys)
    }
    #expect(failure?.kind == .place)
  }
}

@Suite struct `A copy` {
  let home: Home
  let store: Store
  let ann: Ann
  init() throws {
    home = try Home()
    (store, ann) = try home.openWithAnn()
  }

  @Test func `is whole, for its owner alone, and never over another file`() throws {
    let file = home.folder + "/backup.db"
    try store.backup(to: file)
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(throws: StorageFailure.self) { try store.backup(to: file) }
    let copy = try Store.open(path: file, keys: home.keys)
    let details = try home.turn(copy) { transaction throws(StorageFailure) in
      try transaction.privateDetails([ann.id])
    }
    #expect(details[ann.id]?.name == Ann.name)
  }

  @Test func `as text is the same for the same turns`() throws {
    let other = try Home()
    let (twin, twinAnn) = try other.openWithAnn()
    for (home, store, ann) in [(home, store, ann), (other, twin, twinAnn)] {
      _ = try home.turn(store) { transaction throws(StorageFailure) in try ann.ask(transaction) }
    }
    #expect(try store.dump() == twin.dump())
  }
}
