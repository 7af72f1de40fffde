/// What `--format text` prints.
extension CommandAnswer {
  /// Without line ends.
  package var lines: [String] {
    switch self {
    case .imported(let report): report.lines
    case .done(let done): [done.sentence]
    case .testing(let started): ["Test message \(started.message) is queued at \(started.gateway)."]
    case .page(let page): [page.heading] + page.text
    }
  }
}

extension ImportReport {
  package var lines: [String] {
    let verb = dryRun ? "would be" : "were"
    var lines = [
      "\(added) \(verb) added, \(changed) \(verb) changed, \(unchanged) stay as they are."
    ]
    if invited > 0 {
      lines.append(
        "\(invited) \(dryRun ? "would get" : "get") an invitation, and nothing else before a yes.")
    }
    lines += kept.map { "\($0.id) keeps their own \($0.field)." }
    lines += untold.map {
      "\($0) has no consent_mentors: coordinators hear of a silence, mentors do not."
    }
    return lines
  }
}

extension Refusal {
  /// The sentence first, then its details, indented.
  package var lines: [String] { [sentence] + details.map { "  " + $0 } }
}
