/// The live values of one gateway setting: the first is used for sending, all of them for
/// verifying, so that a secret can be changed without losing a callback.
package struct SettingValue: Hashable, Sendable, CustomStringConvertible {
  package var values: [String]
  /// Came from a credential: never printed.
  package var isSecret: Bool

  package init(_ values: [String], isSecret: Bool = false) {
    self.values = values
    self.isSecret = isSecret
  }
  package init(_ value: String, isSecret: Bool = false) {
    self.init([value], isSecret: isSecret)
  }

  package var first: String { values.first ?? "" }
  package var description: String { isSecret ? "(secret)" : values.joined(separator: ", ") }
}
