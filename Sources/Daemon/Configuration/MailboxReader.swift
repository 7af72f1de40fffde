import Reading

/// Reads a gateway's `imap:`.
struct MailboxReader {
  let faults: FaultList
  /// The names of credentials, by the key path of the value they gave.
  let origins: [String: String]
  /// The file it stands in; names of other files are relative to it.
  let file: String

  func read(_ node: MarkedNode) -> MailboxOptions? {
    let form = Form(node, faults)
    let url = form.required("url", "the mailbox's server, as imaps://imap.example.org")
    let username = form.requiredText("username", "the name to log in with")
    let password = form.required("password", "the password, as {credential: NAME}")
    var mailbox = MailboxOptions(
      url: url.flatMap(server) ?? "", username: username ?? "",
      password: SecretValues(
        [password?.text ?? ""],
        credentials: [password.flatMap { origins[$0.keyPath] }]
          .compactMap(\.self)))
    if let folder = form.text("folder") { mailbox.folder = folder }
    if let required = form.flag("require_tls") { mailbox.requireTLS = required }
    if let path = form.value("ca_file") { mailbox.certificates = certificates(path) }
    let span = form.reading("poll", "a time from 5s to 1h, as 30s") { ClockText.duration($0) }
    if let span {
      mailbox.every = span
      if !(Duration.seconds(5)...Duration.seconds(3600)).contains(span), let node = node["poll"] {
        faults.add(node, "expected a time from 5s to 1h, found \(node.inWords)")
      }
    }
    form.end()
    return url == nil || username == nil || password == nil ? nil : mailbox
  }

  private func certificates(_ node: MarkedNode) -> String? {
    let path = Files.resolve(node.text ?? "", relativeTo: file)
    let expected = "expected a file of certificates to trust, in PEM"
    do throws(Files.Failure) {
      let text = String(decoding: try Files.read(path), as: UTF8.self)
      if text.contains("-----BEGIN CERTIFICATE-----") { return path }
      faults.add(node, "\(expected), found none in \(path)")
    } catch {
      faults.add(node, "\(expected), but of \(path): \(error.reason)")
    }
    return nil
  }

  private func server(_ node: MarkedNode) -> String? {
    let text = node.text ?? ""
    let host = ["imaps://", "imap://"].first { text.hasPrefix($0) }.map { text.dropFirst($0.count) }
    if let host, !host.isEmpty, !host.contains(where: { "/@ ?#".contains($0) }) { return text }
    faults.add(
      node, "expected imaps://HOST or imaps://HOST:PORT, without a path, found \(node.inWords)")
    return nil
  }
}

extension MailboxOptions {
  /// The server is this machine.
  var isNear: Bool {
    let host = url.split(separator: "/").last ?? ""
    return ["localhost", "127.", "[::1]"].contains { host.hasPrefix($0) }
  }

  /// Where, as whom and how often, without the password.
  var summary: String { "\(url) \(folder) as \(username), every \(ClockText.text(every))" }
}
