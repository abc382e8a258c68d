#!/usr/bin/env python3
"""facts.py KIND FOLDER ROWS: two lists that a rule compares, as CSV files; the same numbers always give the same bytes.

    keyed   erp.csv and shop.csv: orders with four fields; one in a thousand differs in one of them, is missing or
            unexpected
    causes  the same, where one in five differs, by one of six causes
    match   payouts.csv and bank.csv: a payout's id stands in three of five bank lines, in the text of three of ten, and
            in one of ten nowhere; three in a hundred never arrive"""

import sys
from pathlib import Path

STATUSES = ("paid", "shipped", "refunded", "cancelled")


def money(cents):
    return f"{cents // 100}.{cents % 100:02}"


def order(n, total, status, pieces):
    return f"{10000000 + n},{status},EUR,{money(total)},{money(total * 19 // 119)},{pieces}\n"


def keyed(n):
    """An order in the leading list and in the other; of what is nowhere, nothing."""
    total, status, pieces = 1000 + n * 7919 % 900000, STATUSES[n % 4], 1 + n % 9
    same = order(n, total, status, pieces)
    odd = n % 5000
    other = {0: "", 1: same, 2: order(n, total + 100, status, pieces), 3: order(n, total, "paid", pieces),
             4: order(n, total, status, pieces + 1)}
    return ("" if odd == 1 else same), other.get(odd, same)


def causes(n):
    """A fifth differs: by a cent, by the tax, by a factor of a hundred, by ten, is missing, or has another status."""
    total, status, pieces = 1000 + n * 7919 % 900000, STATUSES[n % 4], 1 + n % 9
    same = order(n, total, status, pieces)
    if n % 5:
        return same, same
    odd = (total + 1, total - total * 19 // 119, total * 100, total + 1000, None, total)[n // 5 % 6]
    if odd is None:
        return same, ""
    return same, order(n, odd, "cancelled" if odd == total and status != "cancelled" else status, pieces)


def match(n):
    cents, day = 1000 + n * 7919 % 90000000, 1 + n % 25
    payout = f"po_{n * 2654435761 % 2**40:010x},{money(cents)},EUR,2026-03-{day:02}\n"
    if n % 100 < 3:
        return payout, ""
    name, way = payout.split(",")[0], n % 10
    reference = name if way < 6 else ""
    text = f"SEPA credit {name} thank you" if 6 <= way < 9 else "payout"
    return payout, f"{n},{reference},{text},{money(cents)},EUR,2026-03-{day + n % 4:02}\n"


ORDERS = "order_no,status,currency,total,tax,pieces\n"
KINDS = {"keyed": (keyed, ("erp", ORDERS), ("shop", ORDERS)), "causes": (causes, ("erp", ORDERS), ("shop", ORDERS)),
         "match": (match, ("payouts", "id,amount,currency,date\n"),
                   ("bank", "no,reference,text,amount,currency,date\n"))}


def main():
    kind, folder, rows = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    make, first, second = KINDS[kind]
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{first[0]}.csv", "w", buffering=1 << 20) as one, \
            open(folder / f"{second[0]}.csv", "w", buffering=1 << 20) as other:
        one.write(first[1])
        other.write(second[1])
        for n in range(rows):
            here, there = make(n)
            one.write(here)
            other.write(there)


main()
