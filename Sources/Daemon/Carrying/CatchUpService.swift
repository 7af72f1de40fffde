package import Gateways
package import Messages
internal import ServiceLifecycle
package import Timekeeping

/// After an outage, asks every provider that can list replies for those that came meanwhile, again
/// and again until it answers; only then do ladders go on that hang on it.
package struct CatchUpService: Service {
  package typealias Fetch = @Sendable (HTTPRequest) async -> WireResult
  /// Returns when the replies are committed, and the gateway counts as caught up.
  package typealias Take = @Sendable (_ gateway: String, [IncomingReply]) async throws -> Void
  package typealias Wait = @Sendable (Duration) async throws -> Void

  private let gateways: [Gateway]
  private let since: Instant
  private let fetch: Fetch
  private let take: Take
  private let wait: Wait
  private let normalise: @Sendable (String) -> String?

  /// `since`: the last sign of life before this start; `normalise` writes an address as ours are.
  package init(
    gateways: [Gateway], since: Instant,
    normalise: @escaping @Sendable (String) -> String? = { _ in nil }, fetch: @escaping Fetch,
    wait: @escaping Wait = { try await Task.sleep(for: $0) }, take: @escaping Take
  ) {
    // One that is asked all the time is so at once.
    self.gateways = gateways.filter {
      $0.definition.listsReplies && $0.definition.pollSeconds == nil
    }
    self.since = since
    self.normalise = normalise
    self.fetch = fetch
    self.take = take
    self.wait = wait
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        for gateway in gateways { group.addTask { await catchUp(gateway) } }
      }
    }
    // Its end must not end the daemon.
    try? await gracefulShutdown()
  }

  private func catchUp(_ gateway: Gateway) async {
    var delay: Duration = .seconds(5)
    while !Task.isCancelled {
      if let replies = await replies(of: gateway) {
        do {
          try await take(gateway.name, replies)
          return
        } catch {}
      }
      do { try await wait(delay) } catch { return }
      delay = min(delay * 2, .minutes(5))
    }
  }

  /// All pages; nil when any of them could not be had.
  private func replies(of gateway: Gateway) async -> [IncomingReply]? {
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
