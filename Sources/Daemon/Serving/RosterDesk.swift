internal import CheckIns
internal import Control
internal import Reading
internal import Timekeeping

/// Reads the rosters that come over the control socket.
struct RosterDesk {
  private let reader: RosterReader
  /// Somebody as they are, for `kith set`.
  private let base: (String) -> RosterEntry?

  init(
    _ configuration: Configuration, today: LocalDate, known: @escaping (String) -> Roles?,
    base: @escaping (String) -> RosterEntry?
  ) {
    self.base = base
    reader = RosterReader(
      plans: configuration.plans.map(\.name), country: configuration.settings.country,
      chats: configuration.chats, zones: configuration.zones, locales: configuration.locales,
      today: today,
      known: known)
  }

  /// One person's fields over what they are.
  private func entry(_ person: Command.PersonFields, isNew: Bool) throws(ReadingFaults)
    -> RosterEntry
  {
    let fields = Dictionary(
      person.fields.all.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    let before = base(person.id)
    if isNew != (before == nil) {
      let sentence =
        isNew
        ? "\(person.id) is enrolled already: change them with kith set"
        : "there is nobody with the id \(person.id): see kith people"
      throw ReadingFaults([Fault(file: "kith", key: "id", sentence: sentence)])
    }
    return try reader.entry(id: person.id, fields: fields, base: before)
  }

  func entries(_ command: Command) throws(Refusal) -> [RosterEntry] {
    do throws(ReadingFaults) {
      switch command {
      case .importRoster(let roster): return try reader.read(text: roster.text, file: roster.file)
      case .add(let person), .set(let person):
        return [try entry(person, isNew: command.name == "add")]
      default: return []
      }
    } catch {
      let lines = error.faults.map(\.description)
      let sentence =
        lines.count == 1
        ? lines[0] : "The roster has \(lines.count) faults; nothing of it was taken."
      throw Refusal(.refused, sentence, details: lines.count == 1 ? [] : lines)
    }
  }
}
