internal import CCurl
internal import Gateways
internal import Glibc

/// One login at an IMAP server. libcurl 7.88 loses what FETCH returns to a command of one's own, so
/// mails are fetched one by one by their URL (RFC 5092).
final class MailFolderSession {
  private let handle: TransferHandle
  private let folderURL: String
  private let stop: StopSignal

  /// `stop` ends the command under way within a second, and all that follow.
  init(
    _ settings: MailFolderSettings, limits: TransportLimits, transport: TransportSettings,
    stop: StopSignal
  ) throws(WireFailure) {
    self.stop = stop
    guard kith_global_init() == CURLE_OK, let handle = TransferHandle() else { throw .noMemory }
    self.handle = handle
    for text in [settings.url, settings.username, settings.password] {
      guard !text.utf8.contains(where: { $0 < 0x20 }) else {
        throw .malformed("malformed settings")
      }
    }
    folderURL = settings.url + "/" + Self.encoded(settings.folder)
    try self.handle.setShared(limits: limits, settings: transport)
    self.handle.setLimits(head: Self.lineBytes, body: MailFolder.mailBytesMax)
    try self.handle.set(CURLOPT_BUFFERSIZE, Self.lineBytes)
    self.handle.setStop(stop)
    try self.handle.set(CURLOPT_PROTOCOLS_STR, "imap,imaps")
    let seconds = max(1, Int(limits.replyTimeout.components.seconds))
    try self.handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds)
    try self.handle.set(CURLOPT_USERNAME, settings.username)
    try self.handle.set(CURLOPT_PASSWORD, settings.password)
    let tls = settings.requireTLS ? CURLUSESSL_ALL : CURLUSESSL_NONE
    try self.handle.set(CURLOPT_USE_SSL, Int(tls.rawValue))
  }

  /// What a search found: numbers rise.
  struct Found {
    var validity: UInt32
    var numbers: [UInt32]
    /// Up to where the folder was searched.
    var searched: UInt32
    /// Nothing is there beyond that.
    var isWhole: Bool
  }

  /// libcurl takes the middle out of a line that is longer than half its buffer, and says nothing:
  /// two numbers become a third. So no search is over more numbers than fit, at 11 bytes each.
  private static let lineBytes = 512 * 1024
  private static let span: UInt32 = 10_000

  /// How far back a folder is read that was never read before, or that was numbered anew.
  private static let firstDays: Int64 = 3
  private static let againDays: Int64 = 30

  /// Searches until `count` are found or the folder ends.
  func search(after position: MailPosition?, count: Int, now: Int64) throws(WireFailure) -> Found {
    // How far the folder goes before anything else can arrive.
    let (head, body) = try command("UID SEARCH UID *")
    guard let validity = Self.validity(in: head) else {
      throw WireFailure(mayHaveArrived: false, reason: "server names no UIDVALIDITY")
    }
    let end = Self.numbers(body).last ?? 0
    let isKnown = position?.validity == validity
    let which = isKnown ? "" : Self.recent(isFirst: position == nil, now)
    var found = Found(
      validity: validity, numbers: [], searched: isKnown ? position?.number ?? 0 : 0, isWhole: true)
    while found.searched < end, found.numbers.count < count {
      let range = found.searched + 1...found.searched + min(Self.span, end - found.searched)
      let body = try command("UID SEARCH UID \(range.lowerBound):\(range.upperBound)\(which)").body
      found.numbers += Self.numbers(body).filter(range.contains)
      found.searched = range.upperBound
    }
    found.isWhole = found.searched >= end
    return found
  }

  private static func recent(isFirst: Bool, _ now: Int64) -> String {
    isFirst
      ? " UNSEEN SINCE \(date(now - firstDays * 86400))" : " SINCE \(date(now - againDays * 86400))"
  }

  /// Nil for a mail that is gone; a long one is cut at `MailFolder.mailBytesMax`: text comes first.
  func fetch(_ position: MailPosition) throws(WireFailure) -> [UInt8]? {
    handle.begin()
    try handle.set(CURLOPT_CUSTOMREQUEST, nil as String?)
    try handle.set(
      CURLOPT_URL, "\(folderURL);UIDVALIDITY=\(position.validity)/;UID=\(position.number)")
    let code = handle.perform()
    if code == CURLE_REMOTE_FILE_NOT_FOUND { return nil }
    if !handle.bodyWasCut { try check(code) }
    return handle.body
  }

  /// As `fetch`; of a mail that the server cannot give, though it does everything else, a line that
  /// says so: it must not keep back those after it for ever.
  func fetchOrSkip(_ position: MailPosition) throws(WireFailure) -> [UInt8]? {
    do throws(WireFailure) {
      return try fetch(position)
    } catch {
      do throws(WireFailure) { _ = try command("NOOP") } catch _ { throw error }
      return Array("mail \(position.number) could not be fetched".utf8)
    }
  }

  func move(_ position: MailPosition, to folder: String) throws(WireFailure) {
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

  /// `18-Nov-2026` (RFC 3501, 9), on the clock of UTC.
  private static func date(_ seconds: Int64) -> String {
    var seconds = time_t(seconds)
    var parts = unsafe tm()
    unsafe gmtime_r(&seconds, &parts)
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return unsafe "\(parts.tm_mday)-\(months[Int(parts.tm_mon) % 12])-\(Int(parts.tm_year) + 1900)"
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
