#!/usr/bin/env python3
"""Reports that a system is asked to make: one request makes one report, whatever breaks; its file arrives whole or
nothing of it is staged; and whoever gives the file is not told who asks."""

import gzip
import json
import subprocess
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlparse

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

from engine import Engine    # noqa: E402
from tap import Tap          # noqa: E402

SECRET, SIGNED = "s3cr3t-of-the-shop", "s1gned-for-whoever-has-it"
DAY, NOW, BEFORE = "2026-03-31", "2026-04-01T02:30:00Z", "2026-03-31T21:00:00Z"
HELD = 2000
ROWS = [(f"r{i:04}", f"{i}.50") for i in range(HELD)]
CSV = "id,amount\n" + "".join(f"{i},{a}\n" for i, a in ROWS)
LINES = "".join(json.dumps({"id": i, "amount": a}) + "\n" for i, a in ROWS)

CREATE = 'create = {{ path = "{name}/reports", json = {{ kind = "items", from = "{{from}}" }}, id = "id" }}'
FIND = ('find = {{ path = "{name}/reports", rows = "reports[*]", id = "id", status = "status", created = "created", '
        'same = {{ from = "{{from}}" }} }}')
POLL = 'poll = {{ path = "{name}/reports/{{report}}", status = "status"{poll} }}'
DOCUMENT = 'document = {{ path = "{name}/documents/{{document}}" }}'
DOWNLOAD = 'download = {{ url = "url"{download} }}'
MAP = 'map = {{ IN_PROGRESS = "running", DONE = "done", NOTHING = "empty", FATAL = "failed", CANCELLED = "cancelled" }}'
KEY = ('create = {{ method = "POST", safe = true, path = "{name}/reports", '
       'headers = {{ Idempotency-Key = "{{key}}" }}, form = {{ kind = "items" }}, id = "id" }}')
PARTS = {"create": CREATE, "find": FIND, "poll": POLL, "document": "", "download": DOWNLOAD, "map": MAP,
         "every": 'every = "1s"', "timeout": 'timeout = "5s"', "poll_more": "", "download_more": "", "source": "",
         "format": 'kind = "csv"', "count": "", "query": "", "guard": ""}
TWO = {"document": DOCUMENT, "poll_more": ', document = "document"'}

NONE = {"guard": 'guard = {{ on_empty = "ok" }}'}

# name: what is declared otherwise, how many reports are made, and what must come: None (all of it) or a piece of why.
CASES = {
    "plain": ({}, 1, None),
    "slowly": ({}, 1, None),
    "document": (TWO, 1, None),
    "jsonl": ({"format": 'kind = "jsonl"', "count": 'count = "count"'}, 1, None),
    "counted": ({"count": 'count = "count"'}, 1, None),
    "packed": (TWO | {"download_more": ', packed = "packed"'}, 1, None),
    "packed_unsaid": ({}, 1, None),
    "by_key": ({"create": KEY, "find": ""}, 1, None),
    "key_again": ({"create": KEY, "find": ""}, 1, None),
    "busy": ({}, 1, None),
    "answer_lost": ({}, 1, None),
    "query": ({"query": "query = \"all since '{from}' {{ id }}\"",
               "create": 'create = {{ path = "{name}/reports", json = {{ query = "{{query}}" }}, id = "id" }}',
               "find": FIND.replace('from = "{{from}}"', 'query = "{{query}}"')}, 1, None),
    "there": ({}, 0, None),
    "there_running": ({}, 0, None),
    "there_old": ({}, 1, None),
    "there_too_early": ({}, 1, None),
    "there_other": ({}, 1, None),
    "there_failed": ({}, 1, None),
    "gone_once": (TWO, 1, None),
    "cut_once": ({}, 1, None),
    "cut_without_ranges": ({}, 1, None),
    "cut_and_changed": ({}, 1, None),
    "error_once": ({}, 1, None),
    "moved_here": ({}, 1, None),
    "length": ({"download_more": ', length = "length"'}, 1, None),
    "without_end_but_length": ({"download_more": ', length = "length"'}, 1, None),
    "with_us": ({"download_more": ", auth = true"}, 1, None),
    "with_us_there": ({"download_more": ', auth = true, host = "http://localhost:OTHER/"'}, 1, None),
    "no_rows": (NONE, 1, 0),
    "empty": (NONE, 1, 0),
    "nothing": (NONE | {"count": 'count = "count"'}, 1, 0),
    "failed": ({}, 1, "the system could not make report"),
    "cancelled": ({}, 1, "was cancelled"),
    "for_ever": ({"timeout": 'timeout = "1s"'}, 1, 'is still \\"IN_PROGRESS\\" after'),
    "unknown": ({}, 1, 'of which \\"map\\" says nothing'),
    "without_id": ({}, 1, "the answer names no report"),
    "without_url": ({}, 1, "is done, but there is no file"),
    "refused": ({}, 0, "status 403"),
    "gone": (TWO, 1, "is not there any more"),
    "gone_404": ({}, 1, "is not there any more"),
    "cut": ({}, 1, "in every try"),
    "not_packed": (TWO | {"download_more": ', packed = "packed"'}, 1, "and is not"),
    "packed_otherwise": (TWO | {"download_more": ', packed = "packed"'}, 1, "which is not known here"),
    "bad_gzip": ({}, 1, "the gzip is damaged"),
    "short_gzip": ({}, 1, "cut off"),
    "wrong_length": ({"download_more": ', length = "length"'}, 1, "but the system states"),
    "wrong_count": ({"count": 'count = "count"'}, 1, "for records, its records give"),
    "wrong_lines": ({"format": 'kind = "jsonl"', "count": 'count = "count"'}, 1, "for lines, its records give"),
    "no_count": ({"count": 'count = "counted"'}, 1, "counted is not there"),
    "without_end": ({}, 1, "nothing tells where the file ends"),
    "without_bytes": ({}, 1, "an empty file"),
    "moved_away": ({}, 1, "leads to another place"),
    "with_us_away": ({"download_more": ", auth = true"}, 1, "may not be told who asks"),
    "by_name": ({}, 1, "names a user"),
}

PROJECT = """
[counterfoil]
database = "embedded"
timezone = "Europe/Berlin"
start = "2026-03-30"
include = []

[company.DE01]
title = "Nordlicht Handel GmbH"
currency = "EUR"

[entity.item]
key = ["id"]
[entity.item.field]
id = { type = "text" }
amount = { type = "decimal" }

[system.shop]
base = "http://127.0.0.1:PORT/"
auth = { kind = "bearer", token = "${secret:shop}" }
retry = { base = "0s", most = "2s", times = 3 }
stall = "2s"

[job.all]
extract = [ALL]
[job.other]
extract = [OTHERS]
"""
EXTRACT = """
[extract.shop.{name}]
entity = "item"
format = {{ {format} }}
map = {{ id = "id", amount = "amount" }}
{guard}
[extract.shop.{name}.source]
kind = "http"
{source}
[extract.shop.{name}.source.report]
{report}
"""


def extract(name, other, parts=None):
    parts = PARTS | (parts or {})
    keys = ("create", "find", "poll", "document", "download", "map", "every", "timeout", "count")
    report = "\n".join(parts[key].format(name=name, poll=parts["poll_more"], download=parts["download_more"])
                       for key in keys if parts[key])
    report += "\n" + parts["query"].replace("{{", "{").replace("}}", "}")
    text = EXTRACT.format(name=name, format=parts["format"], guard=parts["guard"].format(), source=parts["source"],
                          report=report)
    return text.replace("OTHER", other)


class Server(BaseHTTPRequestHandler):
    """Reports below /CASE/reports; files below /files/CASE, of which another port gives those of most cases."""

    protocol_version = "HTTP/1.1"
    lock = threading.Lock()
    made, seen, told, ranges = {}, Counter(), [], []
    keys = {}
    stop_at, stopped = None, Queue()       # a step at which whoever asks is killed

    def log_message(self, *words):
        pass

    def answer(self, status, content=None, head=(), body=None):
        body = json.dumps(content or {}).encode() if body is None else body
        self.send_response(status)
        for name, value in dict(head).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def pause(self, step):
        """Whoever asked is killed here, and hears nothing more."""
        if Server.stop_at != step:
            return False
        Server.stop_at = None
        Server.stopped.put(step)
        self.close_connection = True
        return True

    def route(self):
        parts = urlparse(self.path)
        words = parts.path.strip("/").split("/")
        self.query = {k: v[0] for k, v in parse_qs(parts.query).items()}
        if words[0] == "files":
            return self.file(words[1])
        if self.headers.get("Authorization") != f"Bearer {SECRET}":
            return self.answer(401)
        self.case, rest = words[0], words[1:]
        with self.lock:
            Server.seen[self.case, self.command, rest[0]] += 1
            reports = Server.made.setdefault(self.case, self.there())
        if rest[0] == "documents":
            return self.pause("document") or self.document(rest[1])
        if self.command == "POST":
            return self.create(reports)
        if len(rest) > 1:
            return self.pause("poll") or self.report(next((r for r in reports if r["id"] == rest[1]), None))
        return self.pause("find") or self.answer(200, {"reports": reports[::-1]})

    do_GET = do_POST = route

    def there(self):
        """What was made before anybody asked."""
        begin = "2026-03-30T22:00:00Z"
        states = {"there": ("DONE", NOW, begin), "there_running": ("IN_PROGRESS", NOW, "2026-03-31T00:00:00+02:00"),
                  "there_old": ("DONE", "2026-03-30T02:30:00Z", begin), "there_failed": ("FATAL", NOW, begin),
                  "there_too_early": ("DONE", BEFORE, begin), "there_other": ("DONE", NOW, "2026-03-29T22:00:00Z"),
                  "listed": ("DONE", NOW, begin)}
        status, created, since = states.get(self.case, (None, None, None))
        if not status:
            return []
        found = [{"id": f"{self.case}-0", "status": status, "created": created, "from": since, "polls": 0}]
        if self.case == "listed":
            found += [found[0] | {"id": "listed-1", "status": "IN_PROGRESS"}, found[0] | {"id": "listed-2"}]
            for report in found:
                report["document"] = report["id"]
        return found

    def create(self, reports):
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        asked = json.loads(sent) if sent.startswith("{") else {}
        turn = Server.seen[self.case, "POST", "reports"]
        if self.case == "refused":
            return self.answer(403)
        if self.case == "busy" and turn == 1:
            return self.answer(429)
        key = self.headers.get("Idempotency-Key")
        with self.lock:
            old = Server.keys.get((self.case, key)) if key else None
            if not old:
                old = f"{self.case}-{len(reports) + 1}"
                Server.keys[self.case, key] = old
                reports.append({"id": old, "status": "IN_PROGRESS", "created": NOW, "polls": 0,
                                "from": asked.get("from"), "query": asked.get("query")})
        if self.case == "answer_lost" or self.pause("created"):
            self.close_connection = True
            return None
        if self.case == "key_again" and turn == 1:
            return self.answer(500)
        return self.answer(202, {} if self.case == "without_id" else {"id": old})

    def report(self, report):
        if not report:
            return self.answer(404)
        report["polls"] += 1
        ends = {"failed": "FATAL", "cancelled": "CANCELLED", "empty": "NOTHING", "for_ever": "IN_PROGRESS",
                "unknown": "WHO_KNOWS"}
        if report["polls"] > {"slowly": 2, "document": 1, "killed_poll": 1}.get(self.case, 0):
            report["status"] = ends.get(self.case, "DONE")
        content = {k: v for k, v in report.items() if k != "polls"}
        if report["status"] == "DONE":
            content |= {"document": f"doc-{report['id']}"} | self.where()
            content["count"] = {"wrong_count": HELD + 1, "wrong_lines": HELD - 1, "nothing": "0"}.get(self.case, HELD)
            if self.case in ("document", "packed", "not_packed", "packed_otherwise", "gone", "gone_once", "without_url",
                             "nothing"):
                del content["url"]
        return self.answer(200, content)

    def where(self):
        port, host = (Server.ours, "127.0.0.1") if self.case == "with_us" else (Server.other, "localhost")
        who = "anna:word@" if self.case == "by_name" else ""
        packed = {"packed": "GZIP", "not_packed": "GZIP", "packed_otherwise": "LZMA"}.get(self.case)
        said = {"url": f"http://{who}{host}:{port}/files/{self.case}?sig={SIGNED}",
                "length": len(CSV) + (self.case == "wrong_length")}
        return said | ({"packed": packed} if packed else {})

    def document(self, _):
        return self.answer(200, self.where())

    def file(self, case):
        self.case = case
        with self.lock:
            Server.seen[case, "file"] += 1
            turn = Server.seen[case, "file"]
            Server.told.append((case, self.headers.get("Authorization"), self.server.server_port))
            if self.headers.get("Range"):
                Server.ranges.append((case, self.headers["Range"], self.headers.get("If-Range")))
        if self.query.get("sig") != SIGNED:
            return self.answer(403)
        body = LINES.encode() if case in ("jsonl", "wrong_lines") else CSV.encode()
        if case == "no_rows":
            body = b"id,amount\n"
        if case in ("packed", "packed_unsaid", "bad_gzip", "short_gzip"):
            body = gzip.compress(body)
        body = body[:-8] + b"\0\0\0\0" + body[-4:] if case == "bad_gzip" else body
        body = body[:-9] if case == "short_gzip" else body
        return self.give(case, turn, b"" if case == "without_bytes" else body)

    def give(self, case, turn, body):
        if case in ("gone", "gone_404") or case == "gone_once" and turn == 1:
            return self.answer(404 if case == "gone_404" else 403)
        if case == "error_once" and turn == 1:
            return self.answer(503)
        if case == "moved_away":
            return self.answer(302, head={"Location": f"http://127.0.0.1:{Server.ours}/files/stolen?sig={SIGNED}"})
        if case == "moved_here" and "again" not in self.query:
            return self.answer(302, head={"Location": f"/files/moved_here?sig={SIGNED}&again=1"})
        if case in ("without_end", "without_end_but_length"):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True
            return None
        return self.stretch(case, turn, body)

    def stretch(self, case, turn, body):
        """All of it, or from where it broke, or half of it."""
        tag = f'"{turn if case == "cut_and_changed" else 1}"'
        whole, status, head = len(body), 200, {"ETag": tag, "Accept-Ranges": "bytes"}
        asked = self.headers.get("Range")
        if case == "cut_without_ranges":
            head = {}
        elif asked and self.headers.get("If-Range") == tag:
            at = int(asked[len("bytes="):-1])
            body, status = body[at:], 206
            head["Content-Range"] = f"bytes {at}-{whole - 1}/{whole}"
        is_cut = case == "cut" or case.startswith("cut_") and turn == 1
        if not is_cut and Server.stop_at != "file":
            return self.answer(status, head=head, body=body)
        self.send_response(status)
        for name, value in (head | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[:len(body) // 2])
        self.wfile.flush()
        self.pause("file")
        self.close_connection = True
        return None


def serve():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    server.handle_error = lambda *_: None    # who asked was killed
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def rows_of(engine, name):
    return int(engine.sql("select count(*) from stage.shop_item i join ops.source s on s.source = i.source and "
                          f"s.dataset = 'shop.item' where s.extract = 'shop.{name}'"))


def outcomes(engine, job, only=None):
    done = engine.run("run", job, "--date", DAY, "--json", *(["--only", f"shop.{only}"] if only else []))
    run = json.loads(done.out)["runs"][0] if done.out else {"extracts": []}
    return done, {x["extract"][len("shop."):]: x for x in run["extracts"]}


def told(engine, tap, extracts):
    """What came of each, and that it is what the server holds, or nothing."""
    for name, (_, made, reason) in CASES.items():
        got, rows = extracts[name], rows_of(engine, name)
        trouble = got.get("trouble") or got.get("note") or ""
        if isinstance(reason, str):
            reason = reason.replace("\\", "")
            tap.ok(got["reading"] == "failed" and reason in trouble and rows == 0, f"{name}: {reason}", got, rows)
        else:
            want = HELD if reason is None else reason
            good = (got["reading"], got.get("staged"), rows) == ("staged", want, want)
            tap.ok(good, f"{name}: {want} rows", got, rows)
        before = len(Server.made[name]) - sum(1 for r in Server.made[name] if not r["id"].endswith("-0"))
        tap.ok(len(Server.made[name]) - before == made, f"{name}: {made} reports are made", Server.made[name])
    tap.ok(len({k for c, k in Server.keys if c == "key_again"}) == 1, "the same key goes with the same request")
    asked = dict((case, (range_, tag)) for case, range_, tag in Server.ranges)
    tap.ok(asked.get("cut_once") == (f"bytes={len(CSV) // 2}-", '"1"') and "cut_without_ranges" not in asked,
           "what broke off is gone on with from there, if the server can", asked)
    tap.ok("cut_and_changed" in asked and Server.seen["cut_and_changed", "file"] == 2, "what has changed begins again",
           asked)
    ours = [t for t in Server.told if t[1]]
    tap.ok({t[0] for t in ours} == {"with_us", "with_us_there"} and not Server.seen["stolen", "file"],
           "only who is to be told is told who asks", ours)


def kept_secret(engine, tap, said):
    dump = subprocess.run(["pg_dump", engine.superuser], capture_output=True, check=True).stdout
    places = {"what was said": said.encode(), "the database": dump}
    for path in (p for p in engine.folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        if path.suffix == ".zst":
            content = subprocess.run(["zstd", "-dcq", path], capture_output=True, check=True).stdout
        places[str(path)] = content
    found = [f"{place}: {way}" for place, content in places.items() for way in (SECRET, SIGNED)
             if way.encode() in content]
    tap.ok(not found, "neither who asks nor what an address was signed with is in anything that was written", *found)
    landing = next(c for p, c in places.items() if "manifests/shop.document" in p)
    steps = json.loads(landing)["steps"]
    tap.ok([s["says"] for s in steps] == ["created document-1", "IN_PROGRESS", "DONE", "where its file is"]
           and json.loads(landing)["complete"] == "report", "a landing says how its report came to be", steps)


KILLED = ("created", "find", "poll", "document", "file")


def killed(tap, engine):
    """At each step, and then once more: no second report is made, and all of it is there once."""
    for i, step in enumerate(KILLED):
        name = f"killed_{step}"
        Server.stop_at = step
        process = engine.start("run", "other", "--date", DAY, "--only", f"shop.{name}")
        Server.stopped.get(timeout=60)
        process.kill()
        process.communicate()
        tap.ok(rows_of(engine, name) == 0, f"killed at {step}: nothing is staged")
        done, _ = outcomes(engine, "other", name)
        tap.ok(done.code == 0 and rows_of(engine, name) == HELD, f"killed at {step}: then all of it", done)
        tap.ok(len(Server.made[name]) == 1, f"killed at {step}: one report", Server.made[name])
        if i == 0:
            asked = engine.sql("select extract from ops.asked")
            tap.ok("killed" not in asked, "what is landed is not waited for any more", asked)


def late(tap, engine):
    """What was not done in time is gone on with; what the system has forgotten is asked for anew."""
    done, extracts = outcomes(engine, "all", "for_ever")
    tap.ok(done.code == 5 and len(Server.made["for_ever"]) == 1, "a report that is late is waited for once more",
           done, Server.made["for_ever"])
    tap.ok("the next run goes on with it" in (extracts["for_ever"].get("note") or ""), "and that is said", extracts)
    Server.made["for_ever"].clear()
    outcomes(engine, "all", "for_ever")
    tap.ok(len(Server.made["for_ever"]) == 1, "and one that is not known any more is asked for anew",
           Server.made["for_ever"])
    outcomes(engine, "all", "failed")
    tap.ok(len(Server.made["failed"]) == 2, "one that failed is asked for anew", Server.made["failed"])


def windows(tap, engine):
    for name, parts in (("by_window", ["", ""]), ("by_value", ["a", "b"])):
        done, _ = outcomes(engine, "other", name)
        landing = json.loads(next((engine.folder / "var/landings/manifests" / f"shop.{name}").iterdir()).read_text())
        tap.ok(done.code == 0 and [p["part"] for p in landing["parts"]] == parts and len(Server.made[name]) == 2,
               f"{name}: a report for each", done, landing["parts"])
    since = [r["from"] for r in Server.made["by_window"]]
    tap.ok(since == ["2026-03-30T22:00:00Z", "2026-03-31T10:00:00Z"], "one after the other", since)
    done, extracts = outcomes(engine, "other", "listed")
    tap.ok(done.code == 0 and Server.seen["listed", "file"] == 2 and rows_of(engine, "listed") == HELD,
           "those that the system makes by itself are all taken, once they are done", done, extracts)
    tap.ok(Server.seen["listed", "POST", "reports"] == 0, "and none is asked for")
    landing = json.loads(next((engine.folder / "var/landings/manifests/shop.listed").iterdir()).read_text())
    tap.ok(landing.get("skipped") == ["report listed-1 (IN_PROGRESS)"], "what is still made is named", landing)


def looked_at(tap, engine):
    done = engine.run("sample", "shop.sampled", "3", "--date", DAY)
    tap.ok(done.code == 0 and "r0002" in done.out and len(Server.made["sampled"]) == 1, "sample: records of the file",
           done)
    tap.ok(engine.sql("select count(*) from ops.asked where extract = 'shop.sampled'").strip() == "0"
           and not list((engine.folder / "var/landings/manifests").glob("shop.sampled")), "and nothing is kept")
    done = engine.run("plan", "all", "--date", DAY)
    said = "/plain/reports, and the file of the report that comes of it, waited for at most 5s"
    tap.ok(said in " ".join(done.out.split()), "plan", done)


MISTAKES = [
    ({"create": "", "find": ""}, '"create" is missing, or "find"'),
    ({"find": ""}, "nothing keeps a second report from being made"),
    ({"poll": ""}, '"poll" is missing'),
    ({"find": FIND.replace('created = "created", ', "")}, '"created" is missing'),
    ({"map": ""}, '"map" is missing'),
    ({"map": 'map = {{ A = "finished" }}'}, "must be"),
    ({"map": 'map = {{ A = "running" }}'}, 'nothing that is "done"'),
    ({"download": ""}, '"download" is missing'),
    ({"download": "download = {{ auth = true }}"}, '"url" is missing'),
    ({"download_more": ', host = "https://x/"'}, "without auth = true"),
    ({"every": 'every = "0s"'}, "longer than nothing"),
    ({"poll": 'poll = {{ path = "x/{{id}}", status = "s" }}'}, "unknown word {id}"),
    ({"create": CREATE.replace("{{from}}", "{{report}}")}, "unknown word {report}"),
    ({"document": DOCUMENT}, "nothing says what {document} is"),
    ({"source": 'path = "x"'}, '"path" has no place beside "report"'),
    ({"source": 'page = { kind = "none" }'}, '"page" has no place beside "report"'),
    ({"source": 'window = { from_param = "a" }'}, "have no place beside"),
    ({"count": 'count = "a["'}, "column"),
    ({"create": ""}, '"poll" belongs to "create"'),
    ({"create": CREATE.replace("json", "jason")}, "jason"),
]


def checked(tap, folder, port, other):
    with Engine([folder]) as engine:
        for parts, reason in MISTAKES:
            (engine.folder / "jobs.toml").write_text(PROJECT.split("[job.all]")[0].replace("PORT", port)
                                                   + extract("x", other, parts))
            done = engine.run("check")
            tap.ok(done.code == 3 and reason in done.out + done.complaint, f"check: {reason}", parts, done)


MORE = {f"killed_{step}": TWO if step == "document" else {} for step in KILLED} | {
    "sampled": {},
    "by_window": {"source": 'window = { step = "12h" }'},
    "by_value": {"source": 'over = ["a", "b"]',
                 "create": CREATE.replace('"{{from}}"', '"{{over}}"'), "find": FIND.replace("{{from}}", "{{over}}")},
    "listed": {"create": "", "poll": "", "find": FIND.replace("id = ", 'document = "document", id = '),
               "document": DOCUMENT},
}


def main():
    tap = Tap()
    Server.ours, Server.other = serve(), serve()
    port, other = str(Server.ours), str(Server.other)
    with TemporaryDirectory(prefix="cf-reports-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        text = "".join(extract(name, other, parts) for name, (parts, _, _) in CASES.items())
        text += "".join(extract(name, other, parts) for name, parts in MORE.items())
        begin = PROJECT.replace("PORT", port)
        for word, names in (("[ALL]", CASES), ("[OTHERS]", MORE)):
            begin = begin.replace(word, json.dumps([f"shop.{name}" for name in names]))
        (folder / "jobs.toml").write_text(begin + text)
        with Engine([folder]) as engine:
            engine.must("init")
            engine.disturbance = {"COUNTERFOIL_SECRET_shop": SECRET}
            done, extracts = outcomes(engine, "all")
            told(engine, tap, extracts)
            kept_secret(engine, tap, done.out + done.complaint)
            killed(tap, engine)
            late(tap, engine)
            windows(tap, engine)
            looked_at(tap, engine)
        checked(tap, folder, port, other)
    tap.done()


main()
