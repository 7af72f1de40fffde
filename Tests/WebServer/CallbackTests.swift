import Control
import Gateways
import Testing
import WebServer

@Suite struct `A callback` {
  @Test func `reaches the desk byte for byte, under the address it was sent to`() async throws {
    try await ServerUnderTest.run { server in
      let body = "Body=caf%C3%A9\u{0}&x=%zz"
      let answer = await RawClient.exchange(
        server.door,
        request("POST", "/hooks/main-sms?ref=a%2Fb&x=%FF", ["X-Twilio-Signature: abc="], body: body)
      )
      let callback = try #require(await server.desk.callbacks.first)
      #expect(callback.gateway == "main-sms")
      #expect(callback.request.url == "https://checkins.example.org/hooks/main-sms?ref=a%2Fb&x=%FF")
      #expect(callback.request.body == Array(body.utf8))
      #expect(callback.request.headers.contains(Header("X-Twilio-Signature", "abc=")))
      #expect(callback.request.headers.contains(Header("Host", "localhost")))
      #expect(answer.status == 200)
      #expect(answer.bodyText == "<Response/>")
      #expect(answer.lowercased().contains("content-type: text/xml\r\n"))
    }
  }

  @Test func `may be a GET, as Kannel's are`() async throws {
    try await ServerUnderTest.run { server in
      let answer = await RawClient.exchange(server.door, request("GET", "/hooks/kannel?text=hi"))
      #expect(answer.status == 200)
      #expect(await server.desk.callbacks.map(\.request.method) == ["GET"])
    }
  }

  @Test(
    arguments: [
      (Refusal.Kind.notAllowed, 403), (.unknown, 404), (.busy, 503), (.wrongUsage, 400),
      (.refused, 400),
    ])
  func `that the desk refuses gets a status and no reason`(kind: Refusal.Kind, status: Int)
    async throws
  {
    try await ServerUnderTest.run(FakeDesk(refusing: Refusal(kind, "secret reason"))) { server in
      let answer = await RawClient.exchange(server.door, request("POST", "/hooks/x", body: "a=b"))
      #expect(answer.status == status)
      #expect(!answer.contains("secret"))
    }
  }

  @Test func `is answered only when the desk has committed it`() async throws {
    let gate = Gate()
    let desk = FakeDesk()
    await desk.set(gate: gate)
    try await ServerUnderTest.run(desk) { server in
      async let answer = RawClient.exchange(server.door, request("POST", "/hooks/x", body: "a=b"))
      await gate.somebodyCame()
      await server.stop()
      await gate.open()
      #expect(await answer.status == 200)
    }
  }

  @Test func `of more than 64 KiB is refused, announced or not`() async throws {
    try await ServerUnderTest.run { server in
      let large = String(repeating: "x", count: 65537)
      let announced = await RawClient.exchange(
        server.door, request("POST", "/hooks/x", body: large))
      #expect(announced.status == 413)
      let chunked = await RawClient.exchange(
        server.door,
        request("GET", "/hooks/x", ["Transfer-Encoding: chunked"])
          + "10001\r\n\(large)\r\n0\r\n\r\n")
      #expect(chunked.status == 413)
      #expect(await server.desk.callbacks.isEmpty)
    }
  }

  @Test func `that brings a mail may be larger, a few at a time`() async throws {
    var limits = WebConfiguration.Limits()
    limits.largeBodies = 1
    try await ServerUnderTest.run(limits: limits) { server in
      let large = String(repeating: "x", count: 3_000_000)
      let mail = request("POST", "/hooks/mail?token=x", body: large)
      for _ in 1...2 {
        #expect(await RawClient.exchange(server.door, mail).status == 200)
      }
      #expect(await server.desk.callbacks.map(\.request.body.count) == [3_000_000, 3_000_000])
      let chunked =
        request("GET", "/hooks/mail", ["Transfer-Encoding: chunked"])
        + "2dc6c0\r\n\(large)\r\n0\r\n\r\n"
      #expect(await RawClient.exchange(server.door, chunked).status == 200)
      let huge = request("POST", "/hooks/mail", body: String(repeating: "x", count: 4_000_001))
      #expect(await RawClient.exchange(server.door, huge).status == 413)
    }
    limits.largeBodies = 0
    try await ServerUnderTest.run(limits: limits) { server in
      let large = String(repeating: "x", count: 70_000)
      let answer = await RawClient.exchange(
        server.door, request("POST", "/hooks/mail", body: large))
      #expect(answer.status == 503)
      #expect(answer.contains("Retry-After: 30"))
      let small = await RawClient.exchange(server.door, request("POST", "/hooks/mail", body: "x"))
      #expect(small.status == 200)
    }
  }

  @Test func `of exactly 64 KiB is taken, in chunks too`() async throws {
    try await ServerUnderTest.run { server in
      let full = String(repeating: "x", count: 65536)
      #expect(
        await RawClient.exchange(server.door, request("POST", "/hooks/x", body: full)).status == 200
      )
      let chunked = await RawClient.exchange(
        server.door,
        request("GET", "/hooks/x", ["Transfer-Encoding: chunked"])
          + "8000\r\n\(full.prefix(0x8000))\r\n8000\r\n\(full.prefix(0x8000))\r\n0\r\n\r\n")
      #expect(chunked.status == 200)
      #expect(await server.desk.callbacks.map(\.request.body.count) == [65536, 65536])
    }
  }

  @Test(
    arguments: [
      ["Content-Length: 3", "Content-Length: 4"],
      ["Content-Length: 3", "Transfer-Encoding: chunked"],
      ["Content-Length: -1"], ["Content-Length: 99999999999999999999"], ["Content-Length: 0x10"],
      ["Transfer-Encoding: nonsense"], ["Host: other.example", "Content-Length: 3"],
      ["Content-Type: a/b", "Content-Type: c/d", "Content-Length: 3"],
      ["X-Twilio-Signature: a", "x-twilio-signature: b", "Content-Length: 3"],
      ["Bad Name: x", "Content-Length: 3"], ["Content-Length : 3"],
    ])
  func `that two readers could take in two ways never reaches the desk`(fields: [String])
    async throws
  {
    try await ServerUnderTest.run { server in
      let head = ["POST /hooks/x HTTP/1.1", "Host: localhost", "Connection: close"] + fields
      let client = try #require(RawClient(server.door))
      await client.send(head.joined(separator: "\r\n") + "\r\n\r\na=b")
      client.endSending()
      let answer = await client.readToEnd()
      client.close()
      #expect((400..<500).contains(answer.status) || answer.isEmpty)
      #expect(await server.desk.callbacks.isEmpty)
    }
  }

  @Test func `that is compressed is refused, whatever it would grow to`() async throws {
    try await ServerUnderTest.run { server in
      let answer = await RawClient.exchange(
        server.door, request("POST", "/hooks/x", ["Content-Encoding: gzip"], body: "bomb"))
      #expect(answer.status == 415)
      #expect(await server.desk.callbacks.isEmpty)
    }
  }

  @Test func `cut short by its sender is none`() async throws {
    try await ServerUnderTest.run { server in
      let client = try #require(RawClient(server.door))
      await client.send("POST /hooks/x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\na=b")
      client.endSending()
      let answer = await client.readToEnd()
      client.close()
      #expect(answer.status != 200)
      #expect(await server.desk.callbacks.isEmpty)
    }
  }

  @Test(
    arguments: [
      "/hooks/%00", "/hooks/a%2Fb", "/hooks/a/b", "/hooks/", "/hooks", "/hooks/../healthz",
      "/hooks/é",
      "//hooks/x", "/hooks/x/",
    ])
  func `for what cannot be a gateway's name finds nothing`(target: String) async throws {
    try await ServerUnderTest.run { server in
      let answer = await RawClient.exchange(server.door, request("POST", target, body: "a=b"))
      #expect(answer.status == 404 || answer.status == 400)
      #expect(await server.desk.callbacks.isEmpty)
    }
  }

  @Test(
    arguments: [
      ("https://k.example", "/hooks/x?a=1", "https://k.example/hooks/x?a=1"),
      ("https://k.example/", "/hooks/x", "https://k.example/hooks/x"),
      ("https://k.example/kith/", "/hooks/x", "https://k.example/kith/hooks/x"),
      ("https://k.example/kith", "/kith/hooks/x", "https://k.example/kith/hooks/x"),
      ("http://[::1]:80", "/hooks/x", "http://[::1]:80/hooks/x"),
    ])
  func `is judged under the URL its sender used`(base: String, target: String, url: String)
    async throws
  {
    let publicURL = PublicURL(base)
    #expect(publicURL.absolute(target) == url)
    #expect(publicURL.local(target).hasPrefix("/hooks/x"))
  }
}
