import Foundation
import Gateways
import Messages

/// What one shipped definition must do, in `Conformance/<provider>.json`.
struct ConformanceTable: Decodable, Sendable {
  /// Every table says something about each of these.
  static let required = [
    "plain", "unicode", "long", "too_many", "server_error", "no_connection", "unreadable",
    "refused", "opted_out", "receipt", "reply", "forged",
  ]

  struct Setup: Decodable, Sendable {
    var from: String?
    var settings: [String: String]
    var public_url: String
  }
  struct MessageSetup: Decodable, Sendable {
    var to: String
    var reference: String
    var subject: String?
    var unsubscribe_url: String?
  }
  struct Request: Decodable, Sendable {
    struct AWS: Decodable, Sendable {
      var region, service, access_key, secret_key: String
    }
    var method: String
    var url: String
    var headers: [[String]]
    var body: String
    var aws: AWS?
  }
  struct SMTP: Decodable, Sendable {
    var url: String
    var username: String?
    var password: String?
    var from: String
    var require_tls: Bool
  }
  struct Response: Decodable, Sendable {
    var status: Int
    var headers: [[String]]
    var body: String
  }
  struct SMTPReply: Decodable, Sendable {
    var code: Int
    var text: String
    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      code = try list.decode(Int.self)
      text = try list.decode(String.self)
    }
  }
  struct Failure: Decodable, Sendable { var may_have_arrived: Bool }
  struct ExpectedOutcome: Decodable, Sendable {
    var kind: String
    var ids: [String]?
    var retry_after: Int?
  }
  struct ExpectedReceipt: Decodable, Hashable, Sendable {
    var state: String
    var id, reference, meaning, error, event: String?
  }
  struct ExpectedReply: Decodable, Hashable, Sendable {
    var from, text: String
    var id, to, opt_out, in_reply_to: String?
    var sent_at: Int64?
    var automatic: Bool?
  }
  struct Listing: Decodable, Sendable {
    var since: Int64
    var url: String
    var body: String
  }

  struct Case: Decodable, Sendable {
    var not_applicable: String?
    var text: String?
    var request: Request?
    var smtp_request: SMTP?
    var sandbox: Bool?
    var response: Response?
    var smtp: SMTPReply?
    var failure: Failure?
    var outcome: ExpectedOutcome?
    var callback: Request?
    /// Seconds since 1970.
    var now: Int64?
    var receipts: [ExpectedReceipt]?
    var replies: [ExpectedReply]?
    var answer: String?
    var replay: String?
    var confirmation: String?
    var fault: String?
    var sentence: String?
    var listing: Listing?
  }

  var gateway: Setup
  var message: MessageSetup
  var cases: [String: Case]

  static func named(_ name: String) throws -> ConformanceTable {
    let url = Bundle.module.url(
      forResource: name, withExtension: "json", subdirectory: "Conformance")
    guard let url else { throw CocoaError(.fileNoSuchFile) }
    return try JSONDecoder().decode(ConformanceTable.self, from: Data(contentsOf: url))
  }

  func gateway(_ definition: Definition) -> Gateway {
    Gateway(
      name: "main", definition: definition, from: gateway.from,
      settings: gateway.settings.mapValues { SettingValue($0) }, publicURL: gateway.public_url)
  }

  func message(_ text: String, _ channel: Channel) -> OutgoingMessage {
    OutgoingMessage(
      id: MessageID(7), attempt: 1, channel: channel, to: message.to, text: text,
      subject: message.subject, reference: message.reference,
      unsubscribeURL: message.unsubscribe_url)
  }
}

extension ConformanceTable.Request {
  var callback: CallbackRequest {
    CallbackRequest(method: method, url: url, headers: headers.map(Header.init), body: bytes)
  }

  /// As written in the table; `\u0080` to `\u00FF` cannot stand for single bytes there.
  var bytes: [UInt8] { Array(body.utf8) }
}

extension Header {
  init(_ pair: [String]) { self.init(pair.first ?? "", pair.last ?? "") }
}

extension ConformanceTable.ExpectedReceipt {
  init(_ receipt: Receipt) {
    self.init(
      state: receipt.state.rawValue, id: receipt.providerID, reference: receipt.reference,
      meaning: receipt.meaning?.rawValue, error: receipt.error.isEmpty ? nil : receipt.error,
      event: receipt.eventID)
  }
}

extension ConformanceTable.ExpectedReply {
  /// An id made by us is not looked at.
  init(_ reply: IncomingReply) {
    self.init(
      from: reply.from, text: reply.text,
      id: reply.providerID.hasPrefix("sha256-") ? nil : reply.providerID, to: reply.to,
      opt_out: reply.optOutType, in_reply_to: reply.inReplyTo, sent_at: reply.sentAtMilliseconds,
      automatic: reply.automatic ? true : nil)
  }
}
