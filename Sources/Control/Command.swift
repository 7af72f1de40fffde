/// Something that changes what Kith keeps, or makes it do something.
///
/// People are named by their roster id (`ann`) or their own id (`p7`); times without an offset are
/// on that person's clock.
package enum Command: Hashable, Sendable {
  case importRoster(ImportRoster)
  case add(PersonFields)
  case set(PersonFields)
  case say(Say)
  case acknowledge(Acknowledge)
  case close(Close)
  case pause(Pause)
  case resume(Subject)
  case stop(Subject)
  case away(Away)
  case sendTest(SendTest)
  /// A human has read this reply.
  case inboxDone(InboxDone)
  /// Read all files again: all of them are good and taken, or nothing changes.
  case reload
  /// A text typed on a pretend phone.
  case phoneReply(PhoneReply)
  /// A mail that a mail server handed over.
  case receiveMail(ReceiveMail)
  /// A button pressed on a signed link's page.
  case press(Press)

  package struct ImportRoster: Hashable, Sendable, Codable {
    /// The whole CSV file as it is; bytes that are no UTF-8 are refused before they come here.
    package var text: String
    /// What faults are reported against: the file's name, or `-`.
    package var file: String
    package var dryRun: Bool
    package init(text: String, file: String = "-", dryRun: Bool = false) {
      self.text = text
      self.file = file
      self.dryRun = dryRun
    }
    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      text = try container.decode(String.self, forKey: .text)
      file = try container.decodeIfPresent(String.self, forKey: .file) ?? "-"
      dryRun = try container.decodeIfPresent(Bool.self, forKey: .dryRun) ?? false
    }
    enum CodingKeys: String, CodingKey {
      case text, file
      case dryRun = "dry_run"
    }
  }

  package struct PersonFields: Hashable, Sendable, Codable {
    /// The roster id.
    package var id: String
    /// The roster's columns and their values.
    package var fields: Fields
    package init(id: String, fields: Fields) {
      self.id = id
      self.fields = fields
    }
  }

  package struct Subject: Hashable, Sendable, Codable {
    package var id: String
    package init(id: String) { self.id = id }
  }

  package struct Say: Hashable, Sendable, Codable {
    package var id: String
    package var text: String
    package init(id: String, text: String) {
      self.id = id
      self.text = text
    }
  }

  package struct Acknowledge: Hashable, Sendable, Codable {
    package var alert: String
    /// Who says "I will": a person's id.
    package var by: String
    package init(alert: String, by: String) {
      self.alert = alert
      self.by = by
    }
  }

  package struct Close: Hashable, Sendable, Codable {
    package var alert: String
    /// One word of how it ended, as `reached`: letters and dashes, for the ledger has no others.
    package var outcome: String
    /// Anything else; sealed, as all that is written about a person.
    package var note: String?
    package init(alert: String, outcome: String, note: String? = nil) {
      self.alert = alert
      self.outcome = outcome
      self.note = note
    }
  }

  package struct Pause: Hashable, Sendable, Codable {
    package var id: String
    /// `2026-03-01`, `2026-03-01 09:00`, RFC 3339, or a span as `3d`; nil has no end.
    package var until: String?
    package init(id: String, until: String? = nil) {
      self.id = id
      self.until = until
    }
  }

  package struct Away: Hashable, Sendable, Codable {
    package var id: String
    /// As `Pause.until`; a date begins at its midnight.
    package var from: String
    /// As `from`; a date is included.
    package var to: String
    /// Who stands in: a person's id.
    package var cover: String?
    package init(id: String, from: String, to: String, cover: String? = nil) {
      self.id = id
      self.from = from
      self.to = to
      self.cover = cover
    }
  }

  package struct SendTest: Hashable, Sendable, Codable {
    package var gateway: String
    /// A telephone number or an e-mail address.
    package var to: String
    package init(gateway: String, to: String) {
      self.gateway = gateway
      self.to = to
    }
  }

  package struct InboxDone: Hashable, Sendable, Codable {
    /// As `kith inbox` numbers them.
    package var number: Int64
    package init(number: Int64) { self.number = number }
  }

  package struct PhoneReply: Hashable, Sendable, Codable {
    /// The pretend phone's own address.
    package var phone: String
    package var text: String
    package init(phone: String, text: String) {
      self.phone = phone
      self.text = text
    }
  }

  package struct ReceiveMail: Hashable, Sendable, Codable {
    /// The mail as it came (RFC 5322), in base64.
    package var mail: String
    /// The gateway it answers; nil: the one that has `piped_mail`.
    package var gateway: String?
    package init(mail: String, gateway: String? = nil) {
      self.mail = mail
      self.gateway = gateway
    }
  }

  package struct Press: Hashable, Sendable, Codable {
    package var token: String
    /// The button's name, as `LinkPage.Action.name`.
    package var action: String
    package init(token: String, action: String) {
      self.token = token
      self.action = action
    }
  }
}
