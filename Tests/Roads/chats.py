#!/usr/bin/env python3
"""Messengers: prompts go out to a chat, answers come back by questions that are held open.

One server plays api.telegram.org and a Matrix homeserver: it takes messages, and keeps a question
open until somebody writes, its time is over, or Kith hangs up.
"""

import json
import re
import select
import threading
import time
import urllib.parse

from house import TOKEN, Checks, House, JSONHandler, Server, until

ROSTER = """id,name,role,sms,chat,zone,plan,mentors,consent_texts,consent_mentors
cor,Cor,coordinator+operator,+15005550012,,UTC,,,2026-01-01,
ben,Ben,mentor,+15005550020,,UTC,,,2026-01-01,2026-01-01
ann,Ann,mentee,,telegram:5005550010,UTC,quick,ben,2026-01-01,2026-01-01
mat,Mat,mentee,,matrix:!mat:example.org,UTC,quick,ben,2026-01-01,2026-01-01
"""
# The last of them is a telephone number of the house's country, as ten digits would be read.
SAME_DIGITS = "5005550020"
BOT = "@kith:example.org"


class Chats:
    """What people wrote, what was sent to them, and every question that was asked."""

    def __init__(self):
        self.lock = threading.Condition()
        self.sent, self.asked, self.updates, self.events, self.beside = [], [], [], [], 0
        self.confirmed, self.held, self.hung_up, self.told, self.blocked = 0, 0, 0, 0, set()
        self.server = Server(("127.0.0.1", 0), self.handler())
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def handler(chats):
        class Handler(JSONHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                parts = urllib.parse.urlsplit(self.path)
                query = {name: values[0] for name, values in urllib.parse.parse_qs(parts.query).items()}
                if parts.path.endswith("/getUpdates"):
                    return self.updates(query)
                if parts.path == "/_matrix/client/v3/sync":
                    return self.sync(query)
                self.answer(404, {"errcode": "M_UNRECOGNIZED"})

            def body(self):
                return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

            def do_POST(self):
                form = self.body()
                with chats.lock:
                    if form["chat_id"] in chats.blocked:
                        return self.answer(403, {"ok": False, "error_code": 403, "description":
                                                 "Forbidden: bot was blocked by the user"})
                    chats.sent.append(("telegram", form["chat_id"], form["text"]))
                    number, chats.beside = len(chats.sent), chats.held
                self.answer(200, {"ok": True, "result": {"message_id": number}})

            def do_PUT(self):
                room, reference = re.fullmatch(
                    r"/_matrix/client/v3/rooms/([^/]+)/send/m\.room\.message/([^/]+)", self.path).groups()
                room, text = urllib.parse.unquote(room), self.body()["body"]
                with chats.lock:
                    chats.sent.append(("matrix", room, text))
                    # Every client of the room sees it, the one that wrote it too.
                    chats.events.append((room, BOT, text))
                    chats.lock.notify_all()
                self.answer(200, {"event_id": "$" + reference})

            def updates(self, query):
                first, timeout = int(query.get("offset", 0)), int(query["timeout"])
                with chats.lock:
                    chats.asked.append(("telegram", first, timeout))
                    chats.confirmed = max(chats.confirmed, first)
                found = self.hold(timeout, lambda: [
                    update for update in chats.updates if update["update_id"] >= first])
                if found is not None:
                    self.answer(200, {"ok": True, "result": found})

            def sync(self, query):
                since, timeout = int(query.get("since", "s-1")[1:]), int(query["timeout"]) // 1000
                with chats.lock:
                    chats.asked.append(("matrix", since, timeout))
                first = max(since, 0)
                found = self.hold(timeout if since >= 0 else 0, lambda: chats.events[first:])
                if found is None:
                    return
                rooms = {}
                for number, (room, sender, text) in enumerate(found, first):
                    rooms.setdefault(room, {"timeline": {"events": []}})["timeline"]["events"].append({
                        "type": "m.room.message", "sender": sender, "event_id": f"$e{number}",
                        "origin_server_ts": int(time.time() * 1000),
                        "content": {"msgtype": "m.text", "body": text}})
                self.answer(200, {"next_batch": f"s{first + len(found)}", "rooms": {"join": rooms}})

            def hold(self, seconds, found):
                """What there is, at the latest after that many seconds; None when Kith hung up."""
                end = time.monotonic() + seconds
                with chats.lock:
                    chats.held += 1
                    waited = False
                    try:
                        while not found() and time.monotonic() < end:
                            waited = True
                            chats.lock.wait(0.1)
                            if select.select([self.connection], [], [], 0)[0]:
                                chats.hung_up += 1
                                self.close_connection = True
                                return None
                        chats.told += waited and bool(found())
                        return list(found())
                    finally:
                        chats.held -= 1

        return Handler

    def writes(self, chat, text, kind="private"):
        """Somebody writes to the bot, in their own chat or a group."""
        with self.lock:
            self.updates.append({"update_id": 700 + len(self.updates), "message": {
                "message_id": len(self.updates), "date": int(time.time()), "text": text,
                "from": {"id": int(chat.lstrip("-")), "is_bot": False},
                "chat": {"id": int(chat), "type": kind}}})
            self.lock.notify_all()

    def says(self, room, sender, text):
        with self.lock:
            self.events.append((room, sender, text))
            self.lock.notify_all()

    def to(self, address):
        with self.lock:
            return [text for _, to, text in self.sent if to == address]

    def questions(self, kind):
        with self.lock:
            return [(position, seconds) for asked, position, seconds in self.asked if asked == kind]


class Texts:
    """A gateway for texts, so that those with a telephone hear too."""

    PROVIDER = """provider: texts
channels: [sms]
send:
  url: "{{base_url}}/send"
  json: {chat_id: "{{to}}", text: "{{text}}"}
  accepted: {status: [200], id: /result/message_id}
inbound: {reply: {from: From, text: Body}}
signature: {scheme: none}
"""


def gateways(port, bot_token="1:T"):
    base = f"http://127.0.0.1:{port}"
    return (
        f'  texts:\n    provider: texts\n    settings: {{base_url: "{base}"}}\n'
        f'  bot:\n    provider: telegram\n    settings: {{base_url: "{base}", bot_token: "{bot_token}"}}\n'
        f'  rooms:\n    provider: matrix\n    settings: {{homeserver: "{base}", access_token: "A", user_id: "{BOT}"}}\n')


def began(checks, house, chats):
    (house.folder / "providers").mkdir()
    (house.folder / "providers/texts.yaml").write_text(Texts.PROVIDER)
    chats.says("!mat:example.org", "@mat:example.org", "an old cry: I want to die")
    answer = house.starts_in_time(ROSTER)
    if not checks.that("kith serve starts with a bot and a Matrix account", house.listens(), house.said()):
        return False
    checks.that("each is asked at once first", until(
        30, lambda: ("telegram", 0, 0) in chats.asked and ("matrix", -1, 0) in chats.asked), chats.asked)
    checks.that("a roster with chat addresses is taken", answer.returncode == 0, answer.stderr)
    checks.that("then by questions that stay open", until(30, lambda: chats.held == 2), chats.asked)
    return True


def answers(checks, house, chats):
    checks.that("Ann is asked by the bot", until(40, lambda: chats.to("5005550010")), house.said())
    checks.that("Mat is asked in his room", until(40, lambda: chats.to("!mat:example.org")), house.said())
    checks.that("a question to the bot is open", until(30, lambda: chats.held == 2), chats.asked)
    told = chats.told
    chats.writes("5005550010", "yes")
    checks.that("Ann's answer comes back by the question that is open", until(
        30, lambda: "ann answered" in house.kith("why", "ann").stdout), house.kith("why", "ann").stdout)
    checks.that("before its time is over", chats.told > told, chats.asked)
    chats.says("!mat:example.org", "@mat:example.org", "fine, thanks")
    checks.that("Mat's too", until(
        30, lambda: re.search("mat (answered|was in contact)|answered", house.kith("why", "mat").stdout)),
        house.kith("why", "mat").stdout)
    checks.that("what was said before the first question is not read", not any(
        "988" in text for text in chats.to("!mat:example.org")), chats.sent)
    checks.that("and Kith's own words are nobody's reply", house.rows(
        "SELECT count(*) FROM reply WHERE gateway = 'rooms'")[0][0] == 1,
        house.rows("SELECT provider_id FROM reply"))


def strangers(checks, house, chats):
    chats.writes(SAME_DIGITS, "STOP")
    chats.writes("-1005005550010", "STOP", kind="supergroup")
    chats.writes("5005550010", "see you")
    checks.that("what came after them is read", until(20, lambda: house.rows(
        "SELECT count(*) FROM reply WHERE gateway = 'bot'")[0][0] == 3), house.rows("SELECT * FROM reply"))
    stopped = house.rows("SELECT count(*) FROM contact WHERE opted_out_at IS NOT NULL")[0][0]
    checks.that("a stranger's STOP with the digits of Ben's telephone stops nobody", stopped == 0, stopped)
    inbox = house.kith("inbox").stdout
    checks.that("a human sees who wrote", f"telegram:{SAME_DIGITS}, whom nobody knows" in inbox, inbox)
    checks.that("of a group nothing is kept", "1005005550010" not in inbox, inbox)


def reloads(checks, house, chats):
    checks.that("both are asked again", until(30, lambda: chats.held == 2), chats.asked[-4:])
    count, hung_up = len(chats.questions("telegram")), chats.hung_up
    house.process.send_signal(1)
    checks.that("a reload ends what is held open, and asks anew", until(
        20, lambda: chats.hung_up >= hung_up + 2 and len(chats.questions("telegram")) > count), chats.asked[-4:])
    checks.that("and is no fault of the road", "cannot be read" not in house.said(), house.said())
    checks.that("sending goes on meanwhile", until(30, lambda: chats.held == 2), chats.asked[-4:])
    sent = len(chats.to("5005550010"))
    house.kith("say", "ann", "see you on Sunday")
    checks.that("a message goes out", until(20, lambda: len(chats.to("5005550010")) > sent), chats.sent[-2:])
    checks.that("beside the questions that are open", chats.beside > 0, chats.asked[-4:])


def killed(checks, house, chats):
    """Dies between what it fetched and its commit: nothing was confirmed, so it is told again."""
    house.kill()
    confirmed = chats.confirmed
    count = house.rows("SELECT count(*) FROM reply")[0][0]
    chats.writes("5005550010", "I want to die")
    house.start(KITH_CRASH_AT="fetched:1")
    checks.that("a fetch is killed before it is committed", until(
        40, lambda: house.process.poll() is not None), house.said())
    checks.that("the bot's server still has what was fetched", chats.confirmed == confirmed, chats.confirmed)
    chats.says("!mat:example.org", "@mat:example.org", "me too")
    house.start(KITH_CRASH_AT="fetched:1")
    checks.that("and once more", until(40, lambda: house.process.poll() is not None), house.said())
    checks.that("and nothing was kept", house.rows("SELECT count(*) FROM reply")[0][0] == count)
    house.start()
    checks.that("the call for help is heard after that", until(
        30, lambda: any("988" in text for text in chats.to("5005550010"))), house.kith("why", "ann").stdout)
    checks.that("each reply is one", until(20, lambda: house.rows(
        "SELECT count(*) FROM reply")[0][0] == count + 2), house.rows("SELECT gateway, provider_id FROM reply"))


def blocks(checks, house, chats):
    chats.blocked.add("5005550010")
    house.kith("say", "ann", "are you there?")
    checks.that("who blocked the bot counts as stopped", until(
        20, lambda: "stopped" in house.kith("show", "ann").stdout), house.kith("show", "ann").stdout)
    chats.blocked.clear()
    chats.writes("5005550010", "/start")
    checks.that("until they press Start again", until(
        20, lambda: "stopped" not in house.kith("show", "ann").stdout), house.kith("show", "ann").stdout)


def leaves(checks, house, chats):
    """A gateway is taken out of kith.yaml; Mat has no other address."""
    file = house.folder / "kith.yaml"
    file.write_text("".join(file.read_text().partition("  rooms:\n")[:1]))
    checks.that("both are held open", until(30, lambda: chats.held == 2), chats.asked[-4:])
    house.process.send_signal(1)
    checks.that("who is no gateway any more is not asked any more", until(
        20, lambda: "reloaded" in house.said() and chats.held == 1), chats.asked[-4:])
    told = house.kith("check", "--config", str(file))
    checks.that("kith check says who cannot be reached now", told.returncode == 1 and
                "1 person has an address for matrix, and no gateway carries that: 1 of them" in told.stderr,
                told.stderr)


def ends(checks, house, chats):
    checks.that("the bot's question is held open", until(30, lambda: chats.held == 1), chats.asked[-4:])
    hung_up = chats.hung_up
    code, seconds = house.stop()
    checks.that("SIGTERM while held ends it", code == 0 and seconds < 20, f"{code} after {seconds:.1f} s")
    checks.that("by hanging up", until(20, lambda: chats.hung_up > hung_up), chats.hung_up)


def called(checks):
    """Where Telegram calls: the secret word in a header, and one reply of a call that comes twice."""
    chats = Chats()
    gateway = (f'  texts:\n    provider: texts\n    settings: {{base_url: "http://127.0.0.1:{chats.port}"}}\n'
               f'  bot:\n    provider: telegram-webhook\n    settings: {{base_url: "http://127.0.0.1:{chats.port}", '
               'bot_token: "1:T", callback_secret: {credential: token}}\n')
    with House(gateway) as house:
        (house.folder / "providers").mkdir()
        (house.folder / "providers/texts.yaml").write_text(Texts.PROVIDER)
        told = house.starts_in_time("\n".join(
            line for line in ROSTER.splitlines() if not line.startswith("mat,")) + "\n")
        if not checks.that("kith serve starts with a bot that calls", told.returncode == 0,
                           told.stderr + house.said()):
            return
        checks.that("Ann is asked by it", until(40, lambda: chats.to("5005550010")), house.said())
        chats.writes("5005550010", "yes")
        body = json.dumps(chats.updates[0]).encode()

        def call(word):
            return house.post("/hooks/bot", {}, body=body, headers={
                "Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": word})[0]

        checks.that("a call with another word is refused", call("guessed") in (401, 403), call("guessed"))
        checks.that("the genuine one is taken, twice", (call(TOKEN), call(TOKEN)) == (200, 200))
        checks.that("as one answer", house.rows("SELECT count(*) FROM reply")[0][0] == 1
                    and "ann answered" in house.kith("why", "ann").stdout, house.kith("why", "ann").stdout)
        checks.that("and nobody is asked", chats.asked == [], chats.asked)


def road(checks):
    called(checks)
    chats = Chats()
    with House(gateways(chats.port)) as house:
        if not began(checks, house, chats):
            return
        answers(checks, house, chats)
        strangers(checks, house, chats)
        reloads(checks, house, chats)
        killed(checks, house, chats)
        blocks(checks, house, chats)
        leaves(checks, house, chats)
        ends(checks, house, chats)


if __name__ == "__main__":
    Checks(300).run(road)
