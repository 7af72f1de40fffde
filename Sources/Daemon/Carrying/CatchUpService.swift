package import Gateways
package import Messages
internal import ServiceLifecycle
package import Storage
internal import Synchronization
package import Timekeeping

/// Outages as they are told, each by the moment since which replies may have been missed; nil where
/// only the database may know of one.
package final class Outages: Sendable {
  let all: AsyncStream<Instant?>
  private let continuation: AsyncStream<Instant?>.Continuation
  private let told = Mutex(0)

  package init() { (all, continuation) = AsyncStream.makeStream() }

  package func tell(_ since: Instant?) {
    told.withLock { $0 += 1 }
    continuation.yield(since)
  }

  package var count: Int { told.withLock(\.self) }
}

/// After an outage, asks every provider that can list replies for those that came meanwhile, again
/// and again until it answers; only then do ladders go on that hang on it.
package struct CatchUpService: Service {
  package typealias Fetch = @Sendable (HTTPRequest) async -> WireResult
  /// Returns when the replies are committed.
  package typealias Take = @Sendable (_ gateway: String, [IncomingReply]) async throws -> Void
  /// Returns when the gateway counts as caught up with so many outages.
  package typealias CaughtUp = @Sendable (_ gateway: String, _ outages: Int) async throws -> Void
  /// What may be unread at a gateway, outages of earlier runs included.
  package typealias UnreadAt = @Sendable (_ gateway: String) async throws -> Unread
  package typealias Wait = @Sendable (Duration) async throws -> Void

  private let gateways: @Sendable () -> [Gateway]
  private let outages: Outages
  private let fetch: Fetch
  private let take: Take
  private let caughtUp: CaughtUp
  private let unread: UnreadAt
  private let wait: Wait
  private let normalise: @Sendable (String) -> String?

  /// `gateways` are those configured now: a reload may bring others, or other settings of them.
  /// `normalise` writes an address as ours are.
  package init(
    gateways: @escaping @Sendable () -> [Gateway], outages: Outages,
    normalise: @escaping @Sendable (String) -> String? = { _ in nil },
    unread: @escaping UnreadAt, fetch: @escaping Fetch,
    wait: @escaping Wait = { try await Task.sleep(for: $0) }, take: @escaping Take,
    caughtUp: @escaping CaughtUp
  ) {
    self.caughtUp = caughtUp
    self.gateways = gateways
    self.outages = outages
    self.normalise = normalise
    self.unread = unread
    self.fetch = fetch
    self.take = take
    self.wait = wait
  }

  /// Those that list what arrived; one that is asked all the time is so at once.
  private var listing: [Gateway] {
    gateways().filter { $0.definition.listsReplies && $0.definition.pollSeconds == nil }
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      for await since in outages.all {
        await withDiscardingTaskGroup { group in
          for name in listing.map(\.name) {
            group.addTask { await catchUp(name, since: since) }
          }
        }
      }
    }
    // Its end must not end the daemon.
    try? await gracefulShutdown()
  }

  private func catchUp(_ name: String, since told: Instant?) async {
    var delay: Duration = .seconds(5)
    while !Task.isCancelled {
      guard let gateway = listing.first(where: { $0.name == name }) else { return }
      do {
        let unread = try await unread(gateway.name)
        guard let since = [told, unread.since].compactMap(\.self).min() else { return }
        if let replies = await replies(of: gateway, since: since) {
          if !replies.isEmpty { try await takeAll(replies, of: gateway.name) }
          try await caughtUp(gateway.name, unread.outages)
          return
        }
      } catch {}
      do { try await wait(delay) } catch { return }
      delay = min(delay * 2, .minutes(5))
    }
  }

  /// One by one where they cannot be taken together: one that can never be recorded must not keep
  /// everybody else on that road unheard for ever. A human hears of it.
  private func takeAll(_ replies: [IncomingReply], of gateway: String) async throws {
    do { return try await take(gateway, replies) } catch {
      if (error as? MailboxRefusal)?.isPassing ?? true { throw error }
    }
    for reply in replies {
      do { try await take(gateway, [reply]) } catch {
        if (error as? MailboxRefusal)?.isPassing ?? true { throw error }
        let note = IncomingReply(
          channel: reply.channel, providerID: "aside \(reply.providerID)", from: "",
          text: "The provider lists a reply that cannot be recorded (\(reply.providerID)).")
        try await take(gateway, [note])
      }
    }
  }

  /// All pages; nil when any of them could not be had.
  private func replies(of gateway: Gateway, since: Instant) async -> [IncomingReply]? {
    var all: [IncomingReply] = []
    // A provider that names the same next page for ever must not keep us here.
    let pagesMax = 200
    guard var request = try? gateway.listing(sinceMilliseconds: since.milliseconds) else {
      return nil
    }
    for _ in 0..<pagesMax {
      guard case .response(let response) = await fetch(request),
        let page = try? gateway.replies(inListing: response, of: request, normalise: normalise)
      else { return nil }
      all += page.replies
      guard let next = page.next else { return all }
      request = next
    }
    return all
  }
}
