package import CheckIns
package import Control
import Storage

extension Conductor {
  /// Takes new rules and templates, whole, or refuses them: people are enrolled on a plan for as
  /// long as they wish, so its file stays until they have left.
  package func reload(rules: Rules, presentation: Presentation) throws(Refusal) {
    let used: [String]
    do throws(StorageFailure) {
      used = try read { transaction throws(StorageFailure) in try transaction.plansInUse() }
    } catch {
      throw Refusal(.busy, error.description)
    }
    let lost = used.filter { rules.plans[$0] == nil }.map {
      "plans: people are enrolled on the plan \"\($0)\"; expected its file to stay"
    }
    if let first = lost.first {
      throw Refusal(.refused, first, details: Array(lost.dropFirst()))
    }
    take(Configured(rules: rules, presentation: presentation))
  }

  /// What a reload replaces.
  package struct Configured {
    fileprivate var rules: Rules
    fileprivate var presentation: Presentation
  }

  package var configured: Configured { Configured(rules: rules, presentation: presentation) }

  /// Gives back what was before a reload whose turn could not be committed: whoever asked for it is
  /// told that nothing changed.
  package func takeBack(_ before: Configured) { take(before) }

  private func take(_ configured: Configured) {
    rules = configured.rules
    rules.windowKey = store.windowKey
    presentation = configured.presentation
    plansAreTaken = false
    mayBeMended = true
    noticed.zones = true
  }
}
