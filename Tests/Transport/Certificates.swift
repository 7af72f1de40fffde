import Foundation

/// Throwaway certificates, made by `Tests/Peers/certificates.sh` once a run.
struct Certificates: Sendable {
  static let folder = NSTemporaryDirectory() + "kith-certificates-\(UUID())"

  static let made = Result {
    atexit { try? FileManager.default.removeItem(atPath: Certificates.folder) }
    let process = Process()
    process.executableURL = URL(filePath: Peer.folder + "certificates.sh")
    process.arguments = [folder]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    return Certificates()
  }

  var authority: String { Self.folder + "/ca.pem" }
  /// The files of a certificate and its key.
  func pair(_ name: String) -> [String] {
    ["\(Self.folder)/\(name).pem", "\(Self.folder)/\(name).key"]
  }
}
