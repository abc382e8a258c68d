#!/usr/bin/env python3
"""The test system of Adyen by itself: its reports have the columns of published ones, and their sums come out."""

import csv
import io
import re
import sys
from decimal import Decimal

sys.dont_write_bytecode = True

import faulty  # noqa: E402
import resting  # noqa: E402
from serving import SAMPLES, Systems, Tap, basic  # noqa: E402

tap = Tap()
FOLDER = "/adyen/reports/download/MerchantAccount/LanternAndCoECOM/"
USER = {"Authorization": basic("report@Company.LanternAndCo", "adyen-password-of-the-test-systems")}
KEY = {"X-API-Key": "adyen-api-key-of-the-test-systems"}
BATCH = "settlement_detail_report_batch_7.csv"
DAY = "payments_accounting_report_2026_03_10.csv"
PUBLISHED = {BATCH: "wikimedia-fundraising-crm/batch_2/adyen/incoming/settlement_detail_report_batch_1129.csv",
             DAY: "wikimedia-fundraising-crm/payment_file/adyen/incoming/"
                  "payments_accounting_report_2025_11_16-test.csv"}


def get(server, name, headers=None):
    return server.ask(FOLDER + name, {**USER, **(headers or {})})


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.body.decode())))


def amount(text):
    return Decimal(text or 0)


def net(row):
    return amount(row["Net Credit (NC)"]) - amount(row["Net Debit (NC)"])


def check_refusals(server):
    for headers in ({}, {"Authorization": basic("report@Company.LanternAndCo", "nothing")}, {"X-API-Key": "none"}):
        answer = server.ask(FOLDER + BATCH, headers)
        tap.ok(answer.status == 401 and answer.headers["WWW-Authenticate"].startswith("Basic"), "none but its user")
    tap.ok(server.ask(FOLDER + BATCH, KEY).status == 200, "or its key")
    for name in ("settlement_detail_report_batch_9.csv", "settlement_detail_report_batch_7.xls", "other.csv",
                 "payments_accounting_report_2026_04_30.csv", "../OtherMerchant/" + BATCH):
        tap.ok(get(server, name).status == 404, f"there is no {name}")
    tap.ok(get(server, BATCH + "?batch=7").status == 400, "a parameter is refused")


def check_settlement(server):
    found = []
    for batch in (7, 8):
        lines = rows(get(server, f"settlement_detail_report_batch_{batch}.csv"))
        told = [(r["Modification Reference"], f"{net(r):.2f}") for r in lines]
        resting.check_held(tap, server, "adyen", f"settlement_detail_report_batch_{batch}", told)
        tap.ok(sum(net(r) for r in lines) == 0 and lines[-1]["Type"] == "MerchantPayout"
               and re.fullmatch(rf"TX\d+XT batch {batch}, LanternAndCoECOM", lines[-1]["Modification Reference"])
               and {r["Batch Number"] for r in lines} == {str(batch)}, f"batch {batch} is what was paid out")
        found += lines
    resting.check_held(tap, server, "adyen", "settlement_details",
                       [(r["Modification Reference"], f"{net(r):.2f}") for r in found])
    fees = ("Commission (NC)", "Markup (NC)", "Scheme Fees (NC)", "Interchange (NC)")
    paid = [r for r in found if r["Psp Reference"]]
    kept = [amount(r["Gross Credit (GC)"]) - amount(r["Gross Debit (GC)"]) - net(r) for r in paid]
    good = kept == [sum(amount(r[f]) for f in fees) for r in paid]
    tap.ok(good and {r["Type"] for r in paid} == {"Settled", "Refunded", "Chargeback"}, "gross less fees is net")
    zones = {(r["Booking Date"] < "2026-03-29 02:00:00", r["Booking Date TimeZone"]) for r in found}
    tap.ok(zones == {(True, "CET"), (False, "CEST")}, "in local time, with the name of its zone", zones)


def check_accounting(server):
    page = get(server, "").body.decode()
    names = re.findall(r'href="(payments_accounting_report_2026_\d\d_\d\d.csv)"', page)
    tap.ok(len(names) > 28 and page.count(".csv\"") == len(names) + 2, "the folder lists its files", len(names))
    found = [r for name in names for r in rows(get(server, name))]
    resting.check_held(tap, server, "adyen", "payments_accounting", [
        (f"{r['Modification Psp Reference'] or r['Psp Reference']}/{r['Record Type']}",
         f"{amount(r['Main Amount']):.2f}") for r in found])
    one = {r["Record Type"] for r in found if r["Merchant Reference"] == found[0]["Merchant Reference"]}
    tap.ok({"Received", "Authorised", "SentForSettle", "Settled"} <= one, "a payment goes through its states", one)


def check_shapes(server):
    for name, sample in PUBLISHED.items():
        path = SAMPLES / "adyen" / sample
        if not path.exists():
            tap.ok(True, f"# SKIP {path} is not here")
            continue
        ours = get(server, name).body.decode().splitlines()
        tap.ok(ours[0] == path.read_text().splitlines()[0], f"{name}: the columns of a published one")
        tap.ok(all(len(row) == len(ours[0].split(",")) for row in csv.reader(ours)), f"{name}: all lines have them")


def check_faults(server):
    for name, list_name in ((BATCH, "settlement_details"), (DAY, "payments_accounting")):
        route = faulty.Route(f"adyen/{list_name}", lambda headers=None, n=name: get(server, n, headers), rows,
                             lambda answer, status: f"<title>{status} " in answer.body.decode())
        resting.check_faults(tap, server, route, USER, transfers=name == BATCH)
    server.faults("AT 1 REQUEST OF adyen/settlement_details: a total that disagrees\n"
                  "AT 2 REQUEST OF adyen/settlement_details: an error in a 200\n"
                  "AT 3 REQUEST OF adyen/settlement_details: an empty page\n"
                  "AT 1 REQUEST OF adyen/payments_accounting: a total that disagrees\n"
                  "AT 4 REQUEST OF adyen/settlement_details: the token expires\n")
    total, wrong, empty = get(server, BATCH), get(server, BATCH), get(server, BATCH)
    tap.ok(sum(net(r) for r in rows(total)) == Decimal("-0.01"), "a payout that is not what was settled")
    tap.ok(wrong.status == 200 and wrong.body.startswith(b"<html>"), "a page to log in, with a 200")
    tap.ok(empty.status == 200 and empty.body.count(b"\n") == 1, "columns and nothing below them")
    tap.ok(get(server, DAY).status == 200 and server.log()["idle_faults"] == 1, "no total, nothing to play")
    tap.ok([get(server, BATCH).status for _ in range(2)] == [401, 401], "credentials that expired")
    server.faults()
    tap.ok(get(server, BATCH).status == 200, "for one script")


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        check_refusals(server)
        check_settlement(server)
        check_accounting(server)
        check_shapes(server)
        check_faults(server)
    tap.done()


main()
