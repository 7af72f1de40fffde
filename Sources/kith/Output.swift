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
  static func print(_ text: String) {
    write(Printable.text(text), to: FileHandle.standardOutput)
  }

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
    for sentence in sentences { write(Printable.text(sentence), to: FileHandle.standardError) }
  }

  static func exit(_ status: Int32) -> Never { Foundation.exit(status) }

  /// A reader that went away (`kith people | head`) is nobody's error.
  static func ignoreReadersThatLeave() { signal(SIGPIPE, SIG_IGN) }

  private static func write(_ text: String, to handle: FileHandle) {
    let line = text.utf8.last == 10 ? text : text + "\n"
    let reason = put(Array(line.utf8), handle.fileDescriptor)
    guard let reason, reason != EPIPE, handle === FileHandle.standardOutput else { return }
    let words = unsafe String(cString: strerror(reason))
    tell(["The answer could not be written to standard output: \(words)."])
    exit(1)
  }

  /// Writes all of it; else the number of what went wrong (errno(3)).
  private static func put(_ bytes: [UInt8], _ descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 { rest = rest.dropFirst(count); continue }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        // Somebody made the terminal or pipe one that does not wait.
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&ready, 1, -1)
      default: return errno
      }
    }
    return nil
  }
}

/// What a terminal gets to see of a text.
enum Printable {
  /// Control characters become U+FFFD: what a stranger wrote must not move the cursor over, or
  /// wipe, what stands before it (ECMA-48). Line ends and tabs stay.
  static func text(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let isLineEnd = scalar == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
      let stays = scalar == "\n" || scalar == "\t" || isLineEnd
      let isControl = scalar.properties.generalCategory == .control
      shown.append(isControl && !stays ? "\u{FFFD}" : scalar)
    }
    return String(shown)
  }
}
