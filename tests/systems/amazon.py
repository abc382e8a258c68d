#!/usr/bin/env python3
"""The test system of Amazon's Selling Partner API by itself."""

import csv
import gzip
import io
import json
import sys
from decimal import Decimal
from urllib.parse import urlsplit

sys.dont_write_bytecode = True

import faulty  # noqa: E402
import resting  # noqa: E402
from serving import Systems, Tap, query  # noqa: E402

tap = Tap()
GERMANY = "A1PA6795UKMFR9"
TOKEN, REPORTS = "/amazon/auth/o2/token", "/amazon/reports/2021-06-30/reports"
FORM = {"grant_type": "refresh_token", "refresh_token": "Atzr|amazon-refresh-of-the-test-systems",
        "client_id": "amazon-client-of-the-test-systems", "client_secret": "amazon-secret-of-the-test-systems"}
SINCE = {"MarketplaceIds": GERMANY, "CreatedAfter": "2026-02-01T00:00:00Z"}
KINDS = {"ledger": ("GET_LEDGER_DETAIL_VIEW_DATA", lambda r: (f"{r['Event Type']}/{r['Reference ID']}", r["Quantity"])),
         "ledger_summary": ("GET_LEDGER_SUMMARY_VIEW_DATA", lambda r: (r["MSKU"], r["Ending Warehouse Balance"])),
         "returns": ("GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA", lambda r: (r["license-plate-number"], r["quantity"])),
         "reimbursements": ("GET_FBA_REIMBURSEMENTS_DATA", lambda r: (r["reimbursement-id"], r["amount-total"]))}


def ask_token(server, headers=None, **changed):
    return server.ask(TOKEN, {**resting.FORM, **(headers or {})}, "POST", query("", **{**FORM, **changed})[1:].encode())


def token(server):
    return {"x-amz-access-token": ask_token(server).json["access_token"]}


def orders(server, key, version="v0", headers=None, **parameters):
    return server.ask(query(f"/amazon/orders/{version}/orders", **parameters), {**key, **(headers or {})})


def rows(answer):
    return answer.json["payload"]["Orders"]


def create(server, key, headers=None, **changed):
    body = {"reportType": "GET_FBA_REIMBURSEMENTS_DATA", "marketplaceIds": [GERMANY], **changed}
    return server.ask(REPORTS, {**key, **resting.JSON, **(headers or {})}, "POST", json.dumps(body).encode())


def poll(server, key, report, headers=None):
    return server.ask(f"{REPORTS}/{report}", {**key, **(headers or {})})


def document(server, key, name, headers=None):
    return server.ask(f"/amazon/reports/2021-06-30/documents/{name}", {**key, **(headers or {})})


def wait(server, key, report):
    states = []
    while not states or states[-1]["processingStatus"] in ("IN_QUEUE", "IN_PROGRESS"):
        states.append(poll(server, key, report).json)
    return states


def file_of(server, key, name, headers=None):
    url = urlsplit(document(server, key, name).json["url"])
    return server.ask(f"{url.path}?{url.query}", headers, host=url.hostname)


def lines(answer):
    return list(csv.DictReader(io.StringIO(gzip.decompress(answer.body).decode("latin-1")), delimiter="\t"))


def check_refusals(server, key):
    answer = ask_token(server, client_secret="nothing")
    tap.ok(answer.status == 401 and answer.json["error"] == "invalid_client", "no token for a client that is none")
    answer = ask_token(server, refresh_token="Atzr|none")
    tap.ok(answer.status == 400 and answer.json["error"] == "invalid_grant", "nor for a grant that is none")
    tap.ok(ask_token(server, grant_type="password").status == 400 and ask_token(server, scope="all").status == 400,
           "nor for another kind of it")
    for headers in ({}, {"x-amz-access-token": "Atza|none"}, resting.bearer(key["x-amz-access-token"])):
        answer = orders(server, headers, **SINCE)
        tap.ok(answer.status == 403 and answer.json["errors"][0]["code"], "no list without a token", answer.body)
    wrong = [{"MarketplaceIds": GERMANY}, {"CreatedAfter": "2026-02-01T00:00:00Z"}, {**SINCE, "MaxResults": 5},
             {**SINCE, "MaxResultsPerPage": 101}, {**SINCE, "LastUpdatedAfter": "2026-02-01T00:00:00Z"},
             {**SINCE, "CreatedBefore": "2026-01-01T00:00:00Z"}, {**SINCE, "NextToken": "bm9uZQ=="}]
    for parameters in wrong:
        answer = orders(server, key, **parameters)
        tap.ok(answer.status == 400 and answer.json["errors"][0]["code"] == "InvalidInput", f"refuses {parameters}")
    for body in ({"reportType": "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"}, {"marketplaceIds": []}, {"dataEnd": "x"},
                 {"reportType": "GET_NOTHING"}, {"dataStartTime": "yesterday"}):
        tap.ok(create(server, key, **body).status == 400, f"creates no report of {body}")
    server.faults()
    for parameters in ({}, {"reportTypes": "A", "nextToken": "b"}, {"reportTypes": "A", "pageSize": 101}):
        tap.ok(server.ask(query(REPORTS, **parameters), key).status == 400, f"lists no reports of {parameters}")
    tap.ok(poll(server, key, "50000099999").status == 404 and document(server, key, "none").status == 404 and
           server.ask("/amazon/catalog/v0/items", key).status == 404, "what is not there")


def check_orders(server, key):
    server.faults()
    found, answer = [], orders(server, key, **SINCE, MaxResultsPerPage=70)
    while True:
        found += rows(answer)
        more = answer.json["payload"].get("NextToken")
        if not more:
            break
        answer = orders(server, key, MarketplaceIds=GERMANY, NextToken=more)
    resting.check_held(tap, server, "amazon", "orders",
                       [(o["AmazonOrderId"], o["OrderTotal"]["Amount"]) for o in found])
    tap.ok(answer.headers["x-amzn-RateLimit-Limit"] == "0.0167", "each answer tells the rate")
    server.faults()
    middle = "2026-03-10T00:00:00+00:00"
    late = rows(orders(server, key, MarketplaceIds=GERMANY, LastUpdatedAfter=middle))
    tap.ok(len(late) == 100 and all(o["LastUpdateDate"] >= middle[:19] for o in late), "those that changed since")
    one = rows(orders(server, key, **SINCE, OrderStatuses="Pending,Unshipped"))
    tap.ok(one and {o["OrderStatus"] for o in one} == {"Unshipped"}, "those of a status")
    tap.ok(rows(orders(server, key, **{**SINCE, "MarketplaceIds": "ATVPDKIKX0DER"})) == [], "none of another market")
    newer, answer = [], orders(server, key, "2026-01-01", createdAfter="2026-02-01T00:00:00Z",
                               includedData="PROCEEDS,FULFILLMENT")
    while "pagination" in answer.json:
        newer += answer.json["orders"]
        answer = orders(server, key, "2026-01-01", paginationToken=answer.json["pagination"]["nextToken"])
    newer += answer.json["orders"]
    tap.ok([(o["orderId"], o["proceeds"]["grandTotal"]["amount"]) for o in newer] ==
           [(o["AmazonOrderId"], o["OrderTotal"]["Amount"]) for o in found], "the version of 2026 has the same")
    plain = orders(server, key, "2026-01-01", createdAfter="2026-02-01T00:00:00Z").json["orders"]
    tap.ok(not {"proceeds", "fulfillment"} & set(plain[0]) and plain[0]["orderItems"], "and what is asked for of it")


def check_reports(server, key):
    for name, (kind, of) in KINDS.items():
        server.faults()
        made = create(server, key, reportType=kind, dataStartTime="2026-02-01T00:00:00Z",
                      dataEndTime="2026-04-01T00:00:00Z")
        states = wait(server, key, made.json["reportId"])
        tap.ok(made.status == 202 and [s["processingStatus"] for s in states] == ["IN_QUEUE", "IN_PROGRESS", "DONE"],
               f"{name}: a report is asked for and waited for")
        got = file_of(server, key, states[-1]["reportDocumentId"])
        resting.check_held(tap, server, "amazon", name, [of(r) for r in lines(got)])
    made = create(server, key, dataStartTime="2026-05-01T00:00:00Z").json["reportId"]
    state = wait(server, key, made)[-1]
    tap.ok(state["processingStatus"] == "CANCELLED" and "reportDocumentId" not in state, "nothing to tell is cancelled")
    tap.ok(document(server, key, "amzn1").status == 404, "and has no file")


def german(text):
    return Decimal(text.replace(",", "."))


def check_settlements(server, key):
    server.faults()
    asked = query(REPORTS, reportTypes="GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2", pageSize=1)
    first = server.ask(asked, key).json
    second = server.ask(query(REPORTS, nextToken=first["nextToken"]), key).json
    tap.ok(len(first["reports"]) == len(second["reports"]) == 1 and "nextToken" not in second and
           first["reports"] != second["reports"], "settlements are found, page by page")
    found = []
    for report in second["reports"] + first["reports"]:
        got = lines(file_of(server, key, report["reportDocumentId"]))
        head, rest = got[0], got[1:]
        tap.ok(german(head["total-amount"]) == sum(german(r["amount"]) for r in rest) and not head["amount"]
               and len(head) == 24, f"settlement {head['settlement-id']}: its first line is the sum of the others")
        found += rest
    resting.check_held(tap, server, "amazon", "settlements", [
        (f"{r['settlement-id']}/{r['adjustment-id'] or r['order-item-code']}/{r['amount-type']}/"
         f"{r['amount-description']}", f"{german(r['amount']):.2f}") for r in found])
    since = server.ask(query(REPORTS, reportTypes="GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2",
                             createdSince="2026-03-20T00:00:00Z"), key).json["reports"]
    tap.ok(len(since) == 1 and since[0] == first["reports"][0], "those that were made since")


def check_file(server, key):
    server.faults()
    made = create(server, key).json["reportId"]
    name = wait(server, key, made)[-1]["reportDocumentId"]
    url = urlsplit(document(server, key, name).json["url"])
    tap.ok(url.hostname == "localhost" and file_of(server, key, name).status == 200, "a file is at another host")
    tap.ok(server.ask(url.path, host="localhost").status == 403, "for those who have its whole address")
    before = server.log()
    file_of(server, key, name, key)
    tap.ok((before["secrets_elsewhere"], server.log()["secrets_elsewhere"]) == (0, 1), "and no token belongs there")
    server.faults("AT 1 REQUEST OF amazon/report/*: an error in a 200\n"
                  "AT 1 REQUEST OF amazon/file/*: the token expires\nAT 2 REQUEST OF amazon/file/*: an empty page\n"
                  "AT 3 REQUEST OF amazon/file/*: a total that disagrees")
    failed = wait(server, key, create(server, key).json["reportId"])
    tap.ok([s["processingStatus"] for s in failed] == ["FATAL"], "a report that fails")
    tap.ok(file_of(server, key, name).status == 403 and lines(file_of(server, key, name)) == [],
           "an address that expired, and a file of columns alone")
    settled = server.ask(query(REPORTS, reportTypes="GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"), key).json["reports"]
    got = lines(file_of(server, key, settled[0]["reportDocumentId"]))
    tap.ok(german(got[0]["total-amount"]) - sum(german(r["amount"]) for r in got[1:]) == Decimal("0.01"),
           "a total that disagrees")


def check_rate(server, key):
    server.faults()
    codes = [orders(server, key, **SINCE, MaxResultsPerPage=1).status for _ in range(25)]
    log = server.log()
    tap.ok(codes[:20] == [200] * 20 and 429 in codes and log["beyond_rate"] == codes.count(429),
           "twenty calls at once, and what is beyond them is counted", codes)
    answer = orders(server, key, **SINCE)
    tap.ok(answer.json["errors"][0]["code"] == "QuotaExceeded", "as documented", answer.body)
    tap.ok(orders(server, key, "2026-01-01", createdAfter="2026-02-01T00:00:00Z").status == 200,
           "each operation has its own")


def check_faults(server, key):
    def is_refusal(answer, status):
        code = {401: "Unauthorized", 429: "QuotaExceeded", 500: "InternalFailure", 503: "ServiceUnavailable"}[status]
        return answer.json["errors"][0]["code"] == code

    def page(size):
        return lambda headers=None: orders(server, key, headers=headers, **SINCE, MaxResultsPerPage=size)

    server.faults()
    more = page(30)().json["payload"]["NextToken"]
    resting.check_faults(tap, server, faulty.Route("amazon/orders", page(30), rows, is_refusal), key)
    resting.check_pages(tap, server, "amazon/orders", page(30),
                        lambda: orders(server, key, MarketplaceIds=GERMANY, NextToken=more), rows)
    server.faults("AT 2 REQUEST OF amazon/orders: the token expires\nAT 1 REQUEST OF amazon/orders: an error in a 200")
    wrong, expired = page(30)(), page(30)()
    tap.ok(wrong.status == 200 and "errors" in wrong.json and expired.status == 403 and
           "access token you provided has expired" in expired.json["errors"][0]["details"], "tokens expire with a 403")
    key = token(server)
    tap.ok(page(30)().status == 200 or orders(server, key, **SINCE).status == 200, "and another is good")


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        key = token(server)
        check_refusals(server, key)
        check_orders(server, key)
        check_reports(server, key)
        check_settlements(server, key)
        check_file(server, key)
        check_rate(server, key)
        check_faults(server, key)
    tap.done()


main()
