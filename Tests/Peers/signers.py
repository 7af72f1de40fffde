"""Callbacks signed by the providers' own libraries, and judged by them.

Each function yields cases of one gateway: what was done to a genuine request, and whether the
library still takes it. Where a library can only judge, the text it judges is signed here by the
rule its source states. `random` cases hold what forms and addresses can hold: repeated and empty
parameters, every script, escapes, ports, slashes at the end.
"""

import base64
import contextlib
import dataclasses
import hashlib
import hmac
import json
import logging
import time
import urllib.parse
import warnings

warnings.simplefilter("ignore")
logging.getLogger("twilio").setLevel(logging.CRITICAL)

NOW = 1_760_000_000
HOOK = "https://hooks.example.org/hooks/"
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WORDS = ["a", "Body", "å", "日本", "😀", "x y", "a&b", "a=b", "a+b", "100%", "", "e\u0301", "é", "0",
         "~-._", '"q"', "it's", "<b>", "\\", "/", "?", "#", ";", ",", "@", ":", "&\u0301", "\r\n", " "]
NAMES = ["From", "To", "Body", "MessageSid", "a", "B", "b", "é", "x-y", "x.y", "Zz"]


@dataclasses.dataclass
class Case:
    gateway: str
    what: str
    method: str
    url: str
    headers: dict
    body: bytes
    genuine: bool
    now: int = NOW
    says: str = ""

    def wire(self):
        """As `kith gateway verify` reads it."""
        headers = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        return f"{self.method} {self.url} HTTP/1.1\r\n{headers}\r\n".encode() + self.body


@contextlib.contextmanager
def at(instant):
    """The libraries' clock stands at an instant."""
    real, time.time = time.time, lambda: float(instant)
    try:
        yield
    finally:
        time.time = real


def judged(judge):
    """Whether a judge says yes; an exception is a no."""
    try:
        return judge() is not False
    except Exception:
        return False


def mac(secret, text, algorithm="sha256"):
    data = text if isinstance(text, bytes) else text.encode()
    return hmac.new(secret.encode(), data, algorithm)


def b64(data):
    return base64.b64encode(data).decode()


def pairs(source, least=0, most=6):
    return [(source.choice(NAMES) + source.choice(["", "", "1"]),
             source.choice(WORDS) + source.choice(["", source.choice(WORDS)]))
            for _ in range(source.randint(least, most))]


def address(source, name, plain=False):
    """An address of a hook with what addresses may hold."""
    host = "https://hooks.example.org" + source.choice(["", "", ":443", ":8443"])
    url = host + "/hooks/" + name + source.choice(["", "/", "/a%20b", "/%C3%A5"])
    quote = source.choice([urllib.parse.quote, urllib.parse.quote_plus])
    if source.random() < 0.6:
        values = [(k, v) for k, v in pairs(source, 1, 4) if not plain or (k + v).isascii()]
        url += "?" + urllib.parse.urlencode(values, quote_via=quote)
    return url.rstrip("?")


def several(values):
    """Parameters as web frameworks hand them over: a name may have several values."""
    found = {}
    for name, value in values:
        found.setdefault(name, []).append(value)
    return found


# Twilio


class Parameters(dict):
    def getlist(self, name):
        return self[name]


def twilio(source, secrets, count):
    from twilio.request_validator import RequestValidator, get_signature_algorithm

    first, second, other = secrets["twilio"]
    values = [("From", "+15005550001"), ("Body", "yes é 😀"), ("MessageSid", "SM1")]

    def case(what, url, values, secret=first, asked=None, settings=None, body=None, says=""):
        """Signed over (url, values); what is asked may be another address."""
        algorithm = get_signature_algorithm(settings)
        headers = dict(FORM if body is None else JSON)
        if settings:
            headers["X-Twilio-Webhooks-Signature-Settings"] = settings
        known = algorithm.upper() in ("HMAC_SHA1", "HMAC_SHA256")
        signed = Parameters(several(values)) if body is None else {}
        headers["X-Twilio-Signature"] = RequestValidator(secret).compute_signature(
            url, signed, algorithm if known else None)
        asked = asked or url
        sent = urllib.parse.urlencode(values) if body is None else body
        told = Parameters(several(urllib.parse.parse_qsl(sent, keep_blank_values=True))) \
            if body is None else body
        genuine = any(RequestValidator(live).validate(
            asked, told, headers["X-Twilio-Signature"], algorithm) for live in (first, second))
        return Case("twilio", what, "POST", asked, headers, sent.encode(), genuine, says=says)

    url = HOOK + "twilio"
    yield case("genuine", url, values)
    yield case("the second live secret", url, values, secret=second)
    yield case("another secret", url, values, secret=other)
    tampered = case("a changed body", url, values)
    tampered.body, tampered.genuine = tampered.body.replace(b"yes", b"no"), False
    yield tampered
    yield case("signed for http://", url.replace("https", "http"), values, asked=url,
               says="signed for http://, public_url says https://")
    yield case("signed with the port", url.replace(".org/", ".org:443/"), values, asked=url)
    yield case("signed without the port", url, values, asked=url.replace(".org/", ".org:443/"))
    yield case("signed for another path", url + "/", values, asked=url, says="ending in")
    yield case("a shared key and HMAC-SHA256", url, values, settings="key=k,algorithm=HMAC_SHA256")
    yield case("an algorithm in small letters", url, values, settings="algorithm=hmac_sha256")
    yield case("an algorithm nobody knows", url, values, settings="algorithm=HMAC_MD5")
    body = json.dumps({"Body": "é😀"}, ensure_ascii=False)
    digest = hashlib.sha256(body.encode()).hexdigest()
    yield case("a JSON body by bodySHA256", f"{url}?bodySHA256={digest}", [], body=body)
    yield case("a JSON body by a wrong bodySHA256", f"{url}?bodySHA256={'0' * 64}", [], body=body,
               says="bodySHA256")
    yield case("no parameters at all", url, [])
    yield case("one name twice, the same value", url, [("a", "1"), ("a", "1"), ("a", "0")])
    for n in range(count):
        url, values = address(source, "twilio"), pairs(source)
        if source.random() < 0.3:
            values += values[:2]
        settings = source.choice([None, None, "key=k, algorithm = HMAC_SHA256", "key=k"])
        asked = source.choice([url, url, url, url.replace(":443", ""), url + "x"])
        yield case(f"random {n}", url, values, asked=asked, settings=settings,
                   secret=source.choice([first, first, second, other]))


# Plivo


def plivo(source, secrets, count):
    from plivo.utils.signature_v3 import (
        construct_get_url, construct_post_url, get_signature_v3, validate_v3_signature)

    first, second, other = secrets["plivo"]

    def case(what, url, values, get=False, secret=first, asked=None, more="", says=""):
        told = {k: v[0] if len(v) == 1 else v for k, v in several(values).items()}
        nonce = str(source.randint(10**9, 10**10))
        base = construct_get_url(url, {}) if get else construct_post_url(url, dict(told))
        signature = more + get_signature_v3(secret.encode(), base.decode(), nonce).decode()
        method, asked = "GET" if get else "POST", asked or url
        genuine = any(judged(lambda: validate_v3_signature(
            method, asked, nonce, live, signature, {} if get else dict(told)))
            for live in (first, second))
        headers = {"X-Plivo-Signature-V3": signature, "X-Plivo-Signature-V3-Nonce": nonce,
                   **({} if get else FORM)}
        body = b"" if get else urllib.parse.urlencode(values).encode()
        return Case("plivo", what, method, asked, headers, body, genuine, says=says)

    url, values = HOOK + "plivo", [("From", "15005550001"), ("Text", "ja é 😀"), ("To", "15005550006")]
    yield case("genuine", url, values)
    yield case("genuine by GET", url + "?To=1&From=2&Text=a%20b", [], get=True)
    yield case("the second live secret", url, values, secret=second)
    yield case("another secret", url, values, secret=other)
    yield case("several signatures", url, values, more="AAAA,")
    yield case("query and form", url + "?b=2&a=1", values)
    yield case("signed for http://", url.replace("https", "http"), values, asked=url,
               says="signed for http://, public_url says https://")
    changed = case("a changed body", url, values)
    changed.body, changed.genuine = changed.body.replace(b"ja", b"no"), False
    yield changed
    for n in range(count):
        # The library fails on other scripts in a query.
        url = address(source, "plivo", plain=True).replace("/%C3%A5", "")
        yield case(f"random {n}", url, pairs(source), get=source.random() < 0.4,
                   secret=source.choice([first, first, second, other]),
                   more=source.choice(["", "", "AAAA,"]))


# Vonage


def vonage(source, secrets, count):
    from vonage_http_client.auth import Auth

    first, second, other = secrets["vonage"]

    def case(what, values, method="sha256", secret=first, form="query", change=None):
        told = {"timestamp": str(NOW), **dict(values)}
        signer = Auth(api_key="k", signature_secret=secret, signature_method=method)
        told["sig"] = signer.sign_params(dict(told))
        if change:
            told.update(change)
        genuine = any(judged(lambda: Auth(
            api_key="k", signature_secret=live,
            signature_method=method).check_signature(dict(told))) for live in (first, second))
        url, headers, body = HOOK + "vonage", {}, b""
        if form == "query":
            url += "?" + urllib.parse.urlencode(told, quote_via=urllib.parse.quote)
        elif form == "form":
            headers, body = FORM, urllib.parse.urlencode(told).encode()
        else:
            headers, body = JSON, json.dumps(told, ensure_ascii=form == "ascii").encode()
        return Case("vonage", what, "GET" if form == "query" else "POST", url, dict(headers), body,
                    genuine)

    values = {"msisdn": "15005550001", "to": "15005550006", "messageId": "m1", "text": "a&b=c é😀"}
    for method in ("md5", "sha1", "sha256", "sha512"):
        for form in ("query", "form", "json", "ascii"):
            yield case(f"genuine, {method}, {form}", values, method, form=form)
    yield case("the second live secret", values, secret=second)
    yield case("another secret", values, secret=other)
    yield case("a changed text", values, change={"text": "STOP"})
    yield case("an additional parameter", values, change={"x": "1"})
    yield case("sig in capitals", values, change={})
    for n in range(count):
        yield case(f"random {n}", {**values, **dict(pairs(source))},
                   source.choice(["md5", "sha256", "sha512"]),
                   source.choice([first, second, other]), source.choice(["query", "form", "json"]),
                   source.choice([None, None, {"to": "1"}]))


def vonage_messages(source, secrets, count):
    import jwt
    from vonage_jwt import verify_jwt

    first, second, other = secrets["vonage-messages"]
    body = json.dumps({"message_uuid": "u", "from": "15005550001", "to": "15005550006", "text": "é",
                       "channel": "sms", "message_type": "text",
                       "timestamp": "2025-10-09T08:53:20Z"}).encode()

    def case(what, secret=first, now=NOW, sent=body, algorithm="HS256", **more):
        claims = {"iat": NOW, "jti": "j", "iss": "Vonage", "api_key": "k",
                  "payload_hash": hashlib.sha256(body).hexdigest(), **more}
        claims = {name: value for name, value in claims.items() if value is not None}
        key = "" if algorithm == "none" else secret
        token = jwt.encode(claims, key, algorithm=algorithm)
        bound = claims.get("payload_hash", "").lower() == hashlib.sha256(sent).hexdigest()
        with frozen_jwt(now):
            genuine = bound and abs(now - NOW) <= 300 and "iat" in claims and any(
                judged(lambda: verify_jwt.verify_signature(token, live)) for live in (first, second))
        headers = {"Authorization": "Bearer " + token, **JSON}
        return Case("vonage-messages", what, "POST", HOOK + "vonage-messages", headers, sent, genuine,
                    now=now)

    yield case("genuine")
    yield case("the second live secret", secret=second)
    yield case("another secret", secret=other)
    yield case("a changed body (the library alone would not notice)", sent=body + b" ")
    yield case("payload_hash missing", payload_hash=None)
    yield case("payload_hash in capitals", payload_hash=hashlib.sha256(body).hexdigest().upper())
    yield case("300 s old", now=NOW + 300)
    yield case("301 s old", now=NOW + 301)
    yield case("expired", now=NOW + 61, exp=NOW + 60)
    yield case("not expired yet", now=NOW + 59, exp=NOW + 60)
    yield case("meant for later", now=NOW, nbf=NOW + 30)
    yield case("meant for somebody else", aud="somebody")
    yield case("another algorithm", algorithm="HS512")
    yield case("no algorithm", algorithm="none")


@contextlib.contextmanager
def frozen_jwt(instant):
    import jwt.api_jwt
    from datetime import datetime

    class Frozen(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.fromtimestamp(instant, tz)

    real, jwt.api_jwt.datetime = jwt.api_jwt.datetime, Frozen
    try:
        yield
    finally:
        jwt.api_jwt.datetime = real


# MessageBird


def messagebird(source, secrets, count):
    import jwt
    from messagebird.request_validator import RequestValidator
    from messagebird.signed_request import SignedRequest

    first, second, other = secrets["messagebird"]

    def case(what, url, body=b"", secret=first, now=NOW, asked=None, algorithm="HS256", says="",
             **more):
        claims = {"iss": "MessageBird", "nbf": NOW - 10, "exp": NOW + 60, "jti": "j",
                  "url_hash": hashlib.sha256(url.encode()).hexdigest()}
        if body:
            claims["payload_hash"] = hashlib.sha256(body).hexdigest()
        claims.update(more)
        claims = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(claims, "" if algorithm == "none" else secret, algorithm=algorithm)
        asked = asked or url
        with frozen_jwt(now):
            genuine = any(judged(lambda: RequestValidator(live).validate_signature(
                token, asked, body)) for live in (first, second))
        headers = {"MessageBird-Signature-JWT": token, **(JSON if body else {})}
        return Case("messagebird", what, "POST" if body else "GET", asked, headers, body, genuine,
                    now=now, says=says)

    url, body = HOOK + "messagebird?id=1&status=delivered&recipient=1", b'{"originator":"1","body":"\xc3\xa9"}'
    yield case("genuine by GET", url)
    yield case("genuine by POST", url, body)
    yield case("the second live secret", url, secret=second)
    yield case("another secret", url, secret=other)
    yield case("HS512", url, algorithm="HS512")
    yield case("no algorithm", url, algorithm="none")
    yield case("another issuer", url, iss="Somebody")
    yield case("meant for somebody else", url, aud="somebody")
    yield case("no end", url, exp=None)
    yield case("a second after its end", url, now=NOW + 60)
    yield case("two seconds after its end", url, now=NOW + 61)
    yield case("a second before its begin", url, now=NOW - 11)
    yield case("two seconds before its begin", url, now=NOW - 12)
    yield case("a body nobody signed", url, body, payload_hash=None)
    yield case("signed for http://", url.replace("https", "http"), asked=url,
               says="signed for http://, public_url says https://")
    yield case("signed with a slash at the end", url.replace("bird?", "bird/?"), asked=url,
               says="ending in")
    for n in range(count):
        url = address(source, "messagebird")
        yield case(f"random {n}", url, source.choice([b"", body]),
                   source.choice([first, first, second, other]),
                   asked=source.choice([url, url, url + ("&" if "?" in url else "?") + "x=1"]))
    for n in range(count // 2):
        values = {k: v for k, v in pairs(source, 1) if v and all(ord(c) < 256 for c in k + v)}
        url = HOOK + "messagebird" + ("?" + urllib.parse.urlencode(list(values.items())) if values else "")
        text = f"{NOW}\n{urllib.parse.urlencode(sorted(values.items()))}\n".encode()
        secret = source.choice([first, second, other])
        signature = b64(mac(secret, text + hashlib.sha256(b"").digest()).digest())
        genuine = any(SignedRequest(signature, str(NOW), "", dict(values)).verify(live)
                      for live in (first, second))
        yield Case("messagebird", f"the older scheme, random {n}", "GET", url,
                   {"MessageBird-Signature": signature, "MessageBird-Request-Timestamp": str(NOW)},
                   b"", genuine)


# Those that sign time and body


def stamped(gateway, sign, judge, secrets, limit, body, future=True, content=JSON):
    """The cases that every scheme with a time in a header has."""
    first, second, other = secrets[gateway]

    def case(what, secret=first, now=NOW, sent=body, alter=lambda headers: headers):
        headers = alter(sign(secret, str(NOW), body))
        with at(now):
            genuine = any(judged(lambda: judge(live, headers, sent)) for live in (first, second))
        return Case(gateway, what, "POST", HOOK + gateway, {**headers, **content}, sent, genuine, now=now)

    yield case("genuine")
    yield case("the second live secret", secret=second)
    yield case("another secret", secret=other)
    yield case("a changed body", sent=body + b" ")
    yield case("header names in capitals",
               alter=lambda headers: {name.upper(): value for name, value in headers.items()})
    for name in sign(first, str(NOW), body):
        yield case(f"{name} missing",
                   alter=lambda headers: {k: v for k, v in headers.items() if k != name})
        yield case(f"{name} empty", alter=lambda headers: {**headers, name: ""})
    if limit:
        for age in (limit, limit + 1):
            yield case(f"{age} s old", now=NOW + age)
            if future:
                yield case(f"{age} s ahead", now=NOW - age)


def telnyx(source, secrets, count):
    from nacl.signing import SigningKey
    from telnyx.lib.webhook_verification import verify_webhook_signature

    keys = {public: SigningKey(base64.b64decode(private))
            for public, private in zip(secrets["telnyx"], secrets["telnyx private"])}

    def sign(public, stamp, body):
        signature = keys[public].sign(f"{stamp}|".encode() + body).signature
        return {"telnyx-signature-ed25519": b64(signature), "telnyx-timestamp": stamp}

    def judge(public, headers, body):
        return verify_webhook_signature(body, headers, public) is None

    body = '{"data":{"event_type":"message.received","payload":{"text":"é😀"}}}'.encode()
    yield from stamped("telnyx", sign, judge, secrets, 300, body)


def sendgrid(source, secrets, count):
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from sendgrid.helpers.eventwebhook import EventWebhook

    keys = {public: serialization.load_der_private_key(base64.b64decode(private), None)
            for public, private in zip(secrets["sendgrid"], secrets["sendgrid private"])}
    names = [f"X-Twilio-Email-Event-Webhook-{part}" for part in ("Signature", "Timestamp")]

    def sign(public, stamp, body):
        signature = keys[public].sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
        return {names[0]: b64(signature), names[1]: stamp}

    def judge(public, headers, body):
        found = {name.lower(): value for name, value in headers.items()}
        return EventWebhook(public).verify_signature(
            body.decode(), found[names[0].lower()], found[names[1].lower()])

    yield from stamped("sendgrid", sign, judge, secrets, None, '[{"event":"delivered"}]\r\n'.encode())


def resend(source, secrets, count):
    from datetime import datetime, timezone

    import resend as library
    from svix.webhooks import Webhook

    body = '{"type":"email.delivered","data":{"email_id":"é"}}'.encode()

    def sign(secret, stamp, body):
        moment = datetime.fromtimestamp(int(stamp), timezone.utc)
        return {"svix-id": "msg_1", "svix-timestamp": stamp,
                "svix-signature": Webhook(secret).sign("msg_1", moment, body.decode())}

    def judge(secret, headers, body):
        found = {name.lower(): value for name, value in headers.items()}
        library.Webhooks.verify({
            "payload": body.decode(), "webhook_secret": secret,
            "headers": {part: found.get("svix-" + part) for part in ("id", "timestamp", "signature")}})

    yield from stamped("resend", sign, judge, secrets, 300, body)
    first = secrets["resend"][0]
    headers = sign(first, str(NOW), body)
    wrong = "v1," + b64(b"x" * 32)
    for what, signature, genuine in (
            ("two signatures, the second ours", wrong + " " + headers["svix-signature"], True),
            ("another version of the scheme", "v1a" + headers["svix-signature"][2:], False),
            ("no version", headers["svix-signature"][3:], False)):
        yield Case("resend", what, "POST", HOOK + "resend",
                   {**headers, "svix-signature": signature, **JSON}, body, genuine)
    yield Case("resend", "the names of Standard Webhooks", "POST", HOOK + "resend",
               {**{name.replace("svix", "webhook"): value for name, value in headers.items()}, **JSON},
               body, True)


def sinch(source, secrets, count):
    from sinch.domains.sms.sinch_events.v1.sms_sinch_event import SmsSinchEvent

    name = "x-sinch-webhook-signature"

    def sign(secret, stamp, body):
        signature = mac(secret, body + f".nonce1.{stamp}".encode())
        return {name: b64(signature.digest()), name + "-nonce": "nonce1", name + "-timestamp": stamp,
                name + "-algorithm": "HmacSHA256"}

    def judge(secret, headers, body):
        return SmsSinchEvent(secret).validate_authentication_header(headers, body)

    body = '{"type":"mo_text","id":"1","from":"15005550001","to":"1","body":"é😀"}'.encode()
    for case in stamped("sinch", sign, judge, secrets, None, body):
        # The library signs with an empty nonce or time; a genuine request has neither.
        if not case.what.endswith(("nonce empty", "timestamp empty")):
            yield case


def textbelt(source, secrets, count):
    from textbelt_utils.utils import verify_webhook

    names = ["X-textbelt-signature", "X-textbelt-timestamp"]

    def sign(secret, stamp, body):
        return {names[0]: mac(secret, stamp.encode() + body).hexdigest(), names[1]: stamp}

    def judge(secret, headers, body):
        found = {name.lower(): value for name, value in headers.items()}
        return verify_webhook(secret, found[names[1].lower()], found[names[0].lower()], body.decode())

    # The library takes times ahead of ours without limit; Kith allows them the same 15 minutes.
    body = '{"textId":"1","fromNumber":"+15005550001","text":"é😀"}'.encode()
    yield from stamped("textbelt", sign, judge, secrets, 900, body, future=False)


def mailgun(source, secrets, count):
    from mailgun.security import SecurityGuard

    first, second, other = secrets["mailgun"]

    def case(what, secret=first, now=NOW, number=False, token="t" * 50, alter=None):
        signature = {"timestamp": NOW if number else str(NOW), "token": token,
                     "signature": mac(secret, f"{NOW}{token}").hexdigest()}
        signature.update(alter or {})
        with at(now):
            genuine = any(judged(lambda: SecurityGuard.verify_webhook(
                live, signature["token"], signature["timestamp"], signature["signature"]))
                for live in (first, second))
        body = {"signature": signature, "event-data": {"event": "delivered", "id": "1"}}
        return Case("mailgun", what, "POST", HOOK + "mailgun", dict(JSON), json.dumps(body).encode(),
                    genuine, now=now)

    yield case("genuine")
    yield case("its time as a number", number=True)
    yield case("the second live secret", secret=second)
    yield case("another secret", secret=other)
    yield case("another token", alter={"token": "u" * 50})
    yield case("another time", alter={"timestamp": str(NOW + 1)})
    for age in (900, 901, -900, -901):
        yield case(f"{age} s old", now=NOW + age)


ALL = [twilio, plivo, vonage, vonage_messages, messagebird, telnyx, sendgrid, resend, sinch, textbelt,
       mailgun]
PACKAGES = ["twilio", "plivo", "telnyx", "pynacl", "messagebird", "sinch", "sendgrid", "svix", "resend",
            "textbelt-utils", "vonage-jwt", "vonage-http-client", "mailgun", "cryptography"]


def secrets(source):
    """Three a gateway: the two that are live, and a stranger's."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from nacl.signing import SigningKey

    found = {}
    for maker in ALL:
        name = maker.__name__.replace("_", "-")
        found[name] = ["".join(source.choice("0123456789abcdef") for _ in range(40)) for _ in range(3)]
    found["resend"] = ["whsec_" + b64(source.randbytes(24)) for _ in range(3)]
    signing = [SigningKey(source.randbytes(32)) for _ in range(3)]
    found["telnyx"] = [b64(bytes(key.verify_key)) for key in signing]
    found["telnyx private"] = [b64(bytes(key)) for key in signing]
    curves = [ec.generate_private_key(ec.SECP256R1()) for _ in range(3)]
    found["sendgrid"] = [b64(key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)) for key in curves]
    found["sendgrid private"] = [b64(key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption())) for key in curves]
    return found
