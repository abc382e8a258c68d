"""Chains, naively: each followed row by itself, hop after hop, in exact decimals.  Nothing here is the engine's."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
BAD = "xurt"                            # states of which nothing can be told, the first explains most


@dataclass(frozen=True)
class Row:
    key: str
    state: str = "g"                    # good, rejected, twice, filtered, x: only what was last known
    at: datetime | None = None
    currency: str = ""
    amount: Decimal | None = None
    values: tuple = ()                  # further fields: (name, value)

    def __getitem__(self, name):
        return self.key if name == "no" else dict(self.values).get(name)


@dataclass(frozen=True)
class Hop:
    name: str
    list: str
    after: int = 0
    link: tuple = ()                    # field of the hop before, own field
    list_no: int | None = None          # or by a match rule: which of its lists this one is
    amount: bool = False
    at: bool = False
    every: bool = False                 # all of the money must come
    within: timedelta = timedelta(0)
    optional: bool = False
    alone: bool = False
    where: tuple = ()                   # field, value that it must not have
    expect: tuple = ()                  # field and value of the followed row


@dataclass(frozen=True)
class Chain:
    name: str
    hops: tuple
    timed: bool = False                 # the first hop's rows have moments


@dataclass
class List:
    """One list: tonight's rows, or the last known of it, and since when each key is known."""
    rows: dict = field(default_factory=dict)
    late: bool = False
    seen: dict = field(default_factory=dict)

    def tell(self, rows, as_of):
        self.late = rows is None
        if self.late:
            return
        self.rows = {row.key: row for row in rows}
        for key in self.rows:
            self.seen.setdefault(key, as_of)

    def shown(self):
        return {k: replace(r, state="x") if self.late else r for k, r in self.rows.items()}


@dataclass
class Held:
    """What the match rule has said: pairs of keys of its two lists, and of each list what is on its own."""
    pairs: set
    alone: tuple                        # of each list key → Alone


@dataclass(frozen=True)
class Alone:
    waits: bool
    cause: str                          # why it cannot be said that it lacks anything; empty: it can


@dataclass(frozen=True)
class Found:
    kind: str
    key: str
    side: str
    currency: str
    amount: Decimal | None
    status: str
    cause: str = ""
    worth: Decimal | None = None

    @property
    def identity(self):
        return self.kind, self.key, self.side, self.currency


@dataclass
class Line:
    """Money on its way: of which followed row, and in which rows of the hop it stands."""
    origin: str
    name: tuple
    rows: list
    money: Decimal
    currency: str


@dataclass
class Lack:
    hop: int
    line: Line
    money: Decimal
    moment: datetime | None
    status: str
    come: Decimal | None = None
    cause: str = ""


CAUSES = {"x": "input", "u": "unconfirmed", "r": "unreadable", "t": "twice", "f": "filtered"}


def by_weight(cause):
    """Of several causes one that leaves something unknown counts, and of these that a list is not there."""
    return cause in ("filtered", "twice"), cause != "input", cause


class Night:
    def __init__(self, chain, lists, cut, held):
        self.chain, self.lists, self.cut, self.held = chain, lists, cut, held
        self.currencies, self.excesses = {}, defaultdict(Decimal)
        self.views = [self.view(hop) for hop in chain.hops]
        self.lines, self.lacks, self.found, self.standing = {}, [], [], defaultdict(lambda: [0, Decimal(0)])
        self.follow()

    def view(self, hop):
        """A hop's rows; one that the rule's conditions leave out is none, if it can be told."""
        rows = {k: r for k, r in self.lists[hop.list].shown().items()
                if not (r.state in ("g", "t") and hop.where and r[hop.where[0]] == hop.where[1])}
        if hop is self.chain.hops[0] and self.chain.timed:
            rows = {k: replace(r, state="y") if r.state != "x" and r.at and r.at > self.cut else r
                    for k, r in rows.items()}
        return rows

    # ── what came to a hop ──────────────────────────────────────────────────────────────────────────────────────

    def named(self, number, row):
        """The keys of the rows of the hop before that a row names."""
        hop = self.chain.hops[number]
        if hop.list_no is not None:
            return [k for k in self.views[hop.after] if (row.key, k)[::1 - 2 * hop.list_no] in self.held.pairs]
        theirs, own = hop.link
        value = row[own]
        return [] if value is None else [k for k, r in self.views[hop.after].items() if r[theirs] == value]

    def follow(self):
        first = self.chain.hops[0]
        self.lines[0] = [Line(k, (k,), [k], r.amount, r.currency) for k, r in self.views[0].items()
                         if r.state == "g"]
        for key, r in self.views[0].items():
            if r.state in BAD:
                self.add(0, "not comparable", -1, r.currency, r.amount)
                self.say("twice" if r.state == "t" else "not comparable", key, first.name, r.currency,
                         r.amount if r.state == "t" else None, "open" if r.state == "t" else "not comparable",
                         CAUSES[r.state] if r.state != "t" else "", r.amount)
        self.enter(0)
        for number in range(1, len(self.chain.hops)):
            self.hop(number)

    def hop(self, number):
        reach = defaultdict(list)
        for row in self.views[number].values():
            for before in self.named(number, row):
                reach[before].append(row)
        self.come(number, reach)
        self.judge(number, reach)
        self.unexpected(number)
        self.untold(number, reach)
        self.enter(number)

    def come(self, number, reach):
        """Lines go on; at a row that serves one line alone, with what it is worth itself."""
        hop, serves = self.chain.hops[number], self.serving(number, reach)
        self.lines[number] = []
        for line in self.lines[hop.after]:
            rows = {r.key: r for before in line.rows for r in reach[before] if r.state == "g"}
            fresh = {k for k in rows if hop.amount and serves[k] == 1}
            for key in fresh:
                r = rows[key]
                self.lines[number].append(Line(line.origin, (number, key), [key], r.amount, r.currency))
            if len(fresh) < len(rows):
                self.lines[number].append(Line(line.origin, line.name, sorted(set(rows) - fresh), line.money,
                                               line.currency))

    # ── what it lacks ───────────────────────────────────────────────────────────────────────────────────────────

    def moment(self, number, key):
        hop, row = self.chain.hops[number], self.views[number][key]
        timed = hop.at or (number == 0 and self.chain.timed)
        return row.at if timed and row.at else self.lists[hop.list].seen[key]

    def judge(self, number, reach):
        hop, serves = self.chain.hops[number], self.serving(number, reach)
        for line in self.lines[hop.after]:
            lacking = [b for b in line.rows if not any(r.state == "g" for r in reach[b])]
            if lacking:
                states = [r.state for b in lacking for r in reach[b]]
                self.lack(number, line, line.money, min(self.moment(hop.after, b) for b in lacking), states,
                          alone=self.alone(number, lacking))
                continue
            rest = self.rest(number, line, reach, serves)
            self.add(number, "reached", -1, line.currency, line.money - (rest or 0), 0 if rest else 1)
            if rest:
                states = [r.state for b in line.rows for r in reach[b] if r.state != "g"]
                self.lack(number, line, rest, min(self.moment(hop.after, b) for b in line.rows), states,
                          line.money - rest)
        self.breaks(number)

    def serving(self, number, reach):
        """How many lines each row of a hop serves."""
        hop, serves = self.chain.hops[number], defaultdict(set)
        for line in self.lines[hop.after]:
            for row in (row for before in line.rows for row in reach[before]):
                serves[row.key].add((line.origin, line.name))
        return {key: len(lines) for key, lines in serves.items()}

    def rest(self, number, line, reach, serves):
        """What is still to come of a line, if all must come and it can be said; what is too much is found."""
        good = list({r.key: r for b in line.rows for r in reach[b] if r.state == "g"}.values())
        others = {r.currency for r in good} - {line.currency}
        if not self.chain.hops[number].every:
            return None
        if others:
            self.currencies.setdefault((line.origin, line.currency), set()).update(others)
            return None
        rest = line.money - sum(r.amount for r in good)
        if rest * (line.money or 1) < 0 and all(serves[r.key] == 1 for r in good):
            self.excesses[line.origin, line.currency] -= rest
        return rest if rest * line.money > 0 else None

    def alone(self, number, keys):
        """What the match rule has said of rows of the hop before that are on their own."""
        list_no = self.chain.hops[number].list_no
        said = {} if list_no is None else self.held.alone[1 - list_no]
        if list_no is not None:
            said = {key: Alone(True, "") for key in keys if self.is_young(self.chain.hops[number].after, key)} | said
        return [said[key] for key in keys if key in said]

    def doubt(self, hop, number, field):
        """Whether a record that cannot be read may be any; what goes by matches is doubted by their rule."""
        return hop.list_no is None and any(r.state == "r" and r[field()] is None for r in self.views[number].values())

    def is_young(self, number, key):
        """Whether its match rule says nothing of it yet."""
        row = self.views[number][key]
        return row.state == "g" and row.at is not None and row.at > self.cut

    def lack(self, number, line, money, moment, states, come=None, alone=()):
        hop, the_list = self.chain.hops[number], self.lists[self.chain.hops[number].list]
        bad = next((s for s in "xurtf" if s in states), None)
        followed = self.views[0][line.origin]
        expected = not hop.optional and (not hop.expect or followed[hop.expect[0]] == hop.expect[1])
        doubt = self.doubt(hop, number, lambda: hop.link[1]) or any(a.cause for a in alone)
        by_rule = hop.list_no is not None and come is None
        if by_rule and not alone and not the_list.late:
            expected = False
        waits = all(a.waits for a in alone) if by_rule else moment > self.cut - hop.within
        status, cause = "broken", ""
        if bad and bad in BAD:
            status, cause = "not comparable", CAUSES[bad]
        elif not expected:
            status = "ends"
        elif bad or the_list.late or doubt:
            status, cause = "not comparable", CAUSES[bad] if bad else "input" if the_list.late else min(
                (a.cause for a in alone if a.cause), default="unreadable")
        elif waits:
            status = "waiting"
        self.lacks.append(Lack(number, line, money, moment, status, come, cause))
        self.add(number, status, -1 if status == "ends" else self.days(moment), line.currency, money)

    def days(self, moment):
        age = (self.cut.astimezone(ZONE).date() - moment.astimezone(ZONE).date()).days
        return next(least for least in (31, 8, 2, 0) if age >= least or least == 0)

    def breaks(self, number):
        side, sums = self.chain.hops[number].name, defaultdict(list)
        for lack in self.lacks:
            if lack.hop == number and lack.status != "ends":
                sums[lack.line.origin, lack.line.currency].append(lack)
        for (origin, currency), lacks in sums.items():
            told = [x for x in lacks if x.status != "not comparable"]
            unknown = [x for x in lacks if x.status == "not comparable"]
            broken = [x for x in told if x.status == "broken"]
            if told:
                self.say("broken", origin, side, currency, sum(x.money for x in broken or told),
                         "open" if broken else "pending")
            if unknown:
                self.say("not comparable", origin, side, currency, None, "not comparable",
                         min((x.cause for x in unknown), key=by_weight), abs(sum(x.money for x in unknown)))
        for origin, currency in self.currencies:
            self.say("currency", origin, side, currency, None, "open")
        for (origin, currency), much in self.excesses.items():
            self.say("residual", origin, side, currency, much, "open")
            self.add(number, "unexpected", -1, currency, much)
        self.currencies, self.excesses = {}, defaultdict(Decimal)

    # ── what stands by itself ───────────────────────────────────────────────────────────────────────────────────

    def unexpected(self, number):
        hop = self.chain.hops[number]
        before = self.chain.hops[hop.after]
        doubt = self.doubt(hop, hop.after, lambda: hop.link[0])
        late = self.lists[before.list].late
        for key, row in self.views[number].items():
            if hop.alone or row.state != "g" or self.named(number, row) or (hop.amount and row.amount == 0):
                continue
            if hop.at and row.at and row.at > self.cut:
                continue
            alone = self.held.alone[hop.list_no].get(key) if hop.list_no is not None else None
            if late and hop.list_no is not None and any(key == pair[hop.list_no] for pair in self.held.pairs):
                continue
            if hop.list_no is not None and not late and (not alone or alone.waits):
                continue
            cause = "input" if late else alone.cause if alone else "unreadable" if doubt else ""
            told = not cause or (not alone and hop.list_no is None and row[hop.link[1]] is None)
            value, currency = (row.amount, row.currency) if hop.amount else (None, "")
            self.say("unexpected" if told else "not comparable", key, hop.name, currency, value if told else None,
                     "open" if told else "not comparable", "" if told else cause, value)
            if told:
                self.add(number, "unexpected", -1, currency, value)

    def untold(self, number, reach):
        hop = self.chain.hops[number]
        followed = {b for line in self.lines[hop.after] for b in line.rows}
        for key, row in self.views[number].items():
            value, currency = (row.amount, row.currency) if hop.amount else (None, "")
            if row.state == "t":
                self.say("twice", key, hop.name, currency, value, "open")
            said = any(b in followed and not any(r.state == "g" for r in reach[b]) for b in self.named(number, row))
            if row.state == "r" and not said:
                self.say("not comparable", key, hop.name, currency, None, "not comparable", "unreadable", value)

    # ── what is kept ────────────────────────────────────────────────────────────────────────────────────────────

    def say(self, *words):
        self.found.append(Found(*words))

    def add(self, number, line, days, currency, money, count=1):
        total = self.standing[self.chain.hops[number].name, line, days, currency]
        total[0] += count
        total[1] += money or 0

    def enter(self, number):
        for line in self.lines[number]:
            self.add(number, "entered", -1, line.currency, line.money)

    def lasts(self, f):
        """Whether what stood open, and was not found tonight, may still be there."""
        number = next(i for i, hop in enumerate(self.chain.hops) if hop.name == f.side)
        if f.kind in ("broken", "currency", "residual"):
            row, way = self.views[0].get(f.key), {number}
            while number:
                number = self.chain.hops[number].after
                way.add(number)
            return (row is None and self.lists[self.chain.hops[0].list].late) or (row is not None and (
                row.state in BAD or any(x.line.origin == f.key and x.hop in way and x.status == "not comparable"
                                        for x in self.lacks)))
        row = self.views[number].get(f.key)
        if row is None:
            return self.lists[self.chain.hops[number].list].late
        if f.kind == "twice":
            return row.state in "xur"
        return row.state in BAD or any(g.key == f.key and g.side == f.side and g.status == "not comparable"
                                       for g in self.found)

    def counts(self):
        followed = {line.origin for line in self.lines[0]}
        told = {x.line.origin for x in self.lacks if x.status in ("broken", "waiting")}
        unknown = {x.line.origin for x in self.lacks if x.status == "not comparable"} - told
        compared = len(followed) - len(unknown)
        unequal = {f.key for f in self.found if f.kind in ("broken", "currency", "residual")} & followed
        return compared, max(0, compared - len(unequal))
