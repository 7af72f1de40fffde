internal import Gateways
internal import Messages
internal import ServiceLifecycle
internal import Timekeeping

/// Fetches what people answered from mailboxes and from providers that are asked, for as long as
/// the daemon runs. What is found is committed together with the position up to which it was read.
///
/// A road that cannot be read for a while is reported: until it can, its silence proves nothing.
package struct FetchService: Service {
  /// What the rest of the daemon does for it.
  package struct House: Sendable {
    /// As they are configured now.
    package var roads: @Sendable () -> [FetchedRoad]
    /// Up to where a road was read, by its name.
    package var position: @Sendable (String) async throws -> String?
    /// Returns when it is committed.
    package var take: @Sendable (_ road: String, FetchedRoad.Look) async throws -> Void
    /// How many outages of a road the database knows of.
    package var outagesKnown: @Sendable (_ road: String) async throws -> Int
    /// Returns when it is committed that nothing is unread which arrived before the last of so many
    /// outages.
    package var caughtUp: @Sendable (_ road: String, _ outages: Int) async throws -> Void
    package var unheard: @Sendable (_ road: String, _ reason: String) async throws -> Void
    /// One sentence for the journal.
    package var log: @Sendable (String) -> Void
    /// Time that only rises.
    package var uptime: @Sendable () -> Duration
    package var wait: @Sendable (Duration) async throws -> Void
    /// How many outages this run has had: each is to be caught up with.
    package var outages: @Sendable () -> Int

    package init(
      roads: @escaping @Sendable () -> [FetchedRoad],
      position: @escaping @Sendable (String) async throws -> String?,
      take: @escaping @Sendable (_ road: String, FetchedRoad.Look) async throws -> Void,
      outagesKnown: @escaping @Sendable (_ road: String) async throws -> Int,
      caughtUp: @escaping @Sendable (_ road: String, _ outages: Int) async throws -> Void,
      unheard: @escaping @Sendable (_ road: String, _ reason: String) async throws -> Void,
      log: @escaping @Sendable (String) -> Void, uptime: @escaping @Sendable () -> Duration,
      wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
      outages: @escaping @Sendable () -> Int = { 0 }
    ) {
      self.outages = outages
      self.roads = roads
      self.position = position
      self.take = take
      self.outagesKnown = outagesKnown
      self.caughtUp = caughtUp
      self.unheard = unheard
      self.log = log
      self.uptime = uptime
      self.wait = wait
    }
  }

  /// How long a road may fail before its silence proves nothing any more.
  package static let patience = Duration.minutes(3)
  /// How often a commit is tried again before its parts are taken alone.
  static let refusalsMost = 2
  /// The longest wait after failures.
  static let waitMost = Duration.minutes(5)
  /// How soon a road that came with a reload is seen.
  static let reloadWait = Duration.seconds(30)

  private let house: House

  package init(_ house: House) { self.house = house }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        var known: Set<String> = []
        while !Task.isCancelled {
          for name in house.roads().map(\.name) where known.insert(name).inserted {
            group.addTask { await follow(name) }
          }
          do { try await house.wait(Self.reloadWait) } catch { return }
        }
      }
    }
    // Its end must not end the daemon.
    try? await gracefulShutdown()
  }

  /// What is known of one road.
  private struct Watch {
    /// Where it was read up to; nil until the database was asked.
    var position: String??
    /// What was found and could not be committed yet: some providers tell a thing only once.
    var untaken: FetchedRoad.Look?
    var failures = 0
    /// How often what was found could not be committed, in a row.
    var refusals = 0
    var failingSince: Duration?
    /// The number of outages there had been before the look that caught up with them.
    var caughtUpWith: Int?
    var isReported = false
  }

  /// Looks at one road again and again, until the daemon stops.
  package func follow(_ name: String) async {
    var watch = Watch()
    while !Task.isCancelled {
      var delay = Self.reloadWait
      if let road = house.roads().first(where: { $0.name == name }) {
        await look(at: road, &watch)
        let doublings = 1 << min(watch.failures, 6)
        delay = watch.failures == 0 ? road.every : min(road.every * doublings, Self.waitMost)
      } else {
        // Taken out of the configuration; if it comes back, it begins anew.
        watch = Watch()
      }
      do { try await house.wait(delay) } catch { return }
    }
  }

  private func look(at road: FetchedRoad, _ watch: inout Watch) async {
    do {
      let outages = house.outages()
      // Asked before the look: one that begins while it lasts is not caught up with by it.
      let known = watch.caughtUpWith == outages ? nil : try await house.outagesKnown(road.name)
      // What is there already is wanted at once; only then may a look wait for more.
      var held = road.holds && watch.failures == 0 && watch.caughtUpWith == outages
      var look = FetchedRoad.Look(isLast: false)
      while !look.isLast, !Task.isCancelled {
        let position: String?
        if let known = watch.position {
          position = known
        } else {
          position = try await house.position(road.name)
        }
        if let untaken = watch.untaken {
          look = untaken
          // What came meanwhile is not in it.
          look.isLast = false
        } else {
          look = try await road.look(position, held)
          held = false
        }
        let moved = look.position != nil && look.position != position
        if moved || !look.replies.isEmpty || !look.receipts.isEmpty {
          watch.untaken = look
          try await take(look, of: road, &watch)
          watch.untaken = nil
        }
        watch.position = .some(look.position ?? position)
      }
      succeeded(road, &watch)
      if let known {
        try await house.caughtUp(road.name, known)
        watch.caughtUpWith = outages
      }
    } catch {
      // A look that our own stop ended has not failed.
      if Task.isCancelled || (error as? WireFailure)?.isCancelled ?? false { return }
      await failed(road, error, &watch)
    }
  }

  private func take(_ look: FetchedRoad.Look, of road: FetchedRoad, _ watch: inout Watch)
    async throws
  {
    do {
      try await house.take(road.name, look)
    } catch {
      if Self.isPassing(error) { throw error }
      watch.refusals += 1
      guard watch.refusals > Self.refusalsMost else { throw error }
      try await takeApart(look, of: road)
    }
    watch.refusals = 0
  }

  /// One by one, since something among them cannot be taken: all others are, and a human hears of
  /// it. When that cannot be recorded either, it is the database's trouble, and all stays unread.
  private func takeApart(_ look: FetchedRoad.Look, of road: FetchedRoad) async throws {
    let singles =
      look.replies.map { FetchedRoad.Look(replies: [$0]) }
      + look.receipts.map { FetchedRoad.Look(receipts: [$0]) }
    for (index, single) in singles.enumerated() {
      do {
        try await house.take(road.name, single)
      } catch {
        // Not this one's fault: a note in its place would lose it.
        if Self.isPassing(error) { throw error }
        let place = "\(look.position ?? "-") \(index)"
        let note = IncomingReply(
          channel: look.replies.first?.channel ?? .email, providerID: "aside \(place)", from: "",
          text: "Something came in that cannot be recorded (at \(place)). It is still there.")
        try await house.take(road.name, FetchedRoad.Look(replies: [note]))
        house.log("\(road.name): what stands at \(place) could not be recorded")
      }
    }
    try await house.take(road.name, FetchedRoad.Look(position: look.position))
  }

  private static func isPassing(_ error: any Error) -> Bool {
    (error as? MailboxRefusal)?.isPassing ?? false
  }

  private func succeeded(_ road: FetchedRoad, _ watch: inout Watch) {
    if watch.failingSince != nil { house.log("\(road.name): what people answer is read again") }
    watch.failures = 0
    watch.failingSince = nil
    watch.isReported = false
  }

  private func failed(_ road: FetchedRoad, _ error: any Error, _ watch: inout Watch) async {
    let failure = error as? WireFailure
    let reason = failure?.reason ?? "not committed"
    if watch.failingSince == nil {
      house.log("\(road.name): what people answer cannot be read: \(reason)")
    }
    watch.failures += 1
    let since = watch.failingSince ?? house.uptime()
    watch.failingSince = since
    guard let failure, !watch.isReported,
      failure.permanent || house.uptime() - since >= Self.patience
    else { return }
    do {
      try await house.unheard(road.name, reason)
      watch.isReported = true
      watch.caughtUpWith = nil
    } catch {}
  }
}
