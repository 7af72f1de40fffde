/// Understands what people send: opt-out and crisis independently, then acknowledgements,
/// commands, and the answer to the open question. What is left is a human's to read.
package struct ReplyReader: Sendable {
  private let lists: PhraseLists

  package init(lists: PhraseLists) { self.lists = lists }

  /// Which phrase lists a reading in `locale` is made with, for the ledger.
  package func version(of locale: String) -> String { lists.version(of: locale) }

  package func read(_ text: String, in context: ReplyContext) -> ReplyReading {
    let languages = lists.languages(of: context.locales)
    let readings = readings(of: text, in: languages)
    guard let sign = readings.lazy.compactMap({ $0.reaction() }).first else {
      return read(text, readings, context)
    }
    // What it quotes was said before.
    return read(sign, self.readings(of: sign, in: languages), context)
  }

  private func readings(of text: String, in languages: [LanguagePhrases]) -> [LanguageReading] {
    let plain = ReplyText(text)
    return languages.map { LanguageReading(text: $0.annotated(plain), phrases: $0) }
  }

  private func read(
    _ text: String, _ readings: [LanguageReading], _ context: ReplyContext
  ) -> ReplyReading {
    let harm = readings.map { $0.harm() }
    let told = harm.flatMap(\.findings).map(\.range)
    let stop = readings.lazy.compactMap { $0.stop(besides: told) }.first

    if let worst = Self.worst(harm.flatMap(\.findings)) {
      return crisis(worst, stop: stop, readings, context)
    }
    if let stop {
      // "Wrong number, stop": that the number is not theirs weighs more, and both take effect.
      guard let wrong = readings.lazy.compactMap({ $0.wrong() }).first else {
        return ReplyReading(.stop, match: stop)
      }
      return ReplyReading(.wrong, also: [.stop], match: "\(wrong); \(stop)")
    }
    if readings.contains(where: { $0.isOfMachine() }) {
      return ReplyReading(.unknown, isAutomatic: true)
    }
    return everyday(text, readings, context, isDenied: harm.contains(where: \.isDenied))
      ?? ReplyReading(.unknown)
  }

  /// A call for help: a stop and an acknowledgement take effect beside it, an answer does not.
  private func crisis(
    _ worst: CrisisReading.Finding, stop: String?, _ readings: [LanguageReading],
    _ context: ReplyContext
  ) -> ReplyReading {
    let said = readings.first?.text.plain(worst.range) ?? ""
    if let stop {
      return ReplyReading(
        .stop, also: [.crisis], match: "\(stop); \(said)", card: worst.card)
    }
    var reading = ReplyReading(.crisis, match: said, card: worst.card)
    if context.openAlerts > 0, let code = readings.lazy.compactMap({ $0.ackCode(context) }).first {
      reading.also = [code.intent]
      reading.value = code.value
    }
    return reading
  }

  /// Everything but opt-out and crisis, in the first language that understands it.
  private func everyday(
    _ text: String, _ readings: [LanguageReading], _ context: ReplyContext, isDenied: Bool
  ) -> ReplyReading? {
    let isTroubled = isDenied || readings.contains { $0.isTroubled() }
    for reading in readings {
      if let found = reading.standing(context) { return found }
    }
    for reading in readings {
      if let found = reading.command(text, context) { return found }
    }
    for reading in readings {
      if let found = reading.answer(text, context, isTroubled: isTroubled) { return found }
    }
    return nil
  }

  private static func worst(_ findings: [CrisisReading.Finding]) -> CrisisReading.Finding? {
    for (_, card) in CrisisReading.sections {
      if let found = findings.first(where: { $0.card == card }) { return found }
    }
    return nil
  }
}
