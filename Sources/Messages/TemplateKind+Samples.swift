extension TemplateKind {
  /// Values of ordinary length for every name this kind may use: what a preview shows and what
  /// lengths are judged by. `isFull` gives what may be absent as well.
  package func samples(isFull: Bool) -> [String: TemplateValue] {
    var values: [String: TemplateValue] = [:]
    for name in isFull ? names : always { values[name] = Self.sample(name) }
    if self == .checkin || self == .nudge {
      // One question at a time: the others' sections stay hidden.
      for name in ["scale", "choice", "open", "choices", "from", "to"] { values[name] = nil }
      values["yes_no"] = true
    }
    return values
  }

  private static func sample(_ name: String) -> TemplateValue {
    switch name {
    case "yes_no", "scale", "choice", "open", "again": true
    default: .text(sampleTexts[name] ?? name)
    }
  }

  private static let sampleTexts = [
    "sender": "River House", "name": "Ann", "about": "Ann B.", "who": "Ben", "by": "Cat",
    "code": "12", "phone": "+1 500 555 0006", "link": "https://checkins.example.org/p/k3v9x2m7",
    "since": "Mon 9:00", "score": "2", "words": "not a good day", "from": "0", "to": "10",
    "choices": "1 tea, 2 coffee, 3 neither", "people": "1 for Ann, 2 for Ben",
    "emergency": "911", "line": "call or text 988", "line2": "text HOME to 741741",
    "poison": "Poison Help 1-800-222-1222", "shelter": "1-800-799-7233",
    "until": "Tue 24 Nov", "setting": "quiet from 22:00 to 8:00", "span": "30 days",
    "years": "1", "months": "6", "days": "30",
    "text": "Thinking of you. Shall we have a coffee on Thursday?",
    "gateway": "main-sms", "reason": "code 30034", "working": "spare-sms",
  ]
}
