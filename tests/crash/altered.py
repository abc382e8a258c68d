#!/usr/bin/env python3
"""The ground moves under a run: a table that it works on gains a column, the configuration is written anew.  The run
goes on by what it began with, and what comes after it by what is there then.

TORTURE=1 also alters every table of the three schemas, one run each."""

import json
import os
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

import orders                                           # noqa: E402
from crash import FIRST, SECOND, Held, project, undisturbed    # noqa: E402
from engine import fast                                 # noqa: E402
from sight import rows, sight                                 # noqa: E402
from tap import Tap                                     # noqa: E402

COUNT, THIRD = 300, "2026-04-01"
TABLES = """
select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('ops', 'stage', 'recon') and c.relkind = 'r' order by 1"""


def goes_on(tap, engine, name):
    orders.write(engine.folder, THIRD, 2, COUNT)
    done = engine.run("run", "nightly", "--date", THIRD)
    tap.ok(done.code in (0, 8), f"{name}: the next night goes through too", done.code, done.out, done.complaint)
    for dataset in ("shop.order", "erp.order"):
        past = rows(engine, dataset, FIRST)
        tap.ok(past.count("\n") > COUNT - 5 and "added_since" not in past, f"{name}: and {dataset} is read back",
               past[:500])


def altered(tap, want, table):
    """The column is there when the run, which stood before the table, goes on."""
    with project(COUNT, program=fast()) as engine:
        with Held(engine, table) as held:
            process = engine.start("run", "nightly", "--date", SECOND)
            stood = held.waits(process)
            held.does(f"alter table {table} add column added_since text default 'x'")
        _, complaint = process.communicate()
        name = f"{table} gains a column {'under a run' if stood else 'beside a run'}"
        tap.ok(process.returncode in (0, 8), f"{name}, which goes through", process.returncode, complaint)
        tap.ok(sight(engine, SECOND) == want, f"{name}: all is as if nothing had happened")
        goes_on(tap, engine, name)


def configured(tap, want):
    """Rules, maps and entities are those that the run began with; the next attempt has the new ones.  A table of its
    gains a column meanwhile."""
    with project(COUNT, program=fast()) as engine:
        with Held(engine, "stage.erp_order") as held:
            process = engine.start("run", "nightly", "--date", SECOND)
            tap.ok(held.waits(process), "the run stands there", process.poll())
            held.does("alter table stage.erp_order add column added_since text default 'x'")
            rules, erp = engine.folder / "project" / "orders.toml", engine.folder / "project" / "erp.toml"
            rules.write_text(rules.read_text().replace("total = {}, ", ""))
            erp.write_text(erp.read_text().replace('order_no = "Nr"', 'order_no = { get = "Nr", do = ["trim"] }'))
        _, complaint = process.communicate()
        tap.ok(process.returncode in (0, 8), "a run whose configuration changes goes through", process.returncode,
               complaint)
        tap.ok(sight(engine, SECOND) == want, "with the configuration that it began with")
        before = engine.asked("show", "2"), engine.asked("discrepancies", "--run", "2")
        done = engine.asked("run", "nightly", "--date", SECOND)["runs"][0]
        causes = {read["extract"]: read.get("cause") for read in done["extracts"]}
        tap.ok(causes["erp.orders"] == "map", "the next attempt reads by the new map", causes)
        tap.ok(before[1] != engine.asked("discrepancies", "--date", SECOND), "and compares by the new rule")
        story = json.loads(json.dumps(before[0]).replace('"current"', '"replaced"'))
        now = json.loads(json.dumps(engine.asked("show", "2")).replace('"current"', '"replaced"'))
        tap.ok((story, before[1]) == (now, engine.asked("discrepancies", "--run", "2")),
               "what is told of the first attempt stays", story, now)
        goes_on(tap, engine, "altered and configured")


def main():
    tap = Tap()
    want = undisturbed(count=COUNT)
    configured(tap, want)
    if os.environ.get("TORTURE"):
        with project(COUNT, program=fast()) as engine:
            tables = engine.sql(TABLES).split()
        for table in tables:
            altered(tap, want, table)
    tap.done()


main()
