import Foundation
import Gateways
import Messages
import Testing
import Transport

@Suite(.enabled(if: Peer.python(with: "botocore") != nil, "needs Python's botocore"))
struct `A request signed for AWS` {
  @Test(arguments: [
    ("/", "application/x-www-form-urlencoded", "Action=Publish&Message=Hi%20there"),
    ("/v2/email/outbound-emails", "application/json", #"{"Content":"Grüße"}"#),
    ("/x/y?a=1&b=2", "application/json", "{}"),
  ])
  func `carries the signature that botocore would make`(
    _ path: String, _ type: String, _ body: String
  ) async throws {
    let log = NSTemporaryDirectory() + "kith-signed-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: log) }
    let peer = try Peer("recorder.py", ["--log", log])
    let request = HTTPRequest(
      method: "POST", url: "http://127.0.0.1:\(peer.port)\(path)",
      headers: [Header("Content-Type", type)], body: Array(body.utf8),
      awsSigV4: HTTPRequest.AWSSignature(
        region: "eu-west-1", service: "ses", accessKey: "AKID", secretKey: "S/E:C+R=T"))
    #expect(try await Client().perform(.http(request)).status == 201)
    let check = Process()
    check.executableURL = URL(filePath: "/usr/bin/env")
    check.arguments = [
      try #require(Peer.python(with: "botocore")), Peer.folder + "sigv4.py", log, "AKID",
      "S/E:C+R=T", "ses", "eu-west-1",
    ]
    try check.run()
    check.waitUntilExit()
    #expect(check.terminationStatus == 0)
  }

  @Test func `is signed no more when the next one on its handle is not`() async throws {
    let peer = try Peer.recorder.get()
    let mark = "plain=\(UUID())"
    var request = HTTPRequest(method: "POST", url: "http://127.0.0.1:\(peer.port)/signed")
    request.awsSigV4 = HTTPRequest.AWSSignature(
      region: "eu-west-1", service: "ses", accessKey: "AKID", secretKey: "SECRET")
    let client = try Client()
    _ = await client.perform(.http(request))
    request.awsSigV4 = nil
    request.url = "http://127.0.0.1:\(peer.port)/x?\(mark)"
    _ = await client.perform(.http(request))
    request.url = "http://127.0.0.1:\(peer.port)/seen?\(mark)"
    let seen = String(decoding: await client.perform(.http(request)).body ?? [], as: UTF8.self)
    #expect(seen.contains(mark))
    #expect(!seen.lowercased().contains("authorization"))
  }
}
