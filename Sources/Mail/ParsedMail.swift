/// What a mail says, as far as Kith cares.
package struct ParsedMail: Hashable, Sendable {
  /// The sender's addr-spec in lower case, or empty.
  package var from = ""
  /// All addresses it was sent to (To, Cc, Delivered-To, X-Original-To), in lower case.
  package var to: [String] = []
  package var subject = ""
  /// Without angle brackets, or empty.
  package var messageID = ""
  /// Message-IDs it answers, the nearest first, without angle brackets.
  package var inReplyTo: [String] = []
  /// What the person wrote: without quoted text and signature. Empty where there is nothing else.
  package var text = ""
  /// What stands where signatures do (`QuotedText`).
  package var signature = ""
  /// The readable text as it came.
  package var wholeText = ""
  /// Written by a machine (RFC 3834), sent by a list, or a bounce: not to be taken for a person.
  package var isAutomatic = false
  package var bounce: Bounce?

  package init() {}

  /// What a mail system says about a mail of ours: what became of it (RFC 3464), or that its
  /// receiver complained of it (RFC 5965).
  package struct Bounce: Hashable, Sendable {
    /// Of the mail's final recipient, in lower case, or empty.
    package var recipient = ""
    /// `failed`, `delayed`, `delivered`, `relayed` or `expanded`; `complained` for a complaint.
    package var action = ""
    /// `5.1.1` (RFC 3463), or empty.
    package var status = ""
    /// The Message-ID of the mail it is about, without angle brackets, or empty.
    package var messageID = ""

    package init() {}

    /// The mail will not arrive. Old programs write actions of their own, or none: whatever is not
    /// said to be under way, or done, has failed.
    package var isFailure: Bool {
      let word = action.prefix { $0.isLetter }
      if ["delayed", "delivered", "relayed", "expanded"].contains(word) { return false }
      return !action.isEmpty || !(status.hasPrefix("4") || status.hasPrefix("2"))
    }

    /// Who got it called it abuse or junk, and wants no more.
    package var isComplaint: Bool { action == Self.complained }
    static let complained = "complained"

    /// The address itself is no good: unknown, moved or closed (RFC 3463, 3.2 and 3.3). Anything
    /// else may be different tomorrow, or is about this one mail.
    package var isOfAddress: Bool {
      isFailure
        && ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"].contains(status)
    }
  }

  /// A mail system wrote it, and not that it is still trying: in words alone, as before RFC 3464.
  package var saysUndelivered: Bool {
    let said = (subject + "\n" + wholeText.prefix(1000)).lowercased()
    return isFromMailSystem && !from.isEmpty
      && !["delay", "warning", "not yet", "still trying", "keep trying", "will be retried"].contains
      {
        said.contains($0)
      }
  }

  /// A mail system wrote it.
  package var isFromMailSystem: Bool {
    from.isEmpty || from.hasPrefix("mailer-daemon@") || from.hasPrefix("postmaster@")
  }

  /// References of ours that stand in the address it came to: `local+reference@domain` of `own`.
  package func references(inAddressesOf own: String) -> [String] {
    guard let at = own.lastIndex(of: "@") else { return [] }
    let (local, domain) = (own[..<at] + "+", own[at...])
    return to.compactMap { address in
      guard address.hasPrefix(local), address.hasSuffix(domain) else { return nil }
      return Self.reference(String(address.dropFirst(local.count)))
    }
  }

  /// References of ours (`OutgoingMessage.reference`) that it answers or bounces, nearest first.
  package var references: [String] {
    ((bounce.map { [$0.messageID] } ?? []) + inReplyTo).compactMap(Self.reference)
  }

  /// The reference in a Message-ID that `MailComposer` made.
  private static func reference(_ messageID: String) -> String? {
    let name = messageID.split(separator: "@", omittingEmptySubsequences: false)[0]
    let isOurs =
      name.utf8.count == 16
      && name.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
    return isOurs ? String(name) : nil
  }
}
