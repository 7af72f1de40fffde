import Gateways
import Messages
import Testing

@Suite struct `An answer` {
  struct Answer: Sendable, CustomTestStringConvertible {
    var status: Int
    var body = ""
    var kind: Outcome.Kind
    var testDescription: String { "\(status) \(body) is \(kind.rawValue)" }
  }

  static func gateway() throws -> Gateway {
    let definition = try ShippedDefinition.parse(
      """
      provider: x
      channels: [sms]
      send:
        url: "https://x.example.org/"
        form: {to: "{{to}}", text: "{{text}}"}
        accepted: {status: [201], id: /id}
        outcomes:
          - {when: {status: 4xx, at: /code, in: [47xx]}, is: bad_address}
          - {when: {status: 400, contains: [BLOCKED]}, is: opted_out}
      """)
    return Gateway(name: "x", definition: definition, from: nil, settings: [:], publicURL: nil)
  }

  @Test(arguments: [
    Answer(status: 201, body: #"{"id":7}"#, kind: .accepted),
    Answer(status: 201, body: "{}", kind: .inDoubt),
    Answer(status: 201, body: "hello", kind: .inDoubt),
    Answer(status: 200, body: #"{"id":7}"#, kind: .inDoubt),
    Answer(status: 301, kind: .misconfigured), Answer(status: 307, kind: .misconfigured),
    Answer(status: 400, kind: .refused),
    Answer(status: 400, body: #"{"code":4720}"#, kind: .badAddress),
    Answer(status: 422, body: #"{"code":"4799"}"#, kind: .badAddress),
    Answer(status: 400, body: #"{"code":5720}"#, kind: .refused),
    Answer(status: 400, body: "The number is Blocked", kind: .optedOut),
    Answer(status: 401, kind: .misconfigured), Answer(status: 403, kind: .misconfigured),
    Answer(status: 404, kind: .misconfigured), Answer(status: 408, kind: .tryAgain),
    Answer(status: 413, kind: .refused), Answer(status: 429, kind: .slowDown),
    Answer(status: 500, kind: .tryAgain), Answer(status: 502, kind: .inDoubt),
    Answer(status: 503, kind: .tryAgain), Answer(status: 504, kind: .inDoubt),
    Answer(status: 600, kind: .inDoubt), Answer(status: 0, kind: .inDoubt),
  ])
  func `means what its status and body say`(_ answer: Answer) throws {
    let response = HTTPResponse(status: answer.status, body: Array(answer.body.utf8))
    #expect(try Self.gateway().outcome(of: .response(response)).kind == answer.kind)
  }

  struct Wait: Sendable, CustomTestStringConvertible {
    var headers: [Header]
    var seconds: Int?
    var testDescription: String {
      "\(headers.map(\.value)) is \(seconds.map { String($0) } ?? "nothing")"
    }
  }

  static let noon = Header("Date", "Sat, 21 Nov 2026 12:00:00 GMT")

  @Test(arguments: [
    Wait(headers: [Header("retry-after", "30")], seconds: 30),
    Wait(headers: [Header("Retry-After", "0.2")], seconds: 1),
    Wait(headers: [Header("Retry-After", "-5")], seconds: nil),
    Wait(headers: [Header("Retry-After", "999999999")], seconds: 86400),
    Wait(headers: [Header("Retry-After", "nan")], seconds: nil),
    Wait(headers: [Header("Retry-After", "soon")], seconds: nil),
    Wait(headers: [noon, Header("Retry-After", "Sat, 21 Nov 2026 12:01:30 GMT")], seconds: 90),
    Wait(headers: [noon, Header("Retry-After", "Sat, 21 Nov 2026 11:00:00 GMT")], seconds: nil),
    Wait(headers: [Header("Retry-After", "Sat, 21 Nov 2026 12:01:30 GMT")], seconds: nil),
    Wait(headers: [], seconds: nil),
  ])
  func `says how long to wait, within a day`(_ wait: Wait) throws {
    let response = HTTPResponse(status: 429, headers: wait.headers)
    #expect(try Self.gateway().outcome(of: .response(response)).retryAfterSeconds == wait.seconds)
  }

  @Test func `that never came is in doubt only when the request may have left`() throws {
    let gateway = try Self.gateway()
    func kind(_ failure: WireFailure) -> Outcome.Kind {
      gateway.outcome(of: .failure(failure)).kind
    }
    #expect(kind(WireFailure(mayHaveArrived: true, reason: "timeout")) == .inDoubt)
    #expect(kind(WireFailure(mayHaveArrived: false, reason: "connection refused")) == .tryAgain)
    #expect(
      kind(WireFailure(mayHaveArrived: false, permanent: true, reason: "certificate"))
        == .misconfigured)
  }

  @Test func `carries codes and never what else the provider wrote`() throws {
    let gateway = try Self.gateway()
    func reason(_ body: String) -> String {
      gateway.outcome(of: .response(HTTPResponse(status: 400, body: Array(body.utf8)))).reason
    }
    #expect(reason(#"{"code":4720,"message":"+46701234567 is unknown"}"#) == "http 400, code 4720")
    #expect(reason("the number +46701234567 is blocked") == "http 400")
  }
}
