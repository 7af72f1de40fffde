import ArgumentParser
import Control

/// `kith inbox [--unread]`, `kith inbox done N`
struct Inbox: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What people wrote that a human should read.",
    subcommands: [List.self, Done.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show the replies.")
    @OptionGroup var daemon: DaemonOptions
    @Flag(help: "Only those nobody has read yet.") var unread = false
    func run() async throws { try daemon.run(.inbox(.init(unread: unread))) }
  }

  struct Done: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Mark one as read.")
    @OptionGroup var daemon: DaemonOptions
    @Argument(help: "Its number in `kith inbox`.") var number: Int64
    func run() async throws { try daemon.run(.inboxDone(.init(number: number))) }
  }
}
