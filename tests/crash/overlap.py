#!/usr/bin/env python3
"""Two runs of one job at once: the second does not run and says so, the first goes on as if it had not been asked."""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

from crash import SECOND, Held, project, undisturbed    # noqa: E402
from sight import sight                                 # noqa: E402
from tap import Tap                                     # noqa: E402


def main():
    tap = Tap()
    want = undisturbed()
    with project() as engine:
        with Held(engine, "stage.erp_order") as held:
            first = engine.start("run", "nightly", "--date", SECOND)
            tap.ok(held.waits(first), "the first run is at work", first.poll())
            second = engine.run("run", "nightly", "--date", SECOND)
            tap.ok(second.code == 9, "the second ends with 9", second.code, second.complaint)
            tap.ok("nightly" in second.complaint, "and says who has the job", second.complaint)
        _, complaint = first.communicate()
        tap.ok(first.returncode in (0, 8), "the first goes through", first.returncode, complaint)
        tap.ok(sight(engine, SECOND) == want, "all is as if there had been no second")
    tap.done()


main()
