package import Gateways

/// A transfer that has ended, under the ticket it was submitted with.
package struct Completion: Hashable, Sendable {
  package var ticket: UInt64
  package var result: WireResult
  package init(ticket: UInt64, result: WireResult) {
    self.ticket = ticket
    self.result = result
  }
}

/// A request on its way in, under a ticket of the caller's choice.
package struct Submission: Hashable, Sendable {
  package var ticket: UInt64
  package var request: WireRequest
  package init(ticket: UInt64, request: WireRequest) {
    self.ticket = ticket
    self.request = request
  }
}

/// Performs requests over HTTP and SMTP: one thread owns one libcurl multi handle.
///
/// Every submission is answered exactly once. Nothing is followed, repeated or remembered: no
/// redirects, no cookies, no second try. Whoever submits keeps the number of submissions bounded.
package final class Transport: Sendable {
  /// The bytes of a mail (RFC 5322, CRLF line ends), or why it cannot be made. Called on the
  /// transport's thread.
  package typealias MailBody = @Sendable (SMTPRequest) throws(WireFailure) -> [UInt8]
  /// Takes what has ended, one batch a round of the loop. Called on the transport's thread, which
  /// it must not hold up; it may submit. Only what is submitted after the end of a shutdown is
  /// refused on the submitter's thread.
  package typealias Deliver = @Sendable ([Completion]) -> Void
  /// What is done on the transport's thread, which it must not hold up; it may submit.
  package typealias Work = @Sendable () -> Void

  private let inbox: Inbox

  /// Starts the thread.
  package init(
    limits: TransportLimits = TransportLimits(),
    settings: TransportSettings = TransportSettings(),
    mailBody: @escaping MailBody = { (_) throws(WireFailure) in throw .noMailBody },
    deliver: @escaping Deliver
  ) throws(TransportFailure) {
    inbox = try TransferThread.start(
      limits: limits, settings: settings, mailBody: mailBody, deliver: deliver)
  }

  /// What is under way when nobody holds the transport any more is cancelled, and still delivered.
  deinit { inbox.stop(within: .zero) }

  package func submit(_ request: WireRequest, ticket: UInt64) {
    inbox.submit(CollectionOfOne(Submission(ticket: ticket, request: request)))
  }

  package func submit(_ submissions: some Collection<Submission>) {
    inbox.submit(submissions)
  }

  /// Does the work on the transport's thread, in order of coming: making requests takes time that
  /// others have less of. After the end of a shutdown it is done here and now.
  package func run(_ work: @escaping Work) { inbox.run(work) }

  /// Ends one that is under way or waits as a failure; nothing where it has ended.
  package func cancel(ticket: UInt64) { inbox.cancel(ticket) }

  /// Ends all that is submitted so far as failures, and goes on.
  package func cancelAll() { inbox.cancel() }

  /// Finishes what is submitted, but at the latest after `within` reports the rest as failures;
  /// returns when everything is delivered and the thread has ended. Later submissions fail at once.
  package func shutdown(within: Duration) async {
    inbox.stop(within: within)
    await inbox.stopped()
  }

  /// Begins what `shutdown(within:)` does, without waiting for its end.
  package func beginShutdown(within: Duration) { inbox.stop(within: within) }
}

extension WireFailure {
  /// No `mailBody` was given to the transport.
  package static let noMailBody = WireFailure(
    mayHaveArrived: false, permanent: true, reason: "mail is not set up")
}
