import Foundation
import Testing
import Timekeeping

/// The system's zone files.
enum ZoneFiles {
  static let folder = "/usr/share/zoneinfo"

  static func zone(_ name: String) throws -> Zone {
    let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
    return try Zone(name: name, tzif: Array(data))
  }

  /// Some that have done strange things.
  static let eventful = [
    "America/New_York", "Europe/Berlin", "Europe/Dublin", "Africa/Cairo", "Africa/Casablanca",
    "America/Havana", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll",
    "Asia/Tehran", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham",
    "America/Asuncion", "Asia/Gaza", "UTC",
  ]

  /// Every zone with a name of the shape Area/City.
  static var all: [String] {
    let paths = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
    return paths.filter { path in
      let areas = [
        "Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/",
        "Indian/", "Pacific/",
      ]
      let isFile = (try? URL(filePath: "\(folder)/\(path)").checkResourceIsReachable()) ?? false
      return isFile && areas.contains { path.hasPrefix($0) }
        && (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(path)")) == nil
    }.sorted()
  }
}

/// The recorded answers of other implementations, in `Vectors/`.
enum Vectors {
  static func load<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors"))
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }
}

/// Small seeded random numbers (SplitMix64), so that a failure can be repeated.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
