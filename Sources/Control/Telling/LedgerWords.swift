import CheckIns
import Messages

/// One line of the ledger in plain words; roster ids are the only names in it.
struct LedgerWords {
  private let entry: LedgerEntry
  /// Whom the line is about.
  private let who: String
  private let detail: String

  init(_ teller: Teller, _ entry: LedgerEntry) {
    self.entry = entry
    who = entry.person.map { teller.id(of: $0) } ?? "somebody"
    detail = entry.detail
  }

  /// A line whose event is not known here is shown as it stands.
  var sentence: String {
    attempt ?? message ?? checkIn ?? alert ?? person ?? house
      ?? (entry.event.replacing("-", with: " ") + (detail.isEmpty ? "" : ": \(detail)") + ".")
  }

  /// A part of the detail.
  private func word(_ index: Int) -> String {
    let words = detail.split(separator: " ")
    return words.indices.contains(index) ? String(words[index]) : ""
  }

  private var dayOff: String {
    word(1) == "own" ? "their own day off" : "a holiday"
  }

  /// Why, in words; for the end of a sentence.
  private var why: String { detail.isEmpty ? "." : ": \(ReasonWords.text(detail))." }

  /// What a gateway answered; the detail is `gateway #attempt reason`.
  private var attempt: String? {
    let parts = detail.split(separator: " ", maxSplits: 2).map(String.init)
    let gateway = parts.first ?? "The gateway"
    let try_ = parts.count > 1 ? String(parts[1].dropFirst()) : "1"
    let because = parts.count > 2 ? " (\(parts[2]))" : ""
    return switch entry.event {
    case "claimed": "The message to \(who) goes to \(gateway), try \(try_)."
    case "accepted": "\(gateway) accepted the message to \(who)."
    case "slow_down": "\(gateway) asked to be left alone for a while\(because)."
    case "try_again": "\(gateway) did not take the message\(because); it is tried again."
    case "bad_address": "\(gateway) can never reach this address\(because)."
    case "opted_out": "\(gateway) holds a stop from this address\(because)."
    case "misconfigured": "\(gateway) cannot send until it is mended\(because)."
    case "refused": "\(gateway) will never take this message\(because)."
    case "in_doubt": "Whether \(gateway) took the message is not known\(because)."
    default: nil
    }
  }

  private var message: String? {
    switch entry.event {
    case "deferred": "It waits\(why)"
    case "receipt": "The provider reports of the message to \(who): \(detail)."
    case "outcome-late": "An answer came for an attempt that no longer counts: \(detail)."
    case "looked-up": "\(detail) was asked and has the message to \(who)."
    case "never-arrived": "\(detail) was asked and never got the message to \(who): it goes again."
    case "receipt-late": "A report that changes nothing came for the message to \(who): \(detail)."
    case "not-asked": "It did not arrive, so \(who) was not asked by it."
    case "undelivered-again": "It was not delivered (\(detail)); it goes out again."
    case "sent-again": "The message to \(who) is sent again: \(detail)."
    case "other-contact": "It is tried by \(detail) instead."
    case "lost": "The message to \(who) could not be brought out\(why)"
    case "expired": "The message to \(who) was no longer worth sending\(why)"
    case "cancelled": "The message to \(who) was withdrawn\(why)"
    case "capped": capped
    case "no-contact": "There is no address to write to \(who) about \(detail)."
    case "send-test": "A test message to \(who) goes over \(detail)."
    case "said": "A human's text to \(who) is queued."
    default: nil
    }
  }

  private var checkIn: String? {
    switch entry.event {
    case "asking": "The check-in is due; the prompt to \(who) is queued."
    case "asked": "A gateway took the prompt over: \(who) is asked."
    case "answered": "\(who) answered."
    case "in-contact": "\(who) wrote: that is contact, and ends every step of silence."
    case "missed": "Nothing was heard by \(detail) of the ladder: missed."
    case "skipped": "\(who) was not asked\(why)"
    case "unreached": "\(who) could not be asked\(why)"
    case "nudge": "A nudge to \(who) is queued, \(detail) of the ladder."
    case "nudge-withheld": "No nudge\(why)"
    case "alert-again": "It has come again since somebody saw to it, so it is told again."
    case "joined": "It joins the alert that is open about \(who)."
    case "still-want": "Three in a row: \(who) is asked whether they still want these."
    case "still-wanted": "\(who) wants these on."
    case "no-longer-wanted": "\(who) does not want these any more."
    case "already-asked-still-want": "\(who) was asked already whether they still want these."
    case "plan-missing": "The plan of \(who) is not there any more."
    case "day-off": "\(who) is not asked on \(word(0)): \(dayOff)."
    case "moved": "The check-in of \(word(0)), a holiday, is put off to \(word(1))."
    case "dates": "The dates or days off of \(who) changed; what comes is planned anew."
    case "milestone": "\(who) is congratulated on \(detail)."
    case "put-aside": "The database refuses what is due for \(who) (\(detail)); it is tried later."
    case "unreadable":
      "A row of the database about \(who) cannot be read (\(detail)): it is left out until mended."
    case "plan-finished": "\(who) has come to the end of the plan."
    case "asked-before": "\(who) was asked this already, on that date: once is enough."
    case "planned-again":
      "A clock that was wrong had skipped it; \(who) is asked when its time comes."
    case "planned-anew": plannedAnew
    case "spread": "The prompts after the outage are spread: \(who)'s waits a little."
    default: nil
    }
  }

  /// The detail is `from until why`: two instants or `-`, and `clock` or a zone's name.
  private var plannedAnew: String {
    let parts = detail.split(separator: " ").map(String.init)
    guard parts.count == 3 else { return "The next check-in of \(who) is planned anew." }
    let why = parts[2] == "clock" ? "the clock was set" : "the rules of \(parts[2]) are new"
    return "The next check-in of \(who) moves from \(parts[0]) to \(parts[1]): \(why)."
  }

  private var alert: String? {
    switch entry.event {
    case "alert-opened": "An alert about \(who) is opened: \(detail)."
    case "step": "People are told, \(detail)."
    case "notice": "\(who) is told."
    case "notice-again": "\(who) is told again."
    case "notice-lost": "The notice to \(who) did not arrive; the next step runs."
    case "nobody-left": "There is nobody left to tell."
    case "no-consent": "The mentors are not told: no consent to that is on file."
    case "unanswered": "Nobody has answered \(detail); the next one runs."
    case "acknowledged": "\(who) will see to it."
    case "handed-back": "\(who) cannot; the next step runs."
    case "how-did-it-go": "\(who) is asked how it went."
    case "alert-closed": "The alert is closed" + (detail.isEmpty ? "." : ": \(detail).")
    case "all-clear": "Everybody who was told gets the all-clear (\(detail))."
    case "crisis-again": "More words of crisis from \(who); the alert is open already."
    case "crisis-told": "Everybody who may be woken is told, \(detail)."
    case "not-reached-yet": "\(who) is told that nobody could be reached yet."
    case "unreached-told": "Mentors hear that we could not reach \(who), \(detail)."
    default: nil
    }
  }

  private var person: String? {
    guard entry.person != nil else { return nil }
    return switch entry.event {
    case "reply": "\(who) wrote: reply \(detail.split(separator: " ").first ?? ""), \(intent)."
    case "automatic": "A machine answered for \(who); it counts for nothing."
    case "for-a-human": "A human should read what \(who) wrote (kith inbox)."
    case "other-address":
      "\(who) wrote from an address of theirs that is not on the roster, by \(detail); a human "
        + "should look (kith inbox)."
    case "address-works":
      "\(who) wrote from an address that a provider called bad: it is used again."
    case "slip": "\(who) told of a slip; nobody hears of it without their word."
    case "paused": "\(who) is paused (\(detail))."
    case "resumed": "\(who) goes on (\(detail))."
    case "stopped": "Nothing more goes to this address of \(who)."
    case "started": "\(who) wants messages again."
    case "confirmed": "\(who) said yes."
    case "invited": "\(who) is invited, once."
    case "wrong-number": "The number is somebody else's: nothing more goes there."
    case "away": "\(who) is away."
    case "enrolled-person": "\(who) is on the roster."
    case "enrolled": "\(who) is enrolled."
    case "enrolment-ended": "The check-ins of \(who) end."
    default: nil
    }
  }

  private var intent: String {
    "taken as \(detail.split(separator: " ").dropFirst().joined(separator: " "))"
  }

  /// The detail is `template number`.
  private var capped: String {
    let parts = detail.split(separator: " ")
    return "\(who) has had \(parts.last ?? "enough") messages today, the most anybody gets: "
      + "no \(parts.first ?? "message")."
  }

  /// The detail is `gateway hundredths`.
  private var budget: String {
    let parts = detail.split(separator: " ")
    return "\(parts.first ?? "A gateway") has used \(parts.last ?? "") % of its budget this month."
  }

  /// The detail is `gateway seconds reason`.
  private var rests: String {
    let parts = detail.split(separator: " ", maxSplits: 2).map(String.init)
    guard parts.count > 1 else { return "A gateway rests." }
    let because = parts.count > 2 ? " (\(parts[2]))" : ""
    return "\(parts[0]) fails\(because): it rests for \(parts[1]) s, then one message tries it."
  }

  private var house: String? {
    switch entry.event {
    case "started": "Kith started."
    case "was-down": "Kith was down."
    case "wrote-nothing": "The database took nothing; callbacks were kept meanwhile."
    case "clock-set":
      "The clock of the machine was set by \(detail); what was counted moves with it."
    case "zone-changed": "The rules of \(detail) are new."
    case "caught-up-early":
      "Replies that \(detail) got were fetched, but it was unheard once more meanwhile: again."
    case "caught-up": "Replies that \(detail) got meanwhile were fetched."
    case "unheard": "What people answer cannot be read: \(detail). Nobody counts as silent."
    case "gateway-stopped": "The gateway stopped: \(detail)."
    case "spool-taken": "Callbacks that the database could not take are taken in: \(detail)."
    case "spool-refused": "A kept callback of \(detail) can never be taken in and is put aside."
    case "gateway-rests": rests
    case "gateway-doubted": DoubtWords.sentence(detail)
    case "budget": budget
    case "canary": "\(detail) sends a test message to our own number."
    case "canary-back": "The test message of \(detail) came back: the road is whole."
    case "canary-refused": "No test message by \(detail): its number is a person's."
    case "gateway-works": "\(detail) works again."
    case "unknown-sender": "A reply over \(detail) came from an address that is nobody's."
    case "callback-again": "\(detail) sent a callback again; it changes nothing."
    case "reply-again": "\(detail) sent a reply again; it is one."
    case "receipt-unknown": "\(detail) sent a receipt for a message we do not know."
    case "stranger-crisis": "Words of crisis came from an address that is nobody's."
    case "command": "Somebody at the machine asked: \(detail)."
    case "import": "A roster was taken in: \(detail)."
    default: nil
    }
  }
}
