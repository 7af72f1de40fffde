/// Why a typed address is not one, in one plain sentence.
package struct AddressFault: Error, Hashable, Sendable, CustomStringConvertible {
  package var sentence: String
  package init(_ sentence: String) { self.sentence = sentence }
  package var description: String { sentence }
}
