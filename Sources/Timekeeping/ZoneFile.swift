/// An offset that is in force from an instant on.
struct ZoneStep: Hashable, Sendable {
  /// Seconds since 1970; that of the first step has no meaning.
  var at: Int64
  /// Seconds east of UTC.
  var offset: Int32
  var abbreviation: UInt8
  var isDaylightSaving: Bool
}

/// The content of a TZif file (RFC 9636).
struct ZoneFile {
  /// At least one, rising.
  var steps: [ZoneStep] = []
  var abbreviations: [String] = []
  /// The POSIX TZ string after the last step; nil in version 1.
  var footer: String?

  init(zone: String, bytes: [UInt8]) throws(TimekeepingFailure) {
    var reader = ZoneFileReader(zone: zone, bytes: bytes)
    let first = try reader.header()
    guard first.version >= 2 else {
      try read(&reader, first, wide: false)
      return
    }
    try reader.skip(first.bodySize(wide: false))
    let second = try reader.header()
    try read(&reader, second, wide: true)
    footer = try reader.footer()
  }

  private mutating func read(
    _ reader: inout ZoneFileReader, _ header: ZoneFileReader.Header, wide: Bool
  ) throws(TimekeepingFailure) {
    guard header.leaps == 0 else {
      throw reader.failure("counts leap seconds; expected the file of the same name outside right/")
    }
    guard (1...250).contains(header.types), header.characters > 0 else {
      throw reader.failure("has \(header.types) local time types; expected 1 to 250")
    }
    var times: [Int64] = []
    for _ in 0..<header.times { times.append(try reader.integer(wide: wide)) }
    var numbers: [Int] = []
    for _ in 0..<header.times { numbers.append(Int(try reader.byte())) }
    var types: [ZoneFileReader.LocalType] = []
    for _ in 0..<header.types { types.append(try reader.localType()) }
    let letters = try reader.take(header.characters)
    try reader.skip(header.standardFlags + header.utFlags)
    try assemble(reader, times, numbers, types, letters)
  }

  /// Puts times, types and abbreviations together, each checked against the others.
  private mutating func assemble(
    _ reader: ZoneFileReader, _ times: [Int64], _ numbers: [Int],
    _ types: [ZoneFileReader.LocalType], _ letters: [UInt8]
  ) throws(TimekeepingFailure) {
    for type in types {
      guard let end = letters[min(type.letters, letters.count)...].firstIndex(of: 0) else {
        throw reader.failure("has an abbreviation without end; expected a zero byte")
      }
      abbreviations.append(String(decoding: letters[type.letters..<end], as: UTF8.self))
      guard abs(Int(type.offset)) <= 26 * 3600 else {
        throw reader.failure("has an offset of \(type.offset) s; expected at most 26 hours")
      }
    }
    steps = [step(at: .min, 0, types)]
    for (time, number) in zip(times, numbers) {
      let previous = steps.last?.at ?? .min
      guard types.indices.contains(number), time > previous, time < 1 << 43 else {
        throw reader.failure("has changes out of order or of unknown types; expected rising times")
      }
      // Before the year -290,000 nothing is distinguished: some files begin with -2^59.
      guard time > -1 << 43 else {
        steps[0] = step(at: .min, number, types)
        continue
      }
      steps.append(step(at: time, number, types))
    }
  }

  private func step(at time: Int64, _ number: Int, _ types: [ZoneFileReader.LocalType]) -> ZoneStep
  {
    let type = types[number]
    return ZoneStep(
      at: time, offset: type.offset, abbreviation: UInt8(number),
      isDaylightSaving: type.isDaylightSaving)
  }
}

/// Reads big-endian numbers and never past the end.
struct ZoneFileReader {
  struct Header {
    var version: Int
    var utFlags: Int
    var standardFlags: Int
    var leaps: Int
    var times: Int
    var types: Int
    var characters: Int

    func bodySize(wide: Bool) -> Int {
      let timeSize = wide ? 8 : 4
      let changes = times * (timeSize + 1) + types * 6 + characters
      return changes + leaps * (timeSize + 4) + standardFlags + utFlags
    }
  }

  struct LocalType {
    var offset: Int32
    var isDaylightSaving: Bool
    var letters: Int
  }

  let zone: String
  let bytes: [UInt8]
  var position = 0

  init(zone: String, bytes: [UInt8]) {
    self.zone = zone
    self.bytes = bytes
  }

  func failure(_ what: String) -> TimekeepingFailure {
    TimekeepingFailure("the zone file of \(zone) \(what)")
  }

  mutating func take(_ count: Int) throws(TimekeepingFailure) -> [UInt8] {
    guard count >= 0, bytes.count - position >= count else {
      throw failure("ends after \(bytes.count) bytes; expected a whole TZif file (RFC 9636)")
    }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  mutating func skip(_ count: Int) throws(TimekeepingFailure) { _ = try take(count) }

  mutating func byte() throws(TimekeepingFailure) -> UInt8 { try take(1)[0] }

  mutating func integer(wide: Bool) throws(TimekeepingFailure) -> Int64 {
    let raw = try take(wide ? 8 : 4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return wide ? Int64(bitPattern: raw) : Int64(Int32(truncatingIfNeeded: raw))
  }

  private mutating func count() throws(TimekeepingFailure) -> Int {
    let value = try integer(wide: false)
    guard value >= 0, value <= 60_000 else {
      throw failure("claims \(value) entries; expected at most 60000")
    }
    return Int(value)
  }

  mutating func header() throws(TimekeepingFailure) -> Header {
    guard try take(4) == Array("TZif".utf8) else {
      throw failure("does not begin with TZif; expected a TZif file (RFC 9636)")
    }
    let version = try byte()
    guard version == 0 || (UInt8(ascii: "2")...UInt8(ascii: "9")).contains(version) else {
      throw failure("is of version \(version); expected 1 to 4")
    }
    try skip(15)
    return Header(
      version: version == 0 ? 1 : Int(version - 48), utFlags: try count(),
      standardFlags: try count(), leaps: try count(), times: try count(), types: try count(),
      characters: try count())
  }

  mutating func localType() throws(TimekeepingFailure) -> LocalType {
    let offset = try integer(wide: false)
    let isDaylightSaving = try byte() == 1
    return LocalType(
      offset: Int32(truncatingIfNeeded: offset), isDaylightSaving: isDaylightSaving,
      letters: Int(try byte()))
  }

  /// The line between two newlines at the end.
  mutating func footer() throws(TimekeepingFailure) -> String {
    guard try byte() == 10, let end = bytes[position...].firstIndex(of: 10) else {
      throw failure("has no footer; expected a POSIX TZ string between newlines")
    }
    return String(decoding: try take(end - position), as: UTF8.self)
  }
}
