internal import CheckIns
internal import Control
internal import Reading

/// Reads the rosters that come over the control socket.
struct RosterDesk {
  private let reader: RosterReader

  init(_ configuration: Configuration) {
    reader = RosterReader(
      plans: configuration.plans.map(\.name), country: configuration.settings.country,
      zones: configuration.zones, locales: configuration.locales)
  }

  func entries(_ command: Command) throws(Refusal) -> [RosterEntry] {
    do throws(ReadingFaults) {
      switch command {
      case .importRoster(let roster): return try reader.read(text: roster.text, file: roster.file)
      case .add(let person), .set(let person):
        let fields = Dictionary(
          person.fields.all.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        return [try reader.entry(id: person.id, fields: fields)]
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
