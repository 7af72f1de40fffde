// swift-tools-version:6.2
import PackageDescription

// One settings array for every Swift target: a warning is an error, and nothing is public.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
]

let cryptography: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let sqlite: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let yaml: Target.Dependency = .product(name: "Yams", package: "Yams")
let csv: Target.Dependency = .product(name: "SwiftCSV", package: "SwiftCSV")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(
  name: "UnixSignals", package: "swift-service-lifecycle")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioExtras: Target.Dependency = .product(name: "NIOExtras", package: "swift-nio-extras")
let nioHTTPTypes: Target.Dependency = .product(
  name: "NIOHTTPTypes", package: "swift-nio-extras")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")

let pure: [Target.Dependency] = [
  "Timekeeping", "Sealing", "Messages", "Gateways", "CheckIns", "Control",
]
let edges: [Target.Dependency] = [
  "Reading", "Storage", "Transport", "Mail", "WebServer", "Systemd",
]

/// A module of ours in `Sources/<name>`.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of a module, in `Tests/<folder>`.
func tests(
  _ folder: String, _ dependencies: [Target.Dependency], resources: [Resource] = [],
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: folder + "Tests", dependencies: dependencies, path: "Tests/" + folder, exclude: exclude,
    resources: resources, swiftSettings: settings)
}

/// A program that measures, in `Benchmarks/<folder>`, with the script that runs it.
func benchmark(
  _ name: String, in folder: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: "Benchmarks/" + folder,
    exclude: ["run.sh"] + exclude, swiftSettings: settings)
}

let package = Package(
  name: "kith",
  products: [.executable(name: "kith", targets: ["kith"])],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Pure: no async, clock, randomness, environment, file, lock.
    module("Timekeeping"),
    module("Sealing", [cryptography, .product(name: "CryptoExtras", package: "swift-crypto")]),
    module("Messages", [mustache]),
    module("Gateways", ["Messages", "Sealing"]),
    module("CheckIns", ["Timekeeping", "Messages"]),
    module("Control", ["CheckIns", "Messages", "Timekeeping"]),

    // Edges: one foreign library each, none imports another edge.
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
    .systemLibrary(name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
    .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(name: "CSystemd", linkerSettings: [.linkedLibrary("systemd")]),
    .target(name: "CLinux"),
    module("Reading", [yaml, csv]),
    module("Storage", ["CheckIns", "Messages", "Timekeeping", "Sealing", "CSQLite", sqlite]),
    module("Transport", ["Gateways", "Messages", "CCurl"]),
    module("Mail", ["Messages", "CGMime"]),
    module(
      "WebServer",
      [
        "Control", "Gateways", "Messages", hummingbird, hummingbirdCore, nio, nioPosix, nioHTTP,
        nioExtras, nioHTTPTypes, httpTypes, logging, lifecycle,
      ]),
    module("Systemd", ["CSystemd"]),

    // Whole.
    module("Conducting", pure + ["Storage"]),
    module(
      "Daemon", pure + edges + ["Conducting", "CLinux", lifecycle, signals, logging, metrics]),
    .executableTarget(
      name: "kith", dependencies: pure + edges + ["Conducting", "Daemon", arguments],
      swiftSettings: settings),
    module("Simulation", pure + ["Storage", "Conducting"]),

    // Benchmarks: a server and a bare libcurl loop in C, to hold ours against.
    .target(name: "BenchServer", path: "Benchmarks/Server"),
    .target(
      name: "BareLoop", path: "Benchmarks/BareLoop", linkerSettings: [.linkedLibrary("curl")]),
    benchmark(
      "transport-benchmark", in: "Transport",
      ["Transport", "Gateways", "Messages", "BenchServer", "BareLoop"]),
    benchmark("definitions-benchmark", in: "Definitions", ["Gateways", "Messages", "Reading"]),
    benchmark("timekeeping-benchmark", in: "Timekeeping", ["Timekeeping"], exclude: ["peers"]),
    benchmark(
      "burst-benchmark", in: "Burst",
      [
        "Timekeeping", "Sealing", "Messages", "Gateways", "CheckIns", "Reading", "Storage",
        "Transport", "Conducting", "BenchServer", "BareLoop",
      ]),

    tests("Timekeeping", ["Timekeeping"], resources: [.copy("Vectors")]),
    tests("Sealing", ["Sealing"]),
    tests("Messages", ["Messages"]),
    tests(
      "Gateways", ["Gateways", "Messages", "Sealing", "Reading"],
      resources: [.copy("Vectors"), .copy("Conformance")]),
    tests("CheckIns", ["CheckIns", "Timekeeping", "Messages"]),
    tests("Reading", ["Reading"]),
    tests("Storage", ["Storage", "CheckIns", "Messages", "Timekeeping", "Sealing"]),
    tests("Transport", ["Transport", "Gateways", "Messages"]),
    tests("Mail", ["Mail", "Messages"]),
    tests(
      "WebServer",
      [
        "WebServer", "Control", "Gateways", "Messages", "CheckIns", "Timekeeping", lifecycle,
        logging,
      ]),
    tests("Commands", ["kith"]),
    tests("Systemd", ["Systemd"], exclude: ["with-systemd", "driver", "walk"]),
    tests("Conducting", pure + ["Conducting", "Storage"]),
    tests("Daemon", pure + edges + ["Daemon", "Conducting", logging, lifecycle]),
    tests("Scenarios", pure + ["Simulation", "Storage", "Conducting"]),
    tests("Tidy", []),
  ]
)
