package import CheckIns
package import Messages
package import Reading
package import Timekeeping

/// Reads a roster: all of it, or every fault with line, column, and what was expected.
package struct RosterReader {
  package static let columns = [
    "id", "name", "role", "sms", "email", "chat", "zone", "locale", "quiet_hours", "plan", "start",
    "time",
    "dates", "days_off", "mentors", "crisis", "consent_texts", "consent_mentors", "consent_crisis",
  ]

  /// `date.NAME` stands for one of `dates` where keys and values are given.
  package static let datePrefix = "date."

  /// Plans there are, by name.
  private let plans: [String]
  private let country: String
  /// Messengers there are.
  private let chats: [ChatAddressForm]
  private let zones: ZoneReader
  /// Locales there is wording for; empty: any.
  private let locales: [String]
  /// Somebody Kith knows already under this id, with their roles; nil for a stranger.
  private let known: (String) -> Roles?
  /// No consent was given later.
  private let today: LocalDate?

  package init(
    plans: [String], country: String, chats: [ChatAddressForm] = [], zones: ZoneReader,
    locales: [String] = [], today: LocalDate? = nil,
    known: @escaping (String) -> Roles? = { _ in nil }
  ) {
    self.plans = plans
    self.country = country
    self.chats = chats
    self.zones = zones
    self.locales = locales
    self.known = known
    self.today = today
  }

  package func read(bytes: [UInt8], file: String) throws(ReadingFaults) -> [RosterEntry] {
    try read(text: SourceText.decode(bytes, file: file), file: file)
  }

  /// Throws the faults of all lines together, at most `FaultList.mostTold`.
  package func read(text: String, file: String) throws(ReadingFaults) -> [RosterEntry] {
    let table = try CSVReader.read(text: text, file: file, columns: Self.columns)
    let faults = FaultList()
    for column in ["id", "name", "role", "zone"] where !table.header.contains(column) {
      faults.add(
        Fault(file: file, line: 1, key: column, sentence: "expected this column in the header"))
    }
    try faults.end()
    var entries: [RosterEntry] = []
    for row in table.rows where !faults.isFull { entries.append(entry(row, faults)) }
    if !faults.isFull { checkTogether(entries, table.rows, faults) }
    try faults.end()
    return entries
  }

  /// One person from `KEY=VALUE` fields, as `kith add` and `kith set` have them. Fields that
  /// are not given come from `base`, the person as they are.
  package func entry(id: String, fields: [String: String], base: RosterEntry? = nil)
    throws(ReadingFaults) -> RosterEntry
  {
    let faults = FaultList()
    var all = base.map(Self.fields) ?? [:]
    all.merge(fields.filter { !$0.key.hasPrefix(Self.datePrefix) }) { $1 }
    all["id"] = id
    all["dates"] = dates(all["dates"], with: fields, faults)
    let row = MarkedRow(file: "kith", line: 0, fields: all)
    for key in fields.keys.sorted()
    where !Self.columns.contains(key) && !key.hasPrefix(Self.datePrefix) {
      faults.add(row.fault(key, "unknown key\(NearMatch.hint(for: key, in: Self.columns))"))
    }
    let entry = entry(row, faults)
    checkTogether([entry], [row], faults)
    try faults.end()
    return entry
  }

  /// `dates` with each `date.NAME`; an empty value takes a date away.
  private func dates(_ text: String?, with fields: [String: String], _ faults: FaultList)
    -> String?
  {
    let named = fields.filter { $0.key.hasPrefix(Self.datePrefix) }
    guard !named.isEmpty else { return text }
    let known = (text ?? "").isEmpty ? "none" : text ?? "none"
    guard var dates = try? PersonalDates(known) else { return text }
    for (key, value) in named.sorted(by: { $0.key < $1.key }) {
      let name = String(key.dropFirst(Self.datePrefix.count))
      do throws(TimekeepingFailure) {
        guard PersonalDates.isName(name) else {
          throw TimekeepingFailure("expected a name of small letters, digits and _, as quit_date")
        }
        dates.set(name, to: value.isEmpty ? nil : try LocalDate(value))
      } catch {
        faults.add(Fault(file: "kith", key: key, sentence: error.sentence))
      }
    }
    return dates.description
  }

  // MARK: One line

  private func entry(_ row: MarkedRow, _ faults: FaultList) -> RosterEntry {
    let cell = RosterCell(row: row, faults: faults)
    var entry = RosterEntry(
      id: id(cell), name: name(cell), roles: roles(cell), zone: zone(cell), locale: locale(cell))
    let sms = cell.read("sms") { text throws(AddressFault) in
      try PhoneNumber.normalise(text, country: country)
    }
    let email = cell.read("email") { text throws(AddressFault) in
      try EmailAddress.normalise(text)
    }
    entry.addresses =
      chatAddresses(cell)
      + [
        sms.map { .init(channel: .sms, text: $0) }, email.map { .init(channel: .email, text: $0) },
      ]
      .compactMap(\.self)
    entry.quietHours = cell.read(
      "quiet_hours", "21:00-08:00 or none", ClockText.quietHours)
    entry.plan = plan(cell)
    entry.start = cell.date("start")
    entry.time = cell.read("time") { text throws(TimekeepingFailure) in
      try LocalTime(text).description
    }
    entry.dates = cell.read("dates") { text throws(TimekeepingFailure) in
      try PersonalDates(text)
    }
    entry.daysOff = cell.read("days_off") { text throws(TimekeepingFailure) in try DaysOff(text) }
    entry.mentors = mentors(cell)
    entry.mayBeWoken = cell.read("crisis", "yes or no") { ["yes": true, "no": false][$0] } ?? false
    entry.consentTexts = cell.past("consent_texts", today: today)
    entry.consentMentors = cell.past("consent_mentors", today: today)
    entry.consentCrisis = cell.past("consent_crisis", today: today)
    return entry
  }

  /// Who names a messenger wants it: these are tried before all else, in this order.
  private func chatAddresses(_ cell: RosterCell) -> [RosterEntry.Address] {
    guard let text = cell.text("chat") else { return [] }
    var found: [RosterEntry.Address] = []
    for part in text.split(separator: ";") {
      let typed = part.filter { !$0.isWhitespace }
      let name = typed.prefix { $0 != ":" }
      guard let form = chats.first(where: { $0.channel.rawValue == name }) else {
        let known = chats.map { "\($0.channel.rawValue):\($0.example)" }.joined(separator: " or ")
        cell.fault(
          "chat",
          "expected "
            + (known.isEmpty ? "nothing: no provider is known that is a messenger" : known)
            + ", joined by ;, found \"\(typed)\"")
        continue
      }
      do throws(AddressFault) {
        found.append(.init(channel: form.channel, text: try form.normalise(typed)))
      } catch {
        cell.fault("chat", error.sentence)
      }
    }
    if Set(found.map(\.channel)).count < found.count {
      cell.fault("chat", "expected one address of each messenger")
    }
    return found
  }

  private func id(_ cell: RosterCell) -> String {
    let expected = "a short id of letters, digits, dots and dashes, as ann or 17-b"
    guard let id = cell.required("id", expected) else { return "" }
    let fits =
      id.count <= 40 && id.allSatisfy { $0.isLetter || $0.isNumber || ".-_".contains($0) }
    if !fits { cell.fault("id", "expected \(expected), found \"\(id)\"") }
    return id
  }

  private func name(_ cell: RosterCell) -> String {
    guard let name = cell.required("name", "the name to call them by") else { return "" }
    let isControl = { (scalar: Unicode.Scalar) in scalar.properties.generalCategory == .control }
    if name.count > 80 || name.contains(where: \.isNewline)
      || name.unicodeScalars.contains(where: isControl)
    {
      cell.fault(
        "name", "expected a name of at most 80 characters on one line, without control characters")
    }
    return name
  }

  private func roles(_ cell: RosterCell) -> Roles {
    let names = [
      "mentee": Roles.mentee, "mentor": .mentor, "coordinator": .coordinator,
      "operator": .operator_,
    ]
    guard let text = cell.required("role", "mentee, mentor, coordinator or operator, joined by +")
    else { return [] }
    var roles: Roles = []
    for part in text.split(separator: "+", omittingEmptySubsequences: false) {
      let word = part.filter { $0 != " " }.lowercased()
      if let role = names[word] {
        roles.insert(role)
      } else {
        cell.fault(
          "role", "expected mentee, mentor, coordinator or operator, joined by +; found \"\(word)\""
        )
      }
    }
    return roles
  }

  private func zone(_ cell: RosterCell) -> String {
    guard let name = cell.required("zone", "an IANA zone, as America/New_York") else { return "" }
    do { return try zones.zone(name).name } catch {
      cell.fault("zone", error.sentence)
      return name
    }
  }

  private func locale(_ cell: RosterCell) -> String {
    guard let locale = cell.text("locale") else { return "en" }
    let language = locale.prefix { $0 != "-" }
    let isTag = locale.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    if !isTag || !(2...3).contains(language.count) || locale.count > 20 {
      cell.fault("locale", "expected a language tag (BCP 47), as en or pt-BR, found \"\(locale)\"")
    } else if !locales.isEmpty, !locales.contains(locale), !locales.contains(String(language)) {
      let known = locales.joined(separator: ", ")
      cell.fault(
        "locale", "expected a language there are templates in (\(known)), found \"\(locale)\"")
    }
    return locale
  }

  private func plan(_ cell: RosterCell) -> String? {
    guard let name = cell.text("plan") else { return nil }
    if !plans.contains(name) {
      let hint = NearMatch.hint(for: name, in: plans)
      let known = plans.isEmpty ? "there are none" : plans.joined(separator: ", ")
      cell.fault("plan", "there is no plan \"\(name)\"\(hint); expected one of: \(known)")
    }
    return name
  }

  private func mentors(_ cell: RosterCell) -> [RosterEntry.MentorLink] {
    guard let text = cell.text("mentors") else { return [] }
    let levels = Disclosure.allCases.map(\.rawValue)
    return text.split(separator: ";").compactMap { part in
      let halves = part.split(separator: ":", maxSplits: 1).map { $0.filter { $0 != " " } }
      guard let id = halves.first, !id.isEmpty else {
        cell.fault("mentors", "expected ids with disclosure, as ben:reach-out;cat:scores")
        return nil
      }
      guard halves.count == 2 else { return RosterEntry.MentorLink(id: id) }
      guard let level = Disclosure(rawValue: halves[1]) else {
        cell.fault(
          "mentors",
          "expected one of \(levels.joined(separator: ", ")) after \(id):, found \"\(halves[1])\"")
        return nil
      }
      return RosterEntry.MentorLink(id: id, disclosure: level)
    }
  }

  // MARK: Lines together

  private func checkTogether(_ entries: [RosterEntry], _ rows: [MarkedRow], _ faults: FaultList) {
    var lines: [String: Int] = [:]
    for (entry, row) in zip(entries, rows) where !entry.id.isEmpty {
      if let first = lines[entry.id] {
        faults.add(
          row.fault("id", "expected each id once, \"\(entry.id)\" is on line \(first) too"))
      } else {
        lines[entry.id] = row.line
      }
    }
    let roles = Dictionary(entries.map { ($0.id, $0.roles) }, uniquingKeysWith: { $1 })
    for (entry, row) in zip(entries, rows) {
      checkMentors(of: entry, row, roles, faults)
      checkRole(of: entry, row, faults)
    }
  }

  private func checkMentors(
    of entry: RosterEntry, _ row: MarkedRow, _ roles: [String: Roles], _ faults: FaultList
  ) {
    var seen: Set<String> = []
    for mentor in entry.mentors {
      let sentence: String? =
        if mentor.id == entry.id {
          "expected somebody else: nobody is their own mentor"
        } else if !seen.insert(mentor.id).inserted {
          "expected each mentor once, \"\(mentor.id)\" stands here twice"
        } else if let role = roles[mentor.id] ?? known(mentor.id) {
          role.contains(.mentor)
            ? nil : "expected mentors, \"\(mentor.id)\" has not the role mentor"
        } else {
          "there is nobody with the id \"\(mentor.id)\""
            + hint(for: mentor.id, in: roles)
        }
      if let sentence { faults.add(row.fault("mentors", sentence)) }
    }
  }

  /// In a roster of thousands too many ids are near for a hint to help.
  private func hint(for id: String, in roles: [String: Roles]) -> String {
    roles.count > 500 ? "" : NearMatch.hint(for: id, in: roles.keys.sorted())
  }

  private func checkRole(of entry: RosterEntry, _ row: MarkedRow, _ faults: FaultList) {
    if entry.roles.isEmpty { return }
    if row["sms"].isEmpty, row["email"].isEmpty, row["chat"].isEmpty {
      faults.add(
        row.fault(
          "sms", "expected a number, a mail or a chat address: there is no way to reach them"))
    }
    if entry.roles.contains(.mentee) { return }
    for column in ["plan", "start", "time", "dates", "days_off", "mentors"]
    where !row[column].isEmpty {
      faults.add(row.fault(column, "expected nothing: only a mentee has one"))
    }
  }

  // MARK: Back to fields

  /// The columns of an entry, as they would stand in a file.
  package static func fields(_ entry: RosterEntry) -> [String: String] {
    var fields = ["id": entry.id, "name": entry.name, "zone": entry.zone, "locale": entry.locale]
    fields["role"] = roleText(entry.roles)
    for address in entry.addresses where !address.channel.isChat {
      fields[address.channel.rawValue] = address.text
    }
    fields["chat"] = entry.addresses.filter(\.channel.isChat)
      .map { "\($0.channel.rawValue):\($0.text)" }.joined(separator: ";")
    fields["quiet_hours"] = entry.quietHours.map(ClockText.text)
    fields["plan"] = entry.plan
    fields["start"] = entry.start?.description
    fields["time"] = entry.time
    fields["dates"] = entry.dates.flatMap { $0.isEmpty ? nil : $0.description }
    fields["days_off"] = entry.daysOff.flatMap { $0.isEmpty ? nil : $0.description }
    fields["mentors"] = entry.mentors.map { mentor in
      mentor.disclosure.map { "\(mentor.id):\($0.rawValue)" } ?? mentor.id
    }.joined(separator: ";")
    fields["crisis"] = entry.mayBeWoken ? "yes" : "no"
    fields["consent_texts"] = entry.consentTexts?.description
    fields["consent_mentors"] = entry.consentMentors?.description
    fields["consent_crisis"] = entry.consentCrisis?.description
    return fields
  }

  private static func roleText(_ roles: Roles) -> String {
    let names: [(Roles, String)] = [
      (.mentee, "mentee"), (.mentor, "mentor"), (.coordinator, "coordinator"),
      (.operator_, "operator"),
    ]
    return names.filter { roles.contains($0.0) }.map(\.1).joined(separator: "+")
  }
}
