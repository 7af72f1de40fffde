internal import Gateways
internal import Mail
internal import Messages
internal import Timekeeping

/// The bytes of a mail, for the transport.
enum MailBody {
  static func bytes(of request: SMTPRequest) throws(WireFailure) -> [UInt8] {
    let composer = MailComposer(
      from: request.from, fromName: request.fromName, replyTo: request.answersTo)
    do throws(MailFailure) {
      return try composer.compose(
        request.message, html: HTMLBody.text(request.message.text),
        at: SystemClock().now().seconds)
    } catch {
      throw WireFailure(
        mayHaveArrived: false, permanent: true, reason: "the mail could not be written")
    }
  }
}
