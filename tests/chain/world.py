"""A seeded shop, gateway, warehouse and bank over some nights, with all that may befall records on their way: files for
the engine and rows for the model."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from model import Chain, Hop, Row

ZONE = ZoneInfo("Europe/Berlin")
LINKS = {"orders": ("status",), "charges": ("order_no",), "settled": ("charge_id", "payout_id"), "payouts": (),
         "bank": ("payout_no",), "lines": ("text",), "parcels": ("order_no",), "delivered": ("parcel_no",),
         "refunds": ("charge_id",)}
DAY, HALF = timedelta(hours=24), timedelta(hours=36)

CHAINS = (
    Chain("R-A", (
        Hop("order", "orders", amount=True, where=("status", "cancelled")),
        Hop("payment", "charges", 0, ("no", "order_no"), amount=True, at=True, every=True, within=DAY),
        Hop("settled", "settled", 1, ("no", "charge_id"), within=DAY),
        Hop("payout", "payouts", 2, ("payout_id", "no"), at=True),
        Hop("bank", "bank", 3, ("no", "payout_no"), at=True, within=HALF),
        Hop("parcel", "parcels", 0, ("no", "order_no"), expect=("status", "shipped")),
        Hop("delivered", "delivered", 5, ("no", "parcel_no"), at=True, within=DAY),
        Hop("refund", "refunds", 1, ("no", "charge_id"), amount=True, at=True, optional=True),
    ), timed=True),
    Chain("R-B", (
        Hop("payment", "charges", amount=True),
        Hop("settled", "settled", 0, ("no", "charge_id"), alone=True),
        Hop("payout", "payouts", 1, ("payout_id", "no"), amount=True, at=True, within=DAY),
        Hop("bank", "bank", 2, ("no", "payout_no"), amount=True, at=True, every=True, within=DAY),
    )),
    Chain("R-C", (
        Hop("payment", "charges", amount=True),
        Hop("settled", "settled", 0, ("no", "charge_id"), alone=True, optional=True),
        Hop("payout", "payouts", 1, ("payout_id", "no"), at=True, optional=True, alone=True),
        Hop("line", "lines", 2, amount=True, at=True, every=True, list_no=1, within=HALF),
    )),
    Chain("R-D", (
        Hop("line", "lines", amount=True, at=True),
        Hop("payout", "payouts", 0, amount=True, at=True, every=True, list_no=0),
    ), timed=True),
)


def day_of(n):
    return datetime(2026, 3, 30 + n, tzinfo=ZONE) if n < 2 else datetime(2026, 4, n - 1, tzinfo=ZONE)


class World:
    def __init__(self, seed):
        self.random = Random(f"chain {seed}")
        self.rows = {name: {} for name in LINKS}
        self.number, self.done = 0, frozenset()

    def chance(self, percent):
        return self.random.random() * 100 < percent

    # ── the facts ───────────────────────────────────────────────────────────────────────────────────────────────

    def put(self, name, at, money, currency="EUR", **values):
        key = f"{name[0]}{self.number}"
        self.number += 1
        self.rows[name][key] = Row(key, "g", at, currency, money,
                                   tuple((link, values.get(link)) for link in LINKS[name]))
        return key

    def later(self, at, hours=40):
        return at + timedelta(minutes=self.random.randrange(1, hours * 60))

    def order(self, n):
        at = day_of(n) + timedelta(minutes=self.random.randrange(-4000 if n == 0 else -300, 1700))
        currency = self.random.choice(("EUR", "EUR", "EUR", "SEK"))
        total = Decimal(self.random.randrange(100, 20000)) / 100
        status = self.random.choice(("paid", "shipped", "shipped", "cancelled"))
        self.put("orders", at, total, currency, status=status)

    def pay(self, order, n):
        pieces = self.random.choice((1, 1, 2, 3))
        for i in range(pieces):
            amount = (order.amount / pieces).quantize(Decimal("0.01")) if i else (
                order.amount - (pieces - 1) * (order.amount / pieces).quantize(Decimal("0.01")))
            if self.chance(10):
                amount += Decimal(self.random.choice((-50, 50))) / 100
            currency = "EUR" if self.chance(5) else order.currency
            name = self.random.choice((None, "o999")) if self.chance(5) else order.key
            self.put("charges", min(self.later(order.at), day_of(n + 1)), amount, currency, order_no=name)

    def grow(self, n):
        """One more day of business: what follows what, mostly."""
        for _ in range(7 if n == 0 else 3):
            self.order(n)
        for name, chance, act in (("orders", 50, self.pay), ("orders", 40, self.send), ("charges", 40, self.settle),
                                  ("parcels", 50, self.deliver), ("charges", 8, self.refund)):
            for row in list(self.rows[name].values()):
                if self.chance(chance) and self.is_new(name, row.key, act.__name__):
                    act(row, n)
        self.pay_out(n)

    def is_new(self, *deed):
        """What is done once is not done again."""
        before, self.done = deed in self.done, self.done | {deed}
        return not before

    def send(self, order, n):
        for _ in range(self.random.choice((1, 1, 2))):
            self.put("parcels", day_of(n), Decimal(1), order_no=None if self.chance(5) else order.key)

    def deliver(self, parcel, n):
        self.put("delivered", self.later(day_of(n), 20), Decimal(1), parcel_no=parcel.key)

    def refund(self, charge, n):
        amount = charge.amount / 2 if self.chance(50) else charge.amount
        self.put("refunds", day_of(n), amount.quantize(Decimal("0.01")), charge.currency, charge_id=charge.key)

    def settle(self, charge, n):
        payout = f"po{n}{self.random.choice('ab')}" if self.chance(85) else None
        for _ in range(2 if self.chance(5) else 1):
            self.put("settled", day_of(n), charge.amount, charge.currency, charge_id=charge.key, payout_id=payout)
        if self.chance(8):
            self.put("settled", day_of(n), Decimal(3), charge_id=self.random.choice((None, "c999")), payout_id=payout)

    def pay_out(self, n):
        named = {row["payout_id"] for row in self.rows["settled"].values()} - {None}
        for key in sorted(named - set(self.rows["payouts"])):
            if self.chance(70):
                amount = sum(r.amount for r in self.rows["settled"].values() if r["payout_id"] == key)
                amount = Decimal(0) if self.chance(8) else amount
                at = day_of(n + 1) + timedelta(hours=6) if self.chance(40) else day_of(n)
                self.rows["payouts"][key] = Row(key, "g", at, "EUR", amount)
        for key, row in self.rows["payouts"].items():
            if self.chance(50) and self.is_new("bank", key):
                part = row.amount / 2 if self.chance(25) else row.amount
                self.put("bank", self.later(day_of(n), 24), part.quantize(Decimal("0.01")), payout_no=key)
        self.arrive(n)

    def arrive(self, n):
        """Lines of a statement, which name a payout in their text, two of them, or none."""
        new = [key for key in self.rows["payouts"] if self.chance(60) and self.is_new("line", key)]
        for key, row in ((key, self.rows["payouts"][key]) for key in new):
            shape = self.random.choice(("named", "named", "alone", "again", "parts", "less", "together"))
            text = None if shape in ("alone", "again") else f"PAYOUT {key}"
            amount = row.amount
            if shape == "together":
                text, amount = " ".join(["PAYOUTS", *new]), sum(self.rows["payouts"][k].amount for k in new)
            elif shape in ("parts", "less"):
                amount = (row.amount / 2).quantize(Decimal("0.01"))
            if shape == "parts":
                self.line(n, row.amount - amount, text)
            for _ in range(2 if shape == "again" else 1):
                self.line(n, amount, text)
        if self.chance(20):
            self.line(n, Decimal(self.random.randrange(100, 900)) / 100, None)
        if self.rows["lines"] and self.chance(40):
            key = self.random.choice(list(self.rows["lines"]))
            self.rows["lines"][key] = replace(self.rows["lines"][key], amount=self.rows["lines"][key].amount + 1)

    def line(self, n, amount, text):
        self.put("lines", self.later(day_of(n), 20), amount, text=text)

    # ── what befalls it ─────────────────────────────────────────────────────────────────────────────────────────

    def befall(self, row, name, n):
        """How a row stands in tonight's file: None if it does not."""
        dice = self.random.random() * 100
        if int(row.key.strip("abcdefghijklmnopqrstuvwxyz") or 0) % 13 == 5:
            row = replace(row, at=None)          # it never says when
        if dice < 3:
            return None
        if dice < 6:
            return self.unreadable(row, name)
        if dice < 8:
            return Row(row.key, "t", row.at, row.currency, row.amount, row.values)
        if dice < 10:
            return Row(row.key, "f", row.at, row.currency, row.amount, row.values)
        return row

    def unreadable(self, row, name):
        values = row.values
        if name != "orders" and self.chance(15):
            values = tuple((link, None) for link, _ in values)
        return Row(row.key, "r", row.at, row.currency, None, values)

    def night(self, n):
        """name → rows, None for a list that is late."""
        self.grow(n)
        return {name: None if self.chance(6 if n else 0) else
                [r for r in (self.befall(row, name, n) for row in rows.values()) if r]
                for name, rows in self.rows.items()}

    def write(self, folder, lists):
        folder.mkdir()
        for name, rows in lists.items():
            if rows is not None:
                (folder / f"{name}.csv").write_text("".join(line + "\n" for line in text_of(name, rows)))


def text_of(name, rows):
    yield ",".join(("no", *LINKS[name], "at", "currency", "amount", "skip"))
    for row in rows:
        yield cells(name, row, row.amount)
        if row.state == "t":
            yield cells(name, row, row.amount + 1)


def cells(name, row, amount):
    at = row.at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") if row.at else ""
    amount = "much" if amount is None else str(amount.quantize(Decimal("0.01")))
    return ",".join((row.key, *(row[link] or "" for link in LINKS[name]), at, row.currency, amount,
                     "yes" if row.state == "f" else ""))
