"""What a match rule holds together and what it leaves alone."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from second.lists import CAUSES, ZERO, ZONE, midnight
from second.night import Night, holds


@dataclass(eq=False)
class Line:
    list: int
    key: tuple
    amount: object
    currency: str
    day: date | None
    references: frozenset
    text: str
    group: str | None
    row: object
    match: object = None
    contested: bool = False


@dataclass(eq=False)
class Match:
    """lines: amounts by list and key, as they were when it was made."""
    stage: str
    made: date
    currency: str = ""
    lines: dict = field(default_factory=dict)
    alternatives: int = 0
    standing: bool = False

    def of(self, n):
        return sorted(key for of, key in self.lines if of == n)

    def sum(self, n):
        return sum((amount for (of, _), amount in self.lines.items() if of == n), ZERO)


def plain(text):
    """Letters and digits alone; what is short or has no digit names nothing."""
    said = re.sub("[^A-Z0-9]", "", (text or "").upper()).lstrip("0")
    return said if len(said) >= 4 and re.search("[0-9]", said) else ""


def words_of(text):
    """All that may be a reference in a text: words, perhaps cut apart, and what stands between TX and XT."""
    words = re.findall("[A-Z0-9]+", text.upper())
    found = {"".join(words[i:i + n]).lstrip("0") for i in range(len(words)) for n in range(1, 6)}
    return found | {w[2:-2].lstrip("0") for w in found if w.startswith("TX") and w.endswith("XT")}


def names(one, other, in_text):
    """Whether two lines share a reference, or one's stands in the other's text."""
    return bool(one.references & other.references or in_text and (
        one.references & words_of(other.text) or other.references & words_of(one.text)))


def contradict(some, others):
    """Both say what they are, and say different things.  References here begin with the same letters."""
    def said(lines):
        return any(line.references for line in lines)

    def written(lines):
        return any(w.startswith("PO") and w[2:].isdigit() for line in lines for w in words_of(line.text))
    return not any(names(one, other, True) for one in some for other in others) and (
        said(some) and (said(others) or written(others)) or said(others) and written(some))


class Pairing:
    """The stages, each over what those before it left."""

    def __init__(self, lists, window, made):
        self.lists, self.window, self.made, self.matches = lists, window, made, []

    def left(self, n):
        return [line for line in self.lists[n] if not line.match]

    def match(self, stage, lines):
        made = Match(stage, self.made, lines[0].currency, {(x.list, x.key): x.amount for x in lines})
        self.matches.append(made)
        for line in lines:
            line.match = made

    def run(self):
        for stage in ("reference", "group", "text", "different"):
            for found in self.sets(stage):
                self.settle(stage, found)
        self.by_amount()

    def named(self, line, stage, wanted):
        """By which names a line takes part, and whether it is named so or only has it in its text."""
        if stage == "group":
            return {(line.group, True)} if line.group else set()
        found = {(name, True) for name in line.references}
        return found | {(w, False) for w in words_of(line.text) & wanted} if stage == "text" else found

    def sets(self, stage):
        """What hangs together by one name or another."""
        by_name = defaultdict(list)
        for n in (0, 1):
            wanted = {name for line in self.left(1 - n) for name in line.references}
            for line in self.left(n):
                for name, said in self.named(line, stage, wanted):
                    by_name[name, line.currency].append((line, said))
        sets = {}
        for group in by_name.values():
            both = {line.list for line, _ in group} == {0, 1}
            if both and any(said for _, said in group):
                joined = list({id(x): x for line, _ in group for x in sets.get(id(line), [line])}.values())
                sets |= {id(x): joined for x in joined}
        return list({id(found): found for found in sets.values()}.values())

    def settle(self, stage, found):
        first, second = ([x for x in found if x.list == n] for n in (0, 1))
        if stage == "different":
            if len(found) == 2:
                self.match(stage, found)
            return
        same = sum(x.amount for x in first) == sum(x.amount for x in second)
        if same and (stage != "text" or 1 in (len(first), len(second))):
            self.match(stage, found)
            return
        for one in first:
            others = [x for x in second if x.amount == one.amount]
            if len(others) == 1 and len([x for x in first if x.amount == one.amount]) == 1 and (
                    stage == "group" or names(one, others[0], stage == "text")):
                self.match(stage, [one, others[0]])

    def units(self, n):
        """Lines of one group are one, of their sum, on their last day; where a day is not known it is not."""
        groups = defaultdict(list)
        for line in self.left(n):
            groups[(line.group, line.currency) if line.group else id(line)].append(line)
        return [(sum(x.amount for x in lines), lines[0].currency, max(x.day for x in lines), lines)
                for lines in groups.values() if all(x.day for x in lines) and sum(x.amount for x in lines) != 0]

    def is_within(self, first, second):
        return self.window(first)[0] <= second <= self.window(first)[1]

    def by_amount(self):
        first, second = self.units(0), self.units(1)
        pairs = [(one, other) for one in first for other in second
                 if one[:2] == other[:2] and self.is_within(one[2], other[2])]
        for one, other in pairs:
            alone = all(len([p for p in pairs if p[n] is unit]) == 1 for n, unit in enumerate((one, other)))
            if alone and not contradict(one[3], other[3]):
                self.match("amount", one[3] + other[3])

    def look(self):
        """What else each match might have been, and which line alone makes one doubtful."""
        for n in (0, 1):
            for line in (x for x in self.lists[n] if x.day and x.amount != 0):
                others = [x for x in self.lists[1 - n] if x.day
                          and (x.amount, x.currency) == (line.amount, line.currency)
                          and (self.is_within(line.day, x.day) if n == 0 else self.is_within(x.day, line.day))]
                if not line.match:
                    line.contested = any(x.match and x.match.standing and x.match.stage == "amount" for x in others)
                elif not line.match.standing and len(line.match.of(n)) == 1:
                    own = len(line.match.of(1 - n)) == 1 and any(x.match is line.match for x in others)
                    line.match.alternatives += len(others) - own


class Matching(Night):
    def run(self):
        self.names = list(self.rule["lists"])
        self.said = [self.rule["lists"][name] for name in self.names]
        self.views = [self.standing(said["extracts"], said.get("where", ())) for said in self.said]
        lists = [[self.line(n, row) for row in view.values() if row.state in "gyox"
                  and row.get(self.said[n]["amount"]) is not None] for n, view in enumerate(self.views)]
        self.by_key = {(x.list, x.key): x for lines in lists for x in lines}
        self.doubted = set()
        self.stands()
        pairing = Pairing(lists, self.window, self.day)
        pairing.run()
        self.matches = self.kept + pairing.matches
        pairing.look()
        for n in (0, 1):
            self.alone(n)
        self.different()
        for n in (0, 1):
            self.unreadable(n)
        self.count()

    def extracts(self):
        return [said["extracts"] for said in self.rule["lists"].values()]

    def at_field(self, row):
        return next((s.get("at") for s in self.rule["lists"].values() if row.source in s["extracts"]), None)

    def happened(self, row):
        """A day's event may be of its last minute, but not of after the list was read."""
        at = row.get(self.at_field(row) or "")
        if at is None or isinstance(at, datetime):
            return at
        return midnight(at) - timedelta(microseconds=1)

    def window(self, day):
        said = self.rule.get("window", {})
        edges = []
        for name, default in (("from", "0d"), ("to", "7d")):
            text = said.get(name, default)
            number = int(text.rstrip("bd"))
            edges.append(self.add_open(day, number) if "bd" in text and (name == "to" or number) else
                         day + timedelta(days=number))
        return edges

    def add_open(self, day, number):
        """So many open days on: one from a closed day is the next that is open."""
        for _ in range(number):
            day += timedelta(days=1)
            while day.weekday() > 4:
                day += timedelta(days=1)
        return day

    def worth(self, n, row):
        nothing = self.said[n].get("nothing")
        return ZERO if nothing and holds(nothing, row) else row.get(self.said[n]["amount"])

    def line(self, n, row):
        """Of what was only last known nothing new is told."""
        said, day = self.said[n], row.get(self.said[n].get("at", ""))
        if isinstance(day, datetime):
            day = day.astimezone(ZONE).date()
        known = row.state != "x"
        references = frozenset(filter(None, (plain(row.get(f)) for f in said.get("references", ()) if known)))
        text = "\n".join(row.get(f) or "" for f in said.get("text", ()) if known)
        group = (row.get(said.get("group", "")) or None) if known else None
        return Line(n, row.key, self.worth(n, row), row.get("currency") or "", day if known else None, references, text,
                    group, row)

    def is_whole(self, n):
        return self.whole(self.said[n]["extracts"])

    def stands(self):
        """A match lasts as long as its lines are there with their amounts."""
        self.kept = [replace(m, standing=True) for m in self.held if self.lasts_tonight(m)]
        for match in self.kept:
            for of in match.lines:
                if of in self.by_key:
                    self.by_key[of].match = match

    def lasts_tonight(self, match):
        for (n, key), amount in match.lines.items():
            row = self.views[n].get(key)
            if row is None and self.is_whole(n) or row and row.state == "f":
                return False
            said = row and (self.worth(n, row), row.get("currency") or "")
            if row and row.state in "gyo" and said != (amount, match.currency):
                return False
        return True

    def doubt(self, n):
        """Why a line of the other list may still have a counterpart in this one."""
        if not self.is_whole(n):
            return "x"
        held = {of for match in self.kept for of in match.lines}
        return "r" if any(r.state in ("r", "t", "u") and (n, k) not in held for k, r in self.views[n].items()) else ""

    def alone(self, n):
        doubt = self.doubt(1 - n)
        for key, row in self.views[n].items():
            line = self.by_key.get((n, key))
            worth = self.worth(n, row)
            if row.state not in "gx" or (line and line.match) or worth == 0 or row.state == "x" and not doubt:
                continue
            currency = row.get("currency") or ""
            if doubt:
                self.doubted.add((n, key))
                self.cannot(key, self.names[1], "", doubt, currency, worth, kind=str(n), of_list=n)
            else:
                self.lack(n, key, row, worth, currency)

    def lack(self, n, key, row, worth, currency):
        """It has no counterpart, and it is known that there is none."""
        start = self.clock(self.happened(row), row, "missing", self.names[1], key, currency, False, n)
        line = self.by_key.get((n, key))
        said = {"leading" if n == 0 else "mirror": worth, "reason": "contests" if line and line.contested else ""}
        if worth is not None:
            said |= {"amount": -worth if n == 0 else worth, "value": abs(worth)}
        if n == 0:
            said["due"] = self.lag(self.rule.get("within"), start)
        self.add(("missing", "unexpected")[n], self.names[1], key, currency=currency, happened=start, **said)

    def different(self):
        for match in self.matches:
            first, second = match.sum(0), match.sum(1)
            shown = [key for key in match.of(0) if key in self.views[0]]
            if first != second and shown:
                self.add("different", self.names[1], shown[0], currency=match.currency, amount=second - first,
                         value=abs(second - first), leading=first, mirror=second, field=self.said[0]["amount"])

    def unreadable(self, n):
        for key, row in self.views[n].items():
            worth, currency = row.get(self.said[n]["amount"]), row.get("currency") or ""
            if row.state == "t":
                other = row.seconds[0].get(self.said[n]["amount"]) if row.seconds else None
                self.add("twice", self.names[n], key, currency=currency, amount=worth, value=worth, leading=worth,
                         mirror=other)
            elif row.state in ("r", "u") and (n, key) not in self.doubted:
                self.doubted.add((n, key))
                self.cannot(key, self.names[n], self.names[n], row.state, currency, worth, of_list=n)

    def count(self):
        self.compared = sum(len(m.of(0)) for m in self.matches)
        unequal = {f.key for f in self.found if f.kind == "different" and f.key in self.views[0]
                   and self.views[0][f.key].state == "g"}
        self.agreed = max(0, self.compared - len(unequal))
        self.young = len([r for r in self.views[0].values() if r.state == "y"])
        self.opening = len([r for r in self.views[0].values() if r.state == "o"])

    def lasts(self, line):
        """What stood open is gone where its line has a counterpart, or where both lists are there in full."""
        n = 1 if line.kind == "unexpected" or line.kind == "twice" and line.side == self.names[1] else 0
        row, now = self.views[n].get(line.key), self.by_key.get((n, line.key))
        unsure = (n, line.key) in self.doubted
        proven = self.is_whole(0) and self.is_whole(1) and not unsure or bool(now and now.match)
        if row and row.state in ("r", "u", "x", "c") or row is None and not proven:
            return True
        return line.kind != "twice" and (not proven or bool(row and row.state == "t"))
