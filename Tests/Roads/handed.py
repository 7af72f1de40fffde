#!/usr/bin/env python3
"""Mail that a provider hands over in multipart callbacks, as SendGrid's Inbound Parse does."""

import email.message
import http.server
import json
import threading
import uuid

from house import Checks, House, Server, until

US = "checkins@example.org"
ROSTER = """id,name,role,email,zone,plan,consent_texts
cor,Cor,coordinator+operator,cor@example.net,UTC,,2026-01-01
ann,Ann,mentee,ann@example.net,UTC,quick,2026-01-01
bob,Bob,mentee,bob@example.net,UTC,quick,2026-01-01
"""


class Mailer:
    """Takes mails as JSON, and keeps them."""

    def __init__(self):
        self.sent, mailer = [], self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                mailer.sent.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(202)
                self.send_header("X-Message-Id", f"sg{len(mailer.sent)}")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def to(self, address):
        return [mail for mail in self.sent
                if mail["personalizations"][0]["to"][0]["email"] == address]


def hand(house, mail, word="a-long-word", extra=b""):
    """The multipart callback; status and body of the answer."""
    mark = uuid.uuid4().hex
    parts = {"envelope": json.dumps({"to": [US]}).encode(), "email": mail.as_bytes() + extra}
    body = b"".join(
        f"--{mark}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n".encode() + value + b"\r\n"
        for name, value in parts.items()) + f"--{mark}--\r\n".encode()
    return house.post(f"/hooks/mail?token={word}", {}, signature="none", body=body,
                      headers={"Content-Type": f"multipart/form-data; boundary={mark}"})


def refused(house, mail, size):
    """Told 413, or hung up on while it is still being sent."""
    try:
        return hand(house, mail, extra=b"\r\n" + b"x" * size)[0] == 413
    except (BrokenPipeError, ConnectionResetError):
        return True


def answer(sent, sender, text):
    mail = email.message.EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = sender, US, f"<{uuid.uuid4().hex}@phone>"
    mail["In-Reply-To"] = sent["headers"]["Message-ID"]
    mail.set_content(text + "\n\nOn Mon, 3 May 2027 at 09:00, River House wrote:\n> How are you?\n",
                     charset="iso-8859-1")
    return mail


def road(checks):
    mailer = Mailer()
    gateway = (f"  mail:\n    provider: sendgrid\n    from: {US}\n    settings: "
               f"{{base_url: \"http://127.0.0.1:{mailer.port}\", api_key: {{credential: token}}, "
               "public_key: AAAA, hook_token: {credential: word}}\n")
    with House(gateway, secrets={"word": "a-long-word"}) as house:
        told = house.starts_in_time(ROSTER)
        if not checks.that("kith serve starts", told.returncode == 0, told.stderr + house.said()):
            return
        checks.that("both are asked", until(40, lambda: mailer.to("ann@example.net")
                                            and mailer.to("bob@example.net")), house.said())
        ann, bob = mailer.to("ann@example.net")[0], mailer.to("bob@example.net")[0]
        mail = answer(ann, "ann@example.net", "Yes – très bien!".replace("–", "-"))
        checks.that("a wrong word is refused", hand(house, mail, "another")[0] == 403)
        checks.that("the right one is taken", hand(house, mail)[0] == 200, house.said())
        checks.that("the provider may say it twice", hand(house, mail)[0] == 200)
        inbox = house.told("inbox") or []
        checks.that("the words are hers alone, in their charset",
                    [line["text"] for line in inbox] == ["Yes - très bien!"], inbox)
        checks.that("and are her answer", "ann answered" in house.kith("why", "ann").stdout,
                    house.kith("why", "ann").stdout)
        photo = answer(bob, "bob@example.net", "no")
        checks.that("a mail may be as long as one with pictures", hand(
            house, photo, extra=b"\r\n" + b"x" * 6_000_000)[0] == 200, house.said())
        checks.that("more than 40 MiB is refused", refused(house, photo, 42_000_000), house.said())
        checks.that("SIGTERM ends it cleanly", house.stop()[0] == 0, house.said())


if __name__ == "__main__":
    Checks(120).run(road)
