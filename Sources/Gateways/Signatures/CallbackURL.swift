/// The address of a callback, taken apart without changing a byte of path and query.
struct CallbackURL {
  let scheme: String
  /// With `user@` in front, where there is one.
  let host: String
  /// With its colon; empty where none is written.
  let port: String
  /// With query and fragment.
  let rest: String

  init(_ url: String) {
    let mark = url.firstRange(of: "://")
    scheme = mark.map { String(url[..<$0.lowerBound]) } ?? "https"
    let after = mark.map { url[$0.upperBound...] } ?? url[...]
    let authority = after.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    rest = String(after[authority.endIndex...])
    let digits = authority.reversed().prefix { $0.isASCII && $0.isNumber }
    let colon = authority.dropLast(digits.count)
    if !digits.isEmpty, colon.last == ":" {
      host = String(colon.dropLast())
      port = ":" + String(digits.reversed())
    } else {
      host = String(authority)
      port = ""
    }
  }

  private init(_ scheme: String, _ host: String, _ port: String, _ rest: String) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.rest = rest
  }

  var text: String { scheme + "://" + host + port + rest }
  var withoutPort: String { scheme + "://" + host + rest }
  /// 443 or 80 where none is written.
  var withPort: String {
    port.isEmpty ? scheme + "://" + host + (scheme == "https" ? ":443" : ":80") + rest : text
  }
  /// Up to the query.
  var withoutQuery: String { scheme + "://" + host + port + rest.prefix { $0 != "?" && $0 != "#" } }

  struct Candidate {
    var url: String
    var signedFor: String
    var weSay: String
  }

  /// Addresses the provider may have called instead, with the difference in words.
  func candidates(headers: [Header]) -> [Candidate] {
    let other = scheme == "https" ? "http" : "https"
    var found = [
      Candidate(
        url: CallbackURL(other, host, port, rest).text, signedFor: other + "://",
        weSay: scheme + "://")
    ]
    for name in ["X-Forwarded-Host", "Host"] {
      guard let said = headers.value(name), said != host + port, !said.isEmpty else { continue }
      for scheme in [scheme, other] {
        found.append(
          Candidate(
            url: scheme + "://" + said + rest, signedFor: "\(scheme)://\(said)",
            weSay: "\(self.scheme)://\(host)\(port)"))
      }
    }
    found.append(contentsOf: pathCandidates)
    return found
  }

  private var pathCandidates: [Candidate] {
    let path = rest.prefix { $0 != "?" && $0 != "#" }
    let tail = rest[path.endIndex...]
    let slashed = path.hasSuffix("/") ? String(path.dropLast()) : path + "/"
    return [
      Candidate(
        url: scheme + "://" + host + port + slashed + tail,
        signedFor: "an address ending in \(slashed)",
        weSay: "one ending in \(path)"),
      Candidate(
        url: withoutQuery, signedFor: "an address without a query",
        weSay: "one with a query"),
    ]
  }
}
