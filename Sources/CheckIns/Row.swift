package import Messages
package import Timekeeping

/// A durable deadline of one subject. Which subject is told by the row that carries it, so a
/// subject has at most one: the next step's.
package struct Timer: Hashable, Sendable {
  package enum Kind: Int, Sendable, CaseIterable {
    /// An enrolment's next occurrence falls due.
    case occurrence = 1
    /// The next step of a check-in's ladder.
    case ladder = 2
    /// The next step, repetition or question of an alert.
    case alert = 3
    /// A pause ends.
    case person = 4
  }

  package var due: Instant
  package var kind: Kind
  package init(due: Instant, kind: Kind) {
    self.due = due
    self.kind = kind
  }
}

/// Something the database keeps one row of.
package protocol Row: Hashable, Sendable {
  associatedtype Key: Hashable & Comparable & Sendable
  var key: Key { get }
  /// Whose row it is; nil for what belongs to nobody. It never changes.
  var owner: PersonID? { get }
}

/// The loaded rows of one table, remembering which were changed or added, in order of first touch.
///
/// Everything here is inlinable: the modules that use it get code made for each type of row.
package struct Rows<Element: Row>: Sendable {
  @usableFromInline package internal(set) var elements: [Element.Key: Element] = [:]
  /// As loaded; nil inside for a row that is new.
  @usableFromInline package internal(set) var originals: [Element.Key: Element?] = [:]
  /// Keys of changed and new rows, in order of first touch: what Storage writes.
  @usableFromInline package internal(set) var touched: [Element.Key] = []
  @usableFromInline var byOwner: [PersonID: [Element.Key]] = [:]

  @inlinable package init() {}

  /// Takes in a row as the database holds it; one that is there already stays as it is.
  @inlinable package mutating func load(_ row: Element) {
    guard elements[row.key] == nil else { return }
    elements[row.key] = row
    if let owner = row.owner { byOwner[owner, default: []].append(row.key) }
  }

  @inlinable package mutating func insert(_ row: Element) {
    precondition(elements[row.key] == nil, "a new row has a new key")
    load(row)
    originals[row.key] = .some(nil)
    touched.append(row.key)
  }

  @inlinable package subscript(key: Element.Key) -> Element? { elements[key] }

  @inlinable package mutating func update(_ key: Element.Key, _ change: (inout Element) -> Void) {
    guard var row = elements[key] else { preconditionFailure("only loaded rows change") }
    let before = row
    change(&row)
    guard row != before else { return }
    if originals[key] == nil {
      originals[key] = .some(before)
      touched.append(key)
    }
    elements[key] = row
  }

  /// All rows by rising key, so that nothing depends on hashing.
  @inlinable package var sorted: [Element] { elements.values.sorted { $0.key < $1.key } }

  /// A person's rows by rising key.
  @inlinable package func of(_ owner: PersonID, where condition: (Element) -> Bool = { _ in true })
    -> [Element]
  {
    (byOwner[owner] ?? []).compactMap { elements[$0] }.filter(condition)
      .sorted { $0.key < $1.key }
  }

  @inlinable package func sorted(where condition: (Element) -> Bool) -> [Element] {
    elements.values.filter(condition).sorted { $0.key < $1.key }
  }
}
