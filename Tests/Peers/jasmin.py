#!/usr/bin/env python3
"""A real Jasmin on loopback, for tests: RabbitMQ, Redis, jasmind, and an SMPP centre behind it (smsc.py).

    jasmin.py start DIR MO_URL              prints "port N", where its HTTP API listens
    jasmin.py reply DIR FROM TO TEXT        a handset sends a text
    jasmin.py stop DIR

Users, each with the password "secret": `tester`, and `stranded`, whom no route serves. What handsets got stands in
DIR/handset.log, one JSON line each. MO_URL gets what came in. Installs rabbitmq-server and redis-server (as root,
never as services) and PyPI's jasmin into .build/peers/jasmin; exit 75 where that cannot be had. Everything runs in
DIR, on ports that were free; only processes whose ids are kept there are ended. All servers listen on 127.0.0.1.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATH = os.environ.get("PATH", "") + ":/usr/sbin"
POLICY = pathlib.Path("/usr/sbin/policy-rc.d")
PORTS = ("epmd", "amqp", "dist", "redis", "http", "jcli", "router", "manager", "smpps", "smppspb",
         "smsc", "handsets")
# What jasmin.cfg needs to say; where else it would listen on every address.
SETTINGS = """
[amqp-broker]
port = {amqp}
spec = {spec}
connection_loss_retry_delay = 1
connection_failure_retry_delay = 1
[redis-client]
port = {redis}
[http-api]
bind = 127.0.0.1
port = {http}
[jcli]
bind = 127.0.0.1
port = {jcli}
authentication = no
[router]
bind = 127.0.0.1
port = {router}
[client-management]
bind = 127.0.0.1
port = {manager}
[smpp-server]
bind = 127.0.0.1
port = {smpps}
[smpp-server-pb]
bind = 127.0.0.1
port = {smppspb}
[dlr-thrower]
retry_delay = 2
[deliversm-thrower]
retry_delay = 2
"""
# Its lock is one for the whole machine, and stays where it was killed.
OWN_LOCK = """import lockfile, runpy, sys
lock = lockfile.FileLock
lockfile.FileLock = lambda path: lock("jasmind")
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


class Peer:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    # Installing

    def install(self):
        """The interpreter of the venv."""
        if not all(shutil.which(name, path=PATH) for name in ("rabbitmq-server", "redis-server")):
            self.install_servers()
        venv = subprocess.run([ROOT / "Tests/Peers/venv.sh", "jasmin", "jasmin==0.11.0"],
                              stdout=subprocess.PIPE, text=True, check=False)
        if venv.returncode:
            sys.exit(75)
        return venv.stdout.strip()

    def install_servers(self):
        """Debian's packages, which start no service of their own meanwhile: only root can see to that."""
        if os.geteuid() != 0:
            sys.exit(75)
        own = not POLICY.exists()
        if own:
            POLICY.write_text("#!/bin/sh\nexit 101\n")
            POLICY.chmod(0o755)
        try:
            made = subprocess.run([ROOT / "deploy/needs", "rabbitmq-server", "redis-server"],
                                  stdout=sys.stderr, check=False)
        finally:
            if own:
                POLICY.unlink()
        if made.returncode:
            sys.exit(75)

    # Starting

    def start(self, mo_url):
        python = self.install()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.choose_ports()
        self.start_stores()
        self.configure(python)
        self.run("smsc", [python, str(ROOT / "Tests/Peers/smsc.py"), str(self.ports["smsc"]),
                          str(self.ports["handsets"]), str(self.folder / "handset.log")])
        for name in ("redis", "amqp", "smsc", "handsets"):
            self.until_open(name)
        self.run("jasmind", [python, "-c", OWN_LOCK, str(pathlib.Path(python).with_name("jasmind.py")),
                             "--config", str(self.folder / "jasmin.cfg"), "--enable-dlr-thrower",
                             "--enable-dlr-lookup"],
                 CONFIG_PATH=str(self.folder), LOG_PATH=str(self.folder),
                 STORE_PATH=str(self.folder))
        for name in ("http", "jcli"):
            self.until_open(name)
        self.set_up(mo_url)
        print("port", self.ports["http"], flush=True)

    def choose_ports(self):
        with contextlib.ExitStack() as held:
            self.ports = {}
            for name in PORTS:
                probe = held.enter_context(socket.socket())
                probe.bind(("127.0.0.1", 0))
                self.ports[name] = probe.getsockname()[1]
        (self.folder / "ports").write_text(json.dumps(self.ports))

    def start_stores(self):
        here, ports = str(self.folder), self.ports
        self.run("redis", ["redis-server", "--bind", "127.0.0.1", "--port", str(ports["redis"]),
                           "--dir", here, "--save", ""])
        # RabbitMQ would start one that outlives it.
        epmd = {"ERL_EPMD_PORT": str(ports["epmd"]), "ERL_EPMD_ADDRESS": "127.0.0.1"}
        self.run("epmd", ["epmd", "-address", "127.0.0.1", "-port", str(ports["epmd"])])
        self.until_open("epmd")
        (self.folder / "none.conf").write_text("")
        (self.folder / "plugins").write_text("[].\n")
        self.run(
            "rabbitmq", ["/usr/lib/rabbitmq/bin/rabbitmq-server"], **epmd, HOME=here,
            RABBITMQ_NODENAME=f"kith{ports['amqp']}@localhost",
            RABBITMQ_NODE_IP_ADDRESS="127.0.0.1", RABBITMQ_NODE_PORT=str(ports["amqp"]),
            RABBITMQ_DIST_PORT=str(ports["dist"]),
            RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}",
            RABBITMQ_CONF_ENV_FILE=f"{here}/none.conf", RABBITMQ_CONFIG_FILE=f"{here}/rabbitmq",
            RABBITMQ_ENABLED_PLUGINS_FILE=f"{here}/plugins", RABBITMQ_LOG_BASE=here,
            RABBITMQ_MNESIA_BASE=f"{here}/mnesia", RABBITMQ_GENERATED_CONFIG_DIR=f"{here}/made")

    def configure(self, python):
        found = subprocess.run(
            [python, "-c", "import txamqp, os; print(os.path.dirname(txamqp.__file__))"],
            stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
        (self.folder / "jasmin.cfg").write_text(SETTINGS.format(
            spec=f"{found}/specs/standard/amqp0-9-1.stripped.xml", **self.ports))

    def run(self, name, command, **environment):
        """In a process group of its own, whose id is kept."""
        with open(self.folder / f"{name}.out", "ab") as out:
            process = subprocess.Popen(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                env={**os.environ, "PATH": PATH, **environment}, start_new_session=True)
        (self.folder / f"{name}.pid").write_text(str(process.pid))

    def until_open(self, name):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.ports[name]), 1).close()
                return
            time.sleep(0.1)
        raise SystemExit(f"jasmin.py: nothing listens for {name}, see {self.folder}")

    # Its console, as an operator types

    def set_up(self, mo_url):
        with Console(self.ports["jcli"]) as console:
            console.fill("group -a", gid="people")
            for number, user in enumerate(("tester", "stranded")):
                console.fill("user -a", username=user, password="secret", gid="people", uid=f"u{number}")
            console.fill("smppccm -a", cid="centre", host="127.0.0.1", port=self.ports["smsc"],
                         username="kith", password="word", bind="transceiver", submit_throughput=0,
                         con_fail_delay=1, con_loss_delay=1)
            console.say("smppccm -1 centre")
            console.fill("filter -a", fid="tester", type="UserFilter", uid="u0")
            console.fill("mtrouter -a", order=10, type="StaticMTRoute", filters="tester",
                         connector="smppc(centre)", rate="0.0")
            console.fill("httpccm -a", cid="kith", url=mo_url, method="POST")
            console.fill("morouter -a", order=0, type="DefaultRoute", connector="http(kith)")
            end = time.monotonic() + 60
            while "BOUND_TRX" not in console.say("smppccm --list"):
                if time.monotonic() > end:
                    raise SystemExit(f"jasmin.py: the connector does not bind, see {self.folder}")
                time.sleep(0.3)

    def reply(self, sender, to, text):
        ports = json.loads((self.folder / "ports").read_text())
        with socket.create_connection(("127.0.0.1", ports["handsets"]), 30) as handsets:
            handsets.sendall(json.dumps({"from": sender, "to": to, "text": text}).encode() + b"\n")
            if not handsets.recv(16).startswith(b"sent"):
                raise SystemExit(f"jasmin.py: the centre did not send it, see {self.folder}/smsc.out")

    def stop(self):
        for name in ("jasmind", "smsc", "redis", "rabbitmq", "epmd"):
            kept = self.folder / f"{name}.pid"
            if kept.exists():
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(int(kept.read_text()), signal.SIGKILL)
                kept.unlink()


class Console:
    """jcli: a line, then what it says up to its next prompt."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 30)
        self.until(rb"Session ref: \d+\s+$")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def until(self, end):
        said = b""
        while not re.search(end, said):
            more = self.socket.recv(4096)
            if not more:
                raise SystemExit("jasmin.py: jcli hung up: " + repr(said[-300:]))
            said += more
        return said.decode(errors="replace")

    def say(self, line):
        self.socket.sendall(line.encode() + b"\r\n")
        return self.until(rb"(jcli : |> )$")

    def fill(self, command, **values):
        """A command that asks for keys until it is told `ok`."""
        self.say(command)
        for name, value in values.items():
            self.say(f"{name} {value}")
        said = self.say("ok")
        if "Successfully" not in said:
            raise SystemExit(f"jasmin.py: {command} {values}: {said}")


def clean(arguments):
    """Servers shall not keep what the caller had open, nor block the signals that it blocks."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    os.closerange(3, 1024)
    peer = Peer(arguments[1])
    match arguments[0], arguments[2:]:
        case "start", [mo_url]:
            peer.start(mo_url)
        case "reply", [sender, to, text]:
            peer.reply(sender, to, text)
        case "stop", []:
            peer.stop()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    clean(sys.argv[1:])
