internal import Glibc
internal import Systemd
internal import WebServer

/// Where the daemon listens: systemd's sockets win over the configuration's.
struct Listeners {
  let settings: Settings
  let sockets: [InheritedSocket]
  let phones: SocketAddress?

  var all: [Listener] {
    var all: [Listener] = []
    let inherited = { (name: String) in sockets.filter { $0.name == name } }
    let doors = sockets.filter { $0.name != "control" }
    all += doors.map { Listener(.inherited($0.descriptor), door: .publicDoor) }
    if doors.isEmpty { all.append(Listener(.tcp(settings.listen), door: .publicDoor)) }
    let controls = inherited("control")
    all += controls.map { Listener(.inherited($0.descriptor), door: .control) }
    if controls.isEmpty { all.append(Listener(.unix(path: settings.control), door: .control)) }
    if let phones { all.append(Listener(.tcp(phones), door: .phones)) }
    return all
  }

  /// Our own group: its members may use the control socket. Nobody else's where we run as root.
  static func group() -> UInt32? { getegid() == 0 ? nil : getegid() }
}

extension Listener.Socket {
  static func tcp(_ address: SocketAddress) -> Self { .tcp(host: address.host, port: address.port) }
}
