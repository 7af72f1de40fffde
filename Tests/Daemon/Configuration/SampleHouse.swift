import Daemon
import Foundation
import Reading

/// A configuration in a temporary folder, over the shipped files of the source tree.
final class SampleHouse {
  let folder: String

  static let smallest = """
    public_url: https://checkins.example.org
    sender_name: River House
    country: US
    gateways:
      main-sms:
        provider: twilio
        from: "+15005550006"
        settings: {account_sid: AC0123, auth_token: {credential: twilio-auth-token}}
    """

  init(_ settings: String = SampleHouse.smallest) throws {
    folder = FileManager.default.temporaryDirectory.path + "/kith-\(UUID().uuidString)"
    try write("kith.yaml", settings)
    try write("secrets/twilio-auth-token", "12345\n", mode: 0o600)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ name: String, _ text: String, mode: Int = 0o644) throws {
    try write(name, Array(text.utf8), mode: mode)
  }

  func write(_ name: String, _ bytes: [UInt8], mode: Int = 0o644) throws {
    let path = "\(folder)/\(name)"
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  /// The source tree these tests belong to.
  static var checkout: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
  }

  var places: ConfigurationPlaces {
    ConfigurationPlaces(
      file: "\(folder)/kith.yaml", shared: .checkout(in: Self.checkout), environment: [:])
  }

  func load() throws(ConfigurationFaults) -> Configuration { try Configuration.load(places) }

  /// Its faults as they are printed, with file names alone.
  var told: [String] {
    do throws(ConfigurationFaults) {
      _ = try load()
      return []
    } catch {
      return error.faults.map { fault in
        var fault = fault
        fault.file = fault.file.replacing(folder + "/", with: "")
        return fault.description
      }
    }
  }
}
