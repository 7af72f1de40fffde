/// A way messages travel. A channel is also a kind of address: what came by one is looked up among
/// contacts of that one only.
package enum Channel: Sendable, Hashable {
  case sms, email, voice
  /// A messenger with addresses of its own, by the name its provider definitions give it.
  case chat(String)

  /// Those that every house knows; messengers come with their definitions.
  package static let builtIn: [Channel] = [.sms, .email, .voice]

  /// Any word that may name a messenger (`telegram`) is one.
  package init?(rawValue: String) {
    if let known = Self.builtIn.first(where: { $0.rawValue == rawValue }) {
      self = known
    } else if Self.isName(rawValue) {
      self = .chat(rawValue)
    } else {
      return nil
    }
  }

  package var rawValue: String {
    switch self {
    case .sms: "sms"
    case .email: "email"
    case .voice: "voice"
    case .chat(let name): name
    }
  }

  package var isChat: Bool { if case .chat = self { true } else { false } }

  /// 2 to 20 small letters, digits and dashes, a letter first.
  private static func isName(_ text: String) -> Bool {
    (2...20).contains(text.utf8.count) && text.utf8.first.map { (0x61...0x7A).contains($0) } == true
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
      }
  }
}

extension Channel: Comparable {
  /// The built-in ones as they are listed, then messengers by name.
  package static func < (one: Channel, other: Channel) -> Bool {
    (one.order, one.rawValue) < (other.order, other.rawValue)
  }

  private var order: Int {
    switch self {
    case .sms: 0
    case .email: 1
    case .voice: 2
    case .chat: 3
    }
  }
}
