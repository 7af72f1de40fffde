#!/usr/bin/env python3
"""A check-in over a real Kannel: prompt out, delivery report, reply back from the handset.

Needs Debian's kannel and kannel-extras (Tests/Peers/kannel.sh installs them as root).
"""

import pathlib
import subprocess

from house import ROOT, Checks, House, until

PEER = str(ROOT / "Tests/Peers/kannel.sh")
ANN, US = "+15005550101", "15005550006"
ROSTER = f"""id,name,role,sms,zone,plan,consent_texts,consent_mentors
ann,Ann,mentee,{ANN},UTC,quick,2026-01-01,2026-01-01
"""


def gateway(port):
    return (
        f'  centre:\n    provider: kannel\n    from: "{US}"\n    settings: '
        f'{{base_url: "http://127.0.0.1:{port}", username: tester, '
        "password: {credential: password}, callback_secret: {credential: callback}}\n")


def handset(folder):
    log = pathlib.Path(folder) / "handset.log"
    return log.read_text(errors="replace") if log.exists() else ""


def street(house, checks, peer):
    """The prompt, its report, and the answer."""
    checks.that("Kannel carries the prompt to the handset",
                until(40, lambda: "River" in handset(peer) or "Ann" in handset(peer)), handset(peer))
    state = "SELECT state FROM message WHERE template = 'checkin'"
    checks.that("its delivery report arrives (delivered)",
                until(30, lambda: house.rows(state) == [(5,)], 0.3), house.rows(state))
    subprocess.run([PEER, "reply", peer, ANN[1:], US, "yes all good"], check=True, timeout=60)
    checks.that("the handset's reply answers the check-in",
                until(40, lambda: "ann answered." in house.kith("why", "ann").stdout, 0.5),
                house.kith("why", "ann").stdout)
    once = house.rows("SELECT count(*) FROM reply")[0][0]
    checks.that("the reply is one", once == 1, once)
    status = house.kith("status").stdout
    checks.that("the road is proved by it", "unproved" not in status, status)


def road(checks):
    # The port must be known to both before either starts: Kith's callbacks go through no proxy here.
    secrets = {"password": "secret", "callback": "a-secret-that-guards"}
    with House("", secrets=secrets) as house:
        peer = str(house.folder / "kannel")
        hook = (f"http://127.0.0.1:{house.port}/hooks/centre?token={secrets['callback']}"
                "&from=%p&to=%P&text=%a&id=%I&unix=%T&charset=%C")
        try:
            said = subprocess.run([PEER, "start", peer, "0", hook], text=True, timeout=180,
                                  stdout=subprocess.PIPE, check=True).stdout
            settings = house.folder / "kith.yaml"
            settings.write_text(
                settings.read_text().replace("https://checkins.example.org",
                                             f"http://127.0.0.1:{house.port}")
                + gateway(said.split()[-1]))
            told = house.starts_in_time(ROSTER, seconds=12)
            if checks.that("kith serve starts, and takes the roster", told.returncode == 0,
                           told.stderr + house.said()):
                street(house, checks, peer)
                checks.that("SIGTERM ends it cleanly", house.stop()[0] == 0, house.said())
        finally:
            subprocess.run([PEER, "stop", peer], timeout=60)


if __name__ == "__main__":
    Checks(240).run(road)
