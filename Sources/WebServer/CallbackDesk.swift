package import Control
package import Gateways

/// Takes in what providers send to `/hooks/{gateway}`.
package protocol CallbackDesk: Sendable {
  /// Returns once everything the callback says is committed; only then the provider gets `answer`.
  ///
  /// Throws `.notAllowed` when the signature is not genuine, `.unknown` when there is no such
  /// gateway, `.wrongUsage` when it says nothing that can be read, `.busy` when the provider should
  /// send it again. The sentence is for our journal; the provider never sees it.
  func receive(_ callback: CallbackRequest, gateway: String) async throws(Refusal)
    -> CallbackAnswer

  /// Bytes of a body that this gateway may be sent: more than of others where it brings mails.
  func bytesMost(gateway: String) async -> Int
}
