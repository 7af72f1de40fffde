import ArgumentParser
import Control
import Foundation

/// `kith receive-mail [--gateway NAME] < MAIL`
struct ReceiveMail: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receive-mail",
    abstract: "Take in a mail that a mail server pipes to us.",
    discussion: """
      Ends with 0 once the mail is recorded. Whatever else happens, a wrong option included, it \
      ends with 75 (EX_TEMPFAIL of sysexits.h), and the mail server keeps the mail and brings it \
      again: no mail is ever sent back because of a fault of ours. Of a mail longer than 4 MiB \
      the beginning is taken, where the words are.
      """)

  @OptionGroup var daemon: DaemonOptions
  @Option(help: "The mail gateway it answers (default: the one with piped_mail).")
  var gateway: String?

  /// Tells a mail server to bring the mail again (sysexits.h).
  static let tryAgain: Int32 = 75
  static let bytesMost = 4 * 1024 * 1024

  func run() async throws {
    do {
      let mail = Data(try Self.mail()).base64EncodedString()
      _ = try daemon.perform(.receiveMail(.init(mail: mail, gateway: gateway)))
    } catch var failure as Failure {
      failure.status = Self.tryAgain
      throw failure
    }
  }

  /// Standard input as far as it is taken; the rest is read too, or its writer would see a fault.
  private static func mail() throws -> Data {
    var mail = Data()
    do {
      while let part = try FileHandle.standardInput.read(upToCount: 65536), !part.isEmpty {
        mail += part.prefix(max(0, bytesMost - mail.count))
      }
    } catch {
      throw Failure("Standard input could not be read.")
    }
    if mail.isEmpty { throw Failure("Expected a mail on standard input, there was nothing.") }
    return mail
  }
}
