#!/usr/bin/env python3
"""A folder of scenarios that a person adds by hand gives its lines in the engine, with no change of code."""

import shutil
import tempfile
from pathlib import Path

from generator import add_by_hand
from planted import LATE, check_lines, night_lines
from project import FINE, Project
from tap import Tap

from business import NIGHTS, SCALES
from expected import Expected
from generate import Business
from scenario import read_scenarios


def main():
    tap, project, scratch = Tap(), Project(), Path(tempfile.mkdtemp(prefix="cf-by-hand-"))
    try:
        add_by_hand(scratch / "scenarios")
        business = Business("small", read_scenarios(scratch / "scenarios", SCALES["small"].repeat))
        expected = Expected(business.scenarios)
        business.write(project.data, NIGHTS[0])
        code, _, complaint = project.run(NIGHTS[0])
        tap.ok(code in FINE, f"the run ends with {code}", complaint)
        added = [line for line in night_lines(expected, NIGHTS[0]) if line.scenario == "typed-wrongly"]
        tap.ok(len(added) == 1, "the folder declares a line", added)
        check_lines(tap, project, expected, NIGHTS[0], "with a folder added by hand", LATE)
    finally:
        project.end()
        shutil.rmtree(scratch)
    tap.ok(not project.left(), "nothing is left of the project", *project.left())
    tap.done()


if __name__ == "__main__":
    main()
