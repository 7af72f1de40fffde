package import CheckIns
package import Storage

/// Everything the database holds at one moment.
package struct House: Sendable {
  package var rows: Slice
  package var timers: [DueTimer]

  package init(rows: Slice, timers: [DueTimer]) {
    self.rows = rows
    self.timers = timers
  }
}
