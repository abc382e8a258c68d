#!/usr/bin/env python3
"""The database goes in the middle of a load: the session is ended, then the whole server.  The run says so and ends
with the right code; the next one finds all as it was."""

import os
import signal
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

import engine as engines                              # noqa: E402
from crash import SECOND, Held, project, undisturbed  # noqa: E402
from sight import sight                               # noqa: E402
from tap import Tap                                   # noqa: E402

GONE = (7, 75)                     # the database failed; or may be back in a moment


def end_sessions(held):
    held.engine.sql("select pg_terminate_backend(pid) from pg_stat_activity "
                    f"where datname = '{held.engine.database}' and usename = 'counterfoil'")


def end_server(held):
    """As a power cut ends it."""
    socket = next(word for word in held.engine.conninfo.split() if word.startswith("host=")).removeprefix("host=")
    pid = int((Path(socket) / ".s.PGSQL.5432.lock").read_text().split()[0])
    os.kill(pid, signal.SIGQUIT)


def gone(tap, want, table, name, end):
    with project() as engine:
        held = Held(engine, table)
        held.__enter__()
        process = engine.start("run", "nightly", "--date", SECOND)
        tap.ok(held.waits(process), f"{name}: the run stands there", process.poll())
        end(held)
        held.session.communicate()
        _, complaint = process.communicate()
        tap.ok(process.returncode in GONE, f"{name}: the run ends with {process.returncode}", complaint)
        tap.ok(complaint.strip() != "", f"{name}: and says why", complaint)
        engines.start_cluster()
        done = engine.run("run", "nightly", "--date", SECOND)
        tap.ok(done.code in (0, 8), f"{name}: the next run goes through", done.code, done.complaint)
        tap.ok(sight(engine, SECOND) == want, f"{name}: all is as if nothing had happened")


def main():
    tap = Tap()
    with engines.own_cluster() as folder:
        want = undisturbed()
        for table in ("stage.erp_order", "recon.observation"):
            gone(tap, want, table, f"the session ended, {table}", end_sessions)
            gone(tap, want, table, f"the server ended, {table}", end_server)
    tap.ok(not folder.exists(), "nothing of the cluster is left")
    tap.done()


main()
