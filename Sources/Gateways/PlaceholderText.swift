/// What a definition may ask of the message that is being sent, or of the gateway.
enum MessagePlaceholder: String, CaseIterable, Sendable {
  case reference, to, text, subject, from, gateway, attempt
  /// Without the `+` of E.164.
  case toDigits = "to_digits"
  case fromDigits = "from_digits"
  /// Of `Name <a@b>` only `a@b`.
  case fromAddress = "from_address"
  /// Where the provider shall report about this message: the hook with `ref`.
  case callbackURL = "callback_url"
  /// Where the provider shall send replies.
  case hookURL = "hook_url"
  case threadReference = "thread_reference"
  case unsubscribeURL = "unsubscribe_url"
  /// The value of List-Unsubscribe-Post (RFC 8058, section 3.1), where there is an address for it.
  case oneClick = "one_click"
  /// `<reference@domain of from>`: the same on every attempt (RFC 5322, section 3.6.4).
  case messageID = "message_id"
  case threadMessageID = "thread_message_id"
  /// `local+reference@domain of from`, where the gateway has `plus_addresses`; else empty.
  case replyTo = "reply_to"
  case validSeconds = "valid_seconds"
  case validMilliseconds = "valid_ms"
  case validMinutes = "valid_minutes"
  /// `2026-11-21T09:00:00Z`.
  case validUntil = "valid_until"
  /// UTF-16BE in hexadecimal, for roads that take UCS-2 only that way.
  case textUCS2 = "text_ucs2_hex"
  /// What the provider calls the national table that keeps the text out of UCS-2; empty where none
  /// is needed or none helps.
  case shiftTable = "shift_table"
  /// Since when to list replies.
  case since
  /// Up to where the list was read, as the provider said; empty the first time.
  case cursor
  /// How long the provider may keep the question open: `hold`, or 0.
  case hold
  case holdMilliseconds = "hold_ms"
  /// The provider's id of a message, when asking for its state.
  case providerID = "provider_id"

  /// Written as a JSON number where it stands alone.
  var isNumber: Bool {
    switch self {
    case .validSeconds, .validMilliseconds, .validMinutes, .attempt, .hold, .holdMilliseconds: true
    default: false
    }
  }
}

/// A text with `{{name}}` in it, filled in and encoded for where it stands.
struct PlaceholderText: Hashable, Sendable {
  enum Name: Hashable, Sendable {
    case message(MessagePlaceholder)
    case setting(String)

    init(_ text: String) {
      self = MessagePlaceholder(rawValue: text).map(Name.message) ?? .setting(text)
    }

    var text: String {
      switch self {
      case .message(let placeholder): placeholder.rawValue
      case .setting(let name): name
      }
    }
  }
  enum Piece: Hashable, Sendable {
    case literal(String)
    /// `xml`: written as XML character data (`{{text|xml}}`).
    case placeholder(Name, xml: Bool)
  }

  let pieces: [Piece]
  /// Without it the JSON object that it stands in says nothing, and is left out
  /// (`{{thread_message_id|needed}}`).
  private(set) var isNeeded = false

  init(pieces: [Piece]) { self.pieces = pieces }

  /// Nil when braces do not match or a name is not made of `a-z0-9_`.
  init?(_ source: String) {
    var pieces: [Piece] = []
    var rest = Substring(source)
    while let open = rest.firstRange(of: "{{") {
      if open.lowerBound > rest.startIndex {
        pieces.append(.literal(String(rest[..<open.lowerBound])))
      }
      rest = rest[open.upperBound...]
      guard let close = rest.firstRange(of: "}}"),
        let (piece, isNeeded) = Self.placeholder(String(rest[..<close.lowerBound]))
      else { return nil }
      pieces.append(piece)
      if isNeeded { self.isNeeded = true }
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { pieces.append(.literal(String(rest))) }
    self.pieces = pieces
  }

  private static func placeholder(_ inside: String) -> (Piece, isNeeded: Bool)? {
    let parts = inside.split(separator: "|", omittingEmptySubsequences: false)
    guard let name = parts.first, !name.isEmpty, parts.count <= 2 else { return nil }
    guard parts.count == 1 || ["xml", "needed"].contains(parts[1]) else { return nil }
    let allowed = name.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
    }
    guard allowed else { return nil }
    return (.placeholder(Name(String(name)), xml: parts.last == "xml"), parts.last == "needed")
  }

  /// The names of settings in it, in order.
  var settings: [String] {
    pieces.compactMap {
      if case .placeholder(.setting(let name), _) = $0 { return name }
      return nil
    }
  }

  func uses(_ placeholder: MessagePlaceholder) -> Bool {
    pieces.contains {
      if case .placeholder(.message(placeholder), _) = $0 { return true }
      return false
    }
  }

  /// Filled in, each value through `encode`; `literals` are not encoded.
  func filled(_ values: Values, encode: (String) -> String = { $0 }) -> String {
    if pieces.count == 1, case .placeholder(let name, xml: false) = pieces[0] {
      return encode(values[name])
    }
    var text = ""
    for piece in pieces {
      switch piece {
      case .literal(let literal): text += literal
      case .placeholder(let name, let xml):
        let value = values[name]
        text += encode(xml ? Self.xmlEscaped(value) : value)
      }
    }
    return text
  }

  /// Nil when any placeholder in it is empty: the optional field is then left out.
  func filledWhole(_ values: Values) -> String? {
    var text = ""
    for piece in pieces {
      switch piece {
      case .literal(let literal): text += literal
      case .placeholder(let name, let xml):
        let value = values[name]
        if value.isEmpty { return nil }
        text += xml ? Self.xmlEscaped(value) : value
      }
    }
    return text
  }

  private static func xmlEscaped(_ text: String) -> String {
    var escaped: [UInt8] = []
    // By bytes: a mark that joins with `&` to one character does not hide it.
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): escaped += "&amp;".utf8
      case UInt8(ascii: "<"): escaped += "&lt;".utf8
      case UInt8(ascii: ">"): escaped += "&gt;".utf8
      case UInt8(ascii: "\""): escaped += "&quot;".utf8
      default: escaped.append(byte)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }
}
