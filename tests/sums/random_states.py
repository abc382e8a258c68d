#!/usr/bin/env python3
"""A keyed rule whose truth moves with the state of records, over seeded worlds, against a model of its own: the same
open differences with the same ages on every night, and the same of them carried because nothing could be told.

    random_states.py [COUNT] [SEED]      that many worlds, from that seed on
"""

import random
import sys
from collections import Counter, namedtuple
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo"), str(HERE)]
sys.dont_write_bytecode = True

from engine import Engine, fast    # noqa: E402
from tap import Tap                # noqa: E402

NIGHTS, KEYS, SIDES, LEADING = 4, 40, ("shop", "erp", "wms"), "shop"
STATUSES = {"shop": ("open", "paid", "shipped", ""), "erp": ("O", "P", "shipped", "paid"),
            "wms": ("open", "packed", "shipped", "paid")}
MEANS = {("erp", "P"): {"paid", "shipped"}, ("erp", "O"): {"open"},
         ("wms", "packed"): {"paid", "O"}, ("wms", "open"): {"open", "paid"}}
UNTOLD = ("unreadable", "twice", "last known")

Row = namedtuple("Row", "state status code pieces", defaults=(None, None, None))

LINES = """
select o.kind || ' ' || d.field || ' in ' || d.side || ' ' || d.key[1] || ' ' || o.truth_side
	|| ' since ' || o.opened_on || case when o.event = 'carried' then ' carried' else '' end
from recon.observation o join recon.discrepancy d using (discrepancy_id) join recon.rule_run r using (rule_run_id)
where r.business_date = '{day}' and r.state = 'current' and o.status = 'open'"""


def rows_of(dice, side, before):
    """A list of tonight: most of it is what it was."""
    rows = {}
    for key in range(KEYS):
        if before and dice.random() < 0.7:
            if key in before:
                rows[key] = before[key]
            continue
        fate = dice.random()
        if fate < 0.15:
            continue
        state = "unreadable" if fate < 0.22 else "twice" if fate < 0.26 else "good"
        rows[key] = Row(state, dice.choice(STATUSES[side]) or None, dice.choice(("c1", "c2", None)),
                        dice.choice((1, 2)))
    return rows


def write(path, rows):
    lines = ["no,status,code,pieces"]
    for key, row in rows.items():
        pieces = "many" if row.state == "unreadable" else row.pieces
        lines.append(f"{key},{row.status or ''},{row.code or ''},{pieces}")
        if row.state == "twice":
            lines.append(f"{key},{row.status or ''},{row.code or ''},{row.pieces + 7}")
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n")


class Night:
    """What each side says of each key, and what follows from it."""

    def __init__(self, lists, late):
        self.late = late
        self.sides = {side: {key: row._replace(state="last known") if side in late else row
                             for key, row in lists[side].items()} for side in SIDES}
        self.found, self.untold = {}, set()
        for key in range(KEYS):
            self.judge(key)

    def row(self, side, key):
        return self.sides[side].get(key)

    def is_good(self, side, key):
        row = self.row(side, key)
        return row is not None and row.state == "good"

    def is_gone(self, side, key):
        """Known not to be there."""
        return self.row(side, key) is None and side not in self.late

    def is_untold(self, side, key):
        row = self.row(side, key)
        return side in self.late if row is None else row.state in UNTOLD

    def find(self, kind, field, side, key, truth):
        self.found[kind, field, side, key] = truth

    def judge(self, key):
        for side in SIDES:
            row = self.row(side, key)
            if row and row.state == "twice":
                self.find("twice", "", side, key, side)
            if side != LEADING and self.is_good(LEADING, key) and self.is_gone(side, key):
                self.find("missing", "", side, key, LEADING)
            if side != LEADING and self.is_good(side, key) and self.is_gone(LEADING, key):
                self.find("unexpected", "", side, key, LEADING)
            if row and row.state == "good":
                self.judge_code(side, key)
                self.judge_field("status", self.status_holder(key), side, key)
                if self.is_good("erp", key) and side != "erp" and row.pieces != self.row("erp", key).pieces:
                    self.find("different", "pieces", side, key, "erp")

    def status_holder(self, key):
        """The first side that has the truth, or of which it cannot be told."""
        for side, holds in (("wms", lambda row: row.status in ("shipped", "packed")),
                            ("erp", lambda row: row.code is not None and row.status != "P"),
                            ("shop", lambda row: True)):
            if self.is_untold(side, key) or (self.is_good(side, key) and holds(self.row(side, key))):
                return side
        return None

    def judge_code(self, side, key):
        if self.is_good(LEADING, key) and self.row(LEADING, key).status == "paid" and self.row(side, key).code is None:
            self.find("lacking", "code", side, key, LEADING)
        holder = None if self.is_gone("wms", key) else "wms"
        self.judge_field("code", holder, side, key)

    def judge_field(self, field, holder, side, key):
        if holder in (None, side):
            return
        if self.is_untold(holder, key):
            self.untold.add((field, side, key))
        elif ("lacking", field, side, key) not in self.found and not self.agree(field, holder, side, key):
            self.find("different", field, side, key, holder)

    def agree(self, field, truth, mirror, key):
        values = [getattr(self.row(side, key), field) for side in (truth, mirror)]
        if field == "code" or None in values:
            return values[0] == values[1]
        things = [MEANS.get((side, value), {value}) for side, value in zip((truth, mirror), values)]
        return bool(things[0] & things[1])

    def lasts(self, kind, field, side, key, truth):
        """Whether a difference that was not found tonight may still be there."""
        if self.is_untold(side, key) and (kind != "twice" or self.row(side, key) is None
                                          or self.row(side, key).state != "twice"):
            return True
        if kind == "twice" or (kind == "lacking" and side == LEADING):
            return False
        if kind == "different" and field != "pieces":
            return (field, side, key) in self.untold
        return self.is_untold(truth, key)


def play(tap, seed):
    dice, lists, before = random.Random(seed), {}, {}
    with Engine([HERE / "states"], program=fast()) as engine:
        engine.must("init")
        for n in range(NIGHTS):
            day = (date(2026, 3, 30) + timedelta(days=n)).isoformat()
            late = {side for side in SIDES if n > 0 and dice.random() < 0.2}
            for side in (side for side in SIDES if side not in late):
                lists[side] = rows_of(dice, side, lists.get(side))
                write(engine.folder / day / f"{side}.csv", lists[side])
            done = engine.run("run", "nightly", "--date", day)
            tap.ok(done.code in (0, 4, 5), f"world {seed}: the run for {day} ends", done.code, done.out, done.complaint)
            night = Night(lists, late)
            now = {what: (truth, before[what][1] if what in before else day, "") for what, truth in night.found.items()}
            for what, (truth, opened, _) in before.items():
                if what not in now and night.lasts(*what, truth):
                    now[what] = (truth, opened, " carried")
            before = now
            want = Counter(f"{kind} {field} in {side} {key} {truth} since {opened}{carried}"
                           for (kind, field, side, key), (truth, opened, carried) in now.items())
            got = Counter(engine.sql(LINES.format(day=day)).splitlines())
            tap.ok(got == want, f"world {seed} on {day}: {len(now)} differences",
                   *(f"missing: {x}" for x in sorted((want - got).elements())),
                   *(f"extra:   {x}" for x in sorted((got - want).elements())))


def main():
    count, seed = (int(word) for word in (*sys.argv[1:3], *("3", "4")[len(sys.argv) - 1:]))
    tap = Tap()
    for each in range(seed, seed + count):
        play(tap, each)
    tap.done()


main()
