"""What sum rules must find, computed anew from the records that a world has written: plain dictionaries and decimals,
night by night, of nothing that the engine knows."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

ZERO = Decimal(0)
BAD = ("x", "u", "r", "t")                   # the worst first
WORST = (*BAD, "y")


@dataclass(frozen=True)
class Row:
    """One row of a dataset as staged; what could not be read of it is None."""
    key: str
    state: str = "g"                         # g good, r rejected, f filtered, t twice, u unconfirmed
    order: str | None = None                 # a payment's parent
    status: str | None = None
    currency: str | None = None
    amounts: tuple = ()                      # by name, as pairs
    placed: object = None
    kind: str | None = None
    taken: object = None                     # when a payment came to be
    seconds: tuple = ()                      # the other records of its key, as rows

    def amount(self, name):
        return dict(self.amounts).get(name)


@dataclass
class List:
    """What one extract has said up to now."""
    rows: dict = field(default_factory=dict)
    last_order: dict = field(default_factory=dict)
    late: bool = False                       # tonight's is not there
    keyless: int = 0
    unconfirmed: set = field(default_factory=set)

    def take(self, records, keyless):
        """records: rows in the order of the file."""
        self.keyless = keyless
        told = {}
        for row in records:
            told[row.key] = joined(told[row.key], row) if row.key in told else row
        lacking = {k: r for k, r in self.rows.items() if k not in told}
        for key, row in told.items():
            if row.order:
                self.last_order[key] = row.order
        self.rows = dict(told)
        if keyless:
            waiting = {k for k, r in lacking.items() if r.state != "u"}
            self.rows.update({k: replace(lacking[k], state="u") for k in waiting})


def joined(first, again):
    """Two records of one key: the same is said once, what is filtered says nothing, else the first one stands."""
    if replace(first, seconds=(), state="g" if first.state == "t" else first.state) == again:
        return first
    if again.state == "f":
        return first
    if first.state == "f":
        return again
    if again.state == "r" or first.state == "r":
        return replace(first, state="r")
    return replace(first, state="t", seconds=(*first.seconds, again))


@dataclass(frozen=True)
class Term:
    lists: tuple
    amount: str
    by_order: bool = False
    negative: bool = False
    status: str | None = None
    lines: dict = field(default=None, hash=False)    # title by kind
    title: str = ""                                  # of the only line, without kinds
    original: str | None = None                      # the kind of payment that others of its order give back


@dataclass(frozen=True)
class Rule:
    name: str
    whole: Term
    parts: tuple
    tolerance: Decimal = ZERO
    percent: Decimal = ZERO
    since: object = None
    lag: object = None
    carried: object = None                   # how long what names no whole may wait
    timed: tuple = ()                        # lists whose rows have the rule's time


@dataclass(frozen=True)
class Found:
    kind: str
    side: str
    key: str
    currency: str
    amount: Decimal | None
    worth: Decimal | None
    status: str = "open"
    cause: str = ""
    alone: bool = False
    waits: object = None                     # when it happened, if it may wait
    lag: object = None                       # how long

    @property
    def identity(self):
        return (self.kind, self.alone, self.side, self.key, self.currency)


@dataclass
class Group:
    """What belongs to one key, in one currency."""
    states: set = field(default_factory=set)
    amount: Decimal = ZERO
    worth: Decimal = ZERO
    placed: object = None
    taken: object = None
    state: str = ""


def at_worst(states):
    return next((s for s in (*WORST, "g", "o", "f") if s in states), "f")


class Half:
    """One side of a sum."""

    def __init__(self, night, terms):
        self.night, self.groups, self.twice = night, {}, []
        self.orphans = defaultdict(list)
        for term in terms:
            for name, row in night.standing(term.lists):
                self.add(term, name, row)
        self.place_orphans()
        by_key = defaultdict(set)
        for (key, _), group in self.groups.items():
            group.state = at_worst(group.states)
            by_key[key].add(group.state)
        for (key, _), group in self.groups.items():
            worst = at_worst(by_key[key])
            group.state = worst if worst in WORST else group.state

    def group(self, key, currency):
        return self.groups.setdefault((key, currency or ""), Group())

    def key_of(self, term, row):
        """True first if it is one of the rule's keys; else it stands alone, under its own."""
        return (bool(row.order), row.order or row.key) if term.by_order else (True, row.key)

    def add(self, term, name, row):
        state = self.night.state_of(name, row)
        versions = (row, *row.seconds) if state == "t" else (row,)
        if state in ("g", "t") and term.status and all(v.status != term.status for v in versions):
            return
        amount = row.amount(term.amount)
        amount = -amount if term.negative and amount is not None else amount
        key = self.key_of(term, row)
        group = self.group(key, row.currency)
        group.states.add(state)
        group.amount += (amount or ZERO) if state == "g" else ZERO
        group.worth += (amount or ZERO) if state not in ("f", "o", "y") else ZERO
        if row.placed is not None and name in self.night.rule.timed:
            group.placed = min(filter(None, (group.placed, row.placed)))
        if row.taken is not None:
            group.taken = min(filter(None, (group.taken, row.taken)))
        if state == "r" and not key[0]:
            self.orphans[(key, row.currency or "")].append(name)
        if state == "t":
            self.twice.append((key, row.currency or "", amount or ZERO, (name, row.key)))
            for second in row.seconds if term.by_order else ():
                if second.order and second.order != row.order:
                    other = self.group((True, second.order), second.currency)
                    value = second.amount(term.amount) or ZERO
                    other.states.add("t")
                    other.worth += -value if term.negative else value

    def place_orphans(self):
        for (key, currency), names in self.orphans.items():
            order = self.night.lists[names[0]].last_order.get(key[1])
            if order:
                orphan = self.groups.pop((key, currency))
                group = self.group((True, order), currency)
                group.states.add("r")
                group.worth += orphan.worth

    def of(self, key):
        return {c: g for (k, c), g in self.groups.items() if k == key}

    def keys(self):
        return {k for k, _ in self.groups}


class Night:
    """One rule over all lists as they stand tonight."""

    def __init__(self, rule, lists, cut):
        self.rule, self.lists, self.cut = rule, lists, cut
        self.whole = Half(self, (rule.whole,))
        self.parts = Half(self, rule.parts)
        self.found = []

    def standing(self, names):
        """Rows of several lists; of one key that of the last."""
        later = set()
        rows = []
        for name in reversed(names):
            rows += [(name, row) for row in self.lists[name].rows.values() if row.key not in later]
            later |= set(self.lists[name].rows)
        return rows

    def state_of(self, name, row):
        if self.lists[name].late:
            return "x"
        if name in self.rule.timed and row.placed is not None:
            if self.rule.since and row.placed < self.rule.since:
                return "o"
            if self.cut and row.placed > self.cut:
                return "y"
        return row.state

    def late(self, terms):
        return any(self.lists[name].late for term in terms for name in term.lists)

    @property
    def sums_late(self):
        return self.late(self.rule.parts) or (self.rule.whole.by_order and self.late((self.rule.whole,)))

    def run(self):
        self.find_twice()
        self.find_undeclared()
        for key in sorted(self.whole.keys() | self.parts.keys()):
            whole = {c: g for c, g in self.whole.of(key).items()}
            parts = self.parts.of(key)
            if whole:
                self.compare(key, whole, parts)
            elif parts:
                self.without_whole(key, parts, False)
        return self.found

    def counts(self):
        """Keys that could be laid beside their parts, and those of them that came out."""
        unknown = {(not f.alone, f.key) for f in self.found if f.status == "not comparable"}
        unequal = {(not f.alone, f.key) for f in self.found if f.kind in ("residual", "currency")}
        compared = {key for (key, _), g in self.whole.groups.items() if g.state == "g" and key not in unknown
                    and any(p.state in ("g", "f", "o") for p in self.parts.of(key).values())}
        return len(compared), len(compared - unequal)

    def find_twice(self):
        said = {row for *_, row in self.whole.twice}
        asked = [t for t in self.parts.twice if t[3] not in said
                 and not any(g.state in ("o", "y") for g in self.whole.of(t[0]).values())]
        for side, doubles in (("whole", self.whole.twice), ("parts", asked)):
            sums = defaultdict(Decimal)
            for key, currency, amount, _ in doubles:
                sums[key, currency] += amount
            for (key, currency), amount in sums.items():
                self.add("twice", key, currency, amount, abs(amount), side=side)

    # ── lines ───────────────────────────────────────────────────────────────────────────────────────────────────

    def movements(self, told_apart=False):
        """(list, row, state, what it adds, number and title of its line), of all parts or of those with kinds."""
        titles = list(dict.fromkeys(t for term in self.rule.parts for t in (term.lines or {1: term.title}).values()))
        for term in self.rule.parts:
            for name, row in self.standing(term.lists) if term.lines or not told_apart else ():
                state, amount = self.state_of(name, row), row.amount(term.amount) or ZERO
                title = term.lines.get(row.kind or "") if term.lines else term.title
                line = (titles.index(title) + 1, title) if title else (0, row.kind or "")
                if not title and not row.kind and state != "g":
                    line = (-1, "")
                yield name, row, state, -amount if term.negative else amount, line

    def lines(self):
        """(number, title, currency) → (count, sum)."""
        seen, sums = defaultdict(set), defaultdict(Decimal)
        for name, row, state, amount, line in self.movements():
            if state != "f" and (line[0] != 0 or amount != 0):
                seen[*line, row.currency or ""].add((name, row.key))
                sums[*line, row.currency or ""] += amount
        return {line: (len(rows), sums[line]) for line, rows in seen.items()}

    def elsewhere(self):
        """Of which of its lines' movements nothing is known that they give back: an order holds all of its own."""
        sums = defaultdict(list)
        for term in (t for t in self.rule.parts if t.original):
            rows = [row for name, row in self.standing(term.lists) if self.state_of(name, row) == "g"]
            brought = {row.order for row in rows if row.kind == term.original}
            for row in rows:
                if row.kind != term.original and row.order and row.order not in brought and row.amount(term.amount):
                    title = term.lines.get(row.kind or "") or row.kind or ""
                    sums[title, row.currency or ""].append(row.amount(term.amount))
        return {line: (len(amounts), sum(amounts)) for line, amounts in sums.items()}

    def find_undeclared(self):
        sums = defaultdict(Decimal)
        for _, row, state, amount, line in self.movements(told_apart=True):
            if state == "g" and line[0] == 0 and amount != 0:
                sums[row.key, row.currency or ""] += amount
        for (key, currency), amount in sums.items():
            self.add("undeclared", (False, key), currency, amount, abs(amount), status="warning")

    def movement_lasts(self, key):
        states = {state for _, row, state, _, _ in self.movements(told_apart=True) if row.key == key}
        return bool(states & set(BAD)) if states else self.late([t for t in self.rule.parts if t.lines])

    def lasts(self, line):
        """Whether what stood before, and was not found tonight, may still be there for all that is known."""
        if line.kind == "undeclared":
            return self.movement_lasts(line.key)
        key = (not line.alone, line.key)
        whole, parts = (next((g.state for g in half.of(key).values()), None) for half in (self.whole, self.parts))
        whole_late, own, own_late = self.late((self.rule.whole,)), parts, self.sums_late
        if line.side == "whole":
            own, own_late = whole, whole_late
        if own in BAD[:3] or (own is None and own_late):
            return True
        if line.kind == "twice":
            return False
        return own == "t" or own_late or whole in BAD or (whole is None and whole_late)

    def is_twice(self, key):
        return any(f.kind == "twice" and (not f.alone, f.key) == key for f in self.found)

    def add(self, kind, key, currency, amount, worth, side="parts", status="open", cause="", waits=None,
            lag=None):
        self.found.append(Found(kind, side, key[1], currency, amount, worth, status, cause, not key[0], waits,
                                lag or self.rule.lag))

    def unknown(self, key, currency, worth, cause):
        self.add("not comparable", key, currency, None, abs(worth), status="not comparable", cause=cause)

    def compare(self, key, whole, parts):
        w, p = (next(iter(side.values())).state if side else None for side in (whole, parts))
        cause = {"x": "input", "u": "unconfirmed", "r": "unreadable", "t": "twice"}
        states = {g.state for g in whole.values()}
        if states <= {"f"}:
            self.without_whole(key, parts, True)
            return
        if states & {"o", "y"} or p == "y":
            return
        if any(s in BAD[:3] for s in (w, p)) or "t" in (w, p):
            if not any(s in BAD[:3] for s in (w, p)) and self.is_twice(key):
                return
            for currency, group in whole.items():
                if group.state != "f":
                    self.unknown(key, currency, group.worth, cause.get(w) or cause[p])
            return
        without = {c: g for c, g in parts.items() if c not in whole and g.state == "g" and g.amount != 0}
        lacking = [c for c, g in whole.items() if c not in parts and g.state == "g" and g.amount != 0]
        for currency, group in whole.items():
            if group.state == "g":
                self.compare_one(key, currency, group, parts, without)
        for currency, group in without.items():
            if lacking:
                continue                     # said as a difference of currency
            if self.sums_late:
                self.unknown(key, currency, group.worth, "input")
            else:
                self.add("residual", key, currency, group.amount, abs(group.worth))

    def compare_one(self, key, currency, group, parts, without):
        part = parts.get(currency)
        residual = (part.amount if part else ZERO) - group.amount
        if residual == 0:
            return
        if self.sums_late:
            self.unknown(key, currency, group.worth, "input")
        elif part and abs(residual) <= max(self.rule.tolerance, abs(group.amount) * self.rule.percent / 100):
            return
        elif part is None and without:
            self.add("currency", key, currency, None, abs(group.amount), waits=group.placed)
        else:
            kind = "residual" if parts else "missing"
            self.add(kind, key, currency, residual, abs(group.amount), waits=group.placed)

    def without_whole(self, key, parts, filtered):
        whole_late = self.late((self.rule.whole,)) and key[0]
        for currency, group in parts.items():
            if group.state == "g" and group.amount != 0:
                if filtered:
                    self.unknown(key, currency, group.worth, "filtered")
                elif whole_late:
                    self.unknown(key, currency, group.worth, "input")
                else:
                    waits = None if key[0] or not self.rule.carried else group.taken
                    self.add("unexpected", key, currency, group.amount, abs(group.worth), waits=waits,
                             lag=self.rule.carried)
            elif group.state in ("r", "u"):
                self.unknown(key, currency, group.worth, {"r": "unreadable", "u": "unconfirmed"}[group.state])
            elif group.state == "t" and not self.is_twice(key):
                self.unknown(key, currency, group.worth, "twice")
            elif group.state == "x" and not filtered and whole_late:
                self.unknown(key, currency, group.worth, "input")
