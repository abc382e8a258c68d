#!/usr/bin/env python3
"""The test system that stands in for HubSpot: what it holds, what it refuses, how it pages, and every fault."""

import json

import alike
from serving import Systems, Tap, query

KEY = {"Authorization": "Bearer hubspot-token-of-the-test-systems"}

tap = Tap()


def get(server, headers=None, **parameters):
    return server.ask(query("/crm/v3/objects/contacts", **parameters), {**KEY, **(headers or {})})


def search(server, headers=None, **body):
    return server.ask("/crm/v3/objects/contacts/search", {**KEY, "Content-Type": "application/json", **(headers or {})},
                      "POST", json.dumps(body))


def consent(server, email, headers=None):
    return server.ask(f"/communication-preferences/v3/status/email/{email}", {**KEY, **(headers or {})})


def walk(ask, **asked):
    """By paging.next.after, until there is no paging."""
    found, after = [], {}
    while True:
        answer = ask(**asked, **after).json
        found += answer["results"]
        if "paging" not in answer:
            return found
        after = {"after": answer["paging"]["next"]["after"]}


def consents(server, contacts):
    found = []
    for place, contact in enumerate(contacts):
        if place % 90 == 0:
            server.faults()
        found.append(consent(server, contact["properties"]["email"]).json)
    return found


def filters(*rows):
    return [{"filters": [{"propertyName": name, "operator": sign, "value": value} for name, sign, value in rows]}]


def refused(answer, status):
    said = answer.json
    return said["status"] == "error" and said["correlationId"] and said["message"] and (
        said["errorType"] == "RATE_LIMIT" if status == 429 else said["category"])


def check_refusals(server):
    for headers in ({"Authorization": "Bearer another"}, {"Authorization": ""}):
        answer = get(server, headers)
        tap.ok(answer.status == 401 and refused(answer, 401), "a wrong token is refused")
    alike.refused_parameters(tap, lambda row: get(server, **row), refused, [
        {"limit": 101}, {"limit": 0}, {"page": 2}, {"after": "7"}, {"property": "email"}])
    for rows in ([{"limit": 201}, {"after": 9999, "limit": 2}, {"filter": []}, {"sorts": [{"propertyName": "hat"}]}],
                 [{"filterGroups": filters(("hat", "EQ", "red"))}, {"filterGroups": filters(("email", "LIKE", "a"))}]):
        server.faults()
        alike.refused_parameters(tap, lambda row: search(server, **row), refused, rows)
    tap.ok(consent(server, "nobody@example.com").status == 404, "who is not there has no consent")


def check_searches(server, contacts):
    server.faults()
    times = sorted(c["properties"]["lastmodifieddate"] for c in contacts)
    order = [{"propertyName": "lastmodifieddate", "direction": "ASCENDING"}]
    after = filters(("lastmodifieddate", "GTE", times[100]))
    later = walk(lambda **b: search(server, **b), filterGroups=after, sorts=order, limit=100)
    tap.ok([c["properties"]["lastmodifieddate"] for c in later] == times[100:], "by time of change, in its order")
    server.faults()
    both = filters(("lastmodifieddate", "GT", times[100]), ("lastmodifieddate", "LT", times[110]))
    tap.ok(search(server, filterGroups=both, limit=100).json["total"] == 9, "filters of a group must all hold")
    some = search(server, filterGroups=filters(("hs_email_optout", "EQ", "true")), properties=["hs_email_optout"]).json
    tap.ok(some["total"] == 84 and set(some["results"][0]["properties"]) ==
           {"hs_email_optout", "createdate", "hs_object_id", "lastmodifieddate"}, "properties are chosen", some)
    few = get(server, properties="email,nothing").json["results"]
    tap.ok(len(few) == 10 and set(few[0]["properties"]) == {"email", "createdate", "hs_object_id", "lastmodifieddate"},
           "of a list, too; one that is none is left out")
    tap.ok(get(server, archived="true").json["results"] == [], "nothing is archived")


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        check_refusals(server)
        read = alike.lists(tap, server, "hubspot", {
            "contacts": (lambda: walk(lambda **p: get(server, **p), limit=100), lambda c: (c["id"], "0"))})
        read |= alike.lists(tap, server, "hubspot", {
            "consents": (lambda: consents(server, read["contacts"]),
                         lambda c: (c["recipient"], c["subscriptionStatuses"][0]["status"]))})
        check_searches(server, read["contacts"])
        server.faults()
        routes = [
            alike.Paged("hubspot/contacts", lambda headers=None: get(server, headers, limit=50),
                        lambda: get(server, limit=50, after=read["contacts"][50]["id"]),
                        lambda answer: answer.json["results"], refused),
            alike.Paged("hubspot/search", lambda headers=None: search(server, headers, limit=50),
                        lambda: search(server, limit=50, after="50"), lambda answer: answer.json["results"], refused,
                        total=lambda answer: answer.json["total"])]
        alike.all_faults(tap, server, routes, KEY)
        alike.expiry(tap, server, routes[0])
        alike.beyond_rate(tap, server, routes[0], 100, 110)
        alike.beyond_rate(tap, server, routes[1], 5, 12)
        alike.like_sample(tap, "contacts", read["contacts"], "hubspot/dlt_contacts_data.json", lambda p: p["results"])
        tap.ok(server.end() == 0, "ends when its standard input does")
    tap.done()


main()
