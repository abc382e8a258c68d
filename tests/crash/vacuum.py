#!/usr/bin/env python3
"""Postgres cleans a live table up while the night makes a new one of it: one waits for the other, and never each for
the other.  The cleaning is held by a page that somebody reads until the night waits for it; what it does last is to
write into the catalog what it counted, where nobody may have written who waits for it."""

import subprocess
import sys
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

from crash import FIRST, SECOND, WAITING    # noqa: E402
from engine import ROOT, Engine             # noqa: E402
from tap import Tap                         # noqa: E402


class Session:
    """Somebody else in the database."""

    def __init__(self, engine):
        self.process = subprocess.Popen(["psql", "-XqAt", engine.superuser], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def does(self, statements):
        self.process.stdin.write(f"{statements};\n\\echo done\n")
        self.process.stdin.flush()

    def said(self):
        """Until all that it was given is done."""
        lines = iter(self.process.stdout.readline, "done\n")
        return [line for line in lines if line]

    def end(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def until(engine, question, process=None, seconds=120):
    for _ in range(seconds * 50):
        if engine.sql(question).strip() != "0":
            return True
        if process and process.poll() is not None:
            return False
        time.sleep(0.02)
    return False


WAITS = "select count(*) from pg_stat_activity where wait_event = 'BufferPin'"
WAITS_OR_ENDED = f"""select ({WAITS}) + (select count(*) from (select) s where not exists (
    select from pg_stat_activity where state = 'active' and query like 'vacuum (freeze%'))"""


def is_kept_waiting(engine, reader, cleaner, tries=20):
    """Where somebody looks into the database from an earlier moment, as Postgres does when it counts, the cleaning
    passes by what is newer: then it is tried again."""
    cleaner.does("set deadlock_timeout = '10min'")
    for _ in range(tries):
        engine.sql("update stage.depot_stock set sku = sku")
        reader.does("begin; declare page cursor for select from stage.depot_stock; fetch page")
        reader.said()
        cleaner.said()
        cleaner.does("vacuum (freeze, index_cleanup on) stage.depot_stock")
        until(engine, WAITS_OR_ENDED)
        if engine.sql(WAITS).strip() != "0":
            return True
        reader.does("commit")
        reader.said()
    return False


def main():
    tap = Tap()
    with Engine([ROOT / "tests" / "cases" / "base", ROOT / "tests" / "cases" / "list-changed-whole"]) as engine:
        engine.shell("sh nights")
        engine.must("init")
        engine.must("run", "nightly", "--date", FIRST)
        # Whoever finds that each waits for the other gives up: the night, not who cleans up.
        engine.sql(f"alter database {engine.database} set deadlock_timeout = '5s'")
        # Pages that Postgres has cleaned by itself meanwhile would be passed by.
        engine.sql("alter table stage.depot_stock set (autovacuum_enabled = off)")
        engine.sql("delete from stage.depot_stock where sku = 'S12000'")
        reader, cleaner = Session(engine), Session(engine)
        tap.ok(is_kept_waiting(engine, reader, cleaner), "a page that is read keeps the cleaning waiting")
        night = engine.start("run", "nightly", "--date", SECOND)
        tap.ok(until(engine, f"{WAITING} and d.datname = '{engine.database}'", night), "the night waits for it",
               night.poll())
        reader.does("commit")
        said = cleaner.said()
        _, complaint = night.communicate()
        tap.ok(night.returncode == 0, "the night goes through", night.returncode, complaint)
        tap.ok(not said, "and so does the cleaning", *said)
        for session in (reader, cleaner):
            session.end()
    tap.done()


main()
