import Foundation
import Gateways
import Messages
import Reading

// CPU microseconds to build a request from each shipped definition and to judge the answer to it,
// as the tables in Tests/Gateways/Conformance have them: the median of five rounds. Aim: under 10.

/// What of a table is needed here.
struct Table: Decodable {
  struct Setup: Decodable {
    var from: String?
    var settings: [String: String]
    var public_url: String
  }
  struct Receiver: Decodable {
    var to: String
    var reference: String
    var subject: String?
  }
  struct Response: Decodable {
    var status: Int
    var headers: [[String]]
    var body: String
  }
  struct Case: Decodable {
    var text: String?
    var response: Response?
  }
  var gateway: Setup
  var message: Receiver
  var cases: [String: Case]
}

let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

func definition(_ name: String) throws -> Definition {
  let file = root.appending(path: "deploy/providers/\(name).yaml")
  let text = try String(contentsOf: file, encoding: .utf8)
  return try Definition(node: tree(try YAMLReader.read(text: text, file: name)), file: name)
}

func tree(_ node: MarkedNode) -> DefinitionNode {
  let content: DefinitionNode.Content =
    switch node.value {
    case .scalar(let text, let quoted): .scalar(text, quoted: quoted)
    case .list(let items): .list(items.map { tree($0) })
    case .map(let entries): .map(entries.map { .init($0.key, tree($0.value)) })
    }
  return DefinitionNode(content, line: node.line, path: node.keyPath)
}

func cpuMicroseconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

/// Keeps the optimizer from removing what is measured.
nonisolated(unsafe) var sink = 0

func median(of count: Int, _ body: () -> Int) -> Double {
  let rounds = (0..<5).map { _ in
    let start = cpuMicroseconds()
    for _ in 0..<count { unsafe sink &+= body() }
    return (cpuMicroseconds() - start) / Double(count)
  }
  return rounds.sorted()[2]
}

func measure(_ name: String, _ table: Table) throws -> (request: Double, outcome: Double)? {
  let gateway = Gateway(
    name: "main", definition: try definition(name), from: table.gateway.from,
    settings: table.gateway.settings.mapValues { SettingValue($0) },
    publicURL: table.gateway.public_url)
  guard let plain = table.cases["plain"], let answer = plain.response else { return nil }
  let message = OutgoingMessage(
    id: MessageID(7), attempt: 1, channel: gateway.channels.first ?? .sms, to: table.message.to,
    text: plain.text ?? "", subject: table.message.subject, reference: table.message.reference)
  let response = WireResult.response(
    HTTPResponse(
      status: answer.status, headers: answer.headers.map { Header($0[0], $0[1]) },
      body: Array(answer.body.utf8)))
  let count = 4000
  let request = median(of: count) {
    guard case .http(let made)? = try? gateway.request(for: message, nowMilliseconds: 1)
    else { return 0 }
    return made.body.count
  }
  return (request, median(of: count) { gateway.outcome(of: response).providerIDs.count })
}

let folder = root.appending(path: "Tests/Gateways/Conformance")
let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
print("definition              request µs  outcome µs")
for file in files where file.hasSuffix(".json") {
  let table = try JSONDecoder().decode(
    Table.self, from: try Data(contentsOf: folder.appending(path: file)))
  let name = String(file.dropLast(5))
  guard let found = try measure(name, table) else { continue }
  let shown = [found.request, found.outcome].map { String(format: "%12.1f", $0) }.joined()
  print(name.padding(toLength: 22, withPad: " ", startingAt: 0) + shown)
}
