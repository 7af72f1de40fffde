/// `public_url` taken apart: providers sign what they called, not what our proxy made of it.
package struct PublicURL: Hashable, Sendable {
  /// `https://checkins.example.org`
  package let origin: String
  /// `/kith` where the proxy serves us under a path, else empty.
  package let prefix: String

  package init(_ url: String) {
    var text = Substring(url)
    while text.last == "/" { text.removeLast() }
    guard let scheme = text.firstRange(of: "://"),
      let slash = text[scheme.upperBound...].firstIndex(of: "/")
    else {
      origin = String(text)
      prefix = ""
      return
    }
    origin = String(text[..<slash])
    prefix = String(text[slash...])
  }

  /// The URL a caller used for `target` (path and query as received), whether or not the proxy
  /// took the prefix off.
  package func absolute(_ target: String) -> String {
    origin + (hasPrefix(target) ? "" : prefix) + target
  }

  /// `target` without the prefix.
  package func local(_ target: String) -> String {
    hasPrefix(target) ? String(target.dropFirst(prefix.count)) : target
  }

  private func hasPrefix(_ target: String) -> Bool {
    !prefix.isEmpty && target.hasPrefix(prefix + "/")
  }
}
