/// Text whose lines were broken by a program and not by who wrote it (RFC 3676, format=flowed).
enum FlowedText {
  /// Lines that end in a blank go on with the next one; lines that quote stay as they are.
  ///
  /// - Parameter deletesBlank: `DelSp=yes`: the blank is no part of the text.
  static func joined(_ text: String, deletesBlank: Bool) -> String {
    var lines: [String] = []
    var goesOn = false
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let isQuoted = line.hasPrefix(">")
      // A line that begins with a blank has one before it.
      let own = !isQuoted && line.hasPrefix(" ") ? line.dropFirst() : line
      let isMark = own == "-- "
      if goesOn, !isQuoted, !isMark, let last = lines.indices.last {
        lines[last] += own
      } else {
        lines.append(String(own))
      }
      goesOn = !isQuoted && !isMark && own.hasSuffix(" ")
      if goesOn, deletesBlank { lines[lines.count - 1].removeLast() }
    }
    return lines.joined(separator: "\n")
  }
}
