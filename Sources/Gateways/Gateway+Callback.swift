import Messages

extension Gateway {
  /// What a callback says, once it is proved to be the provider's.
  ///
  /// - Parameters:
  ///   - nowMilliseconds: for age limits.
  ///   - certificates: PEM by URL, for schemes that name one (`CallbackFault.needsCertificate`).
  package func read(
    _ request: CallbackRequest, nowMilliseconds: Int64, certificates: [String: String] = [:]
  ) throws(CallbackFault) -> CallbackContents {
    throw CallbackFault(.notExpected, "not built yet")
  }
}
