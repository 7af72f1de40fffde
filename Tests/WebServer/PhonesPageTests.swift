import Control
import Foundation
import Synchronization
import Testing
import Timekeeping
import WebServer

@Suite struct `The page of pretend phones` {
  @Test func `is there on this machine, with its state, its stories, and a way to answer`()
    async throws
  {
    try await ServerUnderTest.run { server in
      let page = await RawClient.exchange(server.phones, request("GET", "/phones"))
      #expect(page.status == 200)
      #expect(page.contains("script-src 'nonce-"))
      #expect(!page.bodyText.contains("http"))
      let state = await RawClient.exchange(server.phones, request("GET", "/phones/state.json"))
      #expect(state.bodyText == #"{"now":0,"phones":[],"strip":[]}"#)
      let story = await RawClient.exchange(
        server.phones, request("GET", "/phones/why.json?subject=c12"))
      #expect(story.bodyText.contains(#""subject":"c12""#))
      let reply = await RawClient.exchange(
        server.phones,
        request(
          "POST", "/phones/reply", ["Content-Type: application/json"],
          body: #"{"phone":"+15005550010","text":"yes"}"#))
      #expect(reply.status == 200)
      #expect(
        await server.desk.commands == [.phoneReply(.init(phone: "+15005550010", text: "yes"))])
    }
  }

  @Test(
    arguments: [
      ["Host: evil.example"], ["Host: 127.0.0.1.evil.example"], ["Host: localhost:1@evil.example"],
      ["Host: localhost", "Origin: https://evil.example"], ["Host: localhost", "Origin: null"],
      [],
    ])
  func `is not for other sites in the same browser`(fields: [String]) async throws {
    try await ServerUnderTest.run { server in
      let head = ["GET /phones/state.json HTTP/1.1", "Connection: close"] + fields
      let answer = await RawClient.exchange(
        server.phones, head.joined(separator: "\r\n") + "\r\n\r\n")
      #expect(answer.status == 403 || answer.status == 400)
      #expect(await server.desk.queries.isEmpty)
    }
  }

  @Test(.enabled(if: Chromium.isThere, "needs Debian's chromium"), .timeLimit(.minutes(2)))
  func `works in a browser, wide and narrow, in light and dark`() async throws {
    let desk = FakeDesk()
    await desk.set(phones: .sample)
    try await ServerUnderTest.run(desk) { server in
      let outcome = try await Chromium.visit(
        "http://127.0.0.1:\(server.phonesPort)/phones",
        ["--wait-for", "How are you today?", "--reply", "+15005550010", "about a 6 <b>&"])
      #expect(outcome == "the phones look and work as they should\n")
    }
  }
}

/// The script beside these tests that drives a real browser.
enum Chromium {
  static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")

  static func visit(_ url: String, _ arguments: [String]) async throws -> String {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Browser/phones.py")
    let pictures = ProcessInfo.processInfo.environment["KITH_PICTURES"].map { ["--pictures", $0] }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [script.path, url] + arguments + (pictures ?? [])
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    return try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { _ in
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
      }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
  }
}

extension PhonesState {
  /// A mentee who was asked and nudged, and a mentor who was told.
  fileprivate static var sample: PhonesState {
    let start = Instant(seconds: 1_772_960_400)
    func bubble(_ id: String, _ after: Int64, _ text: String, fromKith: Bool = true) -> Bubble {
      let at = Moment(start + .seconds(after), offset: -14400, zone: "EDT")
      return Bubble(id: id, fromKith: fromKith, at: at, text: text)
    }
    let ann = Phone(
      phone: "+15005550010", id: "ann", person: "p7", name: "Ann", roles: ["mentee"],
      channel: "sms",
      messages: [
        bubble("m1", 0, "Hi Ann, River House here. How are you today? 0 is awful, 10 is great."),
        bubble("m2", 30, "Still thinking of you. A number or a word is enough."),
        bubble("r1", 42, "sorry, long shift. talk later", fromKith: false),
        bubble("m3", 43, "Thank you for writing. Whenever you are ready."),
      ])
    let ben = Phone(
      phone: "+15005550020", id: "ben", person: "p9", name: "Ben", roles: ["mentor"],
      channel: "sms",
      messages: [bubble("m4", 60, "Please reach out to A. today. A1 I will, N1 I can't.")])
    let now = start.seconds + 75
    return PhonesState(
      now: now, phones: [ann, ben],
      strip: [
        StripLine(
          text: "Ann was asked; a nudge follows", due: now + 15, subject: "c1", mood: "asked"),
        StripLine(text: "Ben was told about Ann", due: now + 3700, subject: "a1", mood: "alert"),
        StripLine(text: "Next check-in for Ann", due: now + 45, subject: "ann", mood: "waiting"),
      ])
  }
}
