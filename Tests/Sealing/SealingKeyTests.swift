import Sealing
import Testing

/// The same seed, the same numbers.
struct Counting: RandomNumberGenerator {
  var state: UInt64 = 0
  mutating func next() -> UInt64 {
    state += 1
    return state
  }
}

private let plain = Array("a letter that is nobody's business".utf8)
private let place = SealingContext("reply.content", id: 7)

@Suite struct `A seal key` {
  var nonces: Nonces
  let key: SealingKey
  init() throws {
    var random = Counting()
    nonces = Nonces(from: &random)
    key = try SealingKey(bytes: [UInt8](repeating: 1, count: 32))
  }

  @Test func `opens what it sealed`() throws {
    var nonces = nonces
    let sealed = key.seal(plain, context: place, nonce: nonces.next())
    #expect(sealed.count == plain.count + SealingKey.overhead)
    #expect(try key.open(sealed, context: place) == plain)
  }

  @Test func `seals the same twice with the same nonce and differently with the next`() {
    var nonces = nonces
    let first = nonces.next()
    let second = nonces.next()
    #expect(
      key.seal(plain, context: place, nonce: first) == key.seal(plain, context: place, nonce: first)
    )
    #expect(
      key.seal(plain, context: place, nonce: first)
        != key.seal(plain, context: place, nonce: second))
  }

  @Test(arguments: [
    SealingContext("reply.content", id: 8), SealingContext("message.body", id: 7),
  ]) func `opens nothing in another place`(other: SealingContext) {
    var nonces = nonces
    let sealed = key.seal(plain, context: place, nonce: nonces.next())
    #expect(throws: SealingFailure.self) { try key.open(sealed, context: other) }
  }

  @Test func `opens nothing when one bit of it changed`() {
    var nonces = nonces
    let sealed = key.seal(plain, context: place, nonce: nonces.next())
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      #expect(throws: SealingFailure.self) { try key.open(changed, context: place) }
    }
  }

  @Test func `opens nothing that another key sealed`() throws {
    var nonces = nonces
    let other = try SealingKey(bytes: [UInt8](repeating: 2, count: 32))
    let sealed = other.seal(plain, context: place, nonce: nonces.next())
    #expect(throws: SealingFailure.self) { try key.open(sealed, context: place) }
  }

  @Test(arguments: [0, 16, 31, 33]) func `has thirty-two bytes`(count: Int) {
    #expect(throws: SealingFailure.self) {
      try SealingKey(bytes: [UInt8](repeating: 1, count: count))
    }
  }

  @Test func `never prints itself`() throws {
    let keys = try MasterKeys(current: [UInt8](repeating: 65, count: 32))
    #expect("\(key) \(keys)" == "SealingKey(redacted) MasterKeys(redacted)")
  }
}

@Suite struct `Master keys` {
  @Test func `unwrap what an older one wrapped, and nothing of a stranger's`() throws {
    var random = Counting()
    var nonces = Nonces(from: &random)
    let old = [UInt8](repeating: 1, count: 32)
    let new = [UInt8](repeating: 2, count: 32)
    let before = try MasterKeys(current: old)
    let mine = before.makeKey(for: place, nonce: nonces.next())
    let wrapped = before.wrap(mine, context: place, nonce: nonces.next())
    let sealed = mine.seal(plain, context: place, nonce: nonces.next())
    let rotated = try MasterKeys(current: new, older: [old])
    #expect(try rotated.unwrap(wrapped, context: place).open(sealed, context: place) == plain)
    let stranger = try MasterKeys(current: new)
    #expect(throws: SealingFailure.self) { try stranger.unwrap(wrapped, context: place) }
  }
}

@Suite struct `A keyed index` {
  @Test func `finds the same value again, in one place and with one key only`() throws {
    let root = try SealingKey(bytes: [UInt8](repeating: 1, count: 32))
    let other = try SealingKey(bytes: [UInt8](repeating: 2, count: 32))
    let index = KeyedIndex(root: root, place: "contact.address")
    let entry = index.entry(for: "+15005550142")
    #expect(entry.count == 16)
    #expect(KeyedIndex(root: root, place: "contact.address").entry(for: "+15005550142") == entry)
    #expect(index.entry(for: "+15005550143") != entry)
    #expect(KeyedIndex(root: root, place: "identity.roster").entry(for: "+15005550142") != entry)
    #expect(KeyedIndex(root: other, place: "contact.address").entry(for: "+15005550142") != entry)
  }
}

@Suite struct `A fingerprint` {
  @Test func `is SHA-256`() {
    // FIPS 180-2, appendix B.1.
    #expect(
      Fingerprint.hexadecimal(Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
