import CheckIns
import Messages
import Storage
import Testing
import Timekeeping

@Suite struct `What comes in` {
  let home: Home
  let store: Store
  init() throws {
    home = try Home()
    store = try home.open()
  }

  @Test func `is remembered for weeks, by gateway`() throws {
    let answers = try home.turn(store) { transaction throws(StorageFailure) in
      [
        try transaction.remember("x", of: "main-sms", at: Home.noon),
        try transaction.remember("x", of: "main-sms", at: Home.noon + .days(20)),
        try transaction.remember("x", of: "spare-sms", at: Home.noon),
        try transaction.remember("y", of: "main-sms", at: Home.noon),
      ]
    }
    #expect(answers == [true, false, true, true])
  }

  @Test func `may be forgotten when it is old`() throws {
    let again = try home.turn(store) { transaction throws(StorageFailure) in
      _ = try transaction.remember("x", of: "main-sms", at: Home.noon)
      try transaction.forgetReceived(before: Home.noon + .days(60))
      return try transaction.remember("x", of: "main-sms", at: Home.noon)
    }
    #expect(again)
  }

  @Test func `as a receipt before its message is kept, in order, and taken once`() throws {
    let name = ProviderName(gateway: "main-sms", id: "SM1")
    let sent = Receipt(providerID: "SM1", state: .sent)
    let failed = Receipt(
      providerID: "SM1", reference: "ref", state: .failed, meaning: .badAddress, error: "30005",
      eventID: "e1")
    let taken = try home.turn(store) { transaction throws(StorageFailure) in
      try transaction.keep(orphan: sent, of: "main-sms", at: Home.noon)
      try transaction.keep(orphan: failed, of: "main-sms", at: Home.noon)
      try transaction.keep(orphan: sent, of: "spare-sms", at: Home.noon)
      return [
        try transaction.takeOrphans(of: [name]).map(\.receipt),
        try transaction.takeOrphans(of: [name]).map(\.receipt),
      ]
    }
    #expect(taken == [[sent, failed], []])
  }

  @Test func `as a reply is known by gateway and provider id`() throws {
    let name = ProviderName(gateway: "main-sms", id: "in-1")
    let known = try home.turn(store) { transaction throws(StorageFailure) in
      let reply = Reply(
        id: transaction.nextID(), channel: .sms, gateway: name.gateway, providerID: name.id,
        receivedAt: Home.noon, text: "hello", intent: .unknown)
      var slice = Slice()
      slice.replies.insert(reply)
      try transaction.save(slice)
      return try transaction.knownReplies([name, ProviderName(gateway: "x", id: "in-1")])
    }
    #expect(known.keys.map(\.gateway) == ["main-sms"])
  }

  @Test func `settings are kept`() throws {
    try home.turn(store) { transaction throws(StorageFailure) in
      try transaction.set(setting: "heartbeat", to: "1")
      try transaction.set(setting: "heartbeat", to: "2")
    }
    let value = try home.turn(store) { transaction throws(StorageFailure) in
      (try transaction.setting("heartbeat"), try transaction.setting("other"))
    }
    #expect(value.0 == "2")
    #expect(value.1 == nil)
  }
}
