/// The answer to a query. As JSON it is the payload alone; the query tells which.
package enum QueryAnswer: Hashable, Sendable {
  case people([PersonLine])
  case person(PersonDetail)
  case status(StatusReport)
  case story(Story)
  case inbox([InboxLine])
  case outbox([OutboxLine])
  case alerts([AlertLine])
  case next([Occurrence])
  case calendar(CalendarFile)
  case test(TestProgress)
  case preview(TemplatePreview)
  case phones(PhonesState)
  case page(LinkPage)

  package var json: [UInt8] {
    switch self {
    case .people(let lines): ControlJSON.encode(lines)
    case .person(let person): ControlJSON.encode(person)
    case .status(let status): ControlJSON.encode(status)
    case .story(let story): ControlJSON.encode(story)
    case .inbox(let lines): ControlJSON.encode(lines)
    case .outbox(let lines): ControlJSON.encode(lines)
    case .alerts(let lines): ControlJSON.encode(lines)
    case .next(let occurrences): ControlJSON.encode(occurrences)
    case .calendar(let file): ControlJSON.encode(file)
    case .test(let progress): ControlJSON.encode(progress)
    case .preview(let preview): ControlJSON.encode(preview)
    case .phones(let phones): ControlJSON.encode(phones)
    case .page(let page): ControlJSON.encode(page)
    }
  }

  /// The answer to `query`, from its JSON.
  package init(to query: Query, json: [UInt8]) throws(Refusal) {
    func read<Payload: Codable>(_: Payload.Type = Payload.self) throws(Refusal) -> Payload {
      try ControlJSON.decode(Payload.self, from: json, for: "the answer to " + query.name)
    }
    switch query {
    case .people: self = .people(try read())
    case .show: self = .person(try read())
    case .status: self = .status(try read())
    case .why: self = .story(try read())
    case .inbox: self = .inbox(try read())
    case .outbox: self = .outbox(try read())
    case .alerts: self = .alerts(try read())
    case .next: self = .next(try read())
    case .calendar: self = .calendar(try read())
    case .sendTest: self = .test(try read())
    case .preview: self = .preview(try read())
    case .phones: self = .phones(try read())
    case .page: self = .page(try read())
    }
  }
}
