#!/usr/bin/env python3
"""The planted set with each input file replaced, one at a time, by a damaged copy: what each must come to stands in
fixtures/demo/damage, one line each.  Never a discrepancy that the undamaged run does not have, never one less without
saying that the rule could not compare it, but for the few that no declared proof could see.

    damage.py [WORD…]              only lines with all these words

In short every eighth line of each kind of file, on a small business; with TORTURE=1 all, on the whole one.  The nights
before are run once.  A damaged night begins with a copy of their database, and reads and reconciles only what the file
touches.
"""

import atexit
import fnmatch
import json
import os
import shutil
import sys
import tempfile
import tomllib
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

from as_files import as_files
from damages import copy_of
from project import ROOT
from tap import Tap

sys.path.append(str(ROOT / "tests" / "tools"))

from engine import Engine, fast                # noqa: E402

from business import NIGHTS, day_at            # noqa: E402
from closed import MONTH                       # noqa: E402
from generate import Business                  # noqa: E402

TABLE = ROOT / "fixtures" / "demo" / "damage"
OUTCOMES = ("incomplete", "not comparable", "repeated", "same", "unproven", "unseen")
FREE = ("unproven", "unseen")                  # no proof that the source declares could see it
ALIKE = ("shop_se/", "wms/stock_BER-2", "wms/stock_HAM", "wms/stock_WAW", "shop_pl/SHA", "shop_pl/stock")
SHORT = 8                                      # one line in so many, when time is short
WRONG, LAST = NIGHTS[2], NIGHTS[3]

# What is read of a file and the rules over it, and on which night.  What bank and marketplace say of a day is compared
# with its payouts a night later: then a second job is run.  The month is closed from some, as if that were a rule.
Group = namedtuple("Group", "files extracts rules night then close", defaults=[LAST, None, False])
STOCK = ["stock", "bridge"]
SHOP, MONEY = ["orders", "paid", "shipments"], ["payouts", "bank_lines", "payout_sums", "fees"]
GROUPS = {
    "shop_de": Group("shop_de/[oS]*", ["shop_de.orders", "shop_de.fulfilments", "shop_de.cards"], SHOP, close=True),
    "shop_se": Group("shop_se/[oS]*", ["shop_se.orders", "shop_se.fulfilments"], SHOP),
    "shop_pl": Group("shop_pl/[oS]*", ["shop_pl.orders", "shop_pl.fulfilments", "shop_pl.returns"], SHOP + ["returns"]),
    "stock_de": Group("shop_de/stock*", ["shop_de.stock", "shop_de.components"], STOCK),
    "stock_pl": Group("shop_pl/stock*", ["shop_pl.stock"], STOCK),
    "erp": Group("erp/*", ["erp.*"], ["orders", "refunds", "stock"], close=True),
    "account": Group("gateway/[ad]*", ["gateway.account", "gateway.day_ends"], [], close=True),
    "charges": Group("gateway/charges*", ["gateway.charges"], ["paid", "captured"]),
    "refunds": Group("gateway/refunds*", ["gateway.refunds"], ["refunds", "returns"]),
    "payouts": Group("gateway/[pb]*", ["gateway.payouts", "gateway.balance"], MONEY, WRONG),
    "counted": Group("wms/stock*", ["wms.stock"], STOCK),
    "parcels": Group("wms/shipments*", ["wms.shipments", "wms.moves", "wms.returns"],
                     ["shipments", "captured", "bridge", "returns"]),
    "bank": Group("bank/*", ["bank.lines"], [], WRONG, "payouts"),
    "market": Group("market/*", ["market.settlements", "market.lines"], ["settlements"], WRONG, "payouts"),
}

KNOWN = """
with newest as (
	select distinct on (rule_id) * from recon.rule_run where state = 'current'
	order by rule_id, business_date desc, rule_run_id desc)
select coalesce(json_agg(json_build_object('rule', n.rule_id, 'verdict', n.verdict, 'inputs',
	(select json_agg(json_build_array(i.extract, i.status, i.proven)) from recon.input i
	where i.rule_run_id = n.rule_run_id),
	'counts', (select coalesce(sum(repeated + duplicate), 0) from ops.snapshot where run_id = n.run_id),
	'lines', (select coalesce(json_agg(json_build_array(array_to_string(d.key, '/'), o.kind, d.field, d.side,
		d.currency, o.status, o.event, o.amount::text, o.value::text)), '[]')
	from recon.observation o join recon.discrepancy d using (discrepancy_id)
	where o.rule_run_id = n.rule_run_id))), '[]')
from newest n"""

CLOSED = """
with newest as (select * from recon.close order by close_id desc limit 1)
select coalesce(json_agg(json_build_object('rule', p.id, 'verdict', p.verdict, 'inputs',
	(select json_agg(json_build_array(i.extract, i.status, i.proven)) from recon.close_input i
	where i.close_id = n.close_id), 'counts', 0,
	'lines', (select coalesce(json_agg(json_build_array(i.reference, i.kind, '', i.against, i.currency,
		case i.kind when 'not comparable' then i.kind else 'open' end, '', i.amount::text, '')), '[]')
		from recon.close_item i where i.close_id = n.close_id and i.position_no = p.position_no))), '[]')
from newest n join recon.close_position p using (close_id)"""

Line = namedtuple("Line", "rule key kind field side currency status event amount value")


class Known:
    """The newest answers of all rules, and the newest close."""

    def __init__(self, *told):
        rules = [rule for one in told for rule in json.loads(one)]
        self.verdicts = {r["rule"]: r["verdict"] for r in rules}
        self.inputs = {tuple(i) for r in rules for i in r["inputs"]}
        self.again = sum(r["counts"] for r in rules)
        self.lines = {Line(r["rule"], *values) for r in rules for values in r["lines"]}

    def of(self, *statuses):
        """Without what only tells their lives."""
        return {line._replace(event="") for line in self.lines if line.status in statuses}

    def carried(self):
        return {line._replace(event="") for line in self.lines if line.event == "carried"}

    def keys(self, status):
        return {(line.rule, line.key) for line in self.lines if line.status == status}


BASE = {"open", "pending", "warning"}


def false_ones(known, sound, before):
    """Discrepancies of the damaged run that the sound one does not have; what stands as it stood is none."""
    return known.of(*BASE) - sound.of(*BASE) - (known.carried() & before.of(*BASE))


def lost_ones(known, sound):
    """Those of the sound run that are gone, of rules and keys that claim to have been compared."""
    unknown = known.keys("not comparable")
    return {line for line in sound.of(*BASE) - known.of(*BASE)
            if known.verdicts[line.rule] != "incomplete" and (line.rule, line.key) not in unknown}


def outcome(known, sound, before, extracts):
    wrong = false_ones(known, sound, before) | lost_ones(known, sound)
    if wrong:
        unproven = [x for x, _, proven in known.inputs if not proven and any(fnmatch.fnmatch(x, g) for g in extracts)]
        return "unproven" if unproven else "unseen", wrong
    if known.verdicts != sound.verdicts or any(status != "fresh" for _, status, _ in known.inputs - sound.inputs):
        return "incomplete" if "incomplete" in known.verdicts.values() else "another verdict", known.verdicts
    if known.keys("not comparable") != sound.keys("not comparable"):
        return "not comparable", ""
    return ("repeated" if known.again > sound.again else "same"), ""


class Nights(Engine):
    """The demo in a database that can be put back to where it was."""

    def __init__(self, scale):
        shape = Path(tempfile.mkdtemp(prefix="cf-damage-"))
        shutil.copy(ROOT / "jobs.toml", shape)
        shutil.copytree(ROOT / "jobs", shape / "jobs")
        as_files(shape)
        self.extracts = sorted({f"{system}.{name}" for path in (shape / "jobs" / "systems").glob("*.toml")
                                for system, names in tomllib.loads(path.read_text()).get("extract", {}).items()
                                for name in names})
        add_jobs(shape / "jobs.toml", self.extracts)
        super().__init__([shape], fast())
        shutil.rmtree(shape)
        self.clock, self.kept = None, []
        atexit.register(self.drop)
        self.business, self.data = Business(scale), self.folder / "build" / "demo"

    def environment(self, words=()):
        return {**super().environment(words), **({"COUNTERFOIL_CLOCK": self.clock} if self.clock else {})}

    def go(self, job, night, morning_after=None):
        self.clock = day_at((morning_after or night) + timedelta(days=1), 4, 30).isoformat()
        return self.run("run", job, "--date", night.isoformat())

    def known(self):
        return Known(self.sql(KNOWN), self.sql(CLOSED))

    def keep(self, name):
        """A copy of the database as it is."""
        self.kept.append(f"{self.database}_{name}")
        self.on_main(f"CREATE DATABASE {self.kept[-1]} TEMPLATE {self.database}")
        return self.kept[-1]

    def back(self, kept):
        self.on_main(f"DROP DATABASE {self.database} WITH (FORCE)")
        self.on_main(f"CREATE DATABASE {self.database} TEMPLATE {kept} OWNER counterfoil")
        shutil.rmtree(self.folder / "var" / "reports", ignore_errors=True)

    def forget(self, kept):
        self.on_main(f"DROP DATABASE IF EXISTS {kept} WITH (FORCE)", check=False)
        self.kept.remove(kept)

    def drop(self):
        for kept in list(self.kept):
            self.forget(kept)


def add_jobs(path, extracts):
    with open(path, "a", encoding="utf-8") as file:
        for name, group in GROUPS.items():
            others = [x for x in extracts if not any(fnmatch.fnmatch(x, glob) for glob in group.extracts)]
            for job, what, rules in ((name, group.extracts, group.rules), (f"but_{name}", others, [])):
                reports = ["html"] if rules else []
                file.write(f"\n[job.{job}]\nextract = {what}\nreconcile = {rules}\nreport = {reports}\n")


class Test:
    def __init__(self, scale):
        self.tap, self.nights = Tap(), Nights(scale)
        self.nights.must("init")
        self.after = {}                      # a night → the database as it was behind it
        for night in NIGHTS:
            self.nights.business.write(self.nights.data, night)

    def before(self, night):
        """All nights up to this one, once."""
        done = NIGHTS.index(max(self.after)) + 1 if self.after else 0
        if self.after:
            self.nights.back(self.after[max(self.after)])
        for each in NIGHTS[done:NIGHTS.index(night)]:
            self.nights.go("nightly", each)
            self.after[each] = self.nights.keep(f"{each:%d}")
        return self.after[NIGHTS[NIGHTS.index(night) - 1]]

    def group(self, name, lines):
        """All damages of one group's files, on one base."""
        group = GROUPS[name]
        if name == "payouts":
            base = self.before(LAST)
        else:
            self.nights.back(self.before(group.night))
            self.nights.go(f"but_{name}", group.night)
            base = self.nights.keep("base")
        self.nights.back(base)
        before = self.nights.known()
        sound, _ = self.once(name, base)
        for line in lines:
            self.pair(name, base, line, sound, before)
        if name != "payouts":
            self.nights.forget(base)

    def once(self, name, base):
        group = GROUPS[name]
        self.nights.back(base)
        late = LAST if name == "payouts" else group.night
        done = self.nights.go(name, group.night, late)
        if group.then:
            self.nights.go(group.then, group.night, LAST)
        if group.close:
            self.nights.run("close", MONTH, "--company", "DE01")
        return self.nights.known(), done

    def pair(self, name, base, line, sound, before):
        path, _, _ = line.file.partition("!")
        nights = [self.nights.data / night.isoformat() / path for night in NIGHTS if night <= GROUPS[name].night]
        file, earlier = nights[-1], [file for file in nights[:-1] if file.exists()]
        whole, yesterday = file.read_bytes(), earlier[-1].read_bytes() if earlier else b""
        wrong = copy_of(line.file, whole, yesterday, line.damage)
        if wrong is None or wrong == whole:
            self.tap.ok(False, f"{line.file} {line.damage} cannot be")
            return
        file.write_bytes(wrong)
        try:
            known, done = self.once(name, base)
            self.judge(line, known, done, outcome(known, sound, before, GROUPS[name].extracts))
        finally:
            file.write_bytes(whole)

    def judge(self, line, known, done, result):
        got, why = result
        # On the whole business a guard may see what is too little for it on the small one.
        wanted = {*line.outcome.split(" or "), *(("incomplete",) if line.outcome in FREE else ())}
        good = got in wanted and done.code in (0, 5, 6, 8) and (got != "unproven" or self.says_so(known))
        self.tap.ok(good, f"{line.file} {line.damage}: {line.outcome}", f"{got}, exit code {done.code}", done.complaint,
                    done.out, *(why if isinstance(why, set) else [why]))

    def says_so(self, known):
        pages = (self.nights.folder / "var" / "reports").glob("*/*/index.html")
        return any("Completeness is unproven: " in page.read_text() for page in pages)


Row = namedtuple("Row", "file damage outcome")


def files_of(data, night):
    return sorted(str(p.relative_to(data / night.isoformat())) for p in (data / night.isoformat()).rglob("*")
                  if p.is_file())


def each(row, rows, data):
    """The row for each file that it is of, but for those that have one of their own.  A small business has fewer pages,
    and a page that is new tonight cannot be yesterday's."""
    pages = [other for other in rows if "*" in other.file and fnmatch.fnmatch(row.file, other.file)]
    if not pages:
        return [row]
    night = GROUPS[group_of(row)].night
    before = {name for other in NIGHTS if other < night for name in files_of(data, other)}
    own = {other.file for other in rows if other.damage == row.damage and other is not row}
    return [row._replace(file=name) for name in files_of(data, night) if fnmatch.fnmatch(name, row.file)
            and name not in own and (row.damage != "stale" or name in before)]


def table(data):
    rows = [Row(*line.split(None, 2)) for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    rows = [row._replace(outcome=row.outcome.partition("#")[0].strip()) for row in rows]
    return [one for row in rows for one in each(row, rows, data)]


def group_of(row):
    return next(name for name, group in GROUPS.items() if fnmatch.fnmatch(row.file, group.files))


def check_table(tap, rows, data):
    """Every file of the night is in it with every damage, and few are beyond any proof."""
    files = {name for night in (WRONG, LAST) for name in files_of(data, night)}
    told = {row.file for row in rows if "!" not in row.file}
    tap.same(told, files, "the table has every input file")
    told = {outcome for row in rows for outcome in row.outcome.split(" or ")}
    tap.same(told - set(OUTCOMES), set(), "and outcomes that are some")
    free = [row for row in rows if row.outcome in FREE]
    tap.ok(len(free) < 10, "fewer than ten that no declared proof could see", *free)
    for row in free:
        print(f"# {row.file} {row.damage}: {row.outcome}")


def main():
    words, long = sys.argv[1:], bool(os.environ.get("TORTURE"))
    test = Test("full" if long else "small")
    rows = table(test.nights.data)
    check_table(test.tap, rows, test.nights.data)
    wanted = [row for row in rows if all(word in " ".join(row) for word in words)
              and (long or words or not row.file.startswith(ALIKE))]
    if not long and not words:
        wanted = wanted[::SHORT]
    for name in GROUPS:
        lines = [row for row in wanted if group_of(row) == name]
        if lines:
            test.group(name, lines)
    test.tap.done()


if __name__ == "__main__":
    main()
