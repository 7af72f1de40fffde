package import CheckIns
internal import Control
internal import Systemd

extension LogLine {
  /// What the ledger got, with its ids as fields.
  package init(_ entry: LedgerEntry) {
    let ids: [(String, String?)] = [
      ("KITH_ALERT", entry.alert.map { "\($0)" }), ("KITH_CHECK_IN", entry.checkIn.map { "\($0)" }),
      ("KITH_EVENT", entry.event), ("KITH_MESSAGE", entry.message.map { "\($0)" }),
      ("KITH_PERSON", entry.person.map { "\($0)" }),
    ]
    let fields = ids.compactMap { name, value in value.map { Journal.Field(name, $0) } }
    let detail = entry.detail.isEmpty ? "" : " " + entry.detail
    // Codes do for what concerns one person; this concerns everybody, and is ours to mend.
    if entry.event == "gateway-doubted" {
      self.init(.warning, DoubtWords.sentence(entry.detail), fields: fields)
    } else {
      self.init(.informational, entry.event + detail, fields: fields)
    }
  }
}
