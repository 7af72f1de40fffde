#!/usr/bin/env python3
"""One check-in over a gateway that answers like Twilio: prompt, receipt, reply, silence, mentor."""

import base64
import signal
import threading
import time

from house import PUBLIC, Checks, House, Recorder, sign, soon, twilio, until

ANN, BEN, EVE, FAY, GUS, HAL = (f"+1500555010{n}" for n in range(1, 7))
US = "+15005550006"
ROSTER = f"""id,name,role,sms,zone,plan,mentors,crisis,consent_texts,consent_mentors,consent_crisis
ann,Ann,mentee,{ANN},UTC,quick,ben:missed,,2026-01-01,2026-01-01,2026-01-01
eve,Eve,mentee,{EVE},UTC,quick,ben:missed,,2026-01-01,2026-01-01,2026-01-01
fay,Fay,mentee,{FAY},UTC,quick,ben:missed,,2026-01-01,2026-01-01,2026-01-01
gus,Gus,mentee,{GUS},UTC,quick,ben:missed,,2026-01-01,2026-01-01,2026-01-01
hal,Hal,mentee,{HAL},UTC,quick,ben:missed,,2026-01-01,2026-01-01,2026-01-01
ben,Ben,mentor,{BEN},UTC,,,yes,2026-01-01,,
"""
PLAN = """question: {kind: scale, from: 0, to: 10, alert: {below: 3}}
at: "%s"
ladder:
  - {after: 8s, nudge: mentee}
  - {after: 16s, alert: mentors, rank: 1}
last_word: 2s"""


class Twilio(Recorder):
    """Fay has opted out at the provider; Gus's first text meets the limit of the rate; Hal's is taken,
    and the answer gets lost."""

    def __init__(self):
        self.limited = self.lost = 0
        super().__init__(self.decide)

    def decide(self, form):
        if form.get("To") == FAY:
            return 400, {}, {"code": 21610, "message": "Attempt to send to unsubscribed recipient"}
        if form.get("To") == GUS and not self.limited:
            self.limited = time.time()
            return 429, {"Retry-After": "3"}, {"code": 20429, "message": "Too Many Requests"}
        if form.get("To") == HAL and not self.lost:
            self.lost = time.time()
            return False
        return None

    def deliver(self, house):
        """Sends the receipt of each accepted message, once, as the network does."""
        reported = set()
        while True:
            for record in self.accepted():
                if record["status"] == 201 and record["sid"] not in reported:
                    reported.add(record["sid"])
                    try:
                        receipt(house, record)
                    except OSError:
                        reported.discard(record["sid"])
            time.sleep(0.2)


def receipt(house, record, state="delivered", **more):
    form = {"MessageSid": record["sid"], "MessageStatus": state, "To": record["form"]["To"],
            "From": US, "AccountSid": "AC0123", "ApiVersion": "2010-04-01"}
    return house.post(record["form"]["StatusCallback"], form, **more)


def reply(house, sender, text, sid, **more):
    form = {"MessageSid": sid, "From": sender, "To": US, "Body": text, "AccountSid": "AC0123",
            "NumMedia": "0", "SmsStatus": "received"}
    return house.post("/hooks/main-sms", form, **more)


def heard(recorder, number, count=1, seconds=30):
    """Waits for so many requests to a number; all of them."""
    until(seconds, lambda: len(recorder.to(number)) >= count)
    return recorder.to(number)


def prove(house, recorder, checks):
    """A new road is unproved: a trial message, its receipt and a reply prove it."""
    told = []
    trial = threading.Thread(
        target=lambda: told.append(house.kith("send-test", "main-sms", "--to", BEN, "--wait", "40")))
    trial.start()
    sent = heard(recorder, BEN)
    checks.that("the trial message reaches the gateway", len(sent) == 1, sent)
    time.sleep(1)
    reply(house, BEN, "hello", "SMtrial")
    trial.join()
    checks.that("kith send-test ticks accepted, receipt and reply", told[0].returncode == 0,
                told[0].stdout + told[0].stderr)
    status = house.told("status") or {}
    gateway = (status.get("gateways") or [{}])[0]
    checks.that("the road is proved", "unproved" not in str(gateway), gateway)


def request(checks, record):
    form, headers = record["form"], record["headers"]
    basic = base64.b64encode(b"AC0123:a token that signs").decode()
    checks.that("posts to the account's Messages.json",
                record["path"] == "/2010-04-01/Accounts/AC0123/Messages.json", record["path"])
    checks.that("says who we are (Basic)", headers.get("Authorization") == "Basic " + basic, headers)
    checks.that("carries To, From and Body", form.get("To") == ANN and form.get("From") == US
                and "Hi Ann" in form.get("Body", ""), form)
    checks.that("says where receipts go",
                form.get("StatusCallback", "").startswith(PUBLIC + "/hooks/main-sms"), form)


def callbacks(house, checks, record):
    checks.that("a receipt is taken", receipt(house, record)[0] == 200)
    checks.that("the same receipt again is taken, too", receipt(house, record)[0] == 200)
    forged = receipt(house, record, signature="Zm9yZ2VkIGZvcmdlZCBmb3JnZWQ=")
    checks.that("a forged receipt gets 403", forged[0] == 403, forged)
    forged = reply(house, ANN, "STOP", "SMforged", signature=sign(PUBLIC + "/hooks/main-sms", {}))
    checks.that("a forged STOP gets 403", forged[0] == 403, forged)
    large = house.post("/hooks/main-sms", {}, body=b"Body=" + b"x" * 70_000)
    checks.that("an oversized callback gets 413", large[0] == 413, large)
    unknown = house.post("/hooks/nobody", {"Body": "hi", "From": ANN})
    checks.that("an unknown gateway gets 404", unknown[0] == 404, unknown)
    latin = house.post("/hooks/main-sms", {}, body=b"Body=%E9%FF&From=" + b"\xff\xfe")
    checks.that("a callback in a wrong encoding is refused", 400 <= latin[0] < 500, latin)


def answer(house, recorder, checks):
    """Ann answers twice over, as a provider repeats."""
    before = len(recorder.to(ANN))
    answers = [reply(house, ANN, "8/10", "SMann1") for _ in range(2)]
    checks.that("a reply and its repetition are taken", [a[0] for a in answers] == [200, 200], answers)
    checks.that("and answered as Twilio wants it", answers[0][1] == "<Response/>", answers[0])
    count = house.rows("SELECT count(*) FROM reply WHERE provider_id = 'SMann1'")[0][0]
    checks.that("they are one reply", count == 1, count)
    story = house.kith("why", "ann").stdout
    checks.that("the check-in is answered", "ann answered." in story, story)
    thanks = heard(recorder, ANN, before + 1, 15)[before:]
    time.sleep(1)
    checks.that("thanked once", len(thanks) == 1 and len(recorder.to(ANN)) == before + 1,
                [r["form"]["Body"] for r in recorder.to(ANN)[before:]])


def silence(house, recorder, checks):
    """Eve says nothing."""
    sent = heard(recorder, EVE, 2)
    checks.that("silence is nudged", len(sent) == 2, [r["form"]["Body"] for r in sent])
    notices = [r for r in heard(recorder, BEN, 2, 40)[1:]]
    checks.that("then reaches the mentor, once", len(notices) == 1 and "A1" in notices[0]["form"]["Body"]
                and "Eve" in notices[0]["form"]["Body"], [r["form"]["Body"] for r in notices])
    story = house.kith("why", "eve").stdout
    checks.that("the story says missed", "missed" in story, story)
    reply(house, BEN, "A1", "SMben1")
    alerts = house.told("alerts") or {}
    checks.that("A1 acknowledges", "acknowledged" in str(alerts) and "ben" in str(alerts), alerts)
    story = house.kith("why", "eve").stdout
    checks.that("kith why tells it all", all(word in story for word in (
        "the prompt to eve is queued", "accepted the message to eve", "delivered", "A nudge to eve",
        "An alert about eve is opened", "ben is told.", "ben will see to it.")), story)
    checks.that("names no number", EVE not in story and EVE[-7:] not in story, story)


def stop(house, recorder, checks):
    before = len(recorder.to(EVE))
    checks.that("STOP is taken", reply(house, EVE, "STOP", "SMeve1")[0] == 200)
    said = house.kith("say", "eve", "Are you there?")
    time.sleep(3)
    checks.that("after STOP nothing more goes out, not even a human's text",
                len(recorder.to(EVE)) == before, [r["form"] for r in recorder.to(EVE)[before:]])
    checks.that("and kith say says so", said.returncode == 1 and said.stderr.count("\n") == 1,
                said.stdout + said.stderr)
    story = house.kith("why", "eve").stdout
    checks.that("the story says stopped", "Nothing more goes to this address of eve" in story, story)


def refusals(house, recorder, checks):
    sent = heard(recorder, GUS, 2)
    waited = sent[1]["at"] - recorder.limited if len(sent) > 1 else 0
    checks.that("429 with Retry-After: 3 is waited for", 3 <= waited < 15, waited)
    checks.that("21610 marks opted out", "opted" in house.kith("show", "fay").stdout.lower()
                or "stop" in house.kith("show", "fay").stdout.lower(), house.kith("show", "fay").stdout)
    checks.that("and is not tried again", len(recorder.to(FAY)) == 1, recorder.to(FAY))


def doubt(house, recorder, checks):
    told = until(20, lambda: "was asked and has the message" in house.kith("why", "hal").stdout, 0.5)
    story = house.kith("why", "hal").stdout
    checks.that("a prompt whose answer was lost is found in the provider's list", told, story)
    checks.that("and counts as asked", "hal is asked" in story, story)
    prompts = [r for r in recorder.to(HAL) if r["at"] < recorder.lost + 10]
    checks.that("and is not sent again", len(prompts) == 1, [r["form"]["Body"] for r in prompts])
    checks.that("the answer to it counts", reply(house, HAL, "8", "SMhal1")[0] == 200)


def road(checks):
    recorder = Twilio()
    with House(twilio(recorder.port)) as house:
        house.plan("quick", PLAN % "2040-01-01 09:00")
        if not checks.that("kith serve starts", house.start(), house.said()):
            return
        threading.Thread(target=recorder.deliver, args=(house,), daemon=True).start()
        (house.folder / "roster.csv").write_text(ROSTER)
        taken = house.kith("import", str(house.folder / "roster.csv"))
        checks.that("kith import takes the roster", taken.returncode == 0, taken.stderr)
        prove(house, recorder, checks)
        due = soon(20)
        house.plan("quick", PLAN % due)
        house.process.send_signal(signal.SIGHUP)
        moved = until(15, lambda: due in house.kith("show", "ann").stdout, 0.5)
        checks.that("a reload takes the edited plan: the next check-in moves", moved,
                    house.said() + house.kith("show", "ann").stdout)
        plan = house.folder / "plans" / "quick.yaml"
        text = plan.read_text()
        plan.rename(house.folder / "quick.away")
        house.process.send_signal(signal.SIGHUP)
        refused = until(30, lambda: 'people are enrolled on the plan "quick"' in house.said(), 0.5)
        checks.that("a reload never loses a plan that people are on", refused, house.said())
        plan.write_text(text)
        house.process.send_signal(signal.SIGHUP)
        prompts = heard(recorder, ANN)
        checks.that("the prompt goes out", len(prompts) == 1, house.said())
        late = prompts[0]["at"] % 60 - int(due[-2:])
        checks.that("at the second it is due", 0 <= late % 60 < 5, late)
        request(checks, prompts[0])
        callbacks(house, checks, prompts[0])
        answer(house, recorder, checks)
        doubt(house, recorder, checks)
        silence(house, recorder, checks)
        stop(house, recorder, checks)
        refusals(house, recorder, checks)
        checks.that("SIGTERM ends it cleanly", house.stop()[0] == 0, house.said())


if __name__ == "__main__":
    Checks(240).run(road)
