"""What a sum rule finds."""

from dataclasses import dataclass, field
from decimal import Decimal

from second.lists import ZERO
from second.night import Night

BAD = ("x", "u", "r", "t")                   # the worst first
WORST = (*BAD, "y")


@dataclass
class Group:
    """What belongs to one key in one currency.  worth: also of what cannot be compared."""
    states: set = field(default_factory=set)
    amount: Decimal = ZERO
    worth: Decimal = ZERO
    happened: object = None
    state: str = ""


def worst(states):
    return next((s for s in (*WORST, "g", "o", "f") if s in states), "f")


class Half:
    """One side of a sum: groups by (alone, key) and currency.  A row that names nothing stands alone, under its own
    key."""

    def __init__(self, night, terms):
        self.night, self.terms, self.groups, self.twice = night, terms, {}, []
        for term in terms:
            for row in night.standing(term["extracts"], term.get("where", ())).values():
                self.add(term, row)
        by_key = {}
        for (key, _), group in self.groups.items():
            group.state = worst(group.states)
            by_key.setdefault(key, set()).add(group.state)
        for (key, _), group in self.groups.items():
            state = worst(by_key[key])
            group.state = state if state in WORST else group.state

    def group(self, key, currency):
        return self.groups.setdefault((key, currency or ""), Group())

    def amount(self, term, row):
        amount = row.get(term["amount"])
        return -amount if amount is not None and term.get("sign") == "-" else amount

    def add(self, term, row):
        amount, key = self.amount(term, row), (False, row.key)
        if term.get("parent"):
            last = self.night.lists[row.source].parent_of(row.key, self.night.day) if row.state == "r" else None
            no = row.get("no") or last
            key = (False, (row.key[0], no)) if no else (True, row.key)
        group = self.group(key, row.get("currency"))
        group.states.add(row.state)
        group.amount += (amount or ZERO) if row.state == "g" else ZERO
        group.worth += (amount or ZERO) if row.state not in ("f", "o", "y") else ZERO
        at = self.night.happened(row)
        group.happened = min(filter(None, (group.happened, at)), default=None)
        if row.state == "t":
            self.twice.append((key, row.get("currency") or "", amount or ZERO, (row.source, row.key),
                               self.amount(term, row.seconds[0]) or ZERO))
            aside = self.night.lists[row.source].is_aside(self.night.day)
            for second in row.seconds if term.get("parent") and not aside else ():
                if second.get("no") and second.get("no") != row.get("no"):
                    other = self.group((False, (second.key[0], second.get("no"))), second.get("currency"))
                    other.states.add("t")
                    other.worth += self.amount(term, second) or ZERO

    def of(self, key):
        return {c: g for (k, c), g in self.groups.items() if k == key}

    def state(self, key):
        return next((g.state for g in self.of(key).values()), None)

    def late(self, key):
        return not all(self.night.whole(term["extracts"], key[1]) for term in self.terms)


class Sum(Night):
    def terms(self):
        return [self.rule["whole"], *self.rule["parts"]]

    def extracts(self):
        return [term["extracts"] for term in self.terms()]

    def run(self):
        self.halves = {"whole": Half(self, [self.rule["whole"]]), "parts": Half(self, self.rule["parts"])}
        self.find_twice()
        for key in sorted({k for half in self.halves.values() for k, _ in half.groups}):
            whole, parts = self.halves["whole"].of(key), self.halves["parts"].of(key)
            if whole:
                self.compare(key, whole, parts)
            else:
                self.without_whole(key, parts, False)
        self.count()

    def unit_of(self, one):
        return *one[:3], one[-3]

    def sums_late(self, key):
        """Of several rows that make up a whole one may be what is lacking."""
        return self.halves["parts"].late(key) or ("parent" in self.rule["whole"] and self.halves["whole"].late(key))

    def say(self, kind, key, currency, amount, worth, side="parts", waits=None, other=None, leading=None):
        alone, own = key
        self.add(kind, side, own, currency=currency, amount=amount, value=abs(worth), alone=alone,
                 field="order" if alone else "", happened=waits, mirror=other, leading=leading,
                 due=self.lag(self.rule.get("within"), waits) if waits else None)

    def unsure(self, key, state, currency, worth):
        alone, own = key
        self.cannot(own, "parts", "", state, currency, worth, alone)

    def find_twice(self):
        """Once, on the side that holds it; not of what is not compared tonight."""
        whole, parts = self.halves["whole"], self.halves["parts"]
        said = {row for *_, row, _ in whole.twice}
        asked = [t for t in parts.twice if t[3] not in said and whole.state(t[0]) not in ("o", "y")]
        for side, doubles in (("whole", whole.twice), ("parts", asked)):
            sums = {}
            for key, currency, amount, _, other in doubles:
                first, second = sums.get((key, currency), (ZERO, ZERO))
                sums[key, currency] = first + amount, second + other
            for (key, currency), (amount, other) in sums.items():
                self.say("twice", key, currency, amount, amount, side, other=other)

    def is_twice(self, key):
        return any(f.kind == "twice" and (f.alone, f.key) == key for f in self.found)

    def compare(self, key, whole, parts):
        states = {g.state for g in whole.values()}
        w, p = (next(iter(side.values())).state if side else None for side in (whole, parts))
        if states <= {"f"}:
            self.without_whole(key, parts, True)
        elif states & {"o", "y"} or p == "y":
            return
        elif {w, p} & set(BAD):
            if {w, p} & set(BAD[:3]) or not self.is_twice(key):
                for currency, group in whole.items():
                    self.unsure(key, w if w in BAD else p, currency, group.worth)
        else:
            self.compare_good(key, whole, parts)

    def compare_good(self, key, whole, parts):
        without = {c: g for c, g in parts.items() if c not in whole and g.state == "g" and g.amount != 0}
        for currency, group in whole.items():
            if group.state == "g":
                self.compare_one(key, currency, group, parts, without)
        if any(c not in parts and g.state == "g" and g.amount != 0 for c, g in whole.items()):
            return                           # said as a difference of currency
        for currency, group in without.items():
            if self.sums_late(key):
                self.unsure(key, "x", currency, group.worth)
            else:
                self.say("residual", key, currency, group.amount, group.worth)

    def compare_one(self, key, currency, whole, parts, without):
        part = parts.get(currency)
        residual = (part.amount if part else ZERO) - whole.amount
        text = str(self.rule.get("tolerance", "0"))
        most = abs(whole.amount) * Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)
        if residual == 0:
            return
        if self.sums_late(key):
            self.unsure(key, "x", currency, whole.worth)
        elif part and abs(residual) <= most:
            used = self.tolerated["", currency]
            used[0], used[1] = used[0] + 1, used[1] + abs(residual)
        elif part is None and without:
            self.say("currency", key, currency, None, whole.amount, waits=whole.happened)
        else:
            self.say("residual" if parts else "missing", key, currency, residual, whole.amount, waits=whole.happened,
                     leading=whole.amount, other=part.amount if part else None)

    def without_whole(self, key, parts, filtered):
        late = self.halves["whole"].late(key) and not key[0]
        for currency, group in parts.items():
            if group.state == "g" and group.amount != 0:
                if filtered or late:
                    self.unsure(key, "f" if filtered else "x", currency, group.worth)
                else:
                    self.say("unexpected", key, currency, group.amount, group.worth)
            elif group.state in ("r", "u") or group.state == "t" and not self.is_twice(key) or \
                    group.state == "x" and not filtered and late:
                self.unsure(key, group.state, currency, group.worth)

    def count(self):
        whole, parts = self.halves["whole"], self.halves["parts"]
        unknown = {(f[2], f[0]) for f in self.unknown}
        unequal = {(f.alone, f.key) for f in self.found if f.kind in ("residual", "currency")}
        good = {key for (key, _), g in whole.groups.items() if g.state == "g"}
        compared = {key for key in good - unknown if any(p.state in ("g", "f", "o") for p in parts.of(key).values())}
        self.compared, self.agreed = len(compared), max(0, len(compared) - len(good & unequal))
        self.young = len([g for g in whole.groups.values() if g.state == "y"])
        self.opening = len([g for g in whole.groups.values() if g.state == "o"])

    def lasts(self, line):
        """Whether what stood before, and was not found tonight, may still be there for all that is known."""
        key = line.alone, line.key
        whole, parts = (self.halves[side].state(key) for side in ("whole", "parts"))
        whole_late, own, own_late = self.halves["whole"].late(key), parts, self.sums_late(key)
        if line.side == "whole":
            own, own_late = whole, whole_late
        if own in BAD[:3] or (own is None and own_late):
            return True
        if line.kind == "twice":
            return False
        return own == "t" or own_late or whole in BAD or (whole is None and whole_late)
