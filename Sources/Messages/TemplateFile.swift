/// A file under `templates/`, as somebody else read it: nothing here opens files.
package struct TemplateFile: Hashable, Sendable {
  /// Relative to the templates folder: `en/checkin.sms.mustache`, `en/phrases/stop.txt`,
  /// `en/hotlines/US.txt`.
  package var path: String
  package var source: String
  package init(path: String, source: String) {
    self.path = path
    self.source = source
  }
}
