#!/usr/bin/env python3
"""Published settlement batches: their movements add up to their payouts to the cent, every kind a line, and every fee
is explained.  The same sums are made here from the files' text; a cent that is taken from one movement is found, and so
is a kind that nobody knows."""

import csv
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

from real import DAY, fates, found, given, night    # noqa: E402
from tap import Tap                            # noqa: E402

CRM = "samples/adyen/wikimedia-fundraising-crm"
TITLES = {"settled": "Sales", "refunded": "Refunds", "chargeback": "Chargebacks", "fee": "Fees",
          "depositcorrection": "Deposit corrections", "balancetransfer": "Carried from and to other batches"}
LINES = """select currency, line_no, title, count, sum from recon.line join recon.rule_run using (rule_run_id)
where state = 'current' and rule_id = 'R-PAYOUT' order by 1, 2, 3"""
FEES = ("Commission (NC)", "Markup (NC)", "Scheme Fees (NC)", "Interchange (NC)")


def amount(row, column):
    return Decimal(row[column] or 0)


def check_batch(tap, path, rows):
    payout = sum(amount(r, "Net Debit (NC)") for r in rows if r["Type"] == "MerchantPayout")
    movements = [r for r in rows if r["Type"] != "MerchantPayout"]
    moved = sum(amount(r, "Net Credit (NC)") - amount(r, "Net Debit (NC)") for r in movements)
    tap.ok(moved == payout, f"by its text, the batch adds up to {payout}", moved)
    with night("adyen", {"batches/batch.csv": path}) as engine:
        check_lines(tap, engine, rows, "batch 380")
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


def by_kind(rows):
    """What each kind of movement comes to in each currency, from the text: (how many, sum)."""
    sums = {}
    for row in rows:
        if row["Type"] != "MerchantPayout":
            line = row["Net Currency"], row["Type"].lower()
            count, total = sums.get(line, (0, 0))
            sums[line] = (count + 1, total + amount(row, "Net Credit (NC)") - amount(row, "Net Debit (NC)"))
    return sums


def check_lines(tap, engine, rows, name):
    """Every kind is a line, and the lines come to what was paid out, in each currency."""
    wanted = {(currency, TITLES.get(kind, kind), count, total)
              for (currency, kind), (count, total) in by_kind(rows).items()}
    lines = [line.split("|") for line in engine.sql(LINES).splitlines()]
    got = {(currency, title, int(count), Decimal(total))
           for currency, _, title, count, total in lines}
    tap.same(got, wanted, f"{name}: every kind of movement is a line")
    for currency in {row["Net Currency"] for row in rows}:
        paid = sum(amount(r, "Net Debit (NC)") for r in rows
                   if r["Type"] == "MerchantPayout" and r["Net Currency"] == currency)
        told = sum(Decimal(total) for c, _, _, _, total in lines if c == currency)
        tap.ok(told == paid, f"{name}: its lines come to {paid} {currency}", told)


def check_others(tap):
    """Batches that end without a payout, and in two currencies."""
    for path in given("samples/adyen/bank-statement-import/settlement_detail_report_batch_238.csv",
                      f"{CRM}/batch_2/adyen/incoming/settlement_detail_report_batch_1129.csv",
                      f"{CRM}/deposit_correction/settlement_detail_report_batch_2.csv"):
        with night("adyen", {"batches/batch.csv": path}) as engine:
            rows = list(csv.DictReader(path.read_text().splitlines()))
            tap.same(found(engine, "R-PAYOUT"), set(), f"{path.stem}: explained to zero")
            check_lines(tap, engine, rows, path.stem)


def check_unknown(tap, path, rows):
    """Refunds under a name that nobody knows: a line of their own, and each a warning; the payout comes out."""
    strange = path.parent / "strange.csv"
    strange.write_text(path.read_text().replace(",Refunded,", ",Returned,"))
    with night("adyen", {"batches/batch.csv": strange}) as engine:
        known = [line for line in engine.asked("discrepancies", "--date", DAY) if line["rule"] == "R-PAYOUT"]
        tap.same({(line["kind"], line["status"]) for line in known}, {("undeclared", "warning")},
                 "what is of an unknown kind is warned of, and nothing else is wrong")
        tap.ok(len(known) == by_kind(rows)["USD", "refunded"][0], "each movement by itself", len(known))
        tap.ok(f"0|returned|{len(known)}|" in engine.sql(LINES), "and they are a line of their own", engine.sql(LINES))


def check_unbalanced(tap):
    """A statement that its publisher shortened is said not to balance, by how much."""
    path, = given(f"{CRM}/chargeback/settlement_detail_report_batch_3.csv")
    with night("adyen", {"batches/batch.csv": path}) as engine:
        tap.same({line[0::2] for line in found(engine, "R-PAYOUT")}, {("residual", Decimal("-8.83"))},
                 "a shortened statement does not balance")


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
        check_unknown(tap, copy, rows)
    check_others(tap)
    check_unbalanced(tap)
    tap.done()


main()
