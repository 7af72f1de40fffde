internal import Glibc

/// The secrets that systemd hands over as files (systemd.exec(5), Credentials).
package enum Credentials {
  /// The folder they lie in ($CREDENTIALS_DIRECTORY), or nil outside systemd.
  package static func directory() -> String? {
    guard let path = unsafe getenv("CREDENTIALS_DIRECTORY") else { return nil }
    let text = unsafe String(cString: path)
    return text.isEmpty ? nil : text
  }
}
