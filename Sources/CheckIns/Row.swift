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
/// Rows stand in a list and change in place: a turn touches hundreds, each several times.
/// Everything here is inlinable: the modules that use it get code made for each type of row.
package struct Rows<Element: Row>: Sendable {
  /// In order of loading.
  @usableFromInline package internal(set) var elements: [Element] = []
  /// Keys of changed and new rows, in order of first touch: what Storage writes.
  @usableFromInline package internal(set) var touched: [Element.Key] = []
  /// Of the touched, as loaded; nil for a row that is new.
  @usableFromInline var originals: [Element?] = []
  /// Of each element the index in `touched`; negative while nobody touched it.
  @usableFromInline var marks: [Int] = []
  @usableFromInline var places: [Element.Key: Int] = [:]
  @usableFromInline var byOwner: [PersonID: [Int]] = [:]

  @inlinable package init() {}

  /// Takes in a row as the database holds it; one that is there already stays as it is.
  @inlinable package mutating func load(_ row: Element) {
    let place = elements.count
    guard places[row.key] == nil else { return }
    places[row.key] = place
    elements.append(row)
    marks.append(-1)
    if let owner = row.owner { byOwner[owner, default: []].append(place) }
  }

  @inlinable package mutating func insert(_ row: Element) {
    precondition(places[row.key] == nil, "a new row has a new key")
    load(row)
    touch(elements.count - 1, row.key, original: nil)
  }

  @inlinable package subscript(key: Element.Key) -> Element? {
    guard let place = places[key] else { return nil }
    return elements[place]
  }

  @inlinable package mutating func update(_ key: Element.Key, _ change: (inout Element) -> Void) {
    guard let place = places[key] else { preconditionFailure("only loaded rows change") }
    guard marks[place] < 0 else { return change(&elements[place]) }
    let before = elements[place]
    change(&elements[place])
    if elements[place] != before { touch(place, key, original: before) }
  }

  @inlinable mutating func touch(_ place: Int, _ key: Element.Key, original: Element?) {
    marks[place] = touched.count
    touched.append(key)
    originals.append(original)
  }

  /// Whether the row was added since the database was read.
  @inlinable package func isNew(_ key: Element.Key) -> Bool {
    guard let place = places[key], marks[place] >= 0 else { return false }
    return originals[marks[place]] == nil
  }

  /// A changed row as it was loaded; nil for one that is new or was not changed.
  @inlinable package func original(_ key: Element.Key) -> Element? {
    guard let place = places[key], marks[place] >= 0 else { return nil }
    return originals[marks[place]]
  }

  /// Each changed or new row, and it as it was loaded: looked at where they stand, since copying a
  /// row counts up and down whatever it holds.
  @inlinable package func eachTouched(_ body: (Element, Element?) -> Void) {
    for mark in touched.indices {
      guard let place = places[touched[mark]] else { continue }
      body(elements[place], originals[mark])
    }
  }

  /// All rows by rising key, so that nothing depends on the order of loading.
  @inlinable package var sorted: [Element] { elements.sorted { $0.key < $1.key } }

  /// A person's rows by rising key.
  @inlinable package func of(_ owner: PersonID, where condition: (Element) -> Bool = { _ in true })
    -> [Element]
  {
    guard let places = byOwner[owner] else { return [] }
    if places.count == 1 {
      let only = elements[places[0]]
      return condition(only) ? [only] : []
    }
    return places.map { elements[$0] }.filter(condition).sorted { $0.key < $1.key }
  }

  @inlinable package func sorted(where condition: (Element) -> Bool) -> [Element] {
    elements.filter(condition).sorted { $0.key < $1.key }
  }
}
