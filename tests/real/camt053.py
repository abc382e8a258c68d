#!/usr/bin/env python3
"""Published camt.053 statements: opening balance and entries make the closing balance.  Some were written by hand and
do not add up; what remains of them is the same as by the arithmetic here."""

import sys
import xml.etree.ElementTree as tree
from decimal import Decimal
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

from real import fates, found, given, night    # noqa: E402
from tap import Tap                            # noqa: E402

SAMPLES = "samples/camt053"
ADD_UP = ("bank-statement-import/test-camt053-txdtls", "camt/camt053.v2.multi.statement.xml")
DO_NOT = ("bank-statement-import/test-camt053", "camt/camt053.v2.with-party-ids.xml")


def signed(element):
    amount = Decimal(element.find("{*}Amt").text)
    return -amount if element.find("{*}CdtDbtInd").text == "DBIT" else amount


def currency(element):
    return element.find("{*}Amt").get("Ccy")


def remainder(name, closing, parts):
    """What a statement that does not add up is: amounts of another currency are not added."""
    same = [part for part in parts if currency(part) == currency(closing)]
    if parts and not same:
        return {("currency", (name,), None)}
    rest = sum(map(signed, same)) - signed(closing)
    return {("residual", (name,), rest)} if rest else set()


def remains(path):
    """(kind, key, amount) of every statement that does not add up, with the number of its balances and entries."""
    lines, balances, entries = set(), 0, 0
    for statement in tree.parse(path).getroot().iterfind(".//{*}Stmt"):
        name = f"{statement.find('{*}Acct/{*}Id/{*}IBAN').text}/{statement.find('{*}Id').text}"
        by_code = {b.find("{*}Tp/{*}CdOrPrtry/{*}Cd").text: b for b in statement.iterfind("{*}Bal")}
        booked = [n for n in statement.iterfind("{*}Ntry") if n.find("{*}Sts").text == "BOOK"]
        opening = [by_code[code] for code in ("OPBD", "PRCD") if code in by_code]
        rest = remainder(name, by_code["CLBD"], opening + booked)
        balances, entries, lines = balances + len(by_code), entries + len(booked), lines | rest
        print(f"# {name}: {sum(map(signed, opening))} + {len(booked)} entries of {sum(map(signed, booked))} is "
              f"{signed(by_code['CLBD'])}, remains {[line[2] for line in rest] or 'nothing'}")
    return lines, balances, entries


def check(tap, path, adds_up):
    want, balances, entries = remains(path)
    verb = "adds" if adds_up else "does not add"
    tap.ok(adds_up == (not want), f"{path.name} {verb} up, by the arithmetic here", want)
    with night("camt053", {"statements/statement.xml": path}) as engine:
        tap.ok(fates(engine, "bank.balances")[1] == balances, f"{path.name}: {balances} balances are staged",
               fates(engine, "bank.balances"))
        tap.ok(fates(engine, "bank.entries")[1] == entries, f"{path.name}: {entries} entries are staged",
               fates(engine, "bank.entries"))
        tap.same(found(engine, "R-BAL"), want, f"{path.name}: what remains is the same")


def main():
    tap = Tap()
    for names, adds_up in ((ADD_UP, True), (DO_NOT, False)):
        for path in given(*(f"{SAMPLES}/{name}" for name in names)):
            check(tap, path, adds_up)
    tap.done()


main()
