#!/usr/bin/env python3
"""Limits, against a server that counts: processes that use one account stay within its limits together, also by what
the server states; what it states and means nothing does no harm; nobody waits for longer than may be waited."""

import json
import sys
import threading
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import parse_qs, urlparse

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo"), str(HERE.parent / "systems")]
sys.dont_write_bytecode = True

from answering import Answering, serve                           # noqa: E402
from items import beginning, check_says, extracts_of, project    # noqa: E402
from serving import Systems                                      # noqa: E402
from tap import Tap                                              # noqa: E402

DAY = "2026-03-31"
PAGES = 24
COST, RESTORE, BUCKET = 100, 1500, 400

SYSTEM = """
[system.{system}]
base = "http://127.0.0.1:{port}/"
retry = {{ base = "0s", most = "{most}" }}
{more}

[extract.{system}.all]
entity = "item"
source = {{ kind = "http", path = "{path}", page = {{ {page} }} }}
format = {{ kind = "json", rows = "data[*]" }}
map = {{ id = "id" }}

[job.{system}]
extract = ["{system}.all"]
"""
# Eight at once, of each of two processes.
CROWD = """
[system.{system}]
base = "http://127.0.0.1:{port}/"
account = "crowd"
retry = {{ base = "0s" }}
limit = [{{ kind = "concurrent", calls = 3 }}, {{ kind = "sliding", calls = 12, per = "1s" }}]

[extract.{system}.all]
entity = "item"
source = {{ kind = "http", path = "crowd", query = {{ at = "{{over}}" }}, over = {over}, parallel = 8, \
page = {{ kind = "none" }} }}
format = {{ kind = "json", rows = "data[*]" }}
map = {{ id = "id" }}

[job.{system}]
extract = ["{system}.all"]
"""
PAGE = 'kind = "cursor", from = "next", to = "query:at", stop = { field_missing = "next" }'
LEFT = 'limit = [{ kind = "header", remaining = "header:X-Left", reset = "header:X-Reset" }]'
POINTS = ('limit = [{ kind = "cost", cost = "extensions.cost.requestedQueryCost", available = '
          '"extensions.cost.throttleStatus.currentlyAvailable", restore = '
          '"extensions.cost.throttleStatus.restoreRate", reserve = 50 }]')
# system: what it asks for, the longest pause, and what else it says.
SYSTEMS = {
    "sliding_de": ("sliding", "2m", 'account = "sliding"\nlimit = [{ kind = "sliding", calls = 12, per = "1s" }]'),
    "sliding_pl": ("sliding", "2m", 'account = "sliding"\nlimit = [{ kind = "sliding", calls = 12, per = "1s" }]'),
    "single_de": ("single", "2m", 'account = "single"\nlimit = [{ kind = "concurrent", calls = 1 }]'),
    "single_pl": ("single", "2m", 'account = "single"\nlimit = [{ kind = "concurrent", calls = 1 }]'),
    "points_de": ("points", "2m", f'account = "points"\n{POINTS}'),
    "points_pl": ("points", "2m", f'account = "points"\n{POINTS}'),
    "left": ("left", "2m", LEFT),
    "garbage": ("garbage", "2m", LEFT),
    "far": ("far", "2m", LEFT),
    "lost": ("lost", "2m", 'limit = [{ kind = "sliding", calls = 900, per = "1s" }]'),
    "asked": ("asked", "2m", 'on = [{ status = 503, do = "retry", wait_at = "header:X-Wait", wait_unit = "ms" }, '
              '{ body = "wait", do = "retry", wait_at = "wait" }]'),
}


# Ten a page, so that there are more pages than are answered in a second; its rate is 25 (tests/systems/stripe.c).
STRIPE = """
[system.{system}]
base = "http://127.0.0.1:{port}/v1/"
account = "stripe"
auth = {{ kind = "bearer", token = "${{secret:stripe}}" }}
limit = [{{ kind = "sliding", calls = 25, per = "1s" }}]

[extract.{system}.charges]
entity = "item"
source = {{ kind = "http", path = "charges", query = {{ limit = 10 }}, page = {{ {page} }} }}
format = {{ kind = "json", rows = "data[*]" }}
map = {{ id = "id" }}

[job.{system}]
extract = ["{system}.charges"]
"""
STRIPE_PAGE = 'kind = "cursor", from = "last:id", to = "query:starting_after", stop = { field_false = "has_more" }'
KEY = "sk_test_of_the_test_systems"


class Counter(Answering):
    """PAGES pages of one record each; keeps when each request came, and how many were at work at once."""

    lock, came, at_work, most_at_work, throttled, waits = threading.Lock(), {}, {}, {}, 0, []
    points, points_at, left, window = BUCKET, monotonic(), 5, monotonic()
    engine = None

    def do_GET(self):
        parts = urlparse(self.path)
        self.name, self.at = parts.path.strip("/"), int(parse_qs(parts.query).get("at", ["0"])[0])
        with self.lock:
            Counter.came.setdefault(self.name, []).append(monotonic())
            Counter.at_work[self.name] = Counter.at_work.get(self.name, 0) + 1
            Counter.most_at_work[self.name] = max(Counter.most_at_work.get(self.name, 0), Counter.at_work[self.name])
            status, content, head = getattr(self, f"say_{self.name}", self.page)()
        if self.name in ("single", "crowd"):
            sleep(0.005)
        with self.lock:
            Counter.at_work[self.name] -= 1
        self.answer(status, content, head)

    def page(self, head=None, **more):
        content = {"data": [{"id": f"r{self.at}"}]} | more
        if self.at + 1 < PAGES:
            content["next"] = self.at + 1
        return 200, content, head or {}

    def say_points(self):
        """A bucket that fills by RESTORE points a second; what does not fit in is refused."""
        now = monotonic()
        Counter.points = min(BUCKET, Counter.points + (now - Counter.points_at) * RESTORE)
        Counter.points_at = now
        fits = Counter.points >= COST
        Counter.points -= COST if fits else 0
        Counter.throttled += not fits
        status = {"maximumAvailable": BUCKET, "currentlyAvailable": int(Counter.points), "restoreRate": RESTORE}
        cost = {"cost": {"requestedQueryCost": COST, "actualQueryCost": COST, "throttleStatus": status}}
        return self.page(extensions=cost) if fits else (429, {"extensions": cost}, {})

    def say_left(self):
        """Five calls in each second that begins with the first of them."""
        now = monotonic()
        if now - Counter.window >= 1:
            Counter.window, Counter.left = now, 5
        if Counter.left == 0:
            Counter.throttled += 1
            return 429, {}, {}
        Counter.left -= 1
        reset = Counter.window + 1 - now
        return self.page({"X-Left": Counter.left, "X-Reset": f"{reset + 0.001:.3f}"})

    def say_garbage(self):
        said = ["soon", "-3", "", "1e999", "NaN", "99999999999999999999", "0x10", "0 of 5"]
        return self.page({"X-Left": said[self.at % len(said)], "X-Reset": said[(self.at + 3) % len(said)]})

    def say_far(self):
        return self.page({"X-Left": 0, "X-Reset": 3600})

    def say_lost(self):
        if self.at == 5 and len(Counter.came["lost"]) == 6:
            Counter.engine.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = "
                               "current_database() and query like '%net_pace%' and pid <> pg_backend_pid()")
        return self.page()

    def say_asked(self):
        turn = len(Counter.came["asked"])
        if turn == 2:
            return 503, {}, {"X-Wait": "700", "Retry-After": "60"}
        if turn == 4:
            return 200, {"wait": 0.6}, {}
        return self.page()


def fullest(came, per):
    """The most that came within any such time."""
    most = first = 0
    for i, moment in enumerate(came):
        while moment - came[first] >= per:
            first += 1
        most = max(most, i - first + 1)
    return most


def both(engine, *jobs):
    """Two processes side by side."""
    processes = [engine.start("run", job, "--date", DAY) for job in jobs]
    ended = [(*process.communicate(), process.returncode) for process in processes]
    return [code for _, _, code in ended], "".join(complaint for _, complaint, _ in ended)


def together(tap, engine):
    codes, said = both(engine, "sliding_de", "sliding_pl")
    came = sorted(Counter.came["sliding"])
    tap.ok(codes == [0, 0] and len(came) == 2 * PAGES, "two processes ask one account for all of their pages", said)
    tap.ok(fullest(came, 1) <= 12, "and never for more than twelve in a second", fullest(came, 1))
    tap.ok("sliding_de.all: waited for limits" in said and "sliding_pl.all: waited for limits" in said,
           "how long each has waited is said", said)
    shown = engine.must("show", engine.sql("select run_id from ops.step where kind = 'limits' limit 1").strip())
    tap.ok("waited for limits" in shown, "and shown with its run", shown)
    codes, said = both(engine, "single_de", "single_pl")
    tap.ok(codes == [0, 0] and len(Counter.came["single"]) == 2 * PAGES and Counter.most_at_work["single"] == 1,
           "two processes with one call at once never make two", said, Counter.most_at_work)
    codes, said = both(engine, "crowd_de", "crowd_pl")
    came = sorted(Counter.came["crowd"])
    tap.ok(codes == [0, 0] and len(came) == 2 * PAGES, "two processes ask for eight values at once", said)
    tap.ok(fullest(came, 1) <= 12 and Counter.most_at_work["crowd"] <= 3,
           "and together never for more than three at once, or twelve in a second", fullest(came, 1),
           Counter.most_at_work)
    engine.must("run", "points_de", "--date", "2026-03-30")
    Counter.throttled = 0
    codes, said = both(engine, "points_de", "points_pl")
    tap.ok(codes == [0, 0] and len(Counter.came["points"]) == 3 * PAGES and Counter.throttled == 0,
           "points are never overdrawn by two together", said, f"{Counter.throttled} of {len(Counter.came['points'])}")
    kept = engine.sql("select account || ': ' || name from ops.pace order by 1")
    tap.ok(kept == "crowd: account concurrent 1\ncrowd: account sliding 1\npoints: account cost 1\n"
           "single: account concurrent 1\nsliding: account sliding 1\n",
           "what is used up is kept by account and limit", kept)


def at_a_vendor(tap, engine, server):
    """The test system counts for itself what is beyond its documented rate."""
    held, _, _ = server.held("stripe", "charges")
    server.faults()
    codes, said = both(engine, "stripe_de", "stripe_pl")
    staged = engine.sql("select (select count(*) from stage.stripe_de_item), "
                        "(select count(*) from stage.stripe_pl_item)")
    tap.ok(codes == [0, 0] and staged == f"{held}|{held}\n" and server.log()["beyond_rate"] == 0,
           "two processes at a vendor's documented rate, and none of their requests beyond it", staged, said,
           server.log()["beyond_rate"])


def stated(tap, engine):
    Counter.throttled = 0
    done = engine.run("run", "left", "--date", DAY)
    tap.ok(done.code == 0 and len(Counter.came["left"]) == PAGES and Counter.throttled == 0,
           "what is left is not overdrawn, when the server says how much that is", done, Counter.throttled)
    done = engine.run("run", "garbage", "--date", DAY)
    tap.ok(done.code == 0 and len(Counter.came["garbage"]) == PAGES and "is ignored" in done.complaint,
           "what means nothing is said, and ignored", done)
    done = engine.run("run", "far", "--date", DAY, "--json")
    told = str(extracts_of(done)["far.all"])
    tap.ok(len(Counter.came["far"]) == 1 and "left to a later run" in told and done.code == 75,
           "an hour is not waited for", done)
    began = monotonic()
    done = engine.run("run", "asked", "--date", DAY)
    came = Counter.came["asked"]
    tap.ok(done.code == 0 and len(came) == PAGES + 2 and came[2] - came[1] >= 0.7 and came[4] - came[3] >= 0.6
           and monotonic() - began < 60, "a rule's header before Retry-After, and its place in a body", done, came[:6])


def lost(tap, engine):
    done = engine.run("run", "lost", "--date", DAY)
    tap.ok(done.code == 7 and "lost.all" in done.complaint, "a lost connection is the database's fault", done)
    done = engine.run("run", "lost", "--date", DAY)
    tap.ok(done.code == 0, "and another run goes through", done)


def planned(tap, engine):
    plan = engine.must("plan", "sliding_de", "--date", DAY)
    tap.ok("limit: 12 calls in any 1s" in plan, "plan says the limits in words", plan)


MISTAKES = {
    '{ kind = "bucket" }': '"calls" is missing: "bucket" needs it',
    '{ kind = "sliding", calls = 2, burst = 2 }': '"burst" is of another kind than "sliding"',
    '{ kind = "concurrent", calls = 65 }': "must be at most 64",
    '{ kind = "sliding", calls = 2, per = "5m" }': 'set retry = { most = "5m" }',
    '{ kind = "sliding", calls = 2, per = "0s" }': "longer than nothing",
    '{ kind = "cost", cost = "a", available = "b" }': '"restore" is missing',
    '{ kind = "cost", cost = "a[", available = "b", restore = "c" }': "column",
    '{ kind = "header" }': '"remaining" or "used"',
    '{ kind = "header", used = "header:A", unit = "s" }': '"unit" is of "reset"',
    '{ kind = "learn" }': '"rate" is missing',
    '{ kind = "daily", calls = 10, timezone = "Europe/Nowhere" }': "Nowhere",
    '{ kind = "weekly", calls = 10 }': "must be one of",
    '{ kind = "bucket", calls = 2, scope = "planet" }': "must be one of",
}


def checked(tap, engine):
    system = beginning() + SYSTEM.format(system="x", port=1, most="2m", path="x", more="limit = [LIMIT]", page=PAGE)
    for limit, reason in MISTAKES.items():
        check_says(tap, engine, system.replace("LIMIT", limit), reason, limit)
    list_limit = 'path = "x", limit = [{ calls = 2, scope = "op" }]'
    text = system.replace("limit = [LIMIT]", "").replace('path = "x"', list_limit)
    check_says(tap, engine, text, "has no place in a list")
    check_says(tap, engine, text.replace(', scope = "op"', ""), "")


def text_of(port, vendor):
    text = beginning()
    text += "".join(SYSTEM.format(system=name, port=port, path=path, most=most, more=more, page=PAGE)
                    for name, (path, most, more) in SYSTEMS.items())
    text += "".join(STRIPE.format(system=name, port=vendor, page=STRIPE_PAGE) for name in ("stripe_de", "stripe_pl"))
    over = json.dumps([str(n) for n in range(PAGES)])
    return text + "".join(CROWD.format(system=name, port=port, over=over) for name in ("crowd_de", "crowd_pl"))


def main():
    tap = Tap()
    with Systems() as server, project(text_of(serve(Counter), server.port)) as engine:
        Counter.engine = engine
        engine.disturbance = {"COUNTERFOIL_SECRET_stripe": KEY}
        engine.must("init")
        together(tap, engine)
        at_a_vendor(tap, engine, server)
        stated(tap, engine)
        lost(tap, engine)
        planned(tap, engine)
        checked(tap, engine)
    tap.done()


main()
