#!/usr/bin/env python3
"""A published settlement batch: its movements add up to its payout to the cent, and every fee is explained.  The same
sums are made here from the file's text; a cent that is taken from one movement is found."""

import csv
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

from real import fates, found, given, night    # noqa: E402
from tap import Tap                            # noqa: E402

FEES = ("Commission (NC)", "Markup (NC)", "Scheme Fees (NC)", "Interchange (NC)")


def amount(row, column):
    return Decimal(row[column] or 0)


def check_batch(tap, path, rows):
    payout = sum(amount(r, "Net Debit (NC)") for r in rows if r["Type"] == "MerchantPayout")
    movements = [r for r in rows if r["Type"] != "MerchantPayout"]
    moved = sum(amount(r, "Net Credit (NC)") - amount(r, "Net Debit (NC)") for r in movements)
    tap.ok(moved == payout, f"by its text, the batch adds up to {payout}", moved)
    with night("adyen", {"batches/batch.csv": path}) as engine:
        tap.ok(fates(engine, "adyen.movements") == (len(rows), len(rows), 0), f"all {len(rows)} movements are staged",
               fates(engine, "adyen.movements"))
        tap.same(found(engine, "R-PAYOUT"), set(), "the payout is what its movements add up to")
        tap.same(found(engine, "R-FEE"), set(), "the fees explain what is left of every sale")
        totals = engine.sql("select title, count, sum from recon.term join recon.rule_run using (rule_run_id) "
                            "where state = 'current' order by rule_id, term_no")
        print("".join(f"# {line}\n" for line in totals.splitlines()), end="")
        tap.ok(f"Payout|1|{payout}" in totals, f"the payout is {payout}", totals)
        sold = [r for r in rows if r["Type"] == "Settled"]
        for title, column in (("Sale", "Gross Credit (GC)"), ("Left", "Net Credit (NC)"), ("Markup", FEES[1]),
                              ("Interchange", FEES[3])):
            line = f"{title}|{len(sold)}|{sum(amount(r, column) for r in sold)}"
            tap.ok(line in totals, line, totals)


def check_cent(tap, path, rows):
    """The first sale brings a cent less than it did."""
    text = path.read_text()
    first = next(r for r in rows if r["Type"] == "Settled")["Net Credit (NC)"]
    short = path.parent / "short.csv"
    short.write_text(text.replace(f",{first},", f",{Decimal(first) - Decimal('0.01')},", 1))
    with night("adyen", {"batches/batch.csv": short}) as engine:
        tap.same({line[0::2] for line in found(engine, "R-PAYOUT")}, {("residual", Decimal("-0.01"))},
                 "a cent that lacks in one movement lacks in the payout")
        tap.same({line[0::2] for line in found(engine, "R-FEE")}, {("residual", Decimal("-0.01"))},
                 "and in the fees of that movement")


def main():
    path, = given("samples/adyen/bank-statement-import/settlement_detail_report_batch_380.csv")
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    tap = Tap()
    check_batch(tap, path, rows)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_text(path.read_text())
        check_cent(tap, copy, rows)
    tap.done()


main()
