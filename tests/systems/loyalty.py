#!/usr/bin/env python3
"""The loyalty ledger of no vendor, by itself: as the head of its source says."""

import sys

sys.dont_write_bytecode = True

import faulty  # noqa: E402
import resting  # noqa: E402
from serving import Systems, Tap, query  # noqa: E402

tap = Tap()
KEY = {"X-API-Key": "loyalty-key-of-the-test-systems"}


def get(server, name, headers=None, **parameters):
    return server.ask(query(f"/loyalty/v1/{name}", **parameters), {**KEY, **(headers or {})})


def rows(answer):
    return answer.json["data"]


def walk(server, name, **parameters):
    found, after = [], {}
    while True:
        server.faults()
        answer = get(server, name, **parameters, **after).json
        found += answer["data"]
        if answer["next"] is None:
            return found, answer["total"]
        after = {"after": answer["next"]}


def check_refusals(server):
    for headers in ({"X-API-Key": "none"}, {"X-API-Key": ""}):
        answer = get(server, "entries", headers)
        tap.ok(answer.status == 401 and answer.json["error"]["code"] == "unauthorized", "none but its key")
    wrong = [("entries", "page", 2), ("entries", "limit", 201), ("entries", "limit", 0), ("entries", "since", "today"),
             ("entries", "after", "bm9uZQ=="), ("accounts", "kind", "earn")]
    for name, parameter, value in wrong:
        answer = get(server, name, **{parameter: value})
        tap.ok(answer.status == 400 and answer.json["error"] == {"code": "invalid_parameter", "message": parameter},
               f"{name}: refuses {parameter}={value}")
        server.faults()
    tap.ok(get(server, "points").status == 404, "a list that is none")


def check_lists(server):
    entries, total = walk(server, "entries", limit=150)
    resting.check_held(tap, server, "loyalty", "entries", [(e["id"], str(e["points"])) for e in entries])
    accounts, count = walk(server, "accounts", limit=80)
    resting.check_held(tap, server, "loyalty", "accounts", [(a["id"], str(a["balance"])) for a in accounts])
    tap.ok(total == len(entries) and count == len(accounts) and len({e["id"] for e in entries}) == total,
           "each page says how many there are")
    balances = dict.fromkeys((a["id"] for a in accounts), 0)
    good = True
    for e in entries:
        balances[e["account"]] += e["points"]
        good &= balances[e["account"]] == e["balance"]
    tap.ok(good and balances == {a["id"]: a["balance"] for a in accounts}, "entries come to what accounts have")
    middle = entries[300]["recorded_at"]
    parts = [walk(server, "entries", since=middle)[0], walk(server, "entries", until=middle)[0]]
    tap.ok(parts[1] + parts[0] == entries and all(parts), "since and until part a list")
    server.faults()
    tap.ok(len(rows(get(server, "entries"))) == 50 and {e["kind"] for e in rows(get(server, "entries", kind="reverse"))}
           == {"reverse"}, "fifty in a page, of one kind")


def check_faults(server):
    names = {401: "unauthorized", 429: "too_many_requests", 500: "internal_error", 503: "unavailable"}

    def first(headers=None):
        return get(server, "entries", headers, limit=40)

    server.faults()
    came = [first() for _ in range(60)]
    refused = [a for a in came if a.status == 429]
    tap.ok(server.log()["beyond_rate"] == len(refused) and all(a.headers["Retry-After"] == "1" for a in refused)
           and len(came) - len(refused) >= 10, "what is beyond the rate is refused and counted", len(refused))
    server.faults()
    after = first().json["next"]
    route = faulty.Route("loyalty/entries", first, rows, lambda answer, status: answer.json["error"]["code"] ==
                         names[status])
    resting.check_faults(tap, server, route, KEY)
    resting.check_pages(tap, server, "loyalty/entries", first,
                        lambda: get(server, "entries", limit=40, after=after), rows)
    total = first().json["total"]
    server.faults("AT 1 REQUEST OF loyalty/*: a total that disagrees\nAT 2 REQUEST OF loyalty/*: an error in a 200\n"
                  "AT 3 REQUEST OF loyalty/*: the token expires")
    answers = [first() for _ in range(4)]
    tap.ok(answers[0].json["total"] == total + 1 and answers[1].status == 200 and "error" in answers[1].json
           and answers[2].status == answers[3].status == 401, "a total, an error in a 200, a key that expires")


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        check_refusals(server)
        check_lists(server)
        check_faults(server)
    tap.done()


main()
