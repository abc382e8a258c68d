"""A marketplace on 127.0.0.1, for the project that is disturbed: two lists, of which each command meets the same
answers.

The stock comes on three pages.  The second has moved to another address and is packed; the third is busy for some
times, until a date, and is longer than what the program takes at once.  The orders are asked for by POST, on two pages,
of which the first fails at first."""

import gzip
import json
import threading
from collections import Counter
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

import orders

SECRET = "the+market/knows=us"
DATE = "Mon, 06 Apr 2026 02:30:00 GMT"
FIRST = date(2026, 4, 1)
ARTICLES, A_PAGE, ORDERS = 9, 3, 4

# Some of these answers may be lost, and one is to come.
BUSY = 5
LONG = " " * (5 << 18)



class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60

    def log_message(self, *words):
        pass

    def answer(self, status, content=None, **head):
        body = content if isinstance(content, bytes) else json.dumps(content or {}).encode()
        self.send_response_only(status)
        for name, value in {"Date": DATE, "Content-Length": len(body), **head}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True     # whoever asked was killed

    def turn(self):
        """How often it was asked for before by this command."""
        with self.server.lock:
            self.server.asked[self.path] += 1
            return self.server.asked[self.path] - 1

    def do_GET(self):
        parts = urlparse(self.path)
        day = parse_qs(parts.query).get("day", [""])[0]
        answer = getattr(self, "get" + parts.path.replace("/", "_"), None)
        if self.headers["Authorization"] != f"Bearer {SECRET}" or self.headers["X-Client"] != "nightly":
            self.answer(401)
        elif answer is None or not day:
            self.answer(404)
        else:
            answer(day)

    def articles(self, page, day):
        night = (date.fromisoformat(day) - FIRST).days
        content = {"total": ARTICLES, "articles": [{"sku": f"S{n}", "count": n * 5 + night}
                                                   for n in range(A_PAGE * (page - 1), A_PAGE * page)]}
        return content if page == ARTICLES // A_PAGE else content | {"next": f"/stock/{page + 1}?day={day}"}

    def get_stock(self, day):
        self.answer(200, self.articles(1, day))

    def get_stock_2(self, day):
        self.answer(307, Location=f"/stock/two?day={day}")

    def get_stock_two(self, day):
        self.answer(200, gzip.compress(json.dumps(self.articles(2, day)).encode(), mtime=0), Content_Encoding="gzip")

    def get_stock_3(self, day):
        if self.turn() < BUSY:
            self.answer(429, Retry_After=DATE)
        else:
            self.answer(200, (json.dumps(self.articles(3, day)) + LONG).encode())

    def do_POST(self):
        said = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        day = parse_qs(said).get("day", [""])[0]
        after = parse_qs(urlparse(self.path).query).get("after", [""])[0]
        if self.headers["Authorization"] != f"Bearer {SECRET}" or not day:
            self.answer(401)
        elif not after and self.turn() == 0:
            self.answer(503)
        else:
            self.answer(200, self.orders(1 if after else 0, (date.fromisoformat(day) - FIRST).days))

    def orders(self, page, night):
        facts = [orders.order(200000 + n, night) for n in range(ORDERS * page, ORDERS * (page + 1))]
        return {"orders": [json.loads(orders.shop_line(f)) for f in facts], "more": page == 0}


class Market:
    """Until close; begins_anew before each command."""

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.server.daemon_threads = True
        self.server.asked, self.server.lock = Counter(), threading.Lock()
        self.server.handle_error = lambda *_: None
        self.base = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 60}, daemon=True).start()

    def begins_anew(self):
        with self.server.lock:
            self.server.asked.clear()
