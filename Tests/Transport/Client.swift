import Gateways
import Messages
import Synchronization
import Transport

/// A transport whose transfers one can wait for.
final class Client: Sendable {
  private struct State {
    var ticket: UInt64 = 0
    var waiting: [UInt64: CheckedContinuation<WireResult, Never>] = [:]
    var unexpected: [Completion] = []
  }

  private final class Board: Sendable {
    let state = Mutex(State())

    func deliver(_ completions: [Completion]) {
      for completion in completions {
        let waiting = state.withLock { state in
          let continuation = state.waiting.removeValue(forKey: completion.ticket)
          if continuation == nil { state.unexpected.append(completion) }
          return continuation
        }
        waiting?.resume(returning: completion.result)
      }
    }
  }

  private let board = Board()
  let transport: Transport

  init(
    limits: TransportLimits = TransportLimits(), settings: TransportSettings = TransportSettings(),
    mailBody: @escaping Transport.MailBody = { (_) throws(WireFailure) in Array(testMail.utf8) }
  ) throws {
    let board = board
    transport = try Transport(limits: limits, settings: settings, mailBody: mailBody) {
      board.deliver($0)
    }
  }

  /// Submits and waits for the end.
  func perform(_ request: WireRequest, ticket chosen: UInt64? = nil) async -> WireResult {
    await withCheckedContinuation { continuation in
      let ticket = board.state.withLock { state in
        state.ticket += 1
        state.waiting[chosen ?? state.ticket] = continuation
        return chosen ?? state.ticket
      }
      transport.submit(request, ticket: ticket)
    }
  }

  /// Completions nobody waited for: a ticket answered twice, or never submitted.
  var unexpected: [Completion] { board.state.withLock { $0.unexpected } }
}

let testMail = "From: a@example.org\r\nTo: b@example.net\r\nSubject: Hi\r\n\r\n.dot\r\nHi\r\n"

extension WireResult {
  var status: Int? { if case .response(let response) = self { response.status } else { nil } }
  var body: [UInt8]? { if case .response(let response) = self { response.body } else { nil } }
  var failure: WireFailure? { if case .failure(let failure) = self { failure } else { nil } }
  var mailCode: Int? { if case .smtpReply(let code, _) = self { code } else { nil } }
}
