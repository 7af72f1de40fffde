import ArgumentParser
import Daemon
import Gateways

/// `kith gateway urls GATEWAY`
struct GatewayURLs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "urls", abstract: "What to enter at the provider, and where.")

  @OptionGroup var options: ConfigurationOptions
  @Argument(help: "The gateway's name in kith.yaml.") var name: String

  private struct Report: Encodable {
    var gateway: String
    var provider: String
    var steps: [String]
  }

  func run() async throws {
    let gateway = try options.gateway(name).gateway
    let steps = gateway.gateway.urls()
    let report = Report(gateway: name, provider: gateway.settings.provider, steps: steps)
    switch options.output.format {
    case .json: Output.print(json: report)
    case .text:
      let numbered = steps.enumerated().map { "\($0 + 1). \($1)" }
      Output.print(
        steps.isEmpty
          ? "There is nothing to enter at \(gateway.settings.provider)."
          : numbered.joined(separator: "\n"))
    }
  }
}
