"""Random histories: from a seed the rule of a small business, what its systems say of it night after night, and what
befalls that on its way.  A history knows neither the program nor the second engine: it is text, TOML and CSV."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
PLACES = 10
FIRST = date(2026, 3, 26)                # the clocks go forward on the 29th, a Sunday
KINDS = ("keyed", "sum", "match")
CURRENCIES = ("EUR", "EUR", "EUR", "SEK", "JPY")
FORMATS = {"at": ', format = "rfc3339"', "day": ', format = "%Y-%m-%d"'}
KEYS = {"fact": ("place", "no"), "order": ("place", "no"), "payment": ("place", "id"), "payout": ("place", "id"),
        "bank_line": ("place", "id")}
STATES = ("open", "paid", "sent")

PROJECT = """
[counterfoil]
database = "embedded"
timezone = "Europe/Berlin"
start = "2026-03-26"
include = ["rules/*.toml"]

[company.DE01]
title = "Nordlicht Handel GmbH"
currency = "EUR"

[company.SE01]
title = "Norrsken Handel AB"
currency = "SEK"

[calendar.work]
closed = ["sat", "sun"]

[job.nightly]
extract = ["*"]
reconcile = ["*"]
report = ["json"]

[entity.fact]
key = ["place", "no"]
[entity.fact.field]
place = { type = "text" }
no = { type = "text" }
at = { type = "timestamp" }
currency = { type = "currency" }
total = { type = "money" }
tax = { type = "money" }
pieces = { type = "integer" }
status = { type = "text" }

[entity.order]
key = ["place", "no"]
[entity.order.field]
place = { type = "text" }
no = { type = "text" }
at = { type = "timestamp" }
currency = { type = "currency" }
total = { type = "money" }
gift = { type = "money" }

[entity.payment]
key = ["place", "id"]
parent = { order = ["place", "no"] }
[entity.payment.field]
place = { type = "text" }
id = { type = "text" }
no = { type = "text" }
status = { type = "text" }
currency = { type = "currency" }
amount = { type = "money" }
fee = { type = "money" }

[entity.payout]
key = ["place", "id"]
[entity.payout.field]
place = { type = "text" }
id = { type = "text" }
reference = { type = "text" }
batch = { type = "text" }
status = { type = "text" }
day = { type = "date" }
currency = { type = "currency" }
amount = { type = "money" }

[entity.bank_line]
key = ["place", "id"]
[entity.bank_line.field]
place = { type = "text" }
id = { type = "text" }
reference = { type = "text" }
batch = { type = "text" }
text = { type = "text" }
day = { type = "date" }
currency = { type = "currency" }
amount = { type = "money" }
"""


@dataclass
class World:
    """Ten histories, each of a place, that share lists and a rule.  nights: for each step of the batch the lines of
    each file, by list and part; None if it is not there."""
    number: int
    name: str
    kind: str
    toml: str
    places: list
    nights: list = field(default_factory=list)

    def files(self, step):
        lists = {}
        for (name, part), lines in self.nights[step].items():
            lists.setdefault(name, {})[part] = None if lines is None else "\n".join(lines) + "\n"
        return lists


class Maker:
    """What is true, and what each list says of it."""

    def __init__(self, number, seed):
        self.random = random.Random(f"{seed}/{number}")
        self.name = f"w{number}"
        self.places = [f"p{n}" for n in range(PLACES)]
        self.lists, self.records, self.columns, self.parts = [], {}, {}, {}
        self.toml, self.count = [], 0

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def pick(self, *of):
        return self.random.choice(of)

    def extract(self, system, name, entity, columns):
        """A list of its own."""
        full = f"{self.name}{system}.{name}"
        self.lists.append(full)
        self.records[full], self.columns[full] = {}, columns
        self.parts[full] = self.places if self.chance(70) else [""]
        part, of, scope = "", "", "all"
        if len(self.parts[full]) > 1:
            scope, part = '{ part = ["place"] }', "_{part}"
            of = f", parts = {self.places}".replace("'", '"')
        self.toml.append(f"""
[extract.{full}]
entity = "{entity}"
as_of = "name"
complete = "structure"
unchanged = "{self.pick("ok", "stale", "stale")}"
source = {{ path = "{{business_date}}/{full}{part}.csv"{of} }}
format = {{ kind = "csv" }}
guard = {{ max_delete = "40%", max_change = "100000", at_least = {self.pick(5, 100000)}, on_empty = "ok" }}
reject_limit = "100%"
scope = {scope if of else '"all"'}
[extract.{full}.map]
where = [{{ get = "skip", is = "<>", value = "yes" }}]""")
        money = ("total", "tax", "amount", "fee", "gift")
        for column in columns:
            more = ', unit = "major"' if column in money else FORMATS.get(column, "")
            null = "" if column in KEYS[entity] else ', null_if = [""]'
            null += ', check = { match = "^[0-9]*$" }' if column == "no" and column not in KEYS[entity] else ""
            self.toml.append(f'{column} = {{ get = "{column}"{more}{null} }}')
        return full

    def system(self, name):
        company = self.pick("DE01", "DE01", "SE01")
        channel = self.pick("", f'\nchannel = "{name}-web"')
        self.toml.append(f'\n[system.{self.name}{name}]\ncompany = "{company}"{channel}')

    # ── amounts and times ───────────────────────────────────────────────────────────────────────────────────────

    def money(self, currency, most=40):
        units = self.random.randint(1, most)
        return f"{units * 100}" if currency == "JPY" else f"{units}.{self.pick('00', '50', '99')}"

    def moment(self, night):
        """Mostly of the day, sometimes long ago, sometimes too young."""
        back = self.pick(0, 0, 0, 0, 1, 2, 5)
        at = datetime.combine(FIRST + timedelta(days=night - back), datetime.min.time(), ZONE)
        at += timedelta(minutes=self.pick(0, 30, 600, 601, 602, 1200, 1439))
        return (at + timedelta(days=2) if self.chance(2) else at).isoformat()

    # ── what befalls a record on its way ────────────────────────────────────────────────────────────────────────

    def tell(self, name, cells):
        """The lines that a list has of a record."""
        befalls = self.random.random() * 100
        if befalls < 3:
            return [self.line(name, self.unreadable(name, cells))]
        if befalls < 5:
            return [self.line(name, cells, "yes")]
        if befalls < 8:
            return [self.line(name, cells), self.line(name, self.changed(name, cells))]
        if befalls < 10:
            return [self.line(name, cells), self.line(name, cells)]
        if befalls < 10.5:
            return [self.line(name, cells | {self.key_of(name)[-1]: ""})]
        return [] if befalls < 11.5 else [self.line(name, cells)]

    def key_of(self, name):
        return self.columns[name][:2]

    def unreadable(self, name, cells):
        more = ("no",) if "id" in self.columns[name] else ()
        may = ("total", "tax", "pieces", "currency", "amount", *more)
        column = self.pick(*(c for c in self.columns[name] if c in may))
        return cells | {column: "???"}

    def changed(self, name, cells):
        column = self.pick(*self.columns[name][len(self.key_of(name)):])
        return cells | {column: self.other(column, cells)}

    def other(self, column, cells):
        if column == "currency":
            return self.pick("EUR", "SEK") if "." in cells.get("total", cells.get("amount", "")) else "JPY"
        if column in ("total", "tax", "amount", "fee", "gift"):
            return self.pick(self.money(cells["currency"]), self.near(cells[column], cells["currency"]))
        if column == "pieces":
            return str(self.random.randint(0, 9))
        if column == "at":
            return self.moment(self.night)
        if column == "day":
            return self.pick(self.date(), self.date(), "")
        if column in ("reference", "text"):
            return self.pick(self.reference(self.random.randint(1, 99)), "", "ACME LTD")
        if column == "batch":
            return self.pick("", f"B{self.random.randint(1, 5)}")
        if column == "no":
            return self.pick(cells["no"], "", str(1000 + self.random.randint(1, self.count)))
        return self.pick(*STATES, "")

    def date(self):
        """Mostly of the last days, sometimes of tomorrow."""
        return (FIRST + timedelta(days=self.night - self.pick(0, 0, 1, 1, 2, 3, 6) + 2 * self.chance(3))).isoformat()

    def reference(self, n):
        """Any two of them have little in common."""
        return f"PO{str(n % 10) * 5}{str(n // 10 % 10) * 5}"

    def near(self, amount, currency):
        if not amount:
            return amount
        if currency == "JPY":
            return str(int(amount) + self.pick(-1, 1, 50))
        whole, cents = amount.split(".")
        return f"{whole}.{(int(cents) + self.pick(1, 5, 49)) % 100:02}"

    def line(self, name, cells, skip=""):
        return ",".join((*(cells[c] for c in self.columns[name]), skip, ""))

    # ── a night ─────────────────────────────────────────────────────────────────────────────────────────────────

    def pass_a_day(self, night):
        self.night = night
        for place in self.places:
            for _ in range(self.random.randint(1, 4) if night == 0 else self.random.randint(0, 1)):
                self.appear(place)
        for name, records in self.records.items():
            for key in list(records):
                if self.chance(4):
                    del records[key]
                elif self.chance(7):
                    records[key] = self.changed(name, records[key])
                elif self.chance(5):
                    self.move(name, key)

    def move(self, name, key):
        other = self.pick(*(x for x in self.lists if x.split(".")[0] == name.split(".")[0]))
        cells = self.records[name][key]
        if self.columns[other] == self.columns[name]:
            if self.chance(70):
                del self.records[name][key]
            self.records[other][key] = cells

    def told(self, name, part, before):
        """The lines of tonight's file."""
        if self.night > 0 and self.chance(6):
            return None
        if before and self.chance(4):
            return before                # yesterday's
        cells = [x for (place, _), x in self.records[name].items() if part in ("", place)]
        lines = [line for each in cells for line in self.tell(name, each)]
        self.random.shuffle(lines)
        head = ",".join((*self.columns[name], "skip", f"n{self.night}"))
        return [head, *(lines[:len(lines) // 2] if self.chance(3) else lines)]


class KeyedMaker(Maker):
    COLUMNS = ("place", "no", "at", "currency", "total", "tax", "pieces", "status")

    def __init__(self, number, seed):
        super().__init__(number, seed)
        sides = self.pick(("shop", "erp"), ("shop", "erp"), ("shop", "erp", "wms"))
        self.sides = {}
        for side in sides:
            self.system(side)
            self.sides[side] = [self.extract(side, x, "fact", self.COLUMNS) for x in self.pick("a", "a", "ab")]
        self.rule(sides)

    def side(self, name):
        said = [f"extracts = {self.sides[name]}".replace("'", '"')]
        if self.chance(15):
            said.append('where = [{ field = "status", is = "<>", value = "open" }]')
        if len(self.sides[name]) > 1 and self.chance(50):
            said.append("group = true")
        return f"{name} = {{ {', '.join(said)} }}"

    def rule(self, sides):
        lines = [f"\n[reconcile.{self.name}]", f'id = "{self.name}"', 'kind = "keyed"', 'entity = "fact"']
        truth = self.pick(sides[0], sides[0], sides[1])
        lines += [f'truth = "{truth}"', f"sides = {{ {', '.join(map(self.side, sides))} }}"]
        lines += [self.pick('value = "total"', 'value = "total"', 'value = "tax"', 'value = "pieces"\nunit = "pcs"')]
        timed = self.chance(80)
        lines += ['at = "at"'] if timed else []
        lines += ["since = 2026-03-24"] if timed and self.chance(50) else []
        mirrors = [s for s in sides if s != truth]
        if self.chance(60):
            lines.append(f'expect = {{ {", ".join(f"{s} = {{ {self.expect()} }}" for s in mirrors)} }}')
        if self.chance(40):
            condition = '{ where = [{ field = "pieces", is = ">", value = 2 }] }'
            lines.append(f"unexpected = {{ {self.pick(*mirrors)} = {condition} }}")
        compared = [f"{f} = {{ {self.compared(sides)} }}" for f in ("total", "tax", "pieces", "status")
                    if self.chance(70)]
        lines.append(f"compare = {{ {', '.join(compared or [f'total = {{ {self.compared(sides)} }}'])} }}")
        if timed and self.chance(30):
            same = self.pick('"total", "status"', '"status", "pieces"', '"status"')
            lines.append(f'look_alike = {{ side = "{self.pick(*sides)}", same = [{same}], within = "2m" }}')
        if self.chance(15):
            lines.append(f'warn = ["{self.pick("missing", "unexpected", "different", "twice")}"]')
        self.toml += lines

    def expect(self):
        said = [f'within = "{self.pick("24h", "2d", "12h")}"'] if self.chance(60) else []
        if self.chance(60) or not said:
            said.append('where = [{ field = "status", is = "in", value = ["paid", "sent"] }]')
        return ", ".join(said)

    def compared(self, sides):
        said = [f'truth = "{self.pick(*sides)}"']
        said += [f'tolerance = "{self.pick("0.05", "1%", "5%")}"'] if self.chance(30) else []
        said += [f'within = "{self.pick("4h", "24h", "1d")}"'] if self.chance(30) else []
        return ", ".join(said)

    def appear(self, place):
        self.count += 1
        currency = self.pick(*CURRENCIES)
        cells = {"place": place, "no": str(1000 + self.count), "at": self.moment(self.night),
                 "currency": currency, "total": self.money(currency), "tax": self.money(currency, 3),
                 "pieces": str(self.random.randint(0, 9)), "status": self.pick(*STATES)}
        for lists in self.sides.values():
            if not self.chance(10):
                name = self.pick(*lists)
                said = self.changed(name, cells) if self.chance(15) else cells
                self.records[name][place, cells["no"]] = said


class SumMaker(Maker):
    """Orders and what was paid for them, in every direction."""
    ORDER = ("place", "no", "at", "currency", "total", "gift")
    PAYMENT = ("place", "id", "no", "status", "currency", "amount", "fee")

    def __init__(self, number, seed):
        super().__init__(number, seed)
        self.system("shop")
        self.shop = [self.extract("shop", x, "order", self.ORDER) for x in self.pick("a", "ab")]
        self.system("psp")
        self.psp = [self.extract("psp", x, "payment", self.PAYMENT) for x in self.pick("a", "ab")]
        lines = [f"\n[reconcile.{self.name}]", f'id = "{self.name}"', 'kind = "sum"']
        lines += [f'tolerance = "{self.pick("0.05", "1%", "1")}"'] if self.chance(50) else []
        self.toml += lines + (self.paid() if self.chance(75) else self.turned())

    def term(self, lists, amount, *more):
        return "{ " + ", ".join((f"extracts = {lists}".replace("'", '"'), f'amount = "{amount}"', *more)) + " }"

    def paid(self):
        lines = ['at = "at"'] + self.pick([], [f'within = "{self.pick("12h", "24h", "2d")}"'])
        lines += self.pick([], ["since = 2026-03-24"])
        where = ['where = [{ field = "status", is = "=", value = "paid" }]'] if self.chance(40) else []
        parts = [self.term(self.psp, "amount", 'parent = "order"', *where)]
        parts += [self.term(self.psp[:1], "fee", 'parent = "order"', 'sign = "-"')] if self.chance(40) else []
        parts += [self.term(self.shop, "gift")] if self.chance(40) else []
        return [*lines, f'whole = {self.term(self.shop, "total")}', f"parts = [{', '.join(parts)}]"]

    def turned(self):
        return [f"""whole = {self.term(self.psp, "amount", 'parent = "order"')}""",
                f'parts = [{self.term(self.shop, "total")}]']

    def appear(self, place):
        self.count += 1
        no, currency = str(1000 + self.count), self.pick(*CURRENCIES)
        total = self.money(currency)
        gift = self.money(currency, 3) if self.chance(25) else ""
        order = {"place": place, "no": no, "at": self.moment(self.night), "currency": currency, "total": total,
                 "gift": gift}
        if not self.chance(6):
            self.records[self.pick(*self.shop)][place, no] = order
        for n in range(self.pick(0, 1, 1, 1, 2)):
            payment = {"place": place, "id": f"9{no}{n}", "no": no, "status": self.pick("paid", "paid", "open"),
                       "currency": currency, "amount": total if n == 0 else self.money(currency, 5),
                       "fee": self.money(currency, 2) if self.chance(50) else ""}
            name = self.pick(*self.psp)
            self.records[name][place, payment["id"]] = self.changed(name, payment) if self.chance(15) else payment


class MatchMaker(Maker):
    """Payouts and what a bank received, which share no key."""
    PAYOUT = ("place", "id", "reference", "batch", "status", "day", "currency", "amount")
    BANK = ("place", "id", "reference", "batch", "text", "day", "currency", "amount")

    def __init__(self, number, seed):
        super().__init__(number, seed)
        self.system("pay")
        self.pay = [self.extract("pay", x, "payout", self.PAYOUT) for x in self.pick("a", "a", "ab")]
        self.system("bank")
        self.bank = [self.extract("bank", "a", "bank_line", self.BANK)]
        self.overlapping = self.chance(30)   # keys of the two lists that happen to be alike
        lines = [f"\n[reconcile.{self.name}]", f'id = "{self.name}"', 'kind = "match"']
        lines += self.pick([], [f'within = "{self.pick("1d", "2d")}"'])
        lines += self.pick([], [f'window = {{ from = "{self.pick("0d", "-1d")}", to = "{self.pick("2d", "4d")}" }}'],
                           [f'window = {{ to = "{self.pick("1bd", "3bd")}", calendar = "work" }}'])
        by_reference, by_text, by_group = self.chance(60), self.chance(60), self.chance(40)
        lines += [f"[reconcile.{self.name}.lists.payouts]", *self.said(self.pay)]
        lines += ['references = ["reference"]'] if by_reference or by_text else []
        lines += ['nothing = [{ field = "status", is = "=", value = "open" }]'] if self.chance(30) else []
        lines += ['group = "batch"'] if by_group or self.chance(10) else []
        lines += [f"[reconcile.{self.name}.lists.bank]", *self.said(self.bank)]
        lines += ['references = ["reference"]'] if by_reference else []
        lines += ['text = ["text"]'] if by_text else []
        lines += ['group = "batch"'] if by_group else []
        self.toml += lines

    def said(self, lists):
        return [f"extracts = {lists}".replace("'", '"'), 'amount = "amount"', 'at = "day"']

    def appear(self, place):
        """A payment, whole or in pieces, named or not."""
        self.count += 1
        currency, day = self.pick(*CURRENCIES), self.date()
        reference = self.reference(self.count) if self.chance(60) else ""
        batch = f"B{self.random.randint(1, 9)}{place}" if self.chance(25) else ""
        amounts = [self.money(currency, 12) for _ in range(self.pick(1, 1, 1, 2))]
        for amount in amounts:
            self.put(self.pick(*self.pay), place, {"reference": reference, "batch": batch, "status": self.pick(*STATES),
                                                   "day": day, "currency": currency, "amount": amount})
        if self.chance(85):
            self.receive(place, reference, batch, currency, amounts, day)

    def receive(self, place, reference, batch, currency, amounts, day):
        if len(amounts) == 2 and self.chance(60):
            amounts = [self.total(currency, amounts)]
        later = (date.fromisoformat(day) + timedelta(days=self.pick(0, 0, 1, 2, 4))).isoformat()
        for amount in amounts:
            said = reference and self.pick(reference, f"ACME {reference} LTD", f"{reference[:6]} {reference[6:]}",
                                           "ACME", f"TX{reference}XT", reference.lower())
            amount = self.near(amount, currency) if self.chance(10) else amount
            self.put(self.bank[0], place, {"reference": reference if self.chance(60) else "", "batch": batch,
                                           "text": said, "day": later, "currency": currency, "amount": amount})

    def total(self, currency, amounts):
        if currency == "JPY":
            return str(sum(map(int, amounts)))
        cents = sum(int(a.replace(".", "")) * (1 if "." in a else 100) for a in amounts)
        return f"{cents // 100}.{cents % 100:02}"

    def put(self, name, place, cells):
        self.lines = getattr(self, "lines", 0) + 1
        of = 1 if self.overlapping else len(self.lists)
        number = str(1000 + (len(self.records[name]) if of == 1 else self.lines))
        if (place, number) not in self.records[name]:
            self.records[name][place, number] = {"place": place, "id": number, **cells}


MAKERS = {"keyed": KeyedMaker, "sum": SumMaker, "match": MatchMaker}


def world(number, seed, steps):
    """steps: what the batch does: ("run", night), ("again", night) or ("back", night)."""
    kind = KINDS[number % len(KINDS)]
    maker = MAKERS[kind](number, seed)
    made = World(number, maker.name, kind, "\n".join(maker.toml) + "\n", maker.places)
    files = [(name, part) for name in maker.lists for part in maker.parts[name]]
    last, of_night = {}, {}
    for what, night in steps:
        maker.night = night
        if what == "run" and night not in of_night:
            maker.pass_a_day(night)
            of_night[night] = {file: maker.told(*file, last.get(file)) for file in files}
            last |= {file: lines for file, lines in of_night[night].items() if lines is not None}
        elif what == "again":
            of_night[night] = {file: maker.told(*file, None) if lines and maker.chance(30) else lines
                               for file, lines in of_night[night].items()}
        made.nights.append(of_night[night])
    return made
