import Foundation
import Gateways
import Messages
import Testing
import Transport

@Suite struct `A limit` {
  struct Seen: Decodable {
    var connection: Int
    var path: String
  }

  func connections(_ peer: Peer, _ client: Client, count: Int) async throws -> Set<Int> {
    let mark = "limit=\(UUID())"
    let url = "http://127.0.0.1:\(peer.port)"
    await withTaskGroup(of: Void.self) { group in
      for _ in 1...count {
        group.addTask {
          let request = HTTPRequest(method: "POST", url: "\(url)/late/5?\(mark)")
          #expect(await client.perform(.http(request)).status == 201)
        }
      }
    }
    let result = await client.perform(.http(HTTPRequest(method: "GET", url: "\(url)/seen?\(mark)")))
    let seen = try JSONDecoder().decode([Seen].self, from: Data(result.body ?? []))
    #expect(seen.count == count)
    return Set(seen.map(\.connection))
  }

  @Test func `of connections to a host makes the others wait for theirs`() async throws {
    var limits = TransportLimits()
    limits.connectionsPerHost = 3
    let client = try Client(limits: limits)
    #expect(try await connections(Peer.recorder.get(), client, count: 60).count <= 3)
  }

  @Test func `of transfers under way makes the others wait for theirs`() async throws {
    var limits = TransportLimits()
    limits.inFlight = 2
    let client = try Client(limits: limits)
    #expect(try await connections(Peer.recorder.get(), client, count: 60).count <= 2)
  }

  @Test func `of time begins when a transfer begins`() async throws {
    var limits = TransportLimits()
    limits.inFlight = 1
    limits.totalTimeout = .milliseconds(1500)
    let client = try Client(limits: limits)
    let url = "http://127.0.0.1:\(try Peer.recorder.get().port)/late/150"
    await withTaskGroup(of: WireResult.self) { group in
      for _ in 1...12 {
        group.addTask { await client.perform(.http(HTTPRequest(method: "POST", url: url))) }
      }
      for await result in group { #expect(result.status == 201) }
    }
  }

  @Test func `of time is longer for a question that is held open`() async throws {
    var limits = TransportLimits()
    limits.totalTimeout = .milliseconds(1000)
    limits.inFlight = 1
    let client = try Client(limits: limits)
    var request = HTTPRequest(
      method: "GET", url: "http://127.0.0.1:\(try Peer.recorder.get().port)/late/2500")
    #expect(await client.perform(.http(request)).failure != nil)
    request.heldSeconds = 60
    #expect(await client.perform(.http(request)).status == 201)
    request.heldSeconds = 0
    #expect(await client.perform(.http(request)).failure != nil)
  }
}

@Suite struct `A proxy` {
  @Test func `carries requests when it is configured`() async throws {
    let peer = try Peer.recorder.get()
    var settings = TransportSettings()
    settings.proxy = "http://127.0.0.1:\(peer.port)"
    let client = try Client(settings: settings)
    let request = HTTPRequest(method: "POST", url: "http://gateway.invalid/")
    #expect(await client.perform(.http(request)).status == 201)
  }

  @Test func `is not taken from the environment`() async throws {
    unsafe setenv("http_proxy", "http://127.0.0.1:1", 1)
    unsafe setenv("all_proxy", "http://127.0.0.1:1", 1)
    let url = "http://127.0.0.1:\(try Peer.recorder.get().port)/"
    let request = HTTPRequest(method: "POST", url: url)
    #expect(try await Client().perform(.http(request)).status == 201)
  }
}
