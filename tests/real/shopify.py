#!/usr/bin/env python3
"""A published payout of Shopify Payments: its summary explains it to zero, each kind a line; a cent that is taken from
it is found.  The movements published beside it were made by hand and do not come to it, which is said, by how much."""

import json
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

from real import DAY, found, given, night    # noqa: E402
from tap import Tap                          # noqa: E402

LINES = """select title, count, sum from recon.line join recon.rule_run using (rule_run_id)
where state = 'current' and rule_id = 'R-MOVED'"""
TERMS = """select title, sum from recon.term join recon.rule_run using (rule_run_id)
where state = 'current' and rule_id = 'R-SUMMARY' and term_no > 0"""
TITLES = {"charge": "Sales", "refund": "Refunds", "dispute": "Disputes", "adjustment": "Adjustments",
          "credit": "Credits", "debit": "Debits"}


def check_summary(tap, engine, payout):
    summary = {k: Decimal(v) for k, v in payout["summary"].items()}
    total = sum(-v if k.endswith("_fee_amount") else v for k, v in summary.items())
    tap.ok(total == Decimal(payout["amount"]), "by its text, the summary adds up to the payout", total)
    terms = [Decimal(line.split("|")[1]) for line in engine.sql(TERMS).splitlines()]
    tap.ok(len(terms) == len(summary) and sum(terms) == total, "each kind of the summary is a line", terms)
    tap.same(found(engine, "R-SUMMARY"), set(), "the payout is explained to zero")


def check_movements(tap, engine, payout, movements):
    wanted = {}
    for m in movements:
        for title, amount in ((TITLES.get(m["type"], m["type"]), m["amount"]), ("Fees", "-" + m["fee"])):
            amount = Decimal(amount.replace("--", ""))
            if m["type"] in TITLES or amount or title == "Fees":
                count, total = wanted.get(title, (0, Decimal(0)))
                wanted[title] = (count + 1, total + amount)
    got = [line.split("|") for line in engine.sql(LINES).splitlines()]
    tap.same({(t, int(n), Decimal(s)) for t, n, s in got}, {(t, *line) for t, line in wanted.items()},
             "every kind of movement is a line")
    over = sum(total for _, total in wanted.values()) - Decimal(payout["amount"])
    tap.same({line[0::2] for line in found(engine, "R-MOVED")}, {("residual", over)}, f"they are {over} too much")
    known = [line for line in engine.asked("discrepancies", "--date", DAY) if line["kind"] == "undeclared"]
    tap.ok({tuple(line["key"]) for line in known} == {(str(m["id"]),) for m in movements if m["type"] == "reserve"},
           "reserves, of which the rule does not know, are warned of", known)


def check_cent(tap, path, movements):
    with tempfile.TemporaryDirectory() as folder:
        short = Path(folder) / "payout.json"
        short.write_text(path.read_text().replace('"44.52"', '"44.51"'))
        with night("shopify", {"payouts/payout.json": short, "payouts/transactions.json": movements}) as engine:
            tap.same({line[0::2] for line in found(engine, "R-SUMMARY")}, {("residual", Decimal("-0.01"))},
                     "a cent that lacks in its sales is said")


def main():
    path, listed = given("samples/shopify/rest/payout.json", "samples/shopify/rest/payouts_transactions.json")
    payout = json.loads(path.read_text())["payout"]
    movements = [m for m in json.loads(listed.read_text())["transactions"] if m["type"] != "payout"]
    tap = Tap()
    with night("shopify", {"payouts/payout.json": path, "payouts/transactions.json": listed}) as engine:
        check_summary(tap, engine, payout)
        check_movements(tap, engine, payout, movements)
    check_cent(tap, path, listed)
    tap.done()


main()
