#!/usr/bin/env python3
"""The generator: the sizes that the demo promises, the same bytes each time, scenarios that a person may add."""

import hashlib
import shutil
import tempfile
from pathlib import Path

import project                               # noqa: F401  puts fixtures/demo on the path
from tap import Tap

from business import NIGHTS, PLACES
from expected import Expected
from generate import Business
from scenario import HERE, Mistake, read_scenario, read_scenarios

HAND_MADE = '''
title = "An order typed wrongly"

[[order]]
shop = "de"
no = "29001"
placed = 2026-03-26T10:00:00+01:00
goods = "10.00"

[[departs]]
in = "erp.orders"
of = "de/29001"
adds = { total = "1.00" }

[[expect]]
rule = "R-ORD"
kind = "different"
field = "total"
side = "erp"
key = ["de", "29001"]
currency = "EUR"
amount = "1.00"
nights = { 2026-03-29 = "EVENT" }
'''


def digest(folder):
    sums = [(p.relative_to(folder), hashlib.sha256(p.read_bytes()).hexdigest()) for p in sorted(folder.rglob("*"))
            if p.is_file()]
    return sums


def check_sizes(tap, business):
    facts = business.facts
    taxed = [o for o in facts.orders if o.tax > 0]
    shipped = [o for o in taxed if o.shipping > 0]
    tap.ok(len(taxed) >= 3000 and len(shipped) >= 2000, "3 000 orders with tax, most with shipping", len(taxed))
    tap.ok(len(facts.payouts) >= 40, "40 payouts", len(facts.payouts))
    skus = {level.sku for level in facts.levels}
    cities = {place[:3] for place in PLACES}
    tap.ok(len(skus) >= 800 and len(cities) == 3, "800 articles in 3 places", len(skus))
    tap.ok({(o.company, o.currency) for o in facts.orders} == {("DE01", "EUR"), ("DE01", "SEK"), ("PL01", "PLN")},
           "two companies, three currencies")
    numbers = {shop: {o.no for o in facts.orders if o.shop == shop} for shop in ("de", "pl")}
    tap.ok(len(numbers["de"] & numbers["pl"]) > 1000, "order numbers of two shops overlap")


def check_files(tap, folder):
    names = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    tap.ok("2026-03-29/bank/statement.xml" not in names, "the bank sends nothing on Sunday")
    tap.ok("2026-03-31/wms/stock_HAM-2.tar.zst" not in names, "one stock file is missing on 31 March")
    tap.ok(all(f"{n}/wms/stock_{p}.tar.zst" in names for n in NIGHTS for p in PLACES
               if (str(n), p) != ("2026-03-31", "HAM-2")), "all other stock files are there")
    tap.ok("2026-04-01/gateway/payouts_001.json" not in names, "the payout report comes a day later")


def add_by_hand(folder):
    """All scenarios and one more."""
    shutil.copytree(HERE / "scenarios", folder)
    path = folder / "typed-wrongly" / "scenario.toml"
    path.parent.mkdir()
    path.write_text(HAND_MADE.replace("EVENT", "opened"))
    return path


def check_hand_made(tap, scratch):
    path = add_by_hand(scratch / "scenarios")
    made = Expected(read_scenarios(scratch / "scenarios"))
    lines = [line for line in made.lines["R-ORD"][NIGHTS[0]] if line.key == ("de", "29001")]
    tap.ok(len(lines) == 1 and lines[0].event == "opened", "a folder added by hand adds its lines", lines)
    path.write_text(HAND_MADE.replace("EVENT", "continued"))
    tap.ok(refused(lambda: Expected(read_scenarios(scratch / "scenarios"))), "a life that cannot be is refused")
    path.write_text(HAND_MADE.replace("[[departs]]", "[[depart]]"))
    tap.ok(refused(lambda: read_scenario(path, 1)), "a misspelt table is refused")
    path.write_text(HAND_MADE.replace('"10.00"', "10.00"))
    tap.ok(refused(lambda: read_scenario(path, 1)), "an amount that is a float is refused")


def refused(work):
    try:
        work()
    except Mistake:
        return True
    return False


def main():
    tap, scratch = Tap(), Path(tempfile.mkdtemp(prefix="cf-demo-"))
    try:
        business = Business()
        check_sizes(tap, business)
        for night in NIGHTS:
            business.write(scratch / "one", night)
            Business().write(scratch / "two", night)
        tap.ok(digest(scratch / "one") == digest(scratch / "two"), "the same bytes each time")
        check_files(tap, scratch / "one")
        check_hand_made(tap, scratch)
    finally:
        shutil.rmtree(scratch)
    tap.done()


if __name__ == "__main__":
    main()
