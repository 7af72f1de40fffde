/// A way messages travel.
package enum Channel: String, CaseIterable, Sendable, Hashable {
  case sms, email, voice
}
