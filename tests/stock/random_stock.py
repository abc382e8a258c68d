#!/usr/bin/env python3
"""Bridges of stock over seeded histories against a naive model: what differs, what movements explain and with which,
what cannot be told, since when the sides differ, and what is at risk, on every night.

    random_stock.py [COUNT] [SEED]      that many histories, from that seed on
"""

import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo"), str(HERE)]
sys.dont_write_bytecode = True

from engine import Engine, fast               # noqa: E402
from model import Bridge, Movement, Night, Ready   # noqa: E402
from tap import Tap                           # noqa: E402

NIGHTS, ARTICLES, KITS = 6, 14, 5
DAYS = [datetime(2026, 3, 30) + timedelta(days=n) for n in range(NIGHTS)]

FOUND = """
select json_build_array(d.key[1], d.kind, o.status, o.amount, o.event = 'carried', o.opened_on, p.parted_on,
	p.agreed_on)
from recon.observation o join recon.discrepancy d using (discrepancy_id) join recon.rule_run r using (rule_run_id)
left join recon.parted p using (rule_run_id, discrepancy_id)
where r.business_date = '{day}' and r.state = 'current' and r.rule_id = '{rule}'"""

UNKNOWN = """
select coalesce(json_object_agg(cause, n), '{{}}') from (select cause, sum(count) as n
	from recon.not_comparable join recon.rule_run r using (rule_run_id)
	where r.business_date = '{day}' and r.state = 'current' and r.rule_id = '{rule}'
	group by cause) c"""

TIMING = """
select json_build_array(t.key[1], t.difference, t.explained, coalesce((
	select json_agg(m.own_key[1] order by m.own_key[1])
	from recon.timing_movement m where m.rule_run_id = t.rule_run_id and m.key_hash = t.key_hash), '[]'))
from recon.timing t join recon.rule_run r using (rule_run_id)
where r.business_date = '{day}' and r.state = 'current' and r.rule_id = '{rule}'"""

VERDICT = """
select verdict from recon.rule_run
where business_date = '{day}' and state = 'current' and rule_id = '{rule}'"""


class World:
    """Stock as it truly is at every moment, and the lists that two systems make of it."""

    def __init__(self, seed):
        self.random = Random(f"stock {seed}")
        self.skus = [f"a{n:02}" for n in range(ARTICLES)]
        self.first = {sku: self.random.randrange(0, 30) for sku in self.skus}
        self.kits = {f"k{n}": self.needs() for n in range(KITS)}
        self.off = dict.fromkeys([*self.skus, *self.kits], 0)
        self.movements, self.listed = [], set()

    def needs(self):
        """A kit's components; seldom one that is a kit itself, or is needed no times."""
        several = self.random.sample(self.skus, self.random.choice((1, 2, 3)))
        needs = {sku: self.random.choice((1, 1, 1, 2, 3)) for sku in several}
        if self.chance(6):
            needs[self.random.choice((self.skus[0], "k0", "k1"))] = self.random.choice((0, 1))
        return needs

    def least(self, kit, at, committed):
        """Of a kit as it truly is; of what is no kit that can be made, something."""
        needs = {c: max(n, 1) for c, n in self.kits[kit].items() if c in committed}
        return min(((self.stock(c, at) - committed[c]) // n for c, n in needs.items()), default=0)

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def minute(self, n, least, most):
        """Of the night after that day, on a grid, so that many things happen at one moment."""
        minutes = self.random.randrange(least, most, 10)
        return (DAYS[n] + timedelta(days=1, minutes=minutes)).replace(tzinfo=timezone.utc)

    def stock(self, sku, at):
        return self.first[sku] + sum(m.quantity for m in self.movements if m.sku == sku and m.at <= at)

    def move(self, n, low, high):
        for _ in range(self.random.randrange(4, 16)):
            at = self.minute(n, -1200, 240) if self.chance(35) else low + (high - low) * self.random.randrange(0, 5) / 4
            fault = self.random.choice(("quantity", "time")) if self.chance(5) else "key" if self.chance(1) else None
            self.movements.append(Movement(f"m{len(self.movements):03}", self.random.choice(self.skus),
                                           self.random.choice((-3, -2, -1, -1, 0, 1, 2, 5)), at, fault,
                                           not fault and self.chance(4)))

    def night(self, n):
        wms_at = self.minute(n, 0, 120)
        shop_at = wms_at if self.chance(10) else self.minute(n, 0, 120)
        low, high = sorted((wms_at, shop_at))
        self.move(n, low, high)
        for sku in self.off:
            if self.chance(25):
                self.off[sku] = self.random.choice((0, 0, 0, -2, -1, 1, 4))
        committed = {}
        night = Night(DAYS[n].date().isoformat(), wms_at, shop_at, {}, {})
        for sku in self.skus:
            committed[sku] = self.random.choice((0, 0, 1, 3))
            on_hand = self.stock(sku, wms_at)
            if not self.chance(60 if on_hand == 0 else 4):
                night.wms[sku] = (None if self.chance(2) else on_hand, committed[sku])
            if not self.chance(8):
                night.shop[sku] = None if self.chance(6) else self.stock(sku, shop_at) - committed[sku] + self.off[sku]
        self.bundle(night, shop_at, committed)
        if not self.chance(12):
            night.until = high - timedelta(minutes=10) if self.chance(8) else high + timedelta(minutes=30)
            night.movements = [m for m in self.movements if m.at <= night.until and m.no not in self.listed]
            self.listed |= {m.no for m in night.movements}
        return night

    def bundle(self, night, shop_at, committed):
        """Kits, of which some stand in the warehouse as they are."""
        for kit in self.kits:
            if self.chance(10):
                self.kits[kit] = self.needs()
            ready = self.random.choice((None, None, None, 0, 2))
            if ready is not None:
                night.wms[kit] = (None if self.chance(8) else ready, 0)
            if not self.chance(10):
                night.shop[kit] = self.least(kit, shop_at, committed) + (ready or 0) + self.off[kit]
        if not self.chance(10):
            night.kits = {kit: dict(needs) for kit, needs in self.kits.items()}


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────────

def put(folder, name, at, rows):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps({"at": at.isoformat(), "rows": rows}))


def records(m):
    row = {"no": m.no, "sku": m.sku, "quantity": m.quantity, "at": m.at.isoformat()}
    if m.fault:
        row |= {"quantity": {"quantity": "few"}, "time": {"at": "soon"}, "key": {"no": None}}[m.fault]
    return [row, dict(row, quantity=m.quantity + 7)] if m.twice else [row]


def write(folder, night):
    put(folder, "wms.json", night.wms_at,
        [{"sku": sku, "on_hand": on_hand, "committed": c} for sku, (on_hand, c) in night.wms.items()])
    put(folder, "shop.json", night.shop_at, [{"sku": sku, "available": a} for sku, a in night.shop.items()])
    if night.kits is not None:
        put(folder, "components.json", night.wms_at,
            [{"kit": kit, "sku": sku, "quantity": n} for kit, needs in night.kits.items() for sku, n in needs.items()])
    if night.movements is not None:
        put(folder, "movements.json", night.until, [row for m in night.movements for row in records(m)])


# ── one history ─────────────────────────────────────────────────────────────────────────────────────────────────────

def lines(engine, statement, day, rule="R-BRIDGE"):
    return [json.loads(line) for line in engine.sql(statement.format(day=day, rule=rule)).splitlines()]


def compare(tap, engine, bridge, night, name):
    answer, carried = bridge.ask(night)
    found = lines(engine, FOUND, night.day)
    got = sorted((s, k, None if c else a, c, o, p, g) for s, k, status, a, c, o, p, g in found if status == "open")
    want = sorted((s, k, None if (s, k) in carried else answer.open[s][1], (s, k) in carried, since, *bridge.parted[s])
                  for (s, k), since in bridge.opened.items())
    tap.ok(got == want, f"{name}: what is open, and since when", *differing(want, got))
    for kind, units in (("oversell", answer.oversell), ("dead", answer.dead)):
        got = {s: a for s, k, status, a, c, *_ in found if k == kind and not c}
        tap.ok(got == units, f"{name}: {kind}", *differing(sorted(units.items()), sorted(got.items())))
    got = {s: (d, e, tuple(m)) for s, d, e, m in lines(engine, TIMING, night.day)}
    tap.ok(got == answer.timing, f"{name}: what movements explain", *differing(sorted(answer.timing.items()),
                                                                            sorted(got.items())))
    causes = list(answer.unknown.values())
    want = {cause: causes.count(cause) for cause in set(causes)}
    got = lines(engine, UNKNOWN, night.day)[0]
    tap.ok(got == want, f"{name}: what cannot be told", f"{want} and not {got}")
    want, got = bridge.verdict(night, answer), engine.sql(VERDICT.format(day=night.day, rule="R-BRIDGE")).strip()
    tap.ok(got == want, f"{name}: it is {want}", got)


def compare_ready(tap, engine, ready, night, name):
    want = ready.ask(night)
    got = lines(engine, UNKNOWN, night.day, "R-READY")[0]
    tap.ok(got == want, f"{name}: what cannot be told of what lies there", f"{want} and not {got}")
    want = sorted((*key, *what) for key, what in ready.opened.items())
    got = sorted((s, k, a, since, c) for s, k, status, a, c, since, *_ in lines(engine, FOUND, night.day, "R-READY")
                 if status == "open")
    tap.ok(got == want, f"{name}: what differs from what lies there", *differing(want, got))


def differing(want, got):
    return [f"missing: {x}" for x in want if x not in got] + [f"extra:   {x}" for x in got if x not in want]


def play(tap, seed):
    world, bridge, ready = World(seed), Bridge(), Ready()
    with Engine([HERE / "project"], program=fast()) as engine:
        engine.must("init")
        for n in range(NIGHTS):
            night = world.night(n)
            write(engine.folder / night.day, night)
            done = engine.run("run", "nightly", "--date", night.day)
            tap.ok(done.code in (0, 5), f"history {seed}: the run for {night.day} ends", done.code, done.complaint)
            compare(tap, engine, bridge, night, f"history {seed}, {night.day}")
            compare_ready(tap, engine, ready, night, f"history {seed}, {night.day}")


def main():
    count, seed = (int(word) for word in (sys.argv[1:] + ["3", "1"][len(sys.argv) - 1:])[:2])
    tap = Tap()
    for n in range(seed, seed + count):
        play(tap, n)
    tap.done()


main()
