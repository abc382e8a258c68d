#!/usr/bin/env python3
"""Every statement that any case of tests/cases carries out fails once, and so does each call for its answer; then the
same command goes through, and the case ends as it says.  What a project of fifty orders has nothing for, sums and
rollbacks and replays, fails here.  A command takes numbers of runs and snapshots each time that it is tried: where a
later line of its case names one, all is as it was before it goes through.

It fails, too, for a statement of sql/ that no case comes to and ELSEWHERE does not name.

statements.py CASE… only in these; STATEMENTS=REGEX only these statements."""

import os
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

import engine as engines    # noqa: E402
import faulty               # noqa: E402
import shim                 # noqa: E402
from case import Case, folders    # noqa: E402
from engine import Done           # noqa: E402
from tap import Tap               # noqa: E402

# Files of sql/ whose statements no case comes to, and why.
WHY_NOT = """
a part of another statement: cli/night_part reconcile/match_standing reconcile/sum_double
a part of another statement: reconcile/sum_last_parent reconcile/sum_moved
a part of another statement: reconcile/chain_by_fields reconcile/chain_by_parent reconcile/chain_came
a part of another statement: reconcile/chain_came_whole reconcile/chain_lacking reconcile/chain_lines
a part of another statement: reconcile/chain_one_each reconcile/chain_rest
a part of another statement: reconcile/chain_by_match reconcile/chain_match_pairs reconcile/chain_match_said
a part of another statement: reconcile/kits_parts report/discrepancies_all report/discrepancies_largest
a part of another statement: stage/night_aside stage/night_newest stage/night_past
what is read in windows and over values, in tests/cli/windows.py: run/cursor run/last_full
what is read in windows and over values, in tests/cli/windows.py: run/staged_oldest run/staged_values stage/cursor
what tests/cli/data.py and commands.sh ask: cli/cleared run/cancel
two programs at once, in tests/crash/overlap.py: db/claim_holder
the cluster of our own, in tests/faults/embedded.py: db/embedded_has
limits that processes share, in tests/cli/limits.py: net/pace_begin net/pace_read net/pace_session net/pace_write
reports that a system is asked to make, in tests/cli/reports.py: net/asked_begin net/asked_forget net/asked_named
the proof of the chain, in tests/unit/audit.c: db/audit_list
tokens that processes share, in tests/cli/tokens.py: net/token_keep net/token_lock
what is to be renewed, in tests/cli/renew.py: run/expiry
"""
ELSEWHERE = {file for line in WHY_NOT.strip().splitlines() for file in line.partition(": ")[2].split()}

WANTED = re.compile(os.environ.get("STATEMENTS", ""))

KINDS = {"PQexec": "refused", "PQexecParams": "refused", "PQgetCopyData": "lost", "PQgetResult": "nothing"}


class Quiet:
    """Of a case that is only listened to."""

    def ok(self, good, *_):
        return good


class Wrongs:
    """What is not as the case says, kept."""

    def __init__(self, case):
        self.case = case

    def ok(self, good, name, *details):
        if not good:
            self.case.wrong += [name, *(str(x) for x in details)]
        return good


class Heard(Case):
    """Which calls for which statements each of its commands makes, the first of each."""

    def __init__(self, folder):
        super().__init__(Quiet(), folder, shim.PROGRAM)
        self.heard = []

    def go(self):
        with tempfile.TemporaryDirectory(prefix="cf-statements-") as folder:
            self.log = Path(folder) / "log"
            super().go()

    def run(self, words):
        self.log.unlink(missing_ok=True)
        self.engine.disturbance = shim.environment(self.log)
        super().run(words)
        self.engine.disturbance = {}
        calls = [call for call in shim.calls(self.log, of="PQ")
                 if not call.site.endswith("/-") and WANTED.match(call.site.partition("/")[2])]
        found = {}
        for call in calls:
            found.setdefault(call.site.partition("/")[2] + " " + call.symbol, call)
        self.heard.append(found)


class Disturbed(Case):
    """Each of its commands ends with each of the faults that are planned for it, before it goes through."""

    def __init__(self, tap, folder, planned):
        super().__init__(tap, folder, shim.PROGRAM)
        self.planned, self.number = planned, 0
        self.wrong, self.injected, self.missed = [], 0, []

    def go(self):
        with tempfile.TemporaryDirectory(prefix="cf-statements-") as folder:
            self.kept = Path(folder)
            self.log = self.kept / "log"
            super().go()

    def run(self, words):
        faults = self.planned.get(self.number, [])
        if faults:
            self.disturb(words, faults)
        self.number += 1
        super().run(words)

    def disturb(self, words, faults):
        """One after the other; what one before has left nothing to do is as it was for it."""
        state = self.engine.keep(self.number, self.kept)
        for fault in [fault for fault in faults if not self.inject(words, fault)]:
            self.engine.restore(state)
            if not self.inject(words, fault):
                self.missed.append(f"{fault.call.symbol} of {fault.call.site.partition('/')[2]}")
        if numbers_follow(self.folder, self.number):
            self.engine.restore(state)
        self.engine.forget(state)

    def inject(self, words, fault):
        """Whether it was met."""
        self.log.unlink(missing_ok=True)
        self.engine.disturbance = shim.environment(self.log, [fault])
        done = self.engine.run(*words)
        self.engine.disturbance = {}
        if not shim.calls(self.log, "hit"):
            return False
        self.injected += 1
        said = done.complaint + done.out
        statement = fault.call.site.partition("/")[2]
        if done.code not in faulty.TRUE_CODES and not self.is_borne(fault, statement):
            self.wrong.append(f"{' '.join(words)}, {fault.call.symbol} of {statement}, {fault.kind}: ended with "
                              f"{done.code}: {said.strip()}")
        return True

    def is_borne(self, fault, statement):
        place = shim.places({fault.call.site})[fault.call.site].partition(":")[0]
        return f"{shim.plain(fault.call.symbol)} {place}" in shim.BORNE


def minds(line):
    """Whether it names a run, a snapshot, a close, a match or a suggestion by a number."""
    return re.search(r"^\$ (show|report|rollback|release|cancel|rejects|discrepancies|snapshot)\b.* \d+( |$)|"
                     r"\b(release|rollback|run|runs|snapshot|close)[ -]\d+\b|\b[MS]\d+\.\d+\b|held|--number|"
                     r"reports/[\d-]+/[\w.-]+-\d+/", line)


def numbers_follow(folder, at):
    """Whether that command takes numbers of runs, snapshots or closes each time that it is tried, and a later line
    minds."""
    lines = (folder / "steps").read_text().splitlines()
    start = [i for i, line in enumerate(lines) if line.startswith("$ ")][at]
    return lines[start].startswith(("$ run", "$ replay", "$ close")) and any(minds(line) for line in lines[start + 1:])


def planned(heard):
    """{folder: {number of its command: faults}}: each statement and call once."""
    found, taken = {}, set()
    for folder, commands in heard:
        for at, calls in enumerate(commands):
            # In their order: what failed has left undone all that comes behind it.
            for name, call in calls.items():
                if name not in taken:
                    taken.add(name)
                    kind = KINDS.get(call.symbol, "nothing")
                    found.setdefault(folder, {}).setdefault(at, []).append(shim.Fault(call, kind))
    return found


def shipped():
    """{name, as the shim tells it: its file} of the statements of sql/: what a comment begins with, or its first
    words."""
    found = {}
    for path in sorted((engines.ROOT / "sql").glob("*/*.sql")):
        said = path.read_text().lstrip("- \n\t")
        name = re.match(r"\w+(?=[:\n])", said, re.ASCII)
        found[name[0] if name else re.sub(r"\W", "_", said[:47], flags=re.ASCII)] = f"{path.parent.name}/{path.stem}"
    return {name: file for name, file in found.items() if not file.startswith("schema/")}


def listen(folder):
    case = Heard(folder)
    case.go()
    return folder, case.heard


def disturb(planned_for):
    case = Disturbed(Quiet(), *planned_for)
    case.tap = Wrongs(case)
    case.go()
    return case


def main():
    tap = Tap()
    with engines.own_cluster():
        faulty.hurry()
        with ThreadPoolExecutor(faulty.workers()) as pool:
            heard = list(pool.map(listen, folders(sys.argv[1:])))
            found = planned(heard)
            injected, missed = 0, []
            for case in pool.map(disturb, found.items()):
                injected += case.injected
                missed += case.missed
                tap.ok(not case.wrong, f"{case.name}: {case.injected} calls fail, and it ends as ever", *case.wrong)
    tap.ok(not missed, "each was met", *missed)
    heard_of = {name.partition(" ")[0] for _, commands in heard for calls in commands for name in calls}
    ours = shipped()
    met = {file for name, file in ours.items() if name in heard_of}
    if not sys.argv[1:] and not WANTED.pattern:
        tap.same(set(ours.values()) - met, ELSEWHERE, "of sql/ only what is known is met in no case")
    print(f"# of {len(ours)} statements in sql/ {len(met)} in cases, and {len(heard_of - set(ours))} others; "
          f"{injected} calls failed, {len(missed)} not met")
    tap.done()


main()
