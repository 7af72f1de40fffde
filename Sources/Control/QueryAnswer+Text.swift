/// What `--format text` prints.
extension QueryAnswer {
  /// Without line ends.
  package var lines: [String] {
    switch self {
    case .people(let people):
      people.isEmpty ? ["Nobody."] : Table.lines(people.map(\.cells))
    case .person(let person): person.lines
    case .status(let status): status.lines
    case .story(let story): story.textLines
    case .inbox(let replies): replies.isEmpty ? ["No replies."] : replies.flatMap(\.lines)
    case .outbox(let messages):
      messages.isEmpty ? ["Nothing waits to be sent."] : Table.lines(messages.map(\.cells))
    case .alerts(let alerts): alerts.isEmpty ? ["No alerts."] : Table.lines(alerts.map(\.cells))
    case .next(let occurrences): occurrences.isEmpty ? ["Never again."] : occurrences.map(\.line)
    case .calendar(let file): [file.text]
    case .test(let progress): progress.lines
    case .preview(let preview): preview.lines
    case .phones(let phones): phones.strip.map(\.text)
    case .page(let page): [page.heading] + page.text
    }
  }
}

/// Columns as wide as their widest cell; the last one is not padded.
enum Table {
  static func lines(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell
        if column + 1 < row.count {
          line += String(repeating: " ", count: widths[column] - cell.count + 2)
        }
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

extension PersonLine {
  var cells: [String] {
    [
      id, name, roles.joined(separator: "+"),
      until.map { "\(state) until \($0.text)" } ?? state, plan ?? "",
      next.map { "next " + $0.text } ?? "", uncovered ? "nobody would be told" : "",
    ]
  }
}

extension PersonDetail {
  var lines: [String] {
    var lines = ["\(summary.name) (\(summary.id), \(summary.person))"]
    lines += Table.lines([
      ["  role", summary.roles.joined(separator: ", ")],
      ["  state", summary.until.map { "\(summary.state) until \($0.bothText)" } ?? summary.state],
      ["  zone", zone], ["  language", locale], ["  quiet hours", quietHours],
      ["  consent", consent.line],
    ])
    if let dates { lines.append("  dates " + dates) }
    if let daysOff { lines.append("  days off " + daysOff) }
    if let plan = summary.plan { lines.append("  plan " + plan) }
    if let next = summary.next { lines.append("  next check-in " + next.bothText) }
    if summary.uncovered { lines.append("  Nobody would be told if this person fell silent.") }
    lines += section("Contacts", contacts.map { [$0.channel, $0.address, $0.state] })
    lines += section("Mentors", mentors.map { ["\($0.rank)", $0.id, $0.name, $0.disclosure] })
    lines += section("Mentees", mentees.map { ["\($0.rank)", $0.id, $0.name, $0.disclosure] })
    lines += section(
      "Check-ins", checkIns.map { [$0.checkIn, $0.planned.text, $0.state, $0.answer ?? ""] })
    lines += section("Open alerts", alerts.map(\.cells))
    return lines
  }

  private func section(_ title: String, _ rows: [[String]]) -> [String] {
    rows.isEmpty ? [] : [title] + Table.lines(rows).map { "  " + $0 }
  }
}

extension PersonDetail.Consent {
  var line: String {
    let given = [("texts", texts), ("telling mentors", mentors), ("crisis", crisis)]
      .compactMap { name, date in date.map { "\(name) since \($0)" } }
    return given.isEmpty ? "none on file" : given.joined(separator: ", ")
  }
}

extension StatusReport {
  var lines: [String] {
    var lines = [healthy ? "All is well." : "Something is wrong."]
    lines += problems.map { "  " + $0 }
    lines += Table.lines([
      ["version", version], ["running since", startedAt.text], ["now", now.text],
      ["next deadline", nextDeadline?.text ?? "none"],
      [
        "waiting",
        "\(queue.waiting) (urgent \(queue.urgent), notices \(queue.notices), "
          + "nudges \(queue.nudges), prompts \(queue.prompts), other \(queue.rest)), "
          + "in doubt \(queue.inDoubt)",
      ],
      ["spool", spool.text],
      [
        "people",
        "\(counts.people), mentees \(counts.mentees), nobody to tell for \(counts.uncovered)",
      ],
      ["open", "\(counts.openCheckIns) check-ins, \(counts.openAlerts) alerts"],
      ["inbox", "\(counts.unreadReplies) unread"],
    ])
    lines.append("gateways")
    lines += Table.lines(gateways.map(\.cells)).map { "  " + $0 }
    return lines
  }
}

extension StatusReport.Spool {
  var text: String {
    switch waiting {
    case 0: "empty"
    case 1: "1 callback waits since \(since?.text ?? "?")"
    default: "\(waiting) callbacks wait since \(since?.text ?? "?")"
    }
  }
}

extension StatusReport.GatewayLine {
  var cells: [String] {
    var state = state
    if let reason { state += ": " + reason }
    if let since { state += " since " + since.text }
    return [
      name, provider, state, "in flight \(inFlight)",
      spending,
      lastAccepted.map { "accepted " + $0.text } ?? "nothing accepted yet",
      lastReceipt.map { "receipt " + $0.text } ?? "", lastReply.map { "reply " + $0.text } ?? "",
      lastCanary.map { "canary sent \($0.text), back \(canaryBack?.text ?? "never")" } ?? "",
      lastRefused.map {
        "callbacks not taken: \(refusedCallbacks ?? 1), the last at \($0.text): \(refusal ?? "?")"
      } ?? "",
    ]
  }

  private var spending: String {
    let things = (budget ?? segments) == 1 ? String(unit.dropLast()) : unit
    let counted = budget.map { "\(segments) of \($0) \(things)" } ?? "\(segments) \(things)"
    return counted + " this month" + (cost.map { " (\($0))" } ?? "")
  }
}

extension Story {
  /// Local and UTC time of every line, then what happened.
  var textLines: [String] {
    [summary]
      + Table.lines(
        lines.map { line in
          ["  " + line.at.text, line.at.utcText, line.text, line.about.joined(separator: " ")]
        })
  }
}

extension InboxLine {
  var lines: [String] {
    let sender = id.map { "\($0) (\(from))" } ?? "\(from), whom nobody knows,"
    let mark = unread ? "unread" : "read"
    return ["\(number)  \(sender) by \(channel), \(at.bothText), \(mark), taken as \(intent)"]
      + text.split(whereSeparator: \.isNewline).map { "    " + $0 }
  }
}

extension OutboxLine {
  var cells: [String] {
    [
      message, to, channel, template, state, gateway ?? "", "attempt \(attempt)", created.text,
      reason ?? "", notBefore.map { "not before " + $0.text } ?? "",
    ]
  }
}

extension AlertLine {
  var cells: [String] {
    var ending = state
    if let acknowledgedBy { ending += " by " + acknowledgedBy }
    if let outcome { ending += ", " + outcome }
    return [alert, id, name, reason, opened.bothText, ending, checkIn ?? "", onOneLine ?? ""]
  }
}

extension Occurrence {
  /// `Sun 8 Mar 2026 03:30 EDT, moved from 02:30: clocks go forward`.
  package var line: String {
    let time = CivilTime(local).map(\.spoken) ?? local
    let line = time + " " + (zone ?? String(local.dropFirst(19)))
    return note.map { line + ", " + $0 } ?? line
  }
}

extension TestProgress {
  /// One line a step that was reached.
  package var lines: [String] {
    var lines: [String] = []
    if let accepted { lines.append("accepted \(accepted.text)") }
    if let receipt { lines.append("receipt \(receipt) \(receiptAt?.text ?? "")") }
    if let repliedAt { lines.append("reply \(repliedAt.text)") }
    if let failure { lines.append(failure) }
    return lines
  }
}

extension TemplatePreview {
  var lines: [String] {
    var lines = subject.map { ["Subject: " + $0, ""] } ?? []
    lines += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let encoding, let segments {
      let price = cost.map { ", \($0)" } ?? ""
      lines += ["", "\(encoding), \(segments) \(segments == 1 ? "segment" : "segments")\(price)"]
    }
    return lines
  }
}
