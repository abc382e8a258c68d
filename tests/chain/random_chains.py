#!/usr/bin/env python3
"""Chains over seeded worlds against the model: the same breaks with the same money and ages, the same standing at each
hop, the same verdict, on every night.

    random_chains.py [COUNT] [SEED]      that many worlds, from that seed on
"""

import json
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo"), str(HERE)]
sys.dont_write_bytecode = True

from engine import Engine, fast    # noqa: E402
from model import Alone, Held, List, Night      # noqa: E402
from tap import Tap                # noqa: E402
from world import CHAINS, LINKS, World, day_of    # noqa: E402

NIGHTS = 5

LINES = """
select json_build_object('kind', o.kind, 'side', d.side, 'key', array_to_string(d.key, '/'), 'currency', d.currency,
	'amount', o.amount::text, 'status', o.status, 'carried', o.event = 'carried', 'opened', o.opened_on)
from recon.observation o join recon.discrepancy d using (discrepancy_id) join recon.rule_run r using (rule_run_id)
where r.business_date = '{day}' and r.state = 'current' and r.rule_id = '{rule}'"""

STANDING = """
select json_build_array(h.name, l.line, l.days, l.currency, l.count, l.amount::text)
from recon.hop_line l join recon.hop h using (rule_run_id, hop_no) join recon.rule_run r using (rule_run_id)
where r.business_date = '{day}' and r.state = 'current' and r.rule_id = '{rule}'"""

COUNTS = """
select verdict || ' ' || compared || ' ' || agreed from recon.rule_run
where business_date = '{day}' and state = 'current' and rule_id = '{rule}'"""


def number(text):
    return "-" if text is None else f"{Decimal(text).normalize():f}"


def shown(kind, side, key, currency, amount, status, carried, opened):
    return " ".join([kind, side, key, currency, number(amount), status, "carried" if carried else "",
                     f"since {opened}" if opened else ""])


HELD = """
select json_build_object('made', r.rule_run_id, 'no', l.match_no, 'list', l.list, 'key', l.key[1])
from recon.match_line l join recon.rule_run r using (rule_run_id)
where r.rule_id = 'R-M' and r.state = 'current' and not exists (
	select from recon.match_end e join recon.rule_run b on b.rule_run_id = e.ended_by
	where e.rule_run_id = l.rule_run_id and e.match_no = l.match_no and b.state = 'current')"""

ALONE = """
select json_build_object('list', case when d.key[1] like 'po%' then 0 else 1 end, 'key', d.key[1], 'status', o.status,
	'carried', o.event = 'carried', 'doubtful', o.reason is not null or exists (
		select from recon.suggestion s
		where s.rule_run_id = o.rule_run_id and d.key in (s.first_key, s.second_key)))
from recon.observation o join recon.discrepancy d using (discrepancy_id) join recon.rule_run r using (rule_run_id)
where r.business_date = '{day}' and r.state = 'current' and r.rule_id = 'R-M'
	and o.kind in ('missing', 'unexpected', 'not comparable') order by o.kind = 'not comparable'"""


def held_by(engine, day):
    """What the match rule has answered, which tests/second proves; the chains are proven from there on."""
    lines, alone = defaultdict(lambda: ([], [])), ({}, {})
    for row in (json.loads(line) for line in engine.sql(HELD).splitlines()):
        lines[row["made"], row["no"]][row["list"]].append(row["key"])
    for row in (json.loads(line) for line in engine.sql(ALONE.format(day=day)).splitlines()):
        open_ = row["status"] in ("open", "warning") and not row["carried"]
        waits = row["status"] == "pending" and not row["carried"]
        told = waits or (open_ and not row["doubtful"])
        cause = "" if told else "matches" if open_ or row["carried"] else "unreadable"
        alone[row["list"]][row["key"]] = Alone(waits, cause)
    return Held({(one, other) for of in lines.values() for one in of[0] for other in of[1]}, alone)


class Life:
    """The lines of one rule from night to night."""

    def __init__(self, chain):
        self.chain, self.before = chain, {}

    def pass_night(self, night, day):
        lines = {}
        for f in night.found:
            last = self.before.get(f.identity)
            opened = last[2] if last and last[1] == f.status else day
            lines[f.identity] = (f, f.status, opened if f.status == "open" else None, False)
        for identity, (f, status, opened, _) in self.before.items():
            if identity not in lines and night.lasts(f):
                lines[identity] = (f, status, opened, True)
        self.before = {i: line for i, line in lines.items() if line[1] in ("open", "pending")}
        texts = [shown(f.kind, f.side, f.key, f.currency, f.amount, status, carried, opened)
                 for f, status, opened, carried in lines.values() if f.cause != "input"]
        return Counter(texts), self.verdict(night, lines)

    def verdict(self, night, lines):
        states = {line[1] for line in lines.values()}
        doubtful = {"unreadable", "unconfirmed", "input", "matches"}
        if any(night.lists[h.list].late for h in self.chain.hops) or doubtful & {f.cause for f in night.found}:
            word = "incomplete"
        else:
            word = "discrepancies" if "open" in states else "pending" if "pending" in states else "agreed"
        return "{} {} {}".format(word, *night.counts())


def play(tap, seed):
    world, lists = World(seed), {name: List() for name in LINKS}
    lives = [Life(chain) for chain in CHAINS]
    with Engine([HERE / "project"], program=fast()) as engine:
        engine.must("init")
        for n in range(NIGHTS):
            day = day_of(n).date().isoformat()
            told = world.night(n)
            world.write(engine.folder / day, told)
            for name, rows in told.items():
                lists[name].tell(rows, day_of(n + 1))
            done = engine.run("run", "nightly", "--date", day)
            tap.ok(done.code in (0, 4, 5, 6, 8), f"world {seed}: the run for {day} ends", done.code, done.complaint)
            held = held_by(engine, day)
            for life in lives:
                night = Night(life.chain, lists, day_of(n + 1), held)
                check(tap, engine, life, night, day, f"world {seed}, {life.chain.name} on {day}")


def differ(tap, got, want, name):
    tap.ok(got == want, name, *(f"missing: {x}" for x in sorted((want - got).elements())),
           *(f"extra:   {x}" for x in sorted((got - want).elements())))


def check(tap, engine, life, night, day, name):
    rule = life.chain.name
    want, verdict = life.pass_night(night, day)
    rows = [json.loads(line) for line in engine.sql(LINES.format(day=day, rule=rule)).splitlines()]
    differ(tap, Counter(shown(**row) for row in rows), want, f"{name}: the lines")
    rows = [json.loads(line) for line in engine.sql(STANDING.format(day=day, rule=rule)).splitlines()]
    differ(tap, Counter(" ".join(map(str, (*row[:5], number(row[5])))) for row in rows),
           Counter(" ".join(map(str, (*where, n, number(money)))) for where, (n, money) in night.standing.items()
                   if n or money), f"{name}: what stands at each hop")
    counts = engine.sql(COUNTS.format(day=day, rule=rule)).strip()
    tap.ok(counts == verdict, f"{name}: the verdict", f"got {counts}, want {verdict}")


def main():
    count, seed = (int(word) for word in (*sys.argv[1:3], *("2", "1")[len(sys.argv) - 1:]))
    tap = Tap()
    print(f"# worlds {seed} to {seed + count - 1}")
    for each in range(seed, seed + count):
        play(tap, each)
    tap.done()


main()
