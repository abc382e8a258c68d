#!/usr/bin/env python3
"""The test system that stands in for Shopify: GraphQL, its costs, pages, searches, bulk operations, and every fault."""

import json
from decimal import Decimal
from urllib.parse import urlsplit

import faulty
from serving import SAMPLES, Systems, Tap, digest, unlike

PATH = "/admin/api/2026-01/graphql.json"
KEY = {"X-Shopify-Access-Token": "shpat_of_the_test_systems", "Content-Type": "application/json"}

ORDERS = """query Orders($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { id name updatedAt test totalPriceSet { shopMoney { amount currencyCode } } }
    pageInfo { hasNextPage endCursor }
  }
}"""
ONE = """query One($id: ID!) { order(id: $id) {
  id legacyResourceId name test createdAt processedAt updatedAt cancelledAt displayFinancialStatus
  displayFulfillmentStatus currencyCode presentmentCurrencyCode email tags
  totalPriceSet { ...bag } currentTotalPriceSet { ...bag } totalReceivedSet { ...bag } totalRefundedSet { ...bag }
  customer { id email numberOfOrders amountSpent { amount currencyCode } }
  shippingLines(first: 5) { nodes { originalPriceSet { ...bag } } }
  lineItems(first: 100) { nodes { id title sku quantity currentQuantity originalUnitPriceSet { ...bag } }
    pageInfo { hasNextPage } }
  transactions { id kind status gateway authorizationCode amountSet { ...bag } parentTransaction { id } }
  refunds { id note createdAt updatedAt totalRefundedSet { ...bag } order { name }
    refundShippingLines(first: 1) { nodes { id subtotalAmountSet { ...bag } shippingLine { id } } }
    refundLineItems(first: 5) { nodes { id quantity restockType restocked lineItem { id } subtotalSet { ...bag } } }
    transactions(first: 5) { nodes { id kind status gateway amountSet { ...bag } } } }
  fulfillments { id status displayStatus trackingInfo { number url company }
    fulfillmentLineItems(first: 5) { nodes { id quantity lineItem { id } } } }
} }
fragment bag on MoneyBag { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }"""
STOCK = """query Stock($first: Int!, $after: String) { inventoryItems(first: $first, after: $after) {
  edges { cursor node { id sku inventoryLevels(first: 2) { nodes { id location { id name }
    quantities(names: ["available", "on_hand", "committed"]) { name quantity } } } } }
  pageInfo { hasNextPage endCursor } } }"""
PAYOUTS = """query Payouts($first: Int!, $after: String) { shopifyPaymentsAccount {
  payouts(first: $first, after: $after) {
  nodes { id issuedAt status net { amount currencyCode } } pageInfo { hasNextPage endCursor } } } }"""
MOVEMENTS = """query M($first: Int!, $after: String, $query: String) { shopifyPaymentsAccount {
  balanceTransactions(first: $first, after: $after, query: $query) { nodes { id type amount { amount } fee { amount }
  net { amount } associatedPayout { id } associatedOrder { id name } } pageInfo { hasNextPage endCursor } } } }"""
BULK = """mutation($q: String!) { bulkOperationRunQuery(query: $q) {
  bulkOperation { id status } userErrors { field message } } }"""
POLL = """query($id: ID!) { node(id: $id) { ... on BulkOperation {
  id status objectCount rootObjectCount fileSize url } } }"""

tap = Tap()


def post(server, text, headers=None, path=PATH, **variables):
    return server.ask(path, {**KEY, **(headers or {})}, method="POST",
                      body=json.dumps({"query": text, "variables": variables}))


def connection(answer):
    """The first connection of an answer."""
    assert "data" in answer.json, answer.body
    part = answer.json["data"]
    while "pageInfo" not in part:
        part = next(iter(part.values()))
    return part


def nodes_of(part):
    return part["nodes"] if "nodes" in part else [edge["node"] for edge in part["edges"]]


def walk(server, text, first, **variables):
    server.faults()
    found, part = [], {"pageInfo": {"hasNextPage": True, "endCursor": None}}
    while part["pageInfo"]["hasNextPage"]:
        part = connection(post(server, text, first=first, after=part["pageInfo"]["endCursor"], **variables))
        found += nodes_of(part)
    return found


def check_refusals(server):
    server.faults()
    none = server.ask(PATH, method="POST", body=b"{}")
    wrong = post(server, "{ shop { name } }", {"X-Shopify-Access-Token": "another"})
    tap.ok(none.status == wrong.status == 401 and server.log()["refused_credentials"] == 2,
           "no token and a wrong one are refused, and counted")
    for query, code in [
            ("{ orders(first: 5) { nodes { id amount } } }", "undefinedField"),
            ("{ orders(first: 5) { records { id } } }", "undefinedField"),
            ("{ invoices(first: 5) { nodes { id } } }", "undefinedField"),
            ("{ orders(first: 5) { nodes { id } pageInfo { next } } }", "undefinedField"),
            ("{ orders(first: 5, page: 2) { nodes { id } } }", "argumentNotAccepted"),
            ("{ orders { nodes { id } } }", "BAD_REQUEST"), ("{ orders(first: 251) { nodes { id } } }", "BAD_REQUEST"),
            ("{ orders(first: 5, after: \"none\") { nodes { id } } }", "BAD_REQUEST"),
            ("{ orders(first: 5, query: \"updatedat:>2026-01-01\") { nodes { id } } }", "BAD_REQUEST"),
            ("{ orders(first: 5, query: \"updated_at:>=yesterday\") { nodes { id } } }", "BAD_REQUEST"),
            ("{ orders(first: 5) { nodes { id { x } } } }", "selectionMismatch"),
            ("{ orders(first: 5) { nodes { totalPriceSet } } }", "selectionMismatch"),
            ("{ order { id } }", "missingRequiredArguments"),
            ("{ orders(first: 250) { nodes { id lineItems(first: 50) { nodes { id } } } } }", "MAX_COST_EXCEEDED")]:
        answer = post(server, query)
        tap.ok(answer.status == 200 and answer.json["errors"][0]["extensions"]["code"] == code and
               "data" not in answer.json, f"refused: {query}", answer.body)
    for query in ["{ orders(first: 5) { nodes { id }", "query($n: Int!) { orders(first: $n) { nodes { id } } }",
                  "{ orders(first: $n) { nodes { id } } }", "{ shop { ...none } }", "{}", "{ shop { name } } }"]:
        tap.ok("errors" in post(server, query).json, f"is no query: {query}")
    served = [post(server, "{ shop { name } }", path=f"/admin/api/{version}/graphql.json")
              for version in ("2026-01", "2024-01", "new")]
    tap.ok([a.headers.get("X-Shopify-API-Version") for a in served] == ["2026-01", "2025-10", None] and
           served[2].status == 404, "an old version is served by the oldest, and one that is none by none")


def check_lists(server):
    lists = {}
    for name, query, first, amount in [
            ("orders", ORDERS, 100, lambda n: n["totalPriceSet"]["shopMoney"]["amount"]),
            ("inventoryItems", STOCK, 50, lambda n: str(level(n)["on_hand"])),
            ("payouts", PAYOUTS, 100, lambda n: n["net"]["amount"]),
            ("balanceTransactions", MOVEMENTS, 100, lambda n: n["amount"]["amount"])]:
        count, told, held = server.held("shopify", name)
        found = lists[name] = walk(server, query, first)
        same = sorted((n["id"], amount(n)) for n in found) == sorted(held)
        tap.ok(count >= 250 and len(found) == count and same, f"{name}: {count} records, each once, as they are held")
        tap.ok(name == "orders" or digest(n["id"] for n in found) == told, f"{name}: in their order")
    order = [n["updatedAt"] for n in lists["orders"]]
    tap.ok(order == sorted(order), "orders by updatedAt, where sortKey says so")
    return lists


def level(node):
    return {q["name"]: q["quantity"] for q in node["inventoryLevels"]["nodes"][0]["quantities"]}


def check_search(server, orders):
    middle = orders[len(orders) // 2]["updatedAt"]
    early = walk(server, ORDERS, 100, query=f"updated_at:<'{middle}'")
    late = walk(server, ORDERS, 100,
                query=f"updated_at:>='{middle}' AND updated_at:<'2026-04-01T00:00:00Z' AND status:any")
    tap.ok(early + late == orders and early and late, "updated_at parts the orders")
    one = connection(post(server, ORDERS, first=5, query=f"name:{orders[7]['name']}"))
    tap.ok([n["id"] for n in one["nodes"]] == [orders[7]["id"]], "by name")
    count = post(server, '{ ordersCount(query: "status:any") { count precision } }').json["data"]["ordersCount"]
    tap.ok(count == {"count": len(orders), "precision": "EXACT"}, "ordersCount")
    back = connection(post(server, "{ orders(last: 3, reverse: true) { nodes { id } pageInfo { hasPreviousPage } } }"))
    tap.ok(back["pageInfo"]["hasPreviousPage"] and len(back["nodes"]) == 3, "last and reverse")


def check_facts(server, lists):
    server.faults()
    money = lambda bag: Decimal(bag["shopMoney"]["amount"])
    seen = []
    for node in lists["orders"][:4] + lists["orders"][-4:]:
        answer = post(server, ONE, id=node["id"])
        assert "data" in answer.json, answer.body
        seen.append(answer.json["data"]["order"])
    tap.ok(all(money(o["totalPriceSet"]) == sum(money(l["originalUnitPriceSet"]) * l["quantity"]
                                                for l in o["lineItems"]["nodes"]) +
               money(o["shippingLines"]["nodes"][0]["originalPriceSet"]) for o in seen if
               not o["lineItems"]["pageInfo"]["hasNextPage"]), "an order is its lines and its shipping")
    tap.ok(all(money(o["totalRefundedSet"]) == sum(money(r["totalRefundedSet"]) for r in o["refunds"]) ==
               sum(money(t["amountSet"]) for t in o["transactions"] if t["kind"] == "REFUND") for o in seen),
           "refunds are what went back")
    tap.ok(all(money(r["totalRefundedSet"]) == sum(money(l["subtotalSet"]) for l in r["refundLineItems"]["nodes"]) +
               sum(money(l["subtotalAmountSet"]) for l in r["refundShippingLines"]["nodes"]) and
               r["order"]["name"] == o["name"] for o in seen for r in o["refunds"]),
           "a refund is of lines or of shipping, and of its order")
    charges = {i for i, _ in server.held("stripe", "charges")[2]}
    tap.ok(all((o["transactions"][0]["authorizationCode"] in charges) == (o["transactions"][0]["gateway"] == "stripe")
               for o in seen), "an order names its charge, where another gateway took the money")
    sums = {}
    for m in lists["balanceTransactions"]:
        assert Decimal(m["amount"]["amount"]) - Decimal(m["fee"]["amount"]) == Decimal(m["net"]["amount"])
        payout = m["associatedPayout"]["id"]
        sums[payout] = sums.get(payout, 0) + Decimal(m["net"]["amount"])
    tap.ok(sums == {p["id"]: Decimal(p["net"]["amount"]) for p in lists["payouts"]}, "a payout is its movements")
    number = lists["payouts"][3]["id"].rsplit("/", 1)[1]
    only = connection(post(server, MOVEMENTS, first=5, query=f"payments_transfer_id:{number}"))["nodes"]
    tap.ok([m["associatedPayout"]["id"] for m in only] == [lists["payouts"][3]["id"]], "by payout")
    long = [n for n in lists["orders"] if n["name"] == "#1011"]
    part = """query($id: ID!, $after: String) { order(id: $id) { lineItems(first: 25, after: $after) {
      nodes { id } pageInfo { hasNextPage endCursor } } } }"""
    found, after, more = [], None, True
    while more:
        page = connection(post(server, part, id=long[0]["id"], after=after))
        found += [n["id"] for n in page["nodes"]]
        more, after = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]
    tap.ok(len(found) == len(set(found)) == 60, "an order of sixty lines is more than one page of them", len(found))
    scopes = post(server, "{ currentAppInstallation { accessScopes { handle } } }").json["data"]
    tap.ok({"handle": "read_all_orders"} in scopes["currentAppInstallation"]["accessScopes"], "granted scopes")
    return seen


def check_costs(server):
    server.faults()
    first = post(server, "{ orders(first: 10) { nodes { id customer { id } } } }").json["extensions"]["cost"]
    tap.ok(first["requestedQueryCost"] == 22 and first["actualQueryCost"] == 22 and
           first["throttleStatus"] == {"maximumAvailable": 2000, "currentlyAvailable": 1978, "restoreRate": 100},
           "what a query costs", first)
    heavy = "{ orders(first: 30) { nodes { id lineItems(first: 30) { nodes { id } } } } }"
    answers = [post(server, heavy).json for _ in range(25)]
    refused = [a for a in answers if "errors" in a]
    tap.ok(refused and server.log()["beyond_rate"] == len(refused), "what is beyond the bucket is counted",
           len(refused))
    cost = refused[0]["extensions"]["cost"]
    tap.ok(refused[0]["errors"][0]["extensions"]["code"] == "THROTTLED" and cost["actualQueryCost"] is None and
           cost["requestedQueryCost"] > cost["throttleStatus"]["currentlyAvailable"] and "data" not in refused[0],
           "and throttled inside a 200", refused[0])


def check_bulk(server, lists):
    server.faults()
    bad = [("{ orders { nodes { id } } }", "edges"), ("{ shop { name } }", "at least one connection"),
           ('{ node(id: "gid://shopify/Order/1") { id } }', "top level"),
           ("{ orders { edges { node { refunds { refundLineItems { edges { node { id } } } } } } } }", "list field")]
    for query, word in bad:
        errors = post(server, BULK, q=query).json["data"]["bulkOperationRunQuery"]["userErrors"]
        tap.ok(errors and word in errors[0]["message"], f"no bulk query: {query}", errors)
    query = "{ orders { edges { node { id name lineItems { edges { node { id quantity } } } } } } }"
    began = post(server, BULK, q=query).json["data"]["bulkOperationRunQuery"]["bulkOperation"]
    polls = [post(server, POLL, id=began["id"]).json["data"]["node"] for _ in range(2)]
    tap.ok([p["status"] for p in polls] == ["RUNNING", "COMPLETED"] and polls[0]["url"] is None,
           "polled until it is done")
    url = urlsplit(polls[1]["url"])
    file = server.ask(f"{url.path}?{url.query}", host=url.netloc.split(":")[0])
    lines = [json.loads(line) for line in file.body.splitlines()]
    tap.ok(url.hostname == "localhost" and len(file.body) == int(polls[1]["fileSize"]) and
           len(lines) == int(polls[1]["objectCount"]), "its file lies on another host, as long as it says")
    roots = [line for line in lines if "__parentId" not in line]
    tap.ok(len(roots) == int(polls[1]["rootObjectCount"]) and
           {r["id"] for r in roots} == {n["id"] for n in lists["orders"]}, "with every order")
    parents, known = True, set()
    for line in lines:
        known.add(line["id"])
        parents &= line.get("__parentId", line["id"]) in known
    tap.ok(parents, "and each line behind its parent")
    server.ask(f"{url.path}?{url.query}", KEY)
    log = server.log()
    tap.ok((log["requests_elsewhere"], log["secrets_elsewhere"]) == (2, 1),
           "the log tells whether a token followed", log)
    tap.ok(server.ask(url.path).status == 403, "without its signature it is not given")
    began = [post(server, BULK, q=query).json["data"]["bulkOperationRunQuery"] for _ in range(6)]
    tap.ok([bool(b["userErrors"]) for b in began] == [False] * 5 + [True], "five at once, not six", began)
    server.faults("AT EVERY REQUEST OF shopify/bulk/orders: a total that disagrees")
    began = post(server, BULK, q=query).json["data"]["bulkOperationRunQuery"]["bulkOperation"]
    polls = [post(server, POLL, id=began["id"]).json["data"]["node"] for _ in range(2)]
    tap.ok(int(polls[1]["objectCount"]) == len(lines) + 1, "a total that disagrees")


def bulk_lines(server, query):
    began = post(server, BULK, q=query).json["data"]["bulkOperationRunQuery"]
    assert not began["userErrors"], began
    polls = [post(server, POLL, id=began["bulkOperation"]["id"]).json["data"]["node"] for _ in range(2)]
    url = urlsplit(polls[1]["url"])
    return [json.loads(line) for line in server.ask(f"{url.path}?{url.query}").body.splitlines()]


def cents(money):
    return Decimal(money["amount"])


def check_goods(server, orders):
    """Gift cards, variants and customers, and what of orders stands in lines of its own."""
    server.faults()
    cards = bulk_lines(server, """{ giftCards { edges { node { id enabled initialValue { amount } balance { amount }
      order { id name } transactions { edges { node { __typename id amount { amount } giftCard { id } } } } } } } }""")
    roots = {line["id"]: line for line in cards if "__parentId" not in line}
    entries = [line for line in cards if "__parentId" in line]
    tap.ok(all(cents(card["balance"]) == sum(cents(e["amount"]) for e in entries if e["__parentId"] == i)
               for i, card in roots.items()), "what is left on a gift card is the sum of its entries")
    tap.ok(all(e["id"].split("/")[3] == e["__typename"] and e["giftCard"]["id"] == e["__parentId"] and
               (cents(e["amount"]) < 0) == (e["__typename"] == "GiftCardDebitTransaction") for e in entries),
           "debits have a minus, and say what they are")
    names = {order["id"]: order["name"] for order in orders}
    tap.ok(all(c["order"] is None or names[c["order"]["id"]] == c["order"]["name"] for c in roots.values()),
           "a gift card that was sold names its order")
    lines = bulk_lines(server, """{ orders { edges { node { id name lineItems { edges { node { id sku } } }
      shippingLines { edges { node { id } } } returns { edges { node { id name status totalQuantity
        returnLineItems { edges { node { id quantity ... on ReturnLineItem { fulfillmentLineItem {
          lineItem { id sku } } } } } } } } } } } } }""")
    known = {line["id"]: line for line in lines}
    back = [line for line in lines if "/ReturnLineItem/" in line["id"]]
    tap.ok(back and all(known[line["fulfillmentLineItem"]["lineItem"]["id"]]["sku"] ==
                        line["fulfillmentLineItem"]["lineItem"]["sku"] and
                        "/Order/" in known[known[line["__parentId"]]["__parentId"]]["id"] for line in back),
           "a returned line names its article, two levels below its order")
    variants = bulk_lines(server, "{ productVariants { edges { node { id sku price product { id title status } } } } }")
    customers = bulk_lines(server, "{ customers { edges { node { id updatedAt } } } }")
    for name, ids in [("giftCards", roots), ("giftCardTransactions", [e["id"] for e in entries]),
                      ("productVariants", [v["id"] for v in variants]), ("customers", [c["id"] for c in customers]),
                      ("lineItems", [i for i in known if "/LineItem/" in i]),
                      ("returnLineItems", [e["id"] for e in back]),
                      ("shippingLines", [i for i in known if "/ShippingLine/" in i]),
                      ("returns", [i for i in known if "/Return/" in i])]:
        count, told, held = server.held("shopify", name)
        tap.ok(count >= 250 and sorted(ids) == sorted(i for i, _ in held) and digest(i for i, _ in held) == told,
               f"{name}: {count} records by a bulk operation, as they are held")
    six = """{ orders { edges { node { id lineItems { edges { node { id } } } shippingLines { edges { node { id } } }
      events: returns { edges { node { id returnLineItems { edges { node { id } } } } } }
      returns { edges { node { id } } } } } } }"""
    wrong = post(server, BULK, q=six).json["data"]["bulkOperationRunQuery"]["userErrors"]
    tap.ok(wrong and "more than 5" in wrong[0]["message"], "five connections, not six", wrong)
    wrong = post(server, "{ giftCards(first: 5) { nodes { id ... on Order { name } } } }").json["errors"][0]
    tap.ok(wrong["extensions"]["code"] == "cannotSpreadFragment", "a fragment of another type", wrong)


def check_faults(server):
    def is_refusal(answer, status):
        errors = answer.json["errors"]
        return isinstance(errors, str) if status < 500 else errors[0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"

    for name, query, first in [("orders", ORDERS, 50), ("inventoryItems", STOCK, 50), ("payouts", PAYOUTS, 50),
                               ("balanceTransactions", MOVEMENTS, 50)]:
        route = faulty.Route(f"shopify/{name}",
                             lambda headers=None, q=query, f=first: post(server, q, headers, first=f),
                             lambda answer: nodes_of(connection(answer)), is_refusal)
        faulty.statuses(tap, server, route)
        faulty.redirects(tap, server, route, KEY)
        if name == "orders":
            faulty.transfers(tap, server, route)


def check_pages(server, orders):
    def pages(script, count):
        server.faults(script)
        after, found = None, []
        for _ in range(count):
            part = connection(post(server, ORDERS, first=50, after=after))
            after = part["pageInfo"]["endCursor"]
            found.append(part)
        return found

    same = pages("AT 2nd REQUEST OF shopify/orders: the same page", 3)
    tap.ok(same[0] == same[1] != same[2], "the same page twice, and then the next")
    loop = pages("AT 2nd REQUEST OF shopify/orders: a cursor that loops", 5)
    tap.ok(all(p == loop[0] for p in loop), "a cursor that loops")
    empty = pages("AT 3rd REQUEST OF shopify/orders: an empty page", 6)
    tap.ok(empty[2]["nodes"] == [] and empty[2]["pageInfo"]["hasNextPage"] and
           empty[2]["pageInfo"]["endCursor"] != empty[1]["pageInfo"]["endCursor"] and
           [n for p in empty for n in p["nodes"]] == orders, "an empty page in the middle loses nothing")
    server.faults("AT 1 REQUEST OF shopify/orders: an error in a 200\n"
                  "AT 2 REQUEST OF shopify/orders: the token expires")
    codes = [post(server, ORDERS, first=5) for _ in range(3)]
    tap.ok(codes[0].status == 200 and "errors" in codes[0].json and codes[1].status == codes[2].status == 401,
           "an error in a 200, and a token that expires")
    server.faults("AT EVERY REQUEST OF shopify/ordersCount: a total that disagrees")
    count = post(server, "{ ordersCount { count } }").json["data"]["ordersCount"]["count"]
    tap.ok(count == len(orders) + 1, "a total that disagrees")


def check_shapes(seen):
    sample = SAMPLES / "shopify" / "graphql" / "refund_partial_shipping_restock_2025-01.json"
    if not sample.exists():
        tap.ok(True, f"# SKIP {sample} is not here")
        return
    told = json.loads(sample.read_text())
    for order in (told["downstreamRead"]["response"]["data"]["order"],
                  told["upstreamCalls"][0]["response"]["body"]["data"]["order"]):
        wrong = unlike(seen, [order], ["[].returns"])
        tap.ok(not wrong, "an order: paths and types as published", *wrong)
    refund = told["mutation"]["response"]["data"]["refundCreate"]["refund"]
    wrong = unlike([r for o in seen for r in o["refunds"]], [refund], ["[].refundLineItems.nodes[].lineItem.title"])
    tap.ok(not wrong, "a refund: paths and types as published", *wrong)


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        check_costs(server)
    # How fast a test runs is not its matter: the bucket of a larger plan.
    with Systems("--port", "0", "--seed", "7", "--records", "250", "--shopify-restore", "2000") as server:
        check_refusals(server)
        lists = check_lists(server)
        check_search(server, lists["orders"])
        seen = check_facts(server, lists)
        check_bulk(server, lists)
        check_goods(server, lists["orders"])
        check_faults(server)
        check_pages(server, lists["orders"])
        check_shapes(seen)
        tap.ok(server.end() == 0, "ends when its standard input does")
    tap.done()


main()
