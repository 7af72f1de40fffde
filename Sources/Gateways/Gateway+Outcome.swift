package import Messages

extension Gateway {
  /// What became of an attempt.
  package func outcome(of result: WireResult) -> Outcome {
    switch result {
    case .failure(let failure): Self.outcome(of: failure)
    case .smtpReply(let code, let text): outcome(smtpCode: code, text)
    case .response(let response): outcome(of: response)
    }
  }

  private static func outcome(of failure: WireFailure) -> Outcome {
    let kind: Outcome.Kind =
      failure.permanent ? .misconfigured : failure.mayHaveArrived ? .inDoubt : .tryAgain
    return Outcome(kind, reason: failure.reason)
  }

  /// The definition's rules, then RFC 5321, section 4.2.1: 4yz may be tried again, 5yz may not.
  private func outcome(smtpCode code: Int, _ text: String) -> Outcome {
    let view = WireView(smtpCode: code, text: text)
    let reason = "smtp \(code)"
    if let rule = definition.send.outcomes.first(where: { $0.holds(in: view) }) {
      return Outcome(rule.kind, reason: reason)
    }
    switch code {
    case 200..<300: return Outcome(.accepted, reason: reason)
    case 421: return Outcome(.slowDown, reason: reason)
    case 400..<500: return Outcome(.tryAgain, reason: reason)
    case 500..<600: return Outcome(.refused, reason: reason)
    default: return Outcome(.inDoubt, reason: reason)
    }
  }

  private func outcome(of response: HTTPResponse) -> Outcome {
    let view = WireView(response: response)
    let send = definition.send
    guard let each = send.accepted.each, let parts = view.items(each), !parts.isEmpty else {
      return outcome(of: response, view)
    }
    let outcomes = parts.map { outcome(of: response, $0) }
    let taken = outcomes.filter { $0.kind == .accepted }
    guard let first = taken.first else { return outcomes[0] }
    if taken.count == outcomes.count {
      return Outcome(.accepted, providerIDs: taken.flatMap(\.providerIDs), reason: first.reason)
    }
    return Outcome(
      .accepted, providerIDs: taken.flatMap(\.providerIDs),
      reason: "\(taken.count) of \(outcomes.count) parts taken")
  }

  private func outcome(of response: HTTPResponse, _ view: WireView) -> Outcome {
    let send = definition.send
    let reason = "http \(response.status)"
    if let rule = send.outcomes.first(where: { $0.holds(in: view) }) {
      let ids = send.accepted.id.texts(in: view)
      return settled(rule.kind, response, view, ids: ids, self.reason(rule, view))
    }
    let status = String(response.status)
    guard send.accepted.statuses.contains(where: { $0.matches(status) }) else {
      return settled(Self.kind(ofStatus: response.status), response, view, ids: [], reason)
    }
    guard send.accepted.conditions.allSatisfy({ $0.holds(in: view) }) else {
      return Outcome(.inDoubt, reason: reason + ", answer not understood")
    }
    let ids = send.accepted.id.texts(in: view)
    if ids.isEmpty, !send.accepted.id.isEmpty {
      return Outcome(.inDoubt, reason: reason + ", no id in the answer")
    }
    return Outcome(.accepted, providerIDs: ids.map(Self.shortened), reason: reason)
  }

  private func settled(
    _ kind: Outcome.Kind, _ response: HTTPResponse, _ view: WireView, ids: [String],
    _ reason: String
  ) -> Outcome {
    Outcome(
      kind, providerIDs: kind == .accepted ? ids.map(Self.shortened) : [],
      retryAfterSeconds: kind == .slowDown || kind == .tryAgain ? retryAfter(response, view) : nil,
      reason: reason)
  }

  /// Ids are kept; a provider that sends nonsense shall not fill the database with it.
  private static func shortened(_ id: String) -> String { String(id.prefix(200)) }

  /// With the provider's code, where the rule looked at one that is made of letters and digits.
  private func reason(_ rule: OutcomeRule, _ view: WireView) -> String {
    let status = view.status.map { "http \($0)" } ?? ""
    guard let code = rule.conditions.lazy.compactMap({ $0.sources.text(in: view) }).first,
      code.utf8.count <= 40, code.unicodeScalars.allSatisfy({ Self.isCode($0) })
    else { return status }
    return status + ", code " + code
  }

  private static func isCode(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || scalar == "_" || scalar == "-" || scalar == ".")
  }

  /// Where the definition says nothing (RFC 9110, section 15). A server that says it failed did not
  /// take the message; a proxy that lost the answer (502, 504) cannot know. A redirect is never
  /// followed with credentials.
  private static func kind(ofStatus status: Int) -> Outcome.Kind {
    switch status {
    case 200..<300: .inDoubt
    case 300..<400, 401, 402, 403, 404, 405, 407, 410: .misconfigured
    case 408, 425: .tryAgain
    case 429: .slowDown
    case 400..<500: .refused
    case 502, 504: .inDoubt
    case 500..<600: .tryAgain
    default: .inDoubt
    }
  }

  /// From the definition's place, else `Retry-After` in seconds or as a date (RFC 9110, section
  /// 10.2.3); moments are reckoned from the answer's own `Date`; 1 second to one day.
  private func retryAfter(_ response: HTTPResponse, _ view: WireView) -> Int? {
    let now = response.headers.value("Date").flatMap { Stamp.milliseconds($0, .mail) }
    if let spec = definition.send.retryAfter, let text = spec.source.text(in: view),
      let number = Double(text), number.isFinite
    {
      switch spec.unit {
      case .seconds: return Self.bounded(number)
      case .milliseconds: return Self.bounded(number / 1000)
      case .unix: return now.flatMap { Self.bounded(number - Double($0) / 1000) }
      }
    }
    guard let text = response.headers.value("Retry-After") else { return nil }
    if let seconds = Double(text), seconds.isFinite { return Self.bounded(seconds) }
    guard let now, let until = Stamp.milliseconds(text, .mail) else { return nil }
    return Self.bounded(Double(until - now) / 1000)
  }

  private static func bounded(_ seconds: Double) -> Int? {
    seconds > 0 ? Int(min(max(seconds.rounded(.up), 1), 86400)) : nil
  }
}
