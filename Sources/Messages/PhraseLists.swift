/// The words Kith knows in replies, by language; data under `templates/<locale>/phrases/`.
package struct PhraseLists: Sendable {
  /// Reads the phrase files among `files` (`<locale>/phrases/<list>.txt`); a later file of the
  /// same path replaces an earlier one. Throws every fault of every file together.
  package init(files: [TemplateFile]) throws(TemplateFaults) {}

  /// `en 2026-11-21`: which lists a reading was made with, for the ledger.
  package func version(of locale: String) -> String { "" }
}
