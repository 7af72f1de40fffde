internal import CCurl
internal import Gateways

/// Handles that are set up once and used again, by protocol.
struct TransferPool {
  enum Transfer {
    case http(HTTPTransfer)
    case smtp(SMTPTransfer)
  }

  struct Slot {
    let transfer: Transfer
    /// Of the transfer under way, or nil.
    var ticket: UInt64?
  }

  private(set) var slots: [Slot] = []
  private(set) var busy = 0
  private var freeHTTP: [Int] = []
  private var freeSMTP: [Int] = []
  private let limits: TransportLimits
  private let settings: TransportSettings

  init(limits: TransportLimits, settings: TransportSettings) {
    self.limits = limits
    self.settings = settings
  }

  /// A slot with a free handle for HTTP.
  mutating func takeHTTP(_ driver: borrowing Driver) throws(WireFailure) -> (Int, HTTPTransfer) {
    if let slot = freeHTTP.popLast(), case .http(let transfer) = slots[slot].transfer {
      return (slot, transfer)
    }
    let handle = try makeHandle(driver)
    let transfer = try HTTPTransfer(handle: handle, limits: limits, settings: settings)
    slots.append(Slot(transfer: .http(transfer)))
    return (slots.count - 1, transfer)
  }

  /// A slot with a free handle for mail.
  mutating func takeSMTP(_ driver: borrowing Driver) throws(WireFailure) -> (Int, SMTPTransfer) {
    if let slot = freeSMTP.popLast(), case .smtp(let transfer) = slots[slot].transfer {
      return (slot, transfer)
    }
    let handle = try makeHandle(driver)
    let transfer = try SMTPTransfer(handle: handle, limits: limits, settings: settings)
    slots.append(Slot(transfer: .smtp(transfer)))
    return (slots.count - 1, transfer)
  }

  private func makeHandle(_ driver: borrowing Driver) throws(WireFailure) -> TransferHandle {
    guard let handle = TransferHandle(driver: driver, slot: slots.count) else { throw .noMemory }
    return handle
  }

  mutating func begin(_ slot: Int, ticket: UInt64) {
    slots[slot].ticket = ticket
    busy += 1
  }

  /// Frees the slot for the next transfer, and says whose it was.
  mutating func end(_ slot: Int) -> UInt64? {
    guard let ticket = slots[slot].ticket else { return nil }
    slots[slot].ticket = nil
    busy -= 1
    giveBack(slot)
    return ticket
  }

  /// For a slot that was taken and not begun, or has ended.
  mutating func giveBack(_ slot: Int) {
    switch slots[slot].transfer {
    case .http: freeHTTP.append(slot)
    case .smtp: freeSMTP.append(slot)
    }
  }

  mutating func removeAll() {
    precondition(busy == 0, "only idle handles are released")
    slots = []
    freeHTTP = []
    freeSMTP = []
  }
}

extension TransferPool.Transfer {
  func result(_ code: CURLcode) -> WireResult {
    switch self {
    case .http(let transfer): transfer.result(code)
    case .smtp(let transfer): transfer.result(code)
    }
  }

  /// What to report of a transfer that we end ourselves.
  func interrupted(_ reason: WireFailure) -> WireFailure {
    var failure = reason
    switch self {
    case .http(let transfer):
      failure.mayHaveArrived = transfer.mayHaveArrived(CURLE_ABORTED_BY_CALLBACK)
    case .smtp(let transfer): failure.mayHaveArrived = transfer.mayHaveArrived
    }
    return failure
  }

  func add(to driver: borrowing Driver) -> Bool {
    switch self {
    case .http(let transfer): driver.add(transfer.handle)
    case .smtp(let transfer): driver.add(transfer.handle)
    }
  }

  func remove(from driver: borrowing Driver) {
    switch self {
    case .http(let transfer): driver.remove(transfer.handle)
    case .smtp(let transfer): driver.remove(transfer.handle)
    }
  }
}
