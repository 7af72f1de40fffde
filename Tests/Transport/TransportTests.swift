import Foundation
import Gateways
import Messages
import Testing
import Transport

@Suite struct `An HTTP request` {
  let peer: Peer
  let client: Client
  let mark: String

  init() throws {
    peer = try Peer.recorder.get()
    mark = "mark=\(UUID())"
    client = try Client()
  }

  func url(_ path: String) -> String { "http://127.0.0.1:\(peer.port)\(path)?\(mark)" }

  struct Seen: Decodable {
    var connection: Int
    var method: String
    var path: String
    var headers: [[String]]
    var body: String

    func header(_ name: String) -> String? {
      headers.first { $0[0].lowercased() == name.lowercased() }?[1]
    }
  }

  func seen() async throws -> [Seen] {
    let result = await client.perform(.http(HTTPRequest(method: "GET", url: url("/seen"))))
    return try JSONDecoder().decode([Seen].self, from: Data(result.body ?? []))
  }

  @Test func `arrives as it was given`() async throws {
    let request = HTTPRequest(
      method: "POST", url: url("/a%20b"),
      headers: [
        Header("Content-Type", "application/json"), Header("X-Empty", ""),
        Header("X-Name", "Zoë"),
      ], body: Array(#"{"text":"Hi Zoë"}"#.utf8))
    let result = await client.perform(.http(request))
    #expect(result.status == 201)
    let text = String(decoding: result.body ?? [], as: UTF8.self)
    #expect(text.hasPrefix(#"{"sid": "SM"#) && text.hasSuffix(#"", "status": "queued"}"#))
    let one = try #require(try await seen().first)
    #expect(one.method == "POST")
    #expect(one.path == "/a%20b?\(mark)")
    #expect(one.body == #"{"text":"Hi Zoë"}"#)
    #expect(one.header("Content-Type") == "application/json")
    #expect(one.header("X-Empty") == "")
    #expect(one.header("User-Agent") == "Kith")
  }

  @Test(arguments: ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])
  func `keeps its method whatever came before it`(method: String) async throws {
    let methods = ["POST", method, "GET", method, "PUT", "HEAD", method]
    for (index, method) in methods.enumerated() {
      let body = method == "PUT" ? Array("x".utf8) : []
      let request = HTTPRequest(method: method, url: url("/\(index)"), body: body)
      #expect(await client.perform(.http(request)).status == 201)
    }
    let all = try await seen()
    #expect(all.map(\.method) == methods)
    #expect(all.map(\.body) == methods.map { $0 == "PUT" ? "x" : "" })
  }

  @Test func `uses the connection of the one before it`() async throws {
    for _ in 1...5 {
      _ = await client.perform(.http(HTTPRequest(method: "POST", url: url("/x"))))
    }
    #expect(Set(try await seen().map(\.connection)).count == 1)
  }

  @Test func `gets the headers of its own answer`() async throws {
    let limited = await client.perform(.http(HTTPRequest(method: "POST", url: url("/status/429"))))
    guard case .response(let response) = limited else { return #expect(Bool(false), "\(limited)") }
    #expect(response.status == 429)
    #expect(response.headers.contains(Header("Retry-After", "7")))
    let plain = await client.perform(.http(HTTPRequest(method: "POST", url: url("/status/500"))))
    guard case .response(let other) = plain else { return #expect(Bool(false), "\(plain)") }
    #expect(!other.headers.contains { $0.name == "Retry-After" })
  }

  @Test func `is never redirected`() async throws {
    let result = await client.perform(.http(HTTPRequest(method: "POST", url: url("/redirect"))))
    #expect(result.status == 302)
    #expect(try await seen().count == 1)
  }

  @Test(
    arguments: [
      ("GET ", "http://127.0.0.1/", []), ("GET", "http://127.0.0.1/a b", []),
      ("GET", "http://127.0.0.1/\r\nX: y", []), ("GET", "gopher://127.0.0.1/", []),
      ("GET", "ftp://127.0.0.1/x", []), ("GET", "", []),
      ("GET", "http://127.0.0.1/", [Header("A", "b\r\nC: d")]),
      ("GET", "http://127.0.0.1/", [Header("A b", "c")]),
      ("GET", "http://127.0.0.1/", [Header("", "c")]),
    ] as [(String, String, [Header])])
  func `does not leave when it is malformed`(_ method: String, _ url: String, _ headers: [Header])
    async
  {
    let request = HTTPRequest(method: method, url: url, headers: headers)
    let failure = await client.perform(.http(request)).failure
    #expect(failure?.mayHaveArrived == false)
    #expect(failure?.permanent == true, "\(String(describing: failure))")
  }
}
