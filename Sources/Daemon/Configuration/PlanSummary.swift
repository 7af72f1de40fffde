package import CheckIns

extension Plan {
  /// How many phases and steps it has, for one line of a table.
  package var summary: String {
    let phases = phases.count == 1 ? "1 phase" : "\(phases.count) phases"
    let first = ladder.first { !$0.isNudge }.map { ", missed after \(ClockText.text($0.after))" }
    return phases + ", \(ladder.count) steps" + (first ?? "")
  }
}
