import Glibc
import NIOCore

/// The open connections of one listener and who may have another. Confined to its event loop.
final class Connections {
  private struct Entry {
    var channel: any Channel
    var address: String?
    /// When the last part of a request or an answer passed.
    var lastPart: NIODeadline
    /// An answer is being made: never dropped for a newcomer.
    var answering = false
  }

  private let most: Int
  private let mostPerAddress: Int
  private let loopbackIsProxy: Bool
  private var entries: [ObjectIdentifier: Entry] = [:]

  init(_ limits: WebConfiguration.Limits) {
    most = max(1, min(limits.connections, Self.mostDescriptors / 4))
    mostPerAddress = limits.connectionsPerAddress
    loopbackIsProxy = limits.loopbackIsProxy
  }

  /// How many descriptors this process may have (getrlimit(2)): three quarters stay for sending,
  /// the database, and the other listeners.
  private static var mostDescriptors: Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return 1024
    }
    return Int(clamping: limit.rlim_cur)
  }

  /// Takes the newcomer in, closing the one that was quiet longest where there is no room; false
  /// when its address has enough, or when all others are being answered.
  func admit(_ channel: any Channel) -> Bool {
    let address = countedAddress(channel.remoteAddress)
    if let address, entries.values.count(where: { $0.address == address }) >= mostPerAddress {
      return false
    }
    if entries.count >= most {
      let quiet = entries.filter { !$0.value.answering }.min {
        $0.value.lastPart < $1.value.lastPart
      }
      guard let quiet else { return false }
      entries[quiet.key] = nil
      quiet.value.channel.close(promise: nil)
    }
    entries[ObjectIdentifier(channel)] = Entry(
      channel: channel, address: address, lastPart: .now())
    return true
  }

  func touch(_ channel: any Channel, answering: Bool) {
    entries[ObjectIdentifier(channel)]?.lastPart = .now()
    entries[ObjectIdentifier(channel)]?.answering = answering
  }

  func remove(_ channel: any Channel) { entries[ObjectIdentifier(channel)] = nil }

  func closeAll() {
    for entry in entries.values { entry.channel.close(promise: nil) }
  }

  /// Nil where clients cannot be told apart.
  private func countedAddress(_ address: SocketAddress?) -> String? {
    guard let address, !(loopbackIsProxy && address.isLoopback) else { return nil }
    return address.ipAddress
  }
}

extension SocketAddress {
  /// In 127.0.0.0/8, `::1`, or that in the IPv6 form of an IPv4 address.
  var isLoopback: Bool {
    guard let ip = ipAddress else { return false }
    return ip == "::1" || ip.hasPrefix("127.") || ip.hasPrefix("::ffff:127.")
  }
}

/// Asks `Connections` about every newcomer of a listening channel.
final class Admission: ChannelInboundHandler {
  typealias InboundIn = any Channel
  typealias InboundOut = any Channel

  private let connections: Connections

  init(_ connections: Connections) { self.connections = connections }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let channel = unwrapInboundIn(data)
    guard connections.admit(channel) else {
      channel.close(promise: nil)
      return
    }
    let bound = NIOLoopBound(connections, eventLoop: context.eventLoop)
    channel.closeFuture.hop(to: context.eventLoop).whenComplete { _ in bound.value.remove(channel) }
    context.fireChannelRead(data)
  }
}
