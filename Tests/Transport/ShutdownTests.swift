import Gateways
import Messages
import Synchronization
import Testing
import Transport

@Suite struct `Shutting down` {
  let peer: Peer
  let client: Client

  init() throws {
    peer = try Peer.recorder.get()
    client = try Client()
  }

  func request(_ path: String) -> WireRequest {
    .http(HTTPRequest(method: "POST", url: "http://127.0.0.1:\(peer.port)\(path)", body: [120]))
  }

  @Test func `finishes what is under way`() async {
    async let late = client.perform(request("/late/200"))
    _ = await client.perform(request("/now"))
    await client.transport.shutdown(within: .seconds(20))
    #expect(await late.status == 201)
  }

  @Test func `ends what takes too long, and says that it may have arrived`() async {
    async let stalled = client.perform(request("/stall"))
    for _ in 1...3 { _ = await client.perform(request("/now")) }
    await client.transport.shutdown(within: .milliseconds(50))
    let failure = WireFailure(mayHaveArrived: true, reason: "shutting down")
    #expect(await stalled == .failure(failure))
  }

  @Test func `refuses what comes later, which cannot have arrived`() async {
    await client.transport.shutdown(within: .seconds(20))
    let failure = WireFailure(mayHaveArrived: false, reason: "shutting down")
    #expect(await client.perform(request("/now")) == .failure(failure))
    await client.transport.shutdown(within: .seconds(20))
  }

  @Test func `does the work that comes before it, and what comes later at once`() async {
    await withCheckedContinuation { done in client.transport.run { done.resume() } }
    await client.transport.shutdown(within: .seconds(20))
    await withCheckedContinuation { done in client.transport.run { done.resume() } }
  }

  @Test func `is not needed after cancelling`() async {
    async let stalled = client.perform(request("/stall"))
    for _ in 1...3 { _ = await client.perform(request("/now")) }
    client.transport.cancelAll()
    let failure = WireFailure(mayHaveArrived: true, reason: "cancelled")
    #expect(await stalled == .failure(failure))
    #expect(await client.perform(request("/now")).status == 201)
  }

  @Test func `is not needed to end one request alone`() async {
    let ended = Atomic(false)
    async let stalled = {
      let result = await client.perform(request("/stall"), ticket: 1000)
      ended.store(true, ordering: .releasing)
      return result
    }()
    while !ended.load(ordering: .acquiring) {
      #expect(await client.perform(request("/now")).status == 201)
      client.transport.cancel(ticket: 1000)
    }
    #expect(await stalled.failure?.isCancelled == true)
    #expect(client.unexpected == [])
  }

  @Test func `answers every ticket once`() async throws {
    var limits = TransportLimits()
    limits.inFlight = 4
    let client = try Client(limits: limits)
    await withTaskGroup(of: WireResult.self) { group in
      for number in 1...200 {
        group.addTask { await client.perform(request(number % 7 == 0 ? "/reset" : "/now")) }
      }
      var answered = 0
      for await result in group { answered += result.status == 201 ? 1 : 0 }
      #expect(answered == 200 - 28)
    }
    #expect(client.unexpected.isEmpty)
  }
}
