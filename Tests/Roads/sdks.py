#!/usr/bin/env python3
"""The providers' own libraries sign callbacks, and `kith gateway verify` judges them as they do.

    sdks.py [--seed N] [--random N]

Installs the libraries from PyPI into .build/peers; skipped where that cannot be reached.
"""

import argparse
import concurrent.futures
import datetime
import json
import os
import pathlib
import random
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Peers"))

import signers  # noqa: E402
from house import KITH, Checks, House  # noqa: E402

# twilio.py beside this file must not stand in for the library.
sys.path.remove(str(pathlib.Path(__file__).resolve().parent))

# What each gateway needs besides its secret, which is named first.
SETTINGS = {
    "twilio": ("auth_token", "account_sid: AC0123"),
    "plivo": ("auth_token", "auth_id: MA0123"),
    "vonage": ("signature_secret", "api_key: {credential: token}, api_secret: {credential: token}"),
    "vonage-messages": ("signature_secret", "api_key: {credential: token}, api_secret: {credential: token}"),
    "messagebird": ("signing_key", "access_key: {credential: token}"),
    "telnyx": ("public_key", "api_key: {credential: token}"),
    "sendgrid": ("public_key", "api_key: {credential: token}"),
    "resend": ("signing_secret", "api_key: {credential: token}"),
    "sinch": ("callback_secret", "service_plan_id: p, api_token: {credential: token}, region: us"),
    "textbelt": ("key", ""),
    "mailgun": ("webhook_signing_key", "api_key: {credential: token}, domain: example.org"),
}
MAIL = {"sendgrid", "resend", "mailgun"}


def gateway(name):
    """One gateway with two live secrets."""
    secret, more = SETTINGS[name]
    sender = "kith@example.org" if name in MAIL else "+15005550006"
    live = f"{secret}: [{{credential: {name}-1}}, {{credential: {name}-2}}]"
    return (f'  {name}:\n    provider: {name}\n    from: "{sender}"\n'
            + ("    notice_only: yes\n" if name in MAIL else "")
            + f"    settings: {{{', '.join(part for part in (live, more) if part)}}}\n")


def verify(house, case):
    """What Kith says: genuine or not, and why."""
    moment = datetime.datetime.fromtimestamp(case.now, datetime.timezone.utc)
    run = subprocess.run(
        [KITH, "gateway", "verify", case.gateway, "--format", "json", "--config",
         str(house.folder / "kith.yaml"), "--at", moment.strftime("%Y-%m-%dT%H:%M:%SZ")],
        input=case.wire(), capture_output=True, env=house.environment, timeout=60)
    if run.returncode != 0 or not run.stdout:
        return None, run.stderr.decode()
    told = json.loads(run.stdout)
    return told["genuine"], told["reason"]


def road(checks, options):
    source = random.Random(options.seed)
    secrets = signers.secrets(source)
    files = {f"{name}-{n}": secrets[name][n - 1] for name in SETTINGS for n in (1, 2)}
    with House("".join(gateway(name) for name in SETTINGS), secrets=files) as house:
        told = house.kith("gateway", "urls", "twilio", "--config", str(house.folder / "kith.yaml"))
        if not checks.that("the gateways are configured", told.returncode == 0, told.stderr):
            return
        for maker in signers.ALL:
            cases = list(maker(source, secrets, options.random))
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                told = list(pool.map(lambda case: verify(house, case), cases))
            wrong = [f"{case.what}: the library says {case.genuine}, Kith {genuine} ({reason})\n"
                     + case.wire().decode(errors="replace")
                     for case, (genuine, reason) in zip(cases, told)
                     if genuine is not case.genuine or case.says not in reason]
            checks.that(f"{maker.__name__}: {len(cases)} callbacks are judged as its library judges them",
                        not wrong, f"{len(wrong)} are not\n" + "\n\n".join(wrong[:3]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--random", type=int, default=12, help="random cases a scheme")
    options = parser.parse_args()
    if "KITH_PEERS" not in os.environ:
        made = subprocess.run(
            [str(ROOT / "Tests/Peers/venv.sh"), "sdks", *signers.PACKAGES], stdout=subprocess.PIPE,
            text=True)
        if made.returncode == 75:
            print("skipped: PyPI cannot be reached for the providers' libraries\n0 passed, 0 failed")
            return
        python = made.stdout.strip()
        os.environ["KITH_PEERS"] = python
        os.execv(python, [python, *sys.argv])
    Checks(600).run(lambda checks: road(checks, options))


if __name__ == "__main__":
    main()
