package import Timekeeping

/// The temporary house of `kith try`: sample files in a folder of their own, all on loopback.
package struct TrySandbox: Sendable {
  package let folder: String
  package let options: ServeOptions
  private let port: Int

  /// Copies the examples into `folder`, and puts database and socket beside them; the first
  /// check-in comes ten seconds after `now`.
  package init(folder: String, port: Int, shared: SharedFiles, now: Instant)
    throws(Files.Failure)
  {
    self.folder = folder
    self.port = port
    try Files.makeDirectory("\(folder)/plans")
    try Files.makeDirectory("\(folder)/secrets", mode: 0o700)
    let source = "\(shared.examples)/try"
    try Files.write(try Files.read("\(source)/roster.csv"), to: "\(folder)/roster.csv")
    let plan = String(decoding: try Files.read("\(source)/plans/try.yaml"), as: UTF8.self)
      .replacing("*:0/3:00", with: Self.times(from: now + .seconds(10)))
    try Files.write(Array(plan.utf8), to: "\(folder)/plans/try.yaml")
    let settings = String(decoding: try Files.read("\(source)/kith.yaml"), as: UTF8.self)
      .replacing("127.0.0.1:8420", with: "127.0.0.1:\(port)")
    let own = "listen: 127.0.0.1:\(port)\ncontrol: control.sock\ndatabase: kith.db\n"
    try Files.write(Array((settings + own).utf8), to: "\(folder)/kith.yaml")
    var options = ServeOptions(
      places: ConfigurationPlaces(
        file: "\(folder)/kith.yaml", credentials: "\(folder)/secrets", shared: shared,
        environment: [:]))
    options.showsPhones = true
    options.roster = "\(folder)/roster.csv"
    self.options = options
  }

  /// Takes the folder away with all that is in it.
  package func remove() { Files.remove(folder) }

  /// Every three minutes, and so that `first` is one of the times (systemd.time(7)).
  private static func times(from first: Instant) -> String {
    let seconds = first.seconds % 180
    return "*:\(seconds / 60)/3:\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
  }

  /// What to do next.
  package var welcome: String {
    """
    Kith is trying itself out in \(folder). Nothing leaves this machine.

      1. Open http://127.0.0.1:\(port)/phones in a browser: Ann's phone, Ben's, and Cat's.
      2. A check-in reaches Ann in ten seconds. Leave it unanswered: half a minute later she is
         nudged, and after a minute Ben is told.
      3. Answer A1 on Ben's phone: he sees to it. Or answer 7 on Ann's.
      4. In another terminal:  kith why ann --socket \(folder)/control.sock
                               kith status --socket \(folder)/control.sock

    Ctrl-C ends it.
    """
  }
}
