/// Names and values, kept by rising name: a JSON object of strings.
package struct Fields: Hashable, Sendable, Codable, ExpressibleByDictionaryLiteral {
  package struct Field: Hashable, Sendable {
    package var name: String
    package var value: String
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package private(set) var all: [Field] = []

  package init(_ fields: [Field] = []) {
    for field in fields { self[field.name] = field.value }
  }

  package init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { self[name] = value }
  }

  package subscript(name: String) -> String? {
    get { all.first { $0.name == name }?.value }
    set {
      all.removeAll { $0.name == name }
      guard let newValue else { return }
      let place = all.firstIndex { $0.name > name } ?? all.endIndex
      all.insert(Field(name, newValue), at: place)
    }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    for name in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
      self[name.stringValue] = try container.decode(String.self, forKey: name)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for field in all { try container.encode(field.value, forKey: Name(stringValue: field.name)) }
  }

  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }
}
