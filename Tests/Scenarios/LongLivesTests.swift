import CheckIns
import Conducting
import Control
import Foundation
import Messages
import Simulation
import Testing
import Timekeeping

/// A programme of some people, lived at random: they answer, ask for help, stop and begin again;
/// gateways fail in all their ways, receipts come as they like, clocks are set, the process dies.
/// After every turn what must never happen has not. More lives: KITH_LIVES=200.
@Suite struct `A long life` {
  static var seeds: [UInt64] {
    let more = ProcessInfo.processInfo.environment["KITH_LIVES"].flatMap { UInt64($0) }
    return Array(1...(more ?? 2))
  }

  @Test(arguments: seeds) func `breaks no promise`(_ seed: UInt64) throws {
    let programme = try Programme(seed: seed)
    try programme.lives(events: 40)
    try programme.comesToRest()
    let faults = programme.life.world.failures.prefix(5).joined(separator: "\n")
    #expect(faults.isEmpty, "seed \(seed); what happened last: \(programme.log.suffix(6))")
  }
}

/// People, and what befalls them.
private final class Programme {
  let life: Life
  private var mentees: [Phone] = []
  private var mentors: [Phone] = []
  private let cor: Phone
  private var random: SeededRandom
  private(set) var log: [String] = []

  init(seed: UInt64) throws {
    random = SeededRandom(seed: seed &* 7919)
    let quick = Plan(
      name: "quick", question: .scale(from: 0, to: 10), alert: .below(3),
      phases: [Phase(schedule: .at("10:00"))],
      ladder: [
        LadderStep(after: .hours(1), action: .nudge),
        LadderStep(
          after: .hours(2), action: .alert(.init(.mentors(rank: 1), unansweredAfter: .hours(1)))),
        LadderStep(after: .hours(4), action: .alert(.init(.coordinators, every: .hours(2)))),
      ])
    life = try Life(
      other: [quick],
      gateways: ["a-sms": .twilioLike(), "b-sms": .proved(.sms), "mail": .proved(.email)],
      seed: seed
    ) {
      // Unanswered for days, a call for help would else be most of what there is.
      $0.crisis.every = .hours(3)
    }
    life.world.providers["a-sms"]?.receipts = [.sent, .delivered]
    cor = try life.coordinator("cor")
    mentors = try ["ben", "cat", "dan"].map { try life.mentor($0, wakeable: $0 == "ben") }
    try life.mentorHasMail(mentors[0], "ben@example.org")
    let zones = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe"]
    for number in 0..<6 {
      let plan = number % 2 == 0 ? "quick" : "daily"
      mentees.append(
        try life.mentee(
          "m\(number)", plan: plan, mentors: Array(mentors.dropFirst(number % 3)),
          zone: zones[number % 3], invited: number == 5
        ) { entry in
          if number % 2 == 1 {
            entry.addresses.append(.init(channel: .email, text: "m\(number)@example.org"))
          }
        })
    }
  }

  private func pick<Element>(_ all: [Element]) -> Element {
    all[Int(random.next() % UInt64(all.count))]
  }

  func lives(events: Int) throws {
    for _ in 0..<events where life.world.failures.isEmpty {
      life.passes(.seconds(Int64(random.next() % 9000)))
      try befalls()
    }
  }

  private func befalls() throws {
    switch random.next() % 21 {
    case 0...5: writes(pick(mentees), Self.words)
    case 6...7: writes(pick(mentors + [cor]), Self.answers)
    case 8...11: moods()
    case 12...15: report()
    case 16: commands()
    case 17:
      log.append("crash")
      try life.world.crashes(for: .seconds(Int64(pick([2, 30, 200, 9000]))))
    case 18:
      let step = pick([-90_000, -7000, -200, -40, 40, 200, 7000, 90_000])
      log.append("clock \(step)")
      life.world.clockJumps(by: .seconds(Int64(step)))
    case 19: try moves(pick(mentees))
    default: life.world.reloads()
    }
  }

  /// Somebody lives elsewhere now, and is asked at another time.
  private func moves(_ phone: Phone) throws {
    let zone = pick(["America/New_York", "Asia/Tokyo", "Pacific/Apia", "Africa/Cairo"])
    log.append("\(phone.id) moves to \(zone)")
    try life.mentee(
      phone.id, plan: pick(["quick", "daily"]), mentors: [pick(mentors)], zone: zone
    ) {
      $0.addresses = [.init(channel: .sms, text: phone.number)]
      $0.time = self.pick(["08:30", "12:00", nil])
    }
  }

  private static let words = [
    "yes", "no", "7", "2", "STOP", "START", "TALK", "help", "I want to kill myself", "PAUSE 2d",
    "resume", "all is well with me today", "A1", "wrong number", "slipped last night",
  ]
  private static let answers = ["A1", "A1", "N1", "ok", "A2", "STOP", "START", "thanks", "yes"]

  private func writes(_ phone: Phone, _ words: [String]) {
    let text = pick(words)
    // Such a one is rare, or nobody is left.
    if text == "wrong number", random.next() % 4 > 0 { return }
    log.append("\(phone.id): \(text)")
    phone.replies(text, over: pick(["a-sms", "b-sms"]))
  }

  private func moods() {
    let name = pick(["a-sms", "b-sms", "mail"])
    let mood: Provider.Mood = pick([
      .works, .works, .works, .works, .answers(.tryAgain), .answers(.slowDown),
      .answers(.misconfigured), .answers(.refused), .losesAnswers, .swallows,
    ])
    log.append("\(name) \(mood)")
    life.world.providers[name]?.mood = mood
  }

  /// About any message that was taken, whatever was said of it before.
  private func report() {
    guard !life.world.delivered.isEmpty else { return }
    let sent = pick(Array(life.world.delivered.suffix(20)))
    let state = pick([Receipt.State.queued, .sent, .delivered, .undelivered, .failed])
    let meaning: Outcome.Kind? = pick([nil, nil, .refused, .misconfigured, .slowDown])
    let id = "p-\(sent.message.id.rawValue)-\(sent.message.attempt)"
    log.append("receipt \(state) \(meaning.map { "\($0)" } ?? "-") of \(id)")
    life.world.receipt(
      Receipt(
        providerID: pick([id, id, nil]), reference: pick([sent.message.reference, nil]),
        state: state, meaning: state == .undelivered || state == .failed ? meaning : nil),
      gateway: sent.gateway)
  }

  private func commands() {
    let whom = pick(mentees).id
    log.append("command about \(whom)")
    switch random.next() % 5 {
    case 0: life.world.perform(.pause(.init(id: whom, until: "1d")))
    case 1: life.world.perform(.resume(.init(id: whom)))
    case 2: life.world.perform(.say(.init(id: whom, text: "See you on Friday.")))
    case 3:
      life.world.perform(.away(.init(id: "cat", from: "2026-03-03", to: "2026-03-05", cover: nil)))
    default:
      let open = (try? life.world.house())?.rows.alerts.sorted.last { $0.state != .closed }
      guard let open else { return }
      life.world.perform(.close(.init(alert: "\(open.id)", outcome: "seen to")))
    }
  }

  /// Everything works again, and after a while nothing is left lying.
  func comesToRest() throws {
    for name in ["a-sms", "b-sms", "mail"] { life.world.providers[name]?.mood = .works }
    life.passes(.hours(2))
    guard life.world.failures.isEmpty else { return }
    let wait = life.world.oldestWait ?? .zero
    #expect(wait < .minutes(20), "a message waits though all works; \(log.suffix(6))")
    let rows = try life.world.house().rows
    for alert in rows.alerts.sorted where alert.reason == .crisis && alert.state == .open {
      let isTold = rows.messages.elements.contains {
        $0.alert == alert.id && $0.template == "notice-crisis"
          && ($0.wasAccepted || $0.state == .queued)
      }
      #expect(
        isTold || rows.troubles["crisis-uncovered"] != nil,
        "\(alert.id): a call for help is left lying; \(log.suffix(6))")
    }
  }
}
