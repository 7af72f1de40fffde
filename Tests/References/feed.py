#!/usr/bin/env python3
"""The calendar file of a person's coming check-ins, read by python3-icalendar.

    Tests/References/feed.py [--kith PATH]

Starts a daemon with pretend phones in a folder of its own, enrols Ann, and compares
`kith next --person ann --ics` with `kith next --person ann --format json`.
"""

import argparse
import datetime as dt
import json
import os
import pathlib
import subprocess
import tempfile
import time

import icalendar

SETTINGS = """public_url: https://checkins.example.org
sender_name: River House
country: US
control: control.sock
database: kith.db
listen: 127.0.0.1:18439
gateways: {phones: {provider: sandbox}}
"""
PLAN = """plan: taper
phases:
  - {until: quit_date + 1y, at: ["09:00", "Fri 17:00"]}
  - {random: {between: "10:00-19:00", times: 2, gap: 2h}}
"""
ROSTER = """id,name,role,sms,zone,plan,dates,consent_texts
ann,Ann,mentee,+15005550001,Europe/Berlin,taper,quit_date={quit},2026-01-01
"""


def check(kith, folder):
    def run(*arguments):
        return subprocess.run([kith, *arguments], capture_output=True, check=True,
                              env={**os.environ, "KITH_SOCKET": f"{folder}/control.sock"}).stdout

    quit_date = dt.date.today() - dt.timedelta(days=360)
    (folder / "roster.csv").write_text(ROSTER.format(quit=quit_date))
    run("import", f"{folder}/roster.csv")
    text = run("next", "--person", "ann", "--count", "40", "--ics")
    listed = [entry["utc"] for entry in json.loads(
        run("next", "--person", "ann", "--count", "40", "--format", "json"))]
    calendar = icalendar.Calendar.from_ical(text)
    events = calendar.walk("VEVENT")
    starts = [event["DTSTART"].dt.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
              for event in events]
    assert starts == [moment[:19] + "Z" for moment in listed], (starts, listed)
    assert len({event["UID"] for event in events}) == 40, "an identity stands twice"
    assert {str(event["SUMMARY"]) for event in events} == {"River House"}
    assert b"ann" not in text.lower() and b"quit" not in text.lower(), "the file names somebody"
    assert text.count(b"\r\n") == text.count(b"\n"), "a line does not end in CR LF"
    print(f"python3-icalendar reads the same {len(events)} check-ins")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kith", default=".build/debug/kith")
    kith = str(pathlib.Path(parser.parse_args().kith).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "plans").mkdir()
        (folder / "kith.yaml").write_text(SETTINGS)
        (folder / "plans/taper.yaml").write_text(PLAN)
        with open(folder / "log", "wb") as log:
            daemon = subprocess.Popen([kith, "serve", "--config", f"{folder}/kith.yaml"],
                                      stdout=log, stderr=log)
        try:
            for _ in range(300):
                if (folder / "control.sock").exists():
                    break
                time.sleep(0.1)
            check(kith, folder)
        except BaseException:
            print((folder / "log").read_text())
            raise
        finally:
            daemon.terminate()
            daemon.wait(20)


if __name__ == "__main__":
    main()
