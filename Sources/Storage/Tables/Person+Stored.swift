import CheckIns
import Messages
import Timekeeping

extension Person: TimedRow {
  static let table = Table(
    "person", fixed: ["id"],
    changing: [
      "roles", "zone", "locale", "quiet_from", "quiet_to", "may_be_woken", "standing",
      "consent_texts", "consent_mentors", "consent_crisis", "dates", "days_off", "paused_until",
      "away_from",
      "away_until", "cover", "silent_in_a_row", "last_contact_at", "chosen", "invited_at",
      "counted_on", "counted_texts", "counted_all", "counted_urgent", "due",
    ])
  static let byID = table.select(by: "id")
  static let timerKind = Timer.Kind.person
  var subject: Int64 { id.rawValue }
  var shard: Int64 { Shard.of(id.rawValue) }

  init(reading query: inout Query, plans: PlanNumbers) throws(StorageFailure) {
    try self.init(&query) { (failure) throws(StorageFailure) in throw failure }
  }

  /// Somebody whose row cannot be read counts as not there: nothing is sent to them but the answer
  /// to a call for help.
  static func salvaged(_ query: inout Query) -> Person? {
    query.rewind()
    var person = try? Person(&query) { _ throws(StorageFailure) in }
    person?.isReadable = false
    person?.standing = .left
    return person
  }

  /// - Parameter fault: told of what cannot be read; where it goes on, that is left empty.
  private init(
    _ query: inout Query, fault: (StorageFailure) throws(StorageFailure) -> Void
  ) throws(StorageFailure) {
    let id = query.id(PersonKind.self)
    let roles = Roles(rawValue: query.int())
    let zone = query.text()
    let locale = query.text()
    let quiet = (query.optionalInt(), query.optionalInt())
    let mayBeWoken = query.bool()
    self.init(id: id, roles: roles, zone: zone, locale: locale, standing: .left)
    do throws(StorageFailure) { standing = try query.code() } catch { try fault(error) }
    if case (let from?, let to?) = quiet {
      if [from, to].allSatisfy(QuietHours.minutes.contains) {
        quietHours = QuietHours(from: from, to: to)
      } else {
        try fault(StorageFailure(.unreadable, "Quiet hours of a person are none: \(from)-\(to)."))
      }
    }
    self.mayBeWoken = mayBeWoken
    consentTexts = query.optionalDate()
    consentMentors = query.optionalDate()
    consentCrisis = query.optionalDate()
    let written = (dates: query.optionalText(), daysOff: query.optionalText())
    do throws(TimekeepingFailure) {
      dates = try written.dates.map(PersonalDates.init) ?? .none
      daysOff = try written.daysOff.map(DaysOff.init) ?? .none
    } catch {
      try fault(StorageFailure(.unreadable, "Dates of a person are none: \(error)."))
    }
    pausedUntil = query.optionalInstant()
    awayFrom = query.optionalInstant()
    awayUntil = query.optionalInstant()
    cover = query.optionalID()
    silentInARow = query.int()
    lastContactAt = query.optionalInstant()
    chosen = Choices(rawValue: query.int())
    invitedAt = query.optionalInstant()
    countedOn = query.optionalDate()
    countedTexts = query.int()
    countedAll = query.int()
    countedUrgent = query.int()
    timer = query.optionalInstant().map { Timer(due: $0, kind: Self.timerKind) }
  }

  static let ownerColumn: Int32? = 0
  func load(into slice: inout Slice) { slice.load(self) }

  func bindKey(to query: inout Query) { query.bind(id) }
  func bindFixed(to query: inout Query, plans: PlanNumbers) { query.bind(id) }

  func bindChanging(to query: inout Query, plans: PlanNumbers) {
    query.bind(roles.rawValue)
    query.bind(zone)
    query.bind(locale)
    query.bind(quietHours?.from)
    query.bind(quietHours?.to)
    query.bind(mayBeWoken)
    query.bind(standing.rawValue)
    query.bind(consentTexts)
    query.bind(consentMentors)
    query.bind(consentCrisis)
    query.bind(dates.isEmpty ? nil : dates.description)
    query.bind(daysOff.isEmpty ? nil : daysOff.description)
    query.bind(pausedUntil)
    query.bind(awayFrom)
    query.bind(awayUntil)
    query.bind(cover)
    query.bind(silentInARow)
    query.bind(lastContactAt)
    query.bind(chosen.rawValue)
    query.bind(invitedAt)
    query.bind(countedOn)
    query.bind(countedTexts)
    query.bind(countedAll)
    query.bind(countedUrgent)
    query.bind(timer?.due)
  }
}
