/// A kind of thing that has an identifier, with the letter its printed form begins with.
package protocol Identifiable64: Sendable {
  static var letter: Character { get }
}

/// A 64-bit identifier: 10 bits of node, then 54 bits that rise on that node.
///
/// Printed as a letter and a decimal number (`c12`). It names nobody: logs, URLs and the ledger
/// carry nothing else.
package struct ID<Kind: Identifiable64>: RawRepresentable, Hashable, Comparable, Sendable,
  CustomStringConvertible
{
  package let rawValue: Int64

  @inlinable package init(rawValue: Int64) { self.rawValue = rawValue }
  @inlinable package init(_ rawValue: Int64) { self.rawValue = rawValue }

  // Said here, since what `RawRepresentable` gives is generic, and ids are looked up all the time.
  @inlinable package static func == (left: Self, right: Self) -> Bool {
    left.rawValue == right.rawValue
  }
  @inlinable package func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
  @inlinable package func _rawHashValue(seed: Int) -> Int { rawValue._rawHashValue(seed: seed) }

  /// The identifier written as `c12`, or nil when the letter or the number is another's.
  package init?(_ text: some StringProtocol) {
    guard text.first == Kind.letter, let number = Int64(text.dropFirst()), number > 0 else {
      return nil
    }
    self.rawValue = number
  }

  package var description: String { "\(Kind.letter)\(rawValue)" }

  @inlinable package static func < (left: Self, right: Self) -> Bool {
    left.rawValue < right.rawValue
  }
}

package enum PersonKind: Identifiable64 { package static let letter: Character = "p" }
package enum ContactKind: Identifiable64 { package static let letter: Character = "k" }
package enum EnrolmentKind: Identifiable64 { package static let letter: Character = "e" }
package enum CheckInKind: Identifiable64 { package static let letter: Character = "c" }
package enum AlertKind: Identifiable64 { package static let letter: Character = "a" }
package enum MessageKind: Identifiable64 { package static let letter: Character = "m" }
package enum ReplyKind: Identifiable64 { package static let letter: Character = "r" }

package typealias PersonID = ID<PersonKind>
package typealias ContactID = ID<ContactKind>
package typealias EnrolmentID = ID<EnrolmentKind>
package typealias CheckInID = ID<CheckInKind>
package typealias AlertID = ID<AlertKind>
package typealias MessageID = ID<MessageKind>
package typealias ReplyID = ID<ReplyKind>
