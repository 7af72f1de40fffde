import Gateways
import Messages
import Testing
import Transport

@Suite struct `A TLS server` {
  func post(_ certificate: String, trusting authority: String? = nil, http2: Bool = false)
    async throws -> WireResult
  {
    let certificates = try Certificates.made.get()
    let peer = try Peer("recorder.py", ["--tls"] + certificates.pair(certificate))
    var settings = TransportSettings()
    settings.certificatesPath = authority ?? certificates.authority
    settings.http2 = http2
    let client = try Client(settings: settings)
    let request = HTTPRequest(
      method: "POST", url: "https://localhost:\(peer.port)/", body: Array("x".utf8))
    return await client.perform(.http(request))
  }

  @Test(arguments: [false, true])
  func `with a good certificate gets the request`(http2: Bool) async throws {
    #expect(try await post("good", http2: http2).status == 201)
  }

  @Test(arguments: [
    ("expired", "certificate has expired"), ("other", "certificate is for another host"),
    ("stranger", "certificate is self-signed"),
  ])
  func `with a bad certificate gets nothing`(_ name: String, _ reason: String) async throws {
    let failure = WireFailure(mayHaveArrived: false, permanent: true, reason: reason)
    let result = try await post(name)
    #expect(result == .failure(failure), "\(result)")
  }

  @Test func `of an authority we do not know gets nothing`() async throws {
    let failure = WireFailure(
      mayHaveArrived: false, permanent: true, reason: "certificate of an unknown issuer")
    let stranger = try Certificates.made.get().pair("stranger")[0]
    #expect(try await post("good", trusting: stranger) == .failure(failure))
  }

  @Test func `is never spoken to in the clear`() async throws {
    let peer = try Peer.recorder.get()
    var limits = TransportLimits()
    limits.connectTimeout = .milliseconds(300)
    let client = try Client(limits: limits)
    let request = HTTPRequest(method: "POST", url: "https://127.0.0.1:\(peer.port)/")
    let failure = WireFailure(mayHaveArrived: false, reason: "no connection in time")
    #expect(await client.perform(.http(request)) == .failure(failure))
  }
}
