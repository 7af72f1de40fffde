package import Gateways
package import Messages
internal import Timekeeping

extension Carrier {
  /// The pretend phones' gateway of a channel, the first by name; nil where there is none.
  package func sandbox(for channel: Channel) -> String? {
    gateways.filter { $0.definition.isSandbox && $0.channels.contains(channel) }
      .map(\.name).min()
  }

  /// What a callback says; fetches the certificate it is signed with where it names one.
  package func read(_ callback: CallbackRequest, of gateway: Gateway) async throws(CallbackFault)
    -> CallbackContents
  {
    let callback = callback.takenApart
    let intake = intake(for: gateway)
    do throws(CallbackFault) {
      return try contents(callback, gateway, [:]).readingMails(intake)
    } catch {
      guard case .needsCertificate(let url) = error.kind else { throw error }
      guard let certificate = await certificate(at: url) else { throw error }
      return try contents(callback, gateway, [url: certificate]).readingMails(intake)
    }
  }

  private func contents(
    _ callback: CallbackRequest, _ gateway: Gateway, _ certificates: [String: String]
  ) throws(CallbackFault) -> CallbackContents {
    try gateway.read(
      callback, nowMilliseconds: now.milliseconds, certificates: certificates,
      normalise: normalise)
  }

  private func certificate(at url: String) async -> String? {
    guard case .response(let response) = await fetch(HTTPRequest(method: "GET", url: url)),
      response.status == 200
    else { return nil }
    return String(decoding: response.body, as: UTF8.self)
  }
}
