/// What operators are told of a trouble, by the code the ledger has for it.
enum TroubleWords {
  static func sentence(for code: String) -> String {
    switch code.split(separator: " ").first.map(String.init) ?? code {
    case "nobody-covers": "an alert reaches nobody: no mentor and no coordinator can be told"
    case "crisis-uncovered":
      "a call for help reaches nobody: no mentor and no coordinator can be told"
    case "not-proved-receipt":
      "somebody may not have got our text: this gateway never gave a receipt"
    case "not-proved-reply": "silence cannot be told from a broken road: no reply ever came back"
    case "no-receipt", "late-receipt": "a text was taken and no receipt came in time"
    case "we-were-down": "replies may be lost: the daemon was down while a check-in was open"
    case "no-contact": "somebody has no address that can be written to"
    case "bad-address": "somebody's address cannot be reached"
    case "gateway-stopped", "prompt-not-accepted": "a check-in could not be sent"
    case "no-way-back": "a check-in went by a gateway that brings no replies"
    case "plan-missing": "somebody is not asked: their plan is not among the plans any more"
    case "put-aside": "something that is due cannot be stored and waits: see kith status"
    case "unrenderable": "a message has no words: its template fails"
    default: "a check-in could not be brought out (\(code))"
    }
  }
}
