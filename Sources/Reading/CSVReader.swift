import SwiftCSV

/// One line of a CSV file, by column.
package struct MarkedRow: Hashable, Sendable {
  package var file: String
  /// The line the row begins on, from 1.
  package var line: Int
  /// Trimmed of spaces; every column of the header is there.
  package var fields: [String: String]

  package init(file: String, line: Int, fields: [String: String]) {
    self.file = file
    self.line = line
    self.fields = fields
  }

  package subscript(column: String) -> String { fields[column] ?? "" }

  package func fault(_ column: String, _ sentence: String) -> Fault {
    Fault(file: file, line: line, key: column, sentence: sentence)
  }
}

/// A CSV file (RFC 4180): its header, and its rows with their lines.
package struct MarkedTable: Hashable, Sendable {
  package var header: [String]
  package var rows: [MarkedRow]
}

/// Reads CSV strictly: a header, unknown and repeated columns refused, every row as wide as the
/// header, quotes closed. Windows line ends and a BOM are fine; empty lines are passed over.
package enum CSVReader {
  /// A last row that comes out whole only when every quote before it was closed.
  private static let sentinel = "\u{1}end"

  package static func read(bytes: [UInt8], file: String, columns: [String])
    throws(ReadingFaults) -> MarkedTable
  {
    try read(text: SourceText.decode(bytes, file: file), file: file, columns: columns)
  }

  /// Throws all faults of header and rows together.
  package static func read(text: String, file: String, columns: [String])
    throws(ReadingFaults) -> MarkedTable
  {
    var lines = try rows(of: text, file: file).filter { $0.fields != [""] }
    guard let first = lines.first else {
      throw ReadingFaults([
        Fault(
          file: file, line: 1, sentence: "expected a header line with column names, it is empty")
      ])
    }
    lines.removeFirst()
    let header = first.fields.map(trimmed)
    if header.count == 1, header[0].contains(";") {
      let sentence = "expected commas between the columns, there are semicolons"
      throw ReadingFaults([Fault(file: file, line: first.line, sentence: sentence)])
    }
    var faults = headerFaults(header, line: first.line, file: file, columns: columns)
    if !faults.isEmpty { throw ReadingFaults(faults) }
    let rows = lines.map { line -> MarkedRow in
      if line.fields.count != header.count {
        let sentence =
          "expected \(header.count) values as in the header, there are \(line.fields.count)"
        faults.append(Fault(file: file, line: line.line, sentence: sentence))
      }
      let pairs = zip(header, line.fields.map(trimmed))
      return MarkedRow(
        file: file, line: line.line, fields: Dictionary(pairs, uniquingKeysWith: { $1 }))
    }
    if !faults.isEmpty { throw ReadingFaults(faults) }
    return MarkedTable(header: header, rows: rows)
  }

  private static func headerFaults(
    _ header: [String], line: Int, file: String, columns: [String]
  ) -> [Fault] {
    var seen: Set<String> = []
    return header.compactMap { name in
      let sentence: String? =
        if !columns.contains(name) {
          "unknown column\(NearMatch.hint(for: name, in: columns)); expected some of "
            + columns.joined(separator: ", ")
        } else if !seen.insert(name).inserted {
          "expected each column once"
        } else {
          nil
        }
      return sentence.map { Fault(file: file, line: line, key: name, sentence: $0) }
    }
  }

  private static func trimmed(_ field: String) -> String {
    var field = field[...]
    while let last = field.last, last == " " || last == "\t" { field.removeLast() }
    while let first = field.first, first == " " || first == "\t" { field.removeFirst() }
    return String(field)
  }

  /// The library's rows with the lines they begin on. It tells no lines and takes an open quote at
  /// the end for closed: the last row is a sentinel of ours, and lines are counted from line ends.
  private static func rows(of text: String, file: String)
    throws(ReadingFaults) -> [(line: Int, fields: [String])]
  {
    var rows: [(line: Int, fields: [String])] = []
    var line = 1
    do {
      let csv = try CSV<Nothing>(
        string: text + "\n" + sentinel, delimiter: .comma, loadColumns: false)
      try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { fields in
        rows.append((line, fields))
        line += 1 + fields.reduce(0) { $0 + $1.count(where: \.isNewline) }
      }
    } catch {
      let sentence = "expected a comma or the line's end after a closing quote"
      throw ReadingFaults([Fault(file: file, line: line, sentence: sentence)])
    }
    guard rows.last?.fields == [sentinel] else {
      let sentence = "expected a closing quote, the one opened in this row is never closed"
      throw ReadingFaults([Fault(file: file, line: rows.last?.line ?? 1, sentence: sentence)])
    }
    return rows.dropLast()
  }

  /// A view that holds nothing: rows are taken one by one.
  private struct Nothing: CSVView {
    let rows: [Int] = []
    let columns: Int? = nil
    init(header: [String], text: String, delimiter: CSVDelimiter, loadColumns: Bool, rowLimit: Int?)
    {}
    func serialize(header: [String], delimiter: CSVDelimiter) -> String { "" }
  }
}
