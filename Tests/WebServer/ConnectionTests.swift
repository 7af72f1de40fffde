import Control
import Foundation
import Testing
import WebServer

@Suite struct `A connection` {
  private static var hasty: WebConfiguration.Limits {
    var limits = WebConfiguration.Limits()
    limits.headerTime = .milliseconds(150)
    limits.bodyTime = .milliseconds(150)
    return limits
  }

  @Test(
    arguments: [
      "", "POST /hooks/x HTTP/1.1\r\nHost: a\r\nX-Slow: ",
      "POST /hooks/x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\na=",
      "POST /hooks/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ])
  func `that does not come to its point is closed`(start: String) async throws {
    try await ServerUnderTest.run(limits: Self.hasty) { server in
      let client = try #require(RawClient(server.door))
      await client.send(start)
      let answer = await client.readToEnd()
      #expect(answer.status != 200 && !answer.hasSuffix(RawClient.stillOpen))
      client.close()
      #expect(await server.desk.callbacks.isEmpty)
    }
  }

  @Test func `may carry one request after another`() async throws {
    try await ServerUnderTest.run { server in
      let one = "GET /hooks/x?n=1 HTTP/1.1\r\nHost: a\r\n\r\n"
      let answer = await RawClient.exchange(server.door, one + one + request("GET", "/hooks/x?n=3"))
      #expect(answer.components(separatedBy: "HTTP/1.1 200").count == 4)
      #expect(await server.desk.callbacks.count == 3)
    }
  }

  @Test func `that was quiet longest makes room for a newcomer`() async throws {
    var limits = WebConfiguration.Limits()
    limits.connections = 4
    try await ServerUnderTest.run(limits: limits) { server in
      let idle = (0..<40).compactMap { _ in RawClient(server.door) }
      #expect(idle.count == 40)
      let answer = await RawClient.exchange(server.door, request("POST", "/hooks/x", body: "a=b"))
      #expect(answer.status == 200)
      #expect(await idle[0].readToEnd() == "")
      for client in idle { client.close() }
    }
  }

  @Test func `is kept while its answer is made, however many come`() async throws {
    var limits = WebConfiguration.Limits()
    limits.connections = 2
    let desk = FakeDesk()
    let gate = Gate()
    await desk.set(gate: gate)
    try await ServerUnderTest.run(desk, limits: limits) { server in
      async let answer = RawClient.exchange(server.door, request("POST", "/hooks/x", body: "a=b"))
      await gate.somebodyCame()
      let idle = (0..<10).compactMap { _ in RawClient(server.door) }
      #expect(await idle[0].readToEnd() == "")
      await gate.open()
      #expect(await answer.status == 200)
      for client in idle { client.close() }
    }
  }

  @Test func `beyond what one address may have is closed, and frees its place`() async throws {
    var limits = WebConfiguration.Limits()
    limits.connectionsPerAddress = 2
    limits.loopbackIsProxy = false
    try await ServerUnderTest.run(limits: limits) { server in
      let one = try #require(RawClient(server.door))
      let other = try #require(RawClient(server.door))
      #expect(await RawClient.exchange(server.door, request("GET", "/healthz")) == "")
      await one.send(request("GET", "/healthz"))
      #expect(await one.readToEnd().status == 200)
      one.close()
      await other.send(request("GET", "/healthz"))
      #expect(await other.readToEnd().status == 200)
      other.close()
      #expect(await RawClient.exchange(server.door, request("GET", "/healthz")).status == 200)
    }
  }

  @Test func `of random bytes never hurts the next one`() async throws {
    try await ServerUnderTest.run(limits: Self.hasty) { server in
      var random = Seeded(state: 20_260_308)
      for _ in 0..<200 {
        var bytes = Array(
          request("POST", "/hooks/x?a=%41", ["X-A: b", "Cookie: c=d"], body: "a=b&c=%20").utf8)
        for _ in 0..<Int.random(in: 1...6, using: &random) {
          bytes[Int.random(in: bytes.indices, using: &random)] = .random(
            in: 0...255, using: &random)
        }
        let client = try #require(RawClient(server.door))
        await client.send(bytes)
        client.endSending()
        _ = await client.readToEnd()
        client.close()
      }
      #expect(await RawClient.exchange(server.door, request("GET", "/healthz")).status == 200)
    }
  }

  @Test func `under way at a stop that never ends is closed after the stated time`() async throws {
    var limits = WebConfiguration.Limits()
    limits.quiesce = .milliseconds(100)
    let desk = FakeDesk()
    let gate = Gate()
    await desk.set(gate: gate)
    try await ServerUnderTest.run(desk, limits: limits) { server in
      async let answer = RawClient.exchange(server.door, request("POST", "/hooks/x", body: "a=b"))
      await gate.somebodyCame()
      await server.stop()
      #expect(await answer == "")
      await gate.open()
    }
  }

  @Test func `whose reader is slow gets its answer whole`() async throws {
    var limits = WebConfiguration.Limits()
    limits.headerTime = .milliseconds(200)
    let desk = FakeDesk()
    // More than a machine keeps between two of its own sockets.
    let name = String(repeating: "n", count: 24 * 1024 * 1024)
    let phone = PhonesState.Phone(
      phone: "+15005550010", id: "ann", person: "p7", name: name, roles: [], channel: "sms",
      messages: [])
    await desk.set(phones: PhonesState(now: 0, phones: [phone]))
    try await ServerUnderTest.run(desk, limits: limits) { server in
      let slow = try #require(RawClient(server.phones))
      await slow.send(request("GET", "/phones/state.json"))
      // Each of these is closed when the time for a header is over.
      for _ in 0..<3 {
        let idle = try #require(RawClient(server.phones))
        #expect(await idle.readToEnd() == "")
        idle.close()
      }
      #expect(await slow.readToEnd().bodyText.utf8.count > name.utf8.count)
      slow.close()
    }
  }

  @Test func `that asks before it sends is told to go on`() async throws {
    try await ServerUnderTest.run { server in
      let client = try #require(RawClient(server.door))
      await client.send(
        "POST /hooks/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n"
          + "Expect: 100-continue\r\n\r\n")
      #expect(await client.read(through: "\r\n\r\n").status == 100)
      await client.send("a=b")
      #expect(await client.readToEnd().status == 200)
      client.close()
    }
  }

  @Test(
    arguments: [
      "\u{16}\u{3}\u{1}\u{2}", "GET / HTTP/9.9\r\n\r\n", "\r\n\r\n\r\n\r\nX",
      "GET  / HTTP/1.1\r\n\r\n",
      "get / http/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ])
  func `that does not speak HTTP is refused and hurts nobody`(bytes: String) async throws {
    try await ServerUnderTest.run(limits: Self.hasty) { server in
      #expect(await RawClient.exchange(server.door, bytes).status != 200)
      #expect(await RawClient.exchange(server.door, request("GET", "/healthz")).status == 200)
    }
  }

  @Test func `with more header bytes or fields than stated is refused`() async throws {
    try await ServerUnderTest.run { server in
      let long = ["X-Long: " + String(repeating: "a", count: 17_000)]
      #expect(
        (400..<500).contains(
          await RawClient.exchange(server.door, request("GET", "/healthz", long)).status))
      let many = (0..<200).map { "X-\($0): 1" }
      #expect(
        (400..<500).contains(
          await RawClient.exchange(server.door, request("GET", "/healthz", many)).status))
    }
  }
}

/// Steele, Lea and Flood's SplitMix64: the same bytes on every run.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
