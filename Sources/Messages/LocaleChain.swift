/// The locales to look in, nearest first.
enum LocaleChain {
  /// `pt-BR` gives `pt-BR`, `pt`, `en`.
  static func of(_ locale: String) -> [String] {
    var chain: [String] = []
    var tag = locale[...]
    while !tag.isEmpty {
      chain.append(String(tag))
      guard let cut = tag.lastIndex(where: { $0 == "-" || $0 == "_" }) else { break }
      tag = tag[..<cut]
    }
    return chain.contains("en") ? chain : chain + ["en"]
  }
}
