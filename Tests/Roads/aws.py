#!/usr/bin/env python3
"""The real daemon sends by Amazon SNS and SES v2, as moto plays them, which checks each signature.

Installs moto and boto3 from PyPI into .build/peers; skipped where that cannot be reached.
"""

import json
import logging
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = ["moto[server]", "boto3"]
# Until so many calls were made, moto asks nobody who they are: user, policy, key.
UNSIGNED = "3"

if __name__ == "__main__" and "KITH_PEERS" not in os.environ:
    made = subprocess.run(
        [str(ROOT / "Tests/Peers/venv.sh"), "aws", *PACKAGES], stdout=subprocess.PIPE, text=True)
    if made.returncode == 75:
        print("skipped: PyPI cannot be reached for moto\n0 passed, 0 failed")
        sys.exit(0)
    os.environ["KITH_PEERS"] = made.stdout.strip()
    os.execv(os.environ["KITH_PEERS"], [os.environ["KITH_PEERS"], *sys.argv])

os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = UNSIGNED
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

from house import Checks, House, free_port, until  # noqa: E402

# twilio.py beside this file must not stand in for a library.
sys.path.remove(str(pathlib.Path(__file__).resolve().parent))

ANN, MAIL, REGION = "+15005550101", "ann@example.net", "us-east-1"
ROSTER = f"""id,name,role,sms,email,zone,consent_texts
ann,Ann,operator,{ANN},{MAIL},UTC,2026-01-01
"""


def client(service, port, keys):
    import boto3

    return boto3.client(
        service, region_name=REGION, endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id=keys[0], aws_secret_access_key=keys[1])


def keys(port):
    """Access key and secret key of a user who may do everything."""
    iam = client("iam", port, ("unknown", "unknown"))
    iam.create_user(UserName="kith")
    iam.put_user_policy(UserName="kith", PolicyName="all", PolicyDocument=json.dumps(
        {"Version": "2012-10-17",
         "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))
    made = iam.create_access_key(UserName="kith")["AccessKey"]
    return made["AccessKeyId"], made["SecretAccessKey"]


def gateway(name, provider, sender, port, secret):
    return (f'  {name}:\n    provider: {provider}\n    from: "{sender}"\n    notice_only: yes\n'
            f'    settings: {{base_url: "http://127.0.0.1:{port}", region: {REGION}, '
            f"access_key: {{credential: access}}, secret_key: {{credential: {secret}}}, "
            "topic_arn: arn:aws:sns:us-east-1:123456789012:kith}\n")


def outcome(house, name, attempt="#1 "):
    rows = house.rows(
        "SELECT event, detail FROM ledger WHERE detail LIKE ? AND event <> 'claimed' ORDER BY seq",
        f"{name} {attempt}%")
    return rows[0] if rows else None


def test(house, name, to):
    told = house.kith("send-test", name, "--to", to, "--wait", "2")
    return until(20, lambda: outcome(house, name), 0.2) or told.stdout + told.stderr


def started(checks, house):
    if not checks.that("kith serve starts", house.start(), house.said()):
        return False
    told = house.kith("import", "-", text=ROSTER)
    return checks.that("kith import takes the roster", told.returncode == 0, told.stderr)


def takes(checks, port, files):
    """A text and a mail arrive as they were meant."""
    from moto.ses.models import ses_backends
    from moto.sns.models import sns_backends

    gateways = (gateway("sns", "aws-sns", "River", port, "secret")
                + gateway("ses", "ses", "kith@example.org", port, "secret"))
    with House(gateways, secrets=files) as house:
        if not started(checks, house):
            return
        found = test(house, "sns", ANN)
        checks.that("SNS takes a text that libcurl signed", found[0] == "accepted", found)
        texts = list(sns_backends["123456789012"][REGION].sms_messages.items())
        checks.that("it is for Ann, and whole",
                    len(texts) == 1 and texts[0][1][0] == ANN and "test" in texts[0][1][1], texts)
        known = house.rows("SELECT provider_id FROM message WHERE state = 3")
        checks.that("and known by SNS's id", texts and (texts[0][0],) in known, known)
        found = test(house, "ses", MAIL)
        checks.that("SES takes a mail that libcurl signed", found[0] == "accepted", found)
        mails = ses_backends["123456789012"][REGION].sent_messages
        checks.that("it is for Ann", len(mails) == 1 and MAIL in str(vars(mails[0])),
                    [vars(mail) for mail in mails])
        checks.that("SIGTERM ends it cleanly", house.stop()[0] == 0, house.said())


def refuses(checks, port, files):
    """moto looks at signatures: with another secret key nothing is taken."""
    with House(gateway("liar", "aws-sns", "River", port, "other"), secrets=files) as house:
        if started(checks, house):
            found = test(house, "liar", ANN)
            checks.that("another secret key stops the gateway", found[0] == "misconfigured", found)


def road(checks):
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    port = free_port()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    try:
        access, secret = keys(port)
        client("sesv2", port, (access, secret)).create_email_identity(EmailIdentity="kith@example.org")
        files = {"access": access, "secret": secret, "other": "x" * 40}
        takes(checks, port, files)
        refuses(checks, port, files)
    finally:
        server.stop()


if __name__ == "__main__":
    Checks(180).run(road)
