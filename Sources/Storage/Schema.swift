import GRDB

/// The tables, version by version. A migration runs in one transaction; `user_version` comes last.
enum Schema {
  /// `Kith` in ASCII, in the database's header: another program's database is not ours to write.
  static let application: Int32 = 0x4B69_7468

  static let migrations: [[String]] = [first]

  static var version: Int { migrations.count }

  /// Types: INT8 (ids, instants in milliseconds, days, codes, booleans), TEXT, BYTES (sealed).
  /// A column that ends in `_at`, `_until`, `_since`, `due` is an instant.
  private static let first = [
    """
    CREATE TABLE counter (name TEXT NOT NULL PRIMARY KEY, value INT8 NOT NULL) CLUSTERED
    """,
    """
    CREATE TABLE secret (name TEXT NOT NULL PRIMARY KEY, wrapped BYTES NOT NULL) CLUSTERED
    """,
    """
    CREATE TABLE setting (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) CLUSTERED
    """,
    """
    CREATE TABLE lease (shard INT8 NOT NULL PRIMARY KEY, node INT8 NOT NULL, epoch INT8 NOT NULL)
    TABLE_END
    """,
    """
    CREATE TABLE plan (id INT8 NOT NULL PRIMARY KEY, digest TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL, body TEXT NOT NULL) TABLE_END
    """,
    """
    CREATE TABLE person (id INT8 NOT NULL PRIMARY KEY, roles INT8 NOT NULL, zone TEXT NOT NULL,
      locale TEXT NOT NULL, quiet_from INT8, quiet_to INT8, may_be_woken INT8 NOT NULL,
      standing INT8 NOT NULL, consent_texts INT8, consent_mentors INT8, consent_crisis INT8,
      dates TEXT, days_off TEXT, paused_until INT8, away_from INT8, away_until INT8, cover INT8,
      silent_in_a_row INT8 NOT NULL,
      last_contact_at INT8, chosen INT8 NOT NULL, invited_at INT8, counted_on INT8,
      counted_texts INT8 NOT NULL, counted_all INT8 NOT NULL, counted_urgent INT8 NOT NULL,
      due INT8) TABLE_END
    """,
    // Mentors, coordinators and operators are few among mentees.
    "CREATE INDEX person_staff ON person (id) WHERE roles <> 1",
    """
    CREATE TABLE identity (person INT8 NOT NULL PRIMARY KEY REFERENCES person (id), key BYTES,
      name BYTES, roster_id BYTES, roster_entry BYTES UNIQUE) TABLE_END
    """,
    """
    CREATE TABLE contact (id INT8 NOT NULL PRIMARY KEY,
      person INT8 NOT NULL REFERENCES person (id), channel TEXT NOT NULL, rank INT8 NOT NULL,
      confirmed INT8 NOT NULL, opted_out_at INT8, bad_since INT8, bad_because INT8,
      undelivered_in_a_row INT8 NOT NULL,
      address BYTES, address_entry BYTES) TABLE_END
    """,
    "CREATE INDEX contact_person ON contact (person)",
    """
    CREATE INDEX contact_address ON contact (address_entry, channel) WHERE address_entry IS NOT NULL
    """,
    """
    CREATE TABLE mentorship (mentee INT8 NOT NULL REFERENCES person (id),
      mentor INT8 NOT NULL REFERENCES person (id), rank INT8 NOT NULL, disclosure TEXT NOT NULL,
      ended INT8 NOT NULL, PRIMARY KEY (mentee, mentor)) CLUSTERED
    """,
    "CREATE INDEX mentorship_mentor ON mentorship (mentor, mentee)",
    """
    CREATE TABLE enrolment (id INT8 NOT NULL PRIMARY KEY,
      person INT8 NOT NULL REFERENCES person (id), shard INT8 NOT NULL, plan_name TEXT NOT NULL,
      start INT8 NOT NULL, time TEXT, ended INT8 NOT NULL, next_date INT8, next_slot INT8 NOT NULL,
      next_at INT8, taken_until INT8, due INT8, newest INT8, before_newest INT8) TABLE_END
    """,
    "CREATE INDEX enrolment_person ON enrolment (person)",
    // (date, enrolment, slot) and not (enrolment, …): a burst then adds at one place of the index.
    """
    CREATE TABLE check_in (id INT8 NOT NULL PRIMARY KEY, enrolment INT8 NOT NULL,
      person INT8 NOT NULL, date INT8 NOT NULL, slot INT8 NOT NULL, planned_at INT8 NOT NULL,
      plan INT8 NOT NULL, state INT8 NOT NULL, prompt INT8, asked_at INT8, contact_at INT8,
      settled_at INT8, step INT8 NOT NULL, nudged_at INT8, next_at INT8, due INT8,
      UNIQUE (date, enrolment, slot)) TABLE_END
    """,
    // A condition of an index is computed at each change; an IN list would build a table for it.
    "CREATE INDEX check_in_open ON check_in (person) WHERE (state < 3 OR state = 5)",
    """
    CREATE TABLE alert (id INT8 NOT NULL PRIMARY KEY, person INT8 NOT NULL REFERENCES person (id),
      check_in INT8, reply INT8, reason TEXT NOT NULL, state INT8 NOT NULL, opened_at INT8 NOT NULL,
      plan INT8,
      step INT8 NOT NULL, base INT8 NOT NULL, step_at INT8 NOT NULL, repeats INT8 NOT NULL,
      acknowledged_by INT8, acknowledged_at INT8, closed_at INT8, outcome TEXT,
      told_not_reached INT8 NOT NULL, due INT8, note BYTES) TABLE_END
    """,
    "CREATE INDEX alert_person ON alert (person)",
    "CREATE INDEX alert_open ON alert (id) WHERE state < 3",
    """
    CREATE TABLE message (id INT8 NOT NULL PRIMARY KEY, person INT8 NOT NULL, contact INT8 NOT NULL,
      channel TEXT NOT NULL, lane INT8 NOT NULL, template TEXT NOT NULL, check_in INT8, alert INT8,
      code INT8, reference TEXT NOT NULL, created_at INT8 NOT NULL, shard INT8 NOT NULL,
      pinned TEXT, facts TEXT NOT NULL, state INT8 NOT NULL, attempt INT8 NOT NULL, gateway TEXT,
      refused_by TEXT,
      provider_id TEXT, claimed_at INT8, settled_at INT8, receipt_at INT8, receipt_state TEXT,
      not_before INT8, expires_at INT8, last_reason TEXT, body BYTES) TABLE_END
    """,
    "CREATE INDEX message_unsettled ON message (person) WHERE state < 5 AND state <> 3",
    "CREATE INDEX message_alert ON message (alert) WHERE alert IS NOT NULL",
    "CREATE INDEX message_coded ON message (person) WHERE code IS NOT NULL",
    // By what providers call a message; new buckets every six days keep the part that grows small.
    // Its own reference tells its id.
    """
    CREATE TABLE message_name (bucket INT8 NOT NULL, hash INT8 NOT NULL, message INT8 NOT NULL,
      PRIMARY KEY (bucket, hash, message)) CLUSTERED
    """,
    """
    CREATE TABLE reply (id INT8 NOT NULL PRIMARY KEY, gateway TEXT NOT NULL,
      provider_id TEXT NOT NULL, person INT8, contact INT8, channel TEXT NOT NULL,
      received_at INT8 NOT NULL, intent TEXT NOT NULL, check_in INT8, alert INT8,
      unread INT8 NOT NULL,
      content BYTES, UNIQUE (gateway, provider_id)) TABLE_END
    """,
    "CREATE INDEX reply_person ON reply (person, id) WHERE person IS NOT NULL",
    "CREATE INDEX reply_unread ON reply (id) WHERE unread = 1",
    """
    CREATE TABLE gateway (name TEXT NOT NULL PRIMARY KEY, first_accepted_at INT8,
      first_receipt_at INT8, first_reply_at INT8, last_accepted_at INT8, last_receipt_at INT8,
      last_reply_at INT8, stopped_since INT8, stopped_reason TEXT, slow_until INT8,
      failures_in_a_row INT8 NOT NULL, failing_since INT8, deaf_until INT8, deaf_since INT8,
      unread_since INT8, outages INT8 NOT NULL, told_at INT8,
      unreceipted INT8 NOT NULL, unreceipted_since INT8, unreplied INT8 NOT NULL,
      unreplied_since INT8, doubt_since INT8, doubt_reason TEXT, canary INT8, canary_at INT8,
      canary_owed_since INT8, canary_back_at INT8, month INT8 NOT NULL,
      segments INT8 NOT NULL) CLUSTERED
    """,
    """
    CREATE TABLE trouble (code TEXT NOT NULL PRIMARY KEY, told_at INT8 NOT NULL) CLUSTERED
    """,
    // One person's entries of one day lie together: `why` reads days, and a day grows at one place.
    """
    CREATE TABLE ledger (day INT8 NOT NULL, person INT8 NOT NULL, seq INT8 NOT NULL,
      at INT8 NOT NULL,
      event TEXT NOT NULL, check_in INT8, alert INT8, message INT8, detail TEXT NOT NULL,
      PRIMARY KEY (day, person, seq)) CLUSTERED
    """,
    """
    CREATE TABLE timer (due INT8 NOT NULL, id INT8 NOT NULL, kind INT8 NOT NULL,
      shard INT8 NOT NULL,
      PRIMARY KEY (due, id)) CLUSTERED
    """,
    """
    CREATE TABLE orphan_receipt (id INT8 NOT NULL PRIMARY KEY, gateway TEXT NOT NULL,
      provider_id TEXT, reference TEXT, state TEXT NOT NULL, meaning TEXT, error TEXT NOT NULL,
      event_id TEXT, received_at INT8 NOT NULL) TABLE_END
    """,
    "CREATE INDEX orphan_receipt_provider ON orphan_receipt (gateway, provider_id)",
    // While a step of the clock is taken through the house: what moved before its turn came.
    "CREATE TABLE moved_early (id INT8 NOT NULL PRIMARY KEY) CLUSTERED",
    """
    CREATE TABLE seen (bucket INT8 NOT NULL, gateway TEXT NOT NULL, key TEXT NOT NULL,
      at INT8 NOT NULL, PRIMARY KEY (bucket, gateway, key)) CLUSTERED
    """,
  ]

  /// In the order of a dump, each with its key.
  static let tables: [(name: String, order: String)] = [
    ("counter", "name"), ("secret", "name"), ("setting", "name"), ("lease", "shard"),
    ("plan", "id"), ("person", "id"), ("identity", "person"), ("contact", "id"),
    ("mentorship", "mentee, mentor"), ("enrolment", "id"), ("check_in", "id"), ("alert", "id"),
    ("message", "id"), ("message_name", "bucket, hash, message"), ("reply", "id"),
    ("gateway", "name"), ("trouble", "code"), ("ledger", "seq"), ("timer", "due, id"),
    ("orphan_receipt", "id"), ("moved_early", "id"),
    ("seen", "bucket, gateway, key"),
  ]

  /// Brings the database to `version`, all or nothing.
  static func migrate(_ database: Database, from: Int) throws {
    try database.inTransaction(.immediate) {
      for (number, statements) in migrations.enumerated() where number >= from {
        for statement in statements {
          try database.execute(sql: Dialect.sqliteDefinition(statement))
        }
      }
      try database.execute(sql: "PRAGMA application_id = \(application)")
      try database.execute(sql: "PRAGMA user_version = \(version)")
      return .commit
    }
  }
}
