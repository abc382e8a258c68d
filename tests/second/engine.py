"""A second engine: what the rules of a project must say of its CSV files, night after night, computed with nothing but
dictionaries and decimals.  It was written from what the documents promise, and shares no line with the program.  Here
is the life of what is found; lists.py reads, night.py, keyed.py, sums.py and matches.py find."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from second.keyed import Keyed
from second.lists import ZERO
from second.matches import Matching
from second.night import Night
from second.sums import Sum

# ── the life of what is found ───────────────────────────────────────────────────────────────────────────────────────

@dataclass
class Answer:
    day: date
    lines: dict
    verdict: str
    night: Night
    state: str = "current"
    cleared: list = field(default_factory=list)
    balance: dict = field(default_factory=dict)

    def says_something(self):
        """An answer that compared, found and cleared nothing stands in no one's way."""
        return self.verdict != "incomplete" or self.night.compared or self.cleared or any(
            x.status != "not comparable" and x.event != "carried" for x in self.lines.values())

    def opened(self):
        return [x for x in self.lines.values() if x.status == "open"]


class Life:
    """All answers of one rule."""

    def __init__(self, rule):
        self.rule, self.answers = rule, []
        self.kind = {"keyed": Keyed, "sum": Sum, "match": Matching}[rule["kind"]]

    def current(self, day=None):
        return [a for a in self.answers if a.state == "current" and (day is None or a.day < day)]

    def answer(self, lists, day, config):
        later = [a for a in self.current() if a.day > day and a.says_something()]
        before = max(self.current(day), key=lambda a: a.day, default=None)
        stood = {i: x for i, x in before.lines.items() if x.status != "not comparable"} if before else {}
        night = self.kind(self.rule, lists, day, config, stood)
        night.held = before.night.matches if before else []
        night.run()
        lines = self.lines(night, stood, day)
        cleared = [x for i, x in stood.items() if x.status == "open" and (i not in lines or lines[i].status != "open")]
        answer = Answer(day, lines, night.verdict(lines.values()), night, "trial" if later else "current", cleared)
        if not later:
            for a in self.current():
                if a.day >= day:
                    a.state = "replaced" if a.day == day else "overtaken"
        last = next((a for a in reversed(self.answers) if a.state in ("current", "retracted")), None)
        shown = last if last and last.state == "retracted" and not later else before
        answer.balance = self.balance(answer, before, shown)
        self.answers.append(answer)
        return answer

    def balance(self, answer, before, shown):
        """By currency and line: how many, how much."""
        book = defaultdict(lambda: [0, ZERO])

        def enter(line, lines, sign=1):
            for x in lines:
                book[x.currency, line][0] += sign
                book[x.currency, line][1] += sign * (x.amount or ZERO)
        enter("before", shown.opened() if shown else ())
        if shown is not before:
            enter("retracted", shown.opened())
            enter("retracted", before.opened() if before else (), -1)
        for event in ("opened", "reopened"):
            enter(event, [x for x in answer.opened() if x.event == event])
        for x in answer.opened():
            if x.event == "changed":
                book[x.currency, "changed"][1] += (x.amount or ZERO) - (before.lines[x.identity].amount or ZERO)
        enter("cleared", answer.cleared)
        enter("open", answer.opened())
        return {k: v for k, v in book.items() if k[1] != "retracted" or v != [0, 0]}

    def lines(self, night, stood, day):
        lines = {f.identity: self.aged(f, stood.get(f.identity), day) for f in reversed(night.found)}
        for identity, line in stood.items():
            if identity not in lines and night.lasts(line):
                lines[identity] = replace(line, event="carried")
        return self.cases(lines, stood)

    def aged(self, f, last, day):
        if f.status in ("pending", "not comparable"):
            return f
        ever = [a.lines[f.identity].first for a in self.current(day)
                if f.identity in a.lines and a.lines[f.identity].status == f.status]
        first = min(ever, default=day)
        if last and last.status == f.status:
            same = (last.amount, last.leading, last.mirror) == (f.amount, f.leading, f.mirror)
            return replace(f, event="continued" if same else "changed", opened=last.opened, first=first)
        return replace(f, event="reopened" if ever else "opened", opened=day, first=first)

    def cases(self, lines, stood):
        """All of one key are one case, of one age."""
        begun = {}
        for line in stood.values():
            if line.case:
                case = line.key, line.alone, line.status
                begun[case] = min(line.case, begun.get(case, date.max))
        return {i: x if x.event == "carried" or not x.opened else
                replace(x, case=begun.get((x.key, x.alone, x.status), x.opened)) for i, x in lines.items()}

    def retract(self, name, day):
        for a in self.answers:
            if a.state == "current" and a.day == day and name in a.night.all_lists():
                a.state = "retracted"
