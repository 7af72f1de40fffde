package import CheckIns
import Foundation
import GRDB
package import Messages
import Sealing
package import Timekeeping

/// A plan and the digest it is known by.
package enum PlanDigest {
  /// SHA-256 over the plan's stored form, as 64 hexadecimal digits.
  package static func of(_ plan: Plan) throws(StorageFailure) -> String {
    Fingerprint.hexadecimal(try encoded(plan))
  }

  static func encoded(_ plan: Plan) throws(StorageFailure) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(plan)) } catch {
      throw StorageFailure(.mistake, "The plan \(plan.name) cannot be written down: \(error).")
    }
  }
}

private let insertPlan = SQL("INSERT INTO plan (id, digest, name, body) VALUES ($1, $2, $3, $4)")
private let selectPlan = SQL("SELECT body FROM plan WHERE digest = $1 ORDER BY id")
private let selectEnrolments = SQL(
  """
  SELECT id FROM enrolment
  WHERE plan_name = $1 AND ended = 0 AND (next_at IS NULL OR next_at > $2) ORDER BY id
  """)

extension Transaction {
  /// Stores a plan once; answers its digest.
  @discardableResult
  package func insert(_ plan: Plan) throws(StorageFailure) -> String {
    let body = try PlanDigest.encoded(plan)
    let digest = Fingerprint.hexadecimal(body)
    guard !plans.contains(digest) else { return digest }
    let number = plans.next
    var query = try query(insertPlan)
    query.bind(number)
    query.bind(digest)
    query.bind(plan.name)
    query.bind(String(decoding: body, as: UTF8.self))
    try query.run()
    plans.add(number: number, digest: digest)
    return digest
  }
}

private let selectNames = SQL(
  "SELECT DISTINCT plan_name FROM enrolment WHERE ended = 0 ORDER BY plan_name")

extension Snapshot {
  /// The names of plans that people are enrolled on; reads all enrolments.
  package func plansInUse() throws(StorageFailure) -> [String] {
    var names: [String] = []
    var query = try query(selectNames)
    while try query.step() { names.append(query.text()) }
    return names
  }

  /// Live enrolments on a plan whose next occurrence is not due yet, or who have none.
  package func enrolments(on plan: String, plannedAfter now: Instant) throws(StorageFailure)
    -> [EnrolmentID]
  {
    var found: [EnrolmentID] = []
    var query = try query(selectEnrolments)
    query.bind(plan)
    query.bind(now)
    while try query.step() { found.append(EnrolmentID(rawValue: query.integer())) }
    return found
  }

  /// The plans with these digests; unknown ones are left out.
  package func plans(digests: some Sequence<String>) throws(StorageFailure) -> [String: Plan] {
    var found: [String: Plan] = [:]
    var query = try query(selectPlan)
    for digest in digests where found[digest] == nil {
      defer { query.again() }
      query.bind(digest)
      guard try query.step() else { continue }
      do {
        found[digest] = try JSONDecoder().decode(Plan.self, from: Data(query.text().utf8))
      } catch {
        throw StorageFailure(.unreadable, "The stored plan \(digest) cannot be read: \(error).")
      }
    }
    return found
  }
}
