#!/usr/bin/env python3
"""A canary over gateways that answer like Twilio: it comes back, it stays away, it comes back late."""

import signal
import threading
import time

from house import Checks, House, Recorder, soon, twilio, until

ANN, BEN = "+15005550101", "+15005550102"
US, SPARE = "+15005550006", "+15005550007"
ROSTER = f"""id,name,role,sms,email,zone,plan,mentors,consent_texts,consent_mentors
ann,Ann,mentee,{ANN},,UTC,quick,ben:missed,2026-01-01,2026-01-01
ben,Ben,mentor,{BEN},,UTC,,,2026-01-01,
ops,Ops,operator,,ops@example.net,UTC,,,2026-01-01,
"""
# It alerts after the canary is missed, which was taken before anybody was asked.
PLAN = """question: yes_no
at: "%s"
ladder:
  - {after: 70s, alert: mentors, rank: 1}
last_word: 2s"""
CANARY = f'    canary: {{to: "{SPARE}", every: 15m, within: 1m}}\n'


class Mobile(Recorder):
    """Brings what is sent to our spare number back to its hook, as Twilio does, unless it holds that back."""

    def __init__(self):
        self.held, self.holds, self.house = [], False, None
        super().__init__(self.decide)

    def decide(self, form):
        if form.get("To") == SPARE:
            self.held.append(form["Body"])
            if not self.holds:
                threading.Timer(0.5, self.bring).start()

    def bring(self):
        while self.held:
            text = self.held.pop(0)
            form = {"MessageSid": f"SM{time.monotonic_ns():032x}", "From": US, "To": SPARE, "Body": text,
                    "AccountSid": "AC0123", "NumMedia": "0", "SmsStatus": "received"}
            self.house.post("/hooks/spare-sms", form)


def gateways(mobile, mail, canary):
    spare = twilio(mobile.port).replace("main-sms", "spare-sms").replace(US, SPARE)
    return (
        twilio(mobile.port, CANARY if canary else "") + spare
        + '  post:\n    provider: mailgun\n    from: checkins@example.org\n    settings: '
        f'{{base_url: "http://127.0.0.1:{mail.port}", domain: example.org, api_key: {{credential: token}}, '
        "webhook_signing_key: {credential: token}}\n")


def settings(house, mobile, mail, canary):
    """Edits kith.yaml, as an operator does; whoever runs is told to read it again."""
    path = house.folder / "kith.yaml"
    head = path.read_text().partition("gateways:\n")[0]
    path.write_text(head + "gateways:\n" + gateways(mobile, mail, canary))
    if house.process:
        house.process.send_signal(signal.SIGHUP)


def main_sms(house):
    return next(
        (line for line in (house.told("status") or {}).get("gateways", []) if line["name"] == "main-sms"), {})


def mails(mail, words):
    return [text for text in (record["form"].get("text", "") for record in mail.requests) if words in text]


def journal(house, words):
    """What a daemon under systemd would have written there, it writes into its log here."""
    return until(20, lambda: words in house.log.read_text(errors="replace"), 0.5)


def whole(house, mobile, checks):
    back = until(60, lambda: main_sms(house).get("canary_back"), 0.5)
    checks.that("a canary that comes back is told of in kith status", back, main_sms(house))
    checks.that("it carries words and a reference, and nothing of whose it is",
                all(len(record["form"]["Body"]) == 26 for record in mobile.to(SPARE)), mobile.to(SPARE))
    form = {"MessageSid": "SMann1", "From": ANN, "To": US, "Body": "hello", "AccountSid": "AC0123",
            "NumMedia": "0", "SmsStatus": "received"}
    house.post("/hooks/main-sms", form)
    texts = [line["text"] for line in house.told("inbox") or []]
    checks.that("nothing of it is in the inbox", not any("Line test" in text for text in texts), texts)
    status = house.kith("status").stdout
    checks.that("nothing is in doubt", "is in doubt" not in status, status)


def away(house, mobile, mail, checks):
    """The road is cut: what we send to ourselves is taken, and does not come back."""
    mobile.holds, before = True, len(mobile.to(SPARE))
    settings(house, mobile, mail, canary=False)
    until(30, lambda: "canary_back" not in main_sms(house), 0.5)
    settings(house, mobile, mail, canary=True)
    checks.that("a canary that is set anew leaves at once",
                until(30, lambda: len(mobile.to(SPARE)) > before), house.said())
    house.plan("quick", PLAN % soon(12))
    house.process.send_signal(signal.SIGHUP)
    checks.that("Ann is asked", until(40, lambda: mobile.to(ANN)), house.said())
    doubt = until(100, lambda: "Gateway main-sms is in doubt" in house.kith("status").stdout, 0.5)
    status = house.kith("status").stdout
    checks.that("it stays away: kith status says doubt, since when and why",
                doubt and "no canary came back" in status and "it has sent since" in status, status)
    checks.that("and so does the journal", journal(house, "Gateway main-sms is in doubt: it has sent since"),
                house.said())
    checks.that("the operators hear of it by another channel",
                until(40, lambda: mails(mail, "has not come back"), 0.5), mail.requests)
    unreached = until(100, lambda: "could not be asked" in house.kith("why", "ann").stdout
                      or "missed" in house.kith("why", "ann").stdout, 0.5)
    story = house.kith("why", "ann").stdout
    checks.that("Ann's silence is unreached, not missed", unreached and "missed" not in story, story)
    checks.that("her mentor hears nothing of a silence", not mobile.to(BEN), mobile.to(BEN))


def late(house, mobile, mail, checks):
    mobile.holds = False
    mobile.bring()
    over = until(40, lambda: "is in doubt" not in house.kith("status").stdout, 0.5)
    checks.that("it comes back, and the doubt is over", over, house.kith("status").stdout)
    checks.that("the operators hear of that, too",
                until(40, lambda: mails(mail, "main-sms works again"), 0.5), mail.requests)
    checks.that("once each", len(mails(mail, "has not come back")) == len(mails(mail, "works again")) == 1,
                [record["form"].get("text") for record in mail.requests])
    checks.that("and the journal says it", journal(house, "gateway-works main-sms"), house.said())


def road(checks):
    mobile = Mobile()
    mail = Recorder(lambda form: (200, {}, {"id": f"<{time.monotonic_ns()}@example.org>", "message": "Queued."}))
    with House("") as house:
        mobile.house = house
        house.plan("quick", PLAN % "2040-01-01 09:00")
        settings(house, mobile, mail, canary=True)
        if not checks.that("kith serve starts", house.start(), house.said()):
            return
        taken = house.kith("import", "-", text=ROSTER)
        checks.that("kith import takes the roster", taken.returncode == 0, taken.stderr)
        whole(house, mobile, checks)
        away(house, mobile, mail, checks)
        late(house, mobile, mail, checks)
        checks.that("SIGTERM ends it cleanly", house.stop()[0] == 0, house.said())


if __name__ == "__main__":
    Checks(420).run(road)
