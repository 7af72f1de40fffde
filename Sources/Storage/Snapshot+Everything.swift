package import CheckIns
import Messages
import Timekeeping

extension Snapshot {
  /// Every row of the core, ended and settled ones too, without what is sealed: for checks of
  /// small houses.
  package func everything() throws(StorageFailure) -> Slice {
    var slice = Slice()
    try all(Person.self, &slice)
    try all(Contact.self, &slice)
    try all(Mentorship.self, order: "mentee, mentor", &slice)
    try all(Enrolment.self, &slice)
    try all(CheckIn.self, &slice)
    try all(Alert.self, &slice)
    try all(Message.self, &slice)
    try all(GatewayState.self, order: "name", &slice)
    try plans(digests: slice.missingPlans).forEach { slice.plans[$0.key] = $0.value }
    return slice
  }

  private func all<Element: StoredRow>(
    _ type: Element.Type, order: String = "id", _ slice: inout Slice
  ) throws(StorageFailure) {
    let table = Element.table
    var query = try query(SQL("SELECT \(table.columns) FROM \(table.name) ORDER BY \(order)"))
    while try query.step() {
      let row: Element? = try self.row(&query)
      row?.load(into: &slice)
    }
  }
}
