import CheckIns
import Messages
import Storage
import Timekeeping

/// Renders claimed messages: gives each template what its kind and the mentee's disclosure allow.
struct Rendering {
  let presentation: Presentation
  let slice: Slice
  let details: [PersonID: PrivateDetails]
  let now: Instant
  let zone: @Sendable (String) -> Zone?

  struct Fault: Error { var code: String }

  /// Everybody whose name or address the message needs.
  static func people(in message: Message?) -> [PersonID] {
    guard let message else { return [] }
    let named = ["about", "by"].compactMap { message.facts[$0].flatMap { Int64($0) } }
    return [message.person] + named.map(PersonID.init(rawValue:))
  }

  /// Replies whose words a notice may carry, as far as disclosure allows.
  func repliesWanted(_ ids: [MessageID]) -> [ReplyID] {
    unique(
      ids.compactMap { slice.messages[$0] }
        .filter { disclosure(in: $0) >= .scores }
        .compactMap { $0.alert.flatMap { slice.alerts[$0]?.reply } })
  }

  func render(_ message: Message, words: Rows<Reply>) -> Result<OutgoingMessage, Fault> {
    if message.isCanary { return canary(message) }
    guard let person = slice.people[message.person], let mine = details[message.person],
      let address = mine.addresses[message.contact]
    else { return .failure(Fault(code: "no-address")) }
    let outgoing = OutgoingMessage(
      id: message.id, attempt: message.attempt, channel: message.channel, to: address, text: "",
      reference: message.reference,
      threadReference: threadReference(message),
      unsubscribeURL: unsubscribeURL(message),
      validSeconds: message.expiresAt.map { Int(max(60, ($0 - now).components.seconds)) })
    return filled(outgoing, message, person, mine, words)
  }

  /// Its number is the house's own; its text is the same in all languages.
  private func canary(_ message: Message) -> Result<OutgoingMessage, Fault> {
    guard let number = message.facts["to"] else { return .failure(Fault(code: "no-address")) }
    return .success(
      OutgoingMessage(
        id: message.id, attempt: message.attempt, channel: message.channel, to: number,
        text: Canary.text(message.reference), reference: message.reference,
        validSeconds: message.expiresAt.map { Int(max(60, ($0 - now).components.seconds)) }))
  }

  /// A check-in's prompt, for what is said about it afterwards.
  private func threadReference(_ message: Message) -> String? {
    let thanked = message.facts["check-in"].flatMap { Int64($0) }.map(CheckInID.init(rawValue:))
    let prompt = (message.checkIn ?? thanked).flatMap { slice.checkIns[$0]?.prompt }
    let reference = prompt.flatMap { slice.messages[$0]?.reference }
    return reference == message.reference ? nil : reference
  }

  private func filled(
    _ outgoing: OutgoingMessage, _ message: Message, _ person: Person, _ mine: PrivateDetails,
    _ words: Rows<Reply>
  ) -> Result<OutgoingMessage, Fault> {
    var outgoing = outgoing
    do throws(TemplateFault) {
      let template = chosenTemplate(message, locale: person.locale)
      let (subject, text) = try presentation.library.render(
        template: template, channel: message.channel, locale: person.locale,
        values: values(for: message, person, mine, words))
      outgoing.subject = subject
      outgoing.text = text
      return .success(outgoing)
    } catch {
      return .failure(Fault(code: "template \(message.template): \(error.problem)"))
    }
  }

  /// One of a pool of variants, by the number drawn when the message was queued.
  private func chosenTemplate(_ message: Message, locale: String) -> String {
    guard let drawn = message.facts["variant"].flatMap({ Int($0) }) else { return message.template }
    let pool = presentation.library.variants(
      of: message.template, channel: message.channel, locale: locale)
    return pool.isEmpty ? message.template : pool[drawn % pool.count]
  }

  // MARK: Values

  private func values(
    for message: Message, _ person: Person, _ mine: PrivateDetails, _ words: Rows<Reply>
  ) -> [String: TemplateValue] {
    guard let kind = TemplateKind(templateName: message.template) else { return [:] }
    var values: [String: TemplateValue] = [
      "sender": .text(presentation.senderName), "name": .text(Self.firstName(mine.name)),
    ]
    values.merge(question(message)) { $1 }
    values.merge(people(message)) { $1 }
    values.merge(disclosed(message, words)) { $1 }
    values.merge(span(message)) { $1 }
    let allowed = kind.names
    if allowed.contains("emergency") {
      values.merge(
        presentation.hotlines.values(country: presentation.country, locale: person.locale)
      ) { $1 }
    }
    if let code = message.code { values["code"] = .text(String(code)) }
    if let link = noticeLink(message, kind) { values["link"] = .text(link) }
    if let body = message.body { values["text"] = .text(body) }
    for name in ["gateway", "reason", "working", "count"] {
      if let fact = message.facts[name] { values[name] = .text(fact) }
    }
    if let code = message.facts["trouble"] {
      values["reason"] = .text(TroubleWords.sentence(for: code))
    }
    return values.filter { allowed.contains($0.key) }
  }

  /// How long a milestone counts: the whole in words, and the numbers for other languages.
  private func span(_ message: Message) -> [String: TemplateValue] {
    guard let months = message.facts["months"].flatMap({ Int($0) }),
      let days = message.facts["days"].flatMap({ Int($0) })
    else { return [:] }
    let parts = [(months / 12, "year"), (months % 12, "month"), (days, "day")]
      .filter { $0.0 > 0 }
    var values = Dictionary(
      uniqueKeysWithValues: parts.map { ($0.1 + "s", TemplateValue.text(String($0.0))) })
    values["span"] = .text(
      parts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", "))
    return values
  }

  /// Where one tap says "I will" or "I can't", as the code does. Only in mail: in a text it would
  /// cost a segment more than `A1`.
  private func noticeLink(_ message: Message, _ kind: TemplateKind) -> String? {
    guard message.channel == .email, !presentation.publicURL.isEmpty,
      let alert = message.alert, message.code != nil,
      kind.names.contains("code")
    else { return nil }
    return SignedLink(.alert(alert), for: message.person).url(presentation, now: now)
  }

  /// Not beside a call for help: a stray tap must not end those.
  private func unsubscribeURL(_ message: Message) -> String? {
    guard !presentation.publicURL.isEmpty, message.channel == .email, message.lane != .urgent
    else { return nil }
    return SignedLink(.unsubscribe(message.contact), for: message.person)
      .url(presentation, now: now)
  }

  static func firstName(_ name: String) -> String {
    name.split(separator: " ").first.map(String.init) ?? name
  }

  private func question(_ message: Message) -> [String: TemplateValue] {
    guard let checkIn = message.checkIn.flatMap({ slice.checkIns[$0] }),
      let plan = slice.plans[checkIn.planDigest]
    else { return [:] }
    return Self.values(of: plan.question)
  }

  /// One question at a time: the names of the others stay without a value.
  static func values(of question: Question) -> [String: TemplateValue] {
    switch question {
    case .yesNo: return ["yes_no": true]
    case .scale(let from, let to):
      return ["scale": true, "from": .text(String(from)), "to": .text(String(to))]
    case .choice(let choices):
      let list = choices.enumerated().map { "\($0.offset + 1) \($0.element)" }
      return ["choice": true, "choices": .text(list.joined(separator: ", "))]
    case .text: return ["open": true]
    }
  }

  private func people(_ message: Message) -> [String: TemplateValue] {
    var values: [String: TemplateValue] = [:]
    if let name = name(message.facts["about"]) { values["about"] = .text(name) }
    if let name = name(message.facts["by"]) {
      values["by"] = .text(name)
      values["who"] = .text(name)
    }
    if values["who"] == nil, let about = values["about"] { values["who"] = about }
    return values
  }

  private func name(_ fact: String?) -> String? {
    fact.flatMap { Int64($0) }.flatMap { details[PersonID(rawValue: $0)] }.map {
      Self.firstName($0.name)
    }
  }

  /// What this receiver may know: enforced by what the template is given.
  private func disclosed(_ message: Message, _ words: Rows<Reply>) -> [String: TemplateValue] {
    guard message.code != nil, let alert = message.alert.flatMap({ slice.alerts[$0] }) else {
      return [:]
    }
    let level = disclosure(in: message)
    var values: [String: TemplateValue] = [:]
    if level >= .missed, alert.reason == .silence, let person = slice.people[alert.person],
      let asked = alert.checkIn.flatMap({ slice.checkIns[$0]?.askedAt })
    {
      values["since"] = .text(spoken(asked, person))
    }
    let reply = alert.reply.flatMap { words[$0] }
    if level >= .scores, let value = reply?.value { values["score"] = .text(value) }
    if level >= .words, let reply { values["words"] = .text(reply.text) }
    return values
  }

  /// `Sat 09:00`, on the mentee's clock.
  private func spoken(_ instant: Instant, _ person: Person) -> String {
    let local = (zone(person.zone) ?? .utc).local(of: instant)
    let day = local.date.weekday.shortName
    let minutes = LocalTime(hour: local.time.hour, minute: local.time.minute) ?? local.time
    return "\(day) \(minutes)"
  }

  /// The receiver's level for the person the notice is about; staff see what a mentor may by
  /// default.
  private func disclosure(in message: Message) -> Disclosure {
    guard let about = message.facts["about"].flatMap({ Int64($0) }).map(PersonID.init(rawValue:))
    else { return .reachOut }
    return slice.mentorships[.init(mentee: about, mentor: message.person)]?.disclosure ?? .reachOut
  }
}
