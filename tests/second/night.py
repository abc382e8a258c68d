"""What rules of all kinds have in common on one night."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

from second.lists import CAUSES, WORDS, ZERO, ZONE, midnight


@dataclass(frozen=True)
class Found:
    kind: str
    side: str
    key: tuple
    currency: str = ""
    amount: Decimal | None = None
    value: Decimal | None = None
    field: str = ""
    leading: object = None
    mirror: object = None
    status: str = "open"
    due: datetime | None = None
    happened: datetime | None = None
    cause: str = ""
    reason: str = ""
    alone: bool = False
    leader: str = ""
    of_list: int = 0
    event: str = "none"
    opened: date | None = None
    first: date | None = None
    case: date | None = None

    @property
    def identity(self):
        what = self.field if self.kind == "different" else self.kind
        return what, self.side, self.key, self.currency, self.alone, self.of_list


def holds(conditions, row):
    """A list is AND; a list in it OR."""
    return all(any(holds([c], row) for c in x) if isinstance(x, list) else one_holds(x, row) for x in conditions)


def one_holds(condition, row):
    value, test, want = row.get(condition["field"]), condition["is"], condition.get("value")
    if test in ("null", "not_null"):
        return (value is None) == (test == "null")
    if value is None:
        return test in ("<>", "not_in")
    if test in ("in", "not_in"):
        return (value in want) == (test == "in")
    want = Decimal(want) if isinstance(value, Decimal) else want
    return {"=": value == want, "<>": value != want, "<": value < want, "<=": value <= want, ">": value > want,
            ">=": value >= want}[test]


class Night:
    """What all kinds of rules have in common; a kind fills found."""

    def __init__(self, rule, lists, day, config, stood):
        self.rule, self.lists, self.day, self.config, self.stood = rule, lists, day, config, stood
        self.found, self.unknown, self.doubts = [], [], set()
        self.matches = []
        self.compared, self.unequal = 0, set()
        self.young = self.opening = 0
        self.tolerated = defaultdict(lambda: [0, ZERO])
        self.since = None
        if rule.get("since"):
            self.since = datetime.combine(date.fromisoformat(str(rule["since"])), time(), ZONE)
        there = [x for x in self.all_lists() if self.there(x)]
        self.cut = midnight(day) if there else None

    def all_lists(self):
        return sorted({x for names in self.extracts() for x in names})

    def there(self, name):
        return self.lists[name].at(self.day) is not None

    def whole(self, names, key=None):
        """Whether all was there; of a key, all that could hold it."""
        told = [self.lists[x].at(self.day) for x in names]
        return all(t and not (t.missing if key is None else key[0] in t.missing) for t in told)

    def rows(self, name):
        told = self.lists[name].at(self.day)
        if told:
            return {k: replace(r, state="x") if k[0] in told.missing else r for k, r in told.rows.items()}
        told = self.lists[name].before(self.day)
        return {k: replace(r, state="x") for k, r in told.rows.items()} if told else {}

    def standing(self, names, where=()):
        """Of several lists the last that has a key counts."""
        rows = {}
        for name in names:
            rows |= self.rows(name)
        return {k: self.timed(r) for k, r in rows.items() if self.is_meant(r, where)}

    def is_meant(self, row, where):
        """What stands twice by any of its records, what cannot be told in any case."""
        return row.state not in ("g", "t") or any(holds(where, version) for version in (row, *row.seconds))

    def happened(self, row):
        at = row.get(self.rule.get("at", ""))
        if isinstance(at, date) and not isinstance(at, datetime):
            return min(midnight(at), midnight(self.day)) if at <= self.day else midnight(at)
        return at

    def timed(self, row):
        at = self.happened(row)
        if row.state != "x" and at and self.since and at < self.since:
            return replace(row, state="o")
        return replace(row, state="y") if row.state != "x" and at and self.cut and at > self.cut else row

    def clock(self, start, row, *identity):
        """From when it may wait: the event's own time, else since the record says so; a clock does not start again."""
        last = self.stood.get(identity)
        return start or (last.happened if last else None) or (midnight(row.seen) if row.seen else None)

    def lag(self, text, start):
        """When what began then is due; None if it may not wait."""
        if not text or not start:
            return None
        number, unit = int(re.match(r"\d+", text)[0]), text.lstrip("0123456789")
        if unit != "bd":
            return start.astimezone(timezone.utc) + timedelta(hours=number * {"h": 1, "d": 24}[unit])
        local, left = start.astimezone(ZONE), number
        while left or local.weekday() > 4:
            local += timedelta(days=1)
            left -= local.weekday() < 5
        return local

    def add(self, kind, side, key, **said):
        due = said.get("due")
        if due and self.cut and due > self.cut:
            said["status"] = "pending"
        else:
            said["due"] = None
        if "status" not in said and kind in self.rule.get("warn", ()) or kind == "look alike":
            said |= {"status": "warning"}
        self.found.append(Found(kind, side, key, **said))

    def cannot(self, key, side, of, state, currency, value, alone=False, kind="", of_list=0):
        """Why a key could not be checked; what is only known of the input counts, and is no line of its own."""
        cause, value = CAUSES[state], None if value is None else abs(value)
        if (kind, side, key, currency, alone) in self.doubts:
            return
        self.doubts.add((kind, side, key, currency, alone))
        self.unknown.append((key, of_list, alone, cause in ("filtered", "twice"), cause != "input", side,
                             value is None, f"{WORDS[state]} {of}", currency, -(value or 0), cause))
        if state != "x":
            self.found.append(Found("not comparable", side, key, currency, None, value, "order" if alone else "",
                                    status="not comparable", alone=alone, of_list=of_list))

    def unchecked(self):
        """Keys by cause, side and currency: how many, and what they are worth."""
        first = {}
        for one in sorted(self.unknown):
            first.setdefault(self.unit_of(one), one)
        sums = defaultdict(lambda: [0, ZERO])
        for *_, side, _, _, currency, value, cause in first.values():
            sums[cause, side, currency][0] += 1
            sums[cause, side, currency][1] -= value
        return sums

    def unit_of(self, one):
        return one[:3]

    def verdict(self, lines):
        causes = {cause for cause, *_ in self.unchecked()}
        if not self.whole(self.all_lists()) or causes - {"twice", "filtered"} or any(
                self.lists[x].trouble.get(self.day) or self.lists[x].at(self.day).keyless for x in self.all_lists()):
            return "incomplete"
        states = {line.status for line in lines}
        return next((word for status, word in (("open", "discrepancies"), ("warning", "warnings"),
                                               ("pending", "pending")) if status in states), "agreed")
