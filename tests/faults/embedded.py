#!/usr/bin/env python3
"""The embedded cluster under faults: it is made, started and stopped, and each place in the program that does it fails
once in each way.  Then the same command goes through, finds the database as it is to be, and a stop leaves no server.

TORTURE=1 fails the first call of each place in each of the three; else some of the places, and not in making one, which
takes seconds."""

import errno
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import namedtuple
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

import faulty            # noqa: E402
import shim              # noqa: E402
from tap import Tap      # noqa: E402

TORTURE = os.environ.get("TORTURE")
ONE_IN = 10

# What is done to the cluster, with what there was before.
STEPS = {"stopped": ("stop", "running"), "started": ("init", "stopped"), "made": ("init", "nothing")}

# Where the cluster is dealt with; what else a command does fails in the other sweep.
FILES = ("embedded", "place", "programs", "user", "make", "process", "server")
STATEMENTS = ("db_embedded_has", "CREATE_ROLE", "CREATE_DATABASE")

# Codes that it may end with.
TRUE_CODES = {7, 75}

Done = namedtuple("Done", "code said hits")


class Cluster:
    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="cf-embedded-"))
        self.folder.chmod(0o755)
        self.kept = Path(tempfile.mkdtemp(prefix="cf-embedded-kept-"))
        self.log = self.kept / "log"
        self.log.touch()
        self.log.chmod(0o666)
        self.kept.chmod(0o755)
        for folder in ("cases/base", "faults/project"):
            shutil.copytree(TESTS / folder, self.folder, dirs_exist_ok=True)

    def run(self, command, faults=()):
        self.log.write_text("")
        done = subprocess.run([shim.PROGRAM, command, "--project", self.folder], capture_output=True, text=True,
                              errors="replace", check=False, env=os.environ | shim.environment(self.log, faults))
        return Done(done.returncode, done.stderr + done.stdout, shim.calls(self.log, "hit"))

    def calls(self):
        return [call._replace(note="") for call in shim.calls(self.log)]

    def servers(self):
        """Processes of servers on this folder."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if f"{self.folder}/var/postgres/data".encode() in path.read_bytes().split(b"\0"):
                    found.append(int(path.parent.name))
            except OSError:
                pass
        return found

    def ends(self):
        self.run("stop")
        for pid in self.servers():
            os.kill(pid, 9)

    def keep(self):
        """The stopped cluster, to begin with again."""
        subprocess.run(["cp", "-a", self.folder / "var", self.kept / "var"], check=True)

    def restore(self, state):
        self.ends()
        shutil.rmtree(self.folder / "var", ignore_errors=True)
        if state != "nothing":
            subprocess.run(["cp", "-a", self.kept / "var", self.folder / "var"], check=True)
        if state == "running":
            self.must("init")

    def must(self, command):
        done = self.run(command)
        if done.code != 0:
            raise SystemExit(f"Bail out! {command} ended with {done.code}: {done.said}")

    def catalog(self):
        """What there is in the database, asked of the running server."""
        socket = re.search(r"^unix_socket_directories = '(.*)'", self.settings(), re.MULTILINE)[1]
        return faulty.ask(f"host={socket} user=postgres dbname=counterfoil", faulty.CATALOG)

    def settings(self):
        return (self.folder / "var" / "postgres" / "data" / "postgresql.conf").read_text()

    def things(self):
        return sorted(path.name for path in (self.folder / "var" / "postgres").iterdir())


def survey(cluster):
    """{step: its calls}, and the catalog that there is to be."""
    cluster.must("init")
    calls, catalog = {"made": cluster.calls()}, cluster.catalog()
    cluster.must("stop")
    calls["stopped"] = cluster.calls()
    cluster.keep()
    cluster.must("init")
    calls["started"] = cluster.calls()
    return {step: calls[step] for step in STEPS}, catalog


def is_of_cluster(call, places):
    file = re.match(r"etl/db/(\w+)\.c", places[call.site])
    return bool(file and file[1] in FILES) or call.site.partition("/")[2].startswith(STATEMENTS)


def plan(calls):
    places = shim.places({call.site for list_ in calls.values() for call in list_})
    found = {}
    for step in STEPS if TORTURE else ("stopped", "started"):
        for call in calls[step]:
            if is_of_cluster(call, places) and call.number == 1:
                found.setdefault((step, call) if TORTURE else call, (step, call))
    faults = [(step, shim.Fault(call, kind), kinds is borne) for step, call in found.values()
              for fatal, borne in [shim.KINDS[shim.plain(call.symbol)]] for kinds in (fatal, borne) for kind in kinds]
    return (faults if TORTURE else faults[::ONE_IN]), places


def ended(fault, done, is_borne, place):
    """What is wrong with how the disturbed command ended."""
    bad = [] if done.hits else ["the fault was not met"]
    if done.code == 0:
        silent = f"{shim.plain(fault.call.symbol)} {place.partition(':')[0]}"
        return bad + ([] if is_borne or silent in shim.BORNE else ["it was borne without a word"])
    if is_borne:
        bad.append("it is to be borne")
    if done.code not in TRUE_CODES:
        bad.append("the code is not one of that disturbance")
    cause = getattr(errno, fault.kind, None)
    if cause and os.strerror(cause) not in done.said:
        bad.append(f"it does not say {os.strerror(cause)}")
    return bad


def inject(cluster, step, fault, is_borne, place, catalog):
    command, before = STEPS[step]
    cluster.restore(before)
    done = cluster.run(command, [fault])
    bad = ended(fault, done, is_borne, place)
    again = cluster.run(command)
    if again.code != 0:
        bad.append(f"the same command again ended with {again.code}: {again.said.strip()}")
    if command == "init":
        bad += faulty.difference(cluster.catalog(), catalog) if again.code == 0 else []
        last = cluster.run("stop")
        bad += [] if last.code == 0 else [f"stop ended with {last.code}: {last.said.strip()}"]
    bad += [f"a server is left: process {pid}" for pid in cluster.servers()]
    bad += [f"left behind: {name}" for name in cluster.things() if name not in ("data", "lock")]
    return bad and [f"{command} ended with {done.code}: {done.said.strip()}", *bad]


def main():
    tap, cluster = Tap(), Cluster()
    try:
        calls, catalog = survey(cluster)
        faults, places = plan(calls)
        print(f"# {len(faults)} faults", flush=True)
        for step in dict.fromkeys(step for step, _, _ in faults):
            mine = [x for x in faults if x[0] == step]
            bad = []
            for _, fault, is_borne in mine:
                place = places[fault.call.site]
                lines = inject(cluster, step, fault, is_borne, place, catalog)
                name = f"{fault.call.symbol} at {place}, call {fault.call.number}, {fault.kind}"
                bad += [name, *("   " + line for line in lines)] if lines else []
            count = len({fault.call.site for _, fault, _ in mine})
            tap.ok(not bad, f"a cluster is {step}: {len(mine)} faults, {count} places", *bad)
    finally:
        cluster.ends()
        shutil.rmtree(cluster.folder, ignore_errors=True)
        shutil.rmtree(cluster.kept, ignore_errors=True)
    tap.done()


main()
