import Gateways
import Messages
import Testing

/// The same numbers from the same seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite struct `Noise from outside` {
  /// Bytes that look like what a provider sends, more or less.
  private func noise(_ numbers: inout SeededNumbers, around sample: [UInt8]) -> [UInt8] {
    var bytes = sample
    for _ in 0..<Int.random(in: 1...8, using: &numbers) {
      let place = Int.random(in: 0...bytes.count, using: &numbers)
      switch Int.random(in: 0..<4, using: &numbers) {
      case 0: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: place)
      case 1 where !bytes.isEmpty: bytes.remove(at: min(place, bytes.count - 1))
      case 2: bytes.removeSubrange(place...)
      default:
        bytes.insert(contentsOf: Array("%{[\"&=/~\\u".utf8.shuffled(using: &numbers)), at: place)
      }
    }
    return bytes
  }

  private func gateways() throws -> [(Gateway, ConformanceTable)] {
    try ShippedDefinition.names.map { name in
      let table = try ConformanceTable.named(name)
      return (table.gateway(try ShippedDefinition.named(name)), table)
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `never traps and is never taken for genuine`(_ seed: UInt64) throws {
    var numbers = SeededNumbers(state: seed)
    for (gateway, table) in try gateways() {
      for entry in table.cases.sorted(by: { $0.key < $1.key }).map(\.value) {
        if let callback = entry.callback {
          var request = callback.callback
          request.body = noise(&numbers, around: request.body)
          request.url = String(
            decoding: noise(&numbers, around: Array(request.url.utf8)), as: UTF8.self)
          for index in request.headers.indices where Bool.random(using: &numbers) {
            let value = noise(&numbers, around: Array(request.headers[index].value.utf8))
            request.headers[index].value = String(decoding: value, as: UTF8.self)
          }
          _ = try? gateway.read(request, nowMilliseconds: (entry.now ?? 0) * 1000)
        }
        if let response = entry.response {
          let body = noise(&numbers, around: Array(response.body.utf8))
          _ = gateway.outcome(of: .response(HTTPResponse(status: response.status, body: body)))
        }
      }
    }
  }

  @Test func `as deep as a well is not read`() throws {
    let gateway = try `An answer`.gateway()
    let body = [UInt8](repeating: UInt8(ascii: "["), count: 60_000)
    let outcome = gateway.outcome(of: .response(HTTPResponse(status: 201, body: body)))
    #expect(outcome.kind == .inDoubt)
  }
}
