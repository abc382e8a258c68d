"""What the systems of a project have said in CSV files, night after night: rows, what became of records that are none,
and what of it stands."""

import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
ZERO = Decimal(0)
DIGITS = {"EUR": 2, "SEK": 2, "PLN": 2, "JPY": 0}
CAUSES = {"x": "input", "r": "unreadable", "u": "unconfirmed", "c": "currencies", "t": "twice", "f": "filtered"}
WORDS = {"x": "", "r": "unreadable record in", "u": "unconfirmed in", "c": "amounts in several currencies in",
         "t": "twice in", "f": "filtered in"}


# ── what a system has said ──────────────────────────────────────────────────────────────────────────────────────────

@dataclass(frozen=True)
class Row:
    """state: g good, r rejected, f filtered, t twice, u unconfirmed; in a rule also x no input, c in two currencies,
    o opening item, y too young."""
    key: tuple
    fields: dict
    state: str = "g"
    source: str = ""
    seconds: tuple = ()
    seen: date | None = field(default=None, compare=False)     # since which night it says this

    def get(self, name):
        return self.fields.get(name)


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)


def midnight(day):
    """At which the business date ends."""
    return datetime.combine(day + timedelta(days=1), time(), ZONE)


def value_of(kind, text, currency):
    """ValueError if it cannot be read."""
    if kind == "money":
        if not re.fullmatch(r"-?\d+(\.\d+)?", text) or currency not in DIGITS:
            raise ValueError(text)
        if len(text.partition(".")[2].rstrip("0")) > DIGITS[currency]:
            raise ValueError(text)
        return Decimal(text)
    if kind == "integer":
        return Decimal(int(text))
    if kind == "currency" and text not in DIGITS:
        raise ValueError(text)
    if kind == "date":
        return date.fromisoformat(text)
    return moment(text) if kind == "timestamp" else text


def read_row(entity, names, cells, source):
    """A row, or None of a record without a readable key."""
    fields, state = {}, "g"
    for name in sorted(names, key=lambda n: entity["field"][n]["type"] == "money"):
        text = cells[name]
        try:
            if names[name].get("check") and text and not re.fullmatch(names[name]["check"]["match"], text):
                raise ValueError(text)
            fields[name] = value_of(entity["field"][name]["type"], text, fields.get("currency")) if text else None
        except ValueError:
            fields[name], state = None, "r"
    if "company" in names or "channel" in names:
        raise SystemExit("companies are of systems")
    key = tuple(fields[name] for name in entity["key"])
    return Row(key, fields, "f" if cells.get("skip") == "yes" else state, source) if all(key) else None


def joined(first, again):
    """Two records of one key: the same is said once, one that is filtered says nothing, else both stand."""
    if replace(first, seconds=()) == again:
        return first
    if "f" in (first.state, again.state):
        return again if first.state == "f" else first
    if "r" in (first.state, again.state):
        return replace(first, state="r")
    if again.fields == first.fields:
        return first
    return replace(first, state="t", seconds=(*first.seconds, again))


@dataclass
class Told:
    """A snapshot: all that is known once a list was read.  files: by part; missing: parts that were not there."""
    day: date
    rows: dict
    files: dict = field(default_factory=dict)
    missing: frozenset = frozenset()
    keyless: int = 0
    last: dict = field(default_factory=dict)       # what each key's parent was when it could be read


class List:
    """What one extract has said from night to night; a part is named by the first field of the key."""

    def __init__(self, name, extract, entity):
        self.name, self.extract, self.entity = name, extract, entity
        self.names = {k: v if isinstance(v, dict) else {} for k, v in extract["map"].items() if k != "where"}
        self.told, self.aside = [], {}
        self.trouble = {}                # by date: whether what was read stands, though it could not be read again

    def at(self, day):
        return next((t for t in reversed(self.told) if t.day == day), self.aside.get(day))

    def before(self, day):
        return next((t for t in reversed(self.told) if t.day < day), None)

    def read(self, day, files):
        """files: texts by part, None of what is not there."""
        told = self.at(day)
        there = {part: text for part, text in files.items() if text is not None and self.fresh(day, part, text)}
        if not there:
            self.trouble[day] = told is not None
            return
        self.trouble.pop(day, None)
        if told and told.files == there:
            return
        newest = not self.told or day >= self.told[-1].day
        known = self.told[-1] if self.told and newest else Told(day, {})
        told = self.tell(day, there, frozenset(set(files) - set(there)), known)
        if newest and self.held(known.rows, told.rows, told.missing):
            self.trouble[day] = self.at(day) is not None
        elif newest:
            self.told.append(told)
        else:
            self.aside[day] = told

    def fresh(self, day, part, text):
        return self.extract["unchanged"] == "ok" or not any(
            t.files.get(part) == text and t.day < day for t in (*self.told, *self.aside.values()))

    def tell(self, day, files, missing, known):
        rows, keyless, last = {k: r for k, r in known.rows.items() if k[0] in missing}, 0, dict(known.last)
        kept = set(rows)
        for cells in (cells for text in files.values() for cells in csv.DictReader(io.StringIO(text))):
            row = read_row(self.entity, self.names, cells, self.name)
            if row is None:
                keyless += 1
            else:
                rows[row.key] = joined(rows[row.key], row) if row.key in rows else row
        parents = [names for names in self.entity.get("parent", {}).values()]
        for key, row in rows.items():
            if parents and row.get(parents[0][-1]):
                last[key] = row.get(parents[0][-1])
        if keyless:
            lacking = {k: r for k, r in known.rows.items() if k not in rows and (r.state != "u" or r.seen == day)}
            rows |= {k: replace(r, state="u") for k, r in lacking.items()}
        for key, row in rows.items():
            same = key in kept or known.rows.get(key) == row
            rows[key] = replace(row, seen=known.rows[key].seen if same else day)
        return Told(day, rows, files, missing, keyless, last)

    def held(self, known, rows, missing):
        """By what it speaks for."""
        guard = self.extract["guard"]
        known = [key for key in known if key[0] not in missing]
        gone = len([k for k in known if k not in rows])
        return len(known) >= guard["at_least"] and gone * 100 > len(known) * int(guard["max_delete"].rstrip("%"))

    def is_aside(self, day):
        return self.at(day) is not None and self.at(day) is self.aside.get(day)

    def parent_of(self, key, day):
        """What a row belonged to when that could be read last; what is set aside says nothing of before."""
        return None if self.is_aside(day) else (self.at(day) or self.before(day)).last.get(key)

    def roll_back(self):
        self.trouble.pop(self.told.pop().day, None)
