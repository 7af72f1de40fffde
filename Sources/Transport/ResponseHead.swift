internal import Gateways

/// Reads the head of an HTTP/1 response, or what libcurl makes of an HTTP/2 one.
enum ResponseHead {
  /// The header fields in their order; the status line and what is no field is left out, and a
  /// folded line belongs to the field before it (RFC 9112, 5.2).
  static func headers(in head: UnsafeBufferPointer<UInt8>) -> [Header] {
    var headers: [Header] = []
    headers.reserveCapacity(12)
    var start = 0
    while start < head.count {
      let end = unsafe head[start...].firstIndex(of: lineFeed) ?? head.count
      unsafe read(head[start..<end], into: &headers)
      start = end + 1
    }
    return headers
  }

  private static let lineFeed = UInt8(ascii: "\n")

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0d
  }

  private static func read(
    _ line: Slice<UnsafeBufferPointer<UInt8>>, into headers: inout [Header]
  ) {
    if let first = unsafe line.first, first == 0x20 || first == 0x09 {
      guard let last = headers.indices.last else { return }
      headers[last].value += " " + (unsafe text(line))
      return
    }
    guard let colon = unsafe line.firstIndex(of: UInt8(ascii: ":")) else { return }
    let name = unsafe String(decoding: line[line.startIndex..<colon], as: UTF8.self)
    let value = unsafe text(line[line.index(after: colon)...])
    headers.append(Header(name, value))
  }

  private static func text(_ slice: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    var start = unsafe slice.startIndex
    var end = unsafe slice.endIndex
    while start < end, unsafe isBlank(slice[start]) { start += 1 }
    while start < end, unsafe isBlank(slice[end - 1]) { end -= 1 }
    return unsafe String(decoding: slice[start..<end], as: UTF8.self)
  }
}
