#!/usr/bin/env python3
"""The test system that stands in for QuickBooks Online: what it holds, what it refuses, how it pages, every fault."""

import json

import alike
from serving import SAMPLES, Systems, Tap, basic, query, unlike

CLIENT = {"Authorization": basic("qb-client-of-the-test-systems", "qb-secret-of-the-test-systems"),
          "Content-Type": "application/x-www-form-urlencoded"}
FIRST = "qb-refresh-of-the-test-systems"
AMOUNT = {"Invoice": "TotalAmt", "SalesReceipt": "TotalAmt", "RefundReceipt": "TotalAmt", "Deposit": "TotalAmt",
          "Item": "QtyOnHand", "Customer": None}

tap = Tap()
keys = []


def token(server, refresh, headers=None, grant="refresh_token"):
    return server.ask("/oauth2/v1/tokens/bearer", {**CLIENT, **(headers or {})}, "POST",
                      f"grant_type={grant}&refresh_token={refresh}")


def key():
    return {"Authorization": f"Bearer {keys[-1]['access_token']}"}


def renew(server):
    keys.append(token(server, keys[-1]["refresh_token"] if keys else FIRST).json)


def ask(server, said, headers=None, company="9130000000000007", **more):
    return server.ask(query(f"/v3/company/{company}/query", query=said, minorversion=75, **more),
                      {**key(), "Accept": "application/json", **(headers or {})})


def walk(server, entity, where="", size=100):
    """By STARTPOSITION, until a page is short."""
    found, page = [], [None] * size
    while len(page) == size:
        answer = ask(server, f"SELECT * FROM {entity} {where} STARTPOSITION {len(found) + 1} MAXRESULTS {size}").json
        page = answer["QueryResponse"].get(entity, [])
        found += page
    return found


def everything(server, entity):
    return walk(server, entity, "WHERE Active IN (true, false)" if AMOUNT[entity] != "TotalAmt" else "")


def told(record, amount):
    return record["Id"], str(record[amount]) if amount else "0"


def refused(answer, status):
    said = answer.json
    if "error" in said:
        return True
    fault = said.get("Fault") or said["fault"]
    error = (fault.get("Error") or fault.get("error"))[0]
    return bool(fault["type"] and (error.get("code")) and (error.get("Message") or error.get("message")))


def check_tokens(server):
    wrong = token(server, FIRST, {"Authorization": basic("qb-client-of-the-test-systems", "another")})
    tap.ok(wrong.status == 401 and wrong.json == {"error": "invalid_client"}, "another secret gets none", wrong.body)
    other = token(server, "another")
    tap.ok(other.status == 400 and other.json["error"] == "invalid_grant", "nor does another refresh token")
    tap.ok(token(server, FIRST, grant="password").json["error"] == "unsupported_grant_type", "nor another grant")
    first = token(server, FIRST).json
    second = token(server, first["refresh_token"]).json
    tap.ok(first["refresh_token"] != second["refresh_token"] and first["expires_in"] == 3599 and
           first["token_type"] == "bearer", "each refresh gives another refresh token", first)
    again = token(server, first["refresh_token"])
    tap.ok(again.status == 200, "the one before it still holds")
    third = token(server, again.json["refresh_token"]).json
    tap.ok(token(server, first["refresh_token"]).status == 400, "the one before that does not")
    keys.append(third)
    wrong = ask(server, "select * from Invoice", {"Authorization": "Bearer another"})
    tap.ok(wrong.status == 401 and refused(wrong, 401) and wrong.json["fault"]["error"][0]["code"] == "3200",
           "another token is refused", wrong.body)


def check_refusals(server):
    alike.refused_parameters(tap, lambda row: ask(server, row), refused, [
        "", "SELECT * FROM", "SELECT * FROM Unicorn", "SELECT * FROM Invoice WHERE Colour = 'blue'",
        "SELECT Colour FROM Invoice", "SELECT * FROM Invoice WHERE TxnDate ~ '2026-01-01'"])
    server.faults()
    alike.refused_parameters(tap, lambda row: ask(server, row), refused, [
        "SELECT * FROM Invoice MAXRESULTS 1001", "SELECT * FROM Invoice STARTPOSITION 0",
        "SELECT * FROM Invoice LIMIT 5", "SELECT * FROM Invoice ORDERBY Colour"])
    tap.ok(ask(server, "SELECT * FROM Invoice", page=2).status == 400, "an unknown parameter is refused")
    server.faults()
    tap.ok(ask(server, "SELECT * FROM Invoice", company="1").status == 403, "another company is refused")
    tap.ok(ask(server, "SELECT * FROM Invoice", {"Accept": "*/*"}).status == 406, "only JSON is spoken here")


def check_queries(server, read):
    receipts = read["SalesReceipt"]
    times = sorted(r["MetaData"]["LastUpdatedTime"] for r in receipts)
    server.faults()
    changed = "MetaData.LastUpdatedTime"
    later = walk(server, "SalesReceipt", f"WHERE {changed} > '{times[100]}' ORDERBY {changed}")
    tap.ok([r["MetaData"]["LastUpdatedTime"] for r in later] == times[101:], "by time of change, in its order")
    window = ask(server, "select * from SalesReceipt where TxnDate >= '2026-03-05' and TxnDate < '2026-03-06'").json
    tap.ok([r["Id"] for r in window["QueryResponse"]["SalesReceipt"]] ==
           [r["Id"] for r in receipts if r["TxnDate"] == "2026-03-05"], "a day")
    tap.ok(ask(server, "SELECT COUNT(*) FROM SalesReceipt").json["QueryResponse"] == {"totalCount": len(receipts)},
           "how many there are")
    none = ask(server, "SELECT * FROM SalesReceipt WHERE TxnDate = '2020-01-01'").json
    tap.ok(none["QueryResponse"] == {}, "of nothing there is no list", none)
    few = ask(server, "SELECT Id, TotalAmt FROM SalesReceipt MAXRESULTS 3").json["QueryResponse"]["SalesReceipt"]
    tap.ok([set(r) for r in few] == [{"Id", "TotalAmt", "domain", "sparse"}] * 3, "columns are chosen", few)
    server.faults()
    active = walk(server, "Item")
    tap.ok(active == [i for i in read["Item"] if i["Active"]] and len(active) < len(read["Item"]),
           "what is inactive comes only if it is asked for")
    first = ask(server, "SELECT * FROM Invoice").json["QueryResponse"]
    tap.ok(len(first["Invoice"]) == first["maxResults"] == 100 and first["startPosition"] == 1, "a page of itself")


def check_facts(read):
    def cents(amount):
        return round(amount * 100)

    def adds(record):
        goods = sum(cents(line["Amount"]) for line in record["Line"] if line["DetailType"] == "SalesItemLineDetail")
        return goods + cents(record["TxnTaxDetail"]["TotalTax"]) == cents(record["TotalAmt"])

    tap.ok(all(adds(r) for name in ("Invoice", "SalesReceipt", "RefundReceipt") for r in read[name]),
           "lines and tax come to the total")
    tap.ok(all(cents(d["TotalAmt"]) == sum(cents(line["Amount"]) for line in d["Line"]) for d in read["Deposit"]),
           "and a deposit's lines to the deposit")
    receipts = {r["Id"]: r["TotalAmt"] for r in read["SalesReceipt"]}
    tap.ok(all(receipts[d["Line"][0]["LinkedTxn"][0]["TxnId"]] == d["Line"][0]["Amount"] for d in read["Deposit"]),
           "each names its receipt")


def check_payouts(server, deposits):
    paid = {int(amount) for _, amount in server.held("stripe", "payouts")[2]}
    own = [d for d in deposits if int(d["Line"][0]["LinkedTxn"][0]["TxnId"]) % 4]
    tap.ok(own and all(round(d["TotalAmt"] * 100) in paid for d in own), "deposits are the gateway's payouts")


def check_samples(read):
    sample = SAMPLES / "quickbooks" / "airbyte_sandbox_records_subset.jsonl"
    if not sample.exists():
        tap.ok(True, f"paths and types # SKIP {sample} is not here")
        return
    rows = [json.loads(line) for line in sample.read_text().splitlines()]
    # What only some companies use: other fields of their own, linked estimates, cash that was kept, a cursor.
    other = [".airbyte_cursor", ".LinkedTxn[]", ".CustomField[]", ".BillAddr", ".ShipAddr", ".CashBack", ".ClassRef",
             ".TxnTaxDetail.TxnTaxCodeRef", ".Line[].DepositLineDetail.CheckNum",
             ".CustomerMemo", ".SalesTermRef", ".DeliveryInfo"]
    for name, stream in (("Invoice", "invoices"), ("SalesReceipt", "sales_receipts"), ("Deposit", "deposits"),
                         ("RefundReceipt", "refund_receipts")):
        published = [row["data"] for row in rows if row["stream"] == stream]
        linked = [] if name == "Deposit" else [".Line[].LinkedTxn", ".Line[].LinkedTxn[]"]
        wrong = unlike(read[name], published, [f"[]{o}" for o in other + linked])
        tap.ok(published and not wrong, f"{name}: paths and types as published", *wrong)


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        check_tokens(server)
        server.faults()
        check_refusals(server)
        read = alike.lists(tap, server, "quickbooks", {
            name: (lambda n=name: everything(server, n), lambda r, a=amount: told(r, a))
            for name, amount in AMOUNT.items()})
        check_queries(server, read)
        check_facts(read)
        check_payouts(server, read["Deposit"])
        routes = [alike.Paged(f"quickbooks/{name}",
                              lambda headers=None, n=name: ask(server, f"SELECT * FROM {n} MAXRESULTS 20", headers),
                              lambda n=name: ask(server, f"SELECT * FROM {n} STARTPOSITION 21 MAXRESULTS 20"),
                              lambda answer, n=name: answer.json["QueryResponse"].get(n, []), refused)
                  for name in AMOUNT]
        alike.all_faults(tap, server, routes, key())
        alike.tokens(tap, server, routes[0], lambda: renew(server))
        said = [ask(server, "select count(*) from Item").json["QueryResponse"]["totalCount"]]
        server.faults("AT 1 REQUEST OF quickbooks/Item: a total that disagrees")
        said.append(ask(server, "select count(*) from Item").json["QueryResponse"]["totalCount"])
        tap.ok(said[1] == said[0] + 1, "a total that disagrees is one more", said)
        alike.beyond_rate(tap, server, routes[0], 10, 25)
        check_samples(read)
        tap.ok(server.end() == 0, "ends when its standard input does")
    tap.done()


main()
