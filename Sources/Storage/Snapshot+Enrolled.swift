import GRDB

/// How many people are on a plan in a zone.
package struct Enrolled: Hashable, Sendable {
  package var plan: String
  package var zone: String
  package var people: Int
  package init(plan: String, zone: String, people: Int) {
    self.plan = plan
    self.zone = zone
    self.people = people
  }
}

private let selectEnrolled = SQL(
  """
  SELECT enrolment.plan_name, person.zone, COUNT(*) FROM enrolment
  JOIN person ON person.id = enrolment.person
  WHERE enrolment.ended = 0 GROUP BY enrolment.plan_name, person.zone
  ORDER BY enrolment.plan_name, person.zone
  """)

extension Snapshot {
  /// Who is on which plan, in order of plan and zone.
  package func enrolled() throws(StorageFailure) -> [Enrolled] {
    var found: [Enrolled] = []
    var query = try query(selectEnrolled)
    while try query.step() {
      found.append(Enrolled(plan: query.text(), zone: query.text(), people: query.int()))
    }
    return found
  }
}
