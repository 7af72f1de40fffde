#!/usr/bin/env python3
"""Random rules through `kith next`, systemd-analyze and python3-dateutil, side by side.

    Tests/References/compare.py [--kith PATH] [--seed N] [--count N]

Needs systemd (252 or later) and python3-dateutil. Every disagreement is counted under the reason
that explains it; one without a reason is printed in full and makes the exit status 1. The reasons
are in docs/TIME.md.
"""

import argparse
import collections
import datetime as dt
import json
import random
import re
import signal
import subprocess
import warnings
import zoneinfo

from dateutil import rrule

ZONES = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "UTC",
         "America/Sao_Paulo", "Asia/Kathmandu", "Europe/Dublin", "America/Havana", "Pacific/Apia",
         "Africa/Casablanca", "America/Santiago", "Asia/Tehran", "America/St_Johns", "Asia/Beirut",
         "Antarctica/Troll", "Asia/Pyongyang", "America/Caracas", "Pacific/Chatham", "Asia/Gaza",
         "America/Scoresbysund", "Europe/Istanbul", "Pacific/Kiritimati", "Africa/El_Aaiun"]
DAY = dt.timedelta(days=1)


def kith(command, arguments):
    """The instants that kith lists, or None and its sentence."""
    run = subprocess.run([*command, "next", "--format", "json", *arguments],
                         capture_output=True, text=True)
    if run.returncode != 0:
        return None, run.stderr.strip()
    return [entry["utc"][:19] + "Z" for entry in json.loads(run.stdout)], ""


def changes_near(instant, zone):
    """Whether the zone's offset changes within two days."""
    when = dt.datetime.fromisoformat(instant.replace("Z", "+00:00"))
    around = [when + n * dt.timedelta(hours=1) for n in range(-49, 50)]
    return len({moment.astimezone(zone).utcoffset() for moment in around}) > 1


def differing(ours, theirs):
    """Instants that only one side has, as far as both lists go."""
    last = min(max(ours, default="9"), max(theirs, default="9"))
    return sorted({x for x in ours if x <= last} ^ {x for x in theirs if x <= last})


# systemd

def random_item(source, low, high):
    first = source.randint(low, high)
    kind = source.random()
    if kind < 0.6:
        return str(first)
    if kind < 0.8 and first < high:
        return f"{first}..{source.randint(first + 1, high)}"
    return f"{first}/{source.randint(1, max(1, (high - low) // 2))}"


def random_chain(source, low, high, any_chance=0.35):
    if source.random() < any_chance:
        return "*"
    return ",".join(random_item(source, low, high) for _ in range(source.choice([1, 1, 2])))


def random_expression(source):
    text = ""
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    if source.random() < 0.4:
        first, last = sorted(source.sample(range(7), 2))
        text = source.choice([f"{days[first]}..{days[last]} ", f"{days[last]} ",
                              f"{days[first]},{days[last]} "])
    if source.random() < 0.5:
        from_end = source.random() < 0.3
        text += "*-" + random_chain(source, 1, 12)
        text += ("~" + random_chain(source, 1, 25, 0.1)) if from_end else (
            "-" + random_chain(source, 1, 31))
        text += " "
    text += random_chain(source, 0, 23, 0.15) + ":" + random_chain(source, 0, 59, 0.05)
    return text


SHORTHANDS = ["minutely", "hourly", "daily", "monthly", "weekly", "yearly", "annually", "quarterly",
              "semiannually", "bi-annually", "semi-annually", "biannually", "anually"]


def odd_expression(source):
    """What people and other programs write: shorthands, case, spaces, zeros, ends of ranges, years,
    fractions, days counted from the end, and things that are refused."""
    kind = source.randrange(9)
    if kind == 0:
        word = source.choice(SHORTHANDS)
        return source.choice([word, word.capitalize(), word.upper(), " " + word, word + " "])
    if kind == 1:
        names = ["mon", "MONDAY", "Tue", "tuesday", "WED", "Thursday", "fri", "Sat", "SUNDAY", "sun"]
        parts = [source.choice(names) + source.choice(["", "", "..", "-"]) * 1
                 for _ in range(source.randint(1, 3))]
        text = source.choice([",", ",", ""]).join(parts) + source.choice(["", ",", ".."])
        return text + source.choice(["", " 9:0", " 09:00:00", "  9:00", " *-*-* 0:5"])
    if kind == 2:
        year = source.choice(["*", "24", "99", "2030", "2026..2031/2", "1969", "2199", "2200", "70"])
        month = source.choice(["*", "2", "02", "1..12/5", "11..2", "0", "13", "3/4", "*/2"])
        day = source.choice(["1", "31", "29", "0", "32", "1..7/3", "28..31", "*", "5/7", "001"])
        return f"{year}-{month}{source.choice(['-', '~'])}{day} {source.choice(['', '4:05', '23:59'])}"
    if kind == 3:
        day = source.choice(["1", "01..03", "07/2", "28", "29", "3,1", "1,28", "7/1", "5/2", "0"])
        return f"{source.choice(['', 'Mon ', 'Sun..Mon '])}*-{source.choice(['*', '2', '1..6'])}~{day}"
    if kind == 4:
        second = source.choice(["*", "0/7.25", "1.5", "59.999999", "60", "0.5,30", "0..59/10",
                                "5..5", "10..20/3.3", "1.", ".5", "00.100", "0/0"])
        return f"{source.choice(['*', '0/6', '12'])}:{source.choice(['*', '0', '0/20'])}:{second}"
    if kind == 5:
        hour = source.choice(["24", "0..23", "22..4", "0/24", "0/23", "8..18/4,20", "*/3", "007"])
        return f"{hour}:{source.choice(['00', '0/60', '0/59', '5..55/10', '60', '*', ''])}"
    if kind == 6:
        return f"@{source.choice(['0', '1700000000', '7000000000', '-1', '1.5', 'x', ''])}"
    if kind == 7:
        text = list(random_expression(source))
        for _ in range(source.randint(1, 2)):
            text[source.randrange(len(text))] = source.choice("0123456789*,./-~: MTu")
        return "".join(text)
    return random_expression(source).replace("..", source.choice(["..", "-", "..."]))


def random_base(source, zone):
    base = dt.datetime(source.randint(2005, 2030), 1, 1, tzinfo=dt.timezone.utc)
    base += source.randint(0, 365 * 24 * 60) * dt.timedelta(minutes=1)
    if source.random() < 0.7:
        for _ in range(370):  # go to shortly before the next change of the clocks
            if base.astimezone(zone).utcoffset() != (base + DAY).astimezone(zone).utcoffset():
                break
            base += DAY
    return base.strftime("%Y-%m-%dT%H:%M:%SZ")


def systemd(expression, base, count):
    run = subprocess.run(
        ["systemd-analyze", "calendar", f"--iterations={count}",
         "--base-time=" + base.replace("T", " ").replace("Z", " UTC"), "--", expression],
        capture_output=True, text=True, env={"TZ": "UTC", "PATH": "/usr/bin:/bin", "LC_ALL": "C"})
    if "Failed to determine next elapse" in run.stderr:
        return None, "gives up"
    if run.returncode != 0:
        return None, "refuses"
    found = re.findall(r"(?:Next elapse|Iter. #\d+): \w+ (\S+) (\S+) UTC", run.stdout)
    return [f"{date}T{time}Z" for date, time in found], ""


def with_ends(expression):
    """The same, with every step of the time of day ending where its field ends: where it goes beyond,
    systemd takes the overflow for a time of the next day or hour, and skips what is before."""
    words = expression.split(" ")
    for number, word in enumerate(words):
        if ":" in word:
            words[number] = ":".join(
                re.sub(r"(?<![\d./])(\d+)/(\d+)(?![\d.])",
                       lambda step, end=end: f"{step[1]}..{end}/{step[2]}"
                       if int(step[1]) + int(step[2]) <= end else step[1], field)
                for field, end in zip(word.split(":"), [23, 59, 59]))
    return " ".join(words)


def compare_form(command, expression, tally):
    """The normal form, or that both refuse."""
    ours = subprocess.run([*command, "next", "--normal", f"--at={expression}"],
                          capture_output=True, text=True)
    theirs = subprocess.run(["systemd-analyze", "calendar", "--", expression], capture_output=True,
                            text=True, env={"TZ": "UTC", "PATH": "/usr/bin:/bin", "LC_ALL": "C"})
    form = re.search(r"Normalized form: (.*)", theirs.stdout)
    form = form.group(1) if form else None
    own = ours.stdout.rstrip("\n") if ours.returncode == 0 else None
    if own == form:
        tally["same normal form as systemd" if form else "refused by both"] += 1
    else:
        tally["UNEXPLAINED"] += 1
        print(f"UNEXPLAINED {expression!r}: normal form {own}, systemd {form}")


def compare_systemd(command, source, count, tally):
    name = source.choice(ZONES)
    zone = zoneinfo.ZoneInfo(name)
    odd = source.random() < 0.5
    expression = odd_expression(source) if odd else random_expression(source)
    compare_form(command, expression, tally)
    base = random_base(source, zone)
    ours, sentence = kith(command, [f"--at={expression}", "--zone", name, "--after", base,
                                    "--count", str(count)])
    theirs, problem = systemd(f"{expression} {name}", base, count)
    shown = f"{expression!r} in {name} after {base}"
    if problem == "gives up":
        tally["systemd gives up before a gap (EDEADLK)"] += 1
    elif ours is None or theirs is None:
        same = ours is None and theirs is None
        tally["refused by both" if same else "UNEXPLAINED"] += 1
        if not same:
            print(f"UNEXPLAINED {shown}: kith {ours or sentence}, systemd {theirs or problem}")
    elif ours == theirs:
        tally["systemd agrees"] += 1
    elif ours == systemd(f"{with_ends(expression)} {name}", base, count)[0]:
        tally["systemd skips times behind a step that goes beyond its field"] += 1
    elif all(changes_near(instant, zone) for instant in differing(ours, theirs)):
        tally["systemd skips times in a gap, or repeats them in the second pass"] += 1
    else:
        tally["UNEXPLAINED"] += 1
        print(f"UNEXPLAINED {shown}\n  kith    {ours}\n  systemd {theirs}")


# dateutil

def random_list(source, low, high, most=3, signed=False):
    values = source.sample(range(low, high + 1), source.randint(1, most))
    return ",".join(str(-v if signed and source.random() < 0.3 else v) for v in values)


def random_rule(source):
    days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    frequency = source.choice(["YEARLY", "MONTHLY", "MONTHLY", "WEEKLY", "WEEKLY", "DAILY",
                               "HOURLY", "MINUTELY", "SECONDLY"])
    parts = [f"FREQ={frequency}"]
    chance = source.random
    if chance() < 0.5:
        most = {"YEARLY": 3, "MONTHLY": 7, "WEEKLY": 5, "DAILY": 11,
                "SECONDLY": 5000}.get(frequency, 50)
        parts.append(f"INTERVAL={source.randint(2, most)}")
    if chance() < 0.3:
        parts.append("BYMONTH=" + random_list(source, 1, 12))
    if frequency != "WEEKLY" and chance() < 0.3:
        parts.append("BYMONTHDAY=" + random_list(source, 1, 31, 3, True))
    if frequency in ("YEARLY", "HOURLY", "MINUTELY") and chance() < 0.15:
        parts.append("BYYEARDAY=" + random_list(source, 1, 366, 3, True))
    weekly_number = frequency == "YEARLY" and chance() < 0.15
    if weekly_number:
        parts.append("BYWEEKNO=" + random_list(source, 1, 53, 2, True))
    if weekly_number or chance() < 0.5:
        chosen = source.sample(days, source.randint(1, 3))
        if frequency in ("YEARLY", "MONTHLY") and not weekly_number and chance() < 0.6:
            chosen = [f"{source.choice([1, 2, 3, 4, 5, -1, -2])}{day}" for day in chosen]
        parts.append("BYDAY=" + ",".join(chosen))
    if chance() < 0.3:
        parts.append("BYHOUR=" + random_list(source, 0, 23))
    if chance() < 0.3:
        parts.append("BYMINUTE=" + random_list(source, 0, 59))
    if chance() < 0.15:
        parts.append("BYSECOND=" + random_list(source, 0, 59))
    if len(parts) > 2 and any(p.startswith("BY") for p in parts) and chance() < 0.25:
        parts.append("BYSETPOS=" + random_list(source, 1, 4, 2, True))
    if chance() < 0.2:
        parts.append("WKST=" + source.choice(days))
    ending = chance()
    if ending < 0.3:
        parts.append(f"COUNT={source.randint(1, 12)}")
    elif ending < 0.45:
        day = f"{source.randint(2016, 2034)}{source.randint(1, 12):02}15"
        parts.append(f"UNTIL={day}T{source.randint(0, 23):02}3000")
    if chance() < 0.2:  # parts in any order, in any letters
        source.shuffle(parts)
    rule = ";".join(parts)
    return source.choice([rule, rule, rule.lower(), "RRULE:" + rule])


def give_up(*_):
    raise TimeoutError


def dateutil(rule, start, zone, count):
    instants = set()
    latest = None
    for number, wall in enumerate(rrule.rrulestr(rule, dtstart=start)):
        moment = wall.replace(tzinfo=zone, fold=0).astimezone(dt.timezone.utc)
        instants.add(moment)
        latest = max(latest or moment, moment)
        # a few more than asked for, as times in a gap come out of order
        if number > count * 4 + 200 or wall.year > 2150:
            break
    return [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in sorted(instants)][:count]


def wrong_week(instants, rule, zone):
    """dateutil's own slip: days of the first week taken for the last week of the year before."""
    weeks = re.search(r"BYWEEKNO=([^;]*)", rule)
    return weeks is not None and "WKST" not in rule and any(
        not matches_week(instant, weeks.group(1), zone) for instant in instants)


def matches_week(instant, weeks, zone):
    date = dt.datetime.fromisoformat(instant.replace("Z", "+00:00")).astimezone(zone).date()
    year, week, _ = date.isocalendar()
    last = dt.date(year, 12, 28).isocalendar()[1]
    return any(int(w) in (week, week - last - 1) for w in weeks.split(","))


def compare_dateutil(command, source, count, tally):
    name = source.choice(ZONES)
    zone = zoneinfo.ZoneInfo(name)
    rule = random_rule(source)
    start = dt.datetime(source.randint(2015, 2030), source.randint(1, 12), source.randint(1, 28),
                        source.randint(0, 23), source.choice([0, 15, 30]))
    before = (start.replace(tzinfo=zone).astimezone(dt.timezone.utc) - dt.timedelta(seconds=1))
    ours, sentence = kith(command, [
        "--rrule", rule, "--start", start.strftime("%Y-%m-%dT%H:%M:%S"), "--zone", name,
        "--after", before.strftime("%Y-%m-%dT%H:%M:%SZ"), "--count", str(count)])
    shown = f"{rule} from {start} in {name}"
    if ours is None:
        tally["UNEXPLAINED"] += 1
        print(f"UNEXPLAINED {shown}: {sentence}")
        return
    try:
        signal.alarm(5)
        theirs = dateutil(rule, start, zone, count)
    except ValueError:  # a rule that never happens
        theirs = []
    except TimeoutError:
        tally["dateutil does not finish"] += 1
        return
    finally:
        signal.alarm(0)
    ours = [instant for instant in ours if instant < "2150"]  # as far as we let dateutil run
    if ours == [instant for instant in theirs if instant < "2150"]:
        tally["dateutil agrees"] += 1
    elif "BYWEEKNO" in rule.upper() and wrong_week(
            set(theirs) - set(ours), rule.upper(), zone):
        tally["dateutil takes a day for one of another week (BYWEEKNO)"] += 1
    elif "BYWEEKNO" in rule.upper() and "WKST" in rule.upper():
        tally["BYWEEKNO with another WKST: not judged"] += 1
    else:
        tally["UNEXPLAINED"] += 1
        print(f"UNEXPLAINED {shown}\n  kith     {ours}\n  dateutil {theirs}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kith", default="kith", help="the program, or a command with arguments")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200, help="rules for each reference")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, give_up)
    source = random.Random(options.seed)
    tally = collections.Counter()
    command = options.kith.split()
    for _ in range(options.count):
        compare_systemd(command, source, 6, tally)
        compare_dateutil(command, source, 12, tally)
    for reason, number in sorted(tally.items()):
        print(f"{number:6} {reason}")
    raise SystemExit(1 if tally["UNEXPLAINED"] else 0)


if __name__ == "__main__":
    main()
