import Messages
import Reading
import Timekeeping

/// Reads the values of one line, and keeps what is wrong with them.
struct RosterCell {
  let row: MarkedRow
  let faults: FaultList

  func fault(_ column: String, _ sentence: String) { faults.add(row.fault(column, sentence)) }

  /// Nil when the value is empty or the column is not there.
  func text(_ column: String) -> String? {
    let text = row[column]
    return text.isEmpty ? nil : text
  }

  func required(_ column: String, _ expected: String) -> String? {
    if let text = text(column) { return text }
    fault(column, "expected \(expected), there is nothing")
    return nil
  }

  func read<Value>(_ column: String, _ expected: String, _ read: (String) -> Value?) -> Value? {
    guard let text = text(column) else { return nil }
    if let value = read(text) { return value }
    fault(column, "expected \(expected), found \"\(text)\"")
    return nil
  }

  func read<Value>(_ column: String, _ read: (String) throws(AddressFault) -> Value) -> Value? {
    guard let text = text(column) else { return nil }
    do { return try read(text) } catch {
      fault(column, error.sentence)
      return nil
    }
  }

  func read<Value>(_ column: String, _ read: (String) throws(TimekeepingFailure) -> Value)
    -> Value?
  {
    guard let text = text(column) else { return nil }
    do { return try read(text) } catch {
      fault(column, error.sentence)
      return nil
    }
  }

  func date(_ column: String) -> LocalDate? {
    read(column) { text throws(TimekeepingFailure) in try LocalDate(text) }
  }

  /// A day that has come; where `today` is not known, any.
  func past(_ column: String, today: LocalDate?) -> LocalDate? {
    guard let date = date(column) else { return nil }
    if let today, date > today + 1 {
      fault(column, "expected a day that has come, found \"\(date)\"")
    }
    return date
  }
}
