import Foundation

/// Throwaway certificates, made by `Tests/Peers/certificates.sh` once a run.
struct Certificates: Sendable {
  let folder: String

  static let made = Result {
    let folder = NSTemporaryDirectory() + "kith-certificates-\(UUID())"
    let process = Process()
    process.executableURL = URL(filePath: Peer.folder + "certificates.sh")
    process.arguments = [folder]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    return Certificates(folder: folder)
  }

  var authority: String { folder + "/ca.pem" }
  /// The files of a certificate and its key.
  func pair(_ name: String) -> [String] { ["\(folder)/\(name).pem", "\(folder)/\(name).key"] }
}
