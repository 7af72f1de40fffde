import Messages
import Timekeeping

/// How much one person gets on one day of their own clock: few automatic texts, a stated number of
/// all messages whatever goes wrong, and an end to the loop where a machine answers our answers.
extension Decisions {
  /// No further automatic text today.
  func hasHadEnough(_ person: Person) -> Bool {
    counted(\.countedTexts, of: person) >= rules.textsPerDay
      || counted(\.countedAll, of: person) >= rules.mostPerDay
  }

  mutating func countText(to person: Person) { count(\.countedTexts, to: person.id) }

  private func counted(_ which: KeyPath<Person, Int>, of person: Person) -> Int {
    person.countedOn == today(of: person.id) ? person[keyPath: which] : 0
  }

  private mutating func count(_ which: WritableKeyPath<Person, Int>, to id: PersonID) {
    let today = today(of: id)
    slice.people.update(id) {
      if $0.countedOn != today {
        $0.countedOn = today
        $0.countedTexts = 0
        $0.countedAll = 0
        $0.countedUrgent = 0
      }
      $0[keyPath: which] += 1
    }
  }

  /// False where the person has had as much today as anybody gets. Notices of a crisis are never
  /// counted: they end with an acknowledgement.
  mutating func countIn(_ purpose: Purpose, to id: PersonID) -> Bool {
    guard let person = slice.people[id] else { return true }
    let isUrgent = purpose.lane == .urgent
    if isUrgent, purpose.template.hasPrefix("notice") { return true }
    let which: WritableKeyPath<Person, Int> = isUrgent ? \.countedUrgent : \.countedAll
    let most = isUrgent ? Limits.urgentAnswersPerDay : rules.mostPerDay
    guard counted(which, of: person) < most else {
      record(
        "capped", person: id, checkIn: purpose.checkIn, alert: purpose.alert,
        "\(purpose.template) \(most)")
      if !purpose.template.hasPrefix("operator") { tellOperators(of: "capped", alert: nil) }
      return false
    }
    count(which, to: id)
    return true
  }
}
