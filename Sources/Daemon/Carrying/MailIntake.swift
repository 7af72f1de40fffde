internal import Gateways
internal import Mail
package import Messages
internal import Sealing

/// Makes of a mail that came in what the conductor takes: a reply, or a receipt. Every mail becomes
/// something: what cannot be read is for a human.
package struct MailIntake: Sendable {
  /// The gateway's own mail address.
  private let own: String
  /// How an address that came is written here; nil where it is none.
  private let normalise: @Sendable (String) -> String?
  private let notes: MailNotes?

  /// A reply's text is cut here, in characters: people write less, and machines more.
  static let textMost = 20_000

  /// Without notes, a mail that ends the daemon does so each time it comes.
  package init(
    own: String, notes: MailNotes? = nil, normalise: @escaping @Sendable (String) -> String?
  ) {
    self.own = own
    self.notes = notes
    self.normalise = normalise
  }

  /// What one or several mails say.
  package struct Contents: Hashable, Sendable {
    package var receipts: [Receipt] = []
    package var replies: [IncomingReply] = []
    package init() {}
  }

  package func contents(of mails: [[UInt8]]) -> Contents {
    mails.reduce(into: Contents()) { contents, bytes in
      do throws(MailFailure) {
        take(try read(bytes), bytes, into: &contents)
      } catch {
        contents.replies.append(unreadable(bytes, error))
      }
    }
  }

  private func read(_ bytes: [UInt8]) throws(MailFailure) -> ParsedMail {
    let reader = MailReader()
    // Of a longer one the beginning, where the words are: pictures come after.
    let beginning = Array(withoutEnvelopeLine(bytes).prefix(reader.limit))
    guard let notes else { return try reader.read(beginning) }
    return try notes.reading(bytes) { () throws(MailFailure) in try reader.read(beginning) }
  }

  /// `From ann@example.net Mon Nov 23 …` before the header, as mail is piped to programs.
  private func withoutEnvelopeLine(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.starts(with: "From ".utf8), let end = bytes.firstIndex(of: UInt8(ascii: "\n"))
    else { return bytes }
    return Array(bytes[(end + 1)...])
  }

  private func take(_ mail: ParsedMail, _ bytes: [UInt8], into contents: inout Contents) {
    let named = (mail.references(inAddressesOf: own) + mail.references).first
    if let bounce = mail.bounce {
      guard let named else {
        if bounce.isFailure { contents.replies.append(forHuman(mail, bytes)) }
        return
      }
      if let receipt = receipt(bounce, of: named, identity(mail, bytes)) {
        contents.receipts.append(receipt)
      }
    } else if mail.isFromMailSystem {
      contents.replies.append(forHuman(mail, bytes))
      if let named, mail.saysUndelivered {
        contents.receipts.append(
          Receipt(reference: named, state: .undelivered, eventID: identity(mail, bytes)))
      }
    } else {
      contents.replies.append(reply(mail, bytes, to: named))
    }
  }

  // MARK: Bounces

  /// Nil for what is no news, as a delay.
  private func receipt(_ bounce: ParsedMail.Bounce, of reference: String, _ event: String)
    -> Receipt?
  {
    if bounce.action == "delivered" {
      return Receipt(reference: reference, state: .delivered, eventID: event)
    }
    if bounce.isComplaint {
      return Receipt(
        reference: reference, state: .undelivered, meaning: .optedOut, error: "complaint",
        eventID: event)
    }
    guard bounce.isFailure else { return nil }
    return Receipt(
      reference: reference, state: .undelivered, meaning: bounce.isOfAddress ? .badAddress : nil,
      error: bounce.status, eventID: event)
  }

  // MARK: Replies

  private func reply(_ mail: ParsedMail, _ bytes: [UInt8], to reference: String?)
    -> IncomingReply
  {
    IncomingReply(
      channel: .email, providerID: identity(mail, bytes), from: normalise(mail.from) ?? mail.from,
      to: mail.to.first, text: words(mail, isAnswer: reference != nil),
      aside: String(mail.signature.prefix(Self.textMost)), inReplyTo: reference,
      automatic: mail.isAutomatic)
  }

  /// The text; some write in the subject alone, or begin there.
  private func words(_ mail: ParsedMail, isAnswer: Bool) -> String {
    let text = String(mail.text.prefix(Self.textMost))
    let subject = String(mail.subject.prefix(200))
    if text.isEmpty { return subject }
    let isNew = !isAnswer && mail.inReplyTo.isEmpty && !subject.isEmpty
    let isLong = text.split(whereSeparator: \.isWhitespace).count > 3
    return isNew && isLong ? subject + "\n" + text : text
  }

  /// From a mail system and yet no bounce of a mail of ours that we understand: nobody's word.
  private func forHuman(_ mail: ParsedMail, _ bytes: [UInt8]) -> IncomingReply {
    IncomingReply(
      channel: .email, providerID: identity(mail, bytes), from: mail.from,
      text: String((mail.subject + "\n" + mail.wholeText).prefix(Self.textMost)))
  }

  private func unreadable(_ bytes: [UInt8], _ failure: MailFailure) -> IncomingReply {
    IncomingReply(
      channel: .email, providerID: "mail-" + digest(bytes), from: "",
      text: "A mail came in that cannot be read (\(failure)). It is still in the mailbox.")
  }

  // MARK: Which mail

  /// The same for a mail that comes twice, by whatever road: its Message-ID, and a mark of sender
  /// and text because there are programs that give each mail the same one.
  private func identity(_ mail: ParsedMail, _ bytes: [UInt8]) -> String {
    guard !mail.messageID.isEmpty else { return "mail-" + digest(bytes) }
    return String(mail.messageID.prefix(160)) + "#"
      + digest(Array((mail.from + "\n" + mail.wholeText).utf8)).prefix(12)
  }

  private func digest(_ bytes: [UInt8]) -> String {
    String(Fingerprint.hexadecimal(bytes).prefix(32))
  }
}
