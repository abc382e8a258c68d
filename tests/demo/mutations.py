#!/usr/bin/env python3
"""200 seeded single changes of clean records on a small copy of the business, one at a time: each night gives exactly
the planted set and the lines that the change must give.

    mutations.py [COUNT] [SEED]

One database: four nights are run, then the last one again with each change.  A date that is run again has the state of
its last run, so nothing of one change is left in the next.  Only what is changed is read again, by a job of its own
with the rules over it; what is compared is the whole set of the night.
"""

import sys
from itertools import groupby

from begun import begun, check_runs
from oracle import LAST, PAID_OUT, changes
from planted import night_lines
from project import FINE, compared
from tap import Tap

from expected import Expected
from generate import Business

# What is read again for a change of an account, and the rules over it.
JOBS = {
    "erp.orders": (["erp.open_orders", "erp.posted_invoices"], ["orders"]),
    "erp.credit_memos": (["erp.credit_memos"], ["refunds"]),
    "erp.items": (["erp.items"], ["stock"]),
    "shop.orders": (["shop_*.orders", "shop_*.fulfilments"], ["orders", "paid", "shipments"]),
    "shop.fulfilments": (["shop_*.orders", "shop_*.fulfilments"], ["orders", "paid", "shipments"]),
    "shop.stock": (["shop_*.stock"], ["stock", "bridge"]),
    "gateway.charges": (["gateway.charges"], ["paid", "captured"]),
    "gateway.refunds": (["gateway.refunds"], ["refunds"]),
    "gateway.payouts": (["gateway.payouts"], ["payouts", "bank_lines", "payout_sums"]),
    "gateway.balance": (["gateway.balance"], ["payout_sums", "fees"]),
    "wms.stock": (["wms.stock"], ["stock", "bridge"]),
    "wms.shipments": (["wms.shipments"], ["shipments", "captured"]),
}
PAYOUT_REPORT = ("gateway.payouts", "gateway.balance")


def add_jobs(project):
    with open(project.folder / "jobs.toml", "a") as file:
        for account, (extracts, rules) in JOBS.items():
            file.write(f"\n[job.{name_of(account)}]\nextract = {extracts}\nreconcile = {rules}\nreport = []\n")


def name_of(account):
    return account.replace(".", "_")


def account_of(change):
    return change.departure.account


class Mutations:
    def __init__(self, tap, project):
        self.tap, self.project, self.business = tap, project, Business("small")
        expected = Expected(self.business.scenarios)
        # The rules over the payout report answer on the last night for the day before.
        self.planted = night_lines(expected, LAST) + [
            line for rule, nights in expected.lines.items() if LAST not in nights for line in nights[PAID_OUT]]

    def check(self, name, lines):
        got, want = compared(self.project.lines(), self.planted + lines)
        return self.tap.same(got, want, name)

    def run(self, account, name, departures, lines):
        """The payout report is that of the day before, and read again as such."""
        night, system = LAST, account.split(".")[0]
        if account in PAYOUT_REPORT:
            night, system = PAID_OUT, "payouts"
        self.business.extra = departures
        self.business.write_again(self.project.data, night, system)
        code, _, complaint = self.project.run(night, name_of(account), morning_after=LAST)
        if code not in FINE:
            return self.tap.ok(False, name, f"the run ends with {code}", complaint)
        return self.check(name, lines)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    tap = Tap()
    project, runs = begun("small")
    mutations = Mutations(tap, project)
    add_jobs(project)
    try:
        check_runs(tap, runs)
        mutations.check("nothing changed", [])
        by_account = sorted(changes(mutations.business, count, seed), key=account_of)
        for account, of_it in groupby(by_account, key=account_of):
            for change in of_it:
                mutations.run(account, change.name, [change.departure], change.lines)
            mutations.run(account, f"{account} as they were", [], [])
    finally:
        project.end()
    tap.done()


if __name__ == "__main__":
    main()
