/// The page `/phones`: its data comes from `/phones/state.json`, its own parts from here.
enum PhonesPage {
  static func html(nonce: String) -> String { "<!DOCTYPE html>" }
}
