/// What the server must know; times and sizes have the limits the contract states.
package struct WebConfiguration: Hashable, Sendable {
  package var listeners: [Listener]
  /// Which other users may use the control socket besides root and our own.
  package var control: ControlAccess
  package var limits: Limits

  /// Who may use the control socket besides root and the server's own user.
  package struct ControlAccess: Hashable, Sendable {
    /// Members of this group; the socket file is given to it. Nil: nobody else.
    package var group: UInt32?
    package init(group: UInt32? = nil) { self.group = group }
  }

  package struct Limits: Hashable, Sendable {
    /// Bytes of a body on the public listener; more is answered with 413.
    package var body = 64 * 1024
    /// Bytes of a multipart body there, which providers of mail send.
    package var multipartBody = 1024 * 1024
    /// Bodies of mails, larger than these, that are held at once; more are asked to come again.
    package var largeBodies = 2
    /// Bytes of a body on the control socket: a roster may be large.
    package var controlBody = 64 * 1024 * 1024
    /// Bytes of the request line and all header fields together.
    package var headers = 16 * 1024
    package var headerFields = 100
    /// From a connection's opening, or from the answer before, to the last header.
    package var headerTime: Duration = .seconds(10)
    /// From the last header to the last byte of the body.
    package var bodyTime: Duration = .seconds(20)
    /// From an answer's end until its reader has all of it.
    package var answerTime: Duration = .seconds(300)
    /// Open connections of each listener; the next one replaces the one that was quiet longest.
    /// Never more than a quarter of the descriptors this process may have.
    package var connections = 1024
    /// Open connections from one address.
    package var connectionsPerAddress = 64
    /// Loopback is a proxy of ours that speaks for many, so the line above does not hold for it.
    package var loopbackIsProxy = true
    /// How long a stop waits for answers under way.
    package var quiesce: Duration = .seconds(10)
    package init() {}
  }

  package init(
    listeners: [Listener], control: ControlAccess = ControlAccess(), limits: Limits = Limits()
  ) {
    self.listeners = listeners
    self.control = control
    self.limits = limits
  }
}
