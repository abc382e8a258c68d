"""A month closed by plain arithmetic over lists of rows: no SQL, no engine, one loop a question."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

BERLIN, UTC = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
TITLES = {"charge": "Sales", "refund": "Refunds", "dispute": "Disputes", "payout": "Payouts"}


@dataclass
class Movement:
    no: str
    kind: str
    at: datetime
    currency: str
    gross: Decimal
    fee: Decimal
    sale: Decimal = None             # in USD

    @property
    def day(self):
        return self.at.astimezone(BERLIN).date()

    @property
    def net(self):
        return self.gross - self.fee


@dataclass
class Entry:
    no: str
    account: str
    on: date
    document: str
    currency: str
    debit: Decimal = None
    credit: Decimal = None
    sale: Decimal = None

    @property
    def amount(self):
        return (self.debit or Decimal(0)) - (self.credit or Decimal(0))


@dataclass
class Month:
    first: date
    last: date
    movements: list
    balances: dict                   # currency -> what the provider states for the last day, in UTC
    entries: list
    before: dict = None              # currency -> closing of the close before; None: there is none
    movements_then: list = field(default_factory=list)

    def lines(self):
        """(currency, line, title, declared, count, amount)"""
        rows = set()
        for currency in self.currencies():
            mine = [m for m in self.movements if m.currency == currency and m.day <= self.last]
            old, new = [m for m in mine if m.day < self.first], [m for m in mine if m.day >= self.first]
            if self.before is not None and currency in self.before:
                rows.add((currency, "before", "", True, None, self.before[currency]))
            rows.add((currency, "opening", "", True, len(old), sum_of(m.net for m in old)))
            rows.add((currency, "closing", "", True, len(mine), self.closing(currency)))
            for kind in {m.kind for m in new}:
                kin = [m for m in new if m.kind == kind]
                rows.add((currency, "movement", TITLES.get(kind, kind), kind in TITLES, len(kin),
                          sum_of(m.gross for m in kin)))
            if new:
                rows.add((currency, "movement", "Fees", True, len(new), -sum_of(m.fee for m in new)))
            if currency in self.balances:
                rows.add((currency, "balance", "", True, 1, self.balances[currency]))
            booked = [e for e in self.ledger() if e.currency == currency and e.on <= self.last]
            rows.add((currency, "ledger", "", True, len(booked), sum_of(e.amount for e in booked)))
        return rows

    def ledger(self):
        return [e for e in self.entries if e.account == "1360"]

    def currencies(self):
        known = {m.currency for m in self.movements if m.day <= self.last}
        known |= {e.currency for e in self.ledger() if e.on <= self.last} | set(self.balances)
        return known | set(self.before or {})

    def closing(self, currency):
        return sum_of(m.net for m in self.movements if m.currency == currency and m.day <= self.last)

    # ── items ───────────────────────────────────────────────────────────────────────────────────────────────────

    def items(self):
        """(against, currency, kind, reference, amount), each as often as it is there."""
        return [*self.of_before(), *self.of_balance(), *self.of_ledger()]

    def of_before(self):
        if self.before is None:
            return
        then = {m.no: m for m in self.movements_then if m.day < self.first}
        now = {m.no: m for m in self.movements}
        for no in sorted({*then, *now}):
            old, new = then.get(no), now.get(no)
            closed = new if new and new.day < self.first else None
            for currency in {m.currency for m in (old, closed) if m}:
                was = old.net if old and old.currency == currency else None
                is_ = closed.net if closed and closed.currency == currency else None
                if (was or 0) != (is_ or 0):
                    kind = "late" if was is None else "changed" if is_ is not None else \
                        "redated" if new and not closed else "gone"
                    yield "before", currency, kind, no, (is_ or 0) - (was or 0)

    def of_balance(self):
        for m in self.movements:
            counted = m.at.astimezone(UTC).date() <= self.last
            if m.currency in self.balances and counted != (m.day <= self.last):
                yield "balance", m.currency, "between midnights", m.no, m.net if counted else -m.net

    def of_ledger(self):
        ours, theirs = defaultdict(list), defaultdict(list)
        for m in self.movements:
            ours[m.no, m.currency].append(m)
        for e in self.ledger():
            theirs[e.document or f"({e.no})", e.currency].append(e)
        for key in {*ours, *theirs}:
            yield from self.one(key, ours, theirs)

    def one(self, key, ours, theirs):
        reference, currency = key
        mine, booked = ours.get(key, []), theirs.get(key, [])
        reference = reference.strip("()")
        here = sum_of(m.net for m in mine if m.day <= self.last)
        there = sum_of(e.amount for e in booked if e.on <= self.last)
        if here == there:
            return
        if not mine or not booked:
            other = theirs if mine else ours
            elsewhere = any(no == key[0] and c != currency for no, c in other)
            kind = "missing" if mine else "unexpected"
            mirrored = any(no == key[0] and c != currency and (no, c) not in (ours if mine else theirs)
                           for no, c in other)
            yield "ledger", currency, "other currency" if elsewhere and mirrored else kind, reference, there - here
            return
        wrong = sum_of(e.amount for e in booked) - sum_of(m.net for m in mine)
        if there - here != wrong:
            yield "ledger", currency, "cut-off", reference, there - here - wrong
        if wrong:
            sales, booked_sales = [m.sale for m in mine if m.sale], [e.sale for e in booked if e.sale]
            same = sales and booked_sales and sum(sales) == sum(booked_sales)
            yield "ledger", currency, "exchange difference" if same else "amount", reference, wrong

    def rests(self, items):
        """What no item names, by currency and line."""
        left = {}
        for currency in self.currencies():
            closing = self.closing(currency)
            opening = sum_of(m.net for m in self.movements if m.currency == currency and m.day < self.first)
            booked = sum_of(e.amount for e in self.ledger() if e.currency == currency and e.on <= self.last)
            sides = {"ledger": booked - closing}
            if currency in self.balances:
                sides["balance"] = self.balances[currency] - closing
            if self.before is not None:
                sides["before"] = opening - self.before.get(currency, 0)
            for against, difference in sides.items():
                named = sum_of(i[4] for i in items if i[:2] == (against, currency))
                left[currency, f"{against} rest"] = difference - named
        return left

    def verdict(self):
        items = self.items()
        unstated = any(self.closing(c) and c not in self.balances for c in self.currencies())
        if unstated or any(self.rests(items).values()):
            return "incomplete"
        if any(i[2] not in ("cut-off", "between midnights") for i in items) or not all(r[3] for r in self.lines()):
            return "discrepancies"
        return "pending" if any(i[2] == "cut-off" for i in items) else "agreed"


def sum_of(amounts):
    return sum(amounts, Decimal(0))
