#!/usr/bin/env python3
"""What people answer by mail is piped in by a real Postfix: `kith receive-mail`."""

import os
import pathlib
import subprocess

from house import KITH, ROOT, Checks, House, until
from mailbox import MailHost, answer, why

US = "piped@example.net"
ROSTER = """id,name,role,email,zone,plan,mentors,consent_texts,consent_mentors
ben,Ben,mentor+coordinator+operator,ben@example.net,UTC,,,2026-01-01,2026-01-01
ann,Ann,mentee,ann@example.net,UTC,quick,ben,2026-01-01,2026-01-01
bob,Bob,mentee,bob@example.net,UTC,quick,ben,2026-01-01,2026-01-01
"""


class NobodysHouse(House):
    """Runs as the user whom Postfix runs the pipe as, as both are `kith` in a real house."""

    def command(self):
        subprocess.run(["chown", "-R", "nobody:nogroup", str(self.folder)], check=True)
        return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *super().command()]


def pipe(host, house):
    """Postfix hands no environment over, so the socket is named."""
    script = pathlib.Path(host.folder, "pipe")
    script.write_text(f"#!/bin/sh\nexec {KITH} receive-mail --socket {house.socket}\n")
    script.chmod(0o755)


def deferred(host):
    return pathlib.Path(host.folder, "postfix.log").read_text(errors="replace").count("status=deferred")


def road(checks):
    folder = ROOT / ".build"
    if os.getuid() != 0 or not os.access(folder, os.R_OK):
        return print("needs root", flush=True)
    with MailHost(pipe=True) as host:
        gateway = (f"  mail:\n    provider: smtp\n    from: {US}\n    plus_addresses: yes\n"
                   "    piped_mail: yes\n"
                   f"    settings: {{url: \"smtp://127.0.0.1:{host.base}\", require_tls: \"false\"}}\n")
        with NobodysHouse(gateway) as house:
            pipe(host, house)
            told = house.starts_in_time(ROSTER, seconds=12)
            if not checks.that("kith serve starts, and takes the roster", told.returncode == 0,
                               told.stderr + house.said()):
                return
            ann, bob = (until(60, lambda: host.mails(name)) for name in ("ann", "bob"))
            if not checks.that("the prompts are in the mailboxes", ann and bob, house.said()):
                return
            host.send("ann@example.net", str(ann[0]["Reply-To"]), answer(ann[0], "yes", "ann@example.net"))
            checks.that("an answer is piped in and taken", why(house, "ann", "ann answered"),
                        house.kith("why", "ann").stdout)
            house.kill()
            host.send("bob@example.net", str(bob[0]["Reply-To"]),
                      answer(bob[0], "I want to die", "bob@example.net"))
            checks.that("while the daemon is down, Postfix keeps the mail",
                        until(30, lambda: deferred(host)), host.folder)
            alone = house.kith("receive-mail", text="From: x@example.org\n\nHi\n")
            checks.that("since the command says 75", alone.returncode == 75, alone)
            wrong = house.kith("receive-mail", "--nonsense", text="")
            checks.that("to a wrong option too", wrong.returncode == 75, wrong)
            house.start()
            checks.that("and brings it when the daemon is up", until(60, lambda: any(
                "988" in mail.get_body(("plain",)).get_content() for mail in host.mails("bob"))),
                house.kith("why", "bob").stdout)
            big = f"From: ann@example.net\nTo: {US}\nSubject: x\n\nSTOP\n" + "x" * 6_000_000
            checks.that("a huge mail is taken", house.kith("receive-mail", text=big).returncode == 0)
            checks.that("SIGTERM ends it cleanly", house.stop()[0] == 0, house.said())


if __name__ == "__main__":
    Checks(300).run(road)
