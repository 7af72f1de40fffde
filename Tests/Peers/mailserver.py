#!/usr/bin/env python3
"""A small mail server (aiosmtpd) whose answers depend on the recipient, for tests.

    mailserver.py [--port N] [--log FILE] [--tls CERT KEY] [--login USER PASSWORD] [--until-eof]

Prints "port N" when it is ready. Every mail it takes becomes one JSON line in FILE, flushed before it
is answered: {"from", "to", "data"}. The part before the @ of the recipient chooses the answer:

    gone     550 at RCPT      busy     451 at RCPT      refused  554 after the mail
    later    451 after the mail        mute     takes the mail, and never answers
    lost     takes the mail, and closes the connection without an answer
"""

import argparse
import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    def __init__(self, log):
        self.log = open(log, "a", buffering=1) if log else None

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "gone":
            return "550 5.1.1 No such user"
        if name == "busy":
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "refused":
            return "554-5.7.1 Not like\r\n554 5.7.1 this"
        if name == "later":
            return "451 4.3.0 Not now"
        if self.log:
            entry = {
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "data": envelope.original_content.decode("utf-8", "replace"),
            }
            self.log.write(json.dumps(entry) + "\n")
            self.log.flush()
        if name == "mute":
            await asyncio.sleep(3600)
        if name == "lost":
            server.transport.abort()
            await asyncio.sleep(3600)
        return "250 2.0.0 Ok: queued as D6E651420FA"


def choose():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log")
    parser.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"))
    parser.add_argument("--login", nargs=2, metavar=("USER", "PASSWORD"))
    parser.add_argument("--until-eof", action="store_true", help="end when stdin is closed")
    return parser.parse_args()


def login_check(login):
    def check(server, session, envelope, mechanism, data):
        given = [data.login.decode(), data.password.decode()]
        return AuthResult(success=given == login, handled=given == login)

    return check


async def main():
    options = choose()
    handler = Handler(options.log)
    settings = {"enable_SMTPUTF8": True, "hostname": "mail.example.net"}
    if options.tls:
        settings["tls_context"] = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        settings["tls_context"].load_cert_chain(*options.tls)
    if options.login:
        settings["authenticator"] = login_check(options.login)
        settings["auth_required"] = True
        settings["auth_require_tls"] = bool(options.tls)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, loop=loop, **settings), "127.0.0.1", options.port
    )
    print(f"port {server.sockets[0].getsockname()[1]}", flush=True)
    if options.until_eof:
        await loop.run_in_executor(None, sys.stdin.read)
        server.close()
    else:
        await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
