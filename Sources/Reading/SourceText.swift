/// The text of a file: UTF-8, no BOM, no NUL.
package enum SourceText {
  /// The largest file that is read, in bytes: a roster of 100,000 people has about 15 MiB.
  package static let sizeMax = 64 * 1024 * 1024

  /// Decodes the bytes of a file.
  ///
  /// Throws with the line of the first byte that is not UTF-8 (RFC 3629), or of the first NUL.
  package static func decode(_ bytes: [UInt8], file: String) throws(ReadingFaults) -> String {
    if bytes.count > sizeMax {
      let sentence =
        "expected at most \(sizeMax / 1_048_576) MiB, this file has \(bytes.count) bytes"
      throw ReadingFaults([Fault(file: file, sentence: sentence)])
    }
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    if let zero = body.firstIndex(of: 0) {
      throw fault(in: body, at: zero, file: file, "expected text, there is a NUL byte")
    }
    if let text = String(validating: body, as: UTF8.self) { return text }
    let bad = firstInvalid(body)
    let hex = String(body[bad], radix: 16, uppercase: true)
    throw fault(
      in: body, at: bad, file: file,
      "expected UTF-8, there is the byte 0x\(hex); save the file as UTF-8 (it looks like Latin-1 "
        + "or Windows-1252)")
  }

  private static func fault(
    in body: ArraySlice<UInt8>, at index: Int, file: String, _ sentence: String
  ) -> ReadingFaults {
    let newline = UInt8(ascii: "\n")
    let before = body[..<index]
    let line = 1 + before.count { $0 == newline }
    let start = before.lastIndex(of: newline).map { $0 + 1 } ?? body.startIndex
    return ReadingFaults([
      Fault(
        file: file, line: line, sentence: "\(sentence), at byte \(index - start + 1) of the line")
    ])
  }

  private static func firstInvalid(_ body: ArraySlice<UInt8>) -> Int {
    var decoder = UTF8()
    var bytes = Counted(body)
    while true {
      let start = bytes.position
      switch decoder.decode(&bytes) {
      case .scalarValue: continue
      case .emptyInput, .error: return min(start, body.endIndex - 1)
      }
    }
  }

  /// Bytes that know how many of them were taken; the decoder buffers at most one scalar ahead.
  private struct Counted: IteratorProtocol {
    private let body: ArraySlice<UInt8>
    private(set) var position: Int
    init(_ body: ArraySlice<UInt8>) {
      self.body = body
      position = body.startIndex
    }
    mutating func next() -> UInt8? {
      guard position < body.endIndex else { return nil }
      defer { position += 1 }
      return body[position]
    }
  }
}
