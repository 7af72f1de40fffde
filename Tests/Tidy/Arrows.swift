/// Who may import what: the arrows of the house. What is not here fails.
enum Arrows {
  /// Part of Swift itself; for every module.
  static let everywhere: Set<String> = ["Swift", "_Concurrency"]

  /// Pure modules: no clock, no randomness, no environment, no file, no lock, no thread.
  static let pure: Set<String> = [
    "Timekeeping", "Sealing", "Messages", "Gateways", "CheckIns", "Control",
  ]

  private static let machine: Set<String> = [
    "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Dispatch",
  ]
  private static let values: Set<String> = ["Foundation", "FoundationEssentials"]
  private static let pureModules = pure
  private static let edges: Set<String> = [
    "Reading", "Storage", "Transport", "Mail", "WebServer", "Systemd",
  ]

  /// Module → what its files may import: ours, then foreign.
  static let table: [String: Set<String>] = [
    "Timekeeping": values,
    "Sealing": values.union(["Crypto", "CryptoExtras"]),
    "Messages": values.union(["Mustache"]),
    "Gateways": values.union(["Messages", "Sealing"]),
    "CheckIns": values.union(["Timekeeping", "Messages"]),
    "Control": values.union(["CheckIns", "Messages", "Timekeeping"]),

    "Reading": values.union(["Yams", "SwiftCSV"]),
    "Storage": machine.union([
      "CheckIns", "Messages", "Timekeeping", "Sealing", "CSQLite", "GRDB", "GRDBSQLite",
    ]),
    "Transport": machine.union(["Gateways", "Messages", "CCurl"]),
    "Mail": values.union(["Messages", "CGMime", "Glibc", "Synchronization"]),
    "WebServer": machine.union([
      "Control", "Gateways", "Messages", "Hummingbird", "HummingbirdCore", "NIOCore", "NIOPosix",
      "NIOHTTP1", "NIOHTTPTypes", "NIOExtras", "HTTPTypes", "Logging", "ServiceLifecycle",
    ]),
    "Systemd": machine.union(["CSystemd"]),

    "Conducting": values.union(pureModules).union(["Storage"]),
    "Daemon": machine.union(pureModules).union(edges).union([
      "Conducting", "CLinux", "ServiceLifecycle", "UnixSignals", "Logging", "Metrics",
    ]),
    "kith": machine.union(pureModules).union(edges).union([
      "Conducting", "Daemon", "ArgumentParser",
    ]),
    "Simulation": values.union(pureModules).union(["Storage", "Conducting"]),
  ]

  /// A foreign part and the one module that knows it.
  static let owners: [String: Set<String>] = [
    "Crypto": ["Sealing"], "CryptoExtras": ["Sealing"], "Mustache": ["Messages"],
    "Yams": ["Reading"], "SwiftCSV": ["Reading"], "GRDB": ["Storage"], "GRDBSQLite": ["Storage"],
    "CSQLite": ["Storage"],
    "CCurl": ["Transport"],
    "CGMime": ["Mail"], "Hummingbird": ["WebServer"], "CSystemd": ["Systemd"],
    "CLinux": ["Daemon"], "ArgumentParser": ["kith"],
  ]

  /// Names that reach the clock, chance, the environment, files, locks or threads.
  static let impure = [
    "Date()", "Date.now", ".now()", "ContinuousClock", "SuspendingClock", "SystemRandomNumber",
    "UUID()", "ProcessInfo", "FileManager", "FileHandle", "getenv", "Mutex<", "Atomic<",
    "NSLock", "DispatchQueue", "Thread(", "Thread.", "Task {", "Task.", " async ", " await ",
    "URLSession", ".shuffled()", ".randomElement()",
  ]
}
