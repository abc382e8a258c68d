#!/usr/bin/env python3
"""The test system of ShipStation's V1 API by itself."""

import json
import sys
from decimal import Decimal

sys.dont_write_bytecode = True

import faulty  # noqa: E402
import resting  # noqa: E402
from serving import SAMPLES, Systems, Tap, basic, query, unlike  # noqa: E402

tap = Tap()
KEY = {"Authorization": basic("shipstation-key-of-the-test-systems", "shipstation-secret-of-the-test-systems")}
LISTS = {"orders": ("orderId", "orderTotal"), "shipments": ("shipmentId", "shipmentCost"),
         "fulfillments": ("fulfillmentId", "fulfillmentFee")}


def get(server, name, headers=None, **parameters):
    return server.ask(query(f"/shipstation/{name}", **parameters), {**KEY, **(headers or {})})


def walk(server, name, **parameters):
    server.faults()
    found, page, pages = [], 1, 1
    while page <= pages:
        answer = get(server, name, page=page, **parameters).json
        found += answer[name]
        pages, page = answer["pages"], page + 1
    return found, answer


def check_refusals(server):
    for headers in ({"Authorization": basic("nobody", "nothing")}, {"Authorization": "Bearer x"}):
        answer = get(server, "orders", headers)
        tap.ok(answer.status == 401 and "denied" in answer.json["Message"], "none but its key")
    wrong = [{"limit": 5}, {"pageSize": 501}, {"page": 0}, {"sortDir": "up"}, {"createDateStart": "yesterday"},
             {"includeShipmentItems": "true"}]
    for parameters in wrong:
        answer = get(server, "orders", **parameters)
        tap.ok(answer.status == 400 and answer.json["Message"], f"refuses {parameters}", answer.body)
    tap.ok(get(server, "returns").status == 404, "a list that is none")


def check_lists(server):
    lists = {}
    for name, (key, amount) in LISTS.items():
        found, last = walk(server, name, pageSize=60)
        lists[name] = found
        held = server.held("shipstation", name)
        tap.ok(sorted(str(r[key]) for r in found) == sorted(i for i, _ in held[2]) and len(found) == held[0] >= 250,
               f"{name}: {held[0]} records, each once")
        told = {i: Decimal(a) for i, a in held[2]}
        tap.ok(all(Decimal(str(r[amount])) == told[str(r[key])] for r in found) and last["total"] == len(found),
               f"{name}: with their amounts, and how many there are")
    return lists


def check_facts(server, lists):
    server.faults()
    tap.ok(len(get(server, "orders").json["orders"]) == 100, "a page has a hundred where nothing else is said")
    orders = {o["orderId"]: o for o in lists["orders"]}
    shipments = lists["shipments"]
    tap.ok(all(s["orderId"] in orders and s["shipmentItems"] is None for s in shipments)
           and 0 < sum(s["voided"] for s in shipments) < 50, "labels of orders, some of them voided, without items")
    some = get(server, "shipments", includeShipmentItems="true", pageSize=5).json["shipments"]
    tap.ok(all(s["shipmentItems"] and {i["orderItemId"] for i in s["shipmentItems"]} ==
               {i["orderItemId"] for i in orders[s["orderId"]]["items"]} for s in some), "or with them")
    one = shipments[7]
    found = get(server, "shipments", trackingNumber=one["trackingNumber"]).json
    tap.ok(found["total"] == 1 and found["shipments"][0] == one, "one by its number")
    open_ones = get(server, "orders", orderStatus="awaiting_shipment", pageSize=500).json["orders"]
    tap.ok(open_ones == [o for o in lists["orders"] if o["orderStatus"] == "awaiting_shipment"], "those of a status")
    middle = lists["orders"][200]["modifyDate"][:19]
    late = get(server, "orders", modifyDateStart=middle.replace("T", " "), pageSize=500).json["orders"]
    tap.ok(0 < len(late) < 500 and all(o["modifyDate"][:19] >= middle for o in late) and
           len(late) == sum(o["modifyDate"][:19] >= middle for o in lists["orders"]), "since a time in Pacific time")
    newest = get(server, "orders", sortBy="OrderDate", sortDir="DESC", pageSize=3).json["orders"]
    tap.ok(newest == lists["orders"][:-4:-1], "newest first")
    march = {o["orderDate"][:10] for o in lists["orders"]}
    tap.ok(all(len(o["orderDate"]) == 27 for o in lists["orders"]) and min(march) == "2026-02-27",
           "times have seven digits, and are eight hours behind", min(march))


def check_rate(server):
    server.faults()
    came = [get(server, "orders", pageSize=1) for _ in range(43)]
    tap.ok([a.status for a in came] == [200] * 40 + [429] * 3 and server.log()["beyond_rate"] == 3, "forty in a minute")
    tap.ok([came[0].headers[f"X-Rate-Limit-{n}"] for n in ("Limit", "Remaining")] == ["40", "39"] and
           0 < int(came[-1].headers["X-Rate-Limit-Reset"]) <= 60 and came[-1].headers["X-Rate-Limit-Remaining"] == "0"
           and came[-1].json == {"message": "Too Many Requests"}, "as its headers say", came[-1].headers)


def check_shapes(server, lists):
    server.faults()
    full = get(server, "shipments", includeShipmentItems="true", pageSize=500).json["shipments"]
    for records, sample in ((lists["orders"], "v1_order_get.json"), (full, "v1_shipment_object.json"),
                            (lists["fulfillments"], "v1_fulfillments_list_2.json")):
        path = SAMPLES / "shipstation" / sample
        if not path.exists():
            tap.ok(True, f"# SKIP {path} is not here")
            continue
        published = json.loads(path.read_text())
        wrong = unlike(records, published.get("fulfillments", [published]))
        tap.ok(not wrong, f"{sample}: paths and types as published", *wrong)


def check_faults(server):
    def is_refusal(answer, status):
        return bool(answer.json["message" if status == 429 else "Message"])

    def page(number):
        return lambda headers=None: get(server, "orders", headers, page=number, pageSize=50)

    def rows(answer):
        return answer.json["orders"]

    resting.check_faults(tap, server, faulty.Route("shipstation/orders", page(1), rows, is_refusal), KEY)
    resting.check_pages(tap, server, "shipstation/orders", page(1), page(2), rows)
    server.faults("AT 1 REQUEST OF shipstation/*: a total that disagrees\n"
                  "AT 2 REQUEST OF shipstation/*: an error in a 200\nAT 3 REQUEST OF shipstation/*: the token expires")
    answers = [page(1)() for _ in range(4)]
    tap.ok(answers[0].json["total"] == 501 and answers[1].status == 200 and "Message" in answers[1].json
           and answers[2].status == answers[3].status == 401, "a total, an error in a 200, a key that expires")


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
