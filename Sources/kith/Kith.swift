import ArgumentParser

/// The command line: one subcommand a file.
struct Kith: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kith",
    abstract: "Keeps the promise that somebody will check in.",
    version: Version.text,
    groupedSubcommands: [
      CommandGroup(name: "The daemon:", subcommands: [Serve.self, Check.self, Try.self]),
      CommandGroup(
        name: "People:",
        subcommands: [
          Import.self, Add.self, SetFields.self, People.self, Show.self, Pause.self, Resume.self,
          Stop.self, Away.self,
        ]),
      CommandGroup(
        name: "What happens, and why:",
        subcommands: [
          Status.self, Next.self, Why.self, Inbox.self, Say.self, Outbox.self, Alerts.self,
          Acknowledge.self, Close.self,
        ]),
      CommandGroup(
        name: "Gateways and wording:",
        subcommands: [
          SendTest.self, GatewayCommand.self, ReceiveMail.self, Reply.self, Template.self,
        ]),
    ])
}

/// Runs the command: exit 0 done; 1 refused or failed, with plain sentences on standard error;
/// 2 wrong usage.
@main enum Main {
  static func main() async {
    Output.ignoreReadersThatLeave()
    do {
      try requireReadableArguments()
      var command = try Kith.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      Output.tell(failure.sentences)
      Output.exit(isMail ? ReceiveMail.tryAgain : failure.status)
    } catch {
      end(with: error)
    }
  }

  /// A mail server would send the mail back for any other code than one.
  private static var isMail: Bool {
    CommandLine.arguments.dropFirst().first == ReceiveMail.configuration.commandName
  }

  /// Swift puts U+FFFD where bytes are no UTF-8: a terminal that speaks Latin-1 must not change
  /// what is said to somebody.
  private static func requireReadableArguments() throws {
    for (index, argument) in CommandLine.arguments.enumerated() where argument.contains("\u{FFFD}")
    {
      let typed = unsafe CommandLine.unsafeArgv[index].map { unsafe String(validatingCString: $0) }
      if typed == .some(nil) {
        throw Failure("Expected arguments in UTF-8, found \"\(argument)\".", status: 2)
      }
    }
  }

  /// What the argument parser has to say: help, the version, or wrong usage.
  private static func end(with error: any Error) -> Never {
    let code = Kith.exitCode(for: error)
    let message = Kith.fullMessage(for: error)
    if code.isSuccess {
      Output.print(message)
      Output.exit(0)
    }
    if !message.isEmpty { Output.tell([message]) }
    if isMail { Output.exit(ReceiveMail.tryAgain) }
    Output.exit(code == .validationFailure ? 2 : code.rawValue)
  }
}

/// What `kith --version` prints.
enum Version {
  static let text = "0.1.0"
}
