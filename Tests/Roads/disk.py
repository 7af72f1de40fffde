#!/usr/bin/env python3
"""A full disk: nothing is acknowledged, the daemon says so, and goes on when there is room. Needs root."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from house import Checks, House, Recorder, twilio, until
from twilio import ANN, reply

ROSTER = f"""id,name,role,sms,zone,plan,consent_texts,consent_mentors
ann,Ann,mentee,{ANN},UTC,quick,2026-01-01,2026-01-01
"""


def fill(folder):
    """Takes every byte there is."""
    with open(folder / "ballast", "ab", buffering=0) as ballast:
        for size in (65536, 4096, 512, 1):
            try:
                while ballast.write(b"x" * size):
                    pass
            except OSError:
                continue


def small(checks, folder):
    recorder = Recorder()
    with House(twilio(recorder.port), folder=folder) as house:
        told = house.starts_in_time(ROSTER)
        if not checks.that("kith serve starts on a small disk, and takes the roster",
                           told.returncode == 0, told.stderr + house.said()):
            return
        checks.that("the prompt goes out", until(30, lambda: recorder.to(ANN)), house.said())
        until(10, lambda: "is asked" in house.kith("why", "ann").stdout)
        fill(folder)
        # What the log has already is used again; a few may still fit.
        answers = [reply(house, ANN, f"text {n} " + "x" * 900, f"SMfull{n}")[0] for n in range(60)]
        kept = house.rows("SELECT count(*) FROM reply")[0][0]
        checks.that("callbacks are taken while the disk is full", set(answers) == {200}, answers)
        checks.that("not by the database: by the spool", kept < 60, kept)
        checks.that("STOP is taken, too", reply(house, ANN, "STOP", "SMstop")[0] == 200)
        filled = [reply(house, ANN, f"more {n} " + "x" * 900, f"SMmore{n}")[0] for n in range(1000)]
        checks.that("when the spool is full, too, callbacks get 503", filled[0] == 200
                    and filled[-1] == 503, (filled[0], filled[-1]))
        checks.that("and nothing but 200 or 503", set(filled) <= {200, 503}, set(filled))
        taken = len(answers) + 1 + filled.count(200)
        sent = len(recorder.to(ANN))
        status = house.kith("status")
        checks.that("kith status says so, and exits 1", status.returncode == 1
                    and ("full" in status.stdout or "full" in status.stderr), status)
        waiting = re.search(r"spool +(\d+) callbacks wait since \S", status.stdout)
        checks.that("and how many callbacks wait, since when",
                    waiting and int(waiting[1]) > 100, status.stdout)
        checks.that("the log says so", "full" in house.said(), house.said())
        checks.that("the daemon lives", house.process.poll() is None)
        os.unlink(folder / "ballast")
        again = until(60, lambda: reply(house, ANN, "8", "SMroom")[0] == 200, 0.5)
        checks.that("with room again, callbacks are taken", again, house.said())
        count = "SELECT count(*) FROM reply WHERE provider_id <> 'SMroom'"
        until(60, lambda: house.rows(count)[0][0] >= taken, 0.5)
        kept = house.rows(count)[0][0]
        checks.that("every callback that got 200 is in the database, once", kept == taken, (kept, taken))
        told = house.rows("SELECT detail FROM ledger WHERE event = 'spool-taken'")
        checks.that("the ledger says how many were taken in from the spool",
                    told and sum(int(row[0]) for row in told) >= int(waiting[1]), told)
        until(20, lambda: len(recorder.to(ANN)) > sent)
        checks.that("the STOP among them took effect before anything else left",
                    all("no more" in r["form"]["Body"] for r in recorder.to(ANN)[sent:]),
                    [r["form"]["Body"] for r in recorder.to(ANN)[sent:]])
        checks.that("the spool is empty", "callbacks wait" not in house.kith("status").stdout)
        checks.that("and status is well", until(
            30, lambda: "full" not in house.kith("status").stdout, 0.5), house.kith("status").stdout)
        checks.that("the database is sound", house.rows("PRAGMA integrity_check") == [("ok",)])
        checks.that("SIGTERM ends it cleanly", house.stop()[0] == 0, house.said())


def unlogged(checks):
    """A log on a full disk, here /dev/full."""
    recorder = Recorder()
    with House(twilio(recorder.port)) as house, open("/dev/full", "wb") as full:
        house.process = subprocess.Popen(
            house.command(), stdout=subprocess.DEVNULL, stderr=full, stdin=subprocess.DEVNULL,
            env=house.environment)
        until(60, lambda: house.process.poll() is not None or house.listens())
        checks.that("a log that cannot be written ends nothing", house.process.poll() is None)
        roster = ROSTER.replace("quick", "idle")
        checks.that("a roster is taken all the same",
                    house.kith("import", "-", text=roster).returncode == 0)
        checks.that("and a reply", reply(house, ANN, "fine", "SMlog")[0] == 200)
        checks.that("and SIGTERM ends it cleanly", house.stop()[0] == 0)


def disk(checks):
    unlogged(checks)
    if os.geteuid() != 0:
        print("left out: mounting a small disk needs root")
        return
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kith-disk-"))
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", str(folder)])
    try:
        if checks.that("a small disk can be mounted (root)", mounted.returncode == 0, mounted):
            small(checks, folder)
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", str(folder)])
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    Checks(300).run(disk)
