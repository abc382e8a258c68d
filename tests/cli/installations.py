#!/usr/bin/env python3
"""Promise 7: the figures of a run are the same in any installation.  Two databases, each with hashes of its own seed,
have the same nights in folders of other names: their report.json is the same, byte for byte."""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

from engine import Engine    # noqa: E402
from tap import Tap          # noqa: E402

BASE = TESTS / "cases" / "base"
FIRST, SECOND = "2026-03-30", "2026-03-31"


def nights(engine):
    """The configuration is the same in both: where its database is comes from the environment."""
    jobs = engine.folder / "jobs.toml"
    jobs.write_text(jobs.read_text().replace(engine.database, "${secret:DATABASE}"))
    engine.disturbance = {"COUNTERFOIL_SECRET_DATABASE": engine.database}
    engine.must("init")
    for day in (FIRST, SECOND):
        engine.must("run", "nightly", "--date", day)


def figures(engine, day):
    return [path.read_bytes() for path in sorted((engine.folder / "var" / "reports" / day).glob("*/report.json"))]


def main():
    tap = Tap()
    with Engine([BASE]) as one, Engine([BASE]) as other:
        nights(one)
        nights(other)
        seeds = {engine.sql("select value from ops.setting where name = 'hash_seed'") for engine in (one, other)}
        tap.ok(len(seeds) == 2, "each installation has a seed of its own", *seeds)
        for day in (FIRST, SECOND):
            got, want = figures(one, day), figures(other, day)
            tap.ok(len(got) == 1 and got == want, f"the figures of {day} are the same in both", *got, *want)
    tap.done()


main()
