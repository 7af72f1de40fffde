import Control
import Daemon
import Reading

/// `KEY=VALUE` arguments, whose keys are the roster's columns.
enum FieldArguments {
  static func read(_ arguments: [String]) throws -> Fields {
    var fields = Fields()
    let columns = RosterReader.columns.filter { $0 != "id" }
    for argument in arguments {
      guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else {
        throw Failure("Expected KEY=VALUE, as name=Ann; found \"\(argument)\".", status: 2)
      }
      let key = String(argument[..<sign])
      guard columns.contains(key) || key.hasPrefix(RosterReader.datePrefix) else {
        let hint = NearMatch.hint(for: key, in: columns)
        throw Failure(
          "There is no \"\(key)\"\(hint); expected one of \(columns.joined(separator: ", ")).",
          status: 2)
      }
      guard fields[key] == nil else {
        throw Failure("Expected \(key) once, it is given twice.", status: 2)
      }
      fields[key] = String(argument[argument.index(after: sign)...])
    }
    return fields
  }
}
