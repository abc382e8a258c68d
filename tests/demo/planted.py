#!/usr/bin/env python3
"""Four nights of the demo business and the close of its month: all discrepancies and the balance of each night, nothing
missing, nothing extra."""

import re
from datetime import date
from decimal import Decimal

from begun import begun, check_runs
from month import check_close
from project import compared
from tap import Tap

from business import NIGHTS, at_or_before, night_ends
from expected import RULES, Expected
from generate import Business

KINDS = {"Payments", "Refunds", "Disputes", "Fees"}      # of the movements that payouts consist of
LATE = ("R-SUM", "R-FEE", "R-BANK", "R-MATCH", "R-CHAIN")     # a run later: the payout report comes after its day

# The lines of a sum rule's statement, and which of its list stand in each; what names no payout yet has a field that
# says so.
STANDING = {
    "residual": lambda x: x.status == "open" and x.kind == "residual",
    "counted twice": lambda x: x.status == "open" and x.kind == "counted twice",
    "missing": lambda x: x.status == "open" and x.kind == "missing",
    "unexpected": lambda x: x.status == "open" and x.kind == "unexpected",
    "waiting": lambda x: x.status == "pending" and not x.field,
    "not paid out": lambda x: x.status == "pending" and x.field == "payout",
}


def night_lines(expected, night, without=()):
    return [line for rule, nights in expected.lines.items() if rule not in without for line in nights.get(night, [])]


def check_lines(tap, project, expected, night, name, without=()):
    got, want = compared(project.lines(night), night_lines(expected, night, without))
    tap.same(got, want, f"{name}: the lines of {night}")


def balance_of(rule):
    """What has no amount, such as a status, counts by number only."""
    return {(b["currency"], b["line"]): (b["number"], Decimal(b["amount"] or 0)) for b in rule["balance"]}


def balance_texts(made):
    return {f"{currency or '-'} {name}: {n} {amount:f}" for (currency, name), (n, amount) in made.items()
            if n or amount}


def answers(project, night):
    """What the rules answered for a business date; payouts do so in a later run."""
    found = {}
    for run in project.runs():
        for rule in project.asked("report", str(run))["rules"]:
            if rule["business_date"] == night.isoformat():
                found[rule["id"]] = rule
    return found


def check_answers(tap, project, expected, night):
    found = answers(project, night)
    for rule, nights in RULES.items():
        if night not in nights:
            continue
        if not tap.ok(rule in found, f"{rule} answers for {night}"):
            continue
        got, want = balance_texts(balance_of(found[rule])), balance_texts(expected.balances[rule][night])
        tap.same(got, want, f"{rule}: the balance of {night}")
        tap.ok(found[rule]["verdict"] == expected.verdict(rule, night), f"{rule}: the verdict for {night}",
               f"got {found[rule]['verdict']}, want {expected.verdict(rule, night)}")
        if found[rule]["kind"] == "sum":
            check_ties(tap, found[rule], project.lines(night))


def added(rows, *fields):
    """Sums of fields by currency, and how many rows there are."""
    found = {}
    for row in rows:
        old = found.setdefault(row["currency"], [0] * (len(fields) + 1))
        old[0] += row.get("count", 1)
        for i, field in enumerate(fields):
            old[i + 1] += Decimal(row[field])
    return found


def check_kinds(tap, rule, name, terms, listed):
    """Where movements are told apart by kind, their lines come to the parts, and so do those of each payout."""
    if not rule["lines"]:
        return
    lines = added(rule["lines"], "sum")
    tap.ok({c: line[1] for c, line in lines.items()} == {c: t[2] for c, t in terms.items()},
           f"{name}: its lines add up to the parts", lines, terms)
    tap.ok({line["title"] for line in rule["lines"] if line["declared"]} <= KINDS, f"{name}: kinds that are declared",
           rule["lines"])
    got = added([line for line in rule["lines"] if not line["declared"]], "sum")
    want = added([{"currency": x.currency, "sum": x.amount} for x in listed if x.kind == "undeclared"], "sum")
    tap.ok(got == want, f"{name}: and each movement of another kind is a warning", got, want)
    tap.ok(all(Decimal(w["left_over"]) == sum(Decimal(x["sum"]) for x in w["lines"]) - Decimal(w["whole"])
               for w in rule["wholes"]) and rule["wholes"], f"{name}: and those of each payout", rule["wholes"])


def check_ties(tap, rule, lines):
    """What a sum rule consists of, to the cent: terms, what became of the keys, the list."""
    name = f"{rule['id']} for {rule['business_date']}"
    terms = added([{"currency": t["currency"], "whole": 0 if t["term"] else t["sum"],
                    "parts": t["sum"] if t["term"] else 0} for t in rule["terms"]], "whole", "parts")
    stood = added(rule["standing"], "whole", "parts", "difference")
    tap.ok({c: t[1:] for c, t in terms.items()} == {c: s[1:3] for c, s in stood.items()},
           f"{name}: what became of the keys adds up to the terms", terms, stood)
    tap.ok(all(s[3] == s[2] - s[1] for s in stood.values()), f"{name}: the differences add up, too", stood)
    tap.ok(all(Decimal(s["difference"]) == 0 for s in rule["standing"] if s["line"] in ("agreed", "opening")),
           f"{name}: what agrees differs by nothing", rule["standing"])
    listed = [x for x in lines if x.rule == rule["id"] and x.event != "carried"]
    for line, is_in in STANDING.items():
        got = added([s for s in rule["standing"] if s["line"] == line], "difference")
        want = added([{"currency": x.currency or None, "amount": x.amount} for x in listed if is_in(x)], "amount")
        tap.ok(got == want, f"{name}: the line {line} is what the list has of it", got, want)
    check_kinds(tap, rule, name, terms, listed)
    got = {x["currency"]: [x["count"], Decimal(x["amount"])] for x in rule["listed"] if x["line"] == "open"}
    want = {b["currency"]: [b["number"], Decimal(b["amount"])] for b in rule["balance"] if b["line"] == "open"}
    tap.ok(got == want, f"{name}: and leads to the balance", got, want)


def given_back(facts, night):
    """What a payout gives back of a payment that another one held: key, payout, the payment, its payout, amount."""
    end = night_ends(night)
    inside = [(p, t) for p in facts.payouts if at_or_before(p.at, end) for t in p.transactions if t.charge]
    taken = {t.charge: (t.id, p.id) for p, t in inside if t.kind == "charge"}
    return {(t.id, p.id, *taken[t.charge], t.gross) for p, t in inside
            if t.kind != "charge" and taken[t.charge][1] != p.id}


def check_given_back(tap, project, business, night):
    for rule in (r for r in answers(project, night).values() if r["id"] == "R-SUM"):
        got = {(g["key"], g["whole"], g["original"], g["original_whole"], Decimal(g["amount"]))
               for g in rule["given_back"]}
        tap.same(got, given_back(business.facts, night), f"what payouts give back of others, for {night}")


def check_tolerances(tap, project, expected, night):
    found = answers(project, night)
    for t in expected.tolerances:
        use = [u for u in found[t["rule"]]["tolerance"] if u["field"] == t["field"]]
        got = [(u["currency"], u["count"], Decimal(u["sum"])) for u in use]
        want = [(t["currency"], t["count"], Decimal(t["sum"]))]
        tap.ok(got == want, f"tolerance used in {t['rule']} on {night}", got)
    for g in (g for g in expected.groups if night in g["nights"]):
        counts = [(c["count"], c["currency"]) for c in found[g["rule"]]["groups"]]
        tap.ok((g["count"], g["currency"]) in counts, f"one group of {g['count']} in {g['rule']} on {night}", counts)


def check_timings(tap, project, expected, night):
    """What moved between two moments explains what is declared and nothing else; all else says since which night."""
    for rule in (r for r in answers(project, night).values() if r.get("timing")):
        got = {(d["key"], Decimal(d["difference"]), *(m["key"] for m in d["movements"]))
               for d in rule["timing"]["differences"] if d["explained"]}
        want = {("/".join(t["key"]), Decimal(t["difference"]), *t["moves"]) for t in expected.timings
                if (t["rule"], t["night"]) == (rule["id"], night)}
        tap.same(got, want, f"{rule['id']}: what is of timing on {night}")
        got = {(*d["key"], d["parted_on"], d["agreed_on"]) for d in rule["discrepancies"] if "parted_on" in d}
        want = {(*x.key, str(x.opened_on), agreed_before(x.opened_on)) for x in expected.lines[rule["id"]][night]
                if x.status == "open"}
        tap.same(got, want, f"{rule['id']}: since when they are apart, on {night}")


def check_restated(tap, project, expected, night):
    """What lists say otherwise of what was long settled, value by value."""
    got = {(i["extract"], r["change"], r["key"], f["field"], f["before"], f["after"])
           for rule in answers(project, night).values() for i in rule["inputs"] for r in i["restated"]
           for f in r["fields"]}
    want = {(t["extract"], t["change"], "/".join(t["key"]), t["field"], t["before"], t["after"])
            for t in expected.restated if t["night"] == night}
    tap.same(got, want, f"what was changed of the past on {night}")


def agreed_before(night):
    """On the night before, if there was one: none of what is planted was in doubt then."""
    return str(NIGHTS[NIGHTS.index(night) - 1]) if night > NIGHTS[0] else None


def check_printed(tap, out, night):
    """What the demo shows of a night: each extract with its counts, each rule's verdict, the report."""
    words = ("read", "staged", "unreadable", "inserted", "updated", "deleted", "shop_de.orders", "erp.posted_invoices",
             "gateway.charges", "bank.lines", "wms.stock", "market.settlements", "Stock: ",
             "Stock that the shops may sell: ", "Orders: ", "Orders and what was paid for them: ",
             "Authorised, sent, captured: ", "Refunds and credit memos: ", "Parcels and tracking numbers: ",
             "Payouts and bank: ", "Payouts reach the bank: ", "Payouts and what they consist of: ",
             "Settlements of the marketplace: ", "Returns and what is given back for them: ", "From order to bank: ",
             f"/var/reports/{night}/nightly-")
    lacking = [word for word in words if word not in out]
    tap.ok(not lacking, f"the run for {night} prints what was read and found", lacking, out)


def check_inputs(tap, project, night):
    """The index lists each input with the date that a rule read it for: payouts are those of the night before."""
    run = max(project.runs())
    page = next(project.folder.glob(f"var/reports/{night}/nightly-{run}/index.html")).read_text()
    page = page[page.index('id="inputs"'):]
    rows = {re.sub("<[^>]*>", "", name): re.sub("<[^>]*>", "", count) for name, count in re.findall(
        r'<small class="ids">(.*?)</small></th>.*?data-label="Read">(.*?)</td>', page, re.S)}
    want = {}
    for rule in project.asked("report", str(run))["rules"]:
        for i in (i for i in rule["inputs"] if i["content_date"]):
            day = date.fromisoformat(i["content_date"])
            name = i["extract"] if day == night else f"{i['extract']} · for {day:%a} {day.day} {day:%B %Y}"
            want[name] = f"{i['counts']['read']:,}".replace(",", ".")
    tap.same(set(rows.items()), set(want.items()), f"the index of {night} has each input of each date")


def first_time(tap, project, business, expected, runs):
    check_runs(tap, runs)
    for night, run in zip(NIGHTS, runs):
        check_printed(tap, run.out, night)
    check_inputs(tap, project, night)
    for night in NIGHTS:
        check_lines(tap, project, expected, night, "planted")
        check_answers(tap, project, expected, night)
        check_tolerances(tap, project, expected, night)
        check_timings(tap, project, expected, night)
        check_restated(tap, project, expected, night)
        check_given_back(tap, project, business, night)


def again(tap, project, expected):
    """The same date again adds no age; an earlier one changes nothing later."""
    project.without_pages()
    project.run(NIGHTS[3])
    check_lines(tap, project, expected, NIGHTS[3], "run again")
    check_answers(tap, project, expected, NIGHTS[3])
    told = reports(project)
    project.run(NIGHTS[1])
    for night in NIGHTS:
        check_lines(tap, project, expected, night, f"after {NIGHTS[1]} was run again")
    tap.ok({run: project.asked("report", run) for run in told} == told, "no report of a run before says another thing")


def reports(project):
    return {str(run): project.asked("report", str(run)) for run in project.runs()}


def main():
    tap, business = Tap(), Business()
    expected = Expected(business.scenarios)
    project, runs = begun()
    try:
        first_time(tap, project, business, expected, runs)
        check_close(tap, project, business)
        again(tap, project, expected)
    finally:
        project.end()
    tap.done()


if __name__ == "__main__":
    main()
