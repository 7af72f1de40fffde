import Control
import Foundation
import Glibc
import Testing
import WebServer

@Suite struct `The control socket` {
  @Test func `carries commands and queries, and knows who asks`() async throws {
    try await ServerUnderTest.run { server in
      let pause = Command.pause(.init(id: "ann", until: "3d"))
      let answer = await RawClient.exchange(
        server.control,
        request("POST", pause.path, body: String(decoding: pause.json, as: UTF8.self)))
      #expect(answer.status == 200)
      #expect(answer.bodyText == #"{"id":"p7","sentence":"Done."}"#)
      #expect(await server.desk.commands == [pause])
      guard case .local(let peer) = await server.desk.callers.first else {
        return #expect(Bool(false), "the caller has a peer")
      }
      #expect(peer.user == geteuid() && peer.process == getpid())
      #expect(
        await RawClient.exchange(server.control, request("GET", "/api/queries/people")).bodyText
          == "[]")
    }
  }

  @Test(
    arguments: [
      ("POST", "/api/commands/nonsense", "{}", 404, "There is no command “nonsense”."),
      ("POST", "/api/commands/pause", "{}", 400, "pause: “id” is missing."),
      ("POST", "/api/commands/pause", "{\"id\":7}", 400, "pause: “id” is not text."),
      ("POST", "/api/commands/pause", "{\"id\":\"a\",\"unti\":\"3d\"}", 400, "unknown key “unti”"),
      ("POST", "/api/commands/pause", "no json", 400, "pause: the body is not JSON."),
      ("POST", "/api/commands/press", "{}", 404, "There is no command “press”."),
      ("GET", "/api/commands/reload", "", 400, "GET is not for this address"),
      ("GET", "/api/queries/why", "", 400, "why: “subject” is missing."),
      ("GET", "/hooks/x", "", 404, "There is nothing at this address"),
      ("GET", "/phones", "", 404, "There is nothing at this address"),
    ])
  func `says in one sentence what was wrong`(
    method: String, target: String, body: String, status: Int, sentence: String
  ) async throws {
    try await ServerUnderTest.run { server in
      let answer = await RawClient.exchange(server.control, request(method, target, body: body))
      #expect(answer.status == status)
      #expect(answer.bodyText.hasPrefix(#"{"error":{"#))
      #expect(answer.bodyText.contains(sentence))
      #expect(await server.desk.commands.isEmpty)
    }
  }

  @Test(
    arguments: [
      (Refusal.Kind.unknown, 404), (.notAllowed, 403), (.busy, 503), (.wrongUsage, 400),
      (.refused, 409),
    ])
  func `passes a refusal on whole`(kind: Refusal.Kind, status: Int) async throws {
    let refusal = Refusal(kind, "Nobody is called “anne”.", details: ["line 3: …"])
    try await ServerUnderTest.run(FakeDesk(refusing: refusal)) { server in
      let answer = await RawClient.exchange(server.control, request("GET", "/api/queries/status"))
      #expect(answer.status == status)
      let told = try ControlJSON.decode(
        [String: Refusal].self, from: Array(answer.bodyText.utf8), for: "answer")
      #expect(told == ["error": refusal])
    }
  }

  @Test func `is a file for owner and group, and gone afterwards`() async throws {
    let (paths, keep) = AsyncStream.makeStream(of: String.self)
    try await ServerUnderTest.run { server in
      let attributes = try FileManager.default.attributesOfItem(atPath: server.path)
      #expect(attributes[.posixPermissions] as? Int == 0o660)
      keep.yield(server.path)
      keep.finish()
    }
    for await path in paths { #expect(!FileManager.default.fileExists(atPath: path)) }
  }

  @Test func `takes a roster larger than any callback`() async throws {
    try await ServerUnderTest.run { server in
      let roster = String(repeating: "ann,Ann,mentee\n", count: 20_000)
      let command = Command.importRoster(.init(text: roster, file: "roster.csv", dryRun: true))
      let answer = await RawClient.exchange(
        server.control,
        request("POST", command.path, body: String(decoding: command.json, as: UTF8.self)))
      #expect(answer.status == 200)
      #expect(await server.desk.commands == [command])
    }
  }

  @Test(
    arguments: [
      (UInt32(0), UInt32(5), true), (1000, 5, true), (1001, 77, true), (1001, 5, false),
      (1001, 0, false),
    ])
  func `lets in root, its own user, and its group`(user: UInt32, group: UInt32, may: Bool) {
    let access = WebConfiguration.ControlAccess(group: 77)
    let peer = Caller.Peer(process: 1, user: user, group: group)
    #expect(access.allows(peer, memberOf: [], ownUser: 1000) == may)
    #expect(access.allows(peer, memberOf: [3, 77], ownUser: 1000))
    #expect(
      WebConfiguration.ControlAccess(group: 0).allows(peer, memberOf: [0], ownUser: 1000)
        == (user == 0 || user == 1000))
  }

  @Test(.enabled(if: geteuid() == 0, "only root can be somebody else"))
  func `turns away a stranger whom the file let in, and takes a member of its group`()
    async throws
  {
    try await ServerUnderTest.run(group: 65_000) { server in
      unsafe chmod(server.path, 0o666)
      let stranger = try await ask(
        server.path, as: ["--reuid=65111", "--regid=65111", "--clear-groups"])
      #expect(stranger.contains("may not use this socket"))
      let member = try await ask(
        server.path, as: ["--reuid=65111", "--regid=65111", "--groups=7,65000"])
      #expect(member == "[]")
    }
  }

  private func ask(_ path: String, as identity: [String]) async throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
    process.arguments =
      identity + ["curl", "-s", "--unix-socket", path, "http://localhost/api/queries/people"]
    let output = Pipe()
    process.standardOutput = output
    return try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { _ in
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
      }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
  }
}
