import Dispatch
import Glibc

/// A blocking socket on a thread of its own, which sends any bytes and reads what comes.
struct RawClient: Sendable {
  enum Address: Sendable {
    case port(Int)
    case path(String)
  }

  private let descriptor: Int32
  private let queue = DispatchQueue(label: "raw client")

  /// Nil when nobody listens, or we may not.
  init?(_ address: Address) {
    guard let descriptor = Self.connected(address) else { return nil }
    self.descriptor = descriptor
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  /// All of one exchange: sends, reads to the end, closes.
  static func exchange(_ address: Address, _ bytes: [UInt8]) async -> String {
    guard let client = RawClient(address) else { return "no connection" }
    await client.send(bytes)
    let answer = await client.readToEnd()
    client.close()
    return answer
  }

  static func exchange(_ address: Address, _ text: String) async -> String {
    await exchange(address, Array(text.utf8))
  }

  func send(_ bytes: [UInt8]) async {
    await blocking {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes {
          unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }
  }

  func send(_ text: String) async { await send(Array(text.utf8)) }

  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// What came before the other side closed; ends with `stillOpen` where it never did.
  func readToEnd() async -> String {
    await blocking {
      var all: [UInt8] = []
      while let part = readPart() { all += part }
      let end = errno == EAGAIN ? Self.stillOpen : ""
      return String(decoding: all, as: UTF8.self) + end
    }
  }

  static let stillOpen = "(still open)"

  /// What came up to and including `end`.
  func read(through end: String) async -> String {
    await blocking {
      var all: [UInt8] = []
      while let part = readPart() {
        all += part
        if String(decoding: all, as: UTF8.self).hasSuffix(end) { break }
      }
      return String(decoding: all, as: UTF8.self)
    }
  }

  func close() { Glibc.close(descriptor) }

  private func readPart() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    errno = 0
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
    }
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  private func blocking<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: body()) }
    }
  }

  private static func connected(_ address: Address) -> Int32? {
    switch address {
    case .port(let port):
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = in_port_t(UInt16(truncatingIfNeeded: port).bigEndian)
      name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      return connect(&name, AF_INET)
    case .path(let path):
      var name = sockaddr_un()
      name.sun_family = sa_family_t(AF_UNIX)
      unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
      return connect(&name, AF_UNIX)
    }
  }

  private static func connect<Name>(_ name: inout Name, _ family: Int32) -> Int32? {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    let length = socklen_t(MemoryLayout<Name>.size)
    let result = unsafe withUnsafePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(descriptor, $0, length)
      }
    }
    if result == 0 { return descriptor }
    Glibc.close(descriptor)
    return nil
  }
}
