/// The national language single shift tables of 3GPP TS 23.038, annex A.2: with one of them named
/// in the message's header, an escape and a septet stand for a letter that would force UCS-2 else.
/// A phone too old to know the table shows other letters: only where a provider says so.
package enum ShiftTable: String, CaseIterable, Sendable {
  case turkish, spanish, portuguese

  /// What the table holds in place of the default alphabet's extension table: two septets each.
  var characters: Set<Unicode.Scalar> {
    switch self {
    case .turkish: Self.turkishCharacters
    case .spanish: Self.spanishCharacters
    case .portuguese: Self.portugueseCharacters
    }
  }

  /// In each of them, besides its letters.
  private static let signs = "\u{0C}^{}\\[~]|€"
  private static let turkishCharacters = Set((signs + "ĞİŞçğış").unicodeScalars)
  private static let spanishCharacters = Set((signs + "çÁÍÓÚáíóú").unicodeScalars)
  private static let portugueseCharacters = Set(
    (signs + "êçÔôÁáΦΓΩΠΨΣΘÊÀÍÓÚÃÕÂíóúãõâ").unicodeScalars)
}
