#!/usr/bin/env python3
"""The test system that stands in for Square: what it holds, what it refuses, how it pages, and every fault."""

import json

import alike
from serving import Systems, Tap, query

KEY = {"Authorization": "Bearer square-token-of-the-test-systems"}
PLACES = ["LBERLIN7S9A1", "LHAMBURG2K4Q"]
NEWEST = {"sort": {"sort_field": "UPDATED_AT", "sort_order": "ASC"}}

tap = Tap()


def get(server, path, headers=None, **parameters):
    return server.ask(query(f"/v2/{path}", **parameters), {**KEY, **(headers or {})})


def post(server, path, headers=None, **body):
    return server.ask(f"/v2/{path}", {**KEY, "Content-Type": "application/json", **(headers or {})}, "POST",
                      json.dumps(body))


def orders(server, headers=None, **body):
    return post(server, "orders/search", headers, **({"location_ids": PLACES} | body))


def counts(server, headers=None, **body):
    return post(server, "inventory/counts/batch-retrieve", headers, **body)


def walk(ask, member, **asked):
    """By cursor, until there is none."""
    found, cursor = [], {}
    while True:
        answer = ask(**asked, **cursor).json
        found += answer.get(member, [])
        if "cursor" not in answer:
            return found
        cursor = {"cursor": answer["cursor"]}


def told(record, money):
    return record["id"], str(record[money]["amount"])


def refused(answer, status):
    error = answer.json["errors"][0]
    kinds = {400: "INVALID_REQUEST_ERROR", 401: "AUTHENTICATION_ERROR", 429: "RATE_LIMIT_ERROR"}
    return error["category"] == kinds.get(status, "API_ERROR") and error["code"]


def check_refusals(server):
    for headers in ({"Authorization": "Bearer another"}, {"Authorization": ""}):
        answer = orders(server, headers)
        tap.ok(answer.status == 401 and refused(answer, 401), "a wrong token is refused")
    alike.refused_parameters(tap, lambda row: orders(server, **row), refused, [
        {"location_ids": []}, {"location_ids": ["L"] * 11}, {"limit": 1001}, {"page": 2}, {"cursor": "7"},
        {"query": {"where": {}}}, {"query": {"filter": {"colour": {}}}}, {"query": {"sort": {"sort_field": "TOTAL"}}},
        {"query": {"filter": {"date_time_filter": {"updated_at": {"start_at": "2026-03-01T00:00:00Z"}}}}}])
    alike.refused_parameters(tap, lambda row: get(server, "payments", **row), refused, [
        {"limit": 101}, {"begin": "2026-03-01T00:00:00Z"}, {"begin_time": "2026-03-01"}, {"cursor": "0" * 24}])
    cursor = orders(server, limit=5).json["cursor"]
    tap.ok(orders(server, limit=5, cursor=cursor).status == 200 and
           orders(server, limit=6, cursor=cursor).json["errors"][0]["code"] == "INVALID_CURSOR",
           "a cursor is good for its own query only")
    tap.ok(get(server, "payments", {"Square-Version": "newest"}).status == 400 and
           get(server, "payments", {"Square-Version": "2025-10-16"}).headers["Square-Version"] == "2025-10-16",
           "a version is served and said, and one that is none is refused")
    tap.ok({p["id"] for p in get(server, "locations").json["locations"]} == set(PLACES), "the places")


def check_windows(server, read):
    middle = sorted(o["updated_at"] for o in read["orders"])[len(read["orders"]) // 2][:19]
    window = {"filter": {"date_time_filter": {"updated_at": {"start_at": f"{middle}Z"}}}}
    later = walk(lambda **b: orders(server, **b), "orders", limit=100, query=NEWEST | window)
    wanted = sorted((o["updated_at"][:19], o["id"]) for o in read["orders"] if o["updated_at"] >= middle)
    tap.ok([(o["updated_at"][:19], o["id"]) for o in later] == wanted, "updated_at, in its order")
    done = walk(lambda **b: orders(server, **b), "orders", query={"filter": {"state_filter": {"states": ["OPEN"]}}})
    tap.ok({o["state"] for o in done} == {"OPEN"} and len(done) < len(read["orders"]), "states choose")
    one = walk(lambda **b: orders(server, **b), "orders", location_ids=PLACES[:1])
    tap.ok({o["location_id"] for o in one} == set(PLACES[:1]), "places choose")
    paid = walk(lambda **p: get(server, "payments", **p), "payments", begin_time=f"{middle}Z", sort_order="ASC")
    wanted = sorted((p["created_at"][:19], p["id"]) for p in read["payments"] if p["created_at"] >= middle)
    tap.ok([(p["created_at"][:19], p["id"]) for p in paid] == wanted, "begin_time, in its order")
    here = walk(lambda **b: counts(server, **b), "counts", location_ids=PLACES[1:], limit=1000)
    tap.ok(here and {c["location_id"] for c in here} == set(PLACES[1:]), "counts of one place")
    none = orders(server, query={"filter": {"state_filter": {"states": ["DRAFT"]}}})
    tap.ok(none.json == {}, "of nothing there is no list", none.body)


def check_facts(read):
    def cents(money):
        return money["amount"]

    tap.ok(all(cents(o["total_money"]) == sum(cents(line["total_money"]) for line in o["line_items"]) and
               cents(o["total_tax_money"]) == sum(cents(line["total_tax_money"]) for line in o["line_items"])
               for o in read["orders"]), "lines come to the total of an order")
    payments = {p["id"]: p for p in read["payments"]}
    back = {}
    for refund in read["refunds"]:
        back[refund["payment_id"]] = back.get(refund["payment_id"], 0) + cents(refund["amount_money"])
    tap.ok(all(cents(p.get("refunded_money", {"amount": 0})) == back.get(i, 0) for i, p in payments.items()),
           "refunds are what the payments say of them")
    tap.ok(all(cents(payments[o["tenders"][0]["payment_id"]]["total_money"]) == cents(o["total_money"])
               for o in read["orders"]), "and payments what the orders do")
    things = {c["catalog_object_id"] for c in read["counts"]}
    tap.ok(things == {c["id"] for c in read["catalog"]}, "each count has a SKU")


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        asks = {"orders": lambda **more: orders(server, **more), "payments": lambda **m: get(server, "payments", **m),
                "refunds": lambda **m: get(server, "refunds", **m), "counts": lambda **more: counts(server, **more),
                "catalog": lambda **more: get(server, "catalog/list", types="ITEM_VARIATION", **more)}
        members = {name: name for name in asks} | {"catalog": "objects"}
        ids = {"counts": lambda c: (f"{c['catalog_object_id']}/{c['location_id']}", c["quantity"]),
               "catalog": lambda c: told(c["item_variation_data"] | {"id": c["id"]}, "price_money"),
               "orders": lambda o: told(o, "total_money")}
        check_refusals(server)
        read = alike.lists(tap, server, "square", {
            name: (lambda n=name: walk(asks[n], members[n], **({} if n == "catalog" else {"limit": 60})),
                   ids.get(name, lambda r: told(r, "amount_money"))) for name in asks})
        check_windows(server, read)
        check_facts(read)
        routes = []
        for name, ask in asks.items():
            cursor = ask().json["cursor"] if name == "catalog" else ask(limit=50).json["cursor"]
            size = {} if name == "catalog" else {"limit": 50}
            routes.append(alike.Paged(f"square/{name}", lambda headers=None, a=ask, s=size: a(headers=headers, **s),
                                      lambda a=ask, s=size, c=cursor: a(cursor=c, **s),
                                      lambda answer, n=name: answer.json.get(members[n], []), refused))
        alike.all_faults(tap, server, routes, KEY)
        alike.expiry(tap, server, routes[0])
        for name, sample, pick in (("orders", "RetrieveOrder", lambda p: [p["order"]]),
                                   ("payments", "ListPayments", lambda p: p["payments"]),
                                   ("refunds", "ListPaymentRefunds", lambda p: p["refunds"]),
                                   ("counts", "BatchRetrieveInventoryCounts", lambda p: p["counts"])):
            alike.like_sample(tap, name, read[name], f"square/{sample}Response.json", pick)
        tap.ok(server.end() == 0, "ends when its standard input does")
    tap.done()


main()
