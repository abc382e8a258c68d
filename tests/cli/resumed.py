#!/usr/bin/env python3
"""Lists over HTTP whose run breaks off between two of their windows or values: the run that takes one up asks for those
that have not come, and for no other; what it lands is what one run alone would have."""

import json
import sys
import threading
from pathlib import Path
from queue import Queue
from urllib.parse import parse_qs, urlparse

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

from answering import Answering, serve                        # noqa: E402
from items import beginning, extracts_of, project, rows_of    # noqa: E402
from tap import Tap                                           # noqa: E402

DAY = "2026-03-29"           # of 23 hours
PARAMS = 'from_param = "from", to_param = "to"'

SYSTEM = """
[system.broken]
base = "http://127.0.0.1:{port}/"
retry = {{ base = "0s", times = 1 }}

[job.broken]
extract = ["broken.*"]
"""
EXTRACT = """
[extract.broken.{name}]
entity = "item"
mode = "append"
source = {{ kind = "http", path = "{path}", page = {{ kind = "none" }}, {source} }}
format = {{ kind = "json", rows = "data[*]" }}
map = {{ id = "id" }}
"""
EDGES = ["2026-03-28T23:00:00Z", "2026-03-29T05:00:00Z", "2026-03-29T11:00:00Z", "2026-03-29T17:00:00Z"]
VALUES = ["a", "b", "c", "d"]
# What each asks for, in order; and the rest of its source.
BROKEN = {
    "windows": (EDGES, "windows", f'window = {{ {PARAMS}, step = "6h" }}'),
    "values": (VALUES, "values/{over}", f"over = {json.dumps(VALUES)}"),
    "again": (EDGES, "again", f'window = {{ {PARAMS}, step = "6h" }}, keep = "0s"'),
    "at_once": (EDGES, "at_once", f'window = {{ {PARAMS}, step = "6h" }}, parallel = 4'),
    "changed": (EDGES, "changed", f'window = {{ {PARAMS}, step = "6h" }}'),
    "damaged": (EDGES, "damaged", f'window = {{ {PARAMS}, step = "6h" }}'),
}


class Server(Answering):
    """Three records of each window, or of each value."""

    lock, seen, asked = threading.Lock(), {}, {}
    victim = None                # who asks, and is killed as soon as it asks for the second time
    refused = set()              # windows and values, by what they are asked for with

    def do_GET(self):
        parts = urlparse(self.path)
        name, *rest = parts.path.strip("/").split("/")
        asked = rest[0] if rest else parse_qs(parts.query)["from"][0]
        with self.lock:
            turn = Server.seen[name] = Server.seen.get(name, 0) + 1
            Server.asked.setdefault(name, []).append(asked)
        if Server.victim and turn >= 2:
            Server.victim.get(timeout=60).kill()
        data = [{"id": f"{asked} {n}"} for n in range(3)]
        refused = asked in Server.refused
        self.answer(403 if refused else 200, {} if refused else {"data": data})


def asked_for(name):
    """Since it was asked the last time."""
    return Server.asked.pop(name, [])


def broken(engine, name, *more):
    Server.seen = {}
    done = engine.run("run", "broken", "--date", DAY, "--only", f"broken.{name}", "--json", *more)
    return done, extracts_of(done)[f"broken.{name}"]


def manifest(engine, name):
    path = engine.sql(f"select manifest from ops.landing where extract = 'broken.{name}' order by landing_id desc "
                      "limit 1").strip()
    return json.loads((engine.folder / "var" / "landings" / path).read_text())


def landed_of(engine, name):
    return engine.sql(f"select 1 from ops.landing where extract = 'broken.{name}'")


def killed_between(tap, engine, name, wanted):
    """Killed each time that it asks for a second one, it comes to its end one by one."""
    for number in range(len(wanted) - 1):
        Server.victim, Server.seen = Queue(), {}
        process = engine.start("run", "broken", "--date", DAY, "--only", f"broken.{name}")
        Server.victim.put(process)
        process.communicate()
        Server.victim = None
        asked = asked_for(name)
        tap.ok(process.returncode < 0 and asked == wanted[number:number + 2] and not landed_of(engine, name),
               f"{name}: a run that is killed at the {number + 2}. asks for nothing that was landed", asked)
    _, x = broken(engine, name)
    asked, landed = asked_for(name), manifest(engine, name)
    tap.ok(x["reading"] == "staged" and asked == wanted[-1:] and landed["resumed"] == len(wanted) - 1
           and landed["resumed_from"] == landed["landed_at"], f"{name}: the last one asks for the last", asked, x)
    have = rows_of(engine, f"broken.{name}")
    broken(engine, name)
    tap.ok(asked_for(name) == wanted and rows_of(engine, f"broken.{name}") == have
           and "resumed" not in manifest(engine, name), f"{name}: once it is landed, all of it is asked for again")
    contents = engine.sql(f"select distinct content from ops.landing where extract = 'broken.{name}'").split()
    tap.ok(len(contents) == 1, f"{name}: and it is the same landing")


def failed_in(tap, engine, name, first):
    """One of them is refused; the run after that asks for those that have not come.  How many at once were under way
    with it is nobody's to say."""
    Server.refused = {EDGES[2]}
    done, x = broken(engine, name)
    asked = asked_for(name)
    tap.ok(done.code == 6 and x["reading"] == "failed" and "403" in x["note"]
           and (sorted(asked) == first or EDGES[2] in asked and not first), f"{name}: one that fails", done.code, asked)
    Server.refused = set()
    _, x = broken(engine, name)
    left = EDGES if name == "again" else sorted({EDGES[2]} | set(EDGES) - set(asked))
    asked = asked_for(name)
    tap.ok(x["reading"] == "staged" and sorted(asked) == left, f"{name}: then the others", asked, x)


def breaking(tap, engine):
    engine.must("init")
    for name in ("windows", "values"):
        killed_between(tap, engine, name, BROKEN[name][0])
    failed_in(tap, engine, "at_once", None)
    failed_in(tap, engine, "again", EDGES[:3])
    slices = engine.folder / "var" / "landings" / "slices"
    tap.ok(not any(slices.iterdir()), "nothing is kept of what is landed", *slices.iterdir())
    Server.refused = {EDGES[3]}
    broken(engine, "damaged")
    file = slices / "broken.damaged"
    entries = file.read_bytes().split(b"slice ")
    tap.ok(len(entries) == 4 and asked_for("damaged") == EDGES, "three are kept", len(entries))
    entries[1] = entries[1].replace(b'"status": 200', b'"status": 201')
    file.write_bytes(b"slice ".join(entries)[:-1])
    broken(engine, "damaged")
    tap.ok(asked_for("damaged") == [EDGES[0], EDGES[2], EDGES[3]],
           "one that is damaged, or cut off, is asked for again")
    digest = json.loads(file.read_bytes().split(b"\n", 1)[1].split(b"\nslice ")[0])["parts"][0]["digest"]
    blob = next((engine.folder / "var" / "landings" / "blobs").glob(f"*/{digest}.zst"))
    blob.write_bytes(blob.read_bytes()[:-1])
    Server.refused = set()
    done, x = broken(engine, "damaged")
    asked = asked_for("damaged")
    tap.ok(x["reading"] == "staged" and len(asked) == 2 and EDGES[3] in asked and "asked for again" in done.complaint,
           "and one whose bytes are not there", asked, done)
    Server.refused = {EDGES[1]}
    broken(engine, "changed")
    Server.refused = set()
    text = (engine.folder / "jobs.toml").read_text()
    (engine.folder / "jobs.toml").write_text(text.replace('title = "Nordlicht Handel GmbH"', 'title = "Nordlicht"'))
    asked_for("changed")
    _, x = broken(engine, "changed")
    tap.ok(x["reading"] == "staged" and asked_for("changed") == EDGES, "under another configuration nothing counts", x)


def main():
    tap = Tap()
    text = beginning(start="2026-03-26") + SYSTEM.format(port=serve(Server)) + "".join(
        EXTRACT.format(name=name, path=path, source=source) for name, (_, path, source) in BROKEN.items())
    with project(text) as engine:
        breaking(tap, engine)
    tap.done()


main()
