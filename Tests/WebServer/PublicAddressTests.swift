import Control
import Testing
import WebServer

@Suite struct `The listener for all the world` {
  @Test(
    arguments: [
      ("GET", "/"), ("GET", "/api/queries/status"), ("POST", "/api/commands/stop"),
      ("GET", "/phones"),
      ("GET", "/phones/state.json"), ("GET", "/metrics"), ("GET", "/operator/"),
      ("HEAD", "/hooks/x"),
      ("PUT", "/hooks/x"), ("DELETE", "/p/abc"), ("OPTIONS", "/hooks/x"), ("OPTIONS", "*"),
      ("TRACE", "/healthz"), ("POST", "/healthz"), ("GET", "/p/"), ("GET", "/p/a/b"),
      ("GET", "/.env"), ("GET", "/healthz/../api/queries/status"),
    ])
  func `has nothing else, and says so in one way`(method: String, target: String) async throws {
    try await ServerUnderTest.run { server in
      let answer = await RawClient.exchange(server.door, request(method, target))
      #expect(answer.status == 404)
      #expect(answer.bodyText == (method == "HEAD" ? "" : "Not found.\n"))
      #expect(await server.desk.queries.isEmpty)
      #expect(await server.desk.commands.isEmpty)
    }
  }

  @Test(arguments: [(true, 200), (false, 503)])
  func `tells whether we are well`(isHealthy: Bool, status: Int) async throws {
    try await ServerUnderTest.run(isHealthy: { isHealthy }) { server in
      #expect(await RawClient.exchange(server.door, request("GET", "/healthz")).status == status)
      #expect(await RawClient.exchange(server.door, request("HEAD", "/healthz")).status == status)
    }
  }
}

@Suite struct `A signed link` {
  private static let asked = LinkPage(
    heading: "A check-in <b>", text: ["Somebody & \"you\""],
    actions: [.init(name: "will", label: "I will"), .init(name: "cannot", label: "I can't")])

  @Test func `shows and does nothing when it is opened`() async throws {
    let desk = FakeDesk()
    await desk.set(page: Self.asked)
    try await ServerUnderTest.run(desk) { server in
      for method in ["GET", "HEAD"] {
        let answer = await RawClient.exchange(server.door, request(method, "/p/Tok-1_x"))
        #expect(answer.status == 200)
        #expect(answer.contains("noindex"))
        #expect(answer.lowercased().contains("cache-control: no-store"))
        #expect(answer.lowercased().contains("referrer-policy: no-referrer"))
        #expect(answer.contains("default-src 'none'"))
        #expect(answer.bodyText.contains("A check-in &lt;b&gt;") == (method == "GET"))
        #expect(!answer.contains("<b>"))
      }
      #expect(
        await server.desk.queries == Array(repeating: .page(.init(token: "Tok-1_x")), count: 2))
      #expect(await server.desk.commands.isEmpty)
    }
  }

  @Test func `acts when a button is pressed`() async throws {
    try await ServerUnderTest.run { server in
      let answer = await RawClient.exchange(
        server.door, request("POST", "/p/Tok-1_x", body: "action=will"))
      #expect(answer.status == 200)
      #expect(answer.contains("Ben has seen it."))
      #expect(await server.desk.commands == [.press(.init(token: "Tok-1_x", action: "will"))])
      #expect(await server.desk.callers == [.link])
    }
  }

  @Test(
    arguments: [
      ("", nil), ("action=will", "will"), ("x=1&action=will", "will"), ("action=", nil),
      ("action=will&action=cannot", nil), ("action=%00", nil), ("action=<b>", nil),
      ("List-Unsubscribe=One-Click", "one-click"), ("\u{0}\u{FFFD}", nil),
    ] as [(String, String?)])
  func `takes one plain action and nothing else`(form: String, action: String?) async throws {
    try await ServerUnderTest.run { server in
      let answer = await RawClient.exchange(server.door, request("POST", "/p/t", body: form))
      #expect(answer.status == 200)
      let expected = action.map { [Command.press(.init(token: "t", action: $0))] } ?? []
      #expect(await server.desk.commands == expected)
    }
  }

  @Test(
    arguments: [
      (Refusal.Kind.unknown, 404), (.notAllowed, 404), (.busy, 503), (.refused, 409),
    ])
  func `that has ended or must wait says so in plain words`(kind: Refusal.Kind, status: Int)
    async throws
  {
    try await ServerUnderTest.run(FakeDesk(refusing: Refusal(kind, "It is closed."))) { server in
      for ask in [request("GET", "/p/t"), request("POST", "/p/t", body: "action=will")] {
        let answer = await RawClient.exchange(server.door, ask)
        #expect(answer.status == status)
        #expect(answer.contains("<h1>"))
      }
    }
  }

  @Test(
    arguments: [
      ("a & b", "a &amp; b"), ("<script>", "&lt;script&gt;"), ("\"'", "&quot;&#39;"),
      ("\u{0}\u{1B}\u{7F}\u{85}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"), ("né\n\t😀", "né\n\t😀"),
      ("e\u{301}<", "e\u{301}&lt;"), ("&amp;", "&amp;amp;"), ("<\u{301}", "&lt;\u{301}"),
    ])
  func `cannot be made to carry markup`(text: String, safe: String) {
    #expect(HTMLText.escape(text) == safe)
  }
}
