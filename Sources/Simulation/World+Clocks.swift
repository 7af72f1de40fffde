import Conducting
package import Storage
import Timekeeping

extension World {
  /// Somebody, or a time server, sets the machine's clock; nothing else passes.
  package func clockJumps(by step: Duration) {
    moveClock(by: step)
    conductor?.clockWasSet(by: step)
    self.step()
  }

  /// A step of the clock is on its way through the house.
  package var isMoving: Bool { conductor?.isMoving ?? false }

  func tellConductor() {
    if let movedPerTurn { conductor?.movedPerTurn = movedPerTurn }
  }

  /// The machine is suspended, or the process stopped; the rest of the world goes on.
  package func sleeps(for span: Duration) {
    passUnseen(span)
    conductor?.wasAsleep(for: span)
    self.step()
  }

  /// The database takes nothing; the rest of the world goes on.
  package func cannotWrite(for span: Duration, keptCallbacks: Bool) {
    passUnseen(span)
    conductor?.wroteNothing(for: span, keptCallbacks: keptCallbacks)
    self.step()
  }

  /// A new package of zone files is there; what the rules' `zone` answers has changed.
  package func zonesChange() {
    conductor?.zonesMayHaveChanged()
    self.step()
  }

  /// The provider has listed what arrived until now.
  package func catchesUp(_ gateway: String) throws(StorageFailure) {
    catchesUp(gateway, outages: try outages(of: gateway))
  }

  /// The provider has listed what arrived while there had been so many outages.
  package func catchesUp(_ gateway: String, outages: Int) {
    step([Input(.caughtUp(gateway: gateway, outages: outages))])
  }

  /// How often replies on this road began to be unheard.
  package func outages(of gateway: String) throws(StorageFailure) -> Int {
    try reader?.read { snapshot throws(StorageFailure) in
      try snapshot.unread(of: gateway).outages
    } ?? 0
  }
}
