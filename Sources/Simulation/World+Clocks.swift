import Conducting
import Timekeeping

extension World {
  /// Somebody, or a time server, sets the machine's clock; nothing else passes.
  package func clockJumps(by step: Duration) {
    moveClock(by: step)
    conductor?.clockWasSet(by: step)
    self.step()
  }

  /// The machine is suspended, or the process stopped; the rest of the world goes on.
  package func sleeps(for span: Duration) {
    passUnseen(span)
    conductor?.wasAsleep(for: span)
    self.step()
  }

  /// A new package of zone files is there; what the rules' `zone` answers has changed.
  package func zonesChange() {
    conductor?.zonesMayHaveChanged()
    self.step()
  }

  /// The provider has listed what arrived meanwhile.
  package func catchesUp(_ gateway: String) { step([Input(.caughtUp(gateway: gateway))]) }
}
