package import Gateways
internal import Glibc

/// Where and as whom mails are read over IMAP (RFC 3501).
package struct MailFolderSettings: Hashable, Sendable {
  /// `imap://host:port` or `imaps://host:port`.
  package var url: String
  package var username: String
  package var password: String
  /// Refuse to go on without TLS; off only for a server on this machine.
  package var requireTLS: Bool
  package var folder: String

  package init(
    url: String, username: String, password: String, requireTLS: Bool = true,
    folder: String = "INBOX"
  ) {
    self.url = url
    self.username = username
    self.password = password
    self.requireTLS = requireTLS
    self.folder = folder
  }
}

/// A mail's place in a folder. Numbers rise for as long as the validity stays the same (RFC 3501,
/// 2.3.1.1).
package struct MailPosition: Hashable, Sendable {
  package var validity: UInt32
  package var number: UInt32
  package init(validity: UInt32, number: UInt32) {
    self.validity = validity
    self.number = number
  }

  /// As it is kept: `3857529045:17`.
  package var text: String { "\(validity):\(number)" }

  package init?(_ text: String) {
    let parts = text.split(separator: ":").map { UInt32($0) }
    guard parts.count == 2, let validity = parts[0], let number = parts[1] else { return nil }
    self.init(validity: validity, number: number)
  }
}

package struct FetchedMail: Hashable, Sendable {
  package var position: MailPosition
  package var bytes: [UInt8]
  package init(position: MailPosition, bytes: [UInt8]) {
    self.position = position
    self.bytes = bytes
  }
}

/// What one look into a folder brought.
package struct MailBatch: Hashable, Sendable {
  package var mails: [FetchedMail]
  /// Up to where the folder was looked through; to be kept once the mails are recorded.
  package var position: MailPosition
  /// Nothing was there beyond `position`.
  package var isLast: Bool
}

/// A folder of mails that is asked for new ones.
///
/// What was read is remembered by position, not by the \Seen flag: fetching sets it, and a mail
/// that was fetched and not yet recorded when the machine went down must be fetched again. The
/// caller keeps the position of the last mail it recorded, and knows a mail that comes twice by its
/// Message-ID.
package struct MailFolder: Sendable {
  private let settings: MailFolderSettings
  private let limits: TransportLimits
  private let transport: TransportSettings
  /// Longer mails are cut.
  package static let mailBytesMax = 4 * 1024 * 1024

  /// `limits.totalTimeout` holds for each command; a cancelled task ends the one under way.
  package init(
    _ settings: MailFolderSettings, limits: TransportLimits = TransportLimits(),
    transport: TransportSettings = TransportSettings()
  ) {
    self.settings = settings
    self.limits = limits
    self.transport = transport
  }

  /// Mails that came after `position`, oldest first, at most `count`.
  ///
  /// Where nothing was read yet, those that nobody has seen and that are a few days old at most; a
  /// folder that the server numbered anew is read again for a month back, whoever has seen it.
  ///
  /// - Parameter now: Seconds since 1970 from which those days are counted; nil for the present.
  package func look(
    after position: MailPosition?, count: Int = 50, now: Int64? = nil
  ) async throws(WireFailure) -> MailBatch {
    try await run { (session) throws(WireFailure) in
      let now = now ?? Int64(time(nil))
      let found = try session.search(after: position, count: count, now: now)
      let chosen = found.numbers.prefix(count)
      var mails: [FetchedMail] = []
      for number in chosen {
        let position = MailPosition(validity: found.validity, number: number)
        if let bytes = try session.fetchOrSkip(position) {
          mails.append(FetchedMail(position: position, bytes: bytes))
        }
      }
      let areAll = chosen.count == found.numbers.count
      return MailBatch(
        mails: mails,
        position: MailPosition(
          validity: found.validity, number: areAll ? found.searched : chosen.last ?? 0),
        isLast: areAll && found.isWhole)
    }
  }

  /// The mails of one look.
  package func fetch(after position: MailPosition?, count: Int = 50) async throws(WireFailure)
    -> [FetchedMail]
  {
    try await look(after: position, count: count).mails
  }

  /// Moves mails that are recorded into another folder (RFC 6851).
  package func move(_ positions: [MailPosition], to folder: String) async throws(WireFailure) {
    try await run { (session) throws(WireFailure) in
      for position in positions { try session.move(position, to: folder) }
    }
  }

  private func run<Answer: Sendable>(
    _ work: @escaping @Sendable (MailFolderSession) throws(WireFailure) -> Answer
  ) async throws(WireFailure) -> Answer {
    let (settings, limits, transport) = (settings, limits, transport)
    guard let stop = StopSignal() else { throw .noMemory }
    let result: Result<Answer, WireFailure>? = await withTaskCancellationHandler {
      await OwnThread.run {
        do throws(WireFailure) {
          let session = try MailFolderSession(
            settings, limits: limits, transport: transport, stop: stop)
          return .success(try work(session))
        } catch {
          return .failure(error)
        }
      }
    } onCancel: {
      stop.raise()
    }
    guard let result else { throw .noMemory }
    return try result.get()
  }
}
