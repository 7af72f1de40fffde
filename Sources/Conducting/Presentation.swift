package import Messages
package import Sealing

/// What turns decisions into words: templates, cards, and what the house calls itself.
package struct Presentation: Sendable {
  package var library: TemplateLibrary
  package var hotlines: HotlineCards
  package var senderName: String
  /// An ISO 3166 country code: whose emergency number the cards carry.
  package var country: String
  /// Absolute https URL without a trailing slash, or empty where there are no links.
  package var publicURL: String
  package var keys: MasterKeys

  package init(
    library: TemplateLibrary, hotlines: HotlineCards, senderName: String, country: String,
    publicURL: String, keys: MasterKeys
  ) {
    self.library = library
    self.hotlines = hotlines
    self.senderName = senderName
    self.country = country
    self.publicURL = publicURL
    self.keys = keys
  }
}
