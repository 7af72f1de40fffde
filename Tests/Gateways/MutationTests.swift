import Gateways
import Messages
import Testing

@Suite struct `A signed callback with one byte changed` {
  /// What can be acted on.
  struct Said: Equatable {
    var receipts: [Receipt]
    var replies: [IncomingReply]
    var mails: [[UInt8]]
    var isEmpty: Bool { receipts.isEmpty && replies.isEmpty && mails.isEmpty }
  }

  static let genuine = SignatureVector.all.filter { vector in
    // Mailgun signs neither the event nor the body: its token is remembered.
    vector.valid && vector.provider != "mailgun"
  }

  static func said(_ request: CallbackRequest, _ gateway: Gateway, _ vector: SignatureVector)
    -> Said?
  {
    let now = (vector.now ?? 1_760_000_000) * 1000
    let contents = try? gateway.read(request, nowMilliseconds: now)
    guard let contents else { return nil }
    var replies = contents.replies
    // A reply without an id is named by its bytes, whoever may change them.
    for index in replies.indices where replies[index].providerID.hasPrefix("sha256-") {
      replies[index].providerID = ""
    }
    return Said(receipts: contents.receipts, replies: replies, mails: contents.mails)
  }

  /// Every byte in turn, with another bit of it changed each time.
  static func changes(of request: CallbackRequest) -> [CallbackRequest] {
    var all: [CallbackRequest] = []
    for index in request.body.indices {
      var changed = request
      changed.body[index] ^= 1 << UInt8(index % 7)
      all.append(changed)
    }
    let address = Array(request.url.utf8)
    for index in address.indices.dropFirst("https://".utf8.count) {
      var bytes = address
      bytes[index] ^= 1 << UInt8(index % 7)
      var changed = request
      changed.url = String(decoding: bytes, as: UTF8.self)
      all.append(changed)
    }
    for (place, header) in request.headers.enumerated() {
      for index in header.value.utf8.indices {
        var bytes = Array(header.value.utf8)
        let offset = header.value.utf8.distance(from: header.value.utf8.startIndex, to: index)
        bytes[offset] ^= 1 << UInt8(offset % 7)
        var changed = request
        changed.headers[place].value = String(decoding: bytes, as: UTF8.self)
        all.append(changed)
      }
    }
    return all
  }

  @Test(arguments: genuine)
  func `is refused, or says the very same`(_ vector: SignatureVector) throws {
    let gateway = try vector.gateway()
    let request = vector.request
    let said = try #require(Self.said(request, gateway, vector))
    for changed in Self.changes(of: request) {
      guard let other = Self.said(changed, gateway, vector), !other.isEmpty else { continue }
      #expect(other == said, "\(changed.url) \(changed.headers)")
    }
  }

  @Test(arguments: genuine)
  func `and cut short, doubled or emptied is refused, or says the very same`(
    _ vector: SignatureVector
  ) throws {
    let gateway = try vector.gateway()
    let request = vector.request
    let said = try #require(Self.said(request, gateway, vector))
    for place in request.headers.indices {
      for value in ["", " ", request.headers[place].value + request.headers[place].value] {
        var changed = request
        changed.headers[place].value = value
        guard let other = Self.said(changed, gateway, vector), !other.isEmpty else { continue }
        #expect(other == said)
      }
    }
    for body in [[], request.body + request.body, Array(request.body.dropLast())] {
      var changed = request
      changed.body = body
      guard let other = Self.said(changed, gateway, vector), !other.isEmpty else { continue }
      #expect(other == said)
    }
  }
}
