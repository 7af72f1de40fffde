import Reading

/// The master keys: 32 bytes each, raw or as 64 hexadecimal digits, in credentials.
package struct SealKeys: Sendable {
  /// The one that seals first, then those that still open.
  package var keys: [[UInt8]]

  /// Reads the keys that `seal` names. The first is made of `fresh` when there is none and the
  /// folder can be written, which is so outside systemd.
  ///
  /// - Parameter fresh: 32 random bytes.
  package init(_ configuration: Configuration, fresh: [UInt8]) throws(ConfigurationFaults) {
    let settings = configuration.settings
    let credentials = configuration.credentials
    keys = []
    for (index, name) in settings.sealKeys.enumerated() {
      if index == 0, !Files.exists(credentials.path(name)) {
        try Self.make(credentials, name, fresh, configuration)
      }
      keys.append(try Self.read(credentials, name, configuration))
    }
  }

  private static func make(
    _ credentials: Credentials, _ name: String, _ fresh: [UInt8], _ configuration: Configuration
  ) throws(ConfigurationFaults) {
    do {
      try Files.makeDirectory(credentials.directory, mode: 0o700)
      try Files.write(Array(hex(fresh).utf8), to: credentials.path(name), mode: 0o600)
    } catch {
      throw fault(
        configuration,
        "expected the credential \"\(name)\", and it could not be made at \(error.path): "
          + error.reason)
    }
  }

  private static func read(
    _ credentials: Credentials, _ name: String, _ configuration: Configuration
  ) throws(ConfigurationFaults) -> [UInt8] {
    let bytes: [UInt8]
    do { bytes = try Files.read(credentials.path(name)) } catch {
      throw fault(
        configuration,
        "expected the credential \"\(name)\" in \(credentials.directory): \(error.reason)")
    }
    if bytes.count == 32 { return bytes }
    let digits = bytes.filter { $0 > 0x20 }
    guard digits.count == 64, let key = unhex(digits) else {
      throw fault(
        configuration,
        "expected 32 bytes or 64 hexadecimal digits in the credential \"\(name)\", it has "
          + "\(bytes.count) bytes")
    }
    return key
  }

  private static func fault(_ configuration: Configuration, _ sentence: String)
    -> ConfigurationFaults
  {
    let line = configuration.root["seal"]?.line ?? 0
    return ConfigurationFaults(faults: [
      Fault(file: configuration.root.file, line: line, key: "seal", sentence: sentence)
    ])
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n"
  }

  private static func unhex(_ digits: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
