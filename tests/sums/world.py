"""A seeded shop and its payments over some nights, with all that may befall records on their way: files for the engine
and rows for the model."""

import sys
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from model import Row, Rule, Term

ZONE = ZoneInfo("Europe/Berlin")
CURRENCIES = ("EUR", "EUR", "EUR", "SEK", "PLN")
SHOP, PAY = ("shop.open", "shop.posted"), ("psp.first", "psp.second")
FILES = {"shop.open": "open.csv", "shop.posted": "posted.csv", "psp.first": "first.csv", "psp.second": "second.csv"}
HEADS = {"shop": "no,placed,currency,total,gift,skip", "psp": "id,order,status,currency,amount,fee,skip,kind,taken"}
SINCE = datetime(2026, 3, 29, tzinfo=ZONE)
LAG, CARRIED = timedelta(hours=24), timedelta(hours=48)
KINDS = ("sale",) * 8 + ("refund", "hold", "advance", "")

RULES = (
    Rule("R-A", Term(SHOP, "total"), (Term(PAY, "amount", by_order=True, status="ok"), Term(SHOP, "gift")),
         since=SINCE, timed=SHOP),
    Rule("R-B", Term(SHOP, "total"),
         (Term(("psp.first",), "amount", by_order=True), Term(("psp.first",), "fee", by_order=True, negative=True)),
         tolerance=Decimal("0.05"), lag=LAG, timed=SHOP),
    Rule("R-D", Term(SHOP, "total"),
         (Term(PAY, "amount", by_order=True, lines={"sale": "Sales", "refund": "Refunds"},
               original="sale"),
          Term(("psp.first",), "fee", by_order=True, negative=True, lines={"refund": "Refunds", "sale": "Fees"}),
          Term(SHOP, "gift", title="gift")), carried=CARRIED),
    Rule("R-C", Term(PAY, "amount", by_order=True), (Term(SHOP, "total"),), percent=Decimal(1)),
)


def day_of(n):
    return datetime(2026, 3, 30 + n, tzinfo=ZONE) if n < 2 else datetime(2026, 4, n - 1, tzinfo=ZONE)


class World:
    def __init__(self, seed):
        self.random = Random(f"sums {seed}")
        self.orders, self.payments = {}, {}
        self.next_payment = 0

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def money(self, most=20000):
        return Decimal(self.random.randrange(1, most)) / 100

    # ── the facts ───────────────────────────────────────────────────────────────────────────────────────────────

    def order(self, night):
        key = f"{1000 + len(self.orders)}"
        placed = day_of(night) + timedelta(minutes=self.random.randrange(-3 * 1440, 1500))
        gift = self.money(500) if self.chance(15) else None
        total = Decimal(0) if self.chance(4) else self.money()
        row = Row(key, currency=self.random.choice(CURRENCIES), placed=placed,
                  amounts=(("total", total), ("gift", gift)))
        self.orders[key] = [self.random.choice(SHOP), row]
        self.pay(row, total - (gift or 0))

    def pay(self, order, left):
        pieces = self.random.choice((0, 1, 1, 1, 1, 2, 3))
        for n in range(pieces):
            amount = left if n == pieces - 1 else (left / 2).quantize(Decimal("0.01"))
            left -= amount
            if self.chance(12):
                amount += Decimal(self.random.choice((-300, -6, -5, -1, 1, 5, 6, 1000))) / 100
            self.payment(order.key, order.currency, amount)

    def payment(self, order, currency, amount):
        key = f"p{self.next_payment}"
        self.next_payment += 1
        if self.chance(4):
            currency = self.random.choice(CURRENCIES)
        if self.chance(4):
            order = self.random.choice(("", "9999", "8888"))
        fee = self.money(200) if self.chance(10) else Decimal(0)
        row = Row(key, order=order, status="ok" if self.chance(95) else "failed", currency=currency,
                  amounts=(("amount", amount), ("fee", fee)), kind=self.random.choice(KINDS),
                  taken=day_of(0) + timedelta(minutes=self.random.randrange(-1440, 5 * 1440)))
        self.payments[key] = [self.random.choice((*PAY, "psp.first")), row]

    def pass_a_day(self, night):
        for _ in range(25 if night == 0 else 8):
            self.order(night)
        for facts in (self.orders, self.payments):
            for key in list(facts):
                if self.chance(3):
                    del facts[key]
                elif self.chance(4):
                    name, row = facts[key]
                    first = row.amounts[0]
                    facts[key][1] = replace(row, amounts=((first[0], first[1] + self.money(300)), *row.amounts[1:]))
                elif key[0] == "p" and self.chance(6):
                    facts[key][1] = replace(facts[key][1], kind=self.random.choice(KINDS))
                elif key[0] == "p" and facts[key][1].order == "" and self.chance(30):
                    facts[key][1] = replace(facts[key][1], order=self.random.choice(list(self.orders)))

    # ── what a system tells of them ─────────────────────────────────────────────────────────────────────────────

    def records(self, name):
        """(line, row or None without a key), in the order of the file."""
        told = []
        for facts in (self.orders, self.payments):
            for where, row in facts.values():
                if where == name or (where.split(".")[0] == name.split(".")[0] and self.chance(4)):
                    told += self.tellings(row)
        self.random.shuffle(told)
        return told

    def tellings(self, row):
        befalls = self.random.random() * 100
        if befalls < 3:
            return [self.lost(row)]
        if befalls < 5:
            return [(self.line(row, skip="yes"), replace(row, state="f"))]
        if befalls < 8:
            return [self.said(row), self.said(self.other(row))]
        if befalls < 10:
            return [self.said(row), self.said(row)]
        if befalls < 10.4:
            return [(self.line(replace(row, key="")), None)]
        if befalls < 11:
            return []
        return [self.said(row)]

    def said(self, row):
        return self.line(row), row

    def other(self, row):
        """Another record of the key."""
        first = row.amounts[0]
        changed = replace(row, amounts=((first[0], first[1] + 1), *row.amounts[1:]))
        if row.key[0] == "p" and self.chance(40):
            changed = replace(changed, order=self.random.choice(list(self.orders)))
        return replace(changed, currency=self.random.choice(CURRENCIES)) if self.chance(20) else changed

    def lost(self, row):
        """A record of which something cannot be read."""
        rejected = replace(row, state="r")
        if row.key[0] == "p" and self.chance(50):
            return self.line(row, order="bad!"), replace(rejected, order=None)
        if row.key[0] == "p" and self.chance(20):
            return self.line(row, kind="bad!"), replace(rejected, kind=None)
        if self.chance(30):
            return self.line(row, currency="???"), replace(rejected, currency=None, amounts=())
        first = row.amounts[0][0]
        return self.line(row, amount="much"), replace(rejected, amounts=((first, None), *row.amounts[1:]))

    def line(self, row, **instead):
        first, second = (amount for _, amount in row.amounts)
        amounts = instead.get("amount", f"{first:f}"), "" if second is None else f"{second:f}"
        currency, skip = instead.get("currency", row.currency), instead.get("skip", "")
        if row.placed:
            return ",".join((row.key, row.placed.isoformat(), currency, *amounts, skip))
        return ",".join((row.key, instead.get("order", row.order), row.status, currency, *amounts, skip,
                         instead.get("kind", row.kind), row.taken.isoformat()))

    def write(self, folder, night, lists):
        """Tonight's files; an input may not be there."""
        self.pass_a_day(night)
        folder.mkdir(parents=True, exist_ok=True)
        for name, file in FILES.items():
            told = self.records(name)
            lists[name].late = night > 0 and self.chance(6)
            if lists[name].late:
                continue
            head = HEADS[name.split(".")[0]]
            (folder / file).write_text("\n".join((head, *(line for line, _ in told))) + "\n")
            rows = [row for _, row in told if row]
            lists[name].take(rows, len(told) - len(rows))


if __name__ == "__main__":
    from model import List
    World(sys.argv[1]).write(Path(sys.argv[2]), 0, {name: List() for name in FILES})
