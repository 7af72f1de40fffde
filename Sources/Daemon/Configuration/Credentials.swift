package import Reading

/// The secrets a configuration names: files in one folder, given by systemd
/// (systemd.exec(5), CREDENTIALS_DIRECTORY) or by `--credentials`.
package struct Credentials: Sendable, Hashable {
  package var directory: String
  package init(directory: String) { self.directory = directory }

  /// A name that can be no path.
  package static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.count <= 64 && !name.hasPrefix(".")
      && name.unicodeScalars.allSatisfy {
        $0.isASCII
          && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
            || "._-".unicodeScalars.contains($0))
      }
  }

  /// A folder that the unit loads as the credential `secrets` arrives as one file for each of its
  /// files: `secrets_<name>` (systemd.exec(5), LoadCredential=).
  package func path(_ name: String) -> String {
    let ofFolder = "\(directory)/secrets_\(name)"
    return Files.exists(ofFolder) ? ofFolder : "\(directory)/\(name)"
  }

  /// The bytes of a credential, or one sentence of why not, for the value that names it.
  package func read(_ name: String, for node: MarkedNode) throws(ReadingFaults) -> [UInt8] {
    func fault(_ sentence: String) -> ReadingFaults {
      ReadingFaults([
        Fault(file: node.file, line: node.line, key: node.keyPath, sentence: sentence)
      ])
    }
    guard Self.isName(name) else {
      throw fault(
        "expected a credential's name of letters, digits, dots and dashes, found \"\(name)\"")
    }
    do { return try Files.read(path(name)) } catch {
      throw fault("expected the credential \"\(name)\" in \(directory): \(error.reason)")
    }
  }

  /// The text of a credential, without the line end an editor leaves.
  package func text(_ name: String, for node: MarkedNode) throws(ReadingFaults) -> String {
    var bytes = try read(name, for: node)
    while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
    guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
      let sentence =
        "expected a text in the credential \"\(name)\", it is "
        + (bytes.isEmpty ? "empty" : "not UTF-8")
      throw ReadingFaults([
        Fault(file: node.file, line: node.line, key: node.keyPath, sentence: sentence)
      ])
    }
    return text
  }
}
