#!/usr/bin/env python3
"""The test system that stands in for Akeneo: what it holds, what it refuses, how it pages, and every fault."""

import json
from urllib.parse import urlsplit

import alike
from serving import Systems, Tap, basic, query

CLIENT = {"Authorization": basic("akeneo-client-of-the-test-systems", "akeneo-secret-of-the-test-systems"),
          "Content-Type": "application/json"}
PASSWORD = {"grant_type": "password", "username": "counterfoil", "password": "akeneo-password-of-the-test-systems"}
SEARCH = {"pagination_type": "search_after"}

tap = Tap()
keys = []


def token(server, headers=None, **body):
    return server.ask("/api/oauth/v1/token", {**CLIENT, **(headers or {})}, "POST", json.dumps(body))


def renew(server):
    keys.append(token(server, **PASSWORD).json["access_token"])


def get(server, headers=None, **parameters):
    return server.ask(query("/api/rest/v1/products-uuid", **parameters),
                      {"Authorization": f"Bearer {keys[-1]}", **(headers or {})})


def follow(server, answer, headers=None):
    to = urlsplit(answer.json["_links"]["next"]["href"])
    return server.ask(f"{to.path}?{to.query}", {"Authorization": f"Bearer {keys[-1]}", **(headers or {})})


def items(answer):
    return answer.json["_embedded"]["items"]


def walk(server, limit=100, **parameters):
    """By _links.next, until there is none."""
    answer = get(server, limit=limit, **parameters)
    found = items(answer)
    while "next" in answer.json["_links"]:
        answer = follow(server, answer)
        found += items(answer)
    return found


def sku(product):
    return product["values"]["sku"][0]["data"]


def refused(answer, status):
    return answer.json["message"] and (answer.status == 200 or answer.json["code"] == answer.status)


def check_tokens(server):
    wrong = [token(server, {"Authorization": basic("akeneo-client-of-the-test-systems", "another")}, **PASSWORD),
             token(server, **{**PASSWORD, "password": "another"}),
             token(server, grant_type="refresh_token", refresh_token="another")]
    tap.ok(all(a.status == 422 and refused(a, 422) for a in wrong), "another secret, password or refresh token")
    tap.ok(token(server, grant_type="client_credentials").status == 400, "and another grant get nothing")
    first = token(server, **PASSWORD).json
    tap.ok(first["expires_in"] == 3599 and first["token_type"] == "bearer", "a token, and how long it holds", first)
    second = token(server, grant_type="refresh_token", refresh_token=first["refresh_token"]).json
    tap.ok(second["access_token"] != first["access_token"], "a refresh gives another")
    keys.append(second["access_token"])
    answer = get(server, {"Authorization": "Bearer another"})
    tap.ok(answer.status == 401 and refused(answer, 401), "a token that was not given is refused", answer.body)


def check_refusals(server):
    for row in ({"limit": 101}, {"limit": 0}, {"page": 101, "limit": 100}, {"size": 5}, {"pagination_type": "cursor"},
                {"search": "updated"}, {"search": '{"updated":[{"operator":">","value":"2026-03-01"}]}'},
                {"search": '{"colour":[{"operator":"=","value":"blue"}]}'}):
        answer = get(server, **row)
        tap.ok(answer.status == 422 and refused(answer, 422), f"refused: {row}", answer.body)


def check_searches(server, products):
    times = sorted(p["updated"] for p in products)
    after = json.dumps({"updated": [{"operator": ">", "value": times[100][:19].replace("T", " ")}]})
    later = walk(server, search=after, **SEARCH)
    tap.ok(sorted(p["updated"] for p in later) == times[101:], "by time of change", len(later))
    enabled = json.dumps({"enabled": [{"operator": "=", "value": True}]})
    tap.ok(all(p["enabled"] for p in walk(server, search=enabled)) and not all(p["enabled"] for p in products),
           "what is enabled")
    tap.ok(walk(server) == products, "by page is the same as by search_after")
    first = get(server, with_count="true")
    tap.ok(len(items(first)) == 10 and first.json["items_count"] == len(products) and first.json["current_page"] == 1,
           "ten are a page, and their number is told where it is asked for")
    few = items(get(server, attributes="sku,price"))
    tap.ok(set(few[0]["values"]) == {"sku", "price"}, "values are chosen")


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        check_tokens(server)
        check_refusals(server)
        read = alike.lists(tap, server, "akeneo", {"products": (lambda: walk(server, **SEARCH),
                                                               lambda p: (p["uuid"], sku(p)))})
        check_searches(server, read["products"])
        first = get(server, limit=50, **SEARCH)
        route = alike.Paged("akeneo/products", lambda headers=None: get(server, headers, limit=50, **SEARCH),
                            lambda: follow(server, first), items, refused)
        paged = alike.Paged("akeneo/products", lambda headers=None: get(server, headers, limit=50, with_count="true"),
                            lambda: get(server, limit=50, page=2, with_count="true"), items, refused,
                            total=lambda answer: answer.json["items_count"])
        alike.all_faults(tap, server, [route, paged], {"Authorization": f"Bearer {keys[-1]}"})
        alike.tokens(tap, server, route, lambda: renew(server))
        # Values that no product here has, and what comes only where it is asked for.
        without = ["linked_data", "quality_scores", "completenesses"]
        alike.like_sample(tap, "products", bare(read["products"], without), "akeneo/products_uuid_list.json",
                          lambda p: bare(p["_embedded"]["items"], without))
        tap.ok(server.end() == 0, "ends when its standard input does")
    tap.done()


def bare(value, without):
    """Values are of attributes that each PIM has its own of: of those both have, all is compared."""
    common = {"sku", "name", "description", "price", "color", "size", "collection"}
    if isinstance(value, list):
        return [bare(item, without) for item in value]
    if isinstance(value, dict):
        return {name: {k: bare(v, without) for k, v in member.items() if k in common} if name == "values" else
                {} if name.endswith("associations") else bare(member, without)
                for name, member in value.items() if name not in without}
    return value


main()
