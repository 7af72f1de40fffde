package import Systemd

/// One line for the journal: ids and codes, never a name, a number or a text.
package struct LogLine: Hashable, Sendable {
  package var priority: Journal.Priority
  package var message: String
  /// In the order of their names: `person` and `p7` become `KITH_PERSON=p7`.
  package var fields: [Journal.Field]

  package init(
    _ priority: Journal.Priority, _ message: String, fields: [Journal.Field] = []
  ) {
    self.priority = priority
    self.message = message
    self.fields = fields
  }

  /// As it stands on a terminal: `<4>` in front, as systemd reads it (sd-daemon(3)), only where
  /// asked for.
  package func text(withPriority: Bool) -> String {
    let head = withPriority ? "<\(priority.rawValue)>" : ""
    let tail = fields.map { " " + $0.name.drop(prefix: "KITH_").lowercased() + "=" + $0.value }
    return head
      + (message + tail.joined()).split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

extension String {
  fileprivate func drop(prefix: String) -> Substring {
    hasPrefix(prefix) ? dropFirst(prefix.count) : self[...]
  }
}
