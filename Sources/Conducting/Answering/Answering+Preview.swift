import CheckIns
import Control
import Messages
import Storage
import Timekeeping

extension Answering {
  /// What a person's phone would get of a template: their name, language and channel, the house's
  /// numbers, and sample values for what only a real occasion has.
  mutating func preview(_ query: Query.Preview) throws(StorageFailure) -> Answer {
    var slice = Slice()
    guard let person = try person(query.id, [.contacts, .enrolments], into: &slice) else {
      return .failure(.noPerson(query.id))
    }
    guard let kind = TemplateKind(templateName: query.template) else {
      return .failure(
        Refusal(
          .unknown, "There is no template \(query.template): expected one as checkin or nudge."))
    }
    let contact = slice.contacts.of(person.id).min { ($0.rank, $0.id) < ($1.rank, $1.id) }
    let channel = contact?.channel ?? .sms
    let presentation = house.presentation
    var values = kind.samples(isFull: true)
    if let plan = slice.enrolments.of(person.id, where: { !$0.ended }).last?.planName,
      let question = house.rules.plans[plan]?.plan.question, kind == .checkin || kind == .nudge
    {
      values["yes_no"] = nil
      values.merge(Rendering.values(of: question)) { $1 }
    }
    let cards = presentation.hotlines.values(
      country: presentation.country, locale: person.locale)
    values.merge(cards.filter { kind.names.contains($0.key) }) { $1 }
    values["sender"] = .text(presentation.senderName)
    values["name"] = .text(Rendering.firstName(teller.name(of: person.id)))
    if presentation.publicURL.isEmpty { values["link"] = nil }
    do throws(TemplateFault) {
      let name = presentation.library.variants(
        of: query.template, channel: channel, locale: person.locale
      ).first
      let (subject, text) = try presentation.library.render(
        template: name ?? query.template, channel: channel, locale: person.locale, values: values)
      return .success(.preview(Self.preview(query.template, channel, subject, text)))
    } catch {
      return .failure(Refusal(.unknown, "\(error.description)."))
    }
  }

  private static func preview(
    _ template: String, _ channel: Channel, _ subject: String?, _ text: String
  ) -> TemplatePreview {
    guard channel == .sms else {
      return TemplatePreview(
        template: template, channel: channel.rawValue, subject: subject, text: text)
    }
    // As it is sent: with typographic characters folded.
    let sent = SMSText.folded(text)
    let measure = SMSText.measure(sent)
    return TemplatePreview(
      template: template, channel: channel.rawValue, text: sent, encoding: measure.name,
      segments: measure.segments)
  }
}
