#!/usr/bin/env python3
"""The reports of the test system that stands in for Stripe: asked for, waited for, read, and every fault."""

import csv
import io
import json
import sys
from decimal import Decimal
from urllib.parse import urlsplit

sys.dont_write_bytecode = True

import faulty  # noqa: E402
import resting  # noqa: E402
from serving import SAMPLES, Systems, Tap, basic, query, unlike  # noqa: E402

tap = Tap()
KEY = {"Authorization": "Bearer sk_test_of_the_test_systems"}
RUNS, PAYOUTS = "/v1/reporting/report_runs", "payout_reconciliation.itemized.5"
ONE_PAYOUT, ACTIVITY = "payout_reconciliation.by_id.itemized.4", "balance_change_from_activity.itemized.3"
FROM = 1704067200


def ask(server, path, headers=None, **parameters):
    return server.ask(query(path, **parameters) if parameters else path, {**KEY, **(headers or {})})


def create(server, kind=PAYOUTS, headers=None, columns=(), **parameters):
    form = [("report_type", kind)] + [(f"parameters[{name}]", value) for name, value in parameters.items()]
    body = query("", **dict(form))[1:] + "".join(f"&parameters[columns][]={column}" for column in columns)
    return server.ask(RUNS, {**KEY, **resting.FORM, **(headers or {})}, "POST", body.encode())


def data_end(server):
    return ask(server, f"/v1/reporting/report_types/{PAYOUTS}").json["data_available_end"]


def wait(server, run):
    states = []
    while not states or states[-1]["status"] == "pending":
        states.append(ask(server, f"{RUNS}/{run}").json)
    return states


def path_of(url):
    return urlsplit(url).path


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.body.decode())))


def report(server, kind=PAYOUTS, **parameters):
    """Its rows, once it is done; the rate begins anew."""
    server.faults()
    made = create(server, kind, **parameters).json
    return rows_of(ask(server, path_of(wait(server, made["id"])[-1]["result"]["url"])))


def walk(server, name):
    server.faults()
    found, page = [], None
    while page is None or page["has_more"]:
        after = {"starting_after": found[-1]["id"]} if found else {}
        page = ask(server, f"/v1/{name}", limit=100, **after).json
        found += page["data"]
    return found


def check_refusals(server, end):
    server.faults()
    whole = {"interval_start": FROM, "interval_end": end}
    for kind, parameters, code, param in [
            ("balance", whole, "resource_missing", "report_type"),
            (PAYOUTS, {"interval_start": FROM}, "parameter_missing", "parameters[interval_end]"),
            (PAYOUTS, {**whole, "payout": "po_1"}, "parameter_unknown", "parameters[payout]"),
            (PAYOUTS, {**whole, "intervall": 1}, "parameter_unknown", "parameters[intervall]"),
            (PAYOUTS, {**whole, "interval_start": "yesterday"}, "parameter_invalid_integer",
             "parameters[interval_start]"),
            (PAYOUTS, {**whole, "interval_end": end + 1}, None, "parameters[interval_end]"),
            (PAYOUTS, {**whole, "interval_start": FROM - 1}, None, "parameters[interval_start]"),
            (PAYOUTS, {**whole, "interval_start": end}, None, "parameters[interval_end]"),
            (PAYOUTS, {**whole, "timezone": "Moon/Crater"}, None, "parameters[timezone]"),
            (PAYOUTS, {**whole, "reporting_category": "income"}, None, "parameters[reporting_category]"),
            (PAYOUTS, {**whole, "decimal_separator": ";"}, None, "parameters[decimal_separator]"),
            (PAYOUTS, {**whole, "columns]x[": "net"}, "parameter_unknown", "parameters[columns]x[]"),
            (ONE_PAYOUT, {"payout": "po_1"}, "resource_missing", "parameters[payout]"),
            (ONE_PAYOUT, whole, "parameter_unknown", "parameters[interval_start]")]:
        answer = create(server, kind, **parameters)
        error = answer.json["error"]
        tap.ok(answer.status == 400 and error.get("code") == code and error["param"] == param,
               f"refused: {kind} of {parameters}", answer.status, answer.body)
    server.faults()
    for columns in (["income"], ["net", "net"], ["payment_metadata"], ["payment_metadata[]"]):
        answer = create(server, columns=columns, **whole)
        tap.ok(answer.status == 400 and answer.json["error"]["param"] == "parameters[columns][]",
               f"refused: columns {columns}", answer.body)
    for name in ("interval_start", "parameters[columns]", "expand[]"):
        other = server.ask(RUNS, KEY, "POST", f"report_type={PAYOUTS}&{name}=net".encode())
        tap.ok(other.status == 400 and other.json["error"]["param"] == name, f"refused: {name}", other.body)
    for headers in ({}, {"Authorization": "Bearer sk_test_of_another"}):
        answer = server.ask(RUNS, {**resting.FORM, **headers}, "POST", b"")
        tap.ok(answer.status == 401, "no report without the key", answer.body)
    for path in ("report_types/balance.summary.9", "report_runs/frr_1"):
        tap.ok(ask(server, f"/v1/reporting/{path}").json["error"]["code"] == "resource_missing", f"there is no {path}")
    for path in (f"{RUNS}?limit=1", f"/v1/reporting/report_types/{PAYOUTS}?page=2"):
        tap.ok(ask(server, path).status == 400, f"refused: {path}")
    tap.ok(ask(server, RUNS).status == 404 and server.ask(f"{RUNS}/frr_1", KEY, "POST", b"").status == 404,
           "and another method")


def check_runs(server, end):
    server.faults()
    kind = ask(server, f"/v1/reporting/report_types/{PAYOUTS}").json
    made = create(server, interval_start=FROM, interval_end=end)
    run = made.json
    tap.ok(made.status == 200 and run["status"] == "pending" and run["result"] is None and
           run["parameters"] == {"interval_start": FROM, "interval_end": end}, "a report is asked for", made.body)
    states = wait(server, run["id"])
    tap.ok([s["status"] for s in states] == ["pending", "pending", "succeeded"] and states[-1]["succeeded_at"]
           and {s["id"] for s in states} == {run["id"]}, "and waited for")
    file = states[-1]["result"]
    tap.ok(ask(server, f"/v1/files/{file['id']}").json == file, "its file is told by itself, too")
    path = path_of(file["url"])
    got = ask(server, path)
    tap.ok(got.status == 200 and len(got.body) == file["size"] and got.headers["Content-Type"].startswith("text/csv")
           and got.body.decode().splitlines()[0].split(",") == kind["default_columns"], "and has the default columns")
    alone = server.ask(path, {"Authorization": basic("sk_test_of_the_test_systems", "")})
    tap.ok(alone.status == 200 and alone.body == got.body, "the key is taken as Basic, too")
    tap.ok(server.ask(path).status == 401, "and is needed for the file")
    early = create(server, interval_start=FROM, interval_end=end).json["id"]
    tap.ok(early != run["id"] and ask(server, f"{RUNS}/{early}").json["status"] == "pending", "another one is another")
    published = SAMPLES / "stripe" / "openapi" / "fixtures3.json"
    if published.exists():
        samples = json.loads(published.read_text())["resources"]
        wrong = (unlike([kind], [samples["reporting.report_type"]]) +
                 unlike(states[-1:], [samples["reporting.report_run"]]))
        tap.ok(not wrong, "paths and types as published", *wrong)
    else:
        tap.ok(True, f"# SKIP {published} is not here")


def check_keys(server, end):
    server.faults()
    whole = {"interval_start": FROM, "interval_end": end}
    first = create(server, headers={"Idempotency-Key": "night-1"}, **whole)
    again = create(server, headers={"Idempotency-Key": "night-1"}, **whole)
    tap.ok(again.json == first.json and again.headers["Idempotent-Replayed"] == "true"
           and "Idempotent-Replayed" not in first.headers, "the same key gives the same run")
    other = create(server, headers={"Idempotency-Key": "night-1"}, **{**whole, "interval_end": end - 1})
    tap.ok(other.status == 400 and other.json["error"]["type"] == "idempotency_error", "but not for another request")
    server.faults("AT 1 REQUEST OF stripe/report_runs: reset")
    lost = create(server, headers={"Idempotency-Key": "night-2"}, **whole)
    found = create(server, headers={"Idempotency-Key": "night-2"}, **whole)
    tap.ok(lost.status == 0 and found.headers["Idempotent-Replayed"] == "true",
           "an answer that was lost is found again")
    refused = create(server, ACTIVITY, headers={"Idempotency-Key": "night-3"}, interval_start=end, interval_end=FROM)
    good = create(server, headers={"Idempotency-Key": "night-3"}, **whole)
    tap.ok(refused.status == 400 and good.status == 200, "a refused request keeps no key")


def cents(text):
    return int(Decimal(text) * 100)


def check_rows(server, end):
    moved = {m["id"]: m for m in walk(server, "balance_transactions")}
    payouts = {p["id"]: p for p in walk(server, "payouts")}
    whole = {"interval_start": FROM, "interval_end": end}
    rows = report(server, **whole)
    tap.ok({r["balance_transaction_id"] for r in rows} == set(moved) and len(rows) == len(moved) >= 1000,
           f"{len(rows)} movements, each once", len(moved))
    tap.ok(all((cents(r["gross"]), cents(r["fee"]), cents(r["net"]), r["currency"], r["reporting_category"],
                r["source_id"], r["description"]) == tuple(moved[r["balance_transaction_id"]][name] for name in (
                    "amount", "fee", "net", "currency", "reporting_category", "source", "description"))
               for r in rows), "as the list of movements has them, in major units")
    sums = {}
    for row in rows:
        if row["reporting_category"] != "payout":
            sums[row["automatic_payout_id"]] = sums.get(row["automatic_payout_id"], 0) + cents(row["net"])
    tap.ok(sums == {i: p["amount"] for i, p in payouts.items()}, "they come to what was paid out")
    activity = report(server, ACTIVITY, **whole)
    tap.ok({r["balance_transaction_id"] for r in activity} ==
           {i for i, m in moved.items() if m["type"] != "payout"}, "all but payouts are activity")
    one = next(iter(payouts.values()))
    by_id = report(server, ONE_PAYOUT, payout=one["id"])
    tap.ok(by_id and {r["balance_transaction_id"] for r in by_id} ==
           {r["balance_transaction_id"] for r in rows if r["automatic_payout_id"] == one["id"]}, "one payout by its id")
    middle = sorted(p["arrival_date"] for p in payouts.values())[len(payouts) // 2]
    halves = [report(server, interval_start=FROM, interval_end=middle),
              report(server, interval_start=middle, interval_end=end)]
    ids = [r["balance_transaction_id"] for half in halves for r in half]
    tap.ok(all(halves) and sorted(ids) == sorted(moved), "intervals part them, their ends excluded")
    tap.ok(all(payouts[r["automatic_payout_id"]]["arrival_date"] >= middle for r in halves[1]),
           "by when the payout arrives")
    fees = report(server, reporting_category="dispute", **whole)
    tap.ok(fees and {r["reporting_category"] for r in fees} == {"dispute"} and
           report(server, currency="usd", **whole) == [], "those of a category, those of a currency")


def check_columns(server, end):
    charges = {c["id"]: c for c in walk(server, "charges")}
    whole = {"interval_start": FROM, "interval_end": end}
    asked = ["net", "charge_id", "payment_metadata[order_number]", "payment_intent_id", "created", "created_utc",
             "customer_email", "card_brand", "dispute_reason", "trace_id", "regulatory_tag", "source_id", "gross"]
    rows = report(server, columns=asked, decimal_separator=",", timezone="Etc/UTC", **whole)
    of_charges = [r for r in rows if r["source_id"] in charges]
    tap.ok(rows and list(rows[0]) == asked, "columns as they were asked for, in this order")
    tap.ok(of_charges and all((r["charge_id"], r["payment_metadata[order_number]"], r["payment_intent_id"],
                               r["customer_email"], r["card_brand"]) ==
                              (c["id"], c["metadata"]["order_number"], c["payment_intent"],
                               c["billing_details"]["email"], "visa")
                              for r in of_charges for c in [charges[r["source_id"]]]), "with what the charge says")
    disputed = {c["id"] for c in charges.values() if c["disputed"]}
    tap.ok(disputed and {r["charge_id"] for r in rows if r["dispute_reason"]} == disputed,
           "a dispute names its charge and its reason")
    tap.ok(all(r["created"] == r["created_utc"] and len(r["created"]) == 19 and r["created"][10] == " " for r in rows)
           and all(r["gross"][-3] == "," for r in rows), "times and amounts as they are written there")
    published = SAMPLES / "stripe" / "wikimedia-fundraising-SmashPig" / "settlement_report.csv"
    if not published.exists():
        tap.ok(True, f"# SKIP {published} is not here")
        return
    # gateway_account is no column that is documented.
    names = [n for n in published.read_text().splitlines()[0].split(",") if n != "gateway_account"]
    got = report(server, columns=names, **whole)
    tap.ok(list(got[0]) == names and "payout" in {r["reporting_category"] for r in got},
           "the published sample's columns")


def check_faults(server, end):
    server.faults()
    whole = {"interval_start": FROM, "interval_end": end}

    def is_refusal(answer, status):
        return answer.json["error"]["type"] == ("api_error" if status >= 500 else "invalid_request_error")

    run = create(server, ACTIVITY, interval_start=end - 10 * 86400, interval_end=end).json["id"]
    path = path_of(wait(server, run)[-1]["result"]["url"])
    for name, where in [("run", f"{RUNS}/{run}"), ("type", f"/v1/reporting/report_types/{PAYOUTS}")]:
        route = faulty.Route(f"stripe/report_{name}", lambda headers=None, p=where: ask(server, p, headers),
                             lambda answer: answer.json["id"], is_refusal)
        resting.check_faults(tap, server, route, KEY, transfers=False)
    route = faulty.Route("stripe/report_runs", lambda headers=None: create(server, headers=headers, **whole),
                         lambda answer: answer.json["id"], is_refusal)
    resting.check_faults(tap, server, route, KEY, transfers=False)
    route = faulty.Route("stripe/file", lambda headers=None: ask(server, path, headers), rows_of, is_refusal)
    resting.check_faults(tap, server, route, KEY)
    server.faults("AT 2 REQUEST OF stripe/report_run: an error in a 200\nAT 1 REQUEST OF stripe/file: an empty page\n"
                  "AT 2 REQUEST OF stripe/file: an error in a 200\nAT 3 REQUEST OF stripe/file: the token expires")
    failed = wait(server, create(server, **whole).json["id"])
    tap.ok([s["status"] for s in failed] == ["pending", "failed"] and failed[-1]["error"] and not failed[-1]["result"],
           "a report that fails says so")
    empty, wrong, expired = (ask(server, path) for _ in range(3))
    tap.ok(rows_of(empty) == [] and empty.body.count(b"\n") == 1, "a file of columns alone")
    tap.ok(wrong.status == 200 and "error" in wrong.json and expired.status == 401, "an error in a 200, and no key")


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        end = data_end(server)
        check_refusals(server, end)
        check_runs(server, end)
        check_keys(server, end)
        check_rows(server, end)
        check_columns(server, end)
        check_faults(server, end)
    tap.done()


main()
