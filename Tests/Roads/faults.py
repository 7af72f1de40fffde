#!/usr/bin/env python3
"""Gateways that misbehave, each told one message by the real daemon: the outcome is stated for each.

Each has a daemon of its own, six at a time; the slowest fault takes the 30 seconds that a transfer
may take. That a bad gateway does not hold up the others is shown in Tests/Transport.
"""

import concurrent.futures
import pathlib
import re
import subprocess
import sys
import tempfile

from house import ROOT, Checks, House, preloaded, until

ANN = "+15005550101"
ROSTER = f"id,name,role,sms,zone,consent_texts\nann,Ann,operator,{ANN},UTC,2026-01-01\n"
PEERS = ROOT / "Tests/Peers"

# The path that makes recorder.py misbehave, the outcome, words of its reason.
FAULTS = {
    "hangs": ("/stall", "in_doubt", "no answer in time"),
    "drips": ("/slow", "in_doubt", "no answer in time"),
    "fine": ("/fine", "accepted", "http 201"),
    "garbage": ("/garbage", "in_doubt", "unreadable answer"),
    "cut": ("/cut", "in_doubt", "answer cut short"),
    "reset": ("/reset", "in_doubt", "connection lost"),
    "flood": ("/big/100000000", "in_doubt", "http 200"),
    "proxy": ("/status/502", "in_doubt", "http 502"),
    "broken": ("/status/500", "try_again", "http 500"),
    "away": ("/status/503", "try_again", "http 503"),
    "busy": ("/status/429", "slow_down", "http 429"),
    "locked": ("/status/401", "misconfigured", "http 401"),
    "moved": ("/redirect", "misconfigured", "http 302"),
}
# Addresses of their own.
ELSEWHERE = {
    "nobody": ("http://127.0.0.1:1", "try_again", "connection refused"),
    # A resolver says no, or does not answer at all.
    "nowhere": ("https://nobody.invalid", "try_again", "host name not found|no connection in time"),
    # A resolver that takes two minutes (names.c): whatever else is to be sent does not wait for it.
    "unresolved": ("https://slow.invalid", "try_again", "no connection in time"),
}


class Peers:
    """The recorder, plain and behind an expired certificate; ended by their process ids."""

    def __init__(self, folder):
        self.folder, self.running, self.log = folder, [], folder / "seen.jsonl"
        subprocess.run([str(PEERS / "certificates.sh"), str(folder / "tls")], check=True)
        self.plain = self.start("--log", str(self.log))
        self.expired = self.start(
            "--tls", str(folder / "tls/expired.pem"), str(folder / "tls/expired.key"))

    def start(self, *arguments):
        command = [sys.executable, str(PEERS / "recorder.py"), *arguments,
                   "--body", '{"sid":"SM{n}","status":"queued"}']
        peer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.running.append(peer)
        return int(peer.stdout.readline().split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for peer in self.running:
            peer.kill()
            peer.wait()


def gateway(name, url):
    return (f'  {name}:\n    provider: twilio\n    from: "+15005550006"\n    settings: '
            f'{{base_url: "{url}", account_sid: AC0123, auth_token: {{credential: token}}}}\n')


def outcome(house, name):
    """The first outcome of the gateway's first attempt, as event and detail."""
    rows = house.rows(
        "SELECT event, detail FROM ledger WHERE detail LIKE ? AND event <> 'claimed' ORDER BY seq",
        f"{name} #1 %")
    return rows[0] if rows else None


def memory(house):
    """The most the daemon ever held, in MB."""
    status = pathlib.Path(f"/proc/{house.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def one(checks, name, url, expected, reason):
    """A daemon of its own with this one gateway, and one message."""
    with House(gateway(name, url)) as house:
        libraries = house.environment["LD_PRELOAD"] + ":" + preloaded("names", house.folder)
        if not checks.that(f"{name}: kith serve starts", house.start(LD_PRELOAD=libraries), house.said()):
            return
        told = house.kith("import", "-", text=ROSTER)
        before = memory(house)
        trial = house.kith("send-test", name, "--to", ANN, "--wait", "0")
        if told.returncode != 0 or not house.rows("SELECT 1 FROM message WHERE template = 'say'"):
            return checks.that(f"{name}: a message is on its way", False,
                               (told.stderr, trial.stderr, house.said()))
        found = until(60, lambda: outcome(house, name), 0.3)
        checks.that(f"{name}: {expected} ({reason})",
                    found and found[0] == expected and re.search(reason, found[1]), found)
        state = house.rows("SELECT state FROM message WHERE template = 'say'")[0][0]
        if expected == "in_doubt":
            # A message to a human is a notice: better doubled than missing. It waits for its turn.
            checks.that(f"{name}: the lane's rule decides what follows", state in (1, 2, 4), state)
        if name == "flood":
            grown = memory(house) - before
            checks.that("flood: an answer of 100 MB is not kept", grown < 60, f"{grown} MB more")
        if expected == "misconfigured":
            told = house.kith("status")
            checks.that(f"{name}: kith status says that it is stopped, and exits 1",
                        told.returncode == 1 and name in told.stdout, told.stdout)
        code, seconds = house.stop()
        checks.that(f"{name}: SIGTERM ends it cleanly", code == 0 and seconds < 45, (code, seconds))


def road(checks):
    with tempfile.TemporaryDirectory() as folder, Peers(pathlib.Path(folder)) as peers:
        cases = {name: (f"http://127.0.0.1:{peers.plain}{path}", kind, reason)
                 for name, (path, kind, reason) in FAULTS.items()}
        cases.update(ELSEWHERE)
        cases["expired"] = (f"https://localhost:{peers.expired}", "misconfigured", "certificate")
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            # The slow ones first.
            asked = [pool.submit(one, checks, name, *case) for name, case in cases.items()]
            for done in asked:
                done.result()
        checks.that("a redirect is not followed: credentials stay with their host",
                    "/redirected" not in peers.log.read_text())


if __name__ == "__main__":
    Checks(280).run(road)
