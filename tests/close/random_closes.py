#!/usr/bin/env python3
"""Two months closed one after the other over seeded worlds, against plain arithmetic: the same lines, items and rests
to the cent, the same verdicts; and what is planted into the program is found.

    random_closes.py [COUNT] [SEED]      that many worlds, from that seed on"""

import json
import os
import sys
import tempfile
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo"), str(HERE)]
sys.dont_write_bytecode = True

from engine import Engine, fast                          # noqa: E402
from model import UTC, Entry, Month, Movement, sum_of    # noqa: E402
from tap import Tap                                      # noqa: E402

MARCH, APRIL = (date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 4, 30))
KINDS = ("charge",) * 5 + ("refund", "dispute", "payout", "adjustment")

# What stands once in the program, what is planted in its place, what is wrong then.
PLANTS = (
    (b"then r.day <= b.last_day else r.at < b.until end", b"then r.day <= b.last_day else r.at > b.until end",
     "the provider's midnight"),
    (b"(ours - ours_in) - (theirs - theirs_in) as cut_off", b"(ours - ours_in) + (theirs - theirs_in) as cut_off",
     "cut-off"),
    (b"coalesce(r.now, 0) - coalesce(r.earlier, 0),", b"coalesce(r.now, 0) + coalesce(r.earlier, 0),",
     "what changed in a closed month"),
)


class World:
    def __init__(self, seed):
        self.random = Random(f"close {seed}")
        self.movements, self.entries, self.entry_no = {}, {}, 0

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def cents(self, most):
        return Decimal(self.random.randrange(1, most)) / 100

    def moment(self, first, last):
        """Anywhere in the month, and often near the midnights of both zones at its end."""
        if self.chance(25):
            end = datetime(last.year, last.month, last.day, tzinfo=UTC)
            return end + timedelta(minutes=self.random.randrange(20 * 60, 26 * 60))
        days = (last - first).days
        return datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(
            minutes=self.random.randrange(60, days * 1440))

    # ── the facts ───────────────────────────────────────────────────────────────────────────────────────────────

    def month(self, month, count):
        for _ in range(count):
            no = f"t{len(self.movements) + 1:03}"
            kind = self.random.choice(KINDS)
            gross = self.cents(20000) * (1 if kind == "charge" else -1)
            fee = self.cents(300) if kind == "charge" else Decimal(0)
            sale = self.cents(20000) if self.chance(15) else None
            moved = Movement(no, kind, self.moment(*month), self.random.choice(("EUR", "EUR", "PLN")), gross, fee, sale)
            self.movements[no] = moved
            self.book(moved)
        for _ in range(self.random.randrange(3)):
            self.entry("1360", month[0], self.random.choice(("", "strange")), "EUR", self.cents(5000))
        self.entry("8400", month[0], "t001", "EUR", self.cents(5000))

    def book(self, m):
        """What the ledger makes of it."""
        if self.chance(8):
            return
        amount, on, currency = m.net, m.day, m.currency
        if self.chance(12):
            on += timedelta(days=self.random.randrange(-3, 9))
        if self.chance(8):
            amount += Decimal(self.random.choice((-100, -1, 1, 7))) / 100
        if self.chance(4):
            currency = "USD"
        sale = m.sale + (1 if self.chance(20) else 0) if m.sale else None
        if self.chance(15) and abs(amount) > 1 and not sale:
            part = (amount / 3).quantize(Decimal("0.01"))
            self.entry("1360", on + timedelta(days=self.random.choice((0, 0, 2))), m.no, currency, part)
            amount -= part
        self.entry("1360", on, m.no, currency, amount, sale)

    def entry(self, account, on, document, currency, amount, sale=None):
        self.entry_no += 1
        no = f"e{self.entry_no:04}"
        self.entries[no] = Entry(no, account, on, document, currency, amount if amount >= 0 else None,
                                 -amount if amount < 0 else None, sale)

    def restate(self):
        """What the provider says otherwise of March when April is over."""
        for no, m in list(self.movements.items()):
            if self.chance(4):
                del self.movements[no]
            elif self.chance(5):
                m.gross += Decimal("0.37")
            elif self.chance(4):
                m.at += timedelta(days=20)
            elif self.chance(2):
                m.currency = "SEK"
        late = Movement("late", "charge", datetime(2026, 3, 17, 12, tzinfo=UTC), "EUR", self.cents(900), Decimal(0))
        self.movements["late"] = late

    def balances(self, last):
        """By the days of UTC; sometimes the provider is wrong, or silent."""
        stated = {}
        for currency in ("EUR", "PLN", "SEK"):
            counted = [m for m in self.movements.values()
                       if m.currency == currency and m.at.astimezone(UTC).date() <= last]
            if counted and not self.chance(8):
                stated[currency] = sum_of(m.net for m in counted) + (Decimal("0.02") if self.chance(8) else 0)
        return stated

    # ── files ───────────────────────────────────────────────────────────────────────────────────────────────────

    def write(self, folder, last, stated):
        folder.mkdir()
        lines = ["id,kind,created_at,currency,gross,fee,sale_currency,sale"]
        lines += [f"{m.no},{m.kind},{m.at.isoformat()},{m.currency},{m.gross},{m.fee},{sale_of(m)}"
                  for m in self.movements.values()]
        (folder / "movements.csv").write_text("\n".join(lines) + "\n")
        lines = ["on,currency,amount", *(f"{last},{c},{amount}" for c, amount in stated.items()),
                 f"{MARCH[0]},EUR,1.00"]
        (folder / "balances.csv").write_text("\n".join(lines) + "\n")
        lines = ["no,account,posted_on,document,currency,debit,credit,sale_currency,sale"]
        lines += [f"{e.no},{e.account},{e.on},{e.document},{e.currency},{e.debit or ''},{e.credit or ''},{sale_of(e)}"
                  for e in self.entries.values()]
        (folder / "entries.csv").write_text("\n".join(lines) + "\n")


def sale_of(row):
    return f"USD,{row.sale}" if row.sale else ","


# ── what the program says ──────────────────────────────────────────────────────────────────────────────────────────

def told(position):
    lines = {(x["currency"], x["line"], x["title"], x["declared"], None if x["line"] == "before" else x["count"],
              Decimal(x["amount"])) for x in position["lines"] if not x["line"].endswith(" rest")}
    rests = {(x["currency"], x["line"]): Decimal(x["amount"])
             for x in position["lines"] if x["line"].endswith(" rest")}
    items = Counter((x["against"], x["currency"], x["kind"], x["reference"], Decimal(x["amount"]))
                    for x in position["items"])
    return lines, rests, items


def differences(engine, month, name):
    """Where program and model do not agree, in words; none if they do."""
    done = engine.run("close", name, "--json")
    if done.code not in (0, 5):
        return [f"ended with {done.code}: {done.complaint}"]
    position = json.loads(done.out)["positions"][0]
    lines, rests, items = told(position)
    want = Counter(month.items())
    found = [f"line missing: {x}" for x in month.lines() - lines] + [f"line extra: {x}" for x in lines - month.lines()]
    found += [f"item missing: {x}" for x in (want - items).elements()]
    found += [f"item extra: {x}" for x in (items - want).elements()]
    if rests != month.rests(list(want.elements())):
        found.append(f"rests {rests}, want {month.rests(list(want.elements()))}")
    if position["verdict"] != month.verdict():
        found.append(f"verdict {position['verdict']}, want {month.verdict()}: {position['reasons']}")
    return found


def play(seed, program):
    """The differences of both closes of a world."""
    world = World(seed)
    with Engine([HERE / "project"], program=program) as engine:
        engine.must("init")
        world.month((date(2026, 2, 2), date(2026, 2, 27)), 4)
        world.month(MARCH, 25)
        march = close(engine, world, MARCH, "2026-04-01", None, [])
        said = differences(engine, march, "2026-03")
        then = {c: march.closing(c) for c in march.currencies()}
        kept = [Movement(**vars(m)) for m in world.movements.values()]
        world.restate()
        world.month(APRIL, 25)
        april = close(engine, world, APRIL, "2026-05-01", then, kept)
        return said + [f"April: {x}" for x in differences(engine, april, "2026-04")]


def close(engine, world, month, day, before, then):
    stated = world.balances(month[1])
    world.write(engine.folder / day, month[1], stated)
    engine.must("run", "lists", "--date", day)
    return Month(*month, list(world.movements.values()), stated, list(world.entries.values()), before, then)


def planted(old, new, folder):
    """A copy of the program with another statement in it, of the same length."""
    content = fast().read_bytes()
    if content.count(old) != 1 or len(old) != len(new):
        return None
    program = Path(folder) / "counterfoil"
    program.write_bytes(content.replace(old, new))
    program.chmod(0o755)
    return program


def main():
    count, seed = (int(word) for word in (*sys.argv[1:3], *("3", "1")[len(sys.argv) - 1:]))
    tap = Tap()
    print(f"# worlds {seed} to {seed + count - 1}")
    for each in range(seed, seed + count):
        found = play(each, fast())
        tap.ok(not found, f"world {each}: both months close as plain arithmetic does", *found)
    for old, new, what in PLANTS:
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            program = planted(old, new, folder)
            if tap.ok(program, f"a fault can be planted into {what}"):
                tap.ok(any(play(each, program) for each in range(seed, seed + 3)), f"a fault in {what} is found")
    tap.done()


main()
