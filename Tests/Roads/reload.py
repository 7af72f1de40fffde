"""What a reload takes over: the address that callbacks are signed for, and what was wrong before.

A provider signs the URL it called. Once `public_url` is another and was reloaded, callbacks to the new one are
genuine. And a reload that failed is forgotten with the next that does not, whoever asks for it.
"""

import http.client
import json
import signal
import socket

from house import PUBLIC, Checks, House, Recorder, sign, twilio, until

OTHER = "https://other.example.org"
ROSTER = "id,name,role,sms,zone,plan,consent_texts\nann,Ann,mentee,+15005550010,UTC,idle,2026-01-01\n"


def text(house, base, body, number):
    """A reply as Twilio brings it, signed for `base`; the status of our answer."""
    form = {"MessageSid": f"SM{number:032x}", "From": "+15005550010", "To": "+15005550006", "Body": body}
    signature = sign(base + "/hooks/main-sms", form)
    return house.post("/hooks/main-sms", form, signature)[0]


def hang_up(house):
    house.process.send_signal(signal.SIGHUP)


def asked(house):
    """A reload by the control API."""
    with socket.socket(socket.AF_UNIX) as control:
        control.connect(house.socket)
        connection = http.client.HTTPConnection("kith", timeout=60)
        connection.sock = control
        connection.request("POST", "/api/commands/reload")
        return connection.getresponse().read().decode()


def problems(house):
    answer = house.kith("status", "--format", "json")
    return json.loads(answer.stdout)["problems"]


def body(checks):
    with House(twilio(Recorder().port)) as house:
        checks.that("it starts", house.start(), house.said())
        checks.that("the roster is taken", house.kith("import", "-", text=ROSTER).returncode == 0)
        checks.that("a callback for our address is taken", text(house, PUBLIC, "fine", 1) == 200)

        file = house.folder / "kith.yaml"
        good = file.read_text()
        file.write_text(good + "nonsense: 1\n")
        hang_up(house)
        checks.that("a reload that fails is told",
                    until(30, lambda: any("nonsense" in line for line in problems(house))), problems(house))
        checks.that("one by the control API tells it too", "nonsense" in asked(house))
        file.write_text(good.replace(PUBLIC, OTHER))
        checks.that("once mended it is taken", "taken" in asked(house), house.said())
        checks.that("and nothing is said to be wrong any more", not problems(house), problems(house))
        checks.that("a callback for the new address is taken", text(house, OTHER, "fine", 2) == 200, house.said())
        checks.that("one for the old address is not", text(house, PUBLIC, "fine", 3) == 403)


if __name__ == "__main__":
    Checks(300).run(body)
