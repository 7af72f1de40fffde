import CheckIns
import Messages
import Reading

/// Reads a question, and which answers alert at once.
struct QuestionReader {
  private enum Kind: String, CaseIterable {
    case yesNo = "yes_no"
    case scale, choice, text
  }

  let faults: FaultList

  func read(_ node: MarkedNode?) -> (Question, AnswerAlert?) {
    guard let node else { return (.yesNo, nil) }
    if let text = node.text { return (plain(text, node), nil) }
    let form = Form(node, faults)
    let kind: Kind? = form.reading("kind", known) { Kind(rawValue: $0) }
    if node.map != nil, node["kind"] == nil { faults.add(node, "expected kind: \(known)") }
    let question = self.question(kind ?? .yesNo, form)
    let alert = form.value("alert").flatMap { self.alert($0, question) }
    form.end()
    return (question, alert)
  }

  private var known: String {
    "one of " + Kind.allCases.map(\.rawValue).joined(separator: ", ")
  }

  /// `question: text`, without a map.
  private func plain(_ text: String, _ node: MarkedNode) -> Question {
    switch Kind(rawValue: text) {
    case .yesNo: return .yesNo
    case .text: return .text
    case .scale: return .scale(from: 0, to: 10)
    case .choice, nil:
      faults.add(node, "expected {kind: …} with \(known), found \(node.inWords)")
      return .yesNo
    }
  }

  private func question(_ kind: Kind, _ form: Form) -> Question {
    switch kind {
    case .yesNo: return .yesNo
    case .text: return .text
    case .scale:
      let from = form.number("from", in: -100...100) ?? 0
      let to = form.number("to", in: -100...100) ?? 10
      if from >= to { faults.add(form.node, "expected from less than to, found \(from) and \(to)") }
      return .scale(from: from, to: to)
    case .choice:
      let choices = form.texts("choices") ?? []
      if choices.count < 2 || choices.count > 9 {
        faults.add(form.node, "expected 2 to 9 choices, found \(choices.count)")
      }
      if Set(choices.map { $0.lowercased() }).count < choices.count {
        faults.add(form.node, "expected different choices")
      }
      return .choice(choices)
    }
  }

  private func alert(_ node: MarkedNode, _ question: Question) -> AnswerAlert? {
    let form = Form(node, faults)
    defer { form.end() }
    switch question {
    case .scale(let from, let to):
      let below = form.number("below", in: from...max(from, to))
      let above = form.number("above", in: from...max(from, to))
      if (below == nil) == (above == nil) {
        if node["below"] == nil, node["above"] == nil || below == nil {
          faults.add(node, "expected one of below and above")
        }
      }
      return below.map { .below($0) } ?? above.map { .above($0) }
    case .yesNo: return words(form, ["yes", "no"])
    case .choice(let choices): return words(form, choices)
    case .text:
      faults.add(node, "expected none: free text is not compared")
      return nil
    }
  }

  private func words(_ form: Form, _ known: [String]) -> AnswerAlert? {
    let known = known.map { $0.lowercased() }
    guard let words = form.texts("is")?.map({ $0.lowercased() }), !words.isEmpty else {
      faults.add(form.node, "expected is: with one or more of \(known.joined(separator: ", "))")
      return nil
    }
    for word in words where !known.contains(word) {
      faults.add(form.node, "expected one of \(known.joined(separator: ", ")), found \"\(word)\"")
    }
    return .oneOf(words)
  }
}
