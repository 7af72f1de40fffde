/// The codes of why something was not done, in words.
enum ReasonWords {
  static func text(_ code: String) -> String { words[code] ?? code.replacing("-", with: " ") }

  private static let words = [
    "late": "it would have come too late",
    "paused": "the person is paused",
    "not-confirmed": "the person has not said yes yet",
    "crisis": "a crisis is open, and everything else is held",
    "quiet-hours": "it is within their quiet hours",
    "cap": "they have had as many texts today as anybody gets",
    "stopped": "the person said stop",
    "bad-address": "the address cannot be reached",
    "no-contact": "there is no address to write to",
    "prompt-not-accepted": "no gateway took the prompt over",
    "gateway-gone": "the gateway that carried the prompt is no longer configured",
    "gateway-stopped": "the gateway is out of order",
    "we-were-down": "Kith was down, and replies may have been lost",
    "no-way-back": "replies have no way back through this gateway",
    "not-proved-receipt": "no receipt has ever come through this gateway",
    "not-proved-reply": "no reply has ever come through this gateway",
    "no-receipt": "no receipt came for the prompt",
    "late-receipt": "the receipt for the prompt came too late",
    "in doubt": "nobody knows whether it went out",
    "budget": "the gateway has used up its budget for this month",
    "gateway-doubted": "nothing comes back from the gateway any more, so silence proves nothing",
    "overtaken": "it waited so long that the next message says as much",
    "left": "the person has left",
    "away": "the person is away",
    "wrong-number": "the number is somebody else's",
  ]
}
