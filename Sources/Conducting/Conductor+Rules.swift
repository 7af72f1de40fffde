package import CheckIns
package import Control
import Storage

/// What the operator configured, in force from one turn to the next.
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
    self.rules = rules
    self.rules.windowKey = store.windowKey
    self.presentation = presentation
    plansAreTaken = false
    mayBeMended = true
    noticed.zones = true
  }

  /// Goes back to rules whose successors were taken in a turn that was not committed.
  package func restore(rules: Rules, presentation: Presentation) {
    self.rules = rules
    self.presentation = presentation
    plansAreTaken = false
    noticed.zones = true
  }
}
