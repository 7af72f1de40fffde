import Messages

extension DefinitionReader {
  /// `sms`, `email`, `voice`, or a messenger's own name.
  mutating func channels(_ node: DefinitionNode) -> [Channel] {
    let listed = items(node)
    if listed.isEmpty { fault(node, "expected at least one of: sms, email, voice") }
    return listed.compactMap { item in
      if case .scalar(let text, _) = item.content, let channel = Channel(rawValue: text) {
        return channel
      }
      fault(item, "expected sms, email, voice, or the name of a messenger, found \(item.kind)")
      return nil
    }
  }

  /// A messenger says what its addresses look like, and has no other channel beside it.
  mutating func address(_ node: DefinitionNode, _ channels: [Channel]) -> ChatAddressForm? {
    guard let given = node["address"] else {
      for channel in channels where channel.isChat {
        fault(
          node["channels"] ?? node,
          "expected sms, email or voice, found `\(channel.rawValue)`; a messenger has the key "
            + "`address` too")
      }
      return nil
    }
    guard channels.count == 1, let channel = channels.first, channel.isChat else {
      fault(given, "expected it with one channel that is a messenger's, as channels: [telegram]")
      return nil
    }
    return form(given, channel)
  }

  private mutating func form(_ node: DefinitionNode, _ channel: Channel) -> ChatAddressForm? {
    var form = ChatAddressForm(channel: channel, example: "")
    for entry in map(node, keys: ["example", "number", "start"]) {
      switch entry.key {
      case "example": form.example = text(entry.value) ?? ""
      case "number": form.isNumber = flag(entry.value)
      case "start": form.start = text(entry.value) ?? ""
      default: break
      }
    }
    guard let example = require("example", in: node) else { return nil }
    if (try? form.normalise(form.example)) != form.example {
      fault(example, "expected an address that is one by `number` and `start`")
    }
    return form
  }
}
