#!/usr/bin/env python3
"""The test system that stands in for Business Central: tokens, OData, what is posted balances, and every fault."""

import json
import signal
import time
import urllib.parse
from decimal import Decimal
from urllib.parse import urlsplit

import faulty
from serving import SAMPLES, Systems, Tap, digest, query, unlike

TENANT = "11112222-3333-4444-8555-666677778888"
COMPANY = "a0a0a0a0-0000-4000-8000-000000000007"
BASE = f"/v2.0/{TENANT}/production/api/v2.0/"
IN = f"{BASE}companies({COMPANY})/"
GRANT = {"grant_type": "client_credentials", "client_id": "client-of-the-test-systems",
         "client_secret": "secret-of-the-test-systems", "scope": "https://api.businesscentral.dynamics.com/.default"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LISTS = ["salesOrders", "salesInvoices", "salesCreditMemos", "salesShipments", "customers", "items",
         "itemLedgerEntries", "generalLedgerEntries", "accounts", "trialBalances", "currencyExchangeRates",
         "analytics/itemLedgerEntries", "ODataV4/VATEntries"]
# What an API other than v2.0 has: where its lists stand, and what its records are known by.
APIS = {"analytics": IN.replace("/api/v2.0/", "/api/microsoft/analytics/v1.0/"),
        "ODataV4": f"/v2.0/{TENANT}/production/ODataV4/Company('Lantern%20and%20Co')/"}
KEYS = {"trialBalances": "number", "analytics/itemLedgerEntries": "entryNo", "ODataV4/VATEntries": "Entry_No"}

tap = Tap()


def token(server, headers=None, tenant=TENANT, **changed):
    form = urllib.parse.urlencode({k: v for k, v in {**GRANT, **changed}.items() if v is not None})
    return server.ask(f"/{tenant}/oauth2/v2.0/token", {**FORM, **(headers or {})}, method="POST", body=form)


class Client:
    def __init__(self, server):
        self.server = server
        self.key = {}
        self.renew()

    def renew(self):
        self.key = {"Authorization": "Bearer " + token(self.server).json["access_token"]}

    def get(self, path, headers=None, **options):
        api, _, name = path.rpartition("/")
        place = APIS[api] + name if api in APIS else IN + path
        place = query(place, **{f"${name}": value for name, value in options.items()}) if options else place
        return self.server.ask(place, {**self.key, **(headers or {})})

    def follow(self, link):
        to = urlsplit(link)
        return self.server.ask(f"{to.path}?{to.query}", {**self.key, **self.asked})

    asked = {}

    def walk(self, path, size=100, **options):
        self.asked = {"Prefer": f"odata.maxpagesize={size}"}
        answer = self.get(path, self.asked, **options)
        found, pages = answer.json["value"], 1
        while "@odata.nextLink" in answer.json:
            answer = self.follow(answer.json["@odata.nextLink"])
            found += answer.json["value"]
            pages += 1
        return found, pages


def check_tokens(server):
    good = token(server)
    tap.ok(good.status == 200 and good.json["token_type"] == "Bearer" and good.json["expires_in"] == 3599, "a token")
    for changed, status, error in [({"grant_type": "password"}, 400, "unsupported_grant_type"),
                                   ({"client_secret": "another"}, 401, "invalid_client"),
                                   ({"client_id": "another"}, 401, "invalid_client"),
                                   ({"scope": "openid"}, 400, "invalid_scope"),
                                   ({"scope": None}, 400, "invalid_request"),
                                   ({"resource": "x"}, 400, "invalid_request"),
                                   ({"tenant": "x"}, 400, "invalid_request"),
                                   ({"headers": {"Content-Type": "application/json"}}, 400, "invalid_request")]:
        answer = token(server, **changed)
        tap.ok(answer.status == status and answer.json["error"] == error, f"no token: {changed}", answer.body)
    none, wrong = server.ask(IN + "items"), server.ask(IN + "items", {"Authorization": "Bearer none"})
    tap.ok(none.status == wrong.status == 401 and "WWW-Authenticate" in none.headers and
           none.json["error"]["code"] == "Authentication_InvalidCredentials", "no token and a wrong one are refused")
    tap.ok(server.log()["refused_credentials"] == 4, "and counted", server.log()["refused_credentials"])


def check_expiry():
    with Systems("--port", "0", "--records", "20", "--token-life", "2") as server:
        client, codes = Client(server), []
        # On a machine that is busy a token may be too old when it is first used; the next one is not.
        while 200 not in codes and len(codes) < 10:
            client.renew()
            codes.append(client.get("items").status)
        tap.ok(200 in codes, "a token lets in", codes)
        time.sleep(2.1)
        tap.ok(client.get("items").status == 401, "and really expires")
        tap.ok(server.end(signal.SIGTERM) == 0, "ends at SIGTERM")


def check_refusals(client):
    for path, options in [("items", {"filter": "price ge 1"}), ("items", {"filter": "unitPrice above 1"}),
                          ("items", {"filter": "unitPrice ge 'x'"}), ("items", {"filter": "number eq 1896"}),
                          ("items", {"filter": "lastModifiedDateTime ge yesterday"}),
                          ("items", {"filter": "unitPrice ge 1 or inventory ge 1"}),
                          ("items", {"filter": "number eq 'x"}), ("items", {"expand": "salesOrderLines"}),
                          ("items", {"select": "number,price"}), ("items", {"top": "ten"}), ("items", {"page": "2"}),
                          ("items", {"skiptoken": "none"}), ("items", {"orderby": "price"})]:
        answer = client.get(path, **options)
        tap.ok(answer.status == 400 and answer.json["error"]["code"] == "BadRequest", f"refused: {path} {options}",
               answer.status, answer.body)
    tap.ok(client.server.ask(IN + "items?page=2", client.key).status == 400, "a parameter that is none is refused")
    other = IN.replace(COMPANY, "b" + COMPANY[1:])
    tap.ok(client.server.ask(APIS["ODataV4"].replace("Lantern", "Other") + "VATEntries", client.key).status == 404,
           "a company that is none, by its name")
    tap.ok([client.get("salesQuotas").status, client.server.ask(other + "items", client.key).status] == [404, 404],
           "a list and a company that are none")
    tap.ok(client.server.ask(IN + "items", client.key, method="POST", body=b"{}").status == 405, "another method")
    companies = client.server.ask(BASE + "companies", client.key).json["value"]
    tap.ok([c["id"] for c in companies] == [COMPANY], "companies")


def check_lists(client):
    lists = {}
    for name in LISTS:
        count, told, held = client.server.held("business_central", name)
        found, pages = client.walk(name)
        lists[name] = found
        ids = [str(r[KEYS.get(name, "id")]) for r in found]
        tap.ok(count >= 250 and digest(ids) == told and len(held) == count,
               f"{name}: {count} records, each once, in order", len(found), pages)
        tap.ok(pages == -(-count // 100), f"{name}: in pages of a hundred", pages)
    applied = client.get("items", {"Prefer": "odata.maxpagesize=7"})
    tap.ok(applied.headers["Preference-Applied"] == "odata.maxpagesize=7" and len(applied.json["value"]) == 7,
           "Preference-Applied")
    tap.ok(len(client.get("items").json["value"]) == 250, "all in one page, where it holds them")
    return lists


def check_options(client, lists):
    invoices = lists["salesInvoices"]
    middle = sorted(r["lastModifiedDateTime"] for r in invoices)[125]
    early, _ = client.walk("salesInvoices", filter=f"lastModifiedDateTime lt {middle}")
    late, _ = client.walk("salesInvoices",
                          filter=f"lastModifiedDateTime ge {middle} and lastModifiedDateTime lt 2027-01-01")
    key = lambda r: r["id"]
    tap.ok(early and late and sorted(early + late, key=key) == sorted(invoices, key=key),
           "lastModifiedDateTime ge and lt part a list", len(early), len(late))
    tap.ok(any("." in r["lastModifiedDateTime"] for r in invoices), "seconds with what is behind them")
    entries, _ = client.walk("generalLedgerEntries", filter="entryNumber gt 1000")
    tap.ok([e["entryNumber"] for e in entries] == list(range(1001, 2251)), "by entryNumber", len(entries))
    name = invoices[9]["externalDocumentNumber"]
    one = client.get("salesInvoices", filter=f"externalDocumentNumber eq '{name}'").json
    tap.ok(one["value"] == [invoices[9]], "by a text")
    page = client.get("items", top="3", skip="2", select="number,unitPrice", count="true").json
    tap.ok([sorted(r) for r in page["value"]] == [["@odata.etag", "number", "unitPrice"]] * 3 and
           page["value"][0]["number"] == lists["items"][2]["number"] and page["@odata.count"] == 250 and
           "@odata.nextLink" not in page, "$top, $skip, $select, $count", page)
    newest = client.get("salesInvoices", top="5", orderby="lastModifiedDateTime desc").json["value"]
    moment = lambda r: r["lastModifiedDateTime"].replace("Z", "").ljust(23, "0")
    tap.ok([moment(r)[:19] for r in newest] == sorted((moment(r)[:19] for r in invoices), reverse=True)[:5], "$orderby")
    lean = client.get("salesOrders", top="2").json["value"][0]
    tap.ok("salesOrderLines" not in lean, "no lines where they are not asked for")
    single = client.get(f"salesInvoices({invoices[4]['id']})").json
    tap.ok(single == invoices[4], "one record by its id")


def check_facts(client, lists):
    amount = lambda record, name: Decimal(str(record[name]))
    orders, _ = client.walk("salesOrders", expand="salesOrderLines")
    tap.ok(all(sum(amount(line, "amountIncludingTax") for line in o["salesOrderLines"]) ==
               amount(o, "totalAmountIncludingTax") for o in orders), "an order is its lines")
    documents = {}
    for entry in lists["generalLedgerEntries"]:
        sums = documents.setdefault(entry["documentNumber"], [Decimal(0), Decimal(0)])
        sums[0] += amount(entry, "debitAmount")
        sums[1] += amount(entry, "creditAmount")
    tap.ok(all(debit == credit for debit, credit in documents.values()), "every document balances")
    tap.ok(set(documents) == {d["number"] for n in ("salesInvoices", "salesCreditMemos") for d in lists[n]},
           "and is an invoice or a credit memo")
    stock = {}
    for movement in lists["itemLedgerEntries"]:
        stock[movement["itemNumber"]] = stock.get(movement["itemNumber"], 0) + movement["quantity"]
    tap.ok(stock == {i["number"]: i["inventory"] for i in lists["items"]}, "inventory is the sum of its movements")
    check_books(lists, stock)
    charges = {int(a) for _, a in client.server.held("stripe", "charges")[2]}
    sold = lists["salesOrders"] + lists["salesInvoices"]
    totals = {int(amount(r, "totalAmountIncludingTax") * 100) for r in sold}
    tap.ok(charges <= totals, "what was charged was sold")
    names = {"#" + str(1001 + n) for n in range(500)}
    tap.ok({r["externalDocumentNumber"] for n in ("salesOrders", "salesInvoices") for r in lists[n]} == names,
           "an order is open or posted, never both")
    return orders


def check_books(lists, stock):
    """Balances are sums of entries; what the other APIs say is the same."""
    moved, placed = {}, {}
    for entry in lists["generalLedgerEntries"]:
        change = Decimal(str(entry["debitAmount"])) - Decimal(str(entry["creditAmount"]))
        moved[entry["accountNumber"]] = moved.get(entry["accountNumber"], 0) + change
    tap.ok({a["number"]: Decimal(str(a["netChange"])) for a in lists["accounts"] if a["netChange"]} == moved,
           "an account is the sum of its entries")
    said = {b["number"]: Decimal(b["balanceAtDateDebit"].replace(",", "")) -
            Decimal(b["balanceAtDateCredit"].replace(",", "")) for b in lists["trialBalances"]}
    tap.ok({number: balance for number, balance in said.items() if balance} == moved and sum(said.values()) == 0,
           "a trial balance says the same, and comes to nothing")
    tap.ok(any("," in b["totalDebit"] for b in lists["trialBalances"]), "in texts for people")
    taxes = sum(Decimal(str(t["Amount"])) for t in lists["ODataV4/VATEntries"])
    tap.ok(taxes == moved["1776"], "entries of tax are what was posted as tax", taxes, moved["1776"])
    for movement in lists["analytics/itemLedgerEntries"]:
        placed[movement["itemNo"]] = placed.get(movement["itemNo"], 0) + movement["quantity"]
    tap.ok(placed == stock and {m["locationCode"] for m in lists["analytics/itemLedgerEntries"]} == {"BER", "HAM"},
           "movements with their places come to the same stock")


def check_pages(client):
    def pages(script, most, **options):
        client.server.faults(script)
        client.asked = {"Prefer": "odata.maxpagesize=50"}
        found = [client.get("items", client.asked, **options).json]
        while len(found) < most and "@odata.nextLink" in found[-1]:
            found.append(client.follow(found[-1]["@odata.nextLink"]).json)
        return found

    same = pages("AT 2nd REQUEST OF business_central/items: the same page", 3)
    tap.ok(same[0] == same[1] != same[2], "the same page twice, and then the next")
    loop = pages("AT 2nd REQUEST OF business_central/items: a cursor that loops", 6)
    tap.ok(len(loop) == 6 and all(p == loop[0] for p in loop), "a cursor that loops")
    for at in (1, 3):
        empty = pages(f"AT {at} REQUEST OF business_central/items: an empty page", 9)
        tap.ok(empty[at - 1]["value"] == [] and len({r["id"] for p in empty for r in p["value"]}) == 250 and
               len({p.get("@odata.nextLink") for p in empty}) == 6, "an empty page loses nothing", at)
    total = pages("AT EVERY REQUEST OF business_central/items: a total that disagrees", 1, count="true")
    tap.ok(total[0]["@odata.count"] == 251, "a total that disagrees")
    client.server.faults("AT 1 REQUEST OF business_central/items: an error in a 200\n"
                         "AT 3 REQUEST OF business_central/items: the token expires")
    first = client.get("items")
    codes = [client.get("items").status, client.get("items").status, client.get("items").status]
    client.renew()
    codes.append(client.get("items").status)
    tap.ok(first.status == 200 and "error" in first.json and codes == [200, 401, 401, 200],
           "an error in a 200, and a token that expires half way", codes)


def check_faults(client):
    server = client.server

    def is_refusal(answer, _):
        return answer.json["error"]["code"] not in ("", None)

    fifty = {"Prefer": "odata.maxpagesize=50"}
    for name in ("salesOrders", "generalLedgerEntries"):
        route = faulty.Route(f"business_central/{name}",
                             lambda headers=None, n=name: client.get(n, {**fifty, **(headers or {})}),
                             lambda answer: answer.json["value"], is_refusal)
        faulty.statuses(tap, server, route)
        faulty.redirects(tap, server, route, client.key)
        if name == "salesOrders":
            faulty.transfers(tap, server, route)
    route = faulty.Route("business_central/token", lambda headers=None: token(server, headers),
                         lambda answer: [answer.json["access_token"]],
                         lambda answer, _: answer.json["error_description"])
    faulty.statuses(tap, server, route)
    faulty.transfers(tap, server, route)
    server.faults("AT 1 REQUEST OF business_central/token: redirect")
    to = urlsplit(token(server).headers["Location"])
    server.ask(to.path, FORM, method="POST", body=urllib.parse.urlencode(GRANT), host="localhost")
    tap.ok(server.log()["secrets_elsewhere"] == 1, "a client's secret in a body is seen elsewhere, too")


def check_shapes(lists, orders):
    folder = SAMPLES / "business_central"
    if not folder.exists():
        tap.ok(True, f"# SKIP {folder} is not here")
        return
    lines = [line for o in orders for line in o["salesOrderLines"]]
    for name, ours in [("item_get", lists["items"]), ("customer_get", lists["customers"]),
                       ("itemledgerentry_get", lists["itemLedgerEntries"]), ("salesorder_get", orders),
                       ("generalledgerentry_get", lists["generalLedgerEntries"]), ("salesorderline_get", lines),
                       ("salesinvoice_get", lists["salesInvoices"]), ("salesshipment_get", lists["salesShipments"]),
                       ("salescreditmemo_get", lists["salesCreditMemos"])]:
        wrong = unlike(ours, [json.loads((folder / f"{name}.json").read_text())])
        tap.ok(not wrong, f"{name}: paths and types as published", *wrong)


def main():
    check_expiry()
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        check_tokens(server)
        client = Client(server)
        check_refusals(client)
        lists = check_lists(client)
        check_options(client, lists)
        orders = check_facts(client, lists)
        entries, _ = client.walk("generalLedgerEntries", expand="dimensionSetLines")
        sample = SAMPLES / "business_central" / "generalLedgerEntries_list_3_balanced.json"
        if sample.exists():
            wrong = unlike(entries, json.loads(sample.read_text())["value"])
            tap.ok(not wrong, "entries with their dimensions: paths and types as published", *wrong)
        check_pages(client)
        check_faults(client)
        check_shapes(lists, orders)
        tap.ok(server.end() == 0, "ends when its standard input does")
    with Systems("--port", "0", "--records", "20", "--page-most", "8") as server:
        tap.ok(Client(server).walk("items", 5000)[1] == 3, "a service may give less than was asked for")
    tap.done()


main()
