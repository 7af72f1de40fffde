import ArgumentParser

@main
struct Kith: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kith", abstract: "Keeps the promise that somebody will check in.")
}
