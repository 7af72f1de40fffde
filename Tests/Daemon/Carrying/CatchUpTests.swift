import Daemon
import Gateways
import Logging
import Messages
import Synchronization
import ServiceLifecycle
import Storage
import Testing
import Timekeeping

@Suite final class `Catching up after an outage`: Sendable {
  private let asked = Mutex<[String]>([])
  private let taken = Mutex<[[String]]>([])
  private let waits = Mutex<[Duration]>([])

  private static func page(_ ids: [String], next: String? = nil) -> WireResult {
    let messages = ids.map {
      #"{"sid":"\#($0)","from":"+15005550001","to":"+15005550006","body":"hello","#
        + #""direction":"inbound","date_sent":"Sat, 21 Nov 2026 09:00:00 +0000"}"#
    }
    let place = next.map { #""\#($0)""# } ?? "null"
    let body = #"{"messages":[\#(messages.joined(separator: ","))],"next_page_uri":\#(place)}"#
    return .response(HTTPResponse(status: 200, body: Array(body.utf8)))
  }

  private static let down = WireResult.failure(
    WireFailure(mayHaveArrived: false, reason: "connection refused"))

  /// Runs until the replies are taken; the answers come in this order.
  private func run(
    _ answers: [WireResult], told: Instant? = Instant(seconds: 1_795_000_000),
    unread: Instant? = nil, withoutGateways: Int = 0
  ) async throws {
    let house = try SampleHouse()
    let rest = Mutex(answers)
    let group = Mutex<ServiceGroup?>(nil)
    let outages = Outages()
    for _ in 0...withoutGateways { outages.tell(told) }
    let outagesLeft = Mutex(withoutGateways)
    let gateways = try house.load().gateways.map(\.gateway)
    let service = CatchUpService(
      gateways: {
        outagesLeft.withLock { left in
          left -= 1
          return left >= 0 ? [] : gateways
        }
      }, outages: outages,
      unread: { _ in Unread(since: unread, outages: 3) },
      fetch: { request in
        self.asked.withLock { $0.append(request.url) }
        return rest.withLock { $0.isEmpty ? Self.down : $0.removeFirst() }
      },
      wait: { time in self.waits.withLock { $0.append(time) } },
      take: { _, replies in
        if replies.contains(where: { $0.providerID == "poison" }) {
          throw MailboxRefusal.notCommitted("a row")
        }
        self.taken.withLock { $0.append(replies.map(\.providerID)) }
      },
      caughtUp: { _, outages in
        #expect(outages == 3)
        let running = group.withLock(\.self)
        await running?.triggerGracefulShutdown()
      })
    let running = ServiceGroup(services: [service], logger: .init(label: "test"))
    group.withLock { $0 = running }
    try await running.run()
  }

  @Test func `takes every page before the ladders go on`() async throws {
    let next = "/2010-04-01/Accounts/AC0123/Messages.json?Page=1"
    try await run([Self.page(["SM1", "SM2"], next: next), Self.page(["SM3"])])
    #expect(taken.withLock(\.self) == [["SM1", "SM2", "SM3"]])
    #expect(asked.withLock(\.count) == 2)
  }

  @Test func `is not kept up for ever by one reply that cannot be recorded`() async throws {
    try await run([Self.page(["SM1", "poison", "SM2"])])
    #expect(taken.withLock(\.self) == [["SM1"], ["aside poison"], ["SM2"]])
  }

  @Test func `asks gateways that a reload brought since the start`() async throws {
    try await run([Self.page(["SM1"])], withoutGateways: 1)
    #expect(taken.withLock(\.self) == [["SM1"]])
  }

  @Test func `asks again until the provider answers`() async throws {
    try await run([Self.down, .response(HTTPResponse(status: 500)), Self.page([])])
    #expect(taken.withLock(\.self) == [])
    #expect(waits.withLock(\.self) == [.seconds(5), .seconds(10)])
  }

  @Test(
    arguments: [
      (Instant(seconds: 1_795_000_000), nil, "2026-11-18"),
      (Instant(seconds: 1_795_000_000), Instant(seconds: 1_794_000_000), "2026-11-06"),
      (Instant(seconds: 1_794_000_000), Instant(seconds: 1_795_000_000), "2026-11-06"),
      (nil, Instant(seconds: 1_794_000_000), "2026-11-06"),
    ] as [(Instant?, Instant?, String)])
  func `asks since the earliest outage that nobody caught up with`(
    told: Instant?, unread: Instant?, day: String
  ) async throws {
    try await run([Self.page([])], told: told, unread: unread)
    #expect(asked.withLock { $0.first?.contains(day) } == true, "\(asked.withLock(\.self))")
  }
}
