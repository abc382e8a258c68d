"""pages.py PAGES SIZE: a system whose list has so many pages of so many orders; it ends with its standard input.

It costs next to nothing, so that what is measured is who asks: all pages are made before, packed and not, and given as
they are.  Prints its port; GET /orders?page=N says in X-Total-Pages how many there are."""

import asyncio
import gzip
import json
import sys

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Total-Pages: %d\r\nContent-Length: %d\r\n%s\r\n"


def order(n):
    total = 1000 + n * 7919 % 900000
    at = f"2026-02-{1 + n // 86400 % 28:02}T{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}Z"
    return {"order_no": str(10000000 + n), "placed_at": at, "changed_at": at.replace("-02-", "-03-"),
            "status": ("paid", "shipped", "refunded", "cancelled")[n % 4], "currency": "EUR",
            "total": f"{total / 100:.2f}", "tax": f"{total * 19 // 119 / 100:.2f}", "shipping": "4.90",
            "email": f"to{n * 31 % 1000000:06}@example.org", "pieces": 1 + n % 9, "note": None,
            "lines": [{"sku": f"SKU-{(n * 7 + i) % 5000:05}", "quantity": 1 + i, "price": "9.90"} for i in range(2)]}


class Pages(asyncio.Protocol):
    answers = {}

    def connection_made(self, transport):
        self.transport, self.left = transport, b""

    def data_received(self, data):
        *requests, self.left = (self.left + data).split(b"\r\n\r\n")
        for request in requests:
            target = request.split(b" ", 2)[1]
            page = int(target.rpartition(b"page=")[2].split(b"&")[0])
            self.transport.write(self.answers[page, b"gzip" in request.partition(b"\r\n")[2]])


def prepare(pages, size):
    for page in range(1, pages + 1):
        plain = json.dumps({"orders": [order(n) for n in range((page - 1) * size, page * size)]}).encode()
        packed = gzip.compress(plain, 6)
        Pages.answers[page, False] = HEAD % (pages, len(plain), b"") + plain
        Pages.answers[page, True] = HEAD % (pages, len(packed), b"Content-Encoding: gzip\r\n") + packed


async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Pages, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


prepare(int(sys.argv[1]), int(sys.argv[2]))
asyncio.run(serve())
