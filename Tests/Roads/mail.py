#!/usr/bin/env python3
"""A check-in by e-mail: an SMTP server (aiosmtpd, from Debian or PyPI) takes the prompt."""

import email
import email.policy

from aiosmtpd.controller import Controller

from house import Checks, House, free_port, until

ROSTER = """id,name,role,email,zone,plan,consent_texts,consent_mentors
ann,Ann,mentee,ann@example.net,UTC,quick,2026-01-01,2026-01-01
gil,Gil,mentee,gone@example.net,UTC,quick,2026-01-01,2026-01-01
bob,Bob,mentee,busy@example.net,UTC,quick,2026-01-01,2026-01-01
"""


class Office:
    """Takes what comes, but for gone@ (550) and, the first time, busy@ (451)."""

    def __init__(self):
        self.mails, self.refused = [], []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            self.refused.append(address)
            return "550 5.1.1 No such user"
        if address.startswith("busy@") and address not in self.refused:
            self.refused.append(address)
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 2.0.0 taken"

    def to(self, address):
        return [mail for mail in self.mails if mail[1] == [address]]


def letter(checks, mail):
    sender, _, content = mail
    read = email.message_from_bytes(content, policy=email.policy.default)
    text = read.get_body(("plain",)).get_content()
    checks.that("it comes from us, for ann", "checkins@example.org" in read["From"]
                and "ann@example.net" in read["To"], (read["From"], read["To"]))
    checks.that("with Message-ID and Date", read["Message-ID"] and read["Date"], read.items())
    checks.that("asks in its text", "Ann" in text and "?" in text, text)
    checks.that("says that a machine wrote it (RFC 3834)",
                read["Auto-Submitted"] == "auto-generated", read.items())
    checks.that("gives nothing away in its subject", "recover" not in str(read["Subject"]).lower()
                and str(read["Subject"]), read["Subject"])
    checks.that("has an envelope sender", sender == "checkins@example.org", sender)


def road(checks):
    office = Office()
    server = Controller(office, hostname="127.0.0.1", port=free_port())
    server.start()
    gateway = ("  mail:\n    provider: smtp\n    from: checkins@example.org\n    piped_mail: yes\n"
               f"    settings: {{url: \"smtp://127.0.0.1:{server.port}\", require_tls: \"false\"}}\n")
    try:
        with House(gateway) as house:
            told = house.starts_in_time(ROSTER, seconds=12)
            if not checks.that("kith serve starts, and takes the roster", told.returncode == 0,
                               told.stderr + house.said()):
                return
            arrived = until(40, lambda: office.to("ann@example.net"))
            if checks.that("the prompt arrives by SMTP", arrived and len(arrived) == 1, house.said()):
                letter(checks, arrived[0])
            checks.that("kith why tells that it was asked", until(
                10, lambda: "is asked" in house.kith("why", "ann").stdout), house.kith("why", "ann").stdout)
            checks.that("451 is tried again", until(60, lambda: office.to("busy@example.net")),
                        house.kith("why", "bob").stdout)
            checks.that("550 5.1.1 is not", office.refused.count("gone@example.net") == 1,
                        office.refused)
            checks.that("and the story says why", "never reach" in house.kith("why", "gil").stdout,
                        house.kith("why", "gil").stdout)
            checks.that("SIGTERM ends it cleanly", house.stop()[0] == 0, house.said())
    finally:
        server.stop()


if __name__ == "__main__":
    Checks(180).run(road)
