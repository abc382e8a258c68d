#!/usr/bin/env python3
"""The test system that stands in for Magento: what it holds, what it refuses, how it pages, and every fault."""

import base64
import hashlib
import hmac
import json
import urllib.parse

import alike
from serving import Systems, Tap, query

KEY = {"Authorization": "Bearer magento-token-of-the-test-systems"}
JSON = {"Content-Type": "application/json"}
LISTS = {"orders": ("orders", "grand_total"), "invoices": ("invoices", "grand_total"),
         "creditmemos": ("creditmemos", "grand_total"), "shipments": ("shipments", "total_qty"),
         "transactions": ("transactions", ""), "products": ("products", "price"), "customers": ("customers/search", "")}
ID = {"transactions": "transaction_id", "products": "id", "customers": "id"}

tap = Tap()


def get(server, path, headers=None, **parameters):
    return server.ask(query(f"/rest/V1/{path}", **parameters), {**KEY, **(headers or {})})


def criteria(page=1, size=100, order="entity_id", **filters):
    """filters: name="condition value"."""
    asked = {"searchCriteria[pageSize]": size, "searchCriteria[currentPage]": page}
    if order:
        asked |= {"searchCriteria[sortOrders][0][field]": order, "searchCriteria[sortOrders][0][direction]": "ASC"}
    for place, (name, wanted) in enumerate(filters.items()):
        condition, value = wanted.split(" ", 1)
        base = f"searchCriteria[filter_groups][{place}][filters][0]"
        asked |= {f"{base}[field]": name, f"{base}[value]": value, f"{base}[condition_type]": condition}
    return asked


def walk(server, path, order="entity_id", **filters):
    found, page, total = [], 1, 1
    while len(found) < total:
        answer = get(server, path, **criteria(page, 100, order, **filters)).json
        found += answer["items"]
        total, page = answer["total_count"], page + 1
    return found


def stock(server, page=1, size=100):
    return get(server, "stockItems/lowStock", scopeId=0, qty=1000000, currentPage=page, pageSize=size)


def all_stock(server):
    return [item for page in range(1, 4) for item in stock(server, page).json["items"]]


def salable(server, products):
    return [(p["sku"], get(server, f"inventory/get-product-salable-quantity/{p['sku']}/1").json) for p in products]


def told(record, name="", amount=""):
    value = record[amount] if amount else 0
    return str(record[name]), f"{value:.2f}".rstrip("0").rstrip(".")


def refused(answer, status):
    return bool(answer.json["message"]) and (status != 401 or "resources" in answer.json["parameters"])


def check_refusals(server):
    for headers in ({"Authorization": "Bearer another"}, {"Authorization": ""}):
        answer = get(server, "orders", headers, **criteria())
        tap.ok(answer.status == 401 and refused(answer, 401), "a wrong token is refused", answer.body)
    alike.refused_parameters(tap, lambda row: get(server, "orders", **row), refused, [
        {}, {"searchCriteria[pageSize]": 0}, {"searchCriteria[size]": 5}, {"page": 2, "searchCriteria": ""},
        criteria(colour="eq blue"), criteria(entity_id="above 7"), criteria(order="colour")])
    tap.ok(get(server, "stockItems/lowStock", scopeId=0).status == 400 and
           get(server, "stockItems/nothing").status == 404 and get(server, "nothing").status == 404,
           "what is not there is not there")
    wrong = server.ask("/rest/V1/integration/admin/token", JSON, "POST", '{"username":"counterfoil","password":"x"}')
    tap.ok(wrong.status == 401 and wrong.json["message"], "a wrong password gives no token", wrong.body)


def new_token(server):
    body = {"username": "counterfoil", "password": "magento-password-of-the-test-systems"}
    return server.ask("/rest/V1/integration/admin/token", JSON, "POST", json.dumps(body)).json


def signed(server, path, parameters, secret="magento-token-secret-of-the", **changed):
    """RFC 5849, 3.4, as Python has it."""
    def coded(text):
        return urllib.parse.quote(str(text), safe="-._~")

    oauth = {"oauth_consumer_key": "magento-consumer-key", "oauth_token": "magento-access-token",
             "oauth_signature_method": "HMAC-SHA256", "oauth_timestamp": "1774999800", "oauth_nonce": "first",
             "oauth_version": "1.0"} | changed
    pairs = sorted((coded(name), coded(value)) for name, value in (oauth | parameters).items())
    url = f"http://127.0.0.1:{server.port}/rest/V1/{path}"
    said = "&".join(coded(part) for part in ("GET", url, "&".join(f"{name}={value}" for name, value in pairs)))
    sum_of = hmac.new(f"magento-consumer-secret-of-the&{secret}".encode(), said.encode(), hashlib.sha256).digest()
    oauth["oauth_signature"] = base64.b64encode(sum_of).decode()
    return {"Authorization": "OAuth " + ", ".join(f'{name}="{coded(value)}"' for name, value in oauth.items())}


def check_signatures(server):
    asked = criteria(1, 5, updated_at="gt 2026-03-01 00:00:00")
    tap.ok(get(server, "orders", signed(server, "orders", asked), **asked).status == 200, "a request that is signed")
    again = get(server, "orders", signed(server, "orders", asked), **asked)
    tap.ok(again.status == 401, "not twice with one nonce")
    for wrong in ({"secret": "another"}, {"oauth_token": "another"}, {"oauth_signature_method": "HMAC-SHA1"}):
        headers = signed(server, "orders", asked, **{"oauth_nonce": "other"} | wrong)
        tap.ok(get(server, "orders", headers, **asked).status == 401, f"nor with {wrong}")
    headers = signed(server, "orders", asked, oauth_nonce="third")
    tap.ok(get(server, "orders", headers, **asked | {"searchCriteria[pageSize]": 6}).status == 401,
           "nor for another query")


def check_searches(server, orders):
    middle = sorted(o["updated_at"] for o in orders)[len(orders) // 2]
    later = walk(server, "orders", updated_at=f"gt {middle}")
    tap.ok(later == [o for o in orders if o["updated_at"] > middle] and later, "updated_at gt, in order of entity_id")
    upto = walk(server, "orders", updated_at=f"lteq {middle}", state="eq complete")
    tap.ok(upto == [o for o in orders if o["updated_at"] <= middle and o["state"] == "complete"] and upto,
           "groups must all hold")
    asked = criteria(1, 5) | {"fields": "items[entity_id,items[sku,qty_ordered]],total_count"}
    few = get(server, "orders", **asked).json
    tap.ok(few["total_count"] == len(orders) and set(few) == {"items", "total_count"} and
           all(set(o) == {"entity_id", "items"} and set(o["items"][0]) == {"sku", "qty_ordered"} for o in few["items"]),
           "fields leaves out what it does not name", few)
    said = get(server, "orders", **criteria(2, 5, status="eq complete")).json["search_criteria"]
    tap.ok(said["page_size"] == 5 and said["current_page"] == 2 and said["filter_groups"][0]["filters"] ==
           [{"field": "status", "value": "complete", "condition_type": "eq"}], "what was asked is said again", said)
    last, beyond = (get(server, "orders", **criteria(page)).json["items"] for page in (5, 9))
    tap.ok(last and last == beyond, "a page past the last is the last once more")
    tap.ok(len(get(server, "orders", searchCriteria="").json["items"]) == len(orders), "without a size all is a page")


def check_facts(read):
    def cents(amount):
        return round(amount * 100)

    orders = {o["entity_id"]: o for o in read["orders"]}
    tap.ok(all(cents(o["grand_total"]) == sum(cents(i["row_total_incl_tax"]) for i in o["items"] if i["row_total"]) +
               cents(o["shipping_incl_tax"]) for o in orders.values()), "lines and shipping are the total of an order")
    tap.ok(all(cents(o["subtotal"]) + cents(o["shipping_amount"]) + cents(o["tax_amount"]) == cents(o["grand_total"])
               for name in ("orders", "invoices", "creditmemos") for o in read[name]), "and so are net and tax")
    back = {}
    for memo in read["creditmemos"]:
        back[memo["order_id"]] = back.get(memo["order_id"], 0) + cents(memo["grand_total"])
    tap.ok(all(cents(o.get("total_refunded", 0)) == back.get(i, 0) for i, o in orders.items()),
           "credit memos are what an order says of them")
    tap.ok(any("parent_item_id" in i for o in orders.values() for i in o["items"]), "some lines stand below another")
    tap.ok(all(o["increment_id"] == f"{1000 + i:09}" for i, o in orders.items()), "numbers begin with zeros")


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        check_refusals(server)
        walks = {name: (lambda p=path, n=name: walk(server, p, ID.get(n, "entity_id")),
                        lambda r, n=name, a=amount: told(r, ID.get(n, "entity_id"), a))
                 for name, (path, amount) in LISTS.items()}
        walks["source-items"] = (lambda: walk(server, "inventory/source-items", "sku"),
                                 lambda r: (f"{r['sku']}/{r['source_code']}", str(r["quantity"])))
        walks["stockItems"] = (lambda: all_stock(server), lambda r: told(r, "item_id", "qty"))
        read = alike.lists(tap, server, "magento", walks)
        read |= alike.lists(tap, server, "magento", {"salable-quantity": (
            lambda: salable(server, read["products"]), lambda r: (r[0], str(r[1])))})
        check_signatures(server)
        check_searches(server, read["orders"])
        check_facts(read)
        one = get(server, "stockItems/CF-00007").json
        tap.ok(one == read["stockItems"][6], "the stock of one SKU")
        paths = {n: p for n, (p, _) in LISTS.items()} | {"source-items": "inventory/source-items"}
        routes = [alike.Paged(f"magento/{name}",
                              lambda headers=None, p=path, n=name: get(server, p, headers,
                                                                       **criteria(order=ID.get(n, ""))),
                              lambda p=path, n=name: get(server, p, **criteria(2, order=ID.get(n, ""))),
                              lambda answer: answer.json["items"], refused,
                              total=lambda answer: answer.json["total_count"])
                  for name, path in paths.items()]
        alike.all_faults(tap, server, routes, KEY)
        alike.expiry(tap, server, routes[0])
        keys = [new_token(server)]
        route = alike.Paged("magento/orders", lambda: get(server, "orders", {"Authorization": f"Bearer {keys[-1]}"},
                                                          **criteria()), None, None, refused)
        alike.tokens(tap, server, route, lambda: keys.append(new_token(server)))
        for name, sample in (("invoices", "invoice_get"), ("creditmemos", "creditmemo_get")):
            alike.like_sample(tap, name, read[name], f"magento/{sample}.json", lambda one: [one])
        for name, sample in (("customers", "customers_search_1"), ("source-items", "source_items_list")):
            alike.like_sample(tap, name, read[name], f"magento/{sample}.json", lambda one: one["items"])
        alike.like_sample(tap, "stockItems", read["stockItems"], "magento/product_with_stock_item.json",
                          lambda one: [one["extension_attributes"]["stock_item"]])
        tap.ok(server.end() == 0, "ends when its standard input does")
    tap.done()


main()
