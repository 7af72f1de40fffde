#!/usr/bin/env python3
"""`kith try` in a real browser: the newcomer's first minute, on the page with the phones."""

import os
import pathlib
import socket
import subprocess
import sys
import tempfile

from house import KITH, ROOT, Checks, free_port, until

ANN = "+15005550001"


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def first_minute(checks):
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="kith-road-") as place:
        folder = pathlib.Path(place) / "try"
        with open(pathlib.Path(place) / "log", "wb") as log:
            process = subprocess.Popen(
                [KITH, "try", "--port", str(port), "--folder", str(folder)], stdout=log, stderr=log,
                env={**os.environ, "KITH_SHARE": share(place)})
        try:
            up = until(30, lambda: answers(port))
            if checks.that("kith try opens its page", up, (pathlib.Path(place) / "log").read_text()):
                look(checks, port, str(folder / "control.sock"))
        finally:
            process.terminate()
            checks.that("and ends when told to", process.wait(40) == 0, process.returncode)


def share(place):
    """As an installation lays it out, over the tree's own files."""
    if "KITH_SHARE" in os.environ:
        return os.environ["KITH_SHARE"]
    folder = pathlib.Path(place) / "share"
    folder.mkdir()
    for name in ("plans", "providers", "examples"):
        (folder / name).symlink_to(ROOT / "deploy" / name)
    (folder / "templates").symlink_to(ROOT / "templates")
    return str(folder)


def look(checks, port, control):
    page = subprocess.run(
        [sys.executable, str(ROOT / "Tests/Browser/phones.py"), f"http://127.0.0.1:{port}/phones",
         "--wait-for", "0 to 10", "--reply", ANN, "7, and the sun is out"],
        text=True, capture_output=True, timeout=120)
    checks.that("a check-in comes, an answer goes, and the story is told, at every width",
                page.returncode == 0, page.stdout + page.stderr)
    told = subprocess.run([KITH, "why", "ann", "--socket", control], text=True, capture_output=True,
                          timeout=30)
    checks.that("kith why tells the same", "answered" in told.stdout, told.stdout + told.stderr)


if __name__ == "__main__":
    Checks(240).run(first_minute)
