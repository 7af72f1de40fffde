#!/usr/bin/env python3
"""The real daemon, killed in the middle of a burst: what it remembers against what a gateway saw.

    crash.py [--people N] [--points N] [--random N] [--seed N]

Each round: so many people are due in the same second, the daemon is killed without warning (at a
numbered point, KITH_CRASH_AT, which only debug builds have; or at a random moment), started again,
and waited for. Then the gateway's record is compared with the database: nothing may be lost, and
nothing doubled but what the ledger marks as sent again. Then the same for what comes in: a callback
without its 200 is made again, as providers do, and is one reply.
"""

import argparse
import http.client
import os
import random
import subprocess
import time

from house import KITH, Checks, House, Recorder, twilio, until

# Sources/Daemon/Running/Faults.swift says where they are.
POINTS = ("written:2", "written:4", "committed:2", "committed:4", "sent:1", "sent:2", "answered:1",
          "answered:3", "5", "11")
SETTLED = "SELECT count(*) FROM message WHERE state IN (1, 2)"
STATES = {1: "queued", 2: "claimed", 3: "accepted", 4: "in doubt", 5: "delivered", 6: "undelivered",
          7: "failed", 8: "expired", 9: "cancelled", 10: "held"}


def roster(people):
    lines = ["id,name,role,sms,zone,plan,mentors,consent_texts,consent_mentors"]
    lines += [f"p{n},P{n},mentee,+1500556{n:04},UTC,burst,,2026-01-01,2026-01-01"
              for n in range(people)]
    return "\n".join(lines) + "\n"


def reference(record):
    """The message a request was about, as its callback address names it."""
    return record["form"]["StatusCallback"]


def compare(house, recorder, people):
    """Sentences about everything that does not fit; and how many were in doubt, and doubled."""
    sent = {}
    for record in recorder.accepted():
        sent[record["form"]["To"]] = sent.get(record["form"]["To"], 0) + 1
    wrong = []
    messages = house.rows("SELECT id, reference, state, check_in FROM message WHERE template = 'checkin'")
    check_ins = house.rows("SELECT count(*), count(DISTINCT person) FROM check_in")[0]
    if check_ins != (people, people):
        wrong.append(f"{check_ins[0]} check-ins of {check_ins[1]} people, expected {people}")
    if len(messages) != people or len({message[3] for message in messages}) != people:
        wrong.append(f"{len(messages)} prompts, expected {people}")
    events = {}
    for message, event in house.rows("SELECT message, event FROM ledger WHERE message IS NOT NULL"):
        events.setdefault(message, set()).add(event)
    by_reference = {}
    for record in recorder.accepted():
        for message in messages:
            if message[1] in reference(record):
                by_reference.setdefault(message[0], []).append(record)
    doubted = doubled = 0
    for number, _, state, _ in messages:
        known, seen = events.get(number, set()), len(by_reference.get(number, []))
        doubt = bool(known & {"in_doubt", "in-doubt", "sent-again"}) or state in (4, 10)
        doubted += doubt
        doubled += seen > 1
        name = f"message {number} ({STATES[state]}, seen {seen} times)"
        if state in (1, 2):
            wrong.append(f"{name} was never settled")
        if seen == 0 and not doubt:
            wrong.append(f"{name} is lost")
        if seen == 1 and state not in (3, 5) and not doubt:
            wrong.append(f"{name} is not known to be out")
        if seen > 1 and "sent-again" not in known:
            wrong.append(f"{name} is doubled")
    strangers = len(recorder.accepted()) - sum(len(seen) for seen in by_reference.values())
    if strangers:
        wrong.append(f"{strangers} requests belong to no message")
    return wrong, doubted, doubled


def report(house, recorder):
    """The network's receipts settle what is in doubt; what arrived and is not known to, after all."""
    for record in recorder.accepted():
        house.post(reference(record), {
            "MessageSid": record["sid"], "MessageStatus": "delivered", "To": record["form"]["To"]})
    unknown = [reference for reference, state in house.rows("SELECT reference, state FROM message")
               if state != 5 and any(reference in record["form"]["StatusCallback"]
                                     for record in recorder.accepted())]
    return [f"{len(unknown)} prompts are not known to have arrived, receipts or not"] if unknown else []


def settle(house, people, seconds=60):
    """Waits until every prompt was made and none waits."""
    made = "SELECT count(*) FROM message WHERE template = 'checkin'"
    return until(seconds, lambda: house.rows(made)[0][0] == people and house.rows(SETTLED)[0][0] == 0,
                 0.3)


def integrity(house):
    return house.rows("PRAGMA integrity_check") == [("ok",)]


def round_of(checks, people, name, at=None, moment=None):
    """One house, one crash."""
    recorder = Recorder(lambda form: time.sleep(0.01))
    with House(twilio(recorder.port)) as house:
        house.starts_in_time(roster(people), "burst", **({"KITH_CRASH_AT": str(at)} if at else {}))
        if moment is not None:
            until(20, lambda: recorder.requests, 0.002)
            time.sleep(moment)
            house.kill()
        else:
            until(25, lambda: house.process.poll() is not None or
                  (len(recorder.accepted()) >= people and settle(house, people, 1)))
        died = house.process.poll() == -9
        before = len(recorder.requests)
        if not died:
            house.stop()
        time.sleep(0.1)
        again = house.start()
        # The crash may have come before the roster was taken; twice the same changes nothing.
        again = again and house.kith("import", "-", text=roster(people)).returncode == 0
        settled = again and settle(house, people)
        wrong, doubted, doubled = compare(house, recorder, people)
        if not settled:
            wrong.append("not settled: " + house.said()[-300:])
        if doubted > 256:
            wrong.append(f"{doubted} in doubt, more than one gateway may have in flight")
        if doubted and settled:
            wrong += report(house, recorder)
        if not integrity(house):
            wrong.append("the database is not sound")
        if house.stop()[0] != 0:
            wrong.append("SIGTERM did not end it cleanly")
        after = f"{'killed' if died else 'not reached'} after {before} requests"
        checks.that(f"{name} ({after}; in doubt {doubted}, doubled {doubled}): nothing lost or doubled",
                    not wrong, "; ".join(wrong[:5]))
        return died


WORDS = "about a 7", "my sister called me twice this week", "we went to the lake for an afternoon"


def bring(house, number, sid, text):
    """A reply as the provider posts it; false when no 200 came."""
    form = {"MessageSid": sid, "From": number, "To": "+15005550006", "Body": text,
            "AccountSid": "AC0123"}
    try:
        return house.post("/hooks/main-sms", form)[0] == 200
    except OSError:
        return False
    except http.client.HTTPException:
        return False


def callbacks(checks, at):
    """Replies come in while the daemon dies: each is one, and is thanked for once."""
    recorder = Recorder()
    with House(twilio(recorder.port)) as house:
        house.starts_in_time(roster(1), "burst", "question: {kind: scale, from: 0, to: 10}")
        asked = until(25, lambda: house.rows("SELECT count(*) FROM check_in WHERE state = 2")[0][0])
        house.stop()
        house.start(KITH_CRASH_AT=at)
        again = 0
        for n, text in enumerate(WORDS * 3):
            sid = f"SMin{n}"
            while not bring(house, "+15005560000", sid, text):
                again += 1
                died = until(5, lambda: house.process.poll() is not None, 0.05)
                if again > 3 or not died or not house.start():
                    return checks.that(f"a callback at {at} is taken again", False, house.said())
        until(20, lambda: house.rows(SETTLED)[0][0] == 0, 0.2)
        kept = house.rows("SELECT provider_id, count(*) FROM reply GROUP BY provider_id "
                          "ORDER BY provider_id")
        thanks = house.rows("SELECT count(*) FROM message WHERE template LIKE 'thanks%'")[0][0]
        answered = house.rows("SELECT count(*) FROM check_in WHERE state = 3")[0][0]
        doubt = house.rows("SELECT count(*) FROM message WHERE state IN (4, 10)")[0][0]
        doubled = house.rows("SELECT count(*) FROM ledger WHERE event = 'sent-again'")[0][0]
        out = len(recorder.accepted()) - 1
        good = asked and kept == [(f"SMin{n}", 1) for n in range(9)] and answered == 1 \
            and thanks == 1 and again == 1 and thanks - doubt <= out <= thanks + doubled
        checks.that(f"{at}: a callback killed before its 200 comes again and is one reply", good,
                    (asked, kept, answered, thanks, out, doubt, again))


def terminated(checks, people):
    """SIGTERM in the middle of a burst."""
    recorder = Recorder(lambda form: time.sleep(0.05))
    with House(twilio(recorder.port, "    in_flight: 16\n")) as house:
        taken = house.starts_in_time(roster(people), "burst")
        if not checks.that("the roster is taken", taken.returncode == 0, taken.stderr + house.said()):
            return
        until(20, lambda: len(recorder.requests) > 20, 0.005)
        code, took = house.stop()
        seen = len(recorder.requests)
        checks.that(f"SIGTERM after {seen} of {people} requests ends in {took:.1f} s (35 are allowed)",
                    code == 0 and took < 35 and seen < people, (code, took, seen))
        doubt = house.rows("SELECT count(*) FROM message WHERE state IN (2, 4)")[0][0]
        checks.that("with nothing left in flight", doubt == 0, doubt)
        house.start()
        settle(house, people)
        wrong, doubted, doubled = compare(house, recorder, people)
        checks.that("the next start sends the rest, each once", not wrong and not doubted and not doubled,
                    (wrong[:5], doubted, doubled))


def second(checks):
    """Two daemons on one database."""
    recorder = Recorder()
    with House(twilio(recorder.port)) as house:
        house.start()
        other = subprocess.run(house.command(), env=house.environment, text=True, timeout=60,
                               capture_output=True)
        said = other.stderr.strip()
        checks.that("a second daemon on one database refuses in one sentence", other.returncode == 1
                    and "\n" not in said and str(house.process.pid) in said, (other.returncode, said))
        checks.that("and the first goes on", house.kith("status").returncode in (0, 1)
                    and house.process.poll() is None)


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--points", type=int, default=10)
    parser.add_argument("--random", type=int, default=5)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    return parser.parse_args()


def crashes(checks):
    chosen = options()
    print(f"seed {chosen.seed} (crash.py --seed {chosen.seed})", flush=True)
    chance = random.Random(chosen.seed)
    second(checks)
    terminated(checks, chosen.people)
    killed = 0
    for at in POINTS[:chosen.points]:
        killed += bool(round_of(checks, chosen.people, f"point {at}", at=at))
    for _ in range(chosen.random):
        moment = chance.uniform(0, 0.3)
        killed += bool(round_of(checks, chosen.people, f"{moment * 1000:.0f} ms into the burst",
                                moment=moment))
    for at in ("written:3", "committed:3", "taken:1", "taken:4"):
        callbacks(checks, at)
    checks.that("most rounds did kill the daemon", killed * 2 > chosen.points + chosen.random, killed)


if __name__ == "__main__":
    Checks(900).run(crashes)
