/// Which words and numbers fit a cry for help.
package enum CrisisCard: String, CaseIterable, Sendable, Hashable {
  /// Suicide, self-harm, despair: somebody to talk to now.
  case general
  /// The emergency number first.
  case overdose
  /// The emergency number first: withdrawal can kill.
  case withdrawal
  /// Violence at home: words that say nothing to whoever else looks at the phone.
  case danger

  /// The template that carries it.
  package var template: TemplateKind {
    switch self {
    case .general: .crisisGeneral
    case .overdose: .crisisOverdose
    case .withdrawal: .crisisWithdrawal
    case .danger: .crisisDanger
    }
  }
}
