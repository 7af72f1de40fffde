import Conducting
import Control
import Daemon
import Messages
import Synchronization
import Testing

@Suite struct `The daemon's desk` {
  /// What was asked of the conductor, which takes everything, and of the reader, which can't read.
  private final class House: Sendable {
    let letters = Mutex(0)
    let questions = Mutex(0)
    private let box = Mutex<DaemonDesk.Box?>(nil)

    func desk(isLink: Bool) -> DaemonDesk {
      let mailbox = DaemonDesk.Box(capacity: 10, wake: { self.takeAll() })
      box.withLock { $0 = mailbox }
      return DaemonDesk(
        mailbox: mailbox, carrier: Carrier(gateways: [:], deliver: { _ in }),
        roster: { _ in [] },
        answering: { (_, _) throws(Refusal) in
          self.questions.withLock { $0 += 1 }
          throw Refusal(.busy, "This cannot be answered now.")
        }, isLink: { _ in isLink }, reload: { nil })
    }

    private func takeAll() {
      guard let box = box.withLock(\.self) else { return }
      let taken = box.take(limit: 10).letters
      letters.withLock { $0 += taken.count }
      let done = InputAnswer.command(.done(.init("Thank you.")))
      box.settle(taken.compactMap(\.ticket).map { ($0, .success(.success(done))) })
    }
  }

  private static let press = Command.press(.init(token: "t", action: "ack"))

  @Test func `thanks for a press that is committed, though its page cannot be had`() async throws {
    let house = House()
    let answer = try await house.desk(isLink: true).perform(Self.press, by: .link)
    guard case .page(let page) = answer else {
      Issue.record("a page was expected")
      return
    }
    #expect(page.heading == "Thank you")
    #expect(house.letters.withLock(\.self) == 1)
  }

  @Test func `troubles nobody over a link that is none`() async throws {
    let house = House()
    let desk = house.desk(isLink: false)
    await #expect(throws: Refusal.self) { _ = try await desk.perform(Self.press, by: .link) }
    await #expect(throws: Refusal.self) {
      _ = try await desk.answer(.page(.init(token: "t")), by: .link)
    }
    #expect(house.letters.withLock(\.self) == 0)
    #expect(house.questions.withLock(\.self) == 0)
  }
}
