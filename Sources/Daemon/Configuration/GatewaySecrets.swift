import Gateways

extension Gateway {
  /// A setting that is never printed: its name says so.
  func hides(_ setting: String) -> Bool {
    let name = setting.lowercased()
    return ["secret", "token", "password", "key"].contains { name.hasSuffix($0) }
  }
}
