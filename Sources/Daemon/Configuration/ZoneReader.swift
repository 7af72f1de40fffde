import Foundation
import Synchronization
package import Timekeeping

/// The zone rules of the system's own files (tzfile(5)), each read once and again when it changed:
/// a new tzdata package takes effect without a restart.
package final class ZoneReader: Sendable {
  /// What tells one version of a file from another.
  private struct Stamp: Hashable {
    var size: Int
    var changed: Date
    var inode: Int
  }
  private struct Entry {
    var stamp: Stamp
    var zone: Zone
  }
  private struct State {
    var zones: [String: Entry] = [:]
    var names: [String]?
  }

  package let directory: String
  private let state = Mutex(State())

  package init(directory: String = "/usr/share/zoneinfo") { self.directory = directory }

  /// `TZDIR`, as for every program that reads zones (tzset(3)), or the system's folder.
  package static func directory(in environment: [String: String]) -> String {
    let named = environment["TZDIR"] ?? ""
    return named.isEmpty ? "/usr/share/zoneinfo" : named
  }

  /// The rules of a zone by its IANA name, or one sentence that names those it might have been.
  package func zone(_ name: String) throws(TimekeepingFailure) -> Zone {
    if let entry = state.withLock({ $0.zones[name] }) { return entry.zone }
    return try load(name)
  }

  /// Looks at the files of all zones read so far, and gives the names of those whose rules changed.
  package func refresh() -> [String] {
    let known = state.withLock { state in
      state.names = nil
      return state.zones
    }
    return known.keys.sorted().filter { name in
      guard let old = known[name], stamp(of: name) != old.stamp else { return false }
      guard let new = try? load(name) else { return false }
      return new != old.zone
    }
  }

  /// Every name there is, sorted.
  package var names: [String] {
    if let names = state.withLock({ $0.names }) { return names }
    let names = Files.tree(directory).filter(isZone)
    state.withLock { $0.names = names }
    return names
  }

  private func load(_ name: String) throws(TimekeepingFailure) -> Zone {
    guard ZoneNames.isPlausible(name), let stamp = stamp(of: name),
      let bytes = try? Files.read(path(name))
    else { throw ZoneNames.unknown(name, in: names) }
    let zone = try Zone(name: name, tzif: bytes)
    state.withLock { $0.zones[name] = Entry(stamp: stamp, zone: zone) }
    return zone
  }

  private func path(_ name: String) -> String { "\(directory)/\(name)" }

  private func stamp(of name: String) -> Stamp? {
    let path = URL(fileURLWithPath: path(name)).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      attributes[.type] as? FileAttributeType == .typeRegular
    else { return nil }
    return Stamp(
      size: attributes[.size] as? Int ?? 0,
      changed: attributes[.modificationDate] as? Date ?? .distantPast,
      inode: attributes[.systemFileNumber] as? Int ?? 0)
  }

  /// The folder holds tables and other trees besides the zones.
  private func isZone(_ name: String) -> Bool {
    let first = name.prefix { $0 != "/" }
    return !name.contains(".") && first.first?.isUppercase == true
      && !["Factory", "SECURITY"].contains(first)
  }
}
