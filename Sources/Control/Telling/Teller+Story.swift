package import CheckIns
package import Messages
import Timekeeping

extension Teller {
  /// The story of a check-in: how it stands and why, then all that the ledger has on it.
  package func story(of checkIn: CheckIn, _ entries: [LedgerEntry]) -> Story {
    let person = id(of: checkIn.person)
    let planned = moment(checkIn.plannedAt, of: checkIn.person).text
    let reason = entries.last { $0.checkIn == checkIn.id && $0.event == checkIn.state.event }?
      .detail
    return Story(
      subject: "\(checkIn.id)",
      summary: "\(person)'s check-in of \(planned) \(checkIn.state.clause(reason)).",
      lines: lines(entries, about: checkIn.person))
  }

  package func story(of alert: Alert, _ entries: [LedgerEntry]) -> Story {
    var summary = "Alert about \(id(of: alert.person)), reason \(alert.reason.rawValue): "
    switch alert.state {
    case .open: summary += "open; nobody has said yet that they will see to it."
    case .acknowledged:
      summary += "acknowledged by \(alert.acknowledgedBy.map { id(of: $0) } ?? "somebody")."
    case .closed: summary += "closed" + (alert.outcome.map { ", \($0)." } ?? ".")
    }
    if let note = alert.note { summary += " Note: \(note)" }
    return Story(
      subject: "\(alert.id)", summary: summary, lines: lines(entries, about: alert.person))
  }

  /// `line` is the person's line in `kith people`.
  package func story(of person: PersonID, _ line: PersonLine, _ entries: [LedgerEntry]) -> Story {
    var summary = "\(line.id) is \(line.state)"
    if let until = line.until { summary += " until \(until.text)" }
    if let next = line.next { summary += "; the next check-in is due \(next.text)" }
    if line.uncovered { summary += "; nobody would be told of a silence" }
    return Story(
      subject: "\(person)", summary: summary + ".", lines: lines(entries, about: person))
  }

  /// All on the clock of whom the story is about, whoever did what.
  private func lines(_ entries: [LedgerEntry], about person: PersonID) -> [Story.Line] {
    entries.map { entry in
      let about =
        [entry.checkIn.map { "\($0)" }, entry.alert.map { "\($0)" }, entry.message.map { "\($0)" }]
        .compactMap(\.self)
      return Story.Line(
        at: moment(entry.at, of: person), event: entry.event,
        text: LedgerWords(self, entry).sentence, about: about)
    }
  }
}

extension CheckIn.State {
  /// The ledger's code for coming into this state.
  fileprivate var event: String { word.replacing(" ", with: "-") }

  fileprivate func clause(_ reason: String?) -> String {
    let why = reason.flatMap { $0.isEmpty ? nil : ReasonWords.text($0) }
    return switch self {
    case .asking: "is due; the prompt has not been taken over by a gateway yet"
    case .asked: "was asked; no answer has come yet"
    case .answered: "was answered"
    case .inContact: "brought contact, though no answer to the question"
    case .missed: "was missed: nothing was heard"
    case .skipped: "was not asked" + (why.map { ": " + $0 } ?? "")
    case .unreached: "could not be asked" + (why.map { ": " + $0 } ?? "")
    case .planned: "is still to come: a clock that was wrong had skipped it"
    }
  }
}
