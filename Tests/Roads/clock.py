#!/usr/bin/env python3
"""The real daemon while its zone files are replaced and its clock is set.

The zone files are a folder of our own, named by TZDIR; the clock is moved by clock.c, preloaded.
"""

import pathlib
import shutil
import signal
import time

from house import Checks, House, Recorder, clock, preloaded, soon, twilio, until

SYSTEM = pathlib.Path("/usr/share/zoneinfo")
ROSTER = """id,name,role,sms,zone,plan,mentors,consent_texts,consent_mentors
ann,Ann,mentee,+15005561001,Test/Town,daily,ben,2026-01-01,2026-01-01
dan,Dan,mentee,+15005561003,UTC,now,ben,2026-01-01,2026-01-01
ben,Ben,mentor,+15005561002,UTC,,,2026-01-01,2026-01-01
"""
HOUR = 3600_000


def town(zones, like):
    """Gives the town another zone's rules, as a package does: a new file under the old name."""
    (zones / "Test").mkdir(parents=True, exist_ok=True)
    shutil.copy(SYSTEM / like, zones / "Test/Town.new")
    (zones / "Test/Town.new").rename(zones / "Test/Town")


def planned(house):
    return house.rows(
        "SELECT next_at FROM enrolment WHERE plan_name = 'daily' AND ended = 0")[0][0]


def set_clock(house, step):
    (house.folder / "clock.new").write_text(str(step))
    (house.folder / "clock.new").rename(house.folder / "clock")


def start(house, zones):
    libraries = house.environment["LD_PRELOAD"] + ":" + preloaded("clock", house.folder)
    set_clock(house, 0)
    return house.start(
        TZDIR=str(zones), LD_PRELOAD=libraries, KITH_TEST_CLOCK=str(house.folder / "clock"))


def zones_change(checks, house, zones):
    before = planned(house)
    town(zones, "America/Chicago")
    house.process.send_signal(signal.SIGHUP)
    checks.that("a reload moves what is planned by new rules",
                until(20, lambda: planned(house) - before == HOUR), planned(house) - before)
    why = house.kith("why", "ann").stdout
    checks.that("kith why tells of the new rules", "the rules of Test/Town are new" in why, why)
    town(zones, "America/New_York")
    began = time.monotonic()
    moved = until(75, lambda: planned(house) == before, 1)
    checks.that("without a reload they are seen within a minute and a bit", moved)
    print(f"       after {time.monotonic() - began:.0f} s")


def asked(house):
    """When Dan was asked, when his ladder goes on, and how often he was asked."""
    rows = house.rows(
        "SELECT asked_at, check_in.due FROM check_in JOIN enrolment ON enrolment.id = enrolment"
        " WHERE plan_name = 'now' AND asked_at IS NOT NULL")
    return (*rows[0], len(rows)) if rows else None


def clock_is_set(checks, house, recorder):
    checks.that("Dan is asked", until(60, lambda: asked(house)), house.said())
    first = asked(house)
    for step, name in ((26 * 3600, "26 hours ahead"), (0, "and right again")):
        set_clock(house, step)
        house.kith("pause", "ben")
        moved = until(75, lambda: asked(house) and asked(house)[0] - first[0] == step * 1000, 0.5)
        # The clock is looked at twice, some milliseconds apart.
        near = asked(house)[0] - first[0] - step * 1000
        checks.that(f"the clock is set {name}: what was counted moves with it",
                    moved or abs(near) < 100, near)
        house.kith("resume", "ben")
    why = house.kith("why", "dan").stdout
    checks.that("kith why tells of the clock", "The clock of the machine was set by" in why, why)
    checks.that("Dan is asked no occurrence twice",
                asked(house)[2] == len(house.rows(
                    "SELECT DISTINCT date, slot FROM check_in JOIN enrolment ON"
                    " enrolment.id = enrolment WHERE plan_name = 'now' AND asked_at IS NOT NULL")))
    checks.that("the mentor hears of nothing", recorder.to("+15005561002") == [])
    checks.that("the log says so", "the clock was set by" in house.said(), house.said())


def body(checks):
    recorder = Recorder()
    with House(twilio(recorder.port)) as house:
        zones = house.folder / "zoneinfo"
        zones.mkdir()
        shutil.copy(SYSTEM / "UTC", zones / "UTC")
        town(zones, "America/New_York")
        # Half a day ahead by the town's clock, so that an hour to either side stays on the same day.
        house.plan("daily", f'at: "{clock(time.time() + 7 * 3600)}"')
        house.plan("now", f'at: "{soon(25)}"')
        if not checks.that("the daemon starts with zone files of its own", start(house, zones)):
            raise RuntimeError(house.said())
        (house.folder / "roster.csv").write_text(ROSTER)
        taken = house.kith("import", str(house.folder / "roster.csv"))
        checks.that("the roster with such a zone is taken", taken.returncode == 0, taken.stderr)
        clock_is_set(checks, house, recorder)
        zones_change(checks, house, zones)
        code, _ = house.stop()
        checks.that("it ends well", code == 0, house.said())


Checks(280).run(body)
