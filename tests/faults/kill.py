#!/usr/bin/env python3
"""The kill sweep, for promise 3: SIGKILL right after a statement, a write, an fsync, a rename, a request that was begun
or a piece of an answer that came, whatever it stands in the middle of; then the promises are asked, the night runs
again, and all is as if nothing had happened.

A sample, in which each of these events and each kind of half done work has its turn; TORTURE=1 ends at every one."""

import json
import os
import re
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

import engine as engines    # noqa: E402
import faulty               # noqa: E402
import shim                 # noqa: E402
from tap import Tap         # noqa: E402

TORTURE = os.environ.get("TORTURE")
SAMPLE = 36
EVENTS = {"PQexec": "statement", "PQexecParams": "statement", "PQputCopyEnd": "statement", "write": "write",
          "fsync": "fsync", "rename": "rename", "curl_multi_add_handle": "request", "recv": "piece of an answer"}
HIT = ("an open transaction", "a half landing", "a sealed landing without snapshot", "a snapshot without report",
       "the middle of an answer", "a list of which some pages are there",
       "a list of which all pages are there, unsealed")


def is_event(call):
    """The program itself receives nothing that is landed."""
    return call.symbol in EVENTS and (call.symbol != "recv" or shim.is_below(call.site))


def events(calls):
    return [(step, call) for step, list_ in enumerate(calls) for call in list_ if is_event(call)]


def chosen(calls):
    """[(step, call)]; of a sample the nights take turns, so that one can follow the other."""
    every = events(calls)
    if TORTURE:
        return [(step, call) for step, call in every if step in faulty.SWEPT]
    found = []
    for event in dict.fromkeys(EVENTS.values()):
        count = SAMPLE // 2 if event == "statement" else SAMPLE // 6
        for i in range(count):
            steps = sorted({at for at, call in every if at > 0 and EVENTS[call.symbol] == event})
            step = steps[i % len(steps)]
            mine = [call for at, call in every if at == step and EVENTS[call.symbol] == event]
            found.append((step, mine[i * (len(mine) - 1) // (count - 1)]))
    return found


def is_open(call):
    """Whether a transaction is open when that statement is done."""
    state, _, statement = call.note.partition(" ")
    if re.match("(COMMIT|ROLLBACK)", statement):
        return False
    return state == "open" or statement.startswith("BEGIN")


def pages_of(path):
    """The digests of a landing's pages."""
    return {part["digest"] for part in json.loads(path.read_text())["parts"]}


def lists_hit(project, day):
    """What there is of the lists over HTTP that were not sealed."""
    landings, whole = project.folder / "var" / "landings", project.kept / "last" / "landings"
    there = {path.stem for path in (landings / "blobs").rglob("*") if path.parent.name != "tmp"}
    found = set()
    for path in whole.glob(f"manifests/market.*/{day}*.json"):
        pages = pages_of(path)
        if list((landings / "manifests" / path.parent.name).glob(f"{day}*.json")) or not pages & there:
            continue
        found.add(HIT[6] if pages <= there else HIT[5])
    return found


def what_was_hit(project, step, call):
    """Which half done works of its night it left."""
    var, day = project.folder / "var", faulty.STEPS[step][-1]
    found = {HIT[0]} if is_open(call) else set()
    manifests = [(path.name, path.read_text()) for path in (var / "landings" / "manifests").rglob("*.json")]
    blobs = [path for path in (var / "landings" / "blobs").rglob("*") if path.is_file()]
    if any(path.parent.name == "tmp" or not any(path.stem in text for _, text in manifests) for path in blobs):
        found.add(HIT[1])
    if step == 0:
        return found
    found |= lists_hit(project, day) | ({HIT[4]} if call.symbol == "recv" and call.note == "begun" else set())
    read = project.sql("select count(distinct landing_id) from ops.snapshot join ops.landing using (landing_id) "
                       f"where ops.landing.business_date = '{day}'")
    if sum(name.startswith(day) for name, _ in manifests) > int(read):
        found.add(HIT[2])
    if int(read) > 0 and not list((var / "reports" / day).glob("*/index.html")):
        found.add(HIT[3])
    return found


def kill(project, step, call):
    """(what it hit, what is wrong)"""
    project.now = None
    done = project.disturbed(faulty.STEPS[step], [shim.Fault(call, "kill")])
    if not done.hits:
        project.now = step + 1 if step > 0 else None
        return set(), [] if done.code in (0, 8) else [
            f"not met, and ended with {done.code}: {done.complaint}"]
    hit = what_was_hit(project, step, call._replace(note=done.hits[0].note))
    bad = [] if done.code == -9 else [f"it ended with {done.code}"]
    bad += faulty.breaches(project, step, faulty.look(project, step))
    done = project.disturbed(faulty.STEPS[step])
    bad += [] if done.code in (0, 8) else [f"the next run ended with {done.code}: {done.complaint or done.out}"]
    bad += faulty.difference(faulty.view(project.superuser, step), project.views[step])
    bad += faulty.left_behind(project)
    # A database that is set up anew has other hashes.
    project.now = None if bad or step == 0 else step + 1
    return hit, bad


def work(number, project):
    with project:
        calls = faulty.survey(project)
        mine = [({step}, step, call) for step, call in chosen(calls)[number::faulty.workers()]]
        where = shim.places({call.site for _, _, call in mine})
        return [(EVENTS[call.symbol], f"{call.symbol} {call.number} at {where[call.site]} ({call.note}) of "
                 + " ".join(faulty.STEPS[step]), *kill(project, step, call))
                for _, step, call in faulty.in_turn(project, mine)]


def main():
    tap = Tap()
    with engines.own_cluster():
        faulty.hurry()
        projects = [faulty.Faulty() for _ in range(faulty.workers())]
        with ThreadPoolExecutor(faulty.workers()) as pool:
            lists = pool.map(lambda at: work(*at), enumerate(projects))
        killed = [one for list_ in lists for one in list_]
    for event in dict.fromkeys(EVENTS.values()):
        mine = [one for one in killed if one[0] == event]
        tap.ok(mine and not any(bad for *_, bad in mine), f"killed after a {event}: {len(mine)} times, and run again",
               *(line for _, name, _, bad in mine if bad for line in (name, *("   " + x for x in bad))))
    hits = Counter(hit for _, _, found, _ in killed for hit in found)
    for hit in HIT:
        tap.ok(hits[hit] > 0, f"it hit {hit}: {hits[hit]} times")
    print(f"# killed {len(killed)} times")
    tap.done()


main()
