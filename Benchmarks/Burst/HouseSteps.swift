internal import CheckIns
internal import Conducting
internal import Glibc
internal import Messages
internal import Timekeeping

/// What holds a house up in which everybody has been asked and nobody has answered: a clock that is
/// set, and a row that the database refuses. A reply that comes at the worst moment is timed.
struct HouseSteps {
  let house: BurstHouse
  private var now: Instant
  private var seed: UInt64 = 1 << 40

  init(_ house: BurstHouse, after: Double) {
    self.house = house
    now = house.due + .milliseconds(Int64(after * 1000)) + .seconds(10)
  }

  mutating func run() {
    settle()
    step(by: .hours(1), "clock an hour ahead")
    step(by: .zero - .hours(1), "clock an hour back")
    isolate()
  }

  /// Until nothing is left to do; seconds it took, and the longest turn.
  @discardableResult
  private mutating func settle(_ first: [Input] = []) -> (all: Double, longest: Double, turns: Int)
  {
    var (inputs, longest, turns) = (first, 0.0, 0)
    let start = seconds(CLOCK_MONOTONIC)
    while true {
      let begin = seconds(CLOCK_MONOTONIC)
      seed += 100
      let result = house.conductor.turn(now: now, inputs: inputs, seed: seed)
      longest = max(longest, seconds(CLOCK_MONOTONIC) - begin)
      turns += 1
      if let failure = result.failure { print("FAILED: \(failure)") }
      inputs = result.dispatches.map {
        Input(
          .outcome(
            $0.message.id, attempt: $0.message.attempt,
            Outcome(.accepted, providerIDs: ["p\($0.message.id.rawValue)"])))
      }
      if inputs.isEmpty, !result.moreWork { break }
    }
    return (seconds(CLOCK_MONOTONIC) - start, longest, turns)
  }

  private mutating func step(by step: Duration, _ name: String) {
    now = now + step
    house.conductor.clockWasSet(by: step)
    let reply = IncomingReply(
      channel: .sms, providerID: "in-\(seed)", from: "+15003000007", text: "I want to kill myself")
    let call = Input(
      ticket: 1, .callback(gateway: "sms", receipts: [], replies: [reply], replayKey: nil))
    let start = seconds(CLOCK_MONOTONIC)
    let result = house.conductor.turn(now: now, inputs: [call], seed: seed)
    let answered = seconds(CLOCK_MONOTONIC) - start
    if result.answers.isEmpty { print("FAILED: the call was not taken") }
    let rest = settle()
    print(
      "\(name): a call for help is taken after \(rounded(answered, 3)) s; all moved after "
        + "\(rounded(answered + rest.all, 1)) s, longest turn "
        + "\(rounded(max(answered, rest.longest), 3)) s, \(rest.turns + 1) turns")
  }

  /// 500 due entries of which one cannot be read.
  private mutating func isolate() {
    guard house.damageOne() else { return print("nothing to damage") }
    now = now + .days(1)
    let start = seconds(CLOCK_MONOTONIC)
    var turns = 0
    var longest = 0.0
    var inputs: [Input] = []
    for _ in 0..<200 {
      let begin = seconds(CLOCK_MONOTONIC)
      seed += 100
      let result = house.conductor.turn(now: now, inputs: inputs, seed: seed)
      let took = seconds(CLOCK_MONOTONIC) - begin
      turns += 1
      longest = max(longest, took)
      inputs = []
      if !result.putAside.isEmpty {
        print(
          "a refused row is found within one turn of \(rounded(took, 3)) s "
            + "(longest \(rounded(longest, 3)) s, \(turns) turns, "
            + "\(rounded(seconds(CLOCK_MONOTONIC) - start, 1)) s)"
        )
        return
      }
    }
    print("no row was put aside")
  }
}
