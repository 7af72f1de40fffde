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
    let known = stillTheirs(contacts.sorted().compactMap { slice.contacts[$0] })
    guard let message, message.channel == reply.channel,
      let contact = slice.contacts[message.contact], slice.people[contact.person] != nil,
      contact.badBecause != .wrongNumber
    else { return known }
    if known.isEmpty { return [contact] }
    if known.contains(where: { $0.id == contact.id }) { return [contact] }
    let own = known.filter { $0.person == contact.person }
    return own.isEmpty ? known : [own[0]]
  }

  /// Without whom an address is known not to be: its owner has said so; or it is on the roster for
  /// somebody else now, and no more for them; or they are only known for having written from there.
  private func stillTheirs(_ contacts: [Contact]) -> [Contact] {
    let owned = contacts.filter { $0.badBecause != .wrongNumber }
    guard owned.count > 1 else { return owned }
    let listed = owned.filter { contact in
      guard let person = slice.people[contact.person] else { return false }
      return contact.badBecause != .unlisted && !(person.isReadable && person.roles.isEmpty)
    }
    return listed.isEmpty ? owned : listed
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
