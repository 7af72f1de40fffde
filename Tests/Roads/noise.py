#!/usr/bin/env python3
"""Whatever comes to the public listener: an answer, no 5xx but the contract's, no crash, bounded memory.

    noise.py [--seed N] [--count N]

Half of it is signed, so that what is inside is read: broken JSON, forms, mails and multipart bodies.
"""

import argparse
import concurrent.futures
import hashlib
import hmac
import json
import random
import re
import socket
import time
import urllib.parse

from faults import memory
from house import PUBLIC, Checks, House, sign

KEY = "a key for the webhook"
GATEWAYS = """  main-sms:
    provider: twilio
    from: "+15005550006"
    settings: {account_sid: AC0123, auth_token: {credential: token}}
  own:
    provider: webhook
    channel: sms
    from: "+15005550007"
    settings: {url: "http://127.0.0.1:1/", signing_key: {credential: key}}
  mail:
    provider: sendgrid
    from: kith@example.org
    settings: {api_key: {credential: token}, public_key: AAAA, hook_token: word}
"""
PIECES = [b"\0", b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", b"%", b"%0", b"%00", b"%u0041", b"&&", b"==", b"\r\n\r\n",
          b'{"a":' * 40, b"[" * 700, b'"\\ud800"', b"1e999", b"-0", b'{"id":1,"id":2}', b"\\u0000", b"\xf0\x9f\x98\x80",
          b"a" * 5000, b"=?utf-8?Q?=ff?=", b"--b--", b"--b\r\n", b"Content-Type: multipart/mixed; boundary=b\r\n\r\n",
          b"<blockquote>" * 300, b"&#xD800;&#0;", b"> " * 500, b"From: \r\n", b"On 2027-05-03 09:00 a@b wrote:\n"]
HEADERS = [b"Content-Length: -1", b"Content-Length: 99999999999999999999", b"Content-Length: 5, 5", b"Transfer-Encoding: x",
           b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", b"Expect: 100-continue", b"Host: a\r\nHost: b",
           b"X-Twilio-Signature: " + b"A" * 9000, b"X-Twilio-Signature: x\r\nX-Twilio-Signature: y", b"No colon", b" folded",
           b"X\0Y: z", b"X: \xff\xfe", b"Content-Type: application/json; charset=utf-7", b"Content-Type: multipart/form-data",
           b"Content-Type: multipart/form-data; boundary=" + b"b" * 500, b"Connection: upgrade\r\nUpgrade: h2c", b": x"]
LINES = [b"GET / HTTP/1.1", b"POST /hooks/main-sms HTTP/9.9", b"POST /hooks/%00 HTTP/1.1", b"\0\0\0", b"GET /healthz",
         b"PRI * HTTP/2.0\r\n\r\nSM", b"POST //hooks//own HTTP/1.1", b"POST /hooks/../own HTTP/1.1", b"CONNECT a:1 HTTP/1.1",
         b"POST http://elsewhere/hooks/own HTTP/1.1", b"OPTIONS * HTTP/1.1", b"GET /p/" + b"A" * 3000 + b" HTTP/1.1",
         b"X" * 3000 + b" / HTTP/1.1", b"POST /hooks/own?" + b"a&" * 3000 + b" HTTP/1.1", b"\x16\x03\x01\x02\x00\x01\x00"]


def spoiled(source, data):
    """With some bytes changed, and pieces of what breaks readers put in."""
    data = bytearray(data)
    for _ in range(source.randint(1, 6)):
        place = source.randint(0, len(data))
        kind = source.random()
        if kind < 0.5:
            data[place:place] = source.choice(PIECES)
        elif kind < 0.7:
            data[place:place] = source.randbytes(source.randint(1, 20))
        elif kind < 0.9:
            del data[place:place + source.randint(1, 20)]
        else:
            del data[place:]
    return bytes(data)


def request(line, headers, body):
    return (line + b"\r\nHost: checkins.example.org\r\nConnection: close\r\n"
            + b"".join(name + b": " + value + b"\r\n" for name, value in headers.items()) + b"\r\n" + body)


def whole(path, headers, body):
    length = {b"Content-Length": str(len(body)).encode()}
    return request(b"POST " + path + b" HTTP/1.1", {**headers, **length}, body)


def own(source):
    """JSON that is signed, whatever it is."""
    said = {"id": str(source.random()), "from": "+15005550101", "text": "7", "state": None, "x": [1, {"y": "z"}]}
    body, stamp = spoiled(source, json.dumps(said).encode()), str(int(time.time()))
    mac = hmac.new(KEY.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return whole(b"/hooks/own", {b"Content-Type": b"application/json", b"X-Kith-Signature": mac.encode(),
                                 b"X-Kith-Timestamp": stamp.encode()}, body)


def form(source):
    """A form that is signed where it is text."""
    values = {"MessageSid": str(source.random()), "From": "+15005550101", "To": "+15005550006",
              "Body": spoiled(source, b"I am fine").decode(errors="replace")}
    body = urllib.parse.urlencode(values).encode()
    signature = sign(PUBLIC + "/hooks/main-sms", values).encode()
    if source.random() < 0.3:
        body = spoiled(source, body)
    return whole(b"/hooks/main-sms", {b"Content-Type": b"application/x-www-form-urlencoded",
                                      b"X-Twilio-Signature": signature}, body)


def mail(source):
    """A whole mail, broken inside or outside."""
    raw = spoiled(source, b"From: ann@example.net\r\nTo: kith@example.org\r\nSubject: Re: x\r\nContent-Type: multipart/"
                  b"mixed; boundary=c\r\n\r\n--c\r\nContent-Type: text/html\r\n\r\n<p>fine &amp; well</p>\r\n--c--\r\n")
    body = (b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\n' + raw
            + b'\r\n--b\r\nContent-Disposition: form-data; name="envelope"\r\n\r\n{}\r\n--b--\r\n')
    if source.random() < 0.3:
        body = spoiled(source, body)
    return whole(b"/hooks/mail?token=word", {b"Content-Type": b"multipart/form-data; boundary=b"}, body)


def raw(source):
    """HTTP itself, broken."""
    data = request(source.choice(LINES), {}, b"")
    for _ in range(source.randint(0, 3)):
        data = data.replace(b"\r\n\r\n", b"\r\n" + source.choice(HEADERS) + b"\r\n\r\n", 1)
    return spoiled(source, data) if source.random() < 0.5 else data + source.randbytes(source.randint(0, 300))


def exchange(port, data):
    """The statuses of the answers; an empty list where the connection was closed without one."""
    with socket.create_connection(("127.0.0.1", port), 30) as wire:
        wire.settimeout(30)
        told = b""
        try:
            wire.sendall(data)
            wire.shutdown(socket.SHUT_WR)
            while part := wire.recv(65536):
                told += part
        except (ConnectionError, BrokenPipeError):
            pass
        return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", told)]


def road(checks, options):
    source = random.Random(options.seed)
    with House(GATEWAYS, secrets={"key": KEY}) as house:
        if not checks.that("kith serve starts", house.start(), house.said()):
            return
        house.kith("import", "-", text="id,name,role,sms,email,zone,consent_texts\n"
                   "ann,Ann,mentee,+15005550101,ann@example.net,UTC,2026-01-01\n")
        before = memory(house)
        makers = [own, form, mail, raw]
        sent = [(maker.__name__, maker(source)) for _ in range(options.count // 4) for maker in makers]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            told = list(pool.map(lambda case: exchange(house.port, case[1]), sent))
        for maker in makers:
            mine = [(data, answer) for (name, data), answer in zip(sent, told) if name == maker.__name__]
            wrong = [(data[:600], answer) for data, answer in mine if any(code >= 500 for code in answer)]
            taken = sum(200 in answer for _, answer in mine)
            checks.that(f"{maker.__name__}: {len(mine)} requests, none met a fault of ours ({taken} taken)",
                        not wrong, f"{len(wrong)}: {wrong[:2]}")
        grown = memory(house) - before
        checks.that("memory stays bounded", grown < 150, f"{grown} MB more")
        checks.that("the daemon still runs", house.process.poll() is None, house.said())
        values = {"MessageSid": "SMlast", "From": "+15005550101", "To": "+15005550006", "Body": "fine"}
        checks.that("a genuine reply is taken afterwards", house.post("/hooks/main-sms", values)[0] == 200)
        code, _ = house.stop()
        checks.that("SIGTERM ends it cleanly", code == 0, code)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--count", type=int, default=800)
    options = parser.parse_args()
    Checks(280).run(lambda checks: road(checks, options))


if __name__ == "__main__":
    main()
