import ArgumentParser
import Foundation

/// How answers are printed.
enum Format: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

struct FormatOption: ParsableArguments {
  @Option(help: "How to print: text or json.")
  var format: Format = .text
}

/// Standard output and standard error.
enum Output {
  static func print(_ text: String) { write(text, to: FileHandle.standardOutput) }

  static func print(json: [UInt8]) {
    write(String(decoding: json, as: UTF8.self), to: FileHandle.standardOutput)
  }

  static func print(json value: some Encodable) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("our own answers can be encoded")
    }
    print(json: [UInt8](data))
  }

  /// Says sentences on standard error, one a line.
  static func tell(_ sentences: [String]) {
    for sentence in sentences { write(sentence, to: FileHandle.standardError) }
  }

  static func exit(_ status: Int32) -> Never { Foundation.exit(status) }

  /// A reader that went away (`kith people | head`) is nobody's error.
  private static func write(_ text: String, to handle: FileHandle) {
    let line = text.utf8.last == 10 ? text : text + "\n"
    try? handle.write(contentsOf: Data(line.utf8))
  }
}
