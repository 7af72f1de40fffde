import Daemon
import Gateways
import Reading
import Testing
import Timekeeping

@Suite struct `A mail gateway's mailbox` {
  static func house(_ more: String, _ provider: String = "smtp") throws -> SampleHouse {
    let house = try SampleHouse(
      """
      public_url: https://checkins.example.org
      sender_name: River House
      country: US
      gateways:
        mail:
          provider: \(provider)
          from: River House <checkins@example.org>
          settings: {url: "smtp://mail.example.org"}
      \(more.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
      """)
    try house.write("secrets/imap-password", "secret\n", mode: 0o600)
    return house
  }

  static let whole = """
    plus_addresses: yes
    imap:
      url: imaps://mail.example.org
      username: checkins
      password: {credential: imap-password}
      folder: Replies
      poll: 1m
    """

  @Test func `is read as it stands, its password from a credential`() throws {
    let gateway = try #require(try Self.house(Self.whole).load().gateways.first)
    let imap = try #require(gateway.settings.imap)
    #expect(imap.password.values == ["secret"] && imap.password.credentials == ["imap-password"])
    #expect(imap.folder == "Replies" && imap.every == .seconds(60) && imap.requireTLS)
    #expect(gateway.carriesPrompts && gateway.gateway.plusAddresses)
    #expect(gateway.gateway.address == "checkins@example.org")
  }

  @Test(arguments: [
    ("", false), ("piped_mail: yes", true), ("piped_mail: yes\nnotice_only: yes", false),
  ])
  func `makes it a road that questions may go by`(more: String, carries: Bool) throws {
    #expect(try Self.house(more).load().gateways.first?.carriesPrompts == carries)
  }

  @Test(arguments: [
    ("imap: {username: a, password: b}", "imap.url: expected the mailbox's server"),
    (
      "imap: {url: \"imaps://h\", username: a, password: b, ca_file: none.pem}",
      "there is no such file"
    ),
    (
      "imap: {url: \"imaps://h\", username: a, password: b, ca_file: kith.yaml}", "found none in"
    ),
    ("imap: {url: mail.example.org, username: a, password: b}", "expected imaps://HOST"),
    ("imap: {url: \"imaps://h/INBOX\", username: a, password: b}", "without a path"),
    ("imap: {url: \"imaps://h\", password: b}", "imap.username: expected the name to log in with"),
    ("imap: {url: \"imaps://h\", username: a, password: b, poll: 1s}", "expected a time from 5s"),
    ("imap: {url: \"imaps://h\", username: a, password: b, pol: 9s}", "unknown key"),
  ])
  func `is refused where something is wrong with it, in one sentence`(
    _ more: String, _ words: String
  ) throws {
    let told = try Self.house(more).told
    #expect(told.count == 1 && told.allSatisfy { $0.contains(words) }, "\(told)")
  }

  @Test func `is for mail alone`() throws {
    let house = try SampleHouse(SampleHouse.smallest + "\n    piped_mail: yes\n")
    #expect(house.told.contains { $0.contains("are for mail; this one is for sms") })
  }

  @Test(arguments: [
    ("", "nobody reads what people answer to checkins@example.org"),
    (
      "imap: {url: \"imap://h\", username: a, password: b, require_tls: no}",
      "imap.require_tls: expected yes"
    ),
    ("imap: {url: \"imaps://h\", username: a, password: b}", "imap.password: expected {credential"),
  ])
  func `is looked at by the check`(_ more: String, _ words: String) throws {
    let house = try Self.house(more)
    var check = ConfigurationCheck(try house.load(), now: try Instant("2026-03-01T00:00:00Z"))
    let told = check.run().map(\.fault.description)
    #expect(told.contains { $0.contains(words) }, "\(told)")
  }
}
