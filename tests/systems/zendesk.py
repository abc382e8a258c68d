#!/usr/bin/env python3
"""The test system that stands in for Zendesk: what it holds, what it refuses, how it pages, and every fault."""

import alike
from serving import Systems, Tap, basic, query

KEY = {"Authorization": basic("agent@lantern.example.com/token", "zendesk-token-of-the-test-systems")}

tap = Tap()


def export(server, headers=None, **parameters):
    return server.ask(query("/api/v2/incremental/tickets/cursor.json", **parameters), {**KEY, **(headers or {})})


def listed(server, headers=None, **parameters):
    return server.ask(query("/api/v2/tickets.json", **parameters), {**KEY, **(headers or {})})


def walk(server, start=1, per_page=100):
    """By after_cursor, until the end of the stream."""
    found, page = [], export(server, start_time=start, per_page=per_page).json
    found += page["tickets"]
    while not page["end_of_stream"]:
        page = export(server, cursor=page["after_cursor"], per_page=per_page).json
        found += page["tickets"]
    return found, page["after_cursor"]


def walk_list(server):
    page = listed(server, **{"page[size]": 100}).json
    found = page["tickets"]
    while page["meta"]["has_more"]:
        page = listed(server, **{"page[size]": 100, "page[after]": page["meta"]["after_cursor"]}).json
        found += page["tickets"]
    return found


def refused(answer, status):
    return bool(answer.json["error"]) and (status == 401 or bool(answer.json["description"]))


def check_refusals(server):
    for headers in ({"Authorization": basic("agent@lantern.example.com", "another")}, {"Authorization": ""}):
        answer = export(server, headers, start_time=1)
        tap.ok(answer.status == 401 and refused(answer, 401), "a wrong token is refused")
    alike.refused_parameters(tap, lambda row: export(server, **row), refused, [
        {}, {"start_time": 1, "per_page": 1001}, {"start_time": "today"}, {"start_time": 1, "page": 2},
        {"cursor": "unreadable"}, {"start_time": 1, "cursor": "MTU3NjYxMzUzOS4wfHw0Njd8"}])
    alike.refused_parameters(tap, lambda row: listed(server, **row), refused, [{"page[size]": 101}, {"page": 2}])


def check_streams(server, tickets):
    times = [t["generated_timestamp"] for t in tickets]
    tap.ok(times == sorted(times), "in the order of change")
    server.faults()
    later, cursor = walk(server, times[100])
    tap.ok(later == [t for t in tickets if t["generated_timestamp"] >= times[100]], "from a second on, with it")
    again = export(server, cursor=cursor).json
    tap.ok(again["tickets"] == [] and again["end_of_stream"] and again["after_cursor"] == cursor,
           "behind the last is nothing, and the cursor stays")
    tap.ok(any(t["status"] == "deleted" for t in tickets), "what was deleted says so")
    moved = [t for t in tickets if t["updated_at"] != t["created_at"] and t["id"] % 5 == 1]
    tap.ok(moved and len(export(server, start_time=1).json["tickets"]) == len(tickets), "1000 are a page of itself")


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        check_refusals(server)
        read = alike.lists(tap, server, "zendesk", {
            "incremental": (lambda: walk(server)[0], lambda t: (str(t["id"]), t["status"])),
            "tickets": (lambda: walk_list(server), lambda t: (str(t["id"]), t["status"]))})
        check_streams(server, read["incremental"])
        server.faults()
        cursors = [export(server, start_time=1, per_page=50).json["after_cursor"],
                   listed(server, **{"page[size]": 50}).json["meta"]["after_cursor"]]
        routes = [
            alike.Paged("zendesk/incremental", lambda headers=None: export(server, headers, start_time=1, per_page=50),
                        lambda: export(server, cursor=cursors[0], per_page=50), lambda answer: answer.json["tickets"],
                        refused),
            alike.Paged("zendesk/tickets", lambda headers=None: listed(server, headers, **{"page[size]": 50}),
                        lambda: listed(server, **{"page[size]": 50, "page[after]": cursors[1]}),
                        lambda answer: answer.json["tickets"], refused)]
        alike.all_faults(tap, server, routes, KEY)
        alike.expiry(tap, server, routes[0])
        beyond = alike.beyond_rate(tap, server, routes[0], 10, 12)
        tap.ok(len(beyond) == 2 and beyond[0].headers["Retry-After"] == "60", "it says when to come again")
        alike.like_sample(tap, "tickets", read["incremental"],
                          "zendesk/CursorBasedExportIncrementalTicketsResponse.json", lambda p: p["tickets"])
        tap.ok(server.end() == 0, "ends when its standard input does")
    tap.done()


main()
