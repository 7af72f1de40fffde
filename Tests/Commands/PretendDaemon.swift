import Foundation
import Glibc
import Synchronization

/// Answers requests on a Unix socket with one fixed response, and keeps what was asked.
final class PretendDaemon: Sendable {
  let path: String
  private let listener: Int32
  private let asked = Mutex<[String]>([])

  /// The requests, each with its head and body.
  var requests: [String] { asked.withLock { $0 } }

  init(status: Int = 200, json: String) throws {
    path = "/tmp/kith-\(UUID().uuidString.prefix(8)).sock"
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let isBound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(listener, $0, length)
      }
    }
    guard isBound == 0, listen(listener, 8) == 0 else { throw POSIXError(.EADDRINUSE) }
    let response =
      "HTTP/1.1 \(status) Answer\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(json.utf8.count)\r\nConnection: close\r\n\r\n\(json)"
    Thread.detachNewThread { [self] in serve(response) }
  }

  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
    _ = unsafe unlink(path)
  }

  private func serve(_ response: String) {
    while true {
      let connection = accept(listener, nil, nil)
      if connection < 0 { return }
      let request = read(connection)
      asked.withLock { $0.append(request) }
      let bytes = Array(response.utf8)
      _ = unsafe bytes.withUnsafeBytes { unsafe write(connection, $0.baseAddress, $0.count) }
      close(connection)
    }
  }

  private func read(_ connection: Int32) -> String {
    var all: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65536)
    while !isWhole(all) {
      let count = unsafe part.withUnsafeMutableBytes {
        unsafe Glibc.read(connection, $0.baseAddress, $0.count)
      }
      if count <= 0 { break }
      all += part.prefix(count)
    }
    return String(decoding: all, as: UTF8.self)
  }

  private func isWhole(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return false }
    let head = text[..<end.lowerBound].lowercased()
    guard let field = head.range(of: "content-length: ") else { return true }
    let length = Int(head[field.upperBound...].prefix { $0.isNumber }) ?? 0
    return text[end.upperBound...].utf8.count >= length
  }
}
