#!/usr/bin/env python3
"""The test system of ShipHero by itself: GraphQL that costs credits, and tells what is wrong in a 200."""

import json
import sys

sys.dont_write_bytecode = True

import faulty  # noqa: E402
import resting  # noqa: E402
from serving import SAMPLES, Systems, Tap, shapes  # noqa: E402

tap = Tap()
LISTS = {"products": "id sku price", "warehouse_products": "id sku on_hand", "orders": "id order_number total_price",
         "shipments": "id order_id shipping_labels { tracking_number cost }",
         "returns": "id order_id line_items { quantity }", "purchase_orders": "id po_number total_price"}
AMOUNTS = {"products": lambda r: r["price"], "warehouse_products": lambda r: str(r["on_hand"]),
           "orders": lambda r: r["total_price"], "shipments": lambda r: r["shipping_labels"][0]["cost"],
           "returns": lambda r: str(sum(i["quantity"] for i in r["line_items"])),
           "purchase_orders": lambda r: r["total_price"]}


def post(server, path, body, headers=None):
    return server.ask(f"/shiphero/{path}", {**resting.JSON, **(headers or {})}, "POST", json.dumps(body).encode())


def refresh(server, headers=None, token="shiphero-refresh-of-the-test-systems"):
    return post(server, "auth/refresh", {"refresh_token": token}, headers)


def ask(server, key, source, headers=None, **variables):
    return post(server, "graphql", {"query": source, "variables": variables}, {**key, **(headers or {})})


def page(name, fields, arguments="", first=60):
    return (f"query($after: String) {{ {name}{arguments} {{ request_id complexity data(first: {first}, after: $after) "
            f"{{ pageInfo {{ hasNextPage endCursor }} edges {{ cursor node {{ {fields} }} }} }} }} }}")


def rows(answer, name="orders"):
    return [edge["node"] for edge in answer.json["data"][name]["data"]["edges"]]


def walk(server, key, name, fields, arguments=""):
    found, after = [], None
    while True:
        server.faults()
        answer = ask(server, key, page(name, fields, arguments), after=after)
        found += rows(answer, name)
        info = answer.json["data"][name]["data"]["pageInfo"]
        if not info["hasNextPage"]:
            return found
        after = info["endCursor"]


def message(answer):
    return answer.json["errors"][0]["message"]


def check_refusals(server, key):
    tap.ok(refresh(server, token="none").status == 401 and post(server, "auth/token", {"username": "x"}).status == 401,
           "no token for those who are not known")
    given = post(server, "auth/token", {"username": "shiphero@example.com",
                                        "password": "shiphero-password-of-the-test-systems"}).json
    tap.ok(given["refresh_token"] == "shiphero-refresh-of-the-test-systems" and given["expires_in"] == 3599,
           "a user is given one that can be renewed")
    for headers in ({}, resting.bearer("eyJ0")):
        answer = ask(server, headers, page("orders", "id"))
        tap.ok(answer.status == 401 and answer.json["code"] == "token_expired", "no list without a token", answer.body)
    wrong = [page("orders", "id total"), page("orders", "id line_items"), page("orders", "id { id }"),
             page("carts", "id"), page("orders", "id", "(updated_since: \"2026-03-01\")"),
             page("orders", "id", "(updated_from: \"yesterday\")"),
             page("orders", "id").replace("after: $", "behind: $"),
             page("orders", "id", first=0), "mutation { order_create { id } }", "query {", page("orders", "")]
    for source in wrong:
        answer = ask(server, key, source)
        tap.ok(answer.status == 400 and message(answer), f"refuses {source[-90:]}", answer.body)
    tap.ok(ask(server, key, page("orders", "id"), after="bm9uZQ==").status == 400, "a cursor that is none")


def check_lists(server, key):
    for name, fields in LISTS.items():
        found = walk(server, key, name, fields)
        resting.check_held(tap, server, "shiphero", name, [(r["id"], AMOUNTS[name](r)) for r in found])
    orders = walk(server, key, "orders", "id order_number updated_at shipments { id } "
                  "line_items(first: 20) { pageInfo { hasNextPage } edges { node { sku quantity } } }")
    long = [o for o in orders if o["line_items"]["pageInfo"]["hasNextPage"]]
    tap.ok(len(long) == 2 and all(len(o["line_items"]["edges"]) == 20 for o in long), "lists in records are cut, too")
    middle = sorted(o["updated_at"] for o in orders)[250]
    late = walk(server, key, "orders", "id updated_at", f'(updated_from: "{middle}")')
    tap.ok({o["id"] for o in late} == {o["id"] for o in orders if o["updated_at"] >= middle}, "those changed since")
    one = orders[7]
    found = walk(server, key, "orders", "number: order_number", f'(order_number: "{one["order_number"]}")')
    tap.ok(found == [{"number": one["order_number"]}], "one by its number, under another name")


def check_credits(server, key):
    server.faults()
    first = ask(server, key, page("orders", "id", first=100)).json["data"]["orders"]
    tap.ok(first["complexity"] == 101 and first["request_id"], "a hundred records cost a hundred and one")
    nested = page("orders", "id line_items { edges { node { sku } } }", first=10)
    tap.ok(ask(server, key, nested).json["data"]["orders"]["complexity"] == 1 + 10 * 101,
           "a list in each of ten has a hundred where nothing is said")
    more = ask(server, key, nested.replace("first: 10,", "first: 60,"))
    tap.ok("requires" in message(more), "more than there can be")
    server.faults()
    answers = [ask(server, key, nested) for _ in range(6)]
    refused = [a for a in answers if "errors" in a.json]
    tap.ok(refused and all(a.status == 200 for a in answers) and server.log()["beyond_rate"] == len(refused),
           "credits run out, in a 200")
    error = refused[0].json["errors"][0]
    tap.ok(error["code"] == 30 and error["required_credits"] == 1011 > error["remaining_credits"] and
           error["time_remaining"].endswith(" seconds"), "and it is told how long", error)


def check_shapes(server, key):
    sample = SAMPLES / "shiphero" / "warehouse_products_shape.json"
    if not sample.exists():
        tap.ok(True, f"# SKIP {sample} is not here")
        return
    server.faults()
    source = ("query { warehouse_products { request_id complexity data(first: 2) { edges { node "
              "{ id account_id on_hand inventory_bin product { sku name } } } } } }")
    mine, published = shapes(ask(server, key, source).json), shapes(json.loads(sample.read_text()))
    wrong = [p for p, kinds in published.items() if ".locations" not in p and mine.get(p) != kinds]
    tap.ok(not wrong, "paths and types as published", *wrong)


def check_faults(server, key):
    def is_refusal(answer, status):
        return answer.json["code"] == "token_expired" if status == 401 else message(answer)

    server.faults()
    source = page("orders", "id order_number", first=50)
    after = ask(server, key, source).json["data"]["orders"]["data"]["pageInfo"]["endCursor"]

    def first(headers=None):
        return ask(server, key, source, headers)

    resting.check_faults(tap, server, faulty.Route("shiphero/orders", first, rows, is_refusal), key)
    resting.check_pages(tap, server, "shiphero/orders", first, lambda: ask(server, key, source, after=after), rows)
    server.faults("AT 1 REQUEST OF shiphero/orders: an error in a 200\n"
                  "AT 2 REQUEST OF shiphero/orders: the token expires")
    wrong, expired = first(), first()
    tap.ok(wrong.status == 200 and message(wrong) and expired.status == 401, "an error in a 200, a token that expires")
    renewed = resting.bearer(refresh(server).json["access_token"])
    tap.ok(ask(server, renewed, source).status == 200, "and another that is good")


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        key = resting.bearer(refresh(server).json["access_token"])
        check_refusals(server, key)
        check_lists(server, key)
        check_credits(server, key)
        check_shapes(server, key)
        check_faults(server, key)
    tap.done()


main()
