import Foundation
import Testing

@Suite struct `Commands that need no daemon` {
  @Test func `next shows a time that clocks jump over`() throws {
    let arguments = [
      "next", "--at", "02:30", "--zone", "America/New_York", "--after", "2026-03-08T00:00:00Z",
      "--count", "1",
    ]
    let text = try Program.run(arguments, input: [])
    #expect(text.output == "Sun 8 Mar 2026 03:30 EDT, moved from 02:30: clocks go forward\n")
    let json = try Program.run(arguments + ["--format", "json"], input: [])
    let first = (json.json as? [[String: Any]])?.first
    #expect(first?["local"] as? String == "2026-03-08T03:30:00-04:00")
    #expect(first?["utc"] as? String == "2026-03-08T07:30:00Z")
  }

  @Test(arguments: [
    (
      ["next", "--at", "Mon 09:00", "--zone", "UTC", "--after", "2026-03-01", "--count", "2"],
      "Mon 2 Mar 2026 09:00 UTC\nMon 9 Mar 2026 09:00 UTC\n"
    ),
    (
      [
        "next", "--rrule", "FREQ=WEEKLY;BYDAY=MO;COUNT=2", "--start", "2026-03-02T09:00", "--zone",
        "Europe/Berlin", "--after", "2026-03-01",
      ],
      "Mon 2 Mar 2026 09:00 CET\nMon 9 Mar 2026 09:00 CET\n"
    ),
    (
      [
        "next", "--plan", "\(House.checkout)/deploy/plans/weekly.yaml", "--zone", "UTC", "--after",
        "2026-03-01T00:00:00Z", "--count", "1",
      ], "Mon 2 Mar 2026 18:00 UTC\n"
    ),
    (
      [
        "next", "--plan", "weekly", "--zone", "UTC", "--after", "2026-03-01T00:00:00Z", "--count",
        "1",
      ], "Mon 2 Mar 2026 18:00 UTC\n"
    ),
    (
      [
        "next", "--rrule", "DTSTART;TZID=Europe/Berlin:20260302T090000", "--rrule",
        "RRULE:FREQ=WEEKLY;COUNT=3", "--rrule", "EXDATE;TZID=Europe/Berlin:20260309T090000",
        "--after", "2026-03-01",
      ],
      "Mon 2 Mar 2026 09:00 CET\nMon 16 Mar 2026 09:00 CET\n"
    ),
    (
      [
        "next", "--at", "Fri 17:00", "--at", "Mon 09:00 Europe/Berlin", "--zone", "UTC", "--after",
        "20260301T000000", "--count", "2",
      ],
      "Mon 2 Mar 2026 08:00 UTC\nFri 6 Mar 2026 17:00 UTC\n"
    ),
    (
      [
        "next", "--at", "09:00 Asia/Tokyo", "--after", "2026-03-01T00:00:00Z", "--count", "1",
      ],
      "Mon 2 Mar 2026 09:00 JST\n"
    ),
    (["next", "--normal", "--at", "mon..wed 9:5"], "Mon..Wed *-*-* 09:05:00\n"),
    (
      ["next", "--normal", "--rrule", "freq=weekly;byday=we,mo;interval=1"],
      "FREQ=WEEKLY;BYDAY=MO,WE\n"
    ),
  ])
  func `next takes expressions, rules and plans`(arguments: [String], prints: String) throws {
    let run = try Program.run(arguments, input: [])
    #expect(run.output == prints, "\(run.errors)")
  }

  @Test(arguments: [
    (["next", "--at", "25:00", "--zone", "UTC"], 1, "is not a calendar expression"),
    (["next", "--at", "09:00", "--zone", "Europe/Berln"], 1, "did you mean Europe/Berlin?"),
    (["next", "--at", "09:00"], 2, "--zone is missing"),
    (["next", "--zone", "UTC"], 2, "Give one of --plan, --at"),
    (["next", "--at", "09:00", "--zone", "UTC", "--ics"], 2, "--ics needs --person"),
    (["next", "--rrule", "FREQ=DAILY", "--zone", "UTC"], 2, "--rrule needs --start"),
    (["next", "--plan", "wekly", "--zone", "UTC"], 1, "there is no plan \"wekly\" (did you mean"),
    (["nxt"], 2, "nxt"),
    (["people", "--all"], 2, "--all"),
    (["check", "--config", "/nowhere/kith.yaml"], 1, "there is no such file"),
    (["set", "ann", "plann=x"], 2, "There is no \"plann\" (did you mean \"plan\"?)"),
    (["import", "/etc"], 1, "/etc could not be read: it is a folder."),
    (["check", "--config", "/etc"], 1, "/etc: expected a file that can be read: it is a folder"),
    (["try", "--port", "99999"], 2, "Expected --port 1 to 65535, found 99999."),
    (["import", "/nowhere.csv"], 1, "/nowhere.csv could not be read: there is no such file."),
    (["reply", "read"], 2, "text"),
    (["template", "preview", "nothing"], 1, "There is no template \"nothing\""),
  ])
  func `wrong ones get one plain sentence`(arguments: [String], status: Int, says: String) throws {
    let run = try Program.run(arguments, input: [])
    #expect(run.status == Int32(status))
    #expect(run.errors.contains(says), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test func `next shows a plan's dates and days off`() throws {
    let house = try House()
    let plan =
      "plan: taper\nholidays: [2026-03-04, 2026-03-06]\non_holiday: next_working_day\nphases:\n"
      + "  - {until: quit_date + 3d, at: \"09:00\"}\n  - {at: \"Fri 09:00\"}\n"
    let file = "\(house.folder)/taper.yaml"
    try Data(plan.utf8).write(to: URL(fileURLWithPath: file))
    let arguments = [
      "next", "--plan", file, "--zone", "UTC", "--after", "2026-03-01", "--count", "4",
    ]
    let missing = try Program.run(arguments, input: [])
    #expect(missing.errors.contains("expected it as --date quit_date=2026-03-01"))
    let run = try Program.run(arguments + ["--date", "quit_date=2026-03-01"], input: [])
    #expect(
      run.output == """
        Sun 1 Mar 2026 09:00 UTC
        Mon 2 Mar 2026 09:00 UTC
        Tue 3 Mar 2026 09:00 UTC
        Mon 9 Mar 2026 09:00 UTC, moved from Fri 6 Mar 2026: a day off

        """, "\(run.errors)")
  }

  @Test func `check is content with the smallest configuration`() throws {
    let house = try House()
    let run = try Program.run("check", "--config", house.file)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("is good: 1 gateway, 4 plans"))
  }

  @Test func `check tells every fault with file, line and key`() throws {
    let house = try House { $0.replacing("country: US", with: "country: usa\nquiet: x") }
    let text = try Program.run("check", "--config", house.file)
    #expect(text.status == 1)
    #expect(text.errors.contains("\(house.file):4: country: expected a country of two letters"))
    #expect(text.errors.contains("\(house.file):5: quiet: unknown key"))
    let json = try Program.run("check", "--config", house.file, "--format", "json")
    let faults = json.object?["faults"] as? [[String: Any]]
    #expect(faults?.map { $0["key"] as? String } == ["country", "quiet"])
    #expect(json.object?["good"] as? Bool == false)
  }

  @Test func `check explains where each value comes from, and prints no secret`() throws {
    let house = try House()
    let run = try Program.run("check", "--explain", "--config", house.file)
    #expect(run.output.contains("# \(house.file):3"))
    #expect(run.output.contains("21:00-08:00  # default"))
    #expect(!run.output.contains("12345"))
  }

  @Test func `reply read says how a text is understood`() throws {
    let run = try Program.run(
      "reply", "read", "--plan", "early-recovery", "--format", "json", "--", "about a 6")
    #expect(run.object?["intent"] as? String == "answer")
    #expect(run.object?["value"] as? String == "6")
    #expect((run.object?["also"] as? [String]) == [])
    let stop = try Program.run("reply", "read", "--format", "json", "--", "STOP")
    #expect(stop.object?["intent"] as? String == "stop")
    #expect(stop.object?.keys.contains("value") == true)
  }

  @Test(arguments: [
    ("yep", "answer yes to a question for yes or no"),
    ("about a 6", "answer 6 to a question for 0 to 10"), ("PAUSE 3d", "pause 3d"),
    ("the weather is nice where I live", "unknown"),
  ])
  func `reply read without a plan tries the questions there are most`(text: String, prints: String)
    throws
  {
    let run = try Program.run("reply", "read", "--", text)
    #expect(run.output.hasPrefix(prints), "\(run.output)\(run.errors)")
  }

  @Test func `gateway request masks the secrets`() throws {
    let house = try House()
    let run = try Program.run(
      "gateway", "request", "main-sms", "--to", "(500) 555-0001", "--text", "Hi", "--config",
      house.file, "--format", "json")
    #expect(run.object?["method"] as? String == "POST", "\(run.errors)")
    #expect((run.object?["body"] as? String)?.contains("To=%2B15005550001") == true)
    #expect(!run.output.contains("12345"))
  }

  @Test func `gateway urls says what to enter`() throws {
    let house = try House()
    let run = try Program.run("gateway", "urls", "main-sms", "--config", house.file)
    #expect(run.output.contains("https://checkins.example.org/hooks/main-sms"), "\(run.errors)")
  }

  @Test func `gateway verify judges a captured callback`() throws {
    let house = try House()
    // Twilio's scheme: HMAC-SHA1 over the URL and the sorted fields, keyed with the token.
    let body = "Body=yes&From=%2B15005550001&MessageSid=SM1&To=%2B15005550006"
    func request(_ signature: String) -> String {
      "POST https://checkins.example.org/hooks/main-sms HTTP/1.1\r\n"
        + "Content-Type: application/x-www-form-urlencoded\r\n"
        + "X-Twilio-Signature: \(signature)\r\n\r\n\(body)"
    }
    let good = try Program.run(
      "gateway", "verify", "main-sms", "--config", house.file, "--format", "json",
      input: request("CNln7s4v4N+wTNIGSpMCCrYYs/8="))
    #expect(good.object?["genuine"] as? Bool == true, "\(good.output)\(good.errors)")
    let replies = good.object?["replies"] as? [[String: Any]]
    #expect(replies?.first?["text"] as? String == "yes")
    let forged = try Program.run(
      "gateway", "verify", "main-sms", "--config", house.file, "--format", "json",
      input: request("AAAAAAAAAAAAAAAAAAAAAAAAAAA="))
    #expect(forged.object?["genuine"] as? Bool == false)
    #expect((forged.object?["reason"] as? String)?.isEmpty == false)
    #expect((forged.object?["replies"] as? [Any])?.isEmpty == true)
  }

  @Test func `gateway verify says of a genuine one for another address that it is refused`() throws
  {
    let house = try House { $0.replacing("checkins.example.org", with: "other.example.org") }
    let run = try Program.run(
      "gateway", "verify", "main-sms", "--config", house.file,
      input: """
        POST https://checkins.example.org/hooks/main-sms HTTP/1.1
        Content-Type: application/x-www-form-urlencoded
        X-Twilio-Signature: CNln7s4v4N+wTNIGSpMCCrYYs/8=
        Content-Length: 61

        Body=yes&From=%2B15005550001&MessageSid=SM1&To=%2B15005550006
        """)
    #expect(run.output.hasPrefix("Genuine: it is signed"), "\(run.output)\(run.errors)")
    #expect(run.output.contains("public_url says https://other.example.org"), "\(run.output)")
  }

  @Test(arguments: [
    "", "hello", "POST /hooks/x HTTP/1.1\n\n", "GET https://x/ HTTP/1.1\nbroken\n\n",
  ])
  func `gateway verify says what is wrong with what it was given`(input: String) throws {
    let house = try House()
    let run = try Program.run("gateway", "verify", "main-sms", "--config", house.file, input: input)
    #expect(run.status == 1)
    #expect(run.errors.contains("Expected"))
  }

  @Test func `template preview shows text, encoding and segments`() throws {
    let run = try Program.run("template", "preview", "checkin", "--format", "json")
    #expect(run.object?["segments"] as? Int == 1, "\(run.errors)")
    #expect(run.object?["encoding"] as? String == "GSM-7")
  }
}
