internal import CCurl
internal import Gateways
internal import Glibc

/// The transport's own thread: it takes orders, lets libcurl work, and delivers what has ended.
struct TransferThread: ~Copyable {
  private let driver: Driver
  private let inbox: Inbox
  private let mailBody: Transport.MailBody
  private let deliver: Transport.Deliver
  private let inFlight: Int
  private var pool: TransferPool
  /// Submitted, oldest first; those before `next` have begun.
  private var waiting: [Submission] = []
  private var next = 0
  private var done: [Completion] = []
  private var hasJustBegun = false

  private init(
    driver: consuming Driver, inbox: Inbox, limits: TransportLimits, settings: TransportSettings,
    mailBody: @escaping Transport.MailBody, deliver: @escaping Transport.Deliver
  ) {
    self.driver = driver
    self.inbox = inbox
    self.mailBody = mailBody
    self.deliver = deliver
    inFlight = max(1, limits.inFlight)
    pool = TransferPool(limits: limits, settings: settings)
  }

  // MARK: Starting

  /// Carries the loop into its thread.
  private final class Start {
    var thread: TransferThread?
    init(_ thread: consuming TransferThread) { self.thread = consume thread }
  }

  static func start(
    limits: TransportLimits, settings: TransportSettings,
    mailBody: @escaping Transport.MailBody, deliver: @escaping Transport.Deliver
  ) throws(TransportFailure) -> Inbox {
    guard kith_global_init() == CURLE_OK else { throw .noResources(errno: ENOMEM) }
    let driver = try Driver(limits: limits)
    let inbox = Inbox(wakeDescriptor: driver.wakeDescriptor, deliver: deliver)
    let thread = TransferThread(
      driver: driver, inbox: inbox, limits: limits, settings: settings, mailBody: mailBody,
      deliver: deliver)
    let start = unsafe Unmanaged.passRetained(Start(thread))
    var name = pthread_t()
    let failed = unsafe pthread_create(&name, nil, Self.main, start.toOpaque())
    guard failed == 0 else {
      unsafe start.release()
      throw .noResources(errno: failed)
    }
    pthread_detach(name)
    return inbox
  }

  private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    unsafe kith_name_thread("transport")
    guard let pointer = unsafe $0 else { return nil }
    let start = unsafe Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue()
    guard var thread = start.thread.take() else { return nil }
    thread.run()
    return nil
  }

  // MARK: The loop

  private mutating func run() {
    while true {
      let orders = inbox.take()
      obey(orders)
      beginWaiting()
      if deliverDone() { continue }
      if orders.stopsBy != nil, isIdle {
        if inbox.end() { break }
        continue
      }
      if orders.isEmpty || hasJustBegun {
        // Whoever submits while orders are still unread does not wake us.
        driver.turn(until: orders.isEmpty ? orders.stopsBy : .now)
        hasJustBegun = false
      } else {
        // The sockets come next, with the wait: one system call less a round.
        driver.begin()
        hasJustBegun = true
      }
      collectFinished()
    }
    pool.removeAll()
  }

  private var isIdle: Bool { pool.busy == 0 && next == waiting.count }

  private mutating func obey(_ orders: Inbox.Orders) {
    let reason = orders.cancels ? WireFailure.cancelled : .shuttingDown
    for submission in orders.refused { fail(submission, reason) }
    if orders.cancels { interruptAll(.cancelled) }
    queue(orders.submissions)
    if !orders.cancelled.isEmpty { interrupt(orders.cancelled) }
    for work in orders.work { work() }
    if let end = orders.stopsBy, !isIdle, end <= .now { interruptAll(.shuttingDown) }
  }

  /// Appends, and forgets what has begun as soon as that costs little.
  private mutating func queue(_ submissions: [Submission]) {
    if next == waiting.count {
      waiting = submissions
      next = 0
      return
    }
    if next > waiting.count / 2 {
      waiting.removeFirst(next)
      next = 0
    }
    waiting.append(contentsOf: submissions)
  }

  private mutating func fail(_ submission: Submission, _ reason: WireFailure) {
    done.append(Completion(ticket: submission.ticket, result: .failure(reason)))
  }

  private mutating func interruptAll(_ reason: WireFailure) {
    for slot in pool.slots.indices where pool.slots[slot].ticket != nil {
      let transfer = pool.slots[slot].transfer
      transfer.remove(from: driver)
      end(slot, .failure(transfer.interrupted(reason)))
    }
    for submission in waiting[next...] { fail(submission, reason) }
    waiting = []
    next = 0
  }

  private mutating func interrupt(_ tickets: Set<UInt64>) {
    for slot in pool.slots.indices {
      guard let ticket = pool.slots[slot].ticket, tickets.contains(ticket) else { continue }
      let transfer = pool.slots[slot].transfer
      transfer.remove(from: driver)
      end(slot, .failure(transfer.interrupted(.cancelled)))
    }
    let left = waiting[next...].filter { !tickets.contains($0.ticket) }
    for submission in waiting[next...] where tickets.contains(submission.ticket) {
      fail(submission, .cancelled)
    }
    waiting = left
    next = 0
  }

  private mutating func end(_ slot: Int, _ result: WireResult) {
    guard let ticket = pool.end(slot) else { return }
    done.append(Completion(ticket: ticket, result: result))
  }

  /// False when nothing was to be delivered.
  private mutating func deliverDone() -> Bool {
    if done.isEmpty { return false }
    deliver(done)
    done.removeAll(keepingCapacity: true)
    return true
  }

  private mutating func collectFinished() {
    while let (slot, code) = driver.nextFinished() {
      end(slot, pool.slots[slot].transfer.result(code))
    }
  }

  // MARK: Beginning

  private mutating func beginWaiting() {
    while pool.busy < inFlight, next < waiting.count {
      defer { next += 1 }
      do {
        try begin(waiting[next])
      } catch {
        fail(waiting[next], error)
      }
    }
  }

  private mutating func begin(_ submission: Submission) throws(WireFailure) {
    let slot: Int
    switch submission.request {
    case .http(let request): slot = try prepare(request)
    case .smtp(let request): slot = try prepare(request)
    case .sandbox: throw .malformed("the sandbox sends nothing")
    }
    guard pool.slots[slot].transfer.add(to: driver) else {
      pool.giveBack(slot)
      throw .noMemory
    }
    pool.begin(slot, ticket: submission.ticket)
  }

  private mutating func prepare(_ request: HTTPRequest) throws(WireFailure) -> Int {
    let (slot, transfer) = try pool.takeHTTP(driver)
    do {
      try transfer.prepare(request)
    } catch {
      pool.giveBack(slot)
      throw error
    }
    return slot
  }

  private mutating func prepare(_ request: SMTPRequest) throws(WireFailure) -> Int {
    let body = try mailBody(request)
    let (slot, transfer) = try pool.takeSMTP(driver)
    do {
      try transfer.prepare(request, body: body)
    } catch {
      pool.giveBack(slot)
      throw error
    }
    return slot
  }
}
