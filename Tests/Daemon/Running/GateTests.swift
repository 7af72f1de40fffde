import Daemon
import Testing

@Suite struct `A gate` {
  @Test func `lets nobody through before it opens, and then everybody`() async {
    let (gate, passed) = (Gate(), Counter())
    async let one: Void = passes(gate, passed)
    async let another: Void = passes(gate, passed)
    #expect(passed.value == 0)
    gate.open()
    _ = await (one, another)
    #expect(passed.value == 2)
    await gate.pass()
  }

  private func passes(_ gate: Gate, _ passed: Counter) async {
    await gate.pass()
    passed.next()
  }
}
