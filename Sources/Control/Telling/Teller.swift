package import CheckIns
package import Messages
package import Timekeeping

/// Turns rows into the lines of answers: whose row it is, and what time it was on their clock.
package struct Teller: Sendable {
  /// What is known of a person besides their row.
  package struct Known: Sendable {
    package var rosterID: String?
    package var name: String
    package var zone: Zone
    package init(rosterID: String?, name: String, zone: Zone) {
      self.rosterID = rosterID
      self.name = name
      self.zone = zone
    }
  }

  private let known: [PersonID: Known]

  package init(_ known: [PersonID: Known]) { self.known = known }

  /// The roster id, or Kith's own for somebody without one.
  package func id(of person: PersonID) -> String { known[person]?.rosterID ?? "\(person)" }

  package func name(of person: PersonID) -> String { known[person]?.name ?? "\(person)" }

  /// On that person's clock; in UTC where nobody's clock is meant.
  package func moment(_ instant: Instant, of person: PersonID?) -> Moment {
    guard let zone = person.flatMap({ known[$0]?.zone }) else { return Moment(utc: instant) }
    return Moment(instant, in: zone)
  }
}

extension Moment {
  /// On the clocks of `zone`.
  package init(_ instant: Instant, in zone: Zone) {
    self.init(
      instant, offset: zone.offset(at: instant), zone: zone.abbreviation(at: instant))
  }
}

extension CheckIn.State {
  /// The design's word for it.
  package var word: String {
    switch self {
    case .asking: "asking"
    case .asked: "asked"
    case .answered: "answered"
    case .inContact: "in contact"
    case .missed: "missed"
    case .skipped: "skipped"
    case .unreached: "unreached"
    case .planned: "planned"
    }
  }
}

extension Alert.State {
  package var word: String {
    switch self {
    case .open: "open"
    case .acknowledged: "acknowledged"
    case .closed: "closed"
    }
  }
}

extension Message.State {
  package var word: String {
    switch self {
    case .queued: "queued"
    case .claimed: "claimed"
    case .accepted: "accepted"
    case .inDoubt: "in doubt"
    case .delivered: "delivered"
    case .undelivered: "undelivered"
    case .failed: "failed"
    case .expired: "expired"
    case .cancelled: "cancelled"
    case .held: "held"
    }
  }
}

extension Roles {
  /// In the roster's order.
  package var words: [String] {
    [
      (Roles.mentee, "mentee"), (.mentor, "mentor"), (.coordinator, "coordinator"),
      (.operator_, "operator"),
    ]
    .filter { contains($0.0) }.map(\.1)
  }
}
