#!/usr/bin/env python3
"""Check-ins over a real Jasmin and an SMPP centre: prompts out, reports of both levels, replies back in every coding.

Needs Debian's rabbitmq-server and redis-server and PyPI's jasmin (Tests/Peers/jasmin.py installs them); skipped where
they cannot be had.
"""

import json
import pathlib
import subprocess
import sys

from house import ROOT, Checks, House, until

PEER = str(ROOT / "Tests/Peers/jasmin.py")
# Numbers that end in 8 are undeliverable, those that end in 9 the centre refuses.
ANN, BEA, CAT, DAN, EVE = (f"+1500555010{n}" for n in (1, 2, 3, 8, 9))
US = "15005550006"
ROSTER = "id,name,role,sms,zone,plan,consent_texts,consent_mentors\n" + "".join(
    f"{name.lower()},{name},mentee,{number},UTC,quick,2026-01-01,2026-01-01\n"
    for name, number in (("Ann", ANN), ("Bea", BEA), ("Кот", CAT), ("Dan", DAN), ("Eve", EVE))
).replace("кот,", "cat,", 1)
GSM, UCS2 = "it's @ 5 €, søn", "так себе 😢"
# Three parts in UCS-2.
LONG = "Сегодня было трудно, но я справился. " * 5


def gateway(name, port, user="tester", password="password"):
    return (
        f'  {name}:\n    provider: jasmin\n    from: "+{US}"\n    settings: '
        f'{{base_url: "http://127.0.0.1:{port}", username: {user}, '
        f"password: {{credential: {password}}}, callback_secret: {{credential: callback}}}}\n")


def handset(folder, number):
    log = pathlib.Path(folder) / "handset.log"
    lines = log.read_text().splitlines() if log.exists() else []
    return [said for said in map(json.loads, lines) if said["to"] == number[1:]]


def reply(peer, sender, text):
    subprocess.run([PEER, "reply", peer, sender[1:], US, text], check=True, timeout=60)


def why(house, name, words, seconds=40):
    return until(seconds, lambda: words in house.kith("why", name).stdout, 0.5)


def out(house, checks, peer):
    """The prompts, and what the centre says of each."""
    for name, number in (("ann", ANN), ("cat", CAT)):
        checks.that(f"Jasmin carries the prompt to {name}'s handset",
                    until(60, lambda number=number: handset(peer, number)), house.said())
    said = handset(peer, ANN)[0]
    checks.that("in the GSM alphabet, from our number",
                said["coding"] == 0 and said["from"] == US and "Ann" in said["text"], said)
    said = handset(peer, CAT)[0]
    checks.that("and in UCS-2 where it needs that", said["coding"] == 8 and "Кот" in said["text"], said)
    states = ("SELECT count(*) FROM message WHERE template = 'checkin' AND state = 5")
    checks.that("the reports arrive (delivered)", until(40, lambda: house.rows(states) == [(3,)], 0.3),
                house.rows("SELECT template, state FROM message"))
    checks.that("who cannot be reached is unreached, and the report says why",
                why(house, "dan", "dan could not be asked: undelivered 027."), house.kith("why", "dan").stdout)
    checks.that("an address that the centre does not know is marked bad",
                until(20, lambda: "bad address" in house.kith("show", "eve").stdout, 0.5),
                house.kith("show", "eve").stdout)


def back(house, checks, peer):
    """Replies in the GSM alphabet, in UCS-2, and in three parts."""
    reply(peer, ANN, GSM)
    reply(peer, CAT, UCS2)
    reply(peer, BEA, LONG)
    found = until(40, lambda: len(house.told("inbox") or []) >= 3, 0.5)
    checks.that("the replies are heard", found, [house.kith("why", name).stdout for name in ("ann", "bea", "cat")])
    texts = [line["text"].strip() for line in house.told("inbox") or []]
    for text in (GSM, UCS2, LONG.strip()):
        checks.that(f"word for word: {text[:20]}", texts.count(text) == 1, texts)
    checks.that("each is one reply", len(texts) == 3, texts)


def refusals(house, checks):
    """A wrong password is 403, a user without a route 412: both are the operator's to mend."""
    for name, status in (("wrong", "403"), ("stranded", "412")):
        told = house.kith("send-test", name, "--to", ANN, "--wait", "20")
        checks.that(f"{status} is misconfigured", told.returncode != 0
                    and status in told.stdout + told.stderr, told.stdout + told.stderr)


def road(checks):
    secrets = {"password": "secret", "wrong": "not this one", "callback": "a-secret-that-guards"}
    with House("", secrets=secrets) as house:
        peer = str(house.folder / "jasmin")
        hook = f"http://127.0.0.1:{house.port}/hooks/centre?token={secrets['callback']}"
        try:
            started = subprocess.run([PEER, "start", peer, hook], text=True, timeout=300,
                                     stdout=subprocess.PIPE, check=False)
            if started.returncode == 75:
                print("skipped: RabbitMQ, Redis or PyPI's jasmin cannot be had")
                return
            checks.that("Jasmin starts", started.returncode == 0, started.stdout)
            port = started.stdout.split()[-1]
            settings = house.folder / "kith.yaml"
            settings.write_text(
                settings.read_text().replace("https://checkins.example.org",
                                             f"http://127.0.0.1:{house.port}")
                .replace("gateways:", "routes: {sms: [centre]}\ngateways:")
                + gateway("centre", port) + gateway("wrong", port, password="wrong")
                + gateway("stranded", port, user="stranded"))
            told = house.starts_in_time(ROSTER, seconds=12)
            if checks.that("kith serve starts, and takes the roster", told.returncode == 0,
                           told.stderr + house.said()):
                out(house, checks, peer)
                back(house, checks, peer)
                refusals(house, checks)
                checks.that("SIGTERM ends it cleanly", house.stop()[0] == 0, house.said())
        finally:
            subprocess.run([PEER, "stop", peer], timeout=60, check=False)


if __name__ == "__main__":
    sys.exit(Checks(400).run(road))
