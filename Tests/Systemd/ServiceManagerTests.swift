import Glibc
import Systemd
import Testing

/// A datagram socket that stands where systemd listens for notifications.
private struct Listener: ~Copyable {
  let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
  let name = "kith-notify-\(getpid())"

  init() {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { path in
      for (index, byte) in name.utf8.enumerated() { unsafe path[index + 1] = byte }
    }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count)
    let result = unsafe withUnsafeBytes(of: &address) { bytes in
      unsafe bind(descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), length)
    }
    precondition(result == 0)
    unsafe setenv("NOTIFY_SOCKET", "@" + name, 1)
  }

  func received() -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  deinit {
    unsafe unsetenv("NOTIFY_SOCKET")
    close(descriptor)
  }
}

/// One after another: they set the environment of this process.
@Suite(.serialized) struct `The service manager` {
  static let cases: [([ServiceManager.News], String)] = [
    ([.ready, .status("3 due")], "READY=1\nSTATUS=3 due"),
    ([.reloading(monotonicMicroseconds: 7)], "RELOADING=1\nMONOTONIC_USEC=7"),
    ([.stopping], "STOPPING=1"),
    ([.status("two\nlines\r\nhere")], "STATUS=two lines here"),
    ([.watchdog], "WATCHDOG=1"),
    ([.extendTimeout(microseconds: 5)], "EXTEND_TIMEOUT_USEC=5"),
  ]

  @Test(arguments: cases)
  func `reads what we send`(_ news: [ServiceManager.News], _ text: String) {
    let listener = Listener()
    #expect(ServiceManager().notify(news))
    #expect(listener.received() == text)
  }

  @Test func `hears nothing where there is none`() {
    #expect(!ServiceManager().notify(.ready))
  }

  @Test func `says how long it waits for the watchdog`() {
    #expect(ServiceManager().watchdogInterval() == nil)
    unsafe setenv("WATCHDOG_USEC", "30000000", 1)
    defer { unsafe unsetenv("WATCHDOG_USEC") }
    #expect(ServiceManager().watchdogInterval() == .seconds(30))
  }
}
