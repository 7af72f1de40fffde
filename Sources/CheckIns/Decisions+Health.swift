import Messages
import Timekeeping

/// Whether silence on a road proves anything: what should come back and stays away.
extension Decisions {
  /// A message was accepted; a receipt is owed for it, and for a prompt perhaps a reply.
  mutating func noteOwed(_ message: Message) {
    if message.isCanary { canaryAccepted(message) }
    guard let name = message.gateway, let traits = rules.gateways[name], !traits.isProved,
      slice.gateways[name] != nil
    else { return }
    slice.gateways.update(name) {
      if traits.givesReceipts, $0.firstReceiptAt != nil {
        $0.unreceipted += 1
        $0.unreceiptedSince = $0.unreceiptedSince ?? now
      }
      if message.lane == .prompts, $0.firstReplyAt != nil {
        $0.unreplied += 1
        $0.unrepliedSince = $0.unrepliedSince ?? now
      }
    }
    judge(name)
  }

  /// Puts a road in doubt over which nothing comes back.
  mutating func judge(_ name: String) {
    guard let state = slice.gateways[name], state.doubtSince == nil else { return }
    if state.unreceipted >= Limits.unreceiptedMost,
      let since = state.unreceiptedSince, now - since >= Limits.unreceiptedWait
    {
      doubted(name, since: since, "no-receipts")
    } else if state.unreplied >= Limits.unrepliedMost,
      let since = state.unrepliedSince, now - since >= Limits.unrepliedWait
    {
      doubted(name, since: since, "no-replies")
    }
  }

  mutating func doubted(_ name: String, since: Instant, _ reason: String) {
    slice.gateways.update(name) {
      $0.doubtSince = since
      $0.doubtReason = reason
    }
    record("gateway-doubted", "\(name) \(reason) \(since.milliseconds)")
    tellOperators(
      of: "\(reason) \(name)", alert: nil, avoiding: rules.gateways[name]?.channel)
  }

  /// A receipt came, or a reply: that much of the road is whole.
  mutating func cameBack(_ name: String, _ reason: String) {
    guard let state = slice.gateways[name] else { return }
    let isOver = state.doubtReason == reason
    slice.gateways.update(name) {
      if reason == "no-receipts" {
        $0.unreceipted = 0
        $0.unreceiptedSince = nil
      } else if reason == "no-replies" {
        $0.unreplied = 0
        $0.unrepliedSince = nil
      }
      if isOver {
        $0.doubtSince = nil
        $0.doubtReason = nil
      }
    }
    guard isOver else { return }
    record("gateway-works", name)
    guard slice.troubles["\(reason) \(name)"] != nil else { return }
    tellOperators(of: "works-again \(name)", alert: nil, avoiding: rules.gateways[name]?.channel)
  }
}
