"""What the tests on real input share: where it is, a project that reads it, and what its rules found."""

import shutil
import sys
from decimal import Decimal
from pathlib import Path

from engine import ROOT, Engine

SHARED = ROOT.parent / "shared"
REAL = ROOT / "tests" / "real"
DAY = "2026-03-30"


def given(*paths):
    """Files beside the repository; without them there is nothing to test here, which is said."""
    found = [SHARED / path for path in paths]
    lacking = [path for path in found if not path.exists()]
    if lacking:
        print(f"1..0 # SKIP {lacking[0]} is not here")
        sys.exit(0)
    return found


def night(name, files):
    """A project of tests/real/NAME in which the files, by the names that it gives them, were read and reconciled."""
    engine = Engine([REAL / name])
    for to, path in files.items():
        (engine.folder / to).parent.mkdir(exist_ok=True)
        shutil.copy(Path(path), engine.folder / to)
    engine.must("init")
    engine.must("run", "nightly", "--date", DAY)
    return engine


def found(engine, rule):
    """(kind, key, amount) of every open discrepancy."""
    lines = [line for line in engine.asked("discrepancies", "--date", DAY) if line["rule"] == rule]
    return {(line["kind"], tuple(line["key"]), None if line["amount"] is None else Decimal(str(line["amount"])))
            for line in lines if line["status"] == "open"}


def fates(engine, extract):
    """(read, staged, rejected) of the extract's newest snapshot."""
    line = engine.sql(f"select read, staged, rejected from ops.snapshot where extract = '{extract}' "
                      "order by snapshot_id desc limit 1")
    return tuple(int(n) for n in line.strip().split("|"))
