import CheckIns

extension Trouble: StoredRow {
  static let table = Table("trouble", fixed: ["code"], changing: ["told_at"])
  static let all = SQL("SELECT \(table.columns) FROM trouble ORDER BY code")

  init(reading query: inout Query, plans: PlanNumbers) throws(StorageFailure) {
    self.init(code: query.text(), toldAt: query.instant())
  }

  static let ownerColumn: Int32? = nil
  func load(into slice: inout Slice) { slice.load(self) }

  func bindKey(to query: inout Query) { query.bind(code) }
  func bindFixed(to query: inout Query, plans: PlanNumbers) { query.bind(code) }
  func bindChanging(to query: inout Query, plans: PlanNumbers) { query.bind(toldAt) }
}
