#!/usr/bin/env python3
"""Lists over HTTP that are asked for in windows of time, night after night, and over values: a server that knows its
records' own times gives each window what it asks for, in every form in which systems count, and night for night the
tables hold what the server holds."""

import sys
import threading
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from queue import Queue
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, unquote, urlparse
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

from answering import Answering, serve                        # noqa: E402
from items import beginning, extracts_of, project, rows_of    # noqa: E402
from tap import Tap                                           # noqa: E402

UTC, BERLIN = timezone.utc, ZoneInfo("Europe/Berlin")
DAY = "2026-03-29"           # of 23 hours
FIRST = datetime(2026, 3, 26, tzinfo=UTC)


def begin(day):
    return datetime.combine(datetime.fromisoformat(day).date(), datetime.min.time(), BERLIN)


def end(day):
    return begin((datetime.fromisoformat(day) + timedelta(days=1)).date().isoformat())


def made():
    """Over six days, at odd seconds and at the edges of hours and days; each seen by its time, or later."""
    chance = Random(7)
    times = [FIRST + timedelta(seconds=chance.randrange(6 * 86400)) for _ in range(300)]
    times += [FIRST + timedelta(hours=h) for h in range(0, 144, 5)] + [begin(DAY), end(DAY)]
    times += [end(DAY) - timedelta(seconds=1), begin(DAY) - timedelta(seconds=1)]
    return [{"id": f"r{i:03}", "changed": t, "visible": t + timedelta(minutes=chance.choice([0, 0, 0, 45]))}
            for i, t in enumerate(sorted(times))]


RECORDS = made()
KNOWN = {"from", "to", "page", "offset", "size", "after", "after_id", "next", "kind", "state", "ids"}
WALL = ("%Y-%m-%d %H:%M:%S", ZoneInfo("America/Los_Angeles"))
# How the server reads what it is asked for, and what belongs to its windows: form, zone, and whether from and to do.
FORMS = {
    "half_open": ("rfc", UTC, True, False), "to_in": ("s", UTC, False, True), "both_in": ("ms", UTC, True, True),
    "none_in": ("rfc", UTC, False, False), "wall": (*WALL, True, False), "wall_both": (*WALL, True, True),
    "days": ("%Y-%m-%d", BERLIN, True, True), "zulu": ("%Y-%m-%dT%H:%M:%SZ", UTC, True, False),
    "offset": ("%Y-%m-%dT%H:%M:%S%z", BERLIN, True, False),
}
PARAMS = 'from_param = "from", to_param = "to"'
SPLIT = 'on = [{ status = 400, body = "name", is = "TOO_LARGE", do = "split_window" }]'
BY_PAGE = 'kind = "page", to = "query:page", size_param = "size", stop = "short_page"'
BY_OFFSET = 'kind = "offset", to = "query:offset", start = 0, size_param = "size", stop = "short_page"'
# name: the window, the rest of the source, and what must come of it: None (the day, once) or a piece of the reason.
CASES = {
    "half_open": (f'{PARAMS}, step = "1h"', "", None),
    "to_in": (f'{PARAMS}, fmt = "epoch_s", bounds = "(]", step = "7h"', "", None),
    "both_in": (f'{PARAMS}, fmt = "epoch_ms", bounds = "[]", step = "25m"', "", None),
    "none_in": (f'{PARAMS}, bounds = "()", step = "5h"', "", None),
    "wall": (f'{PARAMS}, fmt = "{WALL[0]}", tz = "America/Los_Angeles", step = "2h"', "", None),
    "wall_both": (f'{PARAMS}, fmt = "{WALL[0]}", tz = "America/Los_Angeles", bounds = "[]", max = "2h"', "", None),
    "days": (f'{PARAMS}, fmt = "%Y-%m-%d", bounds = "[]", step = "1d"', "", None),
    "zulu": ('fmt = "%FT%TZ"', 'query = { from = "{from}", to = "{to}" }', None),
    "offset": (f'{PARAMS}, fmt = "%FT%T%z", max = "1d"', "", None),
    "split": (PARAMS, SPLIT, None),
    "split_again": (f'{PARAMS}, step = "12h"', f'{SPLIT}, page = {{ {BY_PAGE}, size = 4 }}', None),
    "capped": (PARAMS, 'page = { total = "total", cap = 20, on_cap = "split_window" }', None),
    "capped_blind": (PARAMS, 'page = { cap = 20, on_cap = "split_window" }', None),
    "shrunk": (PARAMS, f'page = {{ {BY_OFFSET}, size = 40, shrink = [20, 10] }}, '
               'on = [{ status = 413, do = "shrink_page" }]', None),
    "keyset": (PARAMS, 'query = { after = "{after}", after_id = "{after_id}" }, page = { kind = "keyset", size = 9, '
               'from = "last:changed", id = "last:id", first = ["2000-01-01T00:00:00+00:00", "r"], stop = '
               '"short_page", size_param = "size" }', None),
    "on_next": (PARAMS, 'query = { kind = "FIRST" }, page = { kind = "cursor", from = "next", to = "query:next", size '
                '= 9, size_param = "size", first_only = ["from", "to"], on_next = { kind = "NEXT" }, '
                'stop = { field_missing = "next" } }', None),
    "restart": (PARAMS, f'page = {{ {BY_PAGE}, size = 9 }}, on = [{{ status = 410, do = "restart" }}]', None),
    "open_end": ('from_param = "from", open_ended = true', "", None),
    "beside": (f'{PARAMS}, step = "1h"', "parallel = 4", None),
    "split_beside": (f'{PARAMS}, step = "6h"', f"parallel = 3, {SPLIT}", None),
    "deaf": (f'{PARAMS}, step = "6h"', "", "has the same records as"),
    "deaf_beside": (f'{PARAMS}, step = "6h"', "parallel = 4", "has the same records as"),
    "too_dense": (PARAMS, SPLIT, "cannot be made smaller"),
    "too_dense_cap": (f'{PARAMS}, least = "1h"', 'page = { cap = 2, on_cap = "split_window" }',
                      "cannot be made smaller"),
    "cap_fails": (PARAMS, 'page = { cap = 20 }', "lists 20 records at most"),
    "always_again": (PARAMS, 'on = [{ status = 410, do = "restart" }]', "was begun again"),
    "no_smaller": (PARAMS, f'page = {{ {BY_OFFSET}, size = 40, shrink = [20] }}, '
                   'on = [{ status = 413, do = "shrink_page" }]', "there is no smaller one"),
    "not_settled": (f'{PARAMS}, settle = "8h"', "", "cannot be whole yet"),
    "slow_clock": (f'{PARAMS}, settle = "1h"', "", "by the system's clock it is"),
    "not_known": (f'{PARAMS}, high_water = "known"', "", "knows everything until"),
    "known": (f'{PARAMS}, high_water = "known"', "", None),
    "no_water": (f'{PARAMS}, high_water = "known"', "", "where a moment was expected"),
}

SYSTEM = """
[system.{system}]
base = "http://127.0.0.1:{port}/{system}/"
retry = {{ base = "0s", times = 1 }}

[job.{system}]
extract = ["{system}.*"]
"""
EXTRACT = """
[extract.{system}.{name}]
entity = "item"
{more}
source = {{ kind = "http", path = "{path}"{source} }}
format = {{ kind = "json", rows = "data[*]" }}
guard = {{ on_empty = "ok", max_delete = "100%", max_change = "100%" }}
[extract.{system}.{name}.map]
id = "id"
changed = "changed"
status = {{ get = "status", missing = "null" }}
about = {{ get = "about", missing = "null" }}
"""


def text_of(t):
    return t.astimezone(UTC).isoformat()


class Server(Answering):
    lock, seen, asked = threading.Lock(), {}, {}
    now, clock, known, broken = None, None, None, False
    gone, status = set(), {}
    victim = None                # who asks, and is killed as soon as it asks for the second time
    slow = True                  # the clock of one of its lists
    turns = [threading.Event() for _ in range(4)]

    def date_time_string(self, timestamp=None):
        slow = datetime(2026, 3, 29, 22, 10, tzinfo=UTC) if self.name == "slow_clock" and Server.slow else None
        return format_datetime((slow or Server.clock or datetime.now(UTC)).astimezone(UTC), usegmt=True)

    def do_GET(self):
        parts = urlparse(self.path)
        _, self.system, self.name, *self.rest = parts.path.split("/")
        self.query = {k: v[0] for k, v in parse_qs(parts.query).items()}
        with self.lock:
            self.turn = Server.seen[self.name] = Server.seen.get(self.name, 0) + 1
            Server.asked.setdefault(self.name, []).append(unquote(self.path))
        unknown = set(self.query) - KNOWN
        if unknown:
            return self.answer(400, {"error": f"unknown {unknown}"})
        return getattr(self, f"do_{self.system}")()

    def shown(self, record):
        return {"id": record["id"], "changed": text_of(record["changed"]),
                "status": Server.status.get(record["id"], "new")}

    # ── one day ──

    def compared(self, said, form):
        if form == "rfc":
            return datetime.fromisoformat(said).timestamp()
        if form in ("s", "ms"):
            return int(said)
        return datetime.strptime(said, form).strftime(form) if "%z" not in form else said

    def stamp(self, t, form, zone):
        if form == "rfc":
            return t.timestamp()
        if form in ("s", "ms"):
            return int(t.timestamp() * (1000 if form == "ms" else 1))
        return t.astimezone(zone).strftime(form)

    def window(self):
        form, zone, from_in, to_in = FORMS.get(self.name, FORMS["half_open"])
        low = self.compared(self.query.get("from", "1970-01-01T00:00:00Z"), form)
        high = self.compared(self.query["to"], form) if "to" in self.query else None
        found = []
        for record in RECORDS:
            at = self.stamp(record["changed"], form, zone)
            if (at >= low if from_in else at > low) and (high is None or (at <= high if to_in else at < high)):
                found.append(record)
        return found

    def wait_for_others(self):
        """The first is answered when the second has been, and so on: they are asked for at once, or never."""
        if self.turn < len(Server.turns):
            Server.turns[self.turn].wait(60)
        if self.turn <= len(Server.turns):
            Server.turns[self.turn - 1].set()

    def do_day(self):
        if self.name == "beside":
            self.wait_for_others()
        if self.name.startswith("deaf"):
            return self.answer(200, {"data": [self.shown(r) for r in RECORDS[:3]]})
        found, size = self.window(), int(self.query.get("size", 1000))
        content = {"total": len(found), "known": "2026-03-29T20:00:00Z" if self.name == "not_known" else
                   "2026-03-30T01:00:00+02:00" if self.name == "known" else "soon"}
        if self.name.startswith("split") and len(found) > 12 or self.name == "too_dense":
            return self.answer(400, {"name": "TOO_LARGE"})
        if self.name.startswith("capped") or self.name == "cap_fails":
            found = found[:20]
        if self.name == "too_dense_cap":
            found = found[:2]
        if self.name in ("shrunk", "no_smaller") and size > 10:
            return self.answer(413, {})
        if self.name == "always_again" or self.name == "restart" and self.turn == 3:
            return self.answer(410, {})
        if self.name == "keyset":
            after = (datetime.fromisoformat(self.query["after"]), self.query["after_id"])
            found = [r for r in found if (r["changed"], r["id"]) > after]
        if self.name == "on_next":
            further = "next" in self.query
            if self.query["kind"] != ("NEXT" if further else "FIRST") or ("from" in self.query) == further:
                return self.answer(400, {"error": "kind"})
            on = int(self.query.get("next", 0))
            found = Server.first = found if on == 0 else Server.first
            content |= {"next": on + size} if on + size < len(found) else {}
            return self.answer(200, content | {"data": [self.shown(r) for r in found[on:on + size]]})
        skip = int(self.query.get("offset", 0)) or (int(self.query.get("page", 1)) - 1) * size
        return self.answer(200, content | {"data": [self.shown(r) for r in found[skip:skip + size]]})

    # ── night after night ──

    def visible(self):
        return [r for r in RECORDS if r["visible"] <= Server.now and r["id"] not in Server.gone]

    def do_night(self):
        if Server.victim and self.turn >= 2:
            Server.victim.get(timeout=60).kill()
        if Server.broken and self.turn % 3 == 0:
            return self.answer(403, {"error": "broken"})
        low = datetime.fromisoformat(self.query.get("from", "1970-01-01T00:00:00+00:00"))
        high = datetime.fromisoformat(self.query["to"]) if "to" in self.query else None
        found = [r for r in self.visible() if low <= r["changed"] and (high is None or r["changed"] < high)]
        content = {"known": text_of(Server.known) if Server.known else None}
        if self.name == "state":
            # It goes on by its own count of what it has shown, and refuses both at once.
            if ("state" in self.query) == ("from" in self.query):
                return self.answer(400, {"error": "state or from"})
            every = sorted(self.visible(), key=lambda r: (r["visible"], r["id"]))
            on = int(self.query.get("state", "s0")[1:])
            found = every[on:on + 50]
            content |= {"state": f"s{on + len(found)}", "end": on + 50 >= len(every)}
        return self.answer(200, content | {"data": [self.shown(r) for r in found]})

    # ── over values ──

    def do_over(self):
        ids = (self.rest[0] if self.rest else self.query.get("ids", "")).split("+") if not self.query.get("ids") \
            else self.query["ids"].split("+")
        ids = [unquote(i) for i in ids] if self.name != "alike" else ["z"]
        if "missing" in ids:
            return self.answer(404, {})
        return self.answer(200, {"data": [{"id": i, "changed": text_of(FIRST), "about": self.name} for i in ids]})


def extract(system, name, window="", source="", more="", path=None):
    page = "" if "page = " in source else 'page = { kind = "none" }'
    parts = [f"window = {{ {window} }}" if window else "", source, page]
    source = ", ".join([""] + [part for part in parts if part])
    return EXTRACT.format(system=system, name=name, path=path or name, source=source,
                          more=more if "mode" in more else f'mode = "append"\n{more}')


def told_of(done):
    return {extract.split(".")[1]: told for extract, told in extracts_of(done).items()}


def rows(engine, extract_name):
    return set(rows_of(engine, extract_name))


def days(tap, engine):
    """One business date, in every form."""
    Server.clock = None
    engine.must("init")
    done = engine.run("run", "day", "--date", DAY, "--json")
    got = told_of(done)
    if not any(x["reading"] == "staged" for x in got.values()):
        return tap.ok(False, "anything is staged", *got.values())
    for name, (_, _, reason) in CASES.items():
        have = rows(engine, f"day.{name}")
        wanted = {r["id"] for r in RECORDS if begin(DAY) <= r["changed"] < end(DAY)}
        if name == "open_end":
            wanted = {r["id"] for r in RECORDS if begin(DAY) <= r["changed"]}
        if reason is None:
            tap.ok(got[name]["reading"] == "staged" and have == wanted and got[name]["repeated"] == 0,
                   f"{name}: the day, and each record once", got[name], wanted ^ have, Server.asked[name][:4])
        else:
            tap.ok(got[name]["reading"] == "failed" and reason in (got[name].get("note") or "") and not have,
                   f"{name}: {reason}", got[name])
    tap.ok(len(Server.asked["half_open"]) == 23, "a day of 23 hours is asked for in 23 steps of one",
           len(Server.asked["half_open"]))
    tap.ok("not_settled" not in Server.asked, "what cannot be whole yet is not asked for")
    contents = engine.sql("select distinct content from ops.landing where extract in ('day.half_open', 'day.beside')")
    tap.ok(len(contents.split()) == 1, "asked for at once, and answered in another order, it is the same landing")
    tap.ok(len(Server.asked["deaf"]) == 2, "the second window that is the first one is the last", Server.asked["deaf"])
    Server.slow = False
    x = told_of(engine.run("run", "day", "--date", DAY, "--only", "day.slow_clock", "--json"))["slow_clock"]
    tap.ok(x["reading"] == "staged" and len(Server.asked["slow_clock"]) == 2,
           "what was read before the system knew all of it is read again", x, Server.asked["slow_clock"])


# Night after night: the window, the rest of the source; each must hold what the server shows, less what it cannot know.
NIGHTS = {
    "plain": (f'{PARAMS}, step = "9h", lookback = "1h"', ""),
    "clocked": (f'{PARAMS}, settle = "2h", lookback = "1h"', ""),
    "watered": (f'{PARAMS}, high_water = "known", lookback = "1h"', ""),
    "open_end": ('from_param = "from", open_ended = true, lookback = "1h"', ""),
    "since": (f'{PARAMS}, since = "2026-03-28", lookback = "1h"', ""),
    "full": (f'{PARAMS}, full = "3d", lookback = "1h"', ""),
    "state": ('open_ended = true, fmt = "rfc3339"', 'query = { from = "{from}" }, page = { kind = "cursor", '
              'from = "state", to = "query:state", stop = { field_true = "end" }, first_only = ["from"], '
              'state = "state", resume = "query:state" }'),
    "open": (f'{PARAMS}, lookback = "1h"',
             'open = { where = [{ field = "status", is = "=", value = "open" }], at = "changed" }'),
}
DATES = ["2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30"]


def cursor(engine, name):
    return engine.sql(f"select value from ops.cursor where extract = 'night.{name}'").strip()


def night(engine, day, *words):
    """A run on the morning after, for whom the server is what it is then."""
    Server.now = end(day) + timedelta(hours=4, minutes=30)
    Server.clock = Server.now - timedelta(minutes=2)
    Server.known = end(day) - timedelta(hours=3)
    return told_of(engine.run("run", "night", "--date", day, "--json", *words))


def shown_until(t, since=begin("2026-03-26")):
    return {r["id"] for r in RECORDS if since <= r["changed"] < t and r["visible"] <= Server.now}


def held(tap, engine, day):
    """What the tables hold after a night."""
    wanted = {"plain": shown_until(end(day)), "clocked": shown_until(end(day)),
              "watered": shown_until(end(day) - timedelta(hours=3)), "open_end": shown_until(Server.now),
              "since": shown_until(end(day), begin("2026-03-28")), "state": shown_until(Server.now, FIRST)}
    for name, ids in wanted.items():
        have = rows(engine, f"night.{name}")
        tap.ok(ids <= have and (name in ("watered", "open_end", "state") or have == ids),
               f"{name}: what there is on the night of {day}", ids ^ have, Server.asked.get(name, [])[-3:])


def cursors(tap, engine, day):
    at = end(day).astimezone(UTC)
    told = {"plain": at, "clocked": at, "watered": at - timedelta(hours=3)}
    for name, t in told.items():
        tap.ok(cursor(engine, name) == t.strftime("%Y-%m-%dT%H:%M:%SZ"), f"{name}: the cursor of {day}",
               cursor(engine, name))
    tap.ok(cursor(engine, "open_end") == Server.clock.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
           "open_end: the cursor is the server's clock", cursor(engine, "open_end"))


def nights(tap, engine):
    engine.must("init")
    first = {}
    for day in DATES[:3]:
        Server.broken = day == DATES[1]
        Server.asked = {}
        if day == DATES[2]:
            first = {name: list(asked) for name, asked in Server.asked.items()}
        before = {name: cursor(engine, name) for name in NIGHTS}
        got = night(engine, day)
        if Server.broken:
            failed = [name for name in NIGHTS if got[name]["reading"] == "failed"]
            tap.ok("plain" in failed and all(cursor(engine, n) == before[n] for n in failed),
                   "a list that broke off leaves its cursor", got["plain"])
            continue
        held(tap, engine, day)
        cursors(tap, engine, day)
    tap.ok(not first, "each night's requests are its own")
    tap.ok("from=2026-03-27T22:00:00Z" in Server.asked["plain"][0],
           "after a night that failed it goes on where the last whole one ended", Server.asked["plain"][0])
    said = engine.run("plan", "night", "--date", DATES[3]).out
    tap.ok("/night/plain?from=2026-03-29T21%3A00%3A00Z" in said, "plan shows where it goes on", said)
    again(tap, engine)
    rolled_back(tap, engine)
    killed(tap, engine)
    gone(tap, engine)
    opened(tap, engine)
    described_otherwise(tap, engine)


def again(tap, engine):
    """The same date again reads its day, and changes nothing."""
    before, at = rows(engine, "night.plain"), cursor(engine, "plain")
    Server.asked = {}
    got = night(engine, DATES[2], "--only", "night.plain")["plain"]
    tap.ok(got["reading"] == "staged" and got["inserted"] + got["updated"] + got["deleted"] == 0
           and rows(engine, "night.plain") == before and cursor(engine, "plain") == at, "a date that is run again", got)
    Server.asked = {}
    got = night(engine, DATES[2], "--only", "night.plain", "--full")["plain"]
    tap.ok("from=2026-03-25T23:00:00Z" in Server.asked["plain"][0] and rows(engine, "night.plain") == before
           and cursor(engine, "plain") == at, "--full reads all of it", got, Server.asked["plain"][0])


def rolled_back(tap, engine):
    before = cursor(engine, "plain")
    got = night(engine, DATES[3], "--only", "night.plain")["plain"]
    after = cursor(engine, "plain")
    engine.must("rollback", str(got["snapshot_id"]), "--reason", "a test")
    tap.ok(before < after and cursor(engine, "plain") == before, "a snapshot that is rolled back gives the cursor back",
           before, after, cursor(engine, "plain"))


def killed(tap, engine):
    """In the middle of its windows; the next run is as if nothing had been."""
    before, at = rows(engine, "night.plain"), cursor(engine, "plain")
    Server.victim, Server.seen = Queue(), {}
    process = engine.start("run", "night", "--date", DATES[3], "--only", "night.plain")
    Server.victim.put(process)
    process.communicate()
    Server.victim = None
    tap.ok(process.returncode < 0 and rows(engine, "night.plain") == before and cursor(engine, "plain") == at,
           "a run that is killed between two windows leaves everything as it was", process.returncode)
    got = night(engine, DATES[3], "--only", "night.plain")["plain"]
    tap.ok(got["reading"] == "staged" and rows(engine, "night.plain") == shown_until(end(DATES[3])),
           "and the next one reads them all", got)


def gone(tap, engine):
    """Three days after the last time all of it is read, and what is gone goes; a window alone never deletes."""
    Server.gone = {r["id"] for r in RECORDS[10:15]}
    plain, full = (night(engine, DATES[3], "--only", f"night.{name}")[name] for name in ("plain", "full"))
    tap.ok(plain["deleted"] == 0 and Server.gone <= rows(engine, "night.plain"), "what a window lacks stays", plain)
    tap.ok(full["deleted"] == len(Server.gone) and not Server.gone & rows(engine, "night.full"),
           "what a full reading lacks goes", full)
    Server.gone = set()


def opened(tap, engine):
    """What is open is read again from its oldest row on, however long ago the window has passed it."""
    old = next(r["id"] for r in RECORDS if r["changed"] > begin("2026-03-27"))
    Server.status[old] = "open"
    night(engine, DATES[2], "--only", "night.open", "--full")
    tap.ok("|open" in engine.sql(f"select id || '|' || status from stage.night_item i join ops.source s using (source) "
                                 f"where s.extract = 'night.open' and id = '{old}'"), "one of them is open")
    Server.status[old] = "paid"
    Server.asked = {}
    night(engine, DATES[3], "--only", "night.open")
    said = engine.sql(f"select status from stage.night_item i join ops.source s using (source) "
                      f"where s.extract = 'night.open' and id = '{old}'").strip()
    tap.ok(said == "paid", "and its end is seen days later", said, Server.asked["open"])
    Server.asked = {}
    night(engine, DATES[3], "--only", "night.open")
    tap.ok("from=2026-03-29T21:00:00Z" in Server.asked["open"][0] or "from=2026-03-29T2" in Server.asked["open"][0],
           "then the window is the night's again", Server.asked["open"])


def described_otherwise(tap, engine):
    """What was read on from a state of the system's, and is read in windows of time from now on."""
    jobs = engine.folder / "jobs.toml"
    jobs.write_text(jobs.read_text().replace(', state = "state", resume = "query:state"', ""))
    got = night(engine, DATES[3], "--only", "night.state")["state"]
    tap.ok(got["reading"] == "failed" and "which is no moment" in got["note"], "a cursor of another kind is none", got)
    got = night(engine, DATES[3], "--only", "night.state", "--full")["state"]
    tap.ok(got["reading"] == "staged" and cursor(engine, "state").endswith("Z"), "all of it is read then", got,
           cursor(engine, "state"))


# ── over values ──────────────────────────────────────────────────────────────────────────────────────────────────────

ITEMS = ('over = {{ dataset = "over.item", field = "id", where = [{{ field = "about", is = "=", '
         'value = "{}" }}] }}')
BUT = ('over = {{ dataset = "over.item", field = "id", where = [{{ field = "about", value = "batches" }}], '
       'except = {{ dataset = "{}.item", field = "id", where = [{{ field = "about", value = "list" }}] }} }}')
OVER = {
    "list": ('over = ["b", "a", "a"]', "list/{over}", {"a", "b"}),
    "odd": ('over = ["a/b c", "ü"]', "odd/{over}", {"a/b c", "ü"}),
    "batches": ('over = ["a", "b", "c", "d", "e"], batch = 2, join = "+", query = { ids = "{over}" }', "batches",
                {"a", "b", "c", "d", "e"}),
    "file": ('over = { file = "ids.txt" }', "file/{over}", {"x1", "x2", "x3"}),
    "missing": ('over = ["a", "missing", "z"], on = [{ status = 404, do = "skip_record" }]', "missing/{over}",
                {"a", "z"}),
    "slice": ('over = ["missing", "z"], on = [{ status = 404, do = "skip_slice" }]', "slice/{over}", {"z"}),
    "refused": ('over = ["a", "missing"]', "refused/{over}", "status 404"),
    "staged": (ITEMS.format("batches"), "staged/{over}", {"a", "b", "c", "d", "e"}),
    "but": (BUT.format("over"), "but/{over}", {"c", "d", "e"}),
    "but_none": (BUT.format("later"), "but_none/{over}", {"a", "b", "c", "d", "e"}),
    "none": (ITEMS.format("nobody"), "none/{over}", set()),
    "alike": ('over = ["a", "b"]', "alike/{over}", {"z"}),
    "beside": ('over = ["a", "b", "c", "d", "e"], parallel = 3', "beside/{over}", {"a", "b", "c", "d", "e"}),
    "never": ('over = { dataset = "later.item", field = "id" }', "never/{over}", "nothing was staged yet"),
}


def over(tap, engine):
    engine.must("init")
    done = engine.run("run", "over", "--date", DAY, "--json")
    got = told_of(done)
    for name, (_, _, wanted) in OVER.items():
        x = got[name]
        if isinstance(wanted, str):
            tap.ok(x["reading"] == "failed" and wanted in (x.get("note") or ""), f"{name}: {wanted}", x)
            continue
        have = rows(engine, f"over.{name}")
        tap.ok(x["reading"] == "staged" and have == wanted, f"{name}: over each value", x, have, Server.asked.get(name))
    tap.ok([p.split("?")[1] for p in Server.asked["batches"]] == ["ids=a+b", "ids=c+d", "ids=e"], "two at a time",
           Server.asked["batches"])
    tap.ok(Server.asked["list"] == ["/over/list/a", "/over/list/b"], "each value once, in order", Server.asked["list"])
    for name, said in {"missing": "1: missing (status 404)", "slice": "1: missing, 2026-03-28T23:00:00Z to "}.items():
        tap.ok(said in (got[name]["note"] or ""), f"{name}: what was left out is listed", got[name])
    tap.ok("none" not in Server.asked, "nothing is asked for over nothing")
    said = engine.run("plan", "over", "--date", DAY).out
    tap.ok("/over/staged/a" in said and "/over/batches?ids=a%2Bb" in said, "plan shows the first of them", said)
    done = engine.run("sample", "over.staged", "--date", DAY)
    tap.ok(done.code == 2 and "only a run knows what is staged" in done.complaint + done.out,
           "a look without any value says so", done)


def text_for(port):
    text = beginning("2026-03-26", changed="timestamp", status="text", about="text")
    text += "".join(SYSTEM.format(system=system, port=port) for system in ("day", "night", "over", "later"))
    for name, (window, source, _) in CASES.items():
        text += extract("day", name, window, source)
    for name, (window, source) in NIGHTS.items():
        text += extract("night", name, window, source, 'mode = "incremental"')
    for name, (source, path, _) in OVER.items():
        text += extract("over", name, source=source, path=path)
    return text + extract("later", "all")


def main():
    tap = Tap()
    text = text_for(serve(Server))
    with TemporaryDirectory(prefix="cf-windows-") as folder:
        (Path(folder) / "ids.txt").write_text("x1\n\n  x2 \nx3")
        for part in (days, nights, over):
            with project(text, folder) as engine:
                part(tap, engine)
    tap.done()


main()
