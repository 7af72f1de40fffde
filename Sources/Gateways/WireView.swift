/// A response or callback, parsed once, for conditions and value sources to look into.
struct WireView {
  var status: Int?
  var headers: [Header]
  var bodyText: String
  var json: JSONValue?
  /// Of a form body.
  var form: [Parameter] = []
  var query: [Parameter] = []
  /// The item of an array that is being read.
  var element: JSONValue?
  /// What the stars of its pointer stood for.
  var keys: [String] = []

  init(response: HTTPResponse) {
    self.status = response.status
    self.headers = response.headers
    self.bodyText = WireText.decoded(response.body)
    self.json = JSONValue(bytes: response.body)
  }

  init(smtpCode: Int, text: String) {
    self.status = smtpCode
    self.headers = []
    self.bodyText = text
  }

  init(headers: [Header], body: [UInt8], form: [Parameter], query: [Parameter]) {
    self.headers = headers
    self.bodyText = WireText.decoded(body)
    self.form = form
    self.query = query
    self.json = form.isEmpty ? JSONValue(bytes: body) : nil
  }

  func header(_ name: String) -> String? { headers.value(name) }

  /// Looked up in the item that is being read, then in the whole.
  func value(_ pointer: JSONPointer) -> JSONValue? {
    if let element, let value = pointer.value(in: element) { return value }
    return json.flatMap(pointer.value)
  }

  /// Of the form or a JSON object in the body, else of the query: providers that let one choose
  /// between these use the same names, and more of them sign the body than the address.
  func field(_ name: String) -> String? {
    if let found = form.first(where: { $0.name == name }) { return found.value }
    if case .object(let members)? = json, let member = members[name], member != .null {
      return member.text ?? ""
    }
    return query.first { $0.name == name }?.value
  }

  /// One view an item of the array there; this view where nothing is said of an array. What a
  /// pointer with stars does not find has no items.
  func items(_ pointer: JSONPointer?) -> [WireView]? {
    guard let pointer else { return [self] }
    if pointer.hasStar {
      return json.map { pointer.values(in: $0) }?.flatMap { found in
        found.value.elements.map { with($0, found.keys) }
      }
    }
    guard let found = json.flatMap(pointer.value) else { return nil }
    guard case .array(let items) = found else { return [with(found)] }
    return items.map { with($0) }
  }

  private func with(_ element: JSONValue, _ keys: [String] = []) -> WireView {
    var view = self
    view.element = element
    view.keys = keys
    return view
  }
}

extension [Header] {
  /// The first value under a name, whatever its case (RFC 9110, section 5.1).
  func value(_ name: String) -> String? {
    first { $0.name.utf8.elementsEqual(name.utf8, by: Self.isSameLetter) }?.value
  }

  private static func isSameLetter(_ one: UInt8, _ other: UInt8) -> Bool {
    one == other
      || (one | 0x20 == other | 0x20
        && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(one | 0x20))
  }
}
