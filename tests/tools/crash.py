"""A run that is stopped in the middle of a stage: another session holds what the stage needs, so that the run stands
exactly there, however fast the machine is."""

import subprocess
import time

import orders
from engine import ROOT, Engine
from sight import sight

FIRST, SECOND = "2026-03-30", "2026-03-31"
COUNT = 5000

# What a run needs in the middle of each stage, in the order of the night.
STAGES = {
    "extracting": "ops.landing",
    "reading and staging": "stage.shop_order",
    "staging the second extract": "stage.erp_order",
    "committing a snapshot": "ops.snapshot",
    "recording rejects": "ops.reject",
    "beginning to reconcile": "recon.rule_run",
    "reconciling": "recon.observation",
    "balancing": "recon.balance",
}


def project(count=COUNT, **how):
    """One night behind it, the second waiting."""
    engine = Engine([ROOT / "tests" / "cases" / "base"], **how)
    for night, day in enumerate((FIRST, SECOND)):
        orders.write(engine.folder, day, night, count)
    engine.must("init")
    engine.must("run", "nightly", "--date", FIRST)
    return engine


def undisturbed(**how):
    with project(**how) as engine:
        engine.must("run", "nightly", "--date", SECOND)
        return sight(engine, SECOND)


WAITING = "select count(*) from pg_locks l join pg_database d on d.oid = l.database where not granted"


class Held:
    """A table that nobody else may touch until the end of the block."""

    def __init__(self, engine, table):
        self.engine, self.table = engine, table

    def __enter__(self):
        self.session = subprocess.Popen(["psql", "-XqAt", self.engine.superuser], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.session.stdin.write(f"begin; lock table {self.table} in access exclusive mode; select 'held';\n")
        self.session.stdin.flush()
        assert self.session.stdout.readline().strip() == "held"
        return self

    def does(self, statement):
        """Instead of nothing, before it lets go."""
        self.session.stdin.write(f"{statement}; commit;\n")

    def __exit__(self, *how):
        self.session.stdin.close()
        self.session.wait()
        self.session.stdout.close()

    def waits(self, process, seconds=60):
        """Until the run stands before the table; False if it ended without."""
        for _ in range(seconds * 50):
            if process.poll() is not None:
                return False
            if self.engine.sql(f"{WAITING} and d.datname = '{self.engine.database}'").strip() != "0":
                return True
            time.sleep(0.02)
        return False
