import Gateways
import Messages
import Testing
import Transport

@Suite struct `An answer` {
  let port: Int
  let client: Client

  init() throws {
    port = try Peer.recorder.get().port
    client = try Client()
  }

  func post(_ path: String) async -> WireResult {
    let url = "http://127.0.0.1:\(port)\(path)"
    return await client.perform(.http(HTTPRequest(method: "POST", url: url, body: [120])))
  }

  func answer(_ text: String) async -> WireResult {
    let digits = Array(text.utf8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }
    return await post("/raw/\(digits.joined())")
  }

  @Test(arguments: [
    ("HTTP/1.1 200\r\n\r\n", 200, [], ""),
    ("HTTP/1.0 202 Accepted\r\nA: b\r\n\r\nto the end", 202, [Header("A", "b")], "to the end"),
    (
      "HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", 201,
      [Header("Content-Length", "0")], ""
    ),
    (
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nA:b\r\nA:  c \r\nB: d\r\n e\r\nF:\r\n\r\nokay", 200,
      [
        Header("Content-Length", "2"), Header("A", "b"), Header("A", "c"), Header("B", "d e"),
        Header("F", ""),
      ], "ok"
    ),
    (
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 200,
      [Header("Transfer-Encoding", "chunked")], "abc"
    ),
    (
      "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", 204, [Header("Content-Length", "5")],
      ""
    ),
  ])
  func `is read as it stands`(
    _ raw: String, _ status: Int, _ headers: [Header], _ body: String
  ) async {
    let response = HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
    #expect(await answer(raw) == .response(response))
  }

  @Test(arguments: [
    "", "\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "SSH-2.0-OpenSSH\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "HTTP/1.1 200 OK\r\nContent",
  ])
  func `that makes no sense leaves it open whether the request arrived`(_ raw: String) async {
    let failure = await answer(raw).failure
    #expect(failure?.mayHaveArrived == true, "\(raw.debugDescription)")
    #expect(failure?.permanent == false)
  }

  @Test(arguments: Array(0...54))
  func `that is cut off at any byte is no answer`(count: Int) async {
    let result = await post("/part/\(count)")
    #expect(result.failure?.mayHaveArrived == true, "\(count) bytes: \(result)")
  }
}
