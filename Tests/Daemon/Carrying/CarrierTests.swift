import Daemon
import Gateways
import Messages
import Synchronization
import Testing
import Timekeeping
import Transport

@Suite struct `The carrier` {
  /// What it delivered and submitted.
  private final class Seen: Sendable {
    let outcomes = Mutex<[Outcome]>([])
    let submitted = Mutex<[Submission]>([])
  }

  private let seen = Seen()

  private func carrier(_ settings: String = SampleHouse.smallest) throws -> Carrier {
    let house = try SampleHouse(settings)
    let carrier = Carrier(gateways: try house.load().gatewaysByName) { [seen] outcomes in
      seen.outcomes.withLock { $0 += outcomes.map(\.outcome) }
    }
    carrier.connect { [seen] submissions in seen.submitted.withLock { $0 += submissions } }
    return carrier
  }

  private let message = OutgoingMessage(
    id: MessageID(40), attempt: 1, channel: .sms, to: "+15005550001", text: "All well?",
    reference: "abcdefgh12345678")

  private func answer(_ carrier: Carrier, _ result: WireResult) {
    for submission in seen.submitted.withLock(\.self) {
      carrier.completed([Completion(ticket: submission.ticket, result: result)])
    }
  }

  @Test func `brings a message to its gateway and the outcome back, once`() throws {
    let carrier = try carrier()
    carrier.send([(message, "main-sms")])
    #expect(carrier.underWay == 1)
    let body = Array(#"{"sid":"SM1"}"#.utf8)
    let response = WireResult.response(HTTPResponse(status: 201, body: body))
    answer(carrier, response)
    answer(carrier, response)
    #expect(seen.outcomes.withLock(\.self).map(\.kind) == [.accepted])
    #expect(seen.outcomes.withLock(\.self).first?.providerIDs == ["SM1"])
    #expect(carrier.underWay == 0)
  }

  @Test func `makes requests where it was told to`() throws {
    let carrier = try carrier()
    let held = Mutex<[@Sendable () -> Void]>([])
    carrier.connect(
      { [seen] submissions in seen.submitted.withLock { $0 += submissions } },
      run: { work in held.withLock { $0.append(work) } })
    carrier.send([(message, "main-sms")])
    #expect(seen.submitted.withLock(\.count) == 0)
    for work in held.withLock(\.self) { work() }
    #expect(seen.submitted.withLock(\.count) == 1)
  }

  @Test func `sends nothing over a gateway that is gone, and says so`() throws {
    let carrier = try carrier()
    carrier.send([(message, "old-sms")])
    #expect(seen.submitted.withLock(\.count) == 0)
    #expect(seen.outcomes.withLock(\.self).map(\.kind) == [.tryAgain])
  }

  @Test func `is in doubt when the gateway went while its answer was on the way`() throws {
    let carrier = try carrier()
    carrier.send([(message, "main-sms")])
    carrier.replace(gateways: [:])
    answer(carrier, .response(HTTPResponse(status: 201)))
    #expect(seen.outcomes.withLock(\.self).map(\.kind) == [.inDoubt])
  }

  @Test func `lets nothing leave for the pretend phones`() throws {
    let carrier = try carrier(
      """
      public_url: https://checkins.example.org
      sender_name: River House
      country: US
      gateways: {phones: {provider: sandbox, from: "+15005550006"}}
      """)
    carrier.send([(message, "phones")])
    #expect(seen.submitted.withLock(\.count) == 0)
    #expect(seen.outcomes.withLock(\.self).map(\.kind) == [.accepted])
    #expect(carrier.sandbox(for: .sms) == "phones")
  }

  /// A transport that ends what it is told to.
  private func connected() throws -> Carrier {
    let carrier = try carrier()
    carrier.connect(
      { [seen] submissions in seen.submitted.withLock { $0 += submissions } },
      cancel: { [weak carrier] ticket in
        carrier?.completed([Completion(ticket: ticket, result: .failure(.cancelled))])
      })
    return carrier
  }

  @Test func `ends a request whose asker is gone`() async throws {
    let carrier = try connected()
    let asker = Task {
      await carrier.fetch(HTTPRequest(method: "GET", url: "https://example.org/"))
    }
    while seen.submitted.withLock(\.isEmpty) { await Task.yield() }
    asker.cancel()
    #expect(await asker.value == .failure(.cancelled))
    let late = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return await carrier.fetch(HTTPRequest(method: "GET", url: "https://example.org/"))
    }
    #expect(await late.value == .failure(.cancelled))
    #expect(carrier.underWay == 0)
  }

  @Test func `ends at a reload what is held open, and nothing else`() async throws {
    let carrier = try connected()
    var request = HTTPRequest(method: "GET", url: "https://example.org/")
    let brief = Task { [request] in await carrier.fetch(request) }
    request.heldSeconds = 25
    let held = Task { [request] in await carrier.fetch(request) }
    while seen.submitted.withLock(\.count) < 2 { await Task.yield() }
    carrier.replace(gateways: [:])
    #expect(await held.value == .failure(.cancelled))
    #expect(carrier.underWay == 1)
    brief.cancel()
    _ = await brief.value
  }

  @Test func `answers a request of its own`() async throws {
    let carrier = try carrier()
    async let result = carrier.fetch(HTTPRequest(method: "GET", url: "https://example.org/"))
    while seen.submitted.withLock(\.isEmpty) { await Task.yield() }
    answer(carrier, .failure(WireFailure(mayHaveArrived: false, reason: "connection refused")))
    let failure = WireFailure(mayHaveArrived: false, reason: "connection refused")
    #expect(await result == .failure(failure))
  }
}
