internal import CCurl
internal import Gateways

/// One login at an IMAP server. libcurl 7.88 loses what FETCH returns to a command of one's own, so
/// mails are fetched one by one by their URL (RFC 5092).
final class MailboxSession {
  private let handle: TransferHandle
  private let folderURL: String

  init(_ settings: MailboxSettings, limits: TransportLimits, transport: TransportSettings)
    throws(WireFailure)
  {
    guard kith_global_init() == CURLE_OK, let handle = TransferHandle() else { throw .noMemory }
    self.handle = handle
    for text in [settings.url, settings.username, settings.password] {
      guard !text.utf8.contains(where: { $0 < 0x20 }) else {
        throw .malformed("malformed settings")
      }
    }
    folderURL = settings.url + "/" + Self.encoded(settings.folder)
    try self.handle.setShared(limits: limits, settings: transport)
    self.handle.setLimits(head: limits.headBytes, body: Mailbox.mailBytesMax)
    try self.handle.set(CURLOPT_PROTOCOLS_STR, "imap,imaps")
    let seconds = max(1, Int(limits.replyTimeout.components.seconds))
    try self.handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds)
    try self.handle.set(CURLOPT_USERNAME, settings.username)
    try self.handle.set(CURLOPT_PASSWORD, settings.password)
    let tls = settings.requireTLS ? CURLUSESSL_ALL : CURLUSESSL_NONE
    try self.handle.set(CURLOPT_USE_SSL, Int(tls.rawValue))
  }

  /// The folder's validity and the numbers of the mails after `position`, rising.
  func search(after position: MailboxPosition?) throws(WireFailure) -> (UInt32, [UInt32]) {
    var (head, body) = try command("UID SEARCH UNSEEN")
    guard let validity = Self.validity(in: head) else {
      throw WireFailure(mayHaveArrived: false, reason: "server names no UIDVALIDITY")
    }
    guard let position, position.validity == validity else { return (validity, Self.numbers(body)) }
    guard position.number < .max else { return (validity, []) }
    (head, body) = try command("UID SEARCH UID \(position.number + 1):*")
    // "n:*" always includes the last mail, however low its number.
    return (validity, Self.numbers(body).filter { $0 > position.number })
  }

  /// Nil for a mail that is gone; a long one is cut at `Mailbox.mailBytesMax`: text comes first.
  func fetch(_ position: MailboxPosition) throws(WireFailure) -> [UInt8]? {
    handle.begin()
    try handle.set(CURLOPT_CUSTOMREQUEST, nil as String?)
    try handle.set(
      CURLOPT_URL, "\(folderURL);UIDVALIDITY=\(position.validity)/;UID=\(position.number)")
    let code = handle.perform()
    if code == CURLE_REMOTE_FILE_NOT_FOUND { return nil }
    if !handle.bodyWasCut { try check(code) }
    return handle.body
  }

  func move(_ position: MailboxPosition, to folder: String) throws(WireFailure) {
    let isPlain = folder.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c }
    guard isPlain, !folder.isEmpty else { throw .malformed("malformed folder name") }
    _ = try command(
      "UID MOVE \(position.number) \"\(folder)\"", in: ";UIDVALIDITY=\(position.validity)")
  }

  /// What the server said, and the lines that answer the command.
  private func command(_ text: String, in part: String = "") throws(WireFailure) -> (
    head: String, body: String
  ) {
    handle.begin()
    try handle.set(CURLOPT_URL, folderURL + part)
    try handle.set(CURLOPT_CUSTOMREQUEST, text)
    try check(handle.perform())
    return (handle.head, String(decoding: handle.body, as: UTF8.self))
  }

  private func check(_ code: CURLcode) throws(WireFailure) {
    guard code != CURLE_OK else { return }
    throw WireFailure(code, of: handle, mayHaveArrived: false)
  }

  // MARK: What servers say

  /// `* OK [UIDVALIDITY 3857529045] …` (RFC 3501, 7.1).
  private static func validity(in head: String) -> UInt32? {
    guard let start = head.firstRange(of: "[UIDVALIDITY ") else { return nil }
    return UInt32(head[start.upperBound...].prefix(while: \.isNumber))
  }

  /// `* SEARCH 2 84 882` (RFC 3501, 7.2.5), maybe over several lines.
  private static func numbers(_ body: String) -> [UInt32] {
    body.split(whereSeparator: \.isNewline).flatMap { line in
      let words = line.split(separator: " ")
      guard words.count > 2, words[0] == "*", words[1].uppercased() == "SEARCH" else {
        return [] as [UInt32]
      }
      return words.dropFirst(2).compactMap { UInt32($0) }
    }.sorted()
  }

  /// A folder's name in a URL (RFC 3986, 2.3).
  private static func encoded(_ folder: String) -> String {
    folder.utf8.map { byte in
      let character = Character(Unicode.Scalar(byte))
      if byte < 128, character.isLetter || character.isNumber || "-._~".contains(character) {
        return String(character)
      }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" + digits : digits)
    }.joined()
  }
}
