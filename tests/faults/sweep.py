#!/usr/bin/env python3
"""The fault sweep: every place in the program that calls libpq, libcurl or libc's I/O fails there, and every place in
libcurl that calls libc's, in each way that the call is documented to fail, while a project of 50 orders is set up and
has its nights.  Then the database and the files are asked whether promises 1 to 5 and 10 hold, and a plain run
afterwards ends as if nothing had happened.

Each place fails, and each way in which a call can fail is that of one of its places; where there are fewer places than
ways, a place fails in several. Statements share few places, as do the requests that libcurl sends: there each way is
at another statement, and of the statements that are left one in some fails too. TORTURE=1 fails each place for each
statement in every way, and every call in one. sweep.py SYMBOL… only these, as in 'curl_*'; sweep.py -SYMBOL… all but
these."""

import errno
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

import engine as engines    # noqa: E402
import faulty               # noqa: E402
import shim                 # noqa: E402
from tap import Tap         # noqa: E402

TORTURE = os.environ.get("TORTURE")

# Without torture, of the statements at which no place of theirs fails already.
ONE_IN = 6

# Under torture, of the calls from one place for one statement in the night in which each of 256 parts does the same,
# and of those from one place in libcurl for one request.
OF_PARTS = 3


# The process ends there, whatever it was doing.
NO_MEMORY = "out of memory"


def in_one_line(done):
    """What is printed in lines is one text."""
    return " ".join((done.complaint + done.out).split())


def says(done, fault):
    """A night that went well in spite of it may say so: a note with the cause."""
    cause = getattr(errno, fault.kind, None)
    return cause is not None and os.strerror(cause) in in_one_line(done)


def may_not_come(fault):
    return fault.call.symbol in shim.TIMED and fault.call.number > 1


class Sweep:
    """The faults of one worker, on a project of its own."""

    def __init__(self, project, calls):
        self.project, self.calls = project, calls
        self.early = [faulty.reads_configuration(list_) for list_ in calls]
        self.promises = Counter()
        self.failed, self.silent, self.unmet = [], [], 0

    def told(self, faults, places, bad):
        if bad:
            name = ", ".join(f"{f.call.symbol} at {places[f.call.site]}, call {f.call.number}, {f.kind}"
                             for f in faults)
            self.failed.append((shim.name_of(faults[0].call), name, bad))

    def inject(self, step, faults, places, borne):
        project, words = self.project, faulty.STEPS[step]
        done = project.disturbed(words, faults)
        seen = faulty.look(project, step)
        met = {hit._replace(note="") for hit in done.hits}
        unmet = [f for f in faults if f.call not in met]
        bad = [f"not met: {f.call.symbol} {f.call.site} {f.kind}" for f in unmet if not may_not_come(f)]
        self.unmet += len(unmet)
        whole = done.code in (0, 8)
        if whole:
            bad += [] if borne or (unmet and not bad) or says(done, faults[0]) else self.unsaid(faults[0], places)
            bad += self.is_whole(faults[0], seen and seen.view, step)
        else:
            bad += self.ended(step, faults[0], done, borne)
        bad += faulty.breaches(project, step, seen) + faulty.tells(done.complaint + done.out)
        if step > 0 and seen:
            self.promises[shim.name_of(faults[0].call)] += len(faulty.ASKED)
        if faults[0].call.symbol not in ("unlink", "kill") and NO_MEMORY not in done.complaint:
            bad += faulty.left_behind(project)
        said = f"{' '.join(words)} ended with {done.code}: {done.complaint.strip() or done.out}"
        self.told(faults, places, bad and [said, *bad])
        # Where nothing was lost, the next night goes on from there.
        after = self.afterwards(step, faults[0]) if bad or not whole or step == 0 else []
        self.told(faults, places, after)
        # A database that is set up anew has other hashes.
        project.now = None if bad or after or step == 0 else step + 1

    def unsaid(self, fault, places):
        self.silent.append(f"{shim.plain(fault.call.symbol)} {places[fault.call.site].partition(':')[0]}")
        return [] if self.silent[-1] in shim.BORNE else ["it was borne without a word"]

    def ended(self, step, fault, done, borne):
        bad = []
        if borne and fault.call.symbol not in shim.EITHER:
            bad.append("it is to be borne")
        if done.code not in faulty.TRUE_CODES and not (done.code == faulty.CONFIGURATION
                                                      and fault.call._replace(note="") in self.early[step]):
            bad.append("the code is not one of that disturbance")
        said = in_one_line(done)
        cause = getattr(errno, fault.kind, None)
        if cause and os.strerror(cause) not in said:
            bad.append(f"it does not say {os.strerror(cause)}")
        if ": " not in said.removeprefix("counterfoil: ") and NO_MEMORY not in said:
            bad.append("the message has no place")
        return bad

    def is_whole(self, fault, view, step):
        """Promise 3: all is as if nothing had happened."""
        self.promises[shim.name_of(fault.call)] += 1
        return faulty.difference(view, self.project.views[step])

    def afterwards(self, step, fault):
        project = self.project
        done = project.disturbed(faulty.STEPS[step])
        bad = [] if done.code in (0, 8) else [f"the plain run ended with {done.code}: {done.complaint.strip()}"]
        bad += self.is_whole(fault, faulty.view(project.superuser, step), step)
        bad += faulty.left_behind(project)
        return bad and ["afterwards:", *bad]


# ── what fails ───────────────────────────────────────────────────────────────────────────────────────────────────────

def first_calls(calls):
    """{(symbol, place): {site: [the steps in which it is called, its first call]}}, in their order."""
    found = {}
    for step, list_ in enumerate(calls):
        for call in list_:
            if call.number == 1:
                sites = found.setdefault((call.symbol, shim.place_of(call.site)), {})
                sites.setdefault(call.site, [set(), call])[0].add(step)
    return {place: [(at - {0} or at, call) for at, call in sites.values()] for place, sites in found.items()}


def dealt(ways, number, places):
    """Those of one of several places: each place has one, and each way a place."""
    return ways[number::places] or ways[number % max(len(ways), 1):][:1]


def sample(calls):
    """[(steps, faults, is borne)]; what is to be borne is borne at once, as far as it comes on the same night."""
    found, borne = [], {}
    places = first_calls(calls)
    alike = Counter(symbol for symbol, _ in places)
    met = Counter()
    for number, ((symbol, _), sites) in enumerate(places.items()):
        # An SSH connection takes its time: what is called for it alone fails there, and in one way.
        sites = [site for site in sites if site[0] != {faulty.DELIVERIES}] or sites[:1]
        fatal, to_bear = shim.kinds_of(sites[0][1])
        if fatal and sites[0][0] == {faulty.DELIVERIES}:
            to_bear = []
        mine = dealt(fatal, met[symbol], alike[symbol])
        met[symbol] += 1
        for i, kind in enumerate(mine):
            steps, call = sites[i % len(sites)]
            found.append((steps, [shim.Fault(call, kind)], False))
        for i, (steps, call) in enumerate(sites[len(mine)::ONE_IN] if fatal else []):
            found.append((steps, [shim.Fault(call, fatal[(number + i) % len(fatal)])], False))
        for i in range(len(to_bear)):
            for j, (steps, call) in enumerate(sites):
                alone = call.symbol in shim.ALONE and call.site
                borne.setdefault((max(steps), i, alone), []).append(shim.Fault(call, to_bear[(i + j) % len(to_bear)]))
    return found + [({step}, faults, True) for (step, *_), faults in borne.items()]


def every(calls):
    """Each place and statement in every way, and each call in one of them, the ways in turn; of what comes behind the
    nights, only places and statements that were not met before."""
    found, seen = [], set()
    for step in sorted(range(len(calls)), key=lambda step: step not in faulty.SWEPT):
        for number, call in enumerate(calls[step]):
            if step not in faulty.SWEPT and (call.symbol, call.site) in seen:
                continue
            if call.number > OF_PARTS and (step == 1 + faulty.CROWDED or shim.is_below(call.site)):
                continue
            fatal, borne = shim.kinds_of(call)
            ways = [(kind, False) for kind in fatal] + [(kind, True) for kind in borne]
            first = (call.symbol, call.site) not in seen
            seen.add((call.symbol, call.site))
            found += [({step}, [shim.Fault(call, kind)], is_borne)
                      for kind, is_borne in (ways if first else [ways[number % len(ways)]])]
    return found


def is_wanted(call, words):
    symbol = shim.plain(call.symbol)
    if words and words[0][0] == "-":
        return not any(fnmatch(symbol, word[1:]) for word in words)
    return not words or any(fnmatch(symbol, word) for word in words)


def plan(calls, words):
    wanted = [[call._replace(note="") for call in list_ if is_wanted(call, words)] for list_ in calls]
    return every(wanted) if TORTURE else sample(wanted)


def work(number, project, words):
    with project:
        calls = [[call._replace(note="") for call in list_] for list_ in faulty.survey(project)]
        sweep = Sweep(project, calls)
        faults = plan(calls, words)
        places = shim.places({fault.call.site for _, list_, _ in faults for fault in list_})
        mine = faults[number::faulty.workers()]
        for count, (_, list_, borne) in enumerate(faulty.in_turn(project, mine), 1):
            sweep.inject(project.now, list_, places, borne)
            if TORTURE and count % 100 == 0:
                print(f"# {count} of {len(mine)} faults of worker {number}", flush=True)
        return sweep, calls, faults


# ── what came of it ──────────────────────────────────────────────────────────────────────────────────────────────────

def counted(calls):
    """By symbol: its places, and its statements at them."""
    places = Counter(name for name, _ in {(shim.name_of(c), shim.place_of(c.site)) for c in calls})
    sites = Counter(name for name, _ in {(shim.name_of(c), c.site) for c in calls})
    return places, sites


def report(tap, sweeps, words):
    calls, faults = sweeps[0][1], [fault for _, list_, _ in sweeps[0][2] for fault in list_]
    seen = counted([c for list_ in calls for c in list_ if is_wanted(c, words)])
    failed = counted([f.call for f in faults])
    promises = sum((s[0].promises for s in sweeps), Counter())
    bad = [line for s in sweeps for line in s[0].failed]
    for symbol in sorted(seen[0], key=str.lower):
        mine = [line for line in bad if line[0] == symbol]
        all_failed = seen[0][symbol] == failed[0][symbol] and (not TORTURE or seen[1][symbol] == failed[1][symbol])
        said = f", {seen[1][symbol]} statements there, {failed[1][symbol]} failed"
        said = said if seen[1][symbol] > seen[0][symbol] else ""
        tap.ok(all_failed and not mine,
               f"{symbol}: {seen[0][symbol]} places seen, {failed[0][symbol]} failed{said}, "
               f"{promises[symbol]} promises asked",
               *(line for _, name, lines in mine for line in (name, *("   " + x for x in lines))))
    silent, unmet = sum(len(s[0].silent) for s in sweeps), sum(s[0].unmet for s in sweeps)
    print(f"# {len(seen[0])} symbols, {sum(seen[0].values())} places, {sum(seen[1].values())} with statements, "
          f"{sum(len(c) for c in calls)} calls; {len(faults)} faults, {unmet} not met, {silent} borne without a word, "
          f"{sum(promises.values())} promises asked, {len(bad)} with something wrong")


def main():
    tap = Tap()
    words = sys.argv[1:]
    tap.ok(not shim.unlisted(), "each symbol of libpq, libcurl and libc has its fault, or why not", *shim.unlisted())
    with engines.own_cluster():
        faulty.hurry()
        projects = [faulty.Faulty() for _ in range(faulty.workers())]
        with ThreadPoolExecutor(faulty.workers()) as pool:
            sweeps = list(pool.map(lambda at: work(*at, words), enumerate(projects)))
    report(tap, sweeps, words)
    tap.done()


main()
