package import Gateways

/// Where and as whom mails are read over IMAP (RFC 3501).
package struct MailboxSettings: Hashable, Sendable {
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
package struct MailboxPosition: Hashable, Sendable {
  package var validity: UInt32
  package var number: UInt32
  package init(validity: UInt32, number: UInt32) {
    self.validity = validity
    self.number = number
  }
}

package struct FetchedMail: Hashable, Sendable {
  package var position: MailboxPosition
  package var bytes: [UInt8]
  package init(position: MailboxPosition, bytes: [UInt8]) {
    self.position = position
    self.bytes = bytes
  }
}

/// A folder of mails that is asked for new ones.
///
/// What was read is remembered by position, not by the \Seen flag: fetching sets it, and a mail
/// that was fetched and not yet recorded when the machine went down must be fetched again. The
/// caller keeps the position of the last mail it recorded, and knows a mail that comes twice by its
/// Message-ID.
package struct Mailbox: Sendable {
  private let settings: MailboxSettings
  private let limits: TransportLimits
  private let transport: TransportSettings
  /// Longer mails are cut.
  package static let mailBytesMax = 4 * 1024 * 1024

  /// `limits.totalTimeout` holds for each command.
  package init(
    _ settings: MailboxSettings, limits: TransportLimits = TransportLimits(),
    transport: TransportSettings = TransportSettings()
  ) {
    self.settings = settings
    self.limits = limits
    self.transport = transport
  }

  /// Mails that came after `position`, oldest first, at most `count`; the unseen ones when it is
  /// nil or the server has numbered the folder anew.
  package func fetch(after position: MailboxPosition?, count: Int = 50) async throws(WireFailure)
    -> [FetchedMail]
  {
    try await run { (session) throws(WireFailure) in
      let (validity, numbers) = try session.search(after: position)
      var mails: [FetchedMail] = []
      for number in numbers.prefix(count) {
        let position = MailboxPosition(validity: validity, number: number)
        if let bytes = try session.fetch(position) {
          mails.append(FetchedMail(position: position, bytes: bytes))
        }
      }
      return mails
    }
  }

  /// Moves mails that are recorded into another folder (RFC 6851).
  package func move(_ positions: [MailboxPosition], to folder: String) async throws(WireFailure) {
    try await run { (session) throws(WireFailure) in
      for position in positions { try session.move(position, to: folder) }
    }
  }

  private func run<Answer: Sendable>(
    _ work: @escaping @Sendable (MailboxSession) throws(WireFailure) -> Answer
  ) async throws(WireFailure) -> Answer {
    let (settings, limits, transport) = (settings, limits, transport)
    let result: Result<Answer, WireFailure>? = await OwnThread.run {
      do throws(WireFailure) {
        let session = try MailboxSession(settings, limits: limits, transport: transport)
        return .success(try work(session))
      } catch {
        return .failure(error)
      }
    }
    guard let result else { throw .noMemory }
    return try result.get()
  }
}
