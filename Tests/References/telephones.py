#!/usr/bin/env python3
"""What people type, read by Kith (`kith gateway request --to`) and by libphonenumber, side by side.

    Tests/References/telephones.py [--kith PATH] [--seed N] [--count N]

Needs the package phonenumbers (Tests/Peers/venv.sh numbers phonenumbers prints a Python that has it).
Every disagreement is counted under the reason that explains it; one without a reason is printed and
makes the exit status 1. The reasons are in docs/decisions/0040.
"""

import argparse
import collections
import concurrent.futures
import json
import pathlib
import random
import subprocess
import tempfile

import phonenumbers
from phonenumbers import PhoneNumberFormat as Form
from phonenumbers import PhoneNumberType as Kind

KINDS = [Kind.MOBILE, Kind.FIXED_LINE, Kind.FIXED_LINE_OR_MOBILE, Kind.VOIP, Kind.PERSONAL_NUMBER]
BETWEEN = [" ", "-", ".", "\u00a0", "\u2011", "  ", ""]


def example(source, region):
    kind = source.choice(KINDS)
    return phonenumbers.example_number_for_type(region, kind) or phonenumbers.example_number_for_type(
        region, Kind.MOBILE) or phonenumbers.example_number(region)


def vary(source, number):
    """The same kind of number with other last digits."""
    text = str(number.national_number)
    keep = len(text) - source.choice([0, 2, 4])
    text = text[:keep] + "".join(source.choice("0123456789") for _ in text[keep:])
    other = phonenumbers.PhoneNumber()
    other.CopyFrom(number) if hasattr(other, "CopyFrom") else other.merge_from(number)
    other.national_number = int(text)
    return other


def typed(source, region):
    """Where somebody is, and what they type."""
    number = vary(source, example(source, region))
    form = source.random()
    if form < 0.45:
        text = phonenumbers.format_number(number, Form.NATIONAL)
    elif form < 0.6:
        text = phonenumbers.format_number(number, Form.INTERNATIONAL)
    elif form < 0.7:
        text = phonenumbers.format_number(number, Form.E164)
    elif form < 0.8:
        region = source.choice(["US", "DE", "GB", "FR", "IN", "BR"])
        text = phonenumbers.format_out_of_country_calling_number(number, region)
    elif form < 0.9:
        text = str(number.national_number)
    else:
        text = phonenumbers.format_number(number, Form.RFC3966)
    if source.random() < 0.4:
        text = text.replace(" ", source.choice(BETWEEN))
    if source.random() < 0.1:
        text = text[:-1] + source.choice(["", "00"])
    return region, text


def theirs(region, text):
    """libphonenumber's E.164, or None where it says that such a number cannot be."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, Form.E164)


def ours(command, folder, region, text):
    settings = folder / f"{region}.yaml"
    settings.write_text(
        "public_url: https://checkins.example.org\nsender_name: River House\n"
        f"country: {region}\ngateways: {{main: {{provider: sandbox, channel: sms}}}}\n")
    run = subprocess.run(
        [*command, "gateway", "request", "main", "--config", str(settings), "--to=" + text,
         "--text", "Hi", "--format", "json"], capture_output=True, text=True)
    if run.returncode != 0:
        return None, run.stderr.strip()
    headers = json.loads(run.stdout)["headers"]
    return next(header["value"] for header in headers if header["name"] == "To"), ""


def reason(region, text, our, their):
    """Why they may differ, or None."""
    if our == their:
        return "the same" if our else "refused by both"
    number = phonenumbers.parse(their, None) if their else None
    if number and not phonenumbers.is_valid_number(number):
        return "libphonenumber takes it and calls it invalid"
    if their is None and our:
        return None if not phonenumbers.is_possible_number(
            phonenumbers.parse(our, None)) else "Kith takes another length of the same country"
    if region == "AR" or (their or "").startswith("+54"):
        return "Argentina's 15"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kith", default="kith", help="the program, or a command with arguments")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    options = parser.parse_args()
    source = random.Random(options.seed)
    regions = sorted(phonenumbers.SUPPORTED_REGIONS)
    cases = [typed(source, source.choice(regions)) for _ in range(options.count)]
    tally, command = collections.Counter(), options.kith.split()
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        told = pool.map(lambda case: ours(command, pathlib.Path(folder), *case), cases)
        for (region, text), (our, sentence) in zip(cases, told):
            their = theirs(region, text)
            why = reason(region, text, our, their)
            tally[why or "UNEXPLAINED"] += 1
            if why is None:
                print(f"UNEXPLAINED {text!r} in {region}: Kith {our or sentence}, libphonenumber {their}")
    for name, number in sorted(tally.items()):
        print(f"{number:6} {name}")
    raise SystemExit(1 if tally["UNEXPLAINED"] else 0)


if __name__ == "__main__":
    main()
