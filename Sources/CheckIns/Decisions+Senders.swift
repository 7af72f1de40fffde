import Messages

/// Who wrote a reply: decision record 0110.
extension Decisions {
  /// The contacts a reply may be from; several where nothing tells which.
  ///
  /// The message it answers names one person, which its address may not (shared, or one we do not
  /// know). An address that is somebody else's alone wins over it: a mentor who answers a mail that
  /// was forwarded to them is not the mentee.
  func senders(_ contacts: [ContactID], of reply: IncomingReply, answering message: Message?)
    -> [Contact]
  {
    let known = contacts.sorted().compactMap { slice.contacts[$0] }
    guard let message, message.channel == reply.channel,
      let contact = slice.contacts[message.contact], slice.people[contact.person] != nil
    else { return known }
    if known.isEmpty { return [contact] }
    if known.contains(where: { $0.id == contact.id }) { return [contact] }
    let own = known.filter { $0.person == contact.person }
    return own.isEmpty ? known : [own[0]]
  }

  /// The question that a message put, where it still waits for an answer.
  func openQuestion(in message: Message?) -> OpenQuestion? {
    guard let message, let checkIn = message.checkIn.flatMap({ slice.checkIns[$0] }),
      checkIn.isOpen || checkIn.state == .unreached || checkIn.state == .missed,
      let plan = plan(checkIn.planDigest)
    else { return nil }
    return OpenQuestion(checkIn: checkIn.id, question: plan.question, plan: plan)
  }
}
