#!/usr/bin/env python3
"""Which difference is rounding alone, which is another treatment, and which payment is counted twice, over seeded rules
and lists of two nights, against decimal arithmetic in Python: the same differences of the same kinds, amounts and ages,
and no other; and all of them on a third night, on which one side's lists are not there.

    random_rounding.py [COUNT] [SEED]      that many worlds, from that seed on
"""

import random
import sys
from collections import Counter, namedtuple
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo"), str(HERE)]
sys.dont_write_bytecode = True

from engine import Engine, fast    # noqa: E402
from tap import Tap                # noqa: E402

ORDERS, NIGHTS, DIGITS = 60, 2, {"EUR": 2, "JPY": 0, "KWD": 3}

Order = namedtuple("Order", "lines leads rate amount")
World = namedtuple("World", "truth tolerance percent each count treated sum_tolerance sum_each")

FOUND = """
select r.rule_id || ' ' || o.kind || ' in ' || d.side || ' ' || d.key[1] || ' ' || trim_scale(o.amount)
	|| ' since ' || o.opened_on
from recon.observation o join recon.discrepancy d using (discrepancy_id) join recon.rule_run r using (rule_run_id)
where r.state = 'current' and r.business_date = '{day}' and o.status = 'open'
	and (r.rule_id <> 'R-ORD' or o.kind in ('different', 'rounding', 'treatment'))"""


# ── rules ───────────────────────────────────────────────────────────────────────────────────────────────────────────

def world_of(dice):
    percent = dice.random() < 0.3
    return World(dice.choice(("shop", "erp", "by state")),
                 Decimal(dice.choice(("0", "1", "2.5") if percent else ("0", "0", "0.01", "0.03"))),
                 percent, Decimal(dice.choice(("0", "0.005", "0.01", "0.02", "1"))),
                 dice.choice((None, "lines", "lines", 1, 3)),
                 dice.choice(([], ["rate"], ["rate", "lines"])), Decimal(dice.choice(("0", "0", "0.01"))),
                 Decimal(dice.choice(("0.005", "0.01", "0.01", "1"))))


def rules_text(world):
    by_state = '[{ side = "erp", where = [{ field = "leads", value = "yes" }] }, { side = "shop" }]'
    truth = by_state if world.truth == "by state" else f'"{world.truth}"'
    count = {None: "", "lines": ', count = "lines"'}.get(world.count, f", count = {world.count}")
    tolerance = f"{world.tolerance}%" if world.percent else f"{world.tolerance}"
    return f"""
[reconcile.orders]
id = "R-ORD"
kind = "keyed"
entity = "order"
sides = {{ shop = ["shop.orders"], erp = ["erp.orders"] }}
truth = "shop"
value = "amount"
[reconcile.orders.compare.amount]
truth = {truth}
tolerance = "{tolerance}"
rounding = {{ each = "{world.each}"{count} }}
treatment = {world.treated}

[reconcile.lines]
id = "R-LINES"
kind = "sum"
tolerance = "{world.sum_tolerance}"
rounding = {{ each = "{world.sum_each}" }}
whole = {{ extracts = ["shop.lines"], parent = "order", amount = "amount" }}
parts = [{{ extracts = ["erp.lines"], parent = "order", amount = "amount" }}]

[reconcile.paid]
id = "R-PAID"
kind = "sum"
once = true
whole = {{ extracts = ["shop.orders"], amount = "amount" }}
parts = [{{ extracts = ["erp.lines"], parent = "order", amount = "amount" }}]
"""


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────────────

def currency_of(key):
    return sorted(DIGITS)[key % len(DIGITS)]


def step_of(key):
    return Decimal(1).scaleb(-DIGITS[currency_of(key)])


def orders_of(dice, lines, before, side):
    """What one side says of orders: mostly what its lines come to, or nearly."""
    orders = {}
    for key in range(ORDERS):
        fate = dice.random()
        if fate < 0.4 and key in before:
            orders[key] = before[key]
        elif fate > 0.05:
            steps = dice.choice((0, 0, 0, 1, -1, 2, -2, 3, -3, 4, 200))
            amount = sum(lines.get(key, ()), Decimal(0)) + steps * step_of(key)
            orders[key] = Order(dice.choice((None, -1, 0, 1, 2, 3, 4)), dice.choice(("yes", "no")),
                                dice.choice((None, Decimal("7"), Decimal("19"), Decimal("19.0"), Decimal("19.00"))),
                                None if dice.random() < 0.06 else amount if side == "erp" or dice.random() < 0.7
                                else amount / 2 if amount % (2 * step_of(key)) == 0 else amount)
    return orders


def lines_of(dice, others, before):
    """Of each order some amounts: the other side's nearly, or a few of which some are the same."""
    lines = {}
    for key in range(ORDERS):
        fate = dice.random()
        if fate < 0.4 and key in before:
            lines[key] = before[key]
        elif fate < 0.75 and key in others:
            lines[key] = [x + dice.choice((0, 0, 0, 1, -1, 2)) * step_of(key) for x in others[key]]
        elif fate < 0.95:
            few = [dice.choice((-1, 1, 1, 1)) * dice.randint(1, 60) * step_of(key) for _ in range(2)]
            lines[key] = [dice.choice(few) for _ in range(dice.randint(1, 5))]
    return lines


def write(folder, side, orders, lines):
    folder.mkdir(exist_ok=True)
    text = ["order,lines,leads,rate,currency,amount"]
    for key, order in orders.items():
        count, rate, amount = ("" if x is None else format(Decimal(x), "f")
                               for x in (order.lines, order.rate, order.amount))
        text.append(f"{key},{count},{order.leads},{rate},{currency_of(key)},{amount}")
    (folder / f"{side}_orders.csv").write_text("\n".join(text) + "\n")
    text = ["line,order,currency,amount"]
    for key, amounts in lines.items():
        text += [f"{key}-{n},{key},{currency_of(key)},{x:f}" for n, x in enumerate(amounts)]
    (folder / f"{side}_lines.csv").write_text("\n".join(text) + "\n")


# ── what must be found ──────────────────────────────────────────────────────────────────────────────────────────────

def erp_leads(world, erp):
    return world.truth == "erp" or (world.truth == "by state" and erp.leads == "yes")


def treated_otherwise(world, truth, mirror):
    said = ((getattr(truth, name), getattr(mirror, name)) for name in world.treated)
    return any(None not in both and both[0] != both[1] for both in said)


def order_found(world, shop, erp):
    """The kind and amount of what differs in an order that both have; None if they agree."""
    truth, mirror = (erp, shop) if erp_leads(world, erp) else (shop, erp)
    if truth.amount == mirror.amount:
        return None
    if truth.amount is None or mirror.amount is None:
        return "different", (mirror.amount or Decimal(0)) - (truth.amount or Decimal(0))
    differs = "treatment" if treated_otherwise(world, truth, mirror) else "different"
    off = mirror.amount - truth.amount
    if abs(off) <= (abs(truth.amount) * world.tolerance / 100 if world.percent else world.tolerance):
        return None
    count = truth.lines if truth.lines is not None else mirror.lines
    count = count if world.count == "lines" else world.count or 1
    rounded = count is not None and abs(off) <= world.each * count and differs == "different"
    return "rounding" if rounded else differs, off


def sum_found(whole, parts, kind_of):
    """Of one key's rows on the two sides, None where there are none."""
    if whole is None:
        return ("unexpected", sum(parts)) if sum(parts) != 0 else None
    off = sum(parts or ()) - sum(whole)
    if parts is None:
        return ("missing", off) if off != 0 else None
    return (kind_of(off), off) if off != 0 else None


def lines_kind(world, whole, parts):
    return lambda off: (None if abs(off) <= world.sum_tolerance else "rounding"
                        if abs(off) <= world.sum_each * max(len(whole), len(parts)) else "residual")


def is_again(whole, parts, off):
    """Whether what is too much is some amount as often as it stands there beside the first, or the whole once more."""
    return off == whole or any(off == n * amount for amount, times in Counter(parts).items() for n in range(1, times))


def paid_kind(whole, parts):
    return lambda off: "counted twice" if is_again(whole[0], parts, off) else "residual"


def found(world, orders, lines):
    """Kinds and amounts by rule, side and key."""
    for key in range(ORDERS):
        shop, erp = orders["shop"].get(key), orders["erp"].get(key)
        whole, parts = lines["shop"].get(key), lines["erp"].get(key)
        if shop and erp:
            yield "R-ORD", "shop" if erp_leads(world, erp) else "erp", key, order_found(world, shop, erp)
        if whole or parts:
            yield "R-LINES", "parts", key, sum_found(whole, parts, lines_kind(world, whole or (), parts or ()))
        paid = [shop.amount or Decimal(0)] if shop else None
        if paid or parts:
            yield "R-PAID", "parts", key, sum_found(paid, parts, paid_kind(paid or (Decimal(0),), parts or ()))


def is_found(tap, engine, day, want, what):
    got = Counter(engine.sql(FOUND.format(day=day)).splitlines())
    tap.ok(got == want, what, *(f"missing: {x}" for x in sorted((want - got).elements())),
           *(f"extra:   {x}" for x in sorted((got - want).elements())))


def play(tap, seed):
    dice, orders, lines, since = random.Random(seed), {"shop": {}, "erp": {}}, {"shop": {}, "erp": {}}, {}
    world = world_of(dice)
    with Engine([HERE / "rounding"], program=fast()) as engine:
        (engine.folder / "rules.toml").write_text(rules_text(world))
        engine.must("init")
        for night in range(NIGHTS):
            day = (date(2026, 3, 30) + timedelta(days=night)).isoformat()
            lines["shop"] = lines_of(dice, {}, lines["shop"])
            lines["erp"] = lines_of(dice, lines["shop"], lines["erp"])
            for side in ("shop", "erp"):
                orders[side] = orders_of(dice, lines["erp"], orders[side], side)
                write(engine.folder / day, side, orders[side], lines[side])
            engine.must("run", "nightly", "--date", day)
            now = {(rule, what[0], side, key): what[1] for rule, side, key, what in found(world, orders, lines)
                   if what and what[0]}
            since = {which: since.get(which, day) for which in now}
            want = Counter(f"{rule} {kind} in {side} {key} {amount.normalize():f} since {since[rule, kind, side, key]}"
                           for (rule, kind, side, key), amount in now.items())
            kinds = Counter(kind for _, kind, _, _ in now)
            told = ", ".join(f"{kinds[kind]} {kind}" for kind in ("rounding", "treatment", "counted twice"))
            is_found(tap, engine, day, want, f"world {seed} on {day}: {told}, {len(now)} differ")
        day = (date(2026, 3, 30) + timedelta(days=NIGHTS)).isoformat()
        write(engine.folder / day, "shop", orders["shop"], lines["shop"])
        tap.ok(engine.run("run", "nightly", "--date", day).code == 5, f"world {seed} on {day}: half of it is late")
        is_found(tap, engine, day, want, f"world {seed} on {day}: all of it stays as it was")


def main():
    count, seed = (int(word) for word in (*sys.argv[1:3], *("3", "1")[len(sys.argv) - 1:]))
    tap = Tap()
    for each in range(seed, seed + count):
        play(tap, each)
    tap.done()


main()
