#!/usr/bin/env python3
"""200 seeded single changes of clean records on a small copy of the business, one at a time: each night gives exactly
the planted set and the lines that the change must give.

    mutations.py [COUNT] [SEED]

One database: the first three nights are run once, then the last is run again with each change.  A date that is run
again has the state of its last run, so nothing of one change is left in the next.
"""

import sys

from oracle import LAST, PAID_OUT, changes
from planted import LATE, night_lines
from project import FINE, Project, compared
from tap import Tap

from business import NIGHTS
from expected import Expected
from generate import Business


def base(expected):
    """The planted set of what is answered on the last night."""
    lines = night_lines(expected, LAST)
    return lines + [line for rule in LATE for line in expected.lines[rule][PAID_OUT]]


def found(project):
    late = [line for line in project.lines(PAID_OUT) if line.rule in LATE]
    return project.lines(LAST) + late


def try_one(tap, project, business, planted, change):
    business.extra = [change.departure]
    business.write(project.data, LAST)
    code, _, complaint = project.run(LAST)
    if code not in FINE:
        return tap.ok(False, change.name, f"the run ends with {code}", complaint)
    got, want = compared(found(project), planted + change.lines)
    return tap.same(got, want, change.name)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    tap, project, business = Tap(), Project(), Business("small")
    planted = base(Expected(business.scenarios))
    try:
        for night in NIGHTS[:3]:
            business.write(project.data, night)
            project.run(night)
        for change in changes(business, count, seed):
            try_one(tap, project, business, planted, change)
    finally:
        project.end()
    tap.done()


if __name__ == "__main__":
    main()
