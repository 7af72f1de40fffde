import ArgumentParser
import Control

/// `kith send-test GATEWAY --to ADDRESS`
struct SendTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send one message by a gateway, and tick: accepted, receipt, reply.")

  @OptionGroup var daemon: DaemonOptions
  @Argument(help: "The gateway's name in kith.yaml.") var gateway: String
  @Option(help: "A telephone number, mail or chat address you can look at.") var to: String
  @Option(help: "Seconds to wait for receipt and reply.") var wait = 120

  func run() async throws {
    let answer = try daemon.perform(.sendTest(.init(gateway: gateway, to: to)))
    guard case .testing(let started) = answer else { return }
    let clock = ContinuousClock()
    let end = clock.now + .seconds(wait)
    var told = 0
    while true {
      let answer = try daemon.answer(.sendTest(.init(message: started.message)))
      guard case .test(let progress) = answer else { return }
      if daemon.output.format == .text {
        for line in progress.lines.dropFirst(told) { Output.print(line) }
        told = max(told, progress.lines.count)
      }
      if isOver(progress, of: started) || clock.now >= end {
        return try finish(progress, of: started, answer)
      }
      try await Task.sleep(for: .milliseconds(500))
    }
  }

  private func isOver(_ progress: TestProgress, of started: CommandAnswer.TestStarted) -> Bool {
    if progress.failure != nil { return true }
    let receiptIsIn = !started.givesReceipts || isFinal(progress.receipt)
    return progress.accepted != nil && receiptIsIn
      && (!started.takesReplies || progress.repliedAt != nil)
  }

  private func isFinal(_ receipt: String?) -> Bool {
    ["delivered", "undelivered", "failed"].contains(receipt ?? "")
  }

  private func finish(
    _ progress: TestProgress, of started: CommandAnswer.TestStarted, _ answer: QueryAnswer
  ) throws {
    if daemon.output.format == .json { daemon.show(answer) }
    var missing: [String] = []
    if let failure = progress.failure {
      missing.append("\(started.gateway) did not send it: \(failure)")
    } else if progress.accepted == nil {
      missing.append("\(started.gateway) accepted nothing within \(wait) seconds.")
    } else {
      if started.givesReceipts, progress.receipt != "delivered" {
        missing.append(
          "No receipt said it was delivered within \(wait) seconds; see `kith gateway urls "
            + "\(started.gateway)`.")
      }
      if started.takesReplies, progress.repliedAt == nil {
        missing.append("No reply came within \(wait) seconds; did you answer the message?")
      }
    }
    if !missing.isEmpty { throw Failure(all: missing) }
  }
}
