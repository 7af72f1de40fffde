#!/usr/bin/env python3
"""A small HTTP/1.1 server that writes down what it was sent, and misbehaves where it is asked to.

    recorder.py [--port N] [--log FILE] [--tls CERT KEY] [--status 201] [--body TEXT]
                [--until-eof]

Prints "port N" when it is ready. Every request becomes one JSON line in FILE (or nowhere), written
and flushed before it is answered: {"number", "connection", "method", "path", "headers", "body"}.
`{n}` in the body of the answer becomes the request's number.

The first parts of the path choose what happens:

    /status/429/...      that status            /redirect/...     302 to /redirected
    /stall/...           no answer, ever        /reset/...        connection reset, no answer
    /garbage/...         bytes that are no HTTP /slow/...         one byte a second
    /big/N/...           a body of N bytes      /cut/...          closed in the middle of the answer
    /head/N/...          a head of N bytes      /second/...       answers the connection's first
    /late/MS/...         answers after MS ms                      request, then takes one and closes
    /raw/HEX/...         these bytes    /part/N/...      N bytes of an answer, then a reset
    /close/...           answers and closes without having said so
    /interim/...         100 Continue without end  /endless/...  a body of chunks without end
    /line/...            a header line of 1 MB     /packed/...   10 MB of zeros in gzip, unasked
    /early/...           answers and closes before the body of the request has come
    /seen?MARK           the JSON lines so far with MARK in the path, as an array
"""

import argparse
import asyncio
import gzip
import json
import socket
import ssl
import struct
import sys


class Recorder:
    def __init__(self, options):
        self.options = options
        self.records = []
        self.connections = 0
        self.log = open(options.log, "a", buffering=1) if options.log else None

    def record(self, connection, method, path, headers, body):
        entry = {
            "number": len(self.records) + 1,
            "connection": connection,
            "method": method,
            "path": path,
            "headers": headers,
            "body": body.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode(),
        }
        self.records.append(entry)
        if self.log:
            self.log.write(json.dumps(entry) + "\n")
            self.log.flush()
        return entry["number"]

    async def serve(self, reader, writer):
        self.connections += 1
        connection, requests = self.connections, 0
        try:
            while await self.one(reader, writer, connection, requests):
                requests += 1
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def one(self, reader, writer, connection, before):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ", 2)
        headers = [line.split(":", 1) for line in head[1:] if line]
        headers = [[name, value.strip()] for name, value in headers]
        known = {name.lower(): value for name, value in headers}
        early = path.startswith("/early")
        body = b"" if early else await reader.readexactly(int(known.get("content-length", 0)))
        if path.startswith("/seen"):
            mark = path.partition("?")[2]
            seen = [entry for entry in self.records if mark in entry["path"]]
            return await self.answer(writer, 200, json.dumps(seen))
        number = self.record(connection, method, path, headers, body)
        parts = path.split("?")[0].strip("/").split("/")
        misbehave = getattr(self, "do_" + parts[0], None)
        if misbehave:
            return await misbehave(writer, parts[1:], number, before)
        return await self.answer(writer, self.options.status, self.text(number))

    def text(self, number):
        return self.options.body.replace("{n}", str(number))

    async def answer(self, writer, status, text, extra=""):
        body = text.encode()
        writer.write(
            (
                f"HTTP/1.1 {status} Told\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n{extra}\r\n"
            ).encode()
            + body
        )
        await writer.drain()
        return True

    async def do_status(self, writer, parts, number, before):
        extra = "Retry-After: 7\r\n" if parts[0] in ("429", "503") else ""
        return await self.answer(writer, int(parts[0]), self.text(number), extra)

    async def do_redirect(self, writer, parts, number, before):
        return await self.answer(writer, 302, "", "Location: /redirected\r\n")

    async def do_stall(self, writer, parts, number, before):
        await asyncio.sleep(3600)

    async def do_late(self, writer, parts, number, before):
        await asyncio.sleep(int(parts[0]) / 1000)
        return await self.answer(writer, self.options.status, self.text(number))

    async def do_reset(self, writer, parts, number, before):
        raw = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        return False

    async def do_garbage(self, writer, parts, number, before):
        writer.write(b"\x16\x03\x01 what is this\r\n\r\n\x00\xff" * 3)
        await writer.drain()
        return False

    async def do_slow(self, writer, parts, number, before):
        for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(1)

    async def do_big(self, writer, parts, number, before):
        return await self.answer(writer, 200, "x" * int(parts[0]))

    async def do_head(self, writer, parts, number, before):
        line = "X-Long: " + "x" * 1000 + "\r\n"
        return await self.answer(writer, 200, "{}", line * (int(parts[0]) // len(line) + 1))

    async def do_cut(self, writer, parts, number, before):
        writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\n{\"sid\":")
        await writer.drain()
        return False

    async def do_raw(self, writer, parts, number, before):
        writer.write(bytes.fromhex(parts[0] if parts else ""))
        await writer.drain()
        return False

    async def do_part(self, writer, parts, number, before):
        whole = b"HTTP/1.1 201 Created\r\nContent-Length: 11\r\n\r\n{\"sid\":\"1\"}"
        writer.write(whole[: int(parts[0])])
        await writer.drain()
        # Let the kernel deliver what was written before the reset overtakes it.
        await asyncio.sleep(0.02)
        return await self.do_reset(writer, parts, number, before)

    async def do_second(self, writer, parts, number, before):
        if before:
            return False
        return await self.answer(writer, 201, self.text(number))

    async def without_end(self, writer, start, more):
        writer.write(start)
        while True:
            writer.write(more)
            await writer.drain()

    async def do_interim(self, writer, parts, number, before):
        await self.without_end(writer, b"", b"HTTP/1.1 100 Continue\r\nX-A: b\r\n\r\n" * 100)

    async def do_endless(self, writer, parts, number, before):
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        await self.without_end(writer, head, b"1\r\nx\r\n" * 100)

    async def do_line(self, writer, parts, number, before):
        return await self.answer(writer, 200, "{}", "X-Long: " + "x" * 1_000_000 + "\r\n")

    async def do_packed(self, writer, parts, number, before):
        body = gzip.compress(bytes(10_000_000))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                     b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        await writer.drain()
        return True

    async def do_early(self, writer, parts, number, before):
        await self.answer(writer, 201, self.text(number))
        return False

    async def do_close(self, writer, parts, number, before):
        await self.answer(writer, 201, self.text(number))
        return False


def choose():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log")
    parser.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"))
    parser.add_argument("--status", type=int, default=201)
    parser.add_argument("--body", default='{"sid": "SM{n}", "status": "queued"}')
    parser.add_argument("--until-eof", action="store_true", help="end when stdin is closed")
    return parser.parse_args()


async def main():
    options = choose()
    context = None
    if options.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*options.tls)
    recorder = Recorder(options)
    server = await asyncio.start_server(
        recorder.serve, "127.0.0.1", options.port, ssl=context, limit=1 << 20, backlog=512
    )
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
