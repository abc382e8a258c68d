#!/usr/bin/env python3
"""Lists over HTTP, against a server that misbehaves in every way it can: what is whole arrives whole and once, all else
is a failure that says why and stages nothing; and no secret is in anything that was written."""

import base64
import gzip
import json
import sys
import threading
from email.utils import formatdate
from pathlib import Path
from time import sleep, time
from urllib.parse import parse_qs, quote, urlparse

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

from answering import Answering, serve                                                 # noqa: E402
from items import beginning, check_says, extracts_of, kept_secret, project, rows_of    # noqa: E402
from tap import Tap                                                                    # noqa: E402

SECRET = "s3cr3t/of+the=shop"
HELD, SIZE = 250, 60
RECORDS = [{"id": f"r{i:03}", "amount": f"{i}.50"} for i in range(HELD)]
DAY = "2026-03-31"

# name: paging, what the server does, and what must come of it: None (all of it) or a piece of the reason.
CURSOR = 'kind = "cursor", from = "last:id", to = "query:after", stop = { field_false = "more" }'
NUMBER = f'kind = "page", to = "query:page", size_param = "size", size = {SIZE}'
BODY_CURSOR = 'kind = "cursor", from = "next.after", to = "query:after", stop = { field_missing = "next" }'
CASES = {
    "cursor": (CURSOR, None),
    "cursor_body": ('kind = "cursor", from = "next.after", to = "query:after", '
                    'stop = { field_missing = "next" }', None),
    "cursor_head": ('kind = "cursor", from = "header:X-Next", to = "query:after", '
                    'stop = { field_missing = "header:X-Next" }', None),
    "number": (NUMBER + ', stop = "short_page"', None),
    "number_zero": (NUMBER + ', start = 0, stop = "short_page"', None),
    "number_pages": (NUMBER + ', stop = { total_pages = "pages" }', None),
    "number_empty": (NUMBER + ', stop = "empty_page"', None),
    "offset": (f'kind = "offset", to = "query:from", start = 0, size_param = "size", size = {SIZE}, '
               'stop = { total = "header:X-Total" }', None),
    "link": ('kind = "link_header", stop = { field_missing = "header:X-More" }', None),
    "next_url": ('kind = "next_url", path = "here", stop = { field_missing = "here" }', None),
    "first_only": ('kind = "next_url", path = "here", stop = { field_true = "end" }, first_only = ["since"]', None),
    "totals": (CURSOR + ', total = "total"', None),
    "totals_left": (CURSOR + ', total = "left", total_of = "first"', None),
    # Faults that a second try mends.
    "busy_seconds": (CURSOR, None), "busy_date": (CURSOR, None), "busy": (CURSOR, None), "error_500": (CURSOR, None),
    "error_503": (CURSOR, None), "reset": (CURSOR, None), "short_body": (CURSOR, None), "gzip_cut": (CURSOR, None),
    "gzip_sum": (CURSOR, None), "stall": (CURSOR, None), "error_in_200": (CURSOR, None), "moved_here": (CURSOR, None),
    "zipped": (CURSOR, None),
    # Faults that nothing mends.
    "always_500": (CURSOR, "status 500, in every try"),
    "too_long": (CURSOR, "left to a later run"),
    "refused": (CURSOR, "status 403"),
    "moved_away": (CURSOR, "leads to another place"),
    "link_away": ('kind = "link_header", stop = { field_missing = "header:X-More" }', "leads to another place"),
    "same_page": (NUMBER + ', stop = "short_page"', "has the same records as page"),
    "loop": ('kind = "cursor", from = "next.after", to = "query:after", stop = { field_missing = "next" }',
             "leads back to one that was read before"),
    "no_next": (CURSOR, "says not where the next one is"),
    "no_flag": (CURSOR, "more is not there"),
    "no_json": (CURSOR, "the answer is no JSON"),
    "total_wrong": (CURSOR + ', total = "total"', "records came, but total says"),
    "past_end": (NUMBER + ', stop = { total_pages = "pages" }, total = "total"',
                 "pages is 3 on page 3, and was 5 before: the list has changed while it was read"),
    "total_moves": (CURSOR + ', total = "total"', "total is 251 on page 2, and was 250 before"),
    "total_ends_it": (NUMBER + ', stop = { total = "total" }', "total is 100 on page 2, and was 250 before"),
    "empty_announces": (BODY_CURSOR + ', empty = "fail"', "page 3 has no records, and is not the last"),
    "empty_announced": (BODY_CURSOR + ', empty = "fail"', "page 3 has no records, though the one before it says"),
    "behind": (NUMBER + ', stop = "short_page", behind = true', None),
    "behind_offset": (f'kind = "offset", to = "query:from", start = 0, size_param = "size", size = {SIZE}, '
                      'stop = "short_page", behind = true', None),
    "behind_more": (NUMBER + ', stop = "short_page", behind = true',
                    "page 4 has records, though page 3 was the last by its length"),
    "counted": (NUMBER + ', stop = "short_page", count = { query = { of = "{business_date}", size = "0" }, at = "n" }',
                None),
    "counted_less": (NUMBER + ', stop = "short_page", count = { path = "count", at = "n" }',
                     "120 records came, but n says 250"),
    "counted_never": (NUMBER + ', stop = "short_page", count = { path = "nobody", at = "n" }', "status 403"),
    "empty_left": (NUMBER + ', stop = { total_pages = "pages" }, total = "left", total_of = "first"',
                   "190 records came, but left says 250"),
    "empty_middle": (CURSOR, "says not where the next one is"),
    "too_many": (CURSOR + ", most = 3", "there are more than 3 pages"),
    "packed_otherwise": (CURSOR, "which was not asked for"),
    "too_much": (CURSOR, "more than 1000000 values in one answer"),
    "too_large": (CURSOR, "longer than 32 MiB"),
    "unauthorized": (CURSOR, "status 401"),
    "nothing": (CURSOR, "an empty answer, of status 200"),
    "moved_nowhere": (CURSOR, "status 302 without a place to go"),
    "moved_oddly": (CURSOR, "an address that it names cannot be used"),
    "moved_round": (CURSOR, "leads from one place to the next, more than"),
    "head_too_long": (CURSOR, "its head is longer than 256 KiB"),
    "link_odd": ('kind = "link_header", stop = { field_missing = "header:X-More" }', "says not where the next one is"),
    "no_count": (NUMBER + ', stop = { total = "total" }', 'total is "many", where a count was expected'),
    "total_no_count": (CURSOR + ', total = "total"', 'total is not there, where a count was expected'),
    "other_end": (BODY_CURSOR.replace('missing = "next"', 'missing = "nxt"'),
                  "nxt is not there, as on the last page, but next.after says where another one is"),
}
DAY_ASKED = f'"day":"{DAY}","of":["{DAY}",{{"size":2}}]'
GRAPHQL = "query ($after: String) { items(after: $after) { id } }"
IN_BODY = CURSOR.replace("query:after", "body:")
OFFSET = f'kind = "offset", start = 0, size = {SIZE}, stop = "short_page"'
END = 'on = [{ status = 404, do = "end" }]'
POSTS = {
    "post_safe": (CURSOR, 'method = "POST", safe = true, '
                  'json = { day = "{business_date}", of = ["{business_date}", { size = 2 }] }', None),
    "post": (CURSOR, 'method = "POST", safe = false, json = { a = 1 }', "it may have been done"),
    "post_unheard": (CURSOR, 'method = "POST", safe = false, json = { a = 1 }', "it may have been done"),
    "post_form": (CURSOR, 'method = "POST", safe = true, form = { day = "{business_date}", "a b" = "c&d" }', None),
    # Where the next page's cursor goes: beside what a body says, in place of it, deeper than it; with its kind.
    "body": (IN_BODY.replace("body:", "body:after"), "safe = true, json = { size = 60 }", None),
    "body_there": (IN_BODY.replace("body:", "body:a.after"), 'safe = true, json = { a = { b = 1, after = "" } }', None),
    "body_deep": (IN_BODY.replace("body:", "body:a.c.after"), "safe = true, json = { a = { b = 1 } }", None),
    "body_number": (OFFSET + ', to = "body:from"', "safe = true, json = { size = 60 }", None),
    "graphql": (IN_BODY.replace("body:", "body:after"),
                f'graphql = "{GRAPHQL}", variables = {{ day = "{{from}}" }}', None),
    "mutation": (IN_BODY.replace("body:", "body:after"), 'graphql = "mutation { a }"', "it may have been done"),
    "in_header": (CURSOR.replace("query:after", "header:X-After"), 'headers = { X-Day = "{business_date}" }', None),
    "see_other": (CURSOR, 'method = "POST", safe = true, json = { a = 1 }', None),
    "counted_gone": (NUMBER + ', stop = "short_page", count = { path = "gone", at = "n" }',
                     'on = [{ status = 410, do = "restart" }]', "status 410, and how many there are is not known"),
    # An answer that is no page ends the list, unless the pages say that there is more.
    "ended": (NUMBER + ', stop = "empty_page", total = "total"', END, None),
    "ended_early": (NUMBER + ', stop = "empty_page", total = "total"', END, "120 records came, but total says 250"),
    "ended_early_first": (NUMBER + ', stop = "empty_page", total = "left", total_of = "first"', END,
                          "120 records came, but left says 250"),
    "ended_early_total": (NUMBER + ', stop = { total = "total" }', END, "120 records came, but total says 250"),
    "ended_early_pages": (NUMBER + ', stop = { total_pages = "pages" }', END, "2 pages came, but pages says 5"),
    "no_id": ('kind = "keyset", from = "last:id", id = "last:no", first = ["r", "0"], stop = { field_false = "more" }',
              'headers = { X-Before = "{after} {after_id}" }', "last:no is not there, and it is not the last page"),
    "in_word": (OFFSET + ', to = "word"', 'headers = { X-Day = "{business_date} from {offset}" }', None),
}
SAID = {"post_safe": ("application/json", "{" + DAY_ASKED + "}"),
        "body": ("application/json", '{"size":60}'), "body_deep": ("application/json", '{"a":{"b":1}}'),
        "body_there": ("application/json", '{"a":{"b":1,"after":""}}'),
        "body_number": ("application/json", '{"size":60,"from":0}'),
        "graphql": ("application/json", f'{{"query":"{GRAPHQL}","variables":{{"day":"2026-03-30T22:00:00Z"}}}}'),
        "post_form": ("application/x-www-form-urlencoded", f"day={DAY}&a%20b=c%26d")}

SYSTEMS = """
[system.shop]
base = "http://127.0.0.1:PORT/"
auth = { kind = "basic", user = "shop", password = "${secret:shop}" }
retry = { base = "0s", most = "2s" }
stall = "2s"
on = [{ body = "error.code", is = "BUSY", do = "rate_limited" }]

[system.query]
base = "http://127.0.0.1:PORT/"
auth = { kind = "query", name = "key", value = "${secret:shop}" }
retry = { base = "0s" }

[system.header]
base = "http://127.0.0.1:PORT/"
auth = { kind = "header", name = "X-Token", value = "token=${secret:shop}" }

[job.all]
extract = ["shop.*", "query.*", "header.*"]
"""
EXTRACT = """
[extract.{system}.{name}]
entity = "item"
mode = "append"
source = {{ kind = "http", path = "{path}", query = {{ kind = "all", since = "{{from}}" }}{more}, page = {{ {page} }} }}
format = {{ kind = "json", rows = "data[*]" }}
[extract.{system}.{name}.map]
id = "id"
amount = "amount"
"""


class Shop(Answering):
    """Pages of RECORDS by any of the ways, with the fault that the path's name says, once each."""

    seen, said, lock, elsewhere = {}, {}, threading.Lock(), []

    def do_POST(self):
        body = self.read_body()
        with self.lock:
            Shop.said.setdefault(urlparse(self.path).path.strip("/"), (self.headers["Content-Type"], body))
        self.sent = json.loads(body) if body.startswith("{") else {}
        self.do_GET()

    def do_GET(self):
        parts = urlparse(self.path)
        self.name, self.query = parts.path.strip("/"), {k: v[0] for k, v in parse_qs(parts.query).items()}
        with self.lock:
            self.turn = Shop.seen[self.name] = Shop.seen.get(self.name, 0) + 1
        if not self.knows_us():
            return self.answer(401, {"error": "who asks?"})
        fault = getattr(self, f"fault_{self.name}", None)
        if fault and fault():
            return None
        return self.page()

    def knows_us(self):
        basic = base64.b64encode(f"shop:{SECRET}".encode()).decode()
        return (self.headers.get("Authorization") == f"Basic {basic}" or self.query.get("key") == SECRET
                or self.headers.get("X-Token") == f"token={SECRET}")

    def at_in_request(self):
        """Where a body or a header says that the page begins."""
        place = self.sent if self.command == "POST" else {}
        for name in ("a", "c", "variables"):
            place = place.get(name, place)
        if "from" in place:
            return place["from"] if isinstance(place["from"], int) else None
        after = place.get("after") or self.headers.get("X-After")
        words = (self.headers.get("X-Day") or "").split(" from ")
        return int(words[1]) if len(words) > 1 else int(after[1:]) + 1 if after else 0

    def at(self):
        if "page" in self.query:
            return (int(self.query["page"]) - (self.name != "number_zero")) * SIZE
        if "from" in self.query:
            return int(self.query["from"])
        after = self.query.get("after")
        return int(after[1:]) + 1 if after else self.at_in_request()

    def content(self):
        at = self.at()
        data, more = RECORDS[at:at + SIZE], at + SIZE < HELD
        here = f"http://{self.headers['Host']}/{self.name}?after={data[-1]['id']}" if data else None
        if self.query.get("key"):
            here = f"{here}&monkey=1&key={quote(SECRET, safe='')}"
        content = {"data": data, "more": more, "total": HELD, "pages": -(-HELD // SIZE), "end": not more,
                   "left": HELD - at}
        head = {"X-Total": HELD}
        if more:
            content |= {"next": {"after": data[-1]["id"]}, "here": here}
            head |= {"X-Next": data[-1]["id"], "X-More": "yes",
                     "Link": ['<http://x/last>; rel="last"',
                              f'<http://x/first>; rel="first", <{here}>; title="a, b"; rel="next"']}
        return content, head

    def page(self):
        if self.name == "first_only" and "after" in self.query and "since" in self.query:
            return self.answer(400, {"error": "since is of the first page alone"})
        return self.answer(200, *self.content())

    def once(self, *answer, turn=2, **how):
        return self.turn == turn and self.answer(*answer, **how)

    # Mended by a second try.
    def fault_busy_seconds(self):
        return self.once(429, {}, {"Retry-After": "1"})

    def fault_busy_date(self):
        return self.once(429, {}, {"Retry-After": formatdate(time() + 1, usegmt=True)})

    def fault_busy(self):
        return self.once(429, {})

    def fault_error_500(self):
        return self.once(500, {})

    def fault_error_503(self):
        return self.once(503, {})

    def fault_error_in_200(self):
        return self.once(200, {"error": {"code": "BUSY"}})

    def fault_moved_here(self):
        return self.once(307, {}, {"Location": f"http://{self.headers['Host']}{self.path}"})

    def cut(self, length):
        body = json.dumps(self.content()[0]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:length])
        self.close_connection = True
        return True

    def fault_reset(self):
        if self.turn == 2:
            self.cut(100)
            self.connection.setsockopt(1, 13, b"\1\0\0\0\0\0\0\0")      # SO_LINGER 0: a reset, not an end
            self.connection.close()
        return self.turn == 2

    def fault_short_body(self):
        return self.turn == 2 and self.cut(1000)

    def packed(self, change=lambda b: b):
        content, head = self.content()
        return self.answer(200, content, head | {"Content-Encoding": "gzip"},
                           body=change(gzip.compress(json.dumps(content).encode())))

    def fault_zipped(self):
        return self.packed()

    def fault_gzip_cut(self):
        return self.turn == 2 and self.packed(lambda b: b[:-20])

    def fault_gzip_sum(self):
        return self.turn == 2 and self.packed(lambda b: b[:-8] + b"\0\0\0\0" + b[-4:])

    def fault_packed_otherwise(self):
        return self.answer(200, {}, {"Content-Encoding": "br"}, body=b"...")

    def fault_stall(self):
        if self.turn == 2:
            self.cut(100)
            self.wfile.flush()
            sleep(6)
        return self.turn == 2

    # Not mended.
    def fault_always_500(self):
        return self.answer(500, {})

    def fault_too_long(self):
        return self.answer(429, {}, {"Retry-After": "3600"})

    def fault_refused(self):
        return self.answer(403, {})

    def fault_moved_away(self):
        return self.answer(302, {}, {"Location": f"http://localhost:{Shop.other}/stolen"})

    def fault_link_away(self):
        content, _ = self.content()
        return self.answer(200, content, {"X-More": "yes", "Link": f'<http://localhost:{Shop.other}/x>; rel="next"'})

    def fault_same_page(self):
        return self.turn > 2 and self.answer(200, {"data": RECORDS[SIZE:2 * SIZE], "request": self.turn})

    def fault_loop(self):
        return self.answer(200, {"data": RECORDS[self.turn:self.turn + 2], "next": {"after": f"r00{self.turn % 3}"}})

    def fault_no_next(self):
        return self.turn == 2 and self.answer(200, {"data": [{"amount": "1.00"}], "more": True})

    def fault_no_flag(self):
        return self.answer(200, {"data": RECORDS[:2]})

    def fault_no_json(self):
        return self.answer(200, {}, body=b"<html>busy</html>")

    def fault_total_wrong(self):
        content, _ = self.content()
        return self.answer(200, content | {"total": HELD + 1})

    def fault_past_end(self):
        content, _ = self.content()
        return self.turn == 3 and self.answer(200, content | {"pages": 3})

    def fault_total_moves(self):
        return self.turn == 2 and self.answer(200, self.content()[0] | {"total": HELD + 1})

    def fault_total_ends_it(self):
        return self.turn == 2 and self.answer(200, self.content()[0] | {"total": 100})

    def fault_empty_announces(self):
        return self.turn == 3 and self.answer(200, self.content()[0] | {"data": []})

    def fault_empty_announced(self):
        return self.turn == 3 and self.answer(200, {"data": []})

    def fault_behind_more(self):
        return self.turn == 3 and self.answer(200, {"data": []})

    fault_counted_less = fault_behind_more

    def fault_counted(self):
        return self.query.get("of") == DAY and self.query["size"] == "0" and self.answer(200, {"n": HELD})

    def fault_count(self):
        return self.answer(200, {"n": HELD})

    def fault_nobody(self):
        return self.answer(403, {})

    def fault_empty_middle(self):
        return self.turn == 3 and self.answer(200, {"data": [], "more": True})

    def fault_empty_left(self):
        return self.turn == 3 and self.answer(200, self.content()[0] | {"data": []})

    def fault_unauthorized(self):
        return self.answer(401, {})

    def fault_nothing(self):
        return self.answer(200, body=b"")

    def fault_moved_nowhere(self):
        return self.answer(302, {})

    def fault_moved_oddly(self):
        return self.answer(302, {}, {"Location": "gopher://127.0.0.1/"})

    def fault_moved_round(self):
        return self.answer(302, {}, {"Location": self.path})

    def fault_head_too_long(self):
        return self.answer(200, self.content()[0], {f"X-{n}": "x" * 60000 for n in range(6)})

    def fault_link_odd(self):
        return self.answer(200, self.content()[0], {"X-More": "yes", "Link": '>; rel="next"'})

    def fault_no_count(self):
        return self.answer(200, self.content()[0] | {"total": "many"})

    def fault_total_no_count(self):
        content, head = self.content()
        return self.answer(200, {name: value for name, value in content.items() if name != "total"}, head)

    def fault_see_other(self):
        return self.command == "POST" and self.answer(303, {}, {"Location": self.path})

    def fault_ended(self):
        return self.at() >= HELD and self.answer(404, {})

    def fault_ended_early(self):
        return self.turn == 3 and self.answer(404, {})

    fault_ended_early_first = fault_ended_early_total = fault_ended_early_pages = fault_ended_early

    def fault_gone(self):
        return self.answer(410, {})

    def fault_too_much(self):
        return self.answer(200, {}, body=b'{"data":[' + b"1," * 1000000 + b'1],"more":false}')

    def fault_too_large(self):
        return self.answer(200, {}, body=b'{"data":["' + b"x" * (32 << 20) + b'"],"more":false}')

    def fault_post_safe(self):
        return self.once(500, {}, turn=1)

    def fault_post_unheard(self):
        self.close_connection = True
        return True

    fault_post = fault_mutation = fault_graphql = fault_post_safe


class Other(Answering):
    def do_GET(self):
        Shop.elsewhere.append(self.path)
        self.answer(404)


def text_of(port):
    text = beginning(amount="decimal") + SYSTEMS.replace("PORT", str(port))
    for name, (page, _) in CASES.items():
        text += EXTRACT.format(system="shop", name=name, path=name, page=page, more="")
    for name, (page, more, _) in POSTS.items():
        text += EXTRACT.format(system="shop", name=name, path=name, page=page, more=f", {more}")
    for system in ("query", "header"):
        text += EXTRACT.format(system=system, name="all", path=f"{system}_all?monkey=1", more="",
                               page='kind = "next_url", path = "here", stop = { field_missing = "here" }')
    return text


def told(engine, tap, extracts):
    """What came of each extract, and that it is what the server holds, or nothing."""
    for name, (*_, reason) in (CASES | POSTS).items():
        got = extracts[f"shop.{name}"]
        rows = len(rows_of(engine, f"shop.{name}"))
        if reason is None:
            tap.ok((got["reading"], got.get("staged"), rows) == ("staged", HELD, HELD), f"{name}: all of it, once", got)
        else:
            tap.ok(got["reading"] == "failed" and reason in (got.get("trouble") or got.get("note") or "") and rows == 0,
                   f"{name}: {reason}", got, f"{rows} rows")
    tap.ok(Shop.seen["post_unheard"] == 1, "what may have been done is sent once", Shop.seen["post_unheard"])
    for name, said in SAID.items():
        tap.ok(Shop.said[name] == said, f"{name}: what is asked for", Shop.said[name])
    for system in ("query", "header"):
        tap.ok(extracts[f"{system}.all"]["staged"] == HELD, f"who asks stands in a {system}", extracts[f"{system}.all"])


def evidence(tap, places):
    sent = b'"sent": ' + json.dumps(SAID["graphql"][1]).encode()
    tap.ok(any(sent in place for place in places.values()), "a landing holds what was sent to get it")
    tap.ok(not Shop.elsewhere, "nothing was asked at another place", Shop.elsewhere)


MISTAKES = {
    'page = { kind = "cursor", from = "last:id", to = "query:after" }': '"stop" is missing',
    'page = { kind = "cursor", to = "query:after", stop = "empty_page" }': '"from" is missing',
    'page = { kind = "page", stop = "empty_page" }': '"to" is missing',
    'page = { kind = "page", to = "p", stop = "empty_page" }': '"to" must be "query:PARAMETER"',
    'page = { kind = "page", to = "body:a[*]", stop = "empty_page" }': '"to" leads by names alone',
    'page = { kind = "page", to = "query:p", stop = "short_page" }': '"short_page" needs "size"',
    'page = { kind = "page", to = "query:p", stop = "never" }': '"stop" must be',
    'page = { kind = "next_url", path = "a[", stop = "empty_page" }': "column",
    'query = { a = "{day}" }': "unknown word {day}",
    'query = { a = "${secret:shop}" }': "a secret has its place in",
    'method = "POST", json = { a = ["{day}"] }': "unknown word {day}",
    'method = "POST", json = { a = { b = "${secret:shop}" } }': "a secret has its place in",
    'method = "GET", json = { a = 1 }': "a GET has no body",
    'json = { a = 1 }, form = { b = "2" }': "keep one of them",
    'json = { a = 1 }, variables = { b = "2" }': '"variables" belong to "graphql"',
    'graphql = "query", variables = { b = "{day}" }': "unknown word {day}",
    'parts = ["a"]': 'of a source of kind "file"',
    'on = [{ status = 400, do = "give_up" }]': "must be one of",
    'on = [{ status = 400, do = "split_window" }], window = { open_ended = true }': "nothing to split",
    'on = [{ status = 400, do = "shrink_page" }]': "needs smaller sizes",
    'on = [{ status = 404, do = "skip_record" }]': "one value of",
    'on = [{ status = 404, do = "skip_record" }], over = ["a", "b"], batch = 2': "one value of",
    'window = { fmt = "%H" }': "year, month and day",
    'window = { fmt = "%Y-%m-%d %I" }': "known are",
    'window = { fmt = "%FT%TZ", tz = "Europe/Berlin" }': "says UTC",
    'window = { fmt = "%F", tz = "Europe/Nowhere" }': "Europe/Nowhere",
    'window = { step = "2d", max = "1d" }': "longer than",
    'window = { step = "0s" }': "longer than nothing",
    'window = { open_ended = true, step = "1d" }': "have no place in it",
    'window = { open_ended = true }, query = { a = "{to}" }': "unknown word {to}",
    'window = { high_water = "a[" }': "column",
    'window = { since = "2026-01-01" }': 'is of an extract with mode = "incremental"',
    'window = { full = "7d" }': 'is of an extract with mode = "incremental"',
    'open = { where = [], at = "id" }': "must be a timestamp or a date",
    'open = { at = "id" }': 'needs "where"',
    'query = { a = "{over}" }': "unknown word {over}",
    'over = { dataset = "shop", field = "id" }': "a system and an entity",
    'over = { dataset = "shop.thing", field = "id" }': "thing",
    'over = { dataset = "shop.item" }': '"field" is missing',
    'over = { dataset = "shop.item", field = "ids" }': "ids",
    'over = { file = "a", except = { dataset = "shop.item", field = "id" } }': '"except" belongs to "dataset"',
    'over = { dataset = "shop.item", field = "id", except = { dataset = "shop.item" } }': '"field" is missing',
    'over = { dataset = "shop.item", field = "id", except = { dataset = "shop.item", field = "ids" } }': "ids",
    'over = { file = "a", dataset = "shop.item" }': 'must be a list, a "file" or a "dataset"',
    "batch = 2": '"batch" belongs to "over"',
    'page = { kind = "keyset", from = "last:id", stop = "empty_page" }': '"first" is missing',
    'page = { kind = "keyset", first = ["a"], stop = "empty_page" }': '"from" is missing',
    'page = { kind = "keyset", from = "last:id", first = ["a", "b"], stop = "empty_page" }': "must have a value",
    'page = { kind = "page", to = "query:p", stop = "empty_page", size = 9, shrink = [5] }': "leave records out",
    'page = { kind = "offset", to = "query:p", stop = "empty_page", size = 9, shrink = [9] }': "each smaller",
    'page = { kind = "link_header", stop = "empty_page", on_next = { a = 1 } }': "has no place in pages",
    'page = { kind = "cursor", from = "a", to = "query:a", stop = "empty_page", on_next = { a = "{b}" } }': "{b}",
    'page = { kind = "next_url", stop = "empty_page" }': '"path" is missing',
    'page = { state = "a" }': "belong together",
    'over = ["a"], window = { open_ended = true }, page = { kind = "cursor", from = "a", to = "query:a", stop = '
    '"empty_page", state = "b", resume = "query:c" }': "each value would have one of its own",
    'page = { state = "a", resume = "query:b" }': "has no end",
    'page = { cap = 9, on_cap = "split_window" }, window = { open_ended = true }': "nothing to split",
    'page = { kind = "page", to = "query:p", stop = "empty_page", empty = "fail" }': "is the end",
    'page = { kind = "cursor", from = "a", to = "query:a", stop = { field_true = "b" }, behind = true }': "is of pages",
    'page = { count = { path = "a" } }': '"at"',
    'page = { count = { at = "a[" } }': "column",
    'page = { count = { at = "a", query = { b = "{day}" } } }': "unknown word {day}",
    'page = { count = { at = "a", path = "{day}" } }': "unknown word {day}",
    "parallel = 17": "must be from 1 to 16",
    'on = [{ do = "retry" }]': "says when it counts",
    'on = [{ status = 7, do = "retry" }]': "from 100 to 599",
    'on = [{ status = 400, is = "x", do = "retry" }]': "where to look",
    'on = [{ body = "x", re = "(", do = "retry" }]': "regular expression",
}


CHANGES = [
    ('mode = "append"\nsource = { kind = "http", path = "x"', 'source = { kind = "http", path = "{from}"', "be gone"),
    ('password = "${secret:shop}"', 'password = "${secrt:shop}"', "there is no ${secrt:…}"),
    ('base = "http', 'base = "gopher', "must begin with https://"),
    ('base = "http://', 'base = "http://anna:word@', "names a user"),
    ('kind = "json", rows = "data[*]"', 'kind = "csv"', 'must be "json"'),
    ('entity = "item"', 'entity = "item"\nas_of = "name"', "has no files with names"),
    ('entity = "item"', 'entity = "item"\ncomplete = "pages"', "has no place here"),
]


def checked(tap, engine, port):
    """What is wrong with a configuration is said, and where."""
    text = beginning(amount="decimal") + SYSTEMS.replace("PORT", str(port)) + EXTRACT.format(
        system="shop", name="x", path="x", page='kind = "none"', more="")
    text = text.replace('page = { kind = "none" }', "MORE").replace('query = { kind = "all", since = "{from}" }, ', "")
    for more, reason in MISTAKES.items():
        check_says(tap, engine, text.replace("MORE", more), reason, more)
    for old, new, reason in CHANGES:
        check_says(tap, engine, text.replace(", MORE", "").replace(old, new), reason, new)


def main():
    tap = Tap()
    port, Shop.other = serve(Shop), serve(Other)
    with project(text_of(port)) as engine:
        engine.must("init")
        engine.disturbance = {"COUNTERFOIL_SECRET_shop": SECRET}
        done = engine.run("run", "all", "--date", DAY, "--json")
        told(engine, tap, extracts_of(done))
        tap.ok(done.code == 6, "and the run ends with 6", done.code)
        done = engine.run("sample", "shop.cursor", "2", "--date", DAY)
        tap.ok(done.code == 0 and "r001" in done.out and "r002" not in done.out, "a look takes the first page's", done)
        evidence(tap, kept_secret(tap, engine, done.out + done.complaint, (SECRET, f"shop:{SECRET}")))
        checked(tap, engine, port)
    tap.done()


main()
