#!/usr/bin/env python3
"""Opens /phones in a headless Chromium, looks at it, types a reply, and reads the story.

usage: phones.py URL [--pictures FOLDER] [--reply PHONE TEXT] [--wait-for TEXT]

Speaks the browser's own protocol over a pipe (--remote-debugging-pipe), so it needs Chromium and
nothing else. Exits with 1 and one sentence when the page is not as it should be.
"""

import argparse
import base64
import json
import os
import subprocess
import sys
import tempfile
import time

PATIENCE = 20  # seconds for anything the page should do by itself
SIZES = {"wide": (1200, 900, False), "phone": (390, 844, True)}


class Browser:
    def __init__(self, folder):
        to_browser, self.out = os.pipe()
        self.into, from_browser = os.pipe()
        shell = (
            f"exec chromium --headless=new --no-sandbox --disable-gpu --no-first-run "
            f"--remote-debugging-pipe --user-data-dir={folder} about:blank "
            f"3<&{to_browser} 4>&{from_browser}"
        )
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", shell], pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer, self.number, self.session, self.faults = b"", 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(domain + ".enable")

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    fail(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.note(answer)

    def receive(self):
        while b"\0" not in self.buffer:
            part = os.read(self.into, 1 << 16)
            if not part:
                fail("the browser went away")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def note(self, event):
        """Keeps what the page complains about: exceptions, refused resources, policy violations."""
        if event.get("method") == "Runtime.exceptionThrown":
            self.faults.append(event["params"]["exceptionDetails"].get("text", "exception"))
        if event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
            self.faults.append(event["params"]["entry"]["text"])

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in result:
            fail(f"{expression}: {result['exceptionDetails']['text']}")
        return result["result"].get("value")

    def until(self, expression, what):
        end = time.monotonic() + PATIENCE
        while not self.evaluate(expression):
            if time.monotonic() > end:
                fail(f"{what} within {PATIENCE} s was expected")
            time.sleep(0.1)

    def size(self, name):
        width, height, mobile = SIZES[name]
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=mobile)

    def scheme(self, name):
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": name}])

    def picture(self, path):
        if path:
            shot = self.call("Page.captureScreenshot", captureBeyondViewport=True,
                             clip=self.whole_page())
            with open(path, "wb") as file:
                file.write(base64.b64decode(shot["data"]))

    def whole_page(self):
        box = self.call("Page.getLayoutMetrics")["cssContentSize"]
        return {"x": 0, "y": 0, "width": box["width"], "height": box["height"], "scale": 1}

    def close(self):
        self.process.terminate()
        self.process.wait(10)


def fail(sentence):
    print(sentence, file=sys.stderr)
    sys.exit(1)


def check(browser, name):
    """What must hold at every width: nothing overflows, everything has a name."""
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    if browser.evaluate(overflow) > 0:
        fail(f"{name}: the page is wider than the window")
    nameless = browser.evaluate(
        "[...document.querySelectorAll('button, input')].filter(e => "
        "!(e.getAttribute('aria-label') || e.textContent.trim())).length")
    if nameless:
        fail(f"{name}: {nameless} buttons or fields have no name")
    small = browser.evaluate(
        "[...document.querySelectorAll('.reply button, .reply input')].filter(e => "
        "e.getBoundingClientRect().height < 44).length")
    if small:
        fail(f"{name}: {small} things to press are lower than 44 pixels")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--pictures")
    parser.add_argument("--wait-for")
    parser.add_argument("--reply", nargs=2, metavar=("PHONE", "TEXT"))
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(folder)
        try:
            visit(browser, wanted)
        finally:
            browser.close()


def visit(browser, wanted):
    def path(name):
        return wanted.pictures and os.path.join(wanted.pictures, name + ".png")

    browser.size("wide")
    browser.call("Page.navigate", url=wanted.url)
    browser.until("document.body && document.body.dataset.ready === 'yes'", "the first state")
    browser.until("document.querySelectorAll('.phone').length > 0", "a phone")
    if wanted.wait_for:
        seen = json.dumps(wanted.wait_for)
        browser.until(f"document.getElementById('phones').textContent.includes({seen})",
                      f"“{wanted.wait_for}” on a phone")
    if wanted.reply:
        type_reply(browser, *wanted.reply)
    for scheme in ("light", "dark"):
        browser.scheme(scheme)
        for name in SIZES:
            browser.size(name)
            check(browser, name)
            browser.picture(path(f"phones-{name}-{scheme}"))
    browser.scheme("light")
    browser.size("wide")
    if browser.evaluate("!!document.querySelector('.phone .why')"):
        browser.evaluate("document.querySelector('.phone .why').click()")
        browser.until("document.getElementById('why').open && "
                      "document.getElementById('why-summary').textContent !== ''", "a story")
        browser.picture(path("phones-why"))
    if browser.faults:
        fail("the page complained: " + "; ".join(browser.faults))
    print("the phones look and work as they should")


def type_reply(browser, phone, text):
    """As a person does: into the field, then Enter; the bubble must come by itself."""
    box = f"document.querySelector('.phone[data-phone={json.dumps(phone)}]')"
    browser.until(f"!!{box}", f"the phone {phone}")
    browser.evaluate(f"{box}.querySelector('input').focus()")
    browser.call("Input.insertText", text=text)
    for kind in ("keyDown", "keyUp"):
        browser.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", text="\r",
                     windowsVirtualKeyCode=13)
    browser.until(
        f"[...{box}.querySelectorAll('.bubble.mine')].some(b => b.textContent === {json.dumps(text)})",
        f"the reply “{text}” as a bubble")


main()
