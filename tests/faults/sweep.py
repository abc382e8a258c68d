#!/usr/bin/env python3
"""The fault sweep: every place in the program that calls libpq or libc's I/O fails there once, in each way that the
call is documented to fail, while a project of 50 orders is set up and has its nights.  Then the database and the files
are asked whether promises 1 to 5 hold, and a plain run afterwards ends as if nothing had happened.

TORTURE=1 fails every call instead of every place.  sweep.py SYMBOL… only these."""

import errno
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

import engine as engines    # noqa: E402
import faulty               # noqa: E402
import shim                 # noqa: E402
from tap import Tap         # noqa: E402

TORTURE = os.environ.get("TORTURE")


class Sweep:
    """The faults of one worker, on a project of its own."""

    def __init__(self, project, calls):
        self.project, self.calls = project, calls
        self.promises = Counter()
        self.failed, self.silent = [], []

    def told(self, fault, place, bad):
        if bad:
            name = f"{fault.call.symbol} at {place}, call {fault.call.number}, {fault.kind}"
            self.failed.append((fault.call.symbol, name, bad))

    def asked(self, symbol, lines):
        self.promises[symbol] += 5
        return lines

    def inject(self, step, fault, place, borne):
        project, words = self.project, faulty.STEPS[step]
        done = project.disturbed(words, [fault])
        bad = [] if done.hits else ["the fault was not met"]
        if done.code in (0, 8):
            if not borne:
                self.silent.append(f"{shim.plain(fault.call.symbol)} {place.partition(':')[0]}")
                bad += [] if self.silent[-1] in shim.BORNE else ["it was borne without a word"]
            bad += faulty.difference(faulty.view(project.superuser, step), project.views[step])
        else:
            bad += self.ended(fault, done, borne)
        bad += self.asked(fault.call.symbol, faulty.breaches(project, step))
        if fault.call.symbol not in ("unlink", "kill"):
            bad += faulty.left_behind(project)
        said = f"{' '.join(words)} ended with {done.code}: {done.complaint.strip() or done.out}"
        self.told(fault, place, bad and [said, *bad])
        after = self.afterwards(step)
        self.told(fault, place, after)
        # A database that is set up anew has other hashes.
        project.now = None if after or step == 0 else step + 1

    def ended(self, fault, done, borne):
        bad = []
        if borne:
            bad.append("it is to be borne")
        if done.code not in faulty.TRUE_CODES:
            bad.append("the code is not one of a disturbance")
        said = done.complaint + done.out
        cause = getattr(errno, fault.kind, None)
        if cause and os.strerror(cause) not in said:
            bad.append(f"it does not say {os.strerror(cause)}")
        if ": " not in said.removeprefix("counterfoil: "):
            bad.append("the message has no place")
        return bad

    def afterwards(self, step):
        """Promise 3: all is as if nothing had happened."""
        project = self.project
        done = project.disturbed(faulty.STEPS[step])
        bad = [] if done.code in (0, 8) else [f"the plain run ended with {done.code}: {done.complaint.strip()}"]
        bad += faulty.difference(faulty.view(project.superuser, step), project.views[step])
        bad += faulty.left_behind(project)
        return bad and ["afterwards:", *bad]


def chosen(calls, only):
    """[(steps, call)]: each place once, at its first call in any of the steps; under torture each call."""
    steps = {}
    for step, list_ in enumerate(calls):
        for call in list_:
            if only and shim.plain(call.symbol) not in only:
                continue
            if TORTURE and step <= faulty.NIGHTS:
                steps[step, call] = {step}, call
            elif not TORTURE and call.number == 1:
                steps.setdefault((call.symbol, call.site), (set(), call))[0].add(step)
    return [(at - {0} or at, call) for at, call in steps.values()]


def plan(calls, only):
    """[(steps, fault, is borne)]"""
    return [(steps, shim.Fault(call, kind), kinds is borne) for steps, call in chosen(calls, only)
            for fatal, borne in [shim.KINDS[shim.plain(call.symbol)]] for kinds in (fatal, borne) for kind in kinds]


def work(number, project, only):
    with project:
        calls = faulty.survey(project)
        sweep = Sweep(project, calls)
        faults = plan(calls, only)
        places = shim.places({fault.call.site for _, fault, _ in faults})
        for steps, fault, borne in faulty.in_turn(project, faults[number::faulty.workers()]):
            sweep.inject(project.now, fault, places[fault.call.site], borne)
        return sweep, calls, faults


def report(tap, sweeps):
    calls, faults = sweeps[0][1], sweeps[0][2]
    seen = Counter(shim.plain(symbol) for symbol, _ in {(c.symbol, c.site) for list_ in calls for c in list_})
    failed = Counter(shim.plain(symbol) for symbol, _ in {(f.call.symbol, f.call.site) for _, f, _ in faults})
    promises = sum((s[0].promises for s in sweeps), Counter())
    bad = [line for s in sweeps for line in s[0].failed]
    for symbol in sorted(failed, key=str.lower):
        mine = [line for line in bad if shim.plain(line[0]) == symbol]
        kept = sum(n for name, n in promises.items() if shim.plain(name) == symbol)
        tap.ok(seen[symbol] == failed[symbol] and not mine,
               f"{symbol}: {seen[symbol]} places seen, {failed[symbol]} failed, {kept} promises asked",
               *(line for _, name, lines in mine for line in (name, *("   " + x for x in lines))))
    silent = sum(len(s[0].silent) for s in sweeps)
    print(f"# {len(failed)} symbols, {sum(failed.values())} places, {sum(len(c) for c in calls)} calls, "
          f"{len(faults)} faults, {silent} borne without a word, {len(bad)} with something wrong")


def main():
    tap = Tap()
    only = set(sys.argv[1:])
    tap.ok(not shim.unlisted(), "each symbol of libpq, libcurl and libc has its fault, or why not", *shim.unlisted())
    with engines.own_cluster():
        faulty.hurry()
        projects = [faulty.Faulty() for _ in range(faulty.workers())]
        with ThreadPoolExecutor(faulty.workers()) as pool:
            sweeps = list(pool.map(lambda at: work(*at, only), enumerate(projects)))
    report(tap, sweeps)
    tap.done()


main()
