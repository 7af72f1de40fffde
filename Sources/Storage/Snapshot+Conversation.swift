package import CheckIns
import GRDB
import Messages
import Sealing

private let selectSent = SQL(
  """
  SELECT \(Message.table.columns), body FROM message
  WHERE (state = 3 OR state = 5) AND body IS NOT NULL ORDER BY id DESC LIMIT $1
  """)

extension Snapshot {
  /// The newest messages that a gateway took, by rising id, with their words opened.
  package func newestSent(limit: Int) throws(StorageFailure) -> [Message] {
    var sealed: [(message: Message, body: [UInt8])] = []
    var query = try query(selectSent)
    query.bind(limit)
    while try query.step() {
      guard let message: Message = try self.row(&query) else { continue }
      sealed.append((message, query.optionalBytes() ?? []))
    }
    try open(keysOf: sealed.map(\.message.person))
    return sealed.reversed().map { row in
      var message = row.message
      message.body = keyring.text(row.body, message.context, of: message.person)
      return message
    }
  }
}
