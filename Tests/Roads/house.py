"""A house for a test: a folder, `kith serve` in it on loopback, a recording gateway, and checks.

The program is $KITH, or what `swift build` made; shipped files are the tree's, or in $KITH_SHARE. It ends
at once where it closes a descriptor twice (descriptors.c). Nothing outlives the test: what was started is
ended by its process id, and the folder goes.
"""

import base64
import contextlib
import email.utils
import hashlib
import hmac
import http.client
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
KITH = os.environ.get("KITH", str(ROOT / ".build/debug/kith"))
PUBLIC = "https://checkins.example.org"
TOKEN = "a token that signs"


class Checks:
    """One line a check, the counts at the end."""

    def __init__(self, seconds):
        self.passed = self.failed = 0
        self.seconds = seconds
        signal.signal(signal.SIGALRM, self.out_of_time)
        signal.alarm(seconds)

    def out_of_time(self, *_):
        raise TimeoutError(f"not done after {self.seconds} s")

    def that(self, what, holds, found=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
        shown = what if holds else f"{what}: {found}"[:2000]
        print(("ok     " if holds else "FAILED ") + shown, flush=True)
        return holds

    def run(self, body):
        """Runs the test, prints the counts, and ends the process."""
        try:
            body(self)
        except Exception as error:  # Whatever it is, it must be counted.
            import traceback

            traceback.print_exc()
            self.that("the test runs to its end", False, repr(error))
        signal.alarm(0)
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(1 if self.failed else 0)


def preloaded(name, folder):
    """The library made of `name`.c, for LD_PRELOAD."""
    library = pathlib.Path(folder) / f"{name}.so"
    source = pathlib.Path(__file__).parent / f"{name}.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return str(library)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(seconds, holds, every=0.1):
    """The first truth that `holds` returns, or what it returned last."""
    end = time.monotonic() + seconds
    while True:
        value = holds()
        if value or time.monotonic() > end:
            return value
        time.sleep(every)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    # A burst opens hundreds of connections at once.
    request_queue_size = 1024

    def handle_error(self, request, client_address):
        """A killed daemon hangs up; what it had not sent whole is not recorded."""


class JSONHandler(http.server.BaseHTTPRequestHandler):
    """Answers with a JSON value, and writes nothing to the screen."""

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Recorder:
    """A gateway that writes down each request before it answers, as Twilio's API would.

    `behave(form)` may return (status, headers, body) instead of None, or sleep; False hangs up without
    an answer. Asked with GET for what went to a number, it tells what it took.
    """

    def __init__(self, behave=lambda form: None):
        self.requests, self.lock, self.behave = [], threading.Lock(), behave
        self.server = Server(("127.0.0.1", 0), self.handler())
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def handler(recorder):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536
            disable_nagle_algorithm = True

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                form = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
                with recorder.lock:
                    sid = f"SM{len(recorder.requests) + 1:032x}"
                    record = {"at": time.time(), "path": self.path, "headers": dict(self.headers),
                              "form": form, "sid": sid, "status": 0}
                    recorder.requests.append(record)
                said = recorder.behave(form)
                if said is False:
                    self.close_connection = True
                    return
                said = said or (201, {}, {"sid": sid, "status": "queued"})
                record["status"] = said[0]
                with contextlib.suppress(ConnectionError):
                    self.answer(*said)

            def do_GET(self):
                wanted = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("To", [""])[0]
                page = {"messages": recorder.listed(wanted), "next_page_uri": None}
                with contextlib.suppress(ConnectionError):
                    self.answer(200, {}, page)

            def answer(self, status, headers, value):
                body = json.dumps(value).encode()
                self.send_response(status)
                for name, text in headers.items():
                    self.send_header(name, text)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                self.wfile.flush()

            def log_message(self, *_):
                pass

        return Handler

    def to(self, number):
        """What was sent to a number so far, the accepted and the refused."""
        with self.lock:
            return [record for record in self.requests if record["form"].get("To") == number]

    def listed(self, number):
        """What was taken for a number, newest first, as the API lists it."""
        return [{"sid": record["sid"], "to": number, "from": record["form"].get("From"),
                 "body": record["form"].get("Body"), "status": "sent", "error_code": None,
                 "direction": "outbound-api",
                 "date_created": email.utils.formatdate(record["at"], usegmt=False)}
                for record in reversed(self.accepted()) if record["form"].get("To") == number]

    def accepted(self):
        with self.lock:
            return [record for record in self.requests if record["status"] in (0, 201)]


def sign(url, form, token=TOKEN):
    """X-Twilio-Signature: HMAC-SHA1 of the URL and each posted name and value, sorted, in base64."""
    text = url + "".join(name + value for name, value in sorted(form.items()))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


class House:
    """A folder with kith.yaml, and the daemon in it."""

    def __init__(self, gateways, extra="", folder=None, secrets=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kith-road-"))
        self.data = pathlib.Path(folder or self.folder)
        self.port, self.process, self.starts = free_port(), None, 0
        self.socket = str(self.folder / "control.sock")
        (self.folder / "plans").mkdir()
        self.share()
        hidden = self.folder / "secrets"
        hidden.mkdir(mode=0o700)
        for name, value in {"token": TOKEN, **(secrets or {})}.items():
            (hidden / name).write_text(value)
            (hidden / name).chmod(0o600)
        (self.folder / "kith.yaml").write_text(
            f"public_url: {PUBLIC}\nsender_name: River House\ncountry: US\n"
            f"listen: 127.0.0.1:{self.port}\ncontrol: control.sock\ndatabase: {self.data}/kith.db\n"
            f"quiet_hours: none\ntexts_per_day: 100\n{extra}gateways:\n{gateways}")
        self.plan("idle", 'at: "2040-01-01 09:00"')

    def share(self):
        share = self.folder / "share"
        if "KITH_SHARE" in os.environ:
            share.symlink_to(os.environ["KITH_SHARE"])
        else:
            self.link(share)
        self.environment = {**os.environ, "KITH_SHARE": str(share), "KITH_SOCKET": self.socket}
        for name in ("NOTIFY_SOCKET", "LISTEN_FDS", "CREDENTIALS_DIRECTORY", "KITH_CRASH_AT"):
            self.environment.pop(name, None)
        self.environment["LD_PRELOAD"] = preloaded("descriptors", self.folder)

    def link(self, share):
        share.mkdir()
        for name in ("plans", "providers", "examples"):
            (share / name).symlink_to(ROOT / "deploy" / name)
        (share / "templates").symlink_to(ROOT / "templates")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def plan(self, name, text):
        (self.folder / "plans" / f"{name}.yaml").write_text(f"plan: {name}\n{text}\n")

    def command(self):
        return [KITH, "serve", "--config", str(self.folder / "kith.yaml")]

    def start(self, wait=60, **environment):
        """Starts the daemon and waits until it listens; true when it does."""
        self.starts += 1
        self.log = self.folder / f"log.{self.starts}"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                env={**self.environment, **environment})
        return until(wait, lambda: self.process.poll() is not None or self.listens(), 0.05) \
            and self.process.poll() is None

    def starts_in_time(self, roster, plan="quick", more="", seconds=8, **environment):
        """Starts the daemon, with a plan that is due so soon, and imports the roster; the import's result.

        A busy machine may need longer than that: then nobody is asked today. So it is done again in a
        fresh database, with more time, until the roster is in before the plan is due.
        """
        for lead in (seconds, 4 * seconds, 16 * seconds):
            due = time.time() + lead
            self.plan(plan, f'at: "{clock(due)}"\n{more}')
            self.start(**environment)
            taken = self.kith("import", "-", text=roster)
            if time.time() < due - 1:
                break
            print(f"       (too late for a plan that was due in {lead} s: again)", flush=True)
            self.kill()
            for file in self.data.glob("kith.db*"):
                file.unlink()
        return taken

    def listens(self):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            # A file alone may be what a killed daemon left.
            with socket.socket(socket.AF_UNIX) as control:
                control.connect(self.socket)
            return True
        return False

    def kill(self):
        self.process.kill()
        return self.process.wait()

    def stop(self, wait=60):
        """SIGTERM; the exit code and how many seconds it took."""
        began = time.monotonic()
        self.process.terminate()
        return self.process.wait(wait), time.monotonic() - began

    def said(self):
        return self.log.read_text(errors="replace")[-1500:]

    def kith(self, *arguments, text=None):
        return subprocess.run(
            [KITH, *arguments], env=self.environment, input=text, text=True, timeout=120,
            capture_output=True)

    def told(self, *arguments):
        """The answer of a command as JSON, or None when it was refused."""
        answer = self.kith(*arguments, "--format", "json")
        return json.loads(answer.stdout) if answer.returncode == 0 else None

    def rows(self, query, *values):
        """Ids and states from the database, read only."""
        database = sqlite3.connect(f"file:{self.data}/kith.db?mode=ro", uri=True, timeout=30)
        try:
            return database.execute(query, values).fetchall()
        finally:
            database.close()

    def post(self, target, form, signature=None, body=None, headers=None, port=None):
        """A callback as a provider makes it, through the proxy that ends TLS; status and body."""
        if target.startswith(PUBLIC):
            target = target[len(PUBLIC):]
        data = body if body is not None else urllib.parse.urlencode(form).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        headers["X-Twilio-Signature"] = signature or sign(PUBLIC + target, form)
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=30)
        try:
            connection.request("POST", target, data, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        finally:
            connection.close()


def twilio(port, more=""):
    """The entry of a gateway that speaks to the recorder."""
    return (
        f'  main-sms:\n    provider: twilio\n    from: "+15005550006"\n{more}'
        f'    settings: {{base_url: "http://127.0.0.1:{port}", account_sid: AC0123, '
        f"auth_token: {{credential: token}}}}\n")


def clock(moment):
    """The time of day (UTC) of a moment in seconds since 1970, as a plan writes it."""
    return time.strftime("%H:%M:%S", time.gmtime(moment))


def soon(seconds):
    """A time of day (UTC) that many seconds ahead, as a plan writes it."""
    return clock(time.time() + seconds)
