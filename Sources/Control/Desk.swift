/// Answers commands and queries: what stands behind the control socket and the pages.
///
/// The daemon is one, tests have another. A call returns when the change is committed, not before.
package protocol Desk: Sendable {
  func perform(_ command: Command, by caller: Caller) async throws(Refusal) -> CommandAnswer
  func answer(_ query: Query, by caller: Caller) async throws(Refusal) -> QueryAnswer
}
