#!/usr/bin/env python3
"""The test system that stands in for Klaviyo: what it holds, what it refuses, how it pages, and every fault."""

from urllib.parse import urlsplit

import alike
from serving import Systems, Tap, query

KEY = {"Authorization": "Klaviyo-API-Key pk_of_the_test_systems", "revision": "2026-07-15"}
ALL = {"additional-fields[profile]": "subscriptions,predictive_analytics"}

tap = Tap()


def get(server, headers=None, **parameters):
    return server.ask(query("/api/profiles", **parameters), {**KEY, **(headers or {})})


def follow(server, answer):
    to = urlsplit(answer.json["links"]["next"])
    return server.ask(f"{to.path}?{to.query}", KEY)


def walk(server, size=100, **parameters):
    """By links.next, until there is none."""
    answer = get(server, **{"page[size]": size}, **parameters)
    found = answer.json["data"]
    while answer.json["links"]["next"]:
        answer = follow(server, answer)
        found += answer.json["data"]
    return found


def consent(profile):
    return profile["attributes"]["subscriptions"]["email"]["marketing"]["consent"]


def refused(answer, status):
    error = answer.json["errors"][0]
    return error["status"] == status and error["code"] and error["title"] and error["detail"]


def check_refusals(server):
    for headers in ({"Authorization": "Klaviyo-API-Key another"}, {"Authorization": "Bearer pk_of_the_test_systems"}):
        answer = get(server, headers)
        tap.ok(answer.status == 401 and refused(answer, 401), "a wrong key is refused")
    tap.ok(get(server, {"revision": ""}).status == 400, "a revision is required")
    alike.refused_parameters(tap, lambda row: get(server, **row), refused, [
        {"page[size]": 101}, {"page[number]": 2}, {"filter": "greater-than(updated)"}, {"page[cursor]": "7"},
        {"filter": "like(email,'a')"}, {"sort": "colour"}, {"additional-fields[profile]": "secrets"}])
    cursor = urlsplit(get(server, **{"page[size]": 5}).json["links"]["next"]).query.replace("=5", "=6")
    tap.ok(server.ask(f"/api/profiles?{cursor}", KEY).status == 400, "a cursor is good for its own query only")


def check_searches(server, profiles):
    server.faults()
    times = sorted(p["attributes"]["updated"] for p in profiles)
    later = walk(server, filter=f"greater-than(updated,{times[100]})", sort="updated")
    tap.ok([p["attributes"]["updated"] for p in later] == times[101:], "by time of change, in its order")
    window = f"greater-than(updated,{times[100]}),less-than(updated,{times[110]})"
    tap.ok(len(walk(server, filter=window)) == 9, "a window leaves both its ends out")
    plain = get(server).json["data"]
    tap.ok(len(plain) == 20 and not {"subscriptions", "predictive_analytics"} & set(plain[0]["attributes"]),
           "what is not asked for in addition is not there")
    few = get(server, **{"fields[profile]": "email,updated"}).json["data"]
    tap.ok(set(few[0]["attributes"]) == {"email", "updated"}, "fields are chosen", few[0])
    headers = get(server).headers
    tap.ok("w=60" in headers["RateLimit-Limit"] and headers["RateLimit-Remaining"], "the rate is told")


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        check_refusals(server)
        read = alike.lists(tap, server, "klaviyo", {"profiles": (lambda: walk(server, **ALL),
                                                                lambda p: (p["id"], consent(p)))})
        check_searches(server, read["profiles"])
        second = follow(server, get(server, **{"page[size]": 50})).json["data"][0]["id"]
        tap.ok(second == sorted(p["id"] for p in read["profiles"])[50], "a page goes on behind the last")
        first = get(server, **{"page[size]": 50})
        route = alike.Paged("klaviyo/profiles", lambda headers=None: get(server, headers, **{"page[size]": 50}),
                            lambda: follow(server, first), lambda answer: answer.json["data"], refused)
        alike.all_faults(tap, server, [route], KEY)
        alike.expiry(tap, server, route)
        slow = alike.Paged("klaviyo/profiles", lambda: get(server, **{"page[size]": 1}, **ALL), None, None, refused)
        beyond = alike.beyond_rate(tap, server, slow, 10, 25)
        tap.ok(all(a.headers["Retry-After"] == "1" and "RateLimit-Limit" not in a.headers for a in beyond),
               "then it says when to come again, and nothing else")
        alike.like_sample(tap, "profiles", read["profiles"], "klaviyo/profiles_data_array.json",
                          without=["[].attributes.properties.custom_field"])
        tap.ok(server.end() == 0, "ends when its standard input does")
    tap.done()


main()
