import ArgumentParser

/// `kith gateway urls|request|verify GATEWAY`
struct GatewayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gateway", abstract: "What a gateway asks, and what its callbacks say.",
    subcommands: [GatewayURLs.self, GatewayRequest.self, GatewayVerify.self])
}
