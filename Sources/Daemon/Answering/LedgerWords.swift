/// The ledger's codes in plain words.
enum LedgerWords {
  /// `who` is a roster id, or Kith.
  static func sentence(of event: String, who: String) -> String {
    guard let pattern = patterns[event] else {
      return event.replacing("-", with: " ") + ": " + who
    }
    return pattern.replacing("%", with: who)
  }

  /// `%` stands for whom it is about.
  private static let patterns: [String: String] = [
    "accepted": "a gateway took the message to %",
    "acknowledged": "% said: I will see to it",
    "alert-closed": "the alert about % was closed",
    "alert-opened": "an alert about % was opened",
    "all-clear": "everybody who had been told got the all-clear for %",
    "answered": "% answered",
    "asked": "% was asked: a gateway took the prompt",
    "asking": "the check-in of % fell due, and its prompt was queued",
    "automatic": "a machine answered for %, which counts for nothing",
    "away": "% is away",
    "callback-again": "a provider sent the same callback once more; nothing changed",
    "cancelled": "the message to % was no longer wanted",
    "caught-up": "a provider was asked for replies that came while Kith was down",
    "command": "a command was given",
    "contact": "% wrote, which ends the silence",
    "crisis": "% wrote words that mean danger; the hotline card goes out",
    "crisis-told": "those who may be woken were told about %",
    "deferred": "the check-in of % waits",
    "delivered": "the message reached the phone of %",
    "enrolled": "% is on a plan",
    "enrolled-person": "% was taken into the roster",
    "expired": "the message to % was no longer worth sending",
    "failed": "no gateway would take the message to %",
    "for-a-human": "nobody but a human can read what % wrote",
    "gateway-stopped": "a gateway is out of order; nothing is sent over it",
    "gateway-works": "a gateway works again",
    "handed-back": "% cannot see to it; the next is told",
    "held": "the answer to the message to % was lost, and it is not sent again",
    "in-doubt": "the answer to the message to % was lost",
    "invited": "% was invited",
    "joined": "this joins the alert about % that is open already",
    "missed": "nothing came from % up to the first alert step",
    "nobody-left": "there is nobody left to tell about %",
    "not-reached-yet": "% was told that nobody could be reached yet",
    "notice": "% is told",
    "notice-again": "% is told again: the first notice did not arrive",
    "notice-lost": "the notice to % did not arrive",
    "nudge": "% is reminded",
    "nudge-withheld": "% is not reminded: the road is broken",
    "opted-out": "% said stop",
    "paused": "% is paused",
    "reply": "% wrote",
    "resumed": "% gets check-ins again",
    "said": "a human writes to %",
    "send-test": "a test message goes to %",
    "sent-again": "the message to % is sent again",
    "skipped": "the check-in of % was skipped",
    "slip": "% told of a slip; nobody is told without their word",
    "spread": "the check-in of % is a little later, so that not all go out at once",
    "started": "the daemon started",
    "step": "the next step of the ladder about % began",
    "still-want": "% was asked whether they still want these",
    "stopped": "nothing more is sent to this address of %",
    "unanswered": "nobody answered about %; the next step begins",
    "undelivered": "the message did not reach the phone of %",
    "unreached": "% could not be asked: the road was broken, and nobody is blamed",
    "unreached-told": "those who look after % were told that Kith could not reach them",
    "was-down": "Kith was not running",
    "wrong-number": "this address is not that of %; nothing is sent there any more",
  ]
}
