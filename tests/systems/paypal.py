#!/usr/bin/env python3
"""The test system of PayPal by itself: it answers as its documentation says, and refuses what it would refuse."""

import sys
from decimal import Decimal

sys.dont_write_bytecode = True

import faulty  # noqa: E402
import resting  # noqa: E402
from serving import Systems, Tap, basic, query  # noqa: E402

tap = Tap()
CLIENT = {"Authorization": basic("paypal-client-of-the-test-systems", "paypal-secret-of-the-test-systems")}
MARCH = {"start_date": "2026-03-01T00:00:00Z", "end_date": "2026-03-31T23:59:59Z"}
FEBRUARY = {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-02-28T23:59:59Z"}
TOKEN = "/paypal/v1/oauth2/token"


def token(server, headers=None):
    answer = server.ask(TOKEN, {**CLIENT, **resting.FORM, **(headers or {})}, "POST", b"grant_type=client_credentials")
    return resting.bearer(answer.json["access_token"])


def get(server, key, headers=None, name="transactions", **parameters):
    return server.ask(query(f"/paypal/v1/reporting/{name}", **parameters), {**key, **(headers or {})})


def rows(answer):
    return answer.json["transaction_details"]


def walk(server, key, **parameters):
    found, page, pages = [], 1, 1
    while page <= pages:
        answer = get(server, key, page=page, **parameters).json
        found += answer["transaction_details"]
        pages = answer["total_pages"]
        page += 1
    return found, answer


def check_refusals(server, key):
    def form(body, headers):
        return server.ask(TOKEN, {**headers, **resting.FORM}, "POST", body)

    answer = form(b"grant_type=client_credentials", {"Authorization": basic("nobody", "nothing")})
    tap.ok(answer.status == 401 and answer.json["error"] == "invalid_client", "no token for a client that is none")
    answer = form(b"grant_type=password", CLIENT)
    tap.ok(answer.status == 400 and answer.json["error"] == "unsupported_grant_type", "nor for another grant")
    for headers in ({}, CLIENT, resting.bearer("A21AA")):
        answer = get(server, headers, **MARCH)
        tap.ok(answer.status == 401 and answer.json["name"] == "AUTHENTICATION_FAILURE" and answer.json["debug_id"],
               "no list without a token", answer.body)
    wrong = [{"pagesize": 5}, {"page_size": 501}, {"page_size": 0}, {"page": 0}, {"fields": "transaction_info,secrets"},
             {"start_date": "2026-03-01"}, {"end_date": "2026-04-01T00:00:01Z"}, {"end_date": "2026-02-01T00:00:00Z"},
             {"balance_affecting_records_only": "yes"}]
    for parameters in wrong:
        answer = get(server, key, **{**MARCH, **parameters})
        name = next(iter(parameters))
        tap.ok(answer.status == 400 and answer.json["name"] == "INVALID_REQUEST"
               and answer.json["details"][0]["field"] == name, f"refuses {parameters}", answer.body)
    for missing in MARCH:
        answer = get(server, key, **{k: v for k, v in MARCH.items() if k != missing})
        tap.ok(answer.status == 400 and answer.json["details"][0]["field"] == missing, f"{missing} is required")
    tap.ok(get(server, key, name="payouts").status == 404 and
           get(server, key, name="balances", currency="EUR").status == 400, "a list and a parameter that are none")


def check_lists(server, key):
    early, _ = walk(server, key, page_size=500, fields="all", **FEBRUARY)
    late, last = walk(server, key, page_size=77, fields="all", **MARCH)
    found = early + late
    infos = [row["transaction_info"] for row in found]
    resting.check_held(tap, server, "paypal", "transactions",
                       [(i["transaction_id"], i["transaction_amount"]["value"]) for i in infos])
    tap.ok(early and last["total_items"] == len(late) and last["page"] == last["total_pages"] > 10,
           "each page says how many there are", last["total_items"], last["total_pages"])
    tap.ok(all(a["transaction_initiation_date"] <= b["transaction_initiation_date"] for a, b in zip(infos, infos[1:])),
           "in the order of their time")
    first = get(server, key, **MARCH).json
    tap.ok(len(first["transaction_details"]) == 100 and set(first["transaction_details"][0]) == {"transaction_info"},
           "a hundred with what they are worth, where nothing else is said")
    tap.ok([link["rel"] for link in first["links"]] == ["self", "next"] and
           [link["rel"] for link in last["links"]] == ["self"], "and where it goes on")
    some = get(server, key, fields="transaction_info,cart_info", **MARCH).json["transaction_details"]
    tap.ok(all(set(row) == {"transaction_info", "cart_info"} for row in some), "fields chooses")
    return infos


def check_facts(server, key, infos):
    balance = Decimal(0)
    good = True
    for info in infos:
        balance += Decimal(info["transaction_amount"]["value"])
        balance += Decimal(info.get("fee_amount", {"value": 0})["value"])
        good &= balance == Decimal(info["ending_balance"]["value"])
    tap.ok(good, "each movement leaves the balance that it says")
    payments = {i["transaction_id"] for i in infos if i["transaction_event_code"] == "T0006"}
    back = [i for i in infos if i["transaction_event_code"] in ("T1107", "T1201")]
    tap.ok(back and all(i["paypal_reference_id"] in payments for i in back),
           "what is given back names its payment")
    one = get(server, key, transaction_type="T0400", page_size=500, **MARCH).json["transaction_details"]
    tap.ok(25 < len(one) < 35, "a withdrawal a day", len(one))
    told = get(server, key, name="balances", as_of_time=MARCH["end_date"]).json
    tap.ok(told["balances"][0]["total_balance"] == infos[-1]["ending_balance"] and
           told["account_id"] == get(server, key, **MARCH).json["account_number"], "what is left in the end", told)
    middle = next(i for i in infos[300:] if i["transaction_event_code"] == "T0006")
    told = get(server, key, name="balances", as_of_time=middle["transaction_initiation_date"]).json
    tap.ok(told["balances"][0]["total_balance"] == middle["ending_balance"], "the balance of a moment", told, middle)
    tap.ok(get(server, key, name="balances", currency_code="USD").json["balances"] == [], "of another currency none")


def check_faults(server, key):
    def is_refusal(answer, status):
        names = {401: "AUTHENTICATION_FAILURE", 429: "RATE_LIMIT_REACHED", 500: "INTERNAL_SERVER_ERROR",
                 503: "SERVICE_UNAVAILABLE"}
        return answer.json["name"] == names[status] and answer.json["message"]

    def page(number):
        return lambda headers=None: get(server, key, headers, page=number, page_size=50, **MARCH)

    route = faulty.Route("paypal/transactions", page(1), rows, is_refusal)
    resting.check_faults(tap, server, route, key)
    resting.check_pages(tap, server, "paypal/transactions", page(1), page(2), rows)
    route = faulty.Route("paypal/token", lambda headers=None: server.ask(
        TOKEN, {**CLIENT, **resting.FORM, **(headers or {})}, "POST", b"grant_type=client_credentials"), None,
        lambda answer, status: answer.json.get("error") == "invalid_client" if status == 401 else "name" in answer.json)
    resting.check_faults(tap, server, route, CLIENT, transfers=False)
    server.faults("AT 1 REQUEST OF paypal/transactions: a total that disagrees\n"
                  "AT 2 REQUEST OF paypal/transactions: an error in a 200\n"
                  "AT 3 REQUEST OF paypal/transactions: the token expires")
    total, wrong, expired, still = page(1)(), page(1)(), page(1)(), page(1)()
    tap.ok(wrong.status == 200 and wrong.json["name"] == "INTERNAL_SERVER_ERROR" and expired.status == 401
           and still.status == 401, "an error in a 200, and a token that expires")
    renewed = token(server)
    again = get(server, renewed, page=1, page_size=50, **MARCH)
    tap.ok(again.status == 200 and total.json["total_items"] == again.json["total_items"] + 1,
           "another token is good again, and a total that disagreed was one more")


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        key = token(server)
        check_refusals(server, key)
        infos = check_lists(server, key)
        check_facts(server, key, infos)
        check_faults(server, key)
        log = server.log()
        tap.ok(log["beyond_rate"] == log["idle_faults"] == 0, "no rate is published, so none is kept")
    with Systems("--token-life", "1") as server:
        key = token(server)
        codes = {get(server, key, page_size=1, **MARCH).status}
        while 401 not in codes:
            codes.add(get(server, key, page_size=1, **MARCH).status)
        tap.ok(codes == {200, 401}, "a token lives as long as it was said to")
    tap.done()


main()
