#!/usr/bin/env python3
"""The commands that look at data, over the three nights of nights/: a shop, its ERP and what was paid.

Order 1001 is shipped, then gone from both, though it was paid.  The ERP has another total of 1002 until the third
night, and an email that changed in the shop.  It does not know 1003 on the first night, and from the second on its
status in the shop is unknown.  Payment ch_9 has no order."""

import csv
import io
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

from engine import Engine    # noqa: E402
from tap import Tap          # noqa: E402

NIGHTS = FIRST, SECOND, THIRD = "2026-03-30", "2026-03-31", "2026-04-01"
PEOPLE = ("anna@", "bert@", "carl@", "dora@")
MASK = "•••"


class Data:
    def __init__(self, tap, engine):
        self.tap, self.engine = tap, engine

    def json(self, *words):
        return self.engine.asked(*words)

    def text(self, *words, code=0):
        done = self.engine.run(*words)
        self.tap.ok(done.code == code, f"{' '.join(words)} ends with {code}", done.code, done.out, done.complaint)
        return done.out + done.complaint

    def says(self, words, *texts, code=0):
        got = self.text(*words, code=code)
        for text in texts:
            self.tap.ok(text in got, f"  and says: {text}", got)
        return got

    def equal(self, got, want, name):
        self.tap.ok(got == want, name, f"got:  {got}", f"want: {want}")


# ── discrepancies ───────────────────────────────────────────────────────────────────────────────────────────────────

def line(d):
    return (d["rule"], d["status"], "/".join(d["key"]), d["field"] or d["kind"], d["amount"], d["event"])


FOUND = {
    FIRST: [("R-ORD", "open", "de/1002", "total", "-1.50", "opened"),
            ("R-ORD", "open", "de/1003", "missing", "-23.80", "opened"),
            ("R-PAID", "open", "de/1009", "unexpected", "9.90", "opened")],
    SECOND: [("R-ORD", "open", "de/1002", "email", None, "opened"),
             ("R-ORD", "open", "de/1002", "total", "-1.50", "continued"),
             ("R-ORD", "open", "de/1003", "missing", "-23.80", "carried"),
             ("R-ORD", "not comparable", "de/1003", "not comparable", None, "none"),
             ("R-PAID", "open", "de/1009", "unexpected", "9.90", "continued"),
             ("R-PAID", "not comparable", "de/1003", "not comparable", None, "none")],
    THIRD: [("R-ORD", "open", "de/1002", "email", None, "continued"),
            ("R-ORD", "open", "de/1003", "missing", "-23.80", "carried"),
            ("R-ORD", "not comparable", "de/1003", "not comparable", None, "none"),
            ("R-PAID", "open", "de/1001", "unexpected", "119.00", "opened"),
            ("R-PAID", "open", "de/1009", "unexpected", "9.90", "continued"),
            ("R-PAID", "not comparable", "de/1003", "not comparable", None, "none")],
}
MEMBERS = {"id", "rule", "name", "business_date", "kind", "field", "side", "key", "currency", "amount", "value",
           "status", "event", "opened_on", "first_on", "case_opened_on", "leading", "mirror", "reason", "group",
           "company", "channel", "happened_at", "due_at"}


def check_discrepancies(data):
    for night, want in FOUND.items():
        data.equal([line(d) for d in data.json("discrepancies", "--date", night)], want, f"discrepancies of {night}")
    newest = data.json("discrepancies")
    data.equal([line(d) for d in newest], FOUND[THIRD], "without a date, the newest")
    data.tap.ok(all(set(d) == MEMBERS for d in newest), "each has all members", newest[:1])
    email = newest[0]
    data.equal((email["leading"], email["mirror"]), (MASK, MASK), "personal values are masked")
    data.equal((email["opened_on"], email["case_opened_on"]), (SECOND, FIRST), "one case, the age of its oldest")
    cleared = data.json("discrepancies", "--status", "cleared")
    data.equal([line(d) for d in cleared], [("R-ORD", "cleared", "de/1002", "total", "-1.50", "cleared")],
               "what was cleared")
    data.equal((cleared[0]["leading"], cleared[0]["mirror"], cleared[0]["opened_on"]), ("59.50", "58.00", FIRST),
               "as it stood then")
    data.equal(data.json("discrepancies", "--rule", "paid"), data.json("discrepancies", "--rule", "R-PAID"),
               "a rule by its name and by its id")
    data.equal(data.json("discrepancies", "--rule", "R-ORD", "--status", "pending"), [], "nothing waits")
    for shown, stored in (("not explained", "open"), ("waiting", "pending"),
                          ("could not be checked", "not comparable")):
        data.equal(data.json("discrepancies", "--status", shown), data.json("discrepancies", "--status", stored),
                   f"{shown} is {stored}")
    data.equal({d["status"] for d in data.json("discrepancies", "--status", "not explained")}, {"open"}, "as stored")
    data.says(["discrepancies", "--status", "open"], "not explained  ")
    data.says(["discrepancies", "--status", "not comparable"], "could not be checked  ", "against ")
    data.says(["trace", "de/1003"], "could not be checked", "against ", "unreadable")
    data.says(["discrepancies", "--rule", "R-ORD", "--limit", "1"], "R-ORD orders, Wed 1 April 2026", "email in erp",
              MASK, "and 2 more")
    data.says(["discrepancies", "--rule", "order"], 'did you mean "orders"?', code=2)


# ── rejects ─────────────────────────────────────────────────────────────────────────────────────────────────────────

def check_rejects(data):
    newest = data.json("rejects")
    data.equal([(r["extract"], r["business_date"], r["file"], r["record"], r["line"], r["key"], r["resolved"])
                for r in newest["rejects"]],
               [("shop.orders", THIRD, f"{THIRD}/shop.csv", 2, 3, ["de", "1003"], None)],
               "the newest reject, with its place")
    data.equal(newest["rejects"][0]["faults"],
               [{"field": "status", "value": "parked", "reason": "unknown to its crosswalk"}], "why")
    data.tap.ok("1003" in newest["rejects"][0]["text"], "the record as it came", newest["rejects"][0]["text"])
    data.equal([(c["field"], c["reason"], c["warning"], c["count"]) for c in newest["counts"]],
               [("status", "unknown to its crosswalk", False, 1)], "counts by field and reason")
    data.equal([(u["field"], u["value"], u["count"]) for u in newest["unknown"]], [("status", "parked", 1)],
               "values that no crosswalk knows")
    data.equal([r["business_date"] for r in data.json("rejects", "--all")["rejects"]], [SECOND, THIRD], "all")
    data.equal([r["business_date"] for r in data.json("rejects", "--date", SECOND)["rejects"]], [SECOND], "of a date")
    data.equal([r["business_date"] for r in data.json("rejects", "--run", "2")["rejects"]], [SECOND], "of a run")
    data.equal(data.json("rejects", "--run", "1")["rejects"], [], "a run without any")
    data.equal(data.json("rejects", "--extract", "erp.orders")["counts"], [], "an extract without any")
    data.says(["rejects"], "shop.orders, Wed 1 April 2026", "de/1003", "parked", f"{THIRD}/shop.csv",
              "value that no crosswalk knows")
    data.says(["rejects", "--run", "1"], "no unreadable records")
    data.says(["rejects", "--run", "99"], "there is no run 99", code=2)
    data.says(["rejects", "--date", "2026-13-01"], "must be a date", code=2)


def check_resolved(data):
    systems = data.engine.folder / "project" / "systems.toml"
    systems.write_text(systems.read_text().replace('open = "open", paid', 'open = "open", parked = "open", paid'))
    data.text("replay", "shop.order", "--reason", "parked is open")
    data.equal(data.json("rejects")["rejects"], [], "after the map was mended none is left")
    data.says(["rejects"], "no unreadable records in what is newest; --all looks at all nights")
    resolved = {r["business_date"]: r["resolved"] for r in data.json("rejects", "--all")["rejects"]}
    data.tap.ok(resolved[THIRD] and not resolved[SECOND], "the newest is resolved", resolved)
    data.says(["rejects", "--all", "--date", THIRD], "(resolved)")
    data.says(["trace", "de/1003"], "changed by a mended map: state unreadable → good")


# ── nights ──────────────────────────────────────────────────────────────────────────────────────────────────────────

def night(data, at, dataset="shop.order"):
    return list(csv.DictReader(io.StringIO(data.text("snapshot", dataset, "--at", at))))


def check_snapshot(data):
    first = data.text("snapshot", "shop.order", "--at", FIRST)
    rows = list(csv.DictReader(io.StringIO(first)))
    data.equal([r["order_no"] for r in rows], ["1001", "1002", "1003", "1004"], "the first night, by key")
    data.equal((rows[0]["note"], rows[1]["note"]), ("ring, then knock", '"fragile"'), "quoted as RFC 4180 says")
    data.equal((rows[0]["placed_at"], rows[0]["total"], rows[0]["status"]), ("2026-03-30T07:15:00Z", "119.00", "paid"),
               "typed values")
    data.equal(data.text("snapshot", "shop.order", "--at", "1"), first, "the same at its run")
    data.equal([(r["order_no"], r["status"], r["state"]) for r in night(data, SECOND)],
               [("1001", "shipped", "good"), ("1002", "paid", "good"), ("1003", "", "rejected"),
                ("1004", "paid", "good")], "the second night")
    data.equal([r["order_no"] for r in night(data, THIRD)], ["1002", "1003", "1004"], "the third night")
    asked = data.json("snapshot", "shop.order", "--at", SECOND)
    data.equal([(r["order_no"], r["total"], r["status"]) for r in asked][2], ("1003", "23.80", None), "as JSON")


# ── trace ───────────────────────────────────────────────────────────────────────────────────────────────────────────

def told(story):
    return [(f["relation"], f["dataset"], "/".join(f["key"]), f["state"], [v["business_date"] for v in f["versions"]])
            for f in story["facts"]]


def check_trace(data):
    story = data.json("trace", "de/1001")
    data.equal(told(story), [("itself", "erp.order", "de/1001", "gone", [FIRST]),
                             ("itself", "shop.order", "de/1001", "gone", [FIRST, SECOND]),
                             ("child", "pay.charge", "ch_1", "good", [FIRST])], "an order through all systems")
    shop = story["facts"][1]
    data.equal((shop["gone_on"], shop["versions"][0]["until"], shop["versions"][1]["until"]), (THIRD, SECOND, THIRD),
               "from when until when")
    data.equal([(v["values"]["status"], v["file"], v["record"], v["run"]) for v in shop["versions"]],
               [("paid", f"{FIRST}/shop.csv", 1, 1), ("shipped", f"{SECOND}/shop.csv", 1, 2)],
               "each version with its place")
    data.equal(shop["values"]["email"], MASK, "personal values are masked")
    data.equal([(d["business_date"], d["rule"], d["kind"]) for d in story["discrepancies"]],
               [(THIRD, "R-PAID", "unexpected")], "what the rules found")
    data.equal(data.json("trace", "de 1001")["facts"], story["facts"], "joined by a blank")
    data.equal(told(data.json("trace", "1001")), told(story), "by one field of the key")
    data.equal(told(data.json("trace", "de/1001", "--at", FIRST)),
               [("itself", "erp.order", "de/1001", "good", [FIRST]),
                ("itself", "shop.order", "de/1001", "good", [FIRST]),
                ("child", "pay.charge", "ch_1", "good", [FIRST])], "as it was known on the first night")
    data.equal(told(data.json("trace", "ch_2")),
               [("itself", "pay.charge", "ch_2", "good", [FIRST]),
                ("parent", "erp.order", "de/1002", "good", [FIRST, THIRD]),
                ("parent", "shop.order", "de/1002", "good", [FIRST, SECOND])], "a payment and its order")
    data.equal(told(data.json("trace", "de/1009")), [("child", "pay.charge", "ch_9", "good", [FIRST])],
               "a payment of an order that nobody knows")
    events = [d["event"] for d in data.json("trace", "de/1002")["discrepancies"] if d["field"] == "total"]
    data.equal(events, ["opened", "continued", "cleared"], "a discrepancy night by night")
    data.equal(data.json("trace", "nobody")["facts"], [], "a key that nobody has")
    data.says(["trace", "de/1001"], "shop.order de/1001, gone since Wed 1 April 2026, by shop.orders",
              "changed: status paid → shipped", f"{SECOND}/shop.csv, record 1", "To it belong", "pay.charge ch_1, good",
              "What the rules found")
    data.says(["trace", "de/1002"], "changed: something that is not shown", "cleared")
    data.says(["trace", "de/1003"], 'status "parked" unknown to its crosswalk')
    data.says(["trace", "ch_4"], "It belongs to", "No rule found anything of it")
    data.says(["trace", "nobody"], 'nothing has "nobody" as its key')


def check_masks(data):
    for words in (["discrepancies"], ["discrepancies", "--date", SECOND], ["trace", "de"], ["trace", "de/1002"]):
        for form in ([], ["--json"]):
            got = data.text(*words, *form)
            data.tap.ok(not any(p in got for p in PEOPLE), f"{' '.join(words + form)} names nobody", got)


def main():
    tap = Tap()
    with Engine([HERE / "nights"]) as engine:
        data = Data(tap, engine)
        data.text("init")
        data.says(["trace", "de/1001"], "nothing has")
        for each in NIGHTS:
            data.text("run", "nightly", "--date", each)
        check_discrepancies(data)
        check_rejects(data)
        check_snapshot(data)
        check_trace(data)
        check_masks(data)
        check_resolved(data)
    tap.done()


main()
