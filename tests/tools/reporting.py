"""A system that makes reports, each case of which has something wrong with it: tests/cli/reports.py says what."""

import gzip
import json
import threading
from collections import Counter
from queue import Queue
from urllib.parse import parse_qs, urlparse

from answering import Answering

SECRET, SIGNED = "s3cr3t-of-the-shop", "s1gned-for-whoever-has-it"
DAY, NOW, BEFORE = "2026-03-31", "2026-04-01T02:30:00Z", "2026-03-31T21:00:00Z"
SECONDS = 1775010600         # the same as NOW
HELD = 2000
ROWS = [(f"r{i:04}", f"{i}.50") for i in range(HELD)]
CSV = "id,amount\n" + "".join(f"{i},{a}\n" for i, a in ROWS)
LINES = "".join(json.dumps({"id": i, "amount": a}) + "\n" for i, a in ROWS)


class Server(Answering):
    """Reports below /CASE/reports; files below /files/CASE, of which another port gives those of most cases."""

    lock = threading.Lock()
    made, seen, told, ranges, asked = {}, Counter(), [], [], []
    keys = {}
    known = "2026-03-31T12:00:00Z"
    stop_at, stopped = None, Queue()       # a step at which whoever asks is killed

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
        if rest[0] == "known":
            return self.answer(200, {"until": Server.known} if self.case != "until_unsaid" else {})
        if rest[0] == "documents":
            return self.pause("document") or self.document(rest[1])
        if self.command == "POST":
            return self.create(reports)
        if len(rest) > 1:
            return self.pause("poll") or self.report(next((r for r in reports if r["id"] == rest[1]), None))
        return self.pause("find") or self.list(reports[::-1])

    do_GET = do_POST = route

    def list(self, reports):
        """Of one case page by page, where a page begins with what the one before ended with; its last one may say that
        it is the last for ever."""
        Server.asked.append((self.case, self.query))
        if self.case == "list_no_json":
            return self.answer(200, body=b"<html>in a moment</html>")
        if not self.case.startswith("paged"):
            return self.answer(200, {"reports": reports} | ({"next": 2} if self.case == "list_goes_on" else {}))
        at = int(self.query.get("after", 0))
        more = {"more": at + 1} if at < 2 or self.case == "paged_loop" else {}
        at = min(at, 2)
        return self.answer(200, {"reports": reports[max(at - 1, 0):at + 1]} | more)

    def there(self):
        """What was made before anybody asked."""
        begin = "2026-03-30T22:00:00Z"
        states = {"there": ("DONE", NOW, begin), "there_seconds": ("DONE", SECONDS, begin),
                  "list_unknown": ("WHO_KNOWS", NOW, begin), "list_goes_on": ("DONE", NOW, begin),
                  "there_running": ("IN_PROGRESS", NOW, "2026-03-31T00:00:00+02:00"),
                  "there_old": ("DONE", "2026-03-30T02:30:00Z", begin), "there_failed": ("FATAL", NOW, begin),
                  "there_too_early": ("DONE", BEFORE, begin), "there_other": ("DONE", NOW, "2026-03-29T22:00:00Z"),
                  "listed": ("DONE", NOW, begin), "paged": ("DONE", NOW, begin), "paged_loop": ("DONE", NOW, begin),
                  "unmade": ("DONE", "2026-03-31T08:00:00Z", begin), "undated": ("IN_PROGRESS", NOW, begin)}
        status, created, since = states.get(self.case, (None, None, None))
        if not status:
            return []
        found = [{"id": f"{self.case}-0", "status": status, "created": created, "from": since, "polls": 0}]
        if self.case == "listed":
            found += [found[0] | {"id": "listed-1", "status": "IN_PROGRESS"}, found[0] | {"id": "listed-2"}]
        if self.case in ("paged", "paged_loop"):
            found += [found[0] | {"id": f"{self.case}-{i}"} for i in (1, 2)]
        if self.case == "unmade":
            found += [found[0] | {"id": "unmade-1", "status": "IN_PROGRESS", "created": "2026-03-31T12:00:00Z"}]
        for report in found:
            report["document"] = report["id"]
        return found

    def create(self, reports):
        sent = self.read_body()
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
                                "from": asked.get("from"), "to": asked.get("to"), "query": asked.get("query")})
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
        content = {k: v for k, v in report.items() if k not in ("polls", "status" if self.case == "silent" else "")}
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
        if case == "other_once" and turn == 1:
            body = b"<html>in a moment</html>"
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
        if case == "without_stop":
            return self.endless(body)
        if case == "says_why":
            why = f"<Error><Code>ExpiredToken</Code><Message>sig {SIGNED} is of yesterday</Message></Error>"
            return self.answer(400, body=why.encode())
        return self.stretch(case, turn, body)

    def endless(self, body):
        """More and more of it, until nobody listens."""
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        while True:
            self.wfile.write(body)

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
