#!/usr/bin/env python3
"""The disk is full while Postgres writes: the server's files may grow to a size and no further, as RLIMIT_FSIZE has it,
in the middle of a page, which Postgres calls a full disk.  The run says so and leaves nothing behind; once there is
room again it goes through."""

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

import engine as engines           # noqa: E402
import orders                      # noqa: E402
from crash import FIRST            # noqa: E402
from engine import ROOT, Engine    # noqa: E402
from tap import Tap                # noqa: E402

# Files of the write-ahead log have 16 MiB from the start; the table of so many orders has more.
COUNT, LIMIT = 200000, (16 << 20) + 4000
TEMPORARY = 75
STAGED = "select count(*) from ops.snapshot"
LEFT = "select count(*) from pg_class where relnamespace = 'stage'::regnamespace and relname like '%\\_next'"


def limited(engine, size):
    """The postmaster, and the sessions that it starts from now on; only its own user may do that."""
    socket = next(word for word in engine.conninfo.split() if word.startswith("host=")).removeprefix("host=")
    pid = (Path(socket) / ".s.PGSQL.5432.lock").read_text().split()[0]
    own = os.stat(f"/proc/{pid}")
    subprocess.run(["prlimit", "--pid", pid, f"--fsize={size}:"], check=True, user=own.st_uid, group=own.st_gid)


def main():
    tap = Tap()
    with engines.own_cluster(), Engine([ROOT / "tests" / "cases" / "base"], program=engines.fast()) as engine:
        orders.write(engine.folder, FIRST, 0, COUNT)
        engine.must("init")
        limited(engine, LIMIT)
        done = engine.run("run", "nightly", "--date", FIRST)
        tap.ok(done.code == TEMPORARY, "the run may be tried again", done.code, done.out)
        tap.ok("53100" in done.complaint and "could not" in done.complaint, "and says what is full", done.complaint)
        tap.ok(engine.sql(STAGED).strip() == "0" and engine.sql(LEFT).strip() == "0", "nothing of it is left")
        tap.ok(engine.sql("select state from ops.run").strip() == "failed", "and it is said to have failed")
        limited(engine, "unlimited")
        done = engine.run("run", "nightly", "--date", FIRST)
        tap.ok(done.code in (0, 8), "with room again it goes through", done.code, done.complaint)
        tap.ok(engine.sql("select count(*) from stage.shop_order").strip() == str(COUNT), "with every row")
    tap.done()


main()
