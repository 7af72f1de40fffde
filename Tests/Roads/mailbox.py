#!/usr/bin/env python3
"""A check-in by e-mail and back: a real Postfix takes and brings, a real Dovecot is read by IMAP."""

import contextlib
import email
import email.policy
import http.client
import imaplib
import os
import shutil
import smtplib
import sqlite3
import subprocess
import tempfile
import urllib.parse

from house import ROOT, Checks, House, until

US = "checkins@example.net"
MAILHOST = str(ROOT / "Tests/Peers/mailhost.sh")
ROSTER = """id,name,role,email,zone,plan,mentors,consent_texts,consent_mentors
ben,Ben,mentor+coordinator+operator,ben@example.net,UTC,,,2026-01-01,2026-01-01
ann,Ann,mentee,ann@example.net,UTC,quick,ben,2026-01-01,2026-01-01
eve,Eve,mentee,shared@example.net,UTC,quick,ben,2026-01-01,2026-01-01
eli,Eli,mentee,shared@example.net,UTC,quick,ben,2026-01-01,2026-01-01
oda,Oda,mentee,oda@example.net,UTC,quick,ben,2026-01-01,2026-01-01
fay,Fay,mentee,full@example.net,UTC,quick,ben,2026-01-01,2026-01-01
gil,Gil,mentee,moved@example.net,UTC,quick,ben,2026-01-01,2026-01-01
"""


class MailHost:
    """Postfix before Dovecot in a folder that goes with it."""

    def __init__(self, pipe=False):
        self.pipe = pipe

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="kith-mailhost-")
        os.chmod(self.folder, 0o755)
        self.run("start", "0", *([f"{self.folder}/pipe"] if self.pipe else []))
        self.base = int(open(f"{self.folder}/base").read())
        return self

    def __exit__(self, *_):
        self.run("stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, verb, *more):
        subprocess.run([MAILHOST, verb, self.folder, *more], check=True, timeout=120,
                       stdout=subprocess.DEVNULL, env={**os.environ, "OWNER": str(os.getpid())})

    def mails(self, user):
        """All mails in a mailbox, as a mail program reads them."""
        with imaplib.IMAP4("127.0.0.1", self.base + 2) as server:
            server.login(f"{user}@example.net", "secret")
            server.select("INBOX", readonly=True)
            numbers = server.search(None, "ALL")[1][0].split()
            found = [server.fetch(number, "(RFC822)")[1][0][1] for number in numbers]
        return [email.message_from_bytes(mail, policy=email.policy.default) for mail in found]

    def send(self, sender, to, mail):
        with smtplib.SMTP("127.0.0.1", self.base) as server:
            server.sendmail(sender, [to], mail.as_bytes() if hasattr(mail, "as_bytes") else mail)


def answer(mail, text, sender, to=None, **headers):
    """What a mail program makes of an answer: quoted, with the thread's headers."""
    reply = email.message.EmailMessage()
    reply["From"], reply["To"] = sender, to or mail["Reply-To"] or mail["From"]
    reply["Subject"] = "Re: " + str(mail["Subject"])
    reply["Message-ID"] = email.utils.make_msgid(domain="phone.example.net")
    reply["In-Reply-To"] = reply["References"] = mail["Message-ID"]
    for name, value in headers.items():
        reply[name.replace("_", "-")] = value
    quoted = "".join(f"> {line}\n" for line in mail.get_body(("plain",)).get_content().splitlines())
    reply.set_content(f"{text}\n\nOn Mon, 3 May 2027 at 09:00, River House wrote:\n{quoted}-- \n{sender}\n")
    return reply


def letter(checks, mail):
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    checks.that("it has a text part and an HTML part of the same words", plain and html
                and "Ann" in plain.get_content() and "Ann" in html.get_content(), mail.as_string())
    token = str(mail["Message-ID"]).strip("<>").split("@")[0]
    checks.that("answers go to an address that tells what they are about",
                str(mail["Reply-To"]) == f"checkins+{token}@example.net", mail["Reply-To"])
    checks.that("so do bounces", str(mail["Return-Path"]).strip("<>")
                == f"checkins+{token}@example.net", mail["Return-Path"])
    checks.that("a machine wrote it (RFC 3834)", mail["Auto-Submitted"] == "auto-generated")
    checks.that("one click ends it (RFC 8058)", mail["List-Unsubscribe-Post"]
                == "List-Unsubscribe=One-Click", mail.items())
    checks.that("no defect is seen in it", not mail.defects, mail.defects)


def click(house, method, mail, body=None):
    """What a mail program does with List-Unsubscribe, and a link scanner."""
    target = urllib.parse.urlsplit(str(mail["List-Unsubscribe"]).strip("<>")).path
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
    try:
        connection.request(method, target, body,
                           {"Content-Type": "application/x-www-form-urlencoded"} if body else {})
        return connection.getresponse().status
    finally:
        connection.close()


def why(house, person, words, seconds=40):
    return until(seconds, lambda: words in house.kith("why", person).stdout)


def replies(checks, house, host):
    ann = until(60, lambda: host.mails("ann"))
    if not checks.that("the prompt is in the mailbox", ann, house.said()):
        return
    letter(checks, ann[0])
    host.send("ann@example.net", str(ann[0]["Reply-To"]),
              answer(ann[0], "Yes, thank you!", "Ann <ann@example.net>"))
    checks.that("an answer is taken for the answer", why(house, "ann", "ann answered"),
                house.kith("why", "ann").stdout)
    inbox = house.told("inbox") or []
    checks.that("without what it quotes", any(line["text"] == "Yes, thank you!" for line in inbox), inbox)
    thanks = until(40, lambda: len(host.mails("ann")) > 1 and host.mails("ann")[1])
    checks.that("the thanks stand in its thread", thanks
                and thanks["In-Reply-To"] == ann[0]["Message-ID"], thanks and thanks.items())
    shared = until(40, lambda: len(host.mails("shared")) > 1 and host.mails("shared"))
    eli = [mail for mail in shared or [] if "Eli" in mail.get_body(("plain",)).get_content()]
    if checks.that("two people share an address", eli, shared):
        host.send("shared@example.net", US, answer(eli[0], "no", "shared@example.net", to=US))
        checks.that("and the thread tells which of them answered", why(house, "eli", "eli answered")
                    and "answered" not in house.kith("why", "eve").stdout, house.kith("why", "eli").stdout)


def machines(checks, house, host):
    oda = until(40, lambda: host.mails("oda"))
    host.send("", str(oda[0]["Return-Path"]).strip("<>"), answer(
        oda[0], "I am away until Monday.", "oda@example.net", Auto_Submitted="auto-replied"))
    checks.that("an absence notice counts for nothing", why(house, "oda", "A machine answered for oda")
                and "that is contact" not in house.kith("why", "oda").stdout,
                house.kith("why", "oda").stdout)
    checks.that("a bounce is told, and of whom", why(house, "gil", "undelivered 5.1.1", 60),
                house.kith("why", "gil").stdout + house.said())
    checks.that("one that is no fault of the address too", why(house, "fay", "undelivered 5.7.0"),
                house.kith("why", "fay").stdout)
    bad = house.rows("SELECT person FROM contact WHERE bad_since IS NOT NULL")
    checks.that("only the address that is none is written to no more", len(bad) == 1, bad)
    # A mail with the same Message-ID, one that is broken, and a stranger's between them.
    host.send("x@example.net", US, b"\x00\xff\r\n\r\n")
    broken = email.message.EmailMessage()
    broken["From"], broken["To"] = "stranger@example.org", US
    broken.set_content("Is this the river house?")
    host.send("stranger@example.org", US, broken)
    checks.that("what cannot be read and what a stranger writes is for a human", until(
        40, lambda: any("river house" in line["text"] for line in house.told("inbox", "--unread") or [])),
        house.told("inbox"))


def downtime(checks, house, host):
    """What arrives while the daemon is down is read first; twice is once."""
    house.kill()
    oda = host.mails("oda")[0]
    call = answer(oda, "I want to die", "oda@example.net")
    host.send("oda@example.net", str(oda["Reply-To"]), call)
    host.send("oda@example.net", str(oda["Reply-To"]), call)
    if not checks.that("the daemon starts again", house.start(), house.said()):
        return
    checks.that("a call for help that waited in the mailbox is answered", until(40, lambda: any(
        "oda" in str(mail["To"]) and "988" in mail.get_body(("plain",)).get_content()
        for mail in host.mails("oda"))), house.kith("why", "oda").stdout)
    checks.that("and the mentor is told", until(40, lambda: host.mails("ben")), house.said())
    count = house.rows("SELECT count(*) FROM reply WHERE intent = 'crisis'")[0][0]
    checks.that("what came twice is one", count == 1, count)
    checks.that("where it was read up to is kept", house.rows(
        "SELECT 1 FROM setting WHERE name = 'position mail'"))


def poisoned(checks, house, host):
    """A mail that ends whoever reads it is read twice, and no more."""
    bad = email.message.EmailMessage()
    bad["From"], bad["To"] = "stranger@example.org", US
    bad.set_content("a letter that kills")
    house.stop()
    host.send("stranger@example.org", US, bad)
    for time in ("first", "second"):
        house.start(KITH_CRASH_AT="reading:1")
        checks.that(f"it ends the daemon a {time} time", until(
            40, lambda: house.process.poll() is not None), house.said())
    house.start(KITH_CRASH_AT="reading:1")
    checks.that("then it is for a human", until(40, lambda: any(
        "while it read it" in line["text"] for line in house.told("inbox", "--unread") or [])),
        house.said())
    checks.that("the daemon lives", house.process.poll() is None, house.said())
    house.stop()
    house.start()
    after = answer(host.mails("ann")[0], "A mail after it", "Ann <ann@example.net>")
    host.send("ann@example.net", str(host.mails("ann")[0]["Reply-To"]), after)
    checks.that("and what comes after it is read", until(40, lambda: any(
        line["text"] == "A mail after it" for line in house.told("inbox") or [])), house.said())


def unsubscribing(checks, house, host):
    mail = host.mails("ann")[0]
    checks.that("a look at the link changes nothing", click(house, "GET", mail) == 200
                and not house.rows("SELECT 1 FROM contact WHERE opted_out_at IS NOT NULL"))
    # Somebody else holds the database: a mail program does not come again.
    with contextlib.closing(sqlite3.connect(house.data / "kith.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        checks.that("one click is taken while the database is not to be had", until(
            60, lambda: click(house, "POST", mail, "List-Unsubscribe=One-Click") == 200, 1), house.said())
        checks.that("and kept meanwhile", not other.execute(
            "SELECT 1 FROM contact WHERE opted_out_at IS NOT NULL").fetchall())
        other.execute("ROLLBACK")
    checks.that("then it ends the messages", until(40, lambda: house.rows(
        "SELECT 1 FROM contact WHERE opted_out_at IS NOT NULL")), house.said())
    checks.that("another click changes nothing more", click(
        house, "POST", mail, "List-Unsubscribe=One-Click") == 200
        and len(house.rows("SELECT 1 FROM contact WHERE opted_out_at IS NOT NULL")) == 1)


def road(checks):
    with MailHost() as host:
        gateway = (
            f"  mail:\n    provider: smtp\n    from: {US}\n    plus_addresses: yes\n"
            f"    settings: {{url: \"smtp://127.0.0.1:{host.base}\", require_tls: \"false\"}}\n"
            f"    imap: {{url: \"imaps://localhost:{host.base + 3}\", username: {US}, poll: 5s,\n"
            f"      ca_file: {host.folder}/tls/ca.pem, password: {{credential: imap-password}}}}\n")
        with House(gateway, secrets={"imap-password": "secret"}) as house:
            told = house.kith("check", "--config", str(house.folder / "kith.yaml"))
            checks.that("kith check finds nothing wrong with the mailbox", "gateways" not in told.stdout,
                        told.stdout + told.stderr)
            told = house.starts_in_time(ROSTER, seconds=12)
            if not checks.that("kith serve starts, and takes the roster", told.returncode == 0,
                               told.stderr + house.said()):
                return
            for part in (replies, machines, downtime, poisoned, unsubscribing):
                part(checks, house, host)
            checks.that("SIGTERM ends it cleanly", house.stop()[0] == 0, house.said())


if __name__ == "__main__":
    Checks(400).run(road)
