"""What a keyed rule finds."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from second.lists import CAUSES, ZERO, Row
from second.night import Found, Night, holds


class Keyed(Night):
    def extracts(self):
        return [self.of(side)["extracts"] for side in self.rule["sides"]]

    def of(self, side):
        said = self.rule["sides"][side]
        return said if isinstance(said, dict) else {"extracts": said}

    def run(self):
        self.truth, self.value = self.rule["truth"], self.rule["value"]
        self.entity = self.config["entity"][self.rule["entity"]]["field"]
        self.money_value = self.entity[self.value]["type"] == "money"
        self.views = {side: self.view(side) for side in self.rule["sides"]}
        for side, rows in self.views.items():
            for key, row in rows.items():
                if row.state == "t":
                    self.say("twice", side, key, row, value=self.worth(row), amount=self.worth(row),
                             leading=self.worth(row), mirror=self.worth(row.seconds[0]) if row.seconds else None)
        for key in {k for rows in self.views.values() for k in rows}:
            for side in self.views:
                if side != self.truth:
                    self.presence(key, side)
            for leader, side in self.pairs():
                self.compare(key, leader, side)
        for side in self.views:
            self.alone(side)
        if self.rule.get("look_alike"):
            self.look_alike()
        self.count()

    def pairs(self):
        """The leading side with each other; of those the one that the rule names first comes first."""
        sides = [self.truth, *(s for s in self.rule["sides"] if s != self.truth)]
        return [(one, other) for n, one in enumerate(sides) for other in sides[n + 1:]]

    def view(self, side):
        said = self.of(side)
        if not said.get("group"):
            return self.standing(said["extracts"], said.get("where", ()))
        by_key = defaultdict(list)
        for name in said["extracts"]:
            for key, row in self.rows(name).items():
                if self.is_meant(row, said.get("where", ())):
                    by_key[key].append(row)
        return {key: self.grouped(rows, self.whole(said["extracts"], key)) for key, rows in by_key.items()}

    def grouped(self, rows, whole):
        """Several rows of one key: their sum, without those that are left out.  While a list is not there, it is not
        known what else belongs to it."""
        kept = [r for r in rows if r.state != "f"] or rows
        state = next(s for s in "xurtgf" if any(r.state == s for r in kept) or (s == "x" and not whole))
        fields = {}
        currencies = {r.get("currency") for r in kept if r.state != "f"} - {None}
        for name, kind in self.entity.items():
            values = [v for v in (r.get(name) for r in kept if r.state != "f") if v is not None]
            if kind["type"] == "money" and len(currencies) > 1:
                fields[name] = None          # what is in several currencies is not added
            elif kind["type"] in ("money", "integer"):
                fields[name] = sum(values) if values else None
            elif kind["type"] == "timestamp":
                fields[name] = min(values, default=None)
            else:
                fields[name] = values[0] if len(set(values)) == 1 else None
        asked = [*self.rule["compare"], self.value]
        if state in "tgf" and len(currencies) > 1 and any(
                self.entity[name]["type"] == "money" for name in asked):
            state = "c"
        seconds = tuple(x for r in kept for x in r.seconds)
        return self.timed(Row(kept[0].key, fields, state, kept[0].source, seconds, min(r.seen for r in kept)))

    def row(self, side, key):
        return self.views[side].get(key)

    def worth(self, row):
        return row.get(self.value)

    def money_of(self, row, name):
        return (row.get("currency") or "") if self.entity.get(name, {}).get("type") == "money" else ""

    def say(self, kind, side, key, row, **said):
        self.add(kind, side, key, currency=self.money_of(row, self.value), **said)

    def doubt(self, side, key):
        """Why nothing can be said of the side's row, or of that it is not there; g if something can."""
        row = self.row(side, key)
        return row.state if row else "g" if self.whole(self.of(side)["extracts"], key) else "x"

    def presence(self, key, side):
        truth, mirror = self.row(self.truth, key), self.row(side, key)
        states = [self.doubt(side, key), self.doubt(self.truth, key)]
        known = truth or mirror
        if known is None or set(states) & {"o", "y"}:
            return
        if set(states) & set(CAUSES):
            self.is_doubtful(key, side, truth, mirror, states)
        elif mirror is None:
            if self.is_due(side, truth):
                self.lacking(key, side, truth, self.rule.get("expect", {}).get(side, {}))
        elif truth is None:
            if self.is_expected(side, mirror):
                self.say("unexpected", side, key, mirror, amount=self.worth(mirror), value=self.worth(mirror))
        elif self.money_value and truth.get("currency") != mirror.get("currency") and self.have_amounts(
                truth, mirror, [self.value, *self.compared_between(self.truth, side)]):
            self.add("currency", side, key, value=self.worth(truth), leading=truth.get("currency"),
                     mirror=mirror.get("currency"))

    def lacking(self, key, side, truth, expect):
        worth, currency = self.worth(truth), self.money_of(truth, self.value)
        start = self.clock(self.happened(truth), truth, "missing", side, key, currency, False, 0)
        self.say("missing", side, key, truth, amount=None if worth is None else -worth, value=worth, happened=start,
                 due=self.lag(expect.get("within"), start))

    def is_doubtful(self, key, side, truth, mirror, states):
        """What is twice is said as that, what is left out counts only beside a row that is not, and where no other
        side has a row a side speaks for itself."""
        of_mirror, of_truth = states
        if set(states) & set("toy") or set(states) == {"g"} or "f" in states and "g" not in states:
            return
        if mirror is None and (of_mirror != "x" or of_truth not in "gx"):
            return
        if mirror is None and of_truth == "g" and not self.is_due(side, truth):
            return
        if truth is None and (of_truth != "x" or of_mirror not in "gx" or not self.is_expected(side, mirror)):
            return
        cause = "x" if of_truth == "x" else of_mirror if of_mirror in CAUSES else of_truth
        of = self.truth if cause == of_truth and cause != of_mirror else side
        self.cannot(key, side, of, cause, *self.at_stake(truth, mirror), kind="" if truth else "unexpected")

    def is_due(self, side, truth):
        return holds(self.rule.get("expect", {}).get(side, {}).get("where", ()), truth)

    def is_expected(self, side, mirror):
        """Of what is worth nothing nothing is unexpected."""
        where = self.rule.get("unexpected", {}).get(side, {}).get("where", ())
        return self.worth(mirror) != 0 and holds(where, mirror)

    def at_stake(self, *rows):
        """Currency and worth, of the first that says them."""
        rows = [r for r in rows if r]
        return (next((self.money_of(r, self.value) for r in rows if self.money_of(r, self.value)), ""),
                next((self.worth(r) for r in rows if self.worth(r) is not None), None))

    def alone(self, side):
        """What is unreadable where no other side has a row to say so."""
        said = {key for key, *_ in self.unknown}
        for key, row in self.views[side].items():
            if row.state in ("r", "c", "u") and key not in said:
                self.cannot(key, side, side, row.state, *self.at_stake(row))

    def compared_between(self, one, other):
        """Fields of which one of the two has the truth."""
        return [name for name, how in self.rule["compare"].items() if how["truth"] in (one, other)]

    def have_amounts(self, truth, mirror, names):
        return any(self.entity[n]["type"] == "money" and None not in (truth.get(n), mirror.get(n)) for n in names)

    def compare(self, key, leader, side):
        """What differs between two sides, one of which has the truth of some fields."""
        first, second = self.row(leader, key), self.row(side, key)
        names = self.compared_between(leader, side)
        if not first or not second or not names:
            return
        if not first.state == second.state == "g":
            if leader != self.truth and {first.state, second.state} != {"x"}:
                self.is_doubtful(key, side, first, second, [second.state, first.state])
            return
        said = False
        for name in names:
            how = self.rule["compare"][name]
            turned = how["truth"] == side
            pair = (leader, second, first) if turned else (side, first, second)
            money = self.entity[name]["type"] == "money"
            if money and first.get("currency") != second.get("currency") and not self.money_value and not said \
                    and self.have_amounts(first, second, names):
                said = True
                self.differ(key, "currency", {}, *pair, first, leading=pair[1].get("currency"),
                            mirror=pair[2].get("currency"))
            if self.entity[name]["type"] in ("money", "integer"):
                self.compare_numbers(key, name, how, *pair, first)
            elif first.get(name) != second.get(name):
                self.differ(key, name, how, *pair, first, leading=pair[1].get(name), mirror=pair[2].get(name))

    def compare_numbers(self, key, name, how, side, truth, mirror, first):
        """What is not there is nothing, and no tolerance covers it."""
        leading, other = truth.get(name), mirror.get(name)
        money, known = self.entity[name]["type"] == "money", None not in (leading, other)
        if leading == other or money and known and truth.get("currency") != mirror.get("currency"):
            return
        currency = ((mirror if leading is None else truth).get("currency") or "") if money else ""
        amount = (other or ZERO) - (leading or ZERO)
        if known and self.tolerates(how, leading, amount):
            used = self.tolerated[name, currency]
            used[0], used[1] = used[0] + 1, used[1] + abs(amount)
        else:
            self.differ(key, name, how, side, truth, mirror, first, currency, leading=leading, mirror=other,
                        amount=amount, value=abs(amount))

    def differ(self, key, name, how, side, truth, mirror_row, first, currency="", **said):
        start = first.get(how["since"]) if how.get("since") else None if how.get("within") else self.happened(first)
        start = self.clock(start, truth, name, side, key, currency, False, 0)
        leader = self.rule["compare"][name]["truth"] if name != "currency" else \
            next(s for s, rows in self.views.items() if rows.get(key) is truth)
        self.add("different", side, key, currency=currency, field=name, happened=start, leader=leader,
                 due=self.lag(how.get("within"), start), **{"value": self.worth(first)} | said)

    def tolerates(self, how, leading, amount):
        text = str(how.get("tolerance", "0"))
        most = abs(leading) * Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)
        return abs(amount) <= most

    def look_alike(self):
        said = self.rule["look_alike"]
        minutes = timedelta(minutes=int(said["within"].rstrip("m")))
        rows = sorted((r for r in self.views[said["side"]].values() if r.state == "g" and self.happened(r)),
                      key=lambda r: (self.happened(r), r.key))
        for n, row in enumerate(rows):
            alike = [other for other in rows[:n] if self.happened(row) - self.happened(other) <= minutes
                     and all(row.get(f) is not None and row.get(f) == other.get(f) for f in said["same"])]
            if alike:
                self.say("look alike", said["side"], row.key, row, amount=self.worth(row), value=self.worth(row))

    def count(self):
        leading = self.views[self.truth]
        others = [rows for side, rows in self.views.items() if side != self.truth]
        good = {k for k, r in leading.items() if r.state == "g"}
        compared = {k for k in good if any(k in rows and rows[k].state == "g" for rows in others)}
        unequal = {f.key for f in self.found if f.kind in ("different", "currency")}
        partly = {key for key, *_, cause in self.unknown if cause != "filtered"}
        self.compared = len(compared)
        self.agreed = max(0, self.compared - len(good & unequal | compared & partly))
        self.young = len([r for r in leading.values() if r.state == "y"])
        self.opening = len([r for r in leading.values() if r.state == "o"])

    def lasts(self, line):
        """Whether what stood before, and was not found tonight, may still be there for all that is known.  What a
        filter leaves out is known."""
        own = self.doubt(line.side, line.key)
        if own in ("x", "r", "u", "c") or line.kind in ("twice", "look alike"):
            return own in ("x", "r", "u", "c", "t") and (own != "t" or line.kind != "twice")
        return own == "t" or self.doubt(line.leader or self.truth, line.key) in ("x", "r", "u", "c", "t")
