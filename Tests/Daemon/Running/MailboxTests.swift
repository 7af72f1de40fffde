import Daemon
import Testing

@Suite struct `A mailbox` {
  let mailbox = Mailbox<String, String>(capacity: 2, wake: {})

  @Test func `hands out letters oldest first, as many as one turn takes`() {
    mailbox.post(["a", "b", "c"])
    let first = mailbox.take(limit: 2)
    #expect(first.letters.map(\.event) == ["a", "b"])
    #expect(first.more)
    let second = mailbox.take(limit: 2)
    #expect(second.letters.map(\.event) == ["c"])
    #expect(!second.more)
  }

  @Test func `keeps the order over many thousand letters`() {
    var taken: [String] = []
    for round in 0..<100 {
      mailbox.post((0..<100).map { "\(round * 100 + $0)" })
      taken += mailbox.take(limit: 77).letters.map(\.event)
    }
    while case let delivery = mailbox.take(limit: 500), !delivery.letters.isEmpty {
      taken += delivery.letters.map(\.event)
    }
    #expect(taken == (0..<10_000).map { "\($0)" })
  }

  @Test func `answers each question under its ticket`() async {
    async let hello = asked(mailbox, "hello")
    while mailbox.waiting < 1 { await Task.yield() }
    let letters = mailbox.take(limit: 10).letters
    mailbox.settle(letters.compactMap { letter in letter.ticket.map { ($0, .success("yes")) } })
    #expect(await hello == .success("yes"))
    #expect(mailbox.waiting == 0)
  }

  @Test func `refuses a question when too many wait`() async {
    async let first = asked(mailbox, "1")
    async let second = asked(mailbox, "2")
    while mailbox.waiting < 2 { await Task.yield() }
    #expect(await asked(mailbox, "3") == .failure(.full))
    mailbox.close()
    #expect(await [first, second] == [.failure(.closed), .failure(.closed)])
  }

  @Test func `takes outcomes even when it is full`() async {
    async let first = asked(mailbox, "1")
    async let second = asked(mailbox, "2")
    while mailbox.waiting < 2 { await Task.yield() }
    #expect(mailbox.post(["accepted"]))
    #expect(mailbox.take(limit: 3).letters.count == 3)
    mailbox.close()
    _ = await (first, second)
  }

  @Test func `refuses everything once closed`() async {
    mailbox.close()
    #expect(await asked(mailbox, "late") == .failure(.closed))
    #expect(!mailbox.post(["late"]))
    #expect(mailbox.take(limit: 1).letters.isEmpty)
  }
}
