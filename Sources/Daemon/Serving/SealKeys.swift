internal import Foundation
internal import Glibc
package import Sealing

/// Reads the master key, and makes one for a house that is new.
package struct SealKeys {
  private let credentials: Credentials
  private let names: [String]

  /// `names`: the live key's credential, then those of older keys.
  package init(names: [String], credentials: Credentials) {
    self.names = names
    self.credentials = credentials
  }

  package func load() throws(ServeFailure) -> MasterKeys {
    var keys: [[UInt8]] = []
    for name in names { keys.append(try key(name)) }
    guard let current = keys.first else { throw ServeFailure("seal: expected a credential") }
    do throws(SealingFailure) {
      return try MasterKeys(current: current, older: Array(keys.dropFirst()))
    } catch {
      throw ServeFailure("seal: \(error)")
    }
  }

  private func key(_ name: String) throws(ServeFailure) -> [UInt8] {
    let path = credentials.path(name)
    let bytes: [UInt8]
    do throws(Files.Failure) { bytes = try Files.read(path) } catch {
      throw ServeFailure(
        "seal: expected the key that seals names and numbers in \(path): \(error.reason)")
    }
    guard let key = Self.decoded(bytes) else {
      throw ServeFailure(
        "seal: expected 32 bytes, or 64 hexadecimal digits, in \(path); found \(bytes.count) bytes")
    }
    return key
  }

  /// As 32 bytes, or as the text that an editor or `openssl rand -hex 32` leaves.
  private static func decoded(_ bytes: [UInt8]) -> [UInt8]? {
    if bytes.count == 32 { return bytes }
    let digits = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    guard digits.utf8.count == 64, digits.allSatisfy(\.isHexDigit) else { return nil }
    return stride(from: 0, to: 64, by: 2).compactMap { place in
      UInt8(digits.dropFirst(place).prefix(2), radix: 16)
    }
  }

  /// Makes the live key where there is neither key nor database, and nobody gives us credentials.
  /// Never beside a database: what is in it would stay sealed for good.
  package func makeForNewHouse(database: String) throws(ServeFailure) {
    guard let name = names.first, !Files.exists(credentials.path(name)), !Files.exists(database)
    else { return }
    var random = SystemRandomNumberGenerator()
    let key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
    let path = credentials.path(name)
    do {
      try FileManager.default.createDirectory(
        atPath: credentials.directory, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw ServeFailure("seal: cannot make the folder \(credentials.directory) for the new key")
    }
    let file = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw ServeFailure("seal: cannot make the new key \(path)") }
    defer { close(file) }
    guard unsafe write(file, key, key.count) == key.count, fsync(file) == 0 else {
      throw ServeFailure("seal: cannot write the new key \(path)")
    }
  }
}
