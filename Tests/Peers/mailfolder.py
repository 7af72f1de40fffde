#!/usr/bin/env python3
"""A pretend IMAP server (RFC 3501) with one folder of many mails, all of them seen.

    mailfolder.py [--first UID] [--count N] [--until-eof]

Prints "port N" when it is ready. Whoever logs in finds COUNT mails, numbered from FIRST; the text of
each is its number. It knows what libcurl asks, and no more.
"""

import argparse
import asyncio
import re
import sys


class Folder:
    def __init__(self, first, count):
        self.first, self.last = first, first + count - 1

    def searched(self, words):
        """What UID SEARCH finds."""
        asked = re.search(r"\bUID (\d+|\*)(?::(\d+|\*))?", words)
        if re.search(r"\bUNSEEN\b", words) or not asked or self.last < self.first:
            return []
        low, high = (self.last if end == "*" else int(end)
                     for end in (asked[1], asked[2] or asked[1]))
        # A range has no order (RFC 3501, section 9, seq-range).
        low, high = min(low, high), max(low, high)
        return range(max(low, self.first), min(high, self.last) + 1)

    def answer(self, command):
        """The untagged lines that a command brings."""
        word = command.upper()
        if word.startswith("CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1\r\n"
        if word.startswith("SELECT"):
            return b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] numbered\r\n" % (self.last - self.first + 1)
        if word.startswith("UID SEARCH"):
            return b"* SEARCH" + b"".join(b" %d" % uid for uid in self.searched(word)) + b"\r\n"
        if word.startswith("UID FETCH"):
            uid = int(word.split()[2])
            text = b"Subject: mail\r\n\r\n%d\r\n" % uid
            return b"* 1 FETCH (UID %d BODY[] {%d}\r\n%s)\r\n" % (uid, len(text), text)
        return b""

    async def serve(self, reader, writer):
        writer.write(b"* OK ready\r\n")
        try:
            while line := await reader.readline():
                tag, _, command = line.decode().strip().partition(" ")
                writer.write(self.answer(command) + tag.encode() + b" OK done\r\n")
                await writer.drain()
                if command.upper().startswith("LOGOUT"):
                    break
        except ConnectionError:
            pass
        writer.close()


def choose():
    parser = argparse.ArgumentParser()
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=3)
    parser.add_argument("--until-eof", action="store_true", help="end when stdin is closed")
    return parser.parse_args()


async def main():
    options = choose()
    folder = Folder(options.first, options.count)
    server = await asyncio.start_server(folder.serve, "127.0.0.1", 0)
    print(f"port {server.sockets[0].getsockname()[1]}", flush=True)
    if options.until_eof:
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        server.close()
    else:
        await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
