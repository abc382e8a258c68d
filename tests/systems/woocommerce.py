#!/usr/bin/env python3
"""The test system that stands in for WooCommerce: what it holds, what it refuses, how it pages, and every fault."""

import alike
from serving import Systems, Tap, basic, query

KEY = {"Authorization": basic("ck_of_the_test_systems", "cs_of_the_test_systems")}
STOCK = ("id", "stock_quantity")

tap = Tap()


def get(server, path, headers=None, **parameters):
    return server.ask(query(f"/wp-json/wc/v3/{path}", **parameters), {**KEY, **(headers or {})})


def walk(server, path, per_page=100, **parameters):
    """By page, until the last of X-WP-TotalPages."""
    found, page, pages = [], 1, 1
    while page <= pages:
        answer = get(server, path, page=page, per_page=per_page, **parameters)
        found += answer.json
        pages, page = int(answer.headers["X-WP-TotalPages"]), page + 1
    return found


def variations(server):
    products = walk(server, "products", type="variable")
    return [v for p in products for v in walk(server, f"products/{p['id']}/variations")]


def told(record, amount):
    value = record.get(amount, "0")
    return str(record["id"]), "" if value is None else str(value)


def refused(answer, status):
    if status in (429, 503):
        return answer.headers["Content-Type"] == "text/html"
    return answer.json["data"]["status"] == status and answer.json["code"] and answer.json["message"]


def check_refusals(server):
    for headers in ({"Authorization": basic("ck_of_the_test_systems", "another")}, {"Authorization": ""}):
        answer = get(server, "orders", headers)
        tap.ok(answer.status == 401 and refused(answer, 401), "a wrong key is refused", answer.body)
    alike.refused_parameters(tap, lambda row: get(server, "orders", **row), refused, [
        {"per_page": 101}, {"per_page": 0}, {"page": 0}, {"limit": 5}, {"orderby": "total"}, {"order": "up"},
        {"modified_after": "today"}, {"modified_after": "2026-03-01"}])
    tap.ok(get(server, "orders/999999").status == 404 and get(server, "orders/999999/refunds").status == 404 and
           get(server, "variations").json["code"] == "rest_no_route", "what is not there is not there")


def check_windows(server, orders):
    middle = sorted(o["date_modified_gmt"] for o in orders)[len(orders) // 2]
    window = {"dates_are_gmt": "true", "orderby": "modified", "order": "asc"}
    behind = walk(server, "orders", modified_after=middle, **window)
    in_order = sorted(orders, key=lambda o: (o["date_modified_gmt"], o["id"]))
    tap.ok([o["id"] for o in behind] == [o["id"] for o in in_order if o["date_modified_gmt"] > middle],
           "modified_after, in order of change")
    lean = get(server, "orders", per_page=3, _fields="id,line_items.sku").json
    full = get(server, "orders", per_page=3).json
    tap.ok(lean == [{"id": o["id"], "line_items": [{"sku": i["sku"]} for i in o["line_items"]]} for o in full],
           "_fields is what comes", lean)
    before = walk(server, "orders", modified_before=middle, dates_are_gmt="true")
    same = [o for o in orders if o["date_modified_gmt"] == middle]
    tap.ok(len(before) + len(same) + len(behind) == len(orders), "and modified_before leaves out its own second, too")
    local = walk(server, "orders", modified_after=same[0]["date_modified"])
    tap.ok(sorted(o["id"] for o in local) == sorted(o["id"] for o in behind), "else it is the shop's time")
    done = walk(server, "orders", status="completed")
    tap.ok(done and all(o["status"] == "completed" for o in done) and len(done) < len(orders), "status chooses")
    first = get(server, "orders")
    tap.ok(len(first.json) == 10 and first.headers["X-WP-Total"] == str(len(orders)) and
           'rel="next"' in first.headers["Link"] and 'rel="last"' in first.headers["Link"] and
           'rel="prev"' not in first.headers["Link"], "ten are a page, and Link says where it goes on", first.headers)


def check_facts(server, read):
    def cents(amount):
        return round(float(amount) * 100)

    tap.ok(all(cents(o["total"]) == sum(cents(line["total"]) + cents(line["total_tax"]) for line in
                                        o["line_items"] + o["shipping_lines"]) for o in read["orders"]),
           "lines and shipping come to the total of an order")
    returned = {}
    for refund in read["refunds"]:
        returned.setdefault(refund["parent_id"], []).append(refund)
    tap.ok(all({(r["id"], "-" + r["amount"]) for r in returned.get(o["id"], [])} ==
               {(r["id"], r["total"]) for r in o["refunds"]} for o in read["orders"]), "refunds are the orders' own")
    some = next(o for o in read["orders"] if o["refunds"])
    own = walk(server, f"orders/{some['id']}/refunds")
    tap.ok([r["id"] for r in own] == sorted((r["id"] for r in some["refunds"]), reverse=True) and
           "parent_id" not in own[0], "an order's own refunds, newest first")
    return own


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        check_refusals(server)
        read = alike.lists(tap, server, "woocommerce", {
            "orders": (lambda: walk(server, "orders", orderby="id", order="asc"), lambda r: told(r, "total")),
            "refunds": (lambda: walk(server, "refunds"), lambda r: told(r, "amount")),
            "products": (lambda: walk(server, "products"), lambda r: told(r, "stock_quantity")),
            "variations": (lambda: variations(server), lambda r: told(r, "stock_quantity")),
            "customers": (lambda: walk(server, "customers"), lambda r: told(r, "")),
        })
        check_windows(server, read["orders"])
        own = check_facts(server, read)
        routes = [alike.Paged(f"woocommerce/{name}", lambda headers=None, n=name: get(server, n, headers),
                                lambda n=name: get(server, n, page=2), lambda answer: answer.json, refused,
                                total=lambda answer: int(answer.headers["X-WP-Total"]))
                  for name in ("orders", "refunds", "products", "customers")]
        alike.all_faults(tap, server, routes, KEY)
        alike.expiry(tap, server, routes[0])
        samples = {"orders": "orders_list", "refunds": "order_refunds_list", "products": "products_list",
                   "variations": "product_variations_list", "customers": "customers_list"}
        alike.like_sample(tap, "order", read["orders"], "woocommerce/order_get.json", lambda one: [one])
        for name, sample in samples.items():
            records = own if name == "refunds" else read[name]
            # What a table calls reason has another name in one example.
            alike.like_sample(tap, name, records, f"woocommerce/{sample}.json", without=["[].refunds[].refund"])
        tap.ok(server.end() == 0, "ends when its standard input does")
    tap.done()


main()
