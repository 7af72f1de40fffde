import Messages
import Timekeeping

/// What one transaction takes up. Nearly always a whole turn: what came in, what is due, and what
/// may leave.
struct Portion {
  enum Claims {
    case all
    case none
    case only(Set<MessageID>)

    func include(_ id: MessageID) -> Bool {
      switch self {
      case .all: true
      case .none: false
      case .only(let ids): ids.contains(id)
      }
    }
  }

  var inputs: [Input] = []
  var due: [Wheel.Entry] = []
  var claims = Claims.none
}
