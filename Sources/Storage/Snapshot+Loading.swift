package import CheckIns
import GRDB
package import Messages
import Sealing
import Timekeeping

/// What belongs to a person and may be loaded with them.
package struct Aspects: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }
  package static let contacts = Aspects(rawValue: 1)
  /// Where the person is mentee, and where mentor; not ended ones.
  package static let mentorships = Aspects(rawValue: 2)
  /// Live ones.
  package static let enrolments = Aspects(rawValue: 4)
  /// Those without contact yet, and the newest two of each live enrolment.
  package static let checkIns = Aspects(rawValue: 8)
  /// Those about the person that are not closed.
  package static let alerts = Aspects(rawValue: 16)
  /// Unsettled ones to the person.
  package static let messages = Aspects(rawValue: 32)
  package static let all = Aspects(rawValue: 63)
}

extension Snapshot {
  // MARK: By person

  /// People, and what belongs to them.
  package func load(people: [PersonID], _ aspects: Aspects = .all, into slice: inout Slice)
    throws(StorageFailure)
  {
    let ids = Self.keys(people)
    try load(Person.self, Person.byID, ids, into: &slice)
    if aspects.contains(.contacts) { try load(Contact.self, Contact.byPerson, ids, into: &slice) }
    if aspects.contains(.mentorships) {
      try load(Mentorship.self, Mentorship.byMentee, ids, into: &slice)
      try load(Mentorship.self, Mentorship.byMentor, ids, into: &slice)
    }
    if aspects.contains(.enrolments) {
      try load(Enrolment.self, Enrolment.liveByPerson, ids, into: &slice)
    }
    if aspects.contains(.checkIns) {
      try load(CheckIn.self, CheckIn.openByPerson, ids, into: &slice)
      try load(CheckIn.self, CheckIn.byID, try newestCheckIns(of: ids), into: &slice)
    }
    if aspects.contains(.alerts) { try load(Alert.self, Alert.openByPerson, ids, into: &slice) }
    if aspects.contains(.messages) { try load(Message.unsettledByPerson, ids, into: &slice) }
  }

  private func newestCheckIns(of people: [Int64]) throws(StorageFailure) -> [Int64] {
    var found: [Int64] = []
    try each(Enrolment.newestByPerson, people) { query throws(StorageFailure) in
      found.append(query.integer())
      if let before = query.optionalInteger() { found.append(before) }
    }
    return found.sorted()
  }

  // MARK: By their own ids

  /// Messages with their check-ins, alerts and contacts: enough to settle an attempt.
  package func load(deliveries: [MessageID], into slice: inout Slice) throws(StorageFailure) {
    let ids = Self.keys(deliveries)
    try load(Message.byID, ids, into: &slice)
    let messages = ids.compactMap { slice.messages[MessageID($0)] }
    try load(checkIns: messages.compactMap(\.checkIn), into: &slice)
    try load(alerts: messages.compactMap(\.alert), into: &slice)
    try load(Contact.self, Contact.byID, Self.keys(messages.map(\.contact)), into: &slice)
  }

  package func load(messages: [MessageID], into slice: inout Slice) throws(StorageFailure) {
    try load(Message.byID, Self.keys(messages), into: &slice)
  }

  package func load(checkIns: [CheckInID], into slice: inout Slice) throws(StorageFailure) {
    try load(CheckIn.self, CheckIn.byID, Self.keys(checkIns), into: &slice)
  }

  package func load(alerts: [AlertID], into slice: inout Slice) throws(StorageFailure) {
    try load(Alert.self, Alert.byID, Self.keys(alerts), into: &slice)
  }

  package func load(enrolments: [EnrolmentID], into slice: inout Slice) throws(StorageFailure) {
    try load(Enrolment.self, Enrolment.byID, Self.keys(enrolments), into: &slice)
  }

  package func load(contacts: [ContactID], into slice: inout Slice) throws(StorageFailure) {
    try load(Contact.self, Contact.byID, Self.keys(contacts), into: &slice)
  }

  /// Every notice and other message of these alerts, settled or not.
  package func load(messagesOf alerts: [AlertID], into slice: inout Slice) throws(StorageFailure) {
    try load(Message.byAlert, Self.keys(alerts), into: &slice)
  }

  /// Every enrolment and mentorship of these people, ended ones too: what an import compares with.
  ///
  /// - Throws: `unreadable` where one of them is: what is not known cannot be compared.
  package func load(historyOf people: [PersonID], into slice: inout Slice) throws(StorageFailure) {
    try load(Enrolment.self, Enrolment.allByPerson, Self.keys(people), into: &slice)
    try load(Mentorship.self, Mentorship.allByMentee, Self.keys(people), into: &slice)
    let ids = Set(people)
    for row in unreadable where row.person.map(ids.contains) ?? false { throw row.failure }
  }

  /// Coded notices to these people whose alerts are not closed, with the alerts: for `A1` and `N1`.
  package func load(openNoticesTo people: [PersonID], into slice: inout Slice)
    throws(StorageFailure)
  {
    var found: [AlertID] = []
    try load(Message.openNotices, Self.keys(people), into: &slice) { message in
      if let alert = message.alert { found.append(alert) }
    }
    try load(alerts: found, into: &slice)
  }

  /// Replies with their words opened.
  package func load(replies: [ReplyID], into slice: inout Slice) throws(StorageFailure) {
    var sealed: [(Reply, [UInt8]?)] = []
    try each(Reply.byID, Self.keys(replies)) { query throws(StorageFailure) in
      guard let reply: Reply = try self.row(&query) else { return }
      sealed.append((reply, query.optionalBytes()))
    }
    try open(keysOf: sealed.compactMap(\.0.person))
    for (row, content) in sealed {
      var reply = row
      if let content, let words = keyring.open(content, reply.context, of: reply.person) {
        reply.take(content: words)
      }
      slice.load(reply)
    }
  }

  /// All gateways that were ever used.
  package func loadGateways(into slice: inout Slice) throws(StorageFailure) {
    var query = try query(GatewayState.all)
    while try query.step() {
      slice.load(try GatewayState(reading: &query, plans: plans))
    }
  }

  /// What operators were told of: a handful.
  package func loadTroubles(into slice: inout Slice) throws(StorageFailure) {
    var query = try query(Trouble.all)
    while try query.step() { slice.load(try Trouble(reading: &query, plans: plans)) }
  }

  // MARK: How

  static func keys<Kind>(_ ids: [ID<Kind>]) -> [Int64] {
    var keys = ids.map(\.rawValue)
    keys.sort()
    return keys
  }

  /// Runs a statement over portions of the keys, and reads each row.
  func each(
    _ sql: ListSQL, fixed: [Int64] = [], _ keys: [Int64],
    _ read: (inout Query) throws(StorageFailure) -> Void
  ) throws(StorageFailure) {
    for portion in sql.portions(of: keys) {
      var query = try query(portion.sql)
      for value in fixed { query.bind(value) }
      for key in portion.keys { query.bind(key) }
      while try query.step() { try read(&query) }
    }
  }

  private func load<Element: StoredRow>(
    _ type: Element.Type, _ sql: ListSQL, _ keys: [Int64], into slice: inout Slice
  ) throws(StorageFailure) {
    for portion in sql.portions(of: keys) {
      var query = try query(portion.sql)
      for key in portion.keys { query.bind(key) }
      while try query.step() {
        let row: Element? = try self.row(&query)
        row?.load(into: &slice)
      }
    }
  }

  /// Messages, with the bodies of those that wait opened.
  private func load(
    _ sql: ListSQL, _ keys: [Int64], into slice: inout Slice,
    then: (Message) -> Void = { _ in }
  ) throws(StorageFailure) {
    var sealed: [(Message, [UInt8])] = []
    try each(sql, keys) { query throws(StorageFailure) in
      guard let message: Message = try self.row(&query) else { return }
      then(message)
      if let body = query.optionalBytes() {
        sealed.append((message, body))
      } else {
        slice.load(message)
      }
    }
    try open(keysOf: sealed.map(\.0.person))
    for (row, body) in sealed {
      var message = row
      message.body = keyring.text(body, message.context, of: message.person)
      slice.load(message)
    }
  }
}
