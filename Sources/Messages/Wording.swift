/// Everything under `templates/` together: templates, phrase lists and hotline cards.
package struct Wording: Sendable {
  package var templates: TemplateLibrary
  package var replies: ReplyReader
  package var hotlines: HotlineCards
  private let lists: PhraseLists
  private let files: [TemplateFile]

  /// `files` are all text files of the shipped folder, then the operator's, each with its path
  /// relative to its folder; an operator's file replaces the shipped one of the same path.
  package init(files: [TemplateFile]) throws(TemplateFaults) {
    var faults: [TemplateFault] = []
    let templates = Self.collect(&faults) { () throws(TemplateFaults) in
      try TemplateLibrary(files: files)
    }
    let lists = Self.collect(&faults) { () throws(TemplateFaults) in try PhraseLists(files: files) }
    let hotlines = Self.collect(&faults) { () throws(TemplateFaults) in
      try HotlineCards(files: files)
    }
    guard let templates, let lists, let hotlines else { throw TemplateFaults(faults) }
    self.templates = templates
    self.replies = ReplyReader(lists: lists)
    self.hotlines = hotlines
    self.lists = lists
    self.files = files
  }

  /// What `kith check` should say about the templates although they work.
  package func findings() -> [TemplateFault] { WordingCheck(lists: lists).findings(files: files) }

  private static func collect<Part>(
    _ faults: inout [TemplateFault], _ make: () throws(TemplateFaults) -> Part
  ) -> Part? {
    do {
      return try make()
    } catch {
      faults += error.faults
      return nil
    }
  }
}
