import Mail
import Testing

@Suite struct `A multipart body` {
  static func body(_ parts: [(head: String, content: [UInt8])]) -> [UInt8] {
    parts.reduce(into: [UInt8]()) { body, part in
      body += Array("--xYzZY\r\n\(part.head)\r\n\r\n".utf8) + part.content + Array("\r\n".utf8)
    } + Array("--xYzZY--\r\n".utf8)
  }

  static let type = "multipart/form-data; boundary=xYzZY"

  @Test func `is taken apart into its fields, byte for byte`() throws {
    let mail = Array("From: a@b\r\n\r\nGr\u{fc}".unicodeScalars.map { UInt8($0.value) })
    let body = Self.body([
      ("Content-Disposition: form-data; name=\"to\"", Array("kith@example.org".utf8)),
      ("Content-Disposition: form-data; name=\"email\"", mail),
      ("Content-Disposition: form-data; name=\"empty\"", []),
    ])
    let parts = try #require(FormParts.read(body, type: Self.type))
    #expect(parts.map(\.name) == ["to", "email", "empty"])
    #expect(parts.map(\.bytes) == [Array("kith@example.org".utf8), mail, []])
  }

  @Test(arguments: [
    ("nothing", type), ("--xYzZY--", type), ("--a\r\n\r\nx\r\n--a--", "multipart/form-data"),
    ("--a\r\n\r\nx\r\n--a--", "multipart/form-data; boundary=a\r\nX: y"), ("a=b", "text/plain"),
  ])
  func `that is none is nothing`(body: String, type: String) {
    #expect(FormParts.read(Array(body.utf8), type: type)?.isEmpty ?? true)
  }
}
