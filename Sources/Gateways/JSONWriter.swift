/// Writes JSON (RFC 8259) in UTF-8, without blanks, the names of an object in the order of their
/// bytes.
enum JSONWriter {
  static func write(_ value: JSONValue, to out: inout [UInt8]) {
    switch value {
    case .null: out += "null".utf8
    case .bool(let flag): out += (flag ? "true" : "false").utf8
    case .integer(let number): out += String(number).utf8
    case .double(let number): out += String(number).utf8
    case .string(let text): write(text, to: &out)
    case .array(let items):
      out.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        write(item, to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let members): write(members, to: &out)
    }
  }

  private static func write(_ members: [String: JSONValue], to out: inout [UInt8]) {
    out.append(UInt8(ascii: "{"))
    let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (index, member) in sorted.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      write(member.key, to: &out)
      out.append(UInt8(ascii: ":"))
      write(member.value, to: &out)
    }
    out.append(UInt8(ascii: "}"))
  }

  /// A string with its quotes.
  static func write(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: escape(byte, to: &out)
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func escape(_ byte: UInt8, to out: inout [UInt8]) {
    switch byte {
    case 0x08: out += "\\b".utf8
    case 0x09: out += "\\t".utf8
    case 0x0A: out += "\\n".utf8
    case 0x0C: out += "\\f".utf8
    case 0x0D: out += "\\r".utf8
    default:
      let digits = Array("0123456789abcdef".utf8)
      out += "\\u00".utf8
      out += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
}
