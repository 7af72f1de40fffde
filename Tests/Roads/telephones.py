#!/usr/bin/env python3
"""Telephone numbers as people type them, read by Kith and by libphonenumber (Tests/References).

Installs the package phonenumbers from PyPI into .build/peers; skipped where that cannot be reached.
"""

import subprocess

from house import KITH, ROOT, Checks

COUNT = 200


def road(checks, python):
    told = subprocess.run(
        [python, str(ROOT / "Tests/References/telephones.py"), "--kith", KITH, "--count", str(COUNT)],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=400)
    checks.that(f"{COUNT} numbers of all regions are read as libphonenumber reads them",
                told.returncode == 0, told.stdout)


def main():
    made = subprocess.run(
        [str(ROOT / "Tests/Peers/venv.sh"), "numbers", "phonenumbers"], stdout=subprocess.PIPE, text=True)
    if made.returncode == 75:
        print("skipped: PyPI cannot be reached for phonenumbers\n0 passed, 0 failed")
        return
    Checks(420).run(lambda checks: road(checks, made.stdout.strip()))


if __name__ == "__main__":
    main()
