import Timekeeping

/// Since when and why a gateway is in doubt, in plain words.
package enum DoubtWords {
  /// What does not come back, by the reason's code.
  package static func missing(_ reason: String) -> String {
    switch reason {
    case "no-receipts": "receipt"
    case "no-canary": "canary"
    default: "reply"
    }
  }

  /// Of a line of the ledger, whose detail is gateway, reason and milliseconds.
  package static func sentence(_ detail: String) -> String {
    let parts = detail.split(separator: " ").map(String.init)
    guard parts.count == 3, let since = Int64(parts[2]) else {
      return "A gateway is in doubt, nothing comes back from it: \(detail)."
    }
    let moment = Moment(utc: Instant(milliseconds: since)).text
    return "Gateway \(parts[0]) is in doubt: it has sent since \(moment) and no "
      + "\(missing(parts[1])) came back, so silence there proves nothing."
  }
}
