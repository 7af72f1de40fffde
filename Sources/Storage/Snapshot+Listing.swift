package import CheckIns
import GRDB
package import Messages
import Sealing
package import Timekeeping

/// How much there is of what, for `kith status`.
package struct Counts: Hashable, Sendable {
  package var people = 0
  package var openCheckIns = 0
  package var openAlerts = 0
  package var unreadReplies = 0
  package var queuedMessages = 0
  package var claimedMessages = 0
  package var messagesInDoubt = 0
  package var timers = 0
  package var nextDeadline: Instant?
}

private let selectPeople = SQL(
  "SELECT \(Person.table.columns) FROM person WHERE id > $1 ORDER BY id LIMIT $2")
private let selectAlerts = SQL(
  "SELECT \(Alert.table.columns) FROM alert WHERE id < $1 ORDER BY id DESC LIMIT $2")
private let selectOpenAlerts = SQL(
  "SELECT \(Alert.table.columns) FROM alert WHERE state < 3 ORDER BY id")
private let selectAlertsOf = Alert.table.select(by: "person")
private let selectBodies = ListSQL(
  "SELECT id, person, body FROM message WHERE id IN ($list) AND body IS NOT NULL ORDER BY id")
private let selectUnread = SQL("SELECT id FROM reply WHERE unread = 1 ORDER BY id LIMIT $1")
private let selectReplies = SQL("SELECT id FROM reply ORDER BY id DESC LIMIT $1")
private let selectRepliesOf = SQL(
  "SELECT id FROM reply WHERE person = $1 ORDER BY id DESC LIMIT $2")
private let selectByDates = ListSQL(
  """
  SELECT \(CheckIn.table.columns) FROM check_in WHERE enrolment = $1 AND date IN ($list)
  ORDER BY date, slot
  """, fixed: 1)
private let countOpenCheckIns = SQL("SELECT COUNT(*) FROM check_in WHERE (state < 3 OR state = 5)")
private let countOpenAlerts = SQL("SELECT COUNT(*) FROM alert WHERE state < 3")
private let countUnread = SQL("SELECT COUNT(*) FROM reply WHERE unread = 1")
private let countPeople = SQL("SELECT COUNT(*) FROM person WHERE standing <> 4")
private let countTimers = SQL("SELECT COUNT(*), MIN(due) FROM timer")

extension Snapshot {
  /// People by rising id, those who left too; `after` pages on.
  package func people(after: PersonID? = nil, limit: Int = 1000) throws(StorageFailure) -> [Person]
  {
    var query = try query(selectPeople)
    query.bind(after?.rawValue ?? 0)
    query.bind(limit)
    return try rows(&query)
  }

  /// Alerts that are not closed, oldest first.
  package func openAlerts() throws(StorageFailure) -> [Alert] {
    var query = try query(selectOpenAlerts)
    return try rows(&query)
  }

  /// Alerts, newest first; `before` pages on.
  package func alerts(before: AlertID? = nil, limit: Int = 100) throws(StorageFailure) -> [Alert] {
    var query = try query(selectAlerts)
    query.bind(before?.rawValue ?? Int64.max)
    query.bind(limit)
    return try rows(&query)
  }

  /// Every alert about these people, by rising id.
  package func alerts(about people: [PersonID]) throws(StorageFailure) -> [Alert] {
    var found: [Alert] = []
    try each(selectAlertsOf, Self.keys(people)) { query throws(StorageFailure) in
      if let alert: Alert = try self.row(&query) { found.append(alert) }
    }
    return found.sorted { $0.id < $1.id }
  }

  /// What is not settled, in the order of lanes.
  package func outbox(limit: Int = 100) throws(StorageFailure) -> [Message] {
    let first = try unsettledMessages().sorted { ($0.lane, $0.id) < ($1.lane, $1.id) }.prefix(limit)
    var slice = Slice()
    try load(messages: first.map(\.id), into: &slice)
    return first.compactMap { slice.messages[$0.id] }
  }

  /// The words of messages, where they were rendered and can still be read.
  package func texts(of messages: [MessageID]) throws(StorageFailure) -> [MessageID: String] {
    var sealed: [(id: MessageID, person: PersonID, body: [UInt8])] = []
    try each(selectBodies, Self.keys(messages)) { query throws(StorageFailure) in
      sealed.append((query.id(), query.id(), query.optionalBytes() ?? []))
    }
    try open(keysOf: sealed.map(\.person))
    var found: [MessageID: String] = [:]
    for (id, person, body) in sealed {
      let context = SealingContext("message.body", id: id.rawValue)
      found[id] = keyring.text(body, context, of: person)
    }
    return found
  }

  /// These alerts with their notes opened, where they have some that can still be read.
  package func noted(_ alerts: [Alert]) throws(StorageFailure) -> [Alert] {
    var sealed: [AlertID: [UInt8]] = [:]
    try each(Alert.notes, Self.keys(alerts.map(\.id))) { query throws(StorageFailure) in
      let id = query.id(AlertKind.self)
      sealed[id] = query.optionalBytes()
    }
    guard !sealed.isEmpty else { return alerts }
    try open(keysOf: alerts.filter { sealed[$0.id] != nil }.map(\.person))
    return alerts.map { alert in
      var alert = alert
      alert.note = keyring.text(sealed[alert.id], alert.context, of: alert.person)
      return alert
    }
  }

  /// Replies by rising id: those a human should read, or the newest.
  package func inbox(unread: Bool, limit: Int = 100) throws(StorageFailure) -> [Reply] {
    var query = try query(unread ? selectUnread : selectReplies)
    query.bind(limit)
    return try replies(&query)
  }

  /// A person's newest replies by rising id.
  package func replies(of person: PersonID, limit: Int = 100) throws(StorageFailure) -> [Reply] {
    var query = try query(selectRepliesOf)
    query.bind(person)
    query.bind(limit)
    return try replies(&query)
  }

  private func replies(_ query: inout Query) throws(StorageFailure) -> [Reply] {
    var ids: [ReplyID] = []
    while try query.step() { ids.append(query.id()) }
    var slice = Slice()
    try load(replies: ids, into: &slice)
    return slice.replies.sorted
  }

  /// A person's newest check-ins, newest first: by the dates of their enrolments, going back.
  package func checkIns(of person: PersonID, limit: Int = 30) throws(StorageFailure) -> [CheckIn] {
    var slice = Slice()
    try load(historyOf: [person], into: &slice)
    try load(people: [person], [.checkIns], into: &slice)
    var found: [CheckInID: CheckIn] = [:]
    for checkIn in slice.checkIns.sorted { found[checkIn.id] = checkIn }
    for enrolment in slice.enrolments.sorted {
      for checkIn in try checkIns(of: enrolment, limit: limit) { found[checkIn.id] = checkIn }
    }
    let newest = found.values.sorted { ($0.plannedAt, $0.id) > ($1.plannedAt, $1.id) }
    return Array(newest.prefix(limit))
  }

  private func checkIns(of enrolment: Enrolment, limit: Int) throws(StorageFailure) -> [CheckIn] {
    guard var last = try newestDate(of: enrolment)?.days else { return [] }
    var found: [CheckIn] = []
    while last >= enrolment.start.days, found.count < limit {
      let first = max(enrolment.start.days, last - 63)
      let dates = (first...last).map { Int64($0) }
      try each(selectByDates, fixed: [enrolment.id.rawValue], dates) {
        query throws(StorageFailure) in
        if let checkIn: CheckIn = try self.row(&query) { found.append(checkIn) }
      }
      last = first - 1
    }
    return found
  }

  private func newestDate(of enrolment: Enrolment) throws(StorageFailure) -> LocalDate? {
    var query = try query(Enrolment.newestDate)
    query.bind(enrolment.id)
    return try query.step() ? query.optionalDate() : nil
  }

  package func counts() throws(StorageFailure) -> Counts {
    var counts = Counts()
    counts.people = try count(countPeople)
    counts.openCheckIns = try count(countOpenCheckIns)
    counts.openAlerts = try count(countOpenAlerts)
    counts.unreadReplies = try count(countUnread)
    for message in try unsettledMessages() {
      switch message.state {
      case .queued: counts.queuedMessages += 1
      case .claimed: counts.claimedMessages += 1
      default: counts.messagesInDoubt += 1
      }
    }
    var timers = try query(countTimers)
    if try timers.step() {
      counts.timers = timers.int()
      counts.nextDeadline = timers.optionalInstant()
    }
    return counts
  }

  private func count(_ sql: SQL) throws(StorageFailure) -> Int {
    var query = try query(sql)
    return try query.step() ? query.int() : 0
  }

  private func rows<Element: StoredRow>(_ query: inout Query) throws(StorageFailure) -> [Element] {
    var found: [Element] = []
    while try query.step() {
      if let row: Element = try self.row(&query) { found.append(row) }
    }
    return found
  }
}
