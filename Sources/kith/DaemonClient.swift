import ArgumentParser
import Control
import Foundation
import Transport

/// Where the daemon listens.
struct DaemonOptions: ParsableArguments {
  @OptionGroup var output: FormatOption

  @Option(help: "The daemon's control socket (default: $KITH_SOCKET, or /run/kith/control.sock).")
  var socket: String?

  private var path: String {
    if let socket { return socket }
    let named = ProcessInfo.processInfo.environment["KITH_SOCKET"] ?? ""
    return named.isEmpty ? "/run/kith/control.sock" : named
  }

  /// Has the daemon do something, and gives its answer.
  func perform(_ command: Command) throws -> CommandAnswer {
    let json = try ask(command.path, command.json)
    return try understanding { () throws(Refusal) in try CommandAnswer(to: command, json: json) }
  }

  func answer(_ query: Query) throws -> QueryAnswer {
    let json = try ask(query.path, query.json)
    return try understanding { () throws(Refusal) in try QueryAnswer(to: query, json: json) }
  }

  /// Does it and prints what the daemon says.
  func run(_ command: Command) throws {
    let answer = try perform(command)
    switch output.format {
    case .json: Output.print(json: answer.json)
    case .text: Output.print(answer.lines.joined(separator: "\n"))
    }
  }

  func run(_ query: Query) throws {
    show(try answer(query))
  }

  func show(_ answer: QueryAnswer) {
    switch output.format {
    case .json: Output.print(json: answer.json)
    case .text: Output.print(answer.lines.joined(separator: "\n"))
    }
  }

  private func ask(_ target: String, _ body: [UInt8]) throws -> [UInt8] {
    let response: ControlClient.Response
    do {
      response = try ControlClient(socket: path, totalTimeout: .seconds(600)).post(
        target, body: body)
    } catch { throw Failure(sentence(for: error)) }
    if (200..<300).contains(response.status) { return response.body }
    let told = try? ControlJSON.decode([String: Refusal].self, from: response.body, for: "refusal")
    if let refusal = told?["error"] { throw Failure(refusal) }
    throw Failure("The daemon at \(path) answered \(response.status), which means nothing here.")
  }

  private func sentence(for failure: ControlClient.Failure) -> String {
    switch failure {
    case .noSocket:
      "No daemon is listening at \(path); start it with `systemctl start kith`, or name its socket "
        + "with --socket."
    case .notAllowed:
      "You may not use \(path); ask to be added to its group, or use sudo."
    case .refused:
      "The daemon at \(path) does not answer: it is stopped, or starting; see "
        + "`systemctl status kith`."
    case .other(let reason): "The daemon at \(path) could not be asked: \(reason)."
    }
  }

  /// An answer we cannot read is the daemon's fault or ours, never the user's.
  private func understanding<Answer>(_ read: () throws(Refusal) -> Answer) throws -> Answer {
    do { return try read() } catch {
      throw Failure("The daemon is of another version than this command: \(error.sentence)")
    }
  }
}
