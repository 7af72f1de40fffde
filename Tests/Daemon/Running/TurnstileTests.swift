import Daemon
import Testing

@Suite struct `A turnstile` {
  private actor Room {
    private var inside = 0
    private(set) var most = 0
    private(set) var visits = 0

    func come() {
      inside += 1
      most = max(most, inside)
      visits += 1
    }

    func go() { inside -= 1 }
  }

  @Test func `lets one in at a time, and everybody in the end`() async {
    let turnstile = Turnstile()
    let room = Room()
    await withDiscardingTaskGroup { group in
      for _ in 0..<50 {
        group.addTask {
          await turnstile.enter()
          await room.come()
          for _ in 0..<5 { await Task.yield() }
          await room.go()
          await turnstile.leave()
        }
      }
    }
    #expect(await room.most == 1)
    #expect(await room.visits == 50)
  }
}
