package import Gateways
internal import Mail
internal import Messages

extension CallbackRequest {
  /// With the fields of a multipart body taken apart, where it is one.
  package var takenApart: CallbackRequest {
    guard isMultipart,
      let type = headers.first(where: { $0.name.lowercased() == "content-type" })?.value
    else { return self }
    var request = self
    request.parts = FormParts.read(body, type: type)?.map {
      CallbackPart(name: $0.name, bytes: $0.bytes)
    }
    return request
  }
}

extension CallbackContents {
  /// With whole mails read, and of mails that the provider read itself, what they quote cut off.
  package func readingMails(_ intake: MailIntake) -> CallbackContents {
    var contents = self
    for index in contents.replies.indices where contents.replies[index].channel == .email {
      let quoted = QuotedText(String(contents.replies[index].text.prefix(10 * MailIntake.textMost)))
      contents.replies[index].text = MailIntake.shortened(quoted.words)
      contents.replies[index].aside = MailIntake.shortened(quoted.signature)
    }
    let read = intake.contents(of: mails)
    contents.receipts += read.receipts
    contents.replies += read.replies
    contents.mails = []
    return contents
  }
}
