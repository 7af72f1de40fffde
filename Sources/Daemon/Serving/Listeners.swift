internal import Glibc
internal import Systemd
internal import WebServer

/// Where the daemon listens: systemd's sockets win over the configuration's.
struct Listeners {
  let settings: Settings
  let sockets: [InheritedSocket]
  let showsPhones: Bool

  var all: [Listener] {
    var all: [Listener] = []
    let door: Listener.Door = showsPhones ? .phones : .publicDoor
    let open = sockets.filter { $0.name != "control" }
    all += open.map { Listener(.inherited($0.descriptor), door: door) }
    if open.isEmpty { all.append(Listener(.tcp(settings.listen), door: door)) }
    let controls = sockets.filter { $0.name == "control" }
    all += controls.map { Listener(.inherited($0.descriptor), door: .control) }
    if controls.isEmpty { all.append(Listener(.unix(path: settings.control), door: .control)) }
    return all
  }

  /// Our own group: its members may use the control socket. Nobody else's where we run as root.
  static func group() -> UInt32? { getegid() == 0 ? nil : getegid() }
}

extension Listener.Socket {
  static func tcp(_ address: SocketAddress) -> Self { .tcp(host: address.host, port: address.port) }
}
