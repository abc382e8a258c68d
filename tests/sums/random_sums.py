#!/usr/bin/env python3
"""Sum rules over seeded worlds against the model: the same lines with the same amounts and ages, the same counts, the
same verdict, on every night.

    random_sums.py [COUNT] [SEED]      that many worlds, from that seed on
"""

import json
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo"), str(HERE)]
sys.dont_write_bytecode = True

from engine import Engine, fast    # noqa: E402
from model import List, Night      # noqa: E402
from tap import Tap                # noqa: E402
from world import FILES, RULES, World, day_of    # noqa: E402

NIGHTS = 4
VERDICTS = (("open", "discrepancies"), ("warning", "warnings"), ("pending", "pending"))
LASTING = ("open", "warning")               # what has an age

LINES = """
select json_build_object('kind', o.kind, 'alone', d.field <> '', 'side', d.side, 'key', array_to_string(d.key, '/'),
	'currency', d.currency, 'amount', o.amount::text, 'worth', o.value::text, 'status', o.status,
	'carried', o.event = 'carried', 'opened', o.opened_on)
from recon.observation o join recon.discrepancy d using (discrepancy_id) join recon.rule_run r using (rule_run_id)
where r.business_date = '{day}' and r.state = 'current' and r.rule_id = '{rule}'"""

COUNTS = """
select verdict || ' ' || compared || ' ' || agreed from recon.rule_run
where business_date = '{day}' and state = 'current' and rule_id = '{rule}'"""

UNKNOWN = """
select json_build_array(cause, currency, sum(count), sum(amount)::text)
from recon.not_comparable join recon.rule_run r using (rule_run_id)
where business_date = '{day}' and r.state = 'current' and rule_id = '{rule}' group by cause, currency"""

TOLD = """
select json_build_array(line_no, title, currency, count, sum::text)
from recon.line join recon.rule_run r using (rule_run_id)
where business_date = '{day}' and r.state = 'current' and rule_id = '{rule}'"""


ELSEWHERE = """
select json_build_array(title, currency, elsewhere_count, elsewhere_sum::text)
from recon.line join recon.rule_run r using (rule_run_id)
where business_date = '{day}' and r.state = 'current' and rule_id = '{rule}' and elsewhere_count > 0"""


def number(text):
    return "-" if text is None else f"{Decimal(text).normalize():f}"


def shown(kind, alone, side, key, currency, amount, worth, status, carried, opened):
    words = [kind, "alone" if alone else "", side, key, currency, number(amount), status]
    words += [f"worth {number(worth)}"] if not carried else ["carried"]
    return " ".join([*words, f"since {opened}" if opened else ""])


class Life:
    """The lines of one rule from night to night."""

    def __init__(self, rule):
        self.rule, self.before = rule, {}

    def pass_night(self, night, day):
        """What must stand there: texts, and the verdict with its counts."""
        lines, found = {}, night.run()
        for f in found:
            status = f.status
            if f.waits and f.lag and night.cut and f.waits > night.cut - f.lag and status == "open":
                status = "pending"
            last = self.before.get(f.identity)
            opened = last[2] if last and last[1] == status else day
            lines[f.identity] = (f, status, opened if status in LASTING else None, False)
        for identity, (f, status, opened, _) in self.before.items():
            if identity not in lines and night.lasts(f):
                lines[identity] = (f, status, opened, True)
        self.before = {i: line for i, line in lines.items() if line[1] in ("pending", *LASTING)}
        texts = [shown(f.kind, f.alone, f.side, f.key, f.currency, f.amount, f.worth, status, carried, opened)
                 for f, status, opened, carried in lines.values() if f.cause != "input"]
        return Counter(texts), self.verdict(night, found, lines), unknown_sums(found)

    def lines_of(self, night):
        """What its lines come to: texts; none where no part is told apart by kind."""
        if not any(term.lines for term in self.rule.parts):
            return set()
        return {f"{n} {title} {currency}: {count} {number(amount)}"
                for (n, title, currency), (count, amount) in night.lines().items()}

    def verdict(self, night, found, lines):
        lists = [night.lists[n] for term in (self.rule.whole, *self.rule.parts) for n in term.lists]
        states = {line[1] for line in lines.values()}
        doubtful = {"unreadable", "unconfirmed", "input"}
        if any(x.late or x.keyless for x in lists) or doubtful & {f.cause for f in found}:
            word = "incomplete"
        else:
            word = next((name for status, name in VERDICTS if status in states), "agreed")
        compared, agreed = night.counts()
        return f"{word} {compared} {agreed}"


def unknown_sums(found):
    """Each currency of a key, by cause: of several the one that leaves something unknown."""
    causes = {}
    for f in found:
        if f.status == "not comparable":
            cause = (f.cause in ("filtered", "twice"), f.cause, f.worth)
            causes.setdefault((f.alone, f.key, f.currency), []).append(cause)
    sums = {}
    for (_, _, currency), each in causes.items():
        _, cause, worth = min(each)
        count, amount = sums.get((cause, currency), (0, 0))
        sums[cause, currency] = (count + 1, amount + (worth or 0))
    return {f"{cause} {currency}": f"{count} worth {number(amount)}"
            for (cause, currency), (count, amount) in sums.items()}


def play(tap, seed):
    world, lists = World(seed), {name: List() for name in FILES}
    lives = [Life(rule) for rule in RULES]
    with Engine([HERE / "project"], program=fast()) as engine:
        engine.must("init")
        for n in range(NIGHTS):
            day = day_of(n).date().isoformat()
            world.write(engine.folder / day, n, lists)
            done = engine.run("run", "nightly", "--date", day)
            tap.ok(done.code in (0, 4, 5, 6, 8), f"world {seed}: the run for {day} ends", done.code, done.complaint)
            for life in lives:
                check(tap, engine, life, lists, n, f"world {seed}, {life.rule.name} on {day}")


def check(tap, engine, life, lists, n, name):
    rule, day = life.rule, day_of(n).date().isoformat()
    read = [x for term in (rule.whole, *rule.parts) for x in term.lists if not lists[x].late]
    night = Night(rule, lists, day_of(n + 1) if read else None)
    want, verdict, unknown = life.pass_night(night, day)
    rows = [json.loads(line) for line in engine.sql(LINES.format(day=day, rule=rule.name)).splitlines()]
    got = Counter(shown(**row) for row in rows)
    tap.ok(got == want, f"{name}: the lines", *(f"missing: {x}" for x in sorted((want - got).elements())),
           *(f"extra:   {x}" for x in sorted((got - want).elements())))
    told = [json.loads(line) for line in engine.sql(TOLD.format(day=day, rule=rule.name)).splitlines()]
    told = {f"{n} {title} {currency}: {count} {number(amount)}" for n, title, currency, count, amount in told}
    tap.ok(told == life.lines_of(night), f"{name}: its lines by kind", f"got {told}, want {life.lines_of(night)}")
    away = [json.loads(line) for line in engine.sql(ELSEWHERE.format(day=day, rule=rule.name)).splitlines()]
    got, want = {(t, c): (n, Decimal(amount)) for t, c, n, amount in away}, night.elsewhere()
    tap.ok(got == want, f"{name}: what gives back what is not known", f"got {got}, want {want}")
    counts = engine.sql(COUNTS.format(day=day, rule=rule.name)).strip()
    tap.ok(counts == verdict, f"{name}: the verdict", f"got {counts}, want {verdict}")
    rows = [json.loads(line) for line in engine.sql(UNKNOWN.format(day=day, rule=rule.name)).splitlines()]
    counted = {f"{cause} {currency}": f"{n} worth {number(amount)}" for cause, currency, n, amount in rows}
    tap.ok(counted == unknown, f"{name}: what could not be checked", f"got {counted}, want {unknown}")


def main():
    count, seed = (int(word) for word in (*sys.argv[1:3], *("6", "1")[len(sys.argv) - 1:]))
    tap = Tap()
    print(f"# worlds {seed} to {seed + count - 1}")
    for each in range(seed, seed + count):
        play(tap, each)
    tap.done()


main()
