#!/usr/bin/env python3
"""Promise 3: SIGKILL and SIGTERM in the middle of each stage; then run again.  What is staged and what is found,
ordered by key and with snapshots named by dataset and date, is the same as if nothing had happened.

Between two writes, wherever a process can be killed, it is by tests/faults/kill.py."""

import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

from crash import SECOND, STAGES, Held, project    # noqa: E402
from engine import fast                            # noqa: E402
from sight import sight                            # noqa: E402
from tap import Tap                                # noqa: E402


def same(tap, engine, want, name):
    done = engine.run("run", "nightly", "--date", SECOND)
    tap.ok(done.code in (0, 8), f"{name}: the next run goes through", done.code, done.complaint)
    got = sight(engine, SECOND)
    lines, expected = set(got.splitlines()), set(want.splitlines())
    tap.ok(got == want, f"{name}: all is as if nothing had happened",
           *(f"missing: {x}" for x in sorted(expected - lines)), *(f"extra:   {x}" for x in sorted(lines - expected)))


def stopped(tap, engine, want, stage, table, number):
    name = f"{number.name} while {stage}"
    with Held(engine, table) as held:
        process = engine.start("run", "nightly", "--date", SECOND)
        if not tap.ok(held.waits(process), f"{name}: the run stands there", process.poll()):
            process.kill()
        process.send_signal(number)
        if number == signal.SIGKILL:
            process.communicate()
    process.communicate()
    tap.ok(process.returncode in (-number, 128 + number), f"{name}: it ends by the signal", process.returncode)
    same(tap, engine, want, name)


def main():
    tap = Tap()
    with TemporaryDirectory() as folder, project(program=fast()) as engine:
        first = engine.keep("first", folder)
        engine.must("run", "nightly", "--date", SECOND)
        want = sight(engine, SECOND)
        for stage, table in STAGES.items():
            for number in (signal.SIGKILL, signal.SIGTERM):
                engine.restore(first)
                stopped(tap, engine, want, stage, table, number)
        engine.forget(first)
    tap.done()


main()
