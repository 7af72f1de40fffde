/// What the page of a signed link shows: no more than the notice said that carried it.
package struct LinkPage: Hashable, Sendable, Codable {
  /// A BCP 47 tag for the page's `lang`.
  package var locale: String
  package var heading: String
  /// Paragraphs.
  package var text: [String]
  /// Buttons; none once there is nothing left to do.
  package var actions: [Action]

  package struct Action: Hashable, Sendable, Codable {
    /// What a press sends back: lower-case letters, digits and `-`.
    package var name: String
    package var label: String
    package init(name: String, label: String) {
      self.name = name
      self.label = label
    }
  }

  package init(locale: String = "en", heading: String, text: [String], actions: [Action] = []) {
    self.locale = locale
    self.heading = heading
    self.text = text
    self.actions = actions
  }
}
