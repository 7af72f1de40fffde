import ArgumentParser
import Daemon
import Reading

/// `kith check [--explain]`
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read all files, and say everything that is wrong or would fail later.",
    discussion: "Exit 1 when anything must be mended before it can be relied on.")

  @OptionGroup var options: ConfigurationOptions
  @Flag(help: "Print the effective values, and where each comes from.") var explain = false

  func run() async throws {
    let house: Configuration
    do throws(ConfigurationFaults) {
      house = try Configuration.load(options.places)
    } catch {
      if options.output.format == .json { Output.print(json: CheckReport(faults: error.faults)) }
      throw Failure(error.faults)
    }
    let people = house.enrolled()
    var check = ConfigurationCheck(
      house, now: Now.instant, enrolled: people?.plans ?? [], reached: people?.reached ?? [])
    let concerns = check.run()
    let problems = concerns.filter { $0.weight == .problem }.map(\.fault)
    let notes = concerns.filter { $0.weight == .note }.map(\.fault)
    switch options.output.format {
    case .json:
      Output.print(
        json: CheckReport(
          problems: problems, notes: notes, values: explain ? Explanation(house) : nil))
    case .text:
      if explain { Output.print(Explanation(house).lines.joined(separator: "\n")) }
      for note in notes { Output.print("note: \(note)") }
      if problems.isEmpty { Output.print(summary(house)) }
    }
    if !problems.isEmpty { throw Failure(problems) }
  }

  private func summary(_ house: Configuration) -> String {
    func count(_ number: Int, _ word: String) -> String {
      "\(number) \(word)\(number == 1 ? "" : "s")"
    }
    let parts = [
      count(house.gateways.count, "gateway"), count(house.plans.count, "plan"),
      count(house.definitions.count, "provider"),
      "wording in " + house.locales.joined(separator: ", "),
    ]
    return "\(options.places.file) is good: " + parts.joined(separator: ", ") + "."
  }
}

/// `kith check --format json`.
struct CheckReport: Encodable {
  struct Line: Encodable {
    var file: String
    var line: Int
    var key: String
    var sentence: String
    init(_ fault: Fault) {
      file = fault.file
      line = fault.line
      key = fault.key
      sentence = fault.sentence
    }
  }

  var good: Bool
  /// What keeps the files from being read.
  var faults: [Line]
  /// What is allowed and would fail later.
  var problems: [Line]
  var notes: [Line]
  var values: Explanation?

  init(
    faults: [Fault] = [], problems: [Fault] = [], notes: [Fault] = [], values: Explanation? = nil
  ) {
    good = faults.isEmpty && problems.isEmpty
    self.faults = faults.map(Line.init)
    self.problems = problems.map(Line.init)
    self.notes = notes.map(Line.init)
    self.values = values
  }
}
