import Foundation
import Gateways
import Messages
import Testing
import Transport

@Suite struct `A server that misbehaves` {
  let peer: Peer
  let client: Client

  init() throws {
    peer = try Peer.recorder.get()
    var limits = TransportLimits()
    limits.totalTimeout = .milliseconds(1500)
    limits.responseBytes = 1000
    limits.headBytes = 4000
    client = try Client(limits: limits)
  }

  func post(_ path: String) async -> WireResult {
    let url = "http://127.0.0.1:\(peer.port)\(path)"
    return await client.perform(.http(HTTPRequest(method: "POST", url: url, body: [120])))
  }

  @Test(arguments: [
    ("/stall", "no answer in time"), ("/slow", "no answer in time"), ("/reset", "connection lost"),
    ("/garbage", "unreadable answer"), ("/cut", "answer cut short"),
    ("/head/5000", "response head too long"), ("/line", "unreadable answer"),
  ])
  func `leaves it open whether the request arrived`(_ path: String, _ reason: String) async {
    let failure = WireFailure(mayHaveArrived: true, reason: reason)
    #expect(await post(path) == .failure(failure))
  }

  @Test func `has its answer cut at the limit`() async {
    let result = await post("/big/100000")
    #expect(result.status == 200)
    #expect(result.body?.count == 1000)
  }

  @Test func `sends what begins an answer without end, and is not listened to`() async {
    let failure = await post("/interim").failure
    #expect(failure?.mayHaveArrived == true && failure?.permanent == false)
  }

  @Test(arguments: ["/endless", "/packed"])
  func `has an answer without end cut, and one that is packed left as it is`(_ path: String) async {
    let result = await post(path)
    #expect(result.status == 200)
    #expect(result.body?.count == 1000)
  }

  @Test func `answers before it has the request, which may have arrived`() async {
    let request = HTTPRequest(
      method: "POST", url: "http://127.0.0.1:\(peer.port)/early",
      body: [UInt8](repeating: 120, count: 4_000_000))
    let result = await client.perform(.http(request))
    #expect(result.status == 201 || result.failure?.mayHaveArrived == true, "\(result)")
  }

  @Test func `does not hold up the others`() async {
    async let slow = post("/slow")
    for _ in 1...20 { #expect(await post("/fine").status == 201) }
    #expect(await slow.failure?.reason == "no answer in time")
  }

  @Test func `gets no request twice from one attempt`() async throws {
    let mark = "/second/\(UUID())"
    #expect(await post("/second/a").status == 201)
    let failure = await post(mark).failure
    #expect(failure == WireFailure(mayHaveArrived: true, reason: "connection lost"))
    let url = "http://127.0.0.1:\(peer.port)/seen?\(mark)"
    let seen = await client.perform(.http(HTTPRequest(method: "GET", url: url)))
    let text = String(decoding: seen.body ?? [], as: UTF8.self)
    #expect(text.components(separatedBy: mark).count == 2)
  }

  @Test func `gets a harmless question again`() async throws {
    let url = "http://127.0.0.1:\(peer.port)/second/q"
    let request = WireRequest.http(HTTPRequest(method: "GET", url: url))
    #expect(await client.perform(request).status == 201)
    #expect(await client.perform(request).status == 201)
  }

  @Test func `answers or leaves it open when it closes after each answer`() async {
    for _ in 1...10 {
      let result = await post("/close")
      #expect(result.status == 201 || result.failure?.mayHaveArrived == true)
    }
  }
}

@Suite struct `A server that cannot be reached` {
  @Test func `refused the connection, so nothing arrived`() async throws {
    let client = try Client()
    // Port 1 is tcpmux: nobody listens there.
    let request = WireRequest.http(HTTPRequest(method: "POST", url: "http://127.0.0.1:1/"))
    let failure = WireFailure(mayHaveArrived: false, reason: "connection refused")
    #expect(await client.perform(request) == .failure(failure))
  }

  @Test func `has a name that does not exist, so nothing arrived`() async throws {
    let client = try Client()
    let request = WireRequest.http(HTTPRequest(method: "POST", url: "http://nobody.invalid/"))
    let failure = WireFailure(mayHaveArrived: false, reason: "host name not found")
    #expect(await client.perform(request) == .failure(failure))
  }
}
