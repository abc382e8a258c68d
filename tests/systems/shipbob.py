#!/usr/bin/env python3
"""The test system of ShipBob by itself."""

import json
import sys
from decimal import Decimal
from urllib.parse import urlsplit

sys.dont_write_bytecode = True

import faulty  # noqa: E402
import resting  # noqa: E402
from serving import SAMPLES, Systems, Tap, query, unlike  # noqa: E402

tap = Tap()
BASE = "/shipbob/2026-01/"
KEY = resting.bearer("shipbob-token-of-the-test-systems")
AMOUNTS = {"inventory-level": lambda r: (r["inventory_id"], r["total_on_hand_quantity"]),
           "order": lambda r: (r["id"], r["financials"]["total_price"]),
           "receiving": lambda r: (r["id"], sum(i["received_quantity"] for i in r["inventory_quantities"])),
           "return": lambda r: (r["id"], sum(i["quantity"] for i in r["inventory"]))}


def get(server, name, headers=None, **parameters):
    return server.ask(query(BASE + name, **parameters), {**KEY, **(headers or {})})


def rows(answer):
    return answer.json["items"] if isinstance(answer.json, dict) else answer.json


def follow(server, answer):
    found = rows(answer)
    while answer.json["next"]:
        url = urlsplit(answer.json["next"])
        answer = server.ask(f"{url.path}?{url.query}", KEY)
        found += rows(answer)
    return found


def count_pages(server, name, size):
    found, page = [], 1
    while True:
        answer = get(server, name, Page=page, Limit=size)
        found += rows(answer)
        if len(rows(answer)) < size:
            return found, answer
        page += 1


def check_refusals(server):
    for headers in ({"Authorization": "Bearer none"}, {"Authorization": ""}):
        answer = get(server, "order", headers)
        tap.ok(answer.status == 401 and answer.json["title"] == "Unauthorized", "none but its token")
    wrong = [("order", "limit", 5), ("order", "Limit", 251), ("order", "Page", 0), ("order", "StartDate", "yesterday"),
             ("receiving", "Cursor", 1), ("return", "Page", 1), ("inventory-level", "PageSize", 0),
             ("inventory-level", "cursor", "bm9uZQ==")]
    for name, parameter, value in wrong:
        answer = get(server, name, **{parameter: value})
        tap.ok(answer.status == 400 and parameter in answer.json["detail"], f"{name}: refuses {parameter}={value}")
    tap.ok(get(server, "orders").status == 404 and server.ask("/shipbob/1.0/order", KEY).status == 404, "what is not")


def check_lists(server):
    server.faults()
    lists = {"inventory-level": follow(server, get(server, "inventory-level", PageSize=60)),
             "return": follow(server, get(server, "return", Limit=60, SortOrder="Asc"))}
    lists["order"], _ = count_pages(server, "order", 90)
    lists["receiving"], last = count_pages(server, "receiving", 60)
    for name, found in lists.items():
        count, _, held = server.held("shipbob", name)
        told = {str(i): Decimal(str(a)) for i, a in map(AMOUNTS[name], found)}
        tap.ok(len(found) == len(told) == count >= 250 and told == {i: Decimal(a) for i, a in held},
               f"{name}: {count} records, each once, as they are held", len(found))
    tap.ok([last.headers[f"{h}"] for h in ("Total-Count", "Total-Pages", "Page-Number", "Page-Size")] ==
           ["250", "5", "5", "60"], "totals stand in headers", last.headers)
    tap.ok(get(server, "order").headers["Total-Count"] is None and len(rows(get(server, "order"))) == 50,
           "of orders there is none, and a page has fifty")
    return lists


def check_facts(server, lists):
    orders = lists["order"]
    tap.ok(all(a["created_date"] >= b["created_date"] for a, b in zip(orders, orders[1:])), "newest first")
    middle = orders[100]["created_date"]
    late = rows(get(server, "order", StartDate=middle, Limit=250))
    tap.ok(late == [o for o in orders if o["created_date"] >= middle], "those since a time")
    tap.ok(len(rows(get(server, "order", LastUpdateStartDate="2026-04-30T00:00:00Z"))) == 0, "or changed since")
    one = lists["return"][7]
    tap.ok(rows(get(server, "return", StoreOrderIds=f"1,{one['store_order_id']}")) == [one], "those of an order")
    shipments = {s["id"] for o in orders for s in o["shipments"]}
    tap.ok(all(r["original_shipment_id"] in shipments for r in lists["return"]), "what came back had left")
    stock = {r["inventory_id"]: r["total_on_hand_quantity"] for r in lists["inventory-level"]}
    for wro in lists["receiving"]:
        for line in wro["inventory_quantities"]:
            stock[line["inventory_id"]] -= line["received_quantity"]
    for record in lists["return"]:
        for line in record["inventory"]:
            stock[line["id"]] -= line["quantity"]
    for order in orders:
        for shipment in order["shipments"]:
            for line in (i for p in shipment["products"] for i in p["inventory_items"]):
                stock[line["id"]] += line["quantity"]
    tap.ok(set(stock.values()) == {0}, "what came less what left is what there is")


def check_rate(server):
    server.faults()
    came = [get(server, "order", Limit=1) for _ in range(153)]
    last = came[-1]
    tap.ok([a.status for a in came] == [200] * 150 + [429] * 3 and server.log()["beyond_rate"] == 3, "150 in a minute")
    tap.ok(came[0].headers["x-remaining-calls"] == "149" and last.headers["x-remaining-calls"] == "0" and
           0 < int(last.headers["x-retry-after"]) <= 60 and last.json["statusCode"] == 429, "as its headers say")


def check_shapes(server, lists):
    server.faults()
    samples = {"inventory-level": "inventory_level_list", "order": "orders_list", "receiving": "receiving_list",
               "return": "returns_list"}
    for name, sample in samples.items():
        path = SAMPLES / "shipbob" / f"{sample}.json"
        if not path.exists():
            tap.ok(True, f"# SKIP {path} is not here")
            continue
        published = json.loads(path.read_text())
        wrong = unlike(lists[name], published["items"] if isinstance(published, dict) else published)
        tap.ok(not wrong, f"{name}: paths and types as published", *wrong)


def check_faults(server):
    def is_refusal(answer, status):
        return answer.json["statusCode" if status == 429 else "status"] == status

    def page(number):
        return lambda headers=None: get(server, "return", headers, Cursor=number, Limit=50)

    resting.check_faults(tap, server, faulty.Route("shipbob/return", page(1), rows, is_refusal), KEY)
    resting.check_pages(tap, server, "shipbob/return", page(1), page(2), rows)
    server.faults("AT 1 REQUEST OF shipbob/*: a total that disagrees\nAT 2 REQUEST OF shipbob/*: an error in a 200\n"
                  "AT 3 REQUEST OF shipbob/*: the token expires")
    answers = [page(1)() for _ in range(4)]
    tap.ok(answers[0].headers["Total-Count"] == "251" and answers[1].status == 200 and answers[1].json["status"] == 500
           and answers[2].status == answers[3].status == 401, "a total, an error in a 200, a token that expires")


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        check_refusals(server)
        lists = check_lists(server)
        check_facts(server, lists)
        check_rate(server)
        check_shapes(server, lists)
        check_faults(server)
    tap.done()


main()
