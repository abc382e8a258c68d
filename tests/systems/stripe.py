#!/usr/bin/env python3
"""The test system that stands in for Stripe: what it holds, what it refuses, how it pages, and every fault."""

import json
import os
import subprocess

import faulty
from serving import ROOT, SAMPLES, Systems, Tap, digest, query, unlike

KEY = {"Authorization": "Bearer sk_test_of_the_test_systems"}
LISTS = {"charges": "charge", "refunds": "refund", "disputes": "dispute", "payouts": "payout",
         "balance_transactions": "balance_transaction"}

tap = Tap()


def get(server, path, **parameters):
    return server.ask(query(f"/v1/{path}", **parameters), KEY)


def walk(server, name, limit=100, **parameters):
    """All records, by starting_after; rates begin anew, since how fast a test runs is not its matter."""
    server.faults()
    found, page = [], None
    while page is None or page["has_more"]:
        after = {"starting_after": found[-1]["id"]} if found else {}
        page = get(server, name, limit=limit, **parameters, **after).json
        found += page["data"]
    return found


def check_refusals(server):
    server.faults()
    none = server.ask("/v1/charges")
    wrong = server.ask("/v1/charges", {"Authorization": "Bearer sk_test_of_another"})
    tap.ok(none.status == wrong.status == 401 and wrong.json["error"]["type"] == "invalid_request_error",
           "no key and a wrong key are refused", none.body, wrong.body)
    tap.ok(server.log()["refused_credentials"] == 2, "and counted")
    for parameters, code in [({"limit": 0}, "parameter_invalid_integer"), ({"limit": 101}, "parameter_invalid_integer"),
                             ({"limit": "many"}, "parameter_invalid_integer"), ({"page": 2}, "parameter_unknown"),
                             ({"startingafter": "ch_1"}, "parameter_unknown"),
                             ({"starting_after": "ch_1"}, "resource_missing"),
                             ({"created[from]": 1}, "parameter_unknown"),
                             ({"created[gte]": "yesterday"}, "parameter_invalid_integer"),
                             ({"payout": "po_1"}, "parameter_unknown")]:
        answer = get(server, "charges", **parameters)
        error = answer.json["error"]
        tap.ok(answer.status == 400 and error["code"] == code and error["param"] == list(parameters)[0],
               f"refused: {parameters}", answer.status, answer.body)
    first = get(server, "charges", limit=2).json["data"]
    both = get(server, "charges", starting_after=first[0]["id"], ending_before=first[1]["id"])
    tap.ok(both.status == 400, "both cursors at once are refused")
    version = server.ask("/v1/charges", {**KEY, "Stripe-Version": "newest"})
    tap.ok(version.status == 400, "a version that is none is refused")
    served = server.ask("/v1/charges", {**KEY, "Stripe-Version": "2022-11-15"})
    tap.ok(served.status == 200 and served.headers["Stripe-Version"] == "2022-11-15", "a version is served and said")
    tap.ok(get(server, "invoices").status == 404 and
           server.ask("/v1/charges", KEY, method="POST", body=b"").status == 404,
           "a list that is none, and another method")


def check_lists(server):
    lists = {}
    for name in LISTS:
        count, told, held = server.held("stripe", name)
        found = lists[name] = walk(server, name)
        ids = [r["id"] for r in found]
        tap.ok(count >= 250 and digest(ids) == told and [(r["id"], str(r["amount"])) for r in found] == held,
               f"{name}: {count} records, each once, as they are held", len(found))
        tap.ok(all(a["created"] >= b["created"] for a, b in zip(found, found[1:])), f"{name}: newest first")
    return lists


def check_windows(server, charges):
    middle = charges[len(charges) // 2]["created"]
    halves = [walk(server, "charges", **{"created[gte]": middle}), walk(server, "charges", **{"created[lt]": middle})]
    tap.ok(halves[0] + halves[1] == charges and halves[0] and halves[1], "created[gte] and created[lt] part a list")
    halves = [walk(server, "charges", **{"created[gt]": middle}), walk(server, "charges", **{"created[lte]": middle})]
    tap.ok(halves[0] + halves[1] == charges, "and so do created[gt] and created[lte]")
    exact = walk(server, "charges", created=middle)
    tap.ok(exact == [c for c in charges if c["created"] == middle], "created alone is one second")
    before = get(server, "charges", limit=5, ending_before=charges[20]["id"]).json
    tap.ok(before["data"] == charges[15:20] and before["has_more"], "ending_before gives the page just before")
    start = get(server, "charges", limit=100, ending_before=charges[3]["id"]).json
    tap.ok(start["data"] == charges[:3] and not start["has_more"], "and says when there is nothing before it")
    tap.ok(len(get(server, "charges").json["data"]) == 10, "a page has ten records where nothing else is said")


def check_facts(server, lists):
    charges = {c["id"]: c for c in lists["charges"]}
    refunded = {}
    for refund in lists["refunds"]:
        refunded[refund["charge"]] = refunded.get(refund["charge"], 0) + refund["amount"]
    tap.ok(all(c["amount_refunded"] == refunded.get(i, 0) for i, c in charges.items()),
           "the refunds of a charge are what it says that was refunded")
    tap.ok({d["charge"] for d in lists["disputes"]} == {i for i, c in charges.items() if c["disputed"]},
           "what is disputed says so")
    moved = {m["id"]: m for m in lists["balance_transactions"]}
    tap.ok(all(moved[r["balance_transaction"]]["source"] == r["id"]
               for name in ("charges", "refunds", "payouts") for r in lists[name]), "each has its own movement")
    tap.ok(all(m["net"] == m["amount"] - m["fee"] for m in moved.values()) and
           sum(m["net"] for m in moved.values()) == 0, "all that came in less the fees went out")
    server.faults()
    for payout in lists["payouts"][:3]:
        rows = get(server, "balance_transactions", payout=payout["id"], limit=100).json["data"]
        own = [m for m in rows if m["type"] == "payout"]
        tap.ok(len(own) == 1 and own[0]["net"] == -payout["amount"] and sum(m["net"] for m in rows) == 0,
               f"payout {payout['amount']} is the sum of its movements")
    only = get(server, "balance_transactions", type="payout", limit=100).json["data"]
    tap.ok(only and all(m["type"] == "payout" for m in only), "type chooses")
    one = get(server, f"charges/{lists['charges'][7]['id']}")
    tap.ok(one.json == lists["charges"][7], "one object by its id")
    expanded = get(server, "refunds", **{"expand[]": "data.charge"}).json["data"]
    tap.ok(all(r["charge"] == charges[r["charge"]["id"]] for r in expanded), "expand[] puts the object in place")


def check_rate(server):
    server.faults()
    came = [get(server, "charges", limit=1) for _ in range(60)]
    refused = [a for a in came if a.status == 429]
    log = server.log()
    tap.ok(log["beyond_rate"] == len(refused) and len(came) - len(refused) >= 25,
           "what is beyond the rate is refused and counted", len(refused), log["beyond_rate"])
    if refused:
        tap.ok(refused[0].json["error"]["code"] == "rate_limit" and "Retry-After" not in refused[0].headers
               and refused[0].headers["Stripe-Rate-Limited-Reason"] == "global-rate", "as documented", refused[0].body)


def check_faults(server):
    def is_refusal(answer, status):
        error = answer.json["error"]
        return error["type"] == ("api_error" if status >= 500 else "invalid_request_error")

    for name in LISTS:
        path = f"/v1/{name}?limit=100"
        route = faulty.Route(f"stripe/{name}", lambda headers=None, p=path: server.ask(p, {**KEY, **(headers or {})}),
                             lambda answer: answer.json["data"], is_refusal)
        faulty.statuses(tap, server, route)
        faulty.redirects(tap, server, route, KEY)
        if name == "charges":
            faulty.transfers(tap, server, route)


def check_pages(server):
    first = get(server, "charges", limit=50).json
    after = {"starting_after": first["data"][-1]["id"], "limit": 50}
    server.faults("AT 2nd REQUEST OF stripe/charges: the same page")
    pages = [get(server, "charges", limit=50).json, get(server, "charges", **after).json,
             get(server, "charges", **after).json]
    tap.ok(pages[0] == pages[1] == first and pages[2] != first, "the same page twice, and then the next")
    server.faults("AT 2nd REQUEST OF stripe/charges: a cursor that loops")
    pages = [get(server, "charges", limit=50).json] + [get(server, "charges", **after).json for _ in range(4)]
    tap.ok(all(p == first for p in pages), "a cursor that loops gives the same page for ever")
    server.faults("AT 2nd REQUEST OF stripe/charges: an empty page")
    pages = [get(server, "charges", **after).json, get(server, "charges", **after).json]
    tap.ok(pages[1]["data"] == [] and pages[1]["has_more"] and pages[0]["data"], "an empty page in the middle")
    server.faults("AT 1 REQUEST OF stripe/charges: an error in a 200")
    wrong = get(server, "charges")
    tap.ok(wrong.status == 200 and "error" in wrong.json, "an error in a 200")
    server.faults("AT 2 REQUEST OF stripe/charges: the token expires")
    codes = [get(server, "charges").status for _ in range(4)]
    tap.ok(codes == [200, 401, 401, 401], "a key that expires stays so", codes)
    server.faults("AT EVERY REQUEST OF stripe/*: a total that disagrees")
    tap.ok(get(server, "charges").status == 200 and server.log()["idle_faults"] == 1,
           "of a total, where none is stated, the log says that nothing came")
    bad = server.faults("AT 1 REQUEST OF stripe/charges: an earthquake")
    tap.ok(bad == 400 and server.faults("AT 1 REQUEST OF stripe/charges: the same page") == 400,
           "a script that is none is refused")


def check_log(server):
    server.faults()
    get(server, "charges", limit=3)
    get(server, "refunds", many=3)
    told = [(r["method"], r["path"], r["query"], r["route"], r["status"]) for r in server.log()["requests"]]
    tap.ok(told == [("GET", "/v1/charges", "limit=3", "stripe/charges", 200),
                    ("GET", "/v1/refunds", "many=3", "stripe/refunds", 400)], "the log has every request", told)


def check_beginning(lists):
    script = ROOT / "build" / "check" / f"faults.{os.getpid()}"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text("# the first one fails\nat 1st request of stripe/charges: 503\n")
    with Systems("--seed", "7", "--faults", str(script)) as same, Systems("--seed", "8") as other:
        tap.ok([get(same, "charges").status for _ in range(2)] == [503, 200], "a script that is given in a file")
        digests = [s.held("stripe", "charges")[1] for s in (same, other)]
        tap.ok(digests[0] == digest(c["id"] for c in lists["charges"]) != digests[1],
               "a seed gives what it gave, and another not")
    script.write_text("at 1st request of stripe/charges: an earthquake\n")
    for options in (["--faults", str(script)], ["--faults", "/nowhere"], ["--records", "3"], ["--speed", "3"],
                    ["--port"]):
        done = subprocess.run([Systems.program, *options], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        tap.ok(done.returncode == 2 and done.stderr and not done.stdout, f"does not begin with {options}", done)
    script.unlink()


def check_shapes(lists):
    sample = SAMPLES / "stripe" / "openapi" / "fixtures3.json"
    if not sample.exists():
        tap.ok(True, f"# SKIP {sample} is not here")
        return
    published = json.loads(sample.read_text())["resources"]
    # What only an old Source, a transfer to another account, or one that asks for its refunds has.
    without = {"charge": [".source", ".refunds"], "dispute": [], "refund": [], "payout": [], "balance_transaction": []}
    for name, resource in LISTS.items():
        wrong = unlike(lists[name], [published[resource]], [f"[]{w}" for w in without[resource]])
        tap.ok(not wrong, f"{name}: paths and types as published", *wrong)


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        check_refusals(server)
        lists = check_lists(server)
        check_windows(server, lists["charges"])
        check_facts(server, lists)
        check_rate(server)
        check_faults(server)
        check_pages(server)
        check_log(server)
        check_shapes(lists)
        check_beginning(lists)
        tap.ok(server.end() == 0, "ends when its standard input does")
    tap.done()


main()
