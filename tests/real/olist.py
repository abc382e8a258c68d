#!/usr/bin/env python3
"""Olist: each order's items, price and freight, against its payments, over all orders; the same by SQL of its own."""

import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

from real import REAL, fates, found, given, night    # noqa: E402
from tap import Tap                                  # noqa: E402


def straight(engine, folder):
    """What SQL says that reads the files into text columns and knows nothing of the program."""
    told = subprocess.run(["psql", "-XqAt", engine.superuser, "-v", f"folder={folder}", "-f", REAL / "olist.sql"],
                          check=True, capture_output=True, text=True).stdout
    rows = (line.split("|") for line in told.splitlines())
    return {(kind, (order,), Decimal(remains)) for kind, order, remains in rows}


def main():
    items, payments = given("real/olist/olist_order_items_dataset.csv", "real/olist/olist_order_payments_dataset.csv")
    tap = Tap()
    with night("olist", {items.name: items, payments.name: payments}) as engine:
        for extract, path in (("olist.items", items), ("olist.payments", payments)):
            rows = len(path.read_text().splitlines()) - 1
            told = fates(engine, extract)
            tap.ok(told == (rows, rows, 0), f"{extract}: all {rows} rows are staged", told)
        got, want = found(engine, "R-PAID"), straight(engine, items.parent)
        tap.ok(len(want) > 0, f"there are orders that do not tie: {len(want)}")
        tap.same(got, want, "both find the same, to the row")
        for kind, count in sorted(Counter(kind for kind, _, _ in want).items()):
            amount = sum(amount for k, _, amount in want if k == kind)
            print(f"# {kind}: {count}, {amount} BRL")
    tap.done()


main()
