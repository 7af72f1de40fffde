import CheckIns
import Messages

extension GatewayState: StoredRow {
  static let table = Table(
    "gateway", fixed: ["name"],
    changing: [
      "first_accepted_at", "first_receipt_at", "first_reply_at", "last_accepted_at",
      "last_receipt_at", "last_reply_at", "stopped_since", "stopped_reason", "slow_until",
      "failures_in_a_row", "failing_since", "deaf_until", "deaf_since", "unread_since", "outages",
      "told_at",
      "unreceipted", "unreceipted_since", "unreplied", "unreplied_since", "doubt_since",
      "doubt_reason", "canary", "canary_at", "canary_owed_since", "canary_back_at", "month",
      "segments",
    ])
  static let all = SQL("SELECT \(table.columns) FROM gateway ORDER BY name")

  init(reading query: inout Query, plans: PlanNumbers) throws(StorageFailure) {
    self.init(name: query.text())
    firstAcceptedAt = query.optionalInstant()
    firstReceiptAt = query.optionalInstant()
    firstReplyAt = query.optionalInstant()
    lastAcceptedAt = query.optionalInstant()
    lastReceiptAt = query.optionalInstant()
    lastReplyAt = query.optionalInstant()
    stoppedSince = query.optionalInstant()
    stoppedReason = query.optionalText()
    slowUntil = query.optionalInstant()
    failuresInARow = query.int()
    failingSince = query.optionalInstant()
    deafUntil = query.optionalInstant()
    deafSince = query.optionalInstant()
    unreadSince = query.optionalInstant()
    outages = query.int()
    toldAt = query.optionalInstant()
    unreceipted = query.int()
    unreceiptedSince = query.optionalInstant()
    unreplied = query.int()
    unrepliedSince = query.optionalInstant()
    doubtSince = query.optionalInstant()
    doubtReason = query.optionalText()
    canary = query.optionalID(MessageKind.self)
    canaryAt = query.optionalInstant()
    canaryOwedSince = query.optionalInstant()
    canaryBackAt = query.optionalInstant()
    month = query.int()
    segments = query.int()
  }

  static let ownerColumn: Int32? = nil
  func load(into slice: inout Slice) { slice.load(self) }

  func bindKey(to query: inout Query) { query.bind(name) }
  func bindFixed(to query: inout Query, plans: PlanNumbers) { query.bind(name) }

  func bindChanging(to query: inout Query, plans: PlanNumbers) {
    query.bind(firstAcceptedAt)
    query.bind(firstReceiptAt)
    query.bind(firstReplyAt)
    query.bind(lastAcceptedAt)
    query.bind(lastReceiptAt)
    query.bind(lastReplyAt)
    query.bind(stoppedSince)
    query.bind(stoppedReason)
    query.bind(slowUntil)
    query.bind(failuresInARow)
    query.bind(failingSince)
    query.bind(deafUntil)
    query.bind(deafSince)
    query.bind(unreadSince)
    query.bind(outages)
    query.bind(toldAt)
    query.bind(unreceipted)
    query.bind(unreceiptedSince)
    query.bind(unreplied)
    query.bind(unrepliedSince)
    query.bind(doubtSince)
    query.bind(doubtReason)
    query.bind(canary)
    query.bind(canaryAt)
    query.bind(canaryOwedSince)
    query.bind(canaryBackAt)
    query.bind(month)
    query.bind(segments)
  }
}
