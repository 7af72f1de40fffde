/// What operators are told of a trouble, by the code the ledger has for it.
enum TroubleWords {
  static func sentence(for code: String) -> String {
    let parts = code.split(separator: " ", maxSplits: 1).map(String.init)
    let name = parts.count > 1 ? parts[1] : "a gateway"
    return switch parts.first ?? code {
    case "nobody-covers": "an alert reaches nobody: no mentor and no coordinator can be told"
    case "crisis-uncovered":
      "a call for help reaches nobody: no mentor and no coordinator can be told"
    case "not-proved-receipt":
      "somebody may not have got our text: this gateway never gave a receipt"
    case "not-proved-reply": "silence cannot be told from a broken road: no reply ever came back"
    case "no-receipt", "late-receipt": "a text was taken and no receipt came in time"
    case "we-were-down": "replies may be lost: the daemon was down while a check-in was open"
    case "no-contact": "somebody has no address that can be written to"
    case "wrong-number": "somebody was never asked: their number is another person's"
    case "bad-address": "somebody's address cannot be reached"
    case "invitation-lost":
      "an invitation could not be brought out: nothing else goes to them before a yes"
    case "gateway-stopped", "prompt-not-accepted": "a check-in could not be sent"
    case "no-way-back": "somebody is not asked: only gateways that bring no replies reach them"
    case "plan-missing": "somebody is not asked: their plan is not among the plans any more"
    case "unheard":
      "what people answer by \(rest(of: code)) cannot be read, so nobody counts as silent meanwhile"
    case "no-receipts":
      "\(name) takes messages and no receipt comes any more: silence there proves nothing"
    case "no-replies":
      "nobody has answered over \(name) for long: check that its replies still reach us"
    case "no-canary":
      "the test message that \(name) sends to our own number has not come back: silence there "
        + "proves nothing"
    case "canary-refused":
      "the number that \(name) sends its test message to is a person's: nothing is sent there"
    case "works-again": "\(name) works again"
    case "budget-80": "\(name) has used four fifths of its budget for this month"
    case "budget-100":
      "\(name) has used up its budget for this month: no check-in goes by it any more"
    case "capped": "somebody got as many messages today as anybody may: look for a loop"
    case "gateway-doubted": "a check-in went by a gateway that is in doubt"
    case "put-aside":
      "something in the database cannot be read or stored, and waits: see kith status"
    case "unrenderable": "a message has no words: its template fails"
    default: "a check-in could not be brought out (\(code))"
    }
  }

  private static func rest(of code: String) -> String {
    code.split(separator: " ").dropFirst().joined(separator: " ")
  }
}
