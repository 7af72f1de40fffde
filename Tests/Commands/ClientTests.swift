import Foundation
import Testing

@Suite struct `A client of the daemon` {
  @Test(arguments: [
    ["status"], ["people"], ["why", "ann"], ["pause", "ann"], ["alerts", "--open"],
  ])
  func `says in one sentence that no daemon is there`(arguments: [String]) throws {
    let run = try Program.run(arguments + ["--socket", "/tmp/kith-none.sock"], input: [])
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("No daemon is listening at /tmp/kith-none.sock"))
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `says in one sentence that the daemon is stopped`() throws {
    let daemon = try PretendDaemon(json: "{}")
    // The file stays behind, as after a crash.
    let path = daemon.path + ".left"
    try FileManager.default.moveItem(atPath: daemon.path, toPath: path)
    daemon.stop()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let run = try Program.run("status", "--socket", path)
    #expect(run.status == 1)
    #expect(run.errors.contains("does not answer: it is stopped"), "\(run.errors)")
  }

  @Test func `finds the socket in the environment, and sends what was asked`() throws {
    let daemon = try PretendDaemon(json: #"{"sentence":"Ann is paused until Sunday."}"#)
    defer { daemon.stop() }
    let run = try Program.run(
      "pause", "ann", "--until", "3d", environment: ["KITH_SOCKET": daemon.path])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == "Ann is paused until Sunday.\n")
    let request = daemon.requests.first ?? ""
    #expect(request.hasPrefix("POST /api/commands/pause HTTP/1.1\r\n"))
    #expect(request.hasSuffix(#"{"id":"ann","until":"3d"}"#))
  }

  @Test func `takes a variable that names nothing as not set`() throws {
    let run = try Program.run("status", environment: ["KITH_SOCKET": ""])
    #expect(run.status == 1)
    #expect(run.errors.contains("/run/kith/control.sock"), "\(run.errors)")
    let next = try Program.run(
      "next", "--plan", "weekly", "--zone", "UTC", "--count", "1", environment: ["KITH_SHARE": ""])
    #expect(next.status == 0, "\(next.errors)")
  }

  @Test func `prints a refusal's sentence and details, and exits with 1`() throws {
    let daemon = try PretendDaemon(
      status: 404,
      json:
        #"{"error":{"kind":"unknown","sentence":"There is nobody called zoe.","details":["x"]}}"#)
    defer { daemon.stop() }
    let run = try Program.run("show", "zoe", "--socket", daemon.path)
    #expect(run.status == 1)
    #expect(run.errors == "There is nobody called zoe.\nx\n")
  }

  @Test func `exits with 2 when the daemon says it was asked wrongly`() throws {
    let daemon = try PretendDaemon(
      status: 400,
      json: #"{"error":{"kind":"wrong_usage","sentence":"\"soon\" is no time.","details":[]}}"#)
    defer { daemon.stop() }
    #expect(try Program.run("pause", "ann", "--until", "soon", "--socket", daemon.path).status == 2)
  }

  @Test func `prints the daemon's JSON as it is`() throws {
    let daemon = try PretendDaemon(json: "[]")
    defer { daemon.stop() }
    let run = try Program.run("people", "--format", "json", "--socket", daemon.path)
    #expect(run.output == "[]\n", "\(run.errors)")
  }

  @Test func `sends a roster from standard input, and refuses one that is not UTF-8`() throws {
    let daemon = try PretendDaemon(
      json: #"{"dry_run":true,"added":1,"changed":0,"unchanged":0,"invited":1,"kept":[],"#
        + #""untold":[]}"#)
    defer { daemon.stop() }
    let run = try Program.run(
      "import", "-", "--dry-run", "--socket", daemon.path, input: "\u{FEFF}id,name\r\nann,Ann\r\n")
    #expect(run.status == 0, "\(run.errors)")
    #expect(daemon.requests.first?.contains(#""dry_run":true"#) == true)
    let latin1 = Array("id,name\nann,Ren".utf8) + [0xE9, 0x0A]
    let refused = try Program.run(["import", "-", "--socket", daemon.path], input: latin1)
    #expect(refused.status == 1)
    #expect(refused.errors.hasPrefix("standard input:2: expected UTF-8, there is the byte 0xE9"))
  }

  @Test func `shows a stranger's control characters, and does not do what they say`() throws {
    let text =
      #"{"number":9,"from":"+15005559999","channel":"sms","at":{"utc":"2026-03-08T07:30:00Z","#
      + #""local":"2026-03-08T07:30:00Z"},"text":"\u001b[2J\u001b[Hall is well\u009b1A\u0008\tok","#
      + #""intent":"unknown","unread":true}"#
    let daemon = try PretendDaemon(json: "[\(text)]")
    defer { daemon.stop() }
    let run = try Program.run("inbox", "--socket", daemon.path)
    #expect(run.output.contains("\u{FFFD}[2J\u{FFFD}[Hall is well\u{FFFD}1A\u{FFFD}\tok"), "\(run)")
    let refused = try Program.run("show", "x\u{1B}[2J", "--socket", "/tmp/kith-\u{1B}none.sock")
    #expect(!refused.errors.contains("\u{1B}"), "\(refused)")
  }

  @Test(arguments: ["people", "people --format json", "--help", "next --at 09:00 --zone UTC"])
  func `fails where its answer cannot be written`(arguments: String) throws {
    let daemon = try PretendDaemon(json: "[]")
    defer { daemon.stop() }
    let run = try Program.shell(
      "\(Program.path) \(arguments) >/dev/full", ["KITH_SOCKET": daemon.path])
    #expect(run.status == 1)
    #expect(
      run.errors
        == "The answer could not be written to standard output: No space left on device.\n")
  }

  @Test func `refuses words that are not UTF-8, and says nothing else to anybody`() throws {
    let daemon = try PretendDaemon(json: #"{"sentence":"The text to ann is queued."}"#)
    defer { daemon.stop() }
    let line = "\(Program.path) say ann \"$(printf 'caf\\351')\""
    let run = try Program.shell(line, ["KITH_SOCKET": daemon.path])
    #expect(run.status == 2)
    #expect(run.errors == "Expected arguments in UTF-8, found \"caf\u{FFFD}\".\n")
    #expect(daemon.requests.isEmpty)
  }

  @Test(arguments: ["people", "next --at 09:00 --zone UTC --count 1000"])
  func `is content with a reader that leaves`(arguments: String) throws {
    let daemon = try PretendDaemon(json: "[]")
    defer { daemon.stop() }
    let hasLeft = "(while printf x; do :; done) 2>/dev/null"
    let command = "( \(hasLeft); \(Program.path) \(arguments); echo $? >&2 ) | true"
    let run = try Program.shell(command, ["KITH_SOCKET": daemon.path])
    #expect(run.errors == "0\n")
  }
}
