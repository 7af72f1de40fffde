#!/usr/bin/env python3
"""A provider that calls nobody: its replies are fetched all the time, from a cursor that survives."""

import json
import socket
import threading
import time
import urllib.parse

from house import Checks, House, JSONHandler, Server, free_port, until

PROVIDER = """provider: poller
channels: [sms]
send:
  url: "{{base_url}}/send"
  json: {to: "{{to}}", text: "{{text}}"}
  accepted: {status: [200], id: /id}
list:
  url: "{{base_url}}/updates"
  query: {offset: "{{cursor}}"}
  poll: 1
  items: /result
  cursor: /update_id
  cursor_step: 1
  when: {at: /message}
  id: /update_id
  from: /message/from
  text: /message/text
"""
# Asked after a stop only, by the moment since when.
LISTER = """provider: lister
channels: [sms]
send:
  url: "{{base_url}}/send"
  json: {to: "{{to}}", text: "{{text}}"}
  accepted: {status: [200], id: /id}
list:
  url: "{{base_url}}/since"
  query: {since: "{{since}}"}
  since_form: milliseconds
  items: /result
  id: /update_id
  from: /message/from
  text: /message/text
"""
ROSTER = """id,name,role,sms,zone,plan,consent_texts
cor,Cor,coordinator+operator,+15005550012,UTC,,2026-01-01
ann,Ann,mentee,+15005550010,UTC,quick,2026-01-01
bob,Bob,mentee,+15005550011,UTC,quick,2026-01-01
"""


class Poller:
    """Takes what is sent, and lists updates from an offset on, as a bot's server does."""

    def __init__(self):
        self.sent, self.updates, self.offsets, self.status = [], [], [], 200
        poller = self

        class Handler(JSONHandler):
            def do_POST(self):
                poller.sent.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.answer(200, {"id": f"m{len(poller.sent)}"})

            def do_GET(self):
                query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
                offset = int(query.get("offset", ["0"])[0])
                since = int(query.get("since", ["0"])[0])
                poller.offsets.append(offset)
                self.answer(poller.status, {"result": [
                    update for update in list(poller.updates)
                    if update["update_id"] >= offset and update["at"] >= since]})

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def writes(self, sender, text):
        self.updates.append({"update_id": 700 + len(self.updates), "at": time.time() * 1000,
                             "message": {"from": sender, "text": text}})

    def joins(self):
        """An update that is no message."""
        self.updates.append({"update_id": 700 + len(self.updates), "at": time.time() * 1000})

    def to(self, number):
        return [message for message in self.sent if message["to"] == number]


def house_of(poller, provider):
    return House(f"  bot:\n    provider: {provider}\n    settings: {{base_url: \"http://127.0.0.1:{poller.port}\"}}\n")


def asks(checks, house, poller, definition, provider):
    """Starts with this definition and asks both; false where it does not start."""
    (house.folder / "providers").mkdir()
    (house.folder / f"providers/{provider}.yaml").write_text(definition)
    told = house.starts_in_time(ROSTER)
    if not checks.that(f"kith serve starts with the provider {provider}", told.returncode == 0,
                       told.stderr + house.said()):
        return False
    checks.that(f"both are asked by the {provider}", until(40, lambda: len(poller.sent) >= 2), house.said())
    return True


def road(checks):
    poller = Poller()
    with house_of(poller, "poller") as house:
        if not asks(checks, house, poller, PROVIDER, "poller"):
            return
        poller.joins()
        poller.writes("+15005550010", "yes")
        checks.that("a reply is fetched", until(20, lambda: "ann answered" in house.kith("why", "ann").stdout),
                    house.kith("why", "ann").stdout)
        checks.that("and the cursor goes on behind it", until(10, lambda: poller.offsets[-1] == 702),
                    poller.offsets[-3:])
        house.kill()
        count = len(poller.offsets)
        poller.writes("+15005550011", "I want to die")
        house.start()
        checks.that("what came while it was down is fetched first", until(
            20, lambda: any("988" in message["text"] for message in poller.to("+15005550011"))),
            house.kith("why", "bob").stdout)
        checks.that("from where it was", poller.offsets[count] == 702, poller.offsets[count:])
        checks.that("each reply is one", house.rows("SELECT count(*) FROM reply")[0][0] == 2)
        poller.status = 401
        checks.that("a list that refuses us is told in kith status", until(
            20, lambda: "is not read since" in house.kith("status").stdout), house.kith("status").stdout)
        checks.that("and to the operators", until(20, lambda: any(
            "cannot be read" in message["text"] for message in poller.to("+15005550012"))), poller.sent)
        poller.status = 200
        checks.that("until it is read again", until(
            20, lambda: "is not read since" not in house.kith("status").stdout), house.kith("status").stdout)
        checks.that("SIGTERM ends it cleanly", house.stop()[0] == 0, house.said())


def stops(checks):
    """What arrived during the first of two outages, which the provider did not list in between."""
    poller = Poller()
    with house_of(poller, "lister") as house:
        if not asks(checks, house, poller, LISTER, "lister"):
            return
        house.kill()
        poller.writes("+15005550010", "yes")
        poller.status = 500
        for _ in range(2):
            time.sleep(1.5)
            count = len(poller.offsets)
            house.start()
            checks.that("the provider is asked and gives nothing", until(
                20, lambda: len(poller.offsets) > count), house.said())
            house.kith("why", "ann")
            house.kill()
        poller.status = 200
        house.start()
        checks.that("what came in during the first outage is found after the third", until(
            20, lambda: "ann answered" in house.kith("why", "ann").stdout), house.kith("why", "ann").stdout)
        checks.that("SIGTERM ends that one cleanly", house.stop()[0] == 0, house.said())


def hangs(checks):
    """A mailbox whose server takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(20)
        gateway = (
            "  mail:\n    provider: smtp\n    from: us@example.net\n"
            f"    settings: {{url: \"smtp://127.0.0.1:{free_port()}\", require_tls: \"false\"}}\n"
            f"    imap: {{url: \"imap://127.0.0.1:{silent.getsockname()[1]}\", username: us,\n"
            "      require_tls: no, password: {credential: imap-password}}\n")
        with House(gateway, secrets={"imap-password": "secret"}) as house:
            if not checks.that("kith serve starts beside a mailbox that hangs", house.start(), house.said()):
                return
            connection, _ = silent.accept()
            code, seconds = house.stop()
            checks.that("SIGTERM does not wait for it", code == 0 and seconds < 5, f"{code} after {seconds:.1f} s")
            connection.close()


def both(checks):
    road(checks)
    stops(checks)
    hangs(checks)


if __name__ == "__main__":
    Checks(200).run(both)
