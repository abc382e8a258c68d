#!/usr/bin/env python3
"""Nights on which a whole file goes wrong, or a map is mended: variants of the demo, each in a project behind two sound
nights."""

import sys

from begun import SOUND, begun
from planted import LATE, answers, balance_of, balance_texts, check_lines
from tap import Tap

from business import NIGHTS, later, night_ends
from expected import Expected, Line
from generate import Business
from variant import read_variant

BEFORE, WRONG, AFTER = NIGHTS[1], NIGHTS[2], NIGHTS[3]
REASON = "checked with accounting"


class Case:
    """A project in which a variant goes through its nights."""

    def __init__(self, tap, name):
        self.tap, self.name = tap, name
        self.project, _ = begun(nights=SOUND)
        self.project.without_pages()
        self.business = Business(variant=read_variant(name))
        self.hidden = self.business.variant.tables.get("hidden", [])

    def nights(self, *nights):
        for night in nights:
            self.business.write(self.project.data, night)
            self.code, _, self.complaint = self.project.run(night)
            self.newest = night

    def again(self, night):
        """The rules only: what is staged has changed.  One stock file of the night is missing all the while."""
        code, _, complaint = self.project.engine("run", "nightly", "--date", night.isoformat(), "--from", "reconcile",
                                                 night=night)
        self.tap.ok(code == 5, f"{self.name}: the rules answer again", code, complaint)

    def expect(self, night, name, **how):
        expected = Expected(self.business.scenarios, **how)
        late = LATE if night == self.newest else ()
        check_lines(self.tap, self.project, expected, night, f"{self.name}: {name}", late)
        return expected

    def held(self):
        """Numbers of the snapshots that a guard holds, the oldest first."""
        last = self.project.asked("show", str(self.project.runs()[-1]))
        return sorted(s["snapshot_id"] for s in last["snapshots"] if s["state"] == "held")

    def release(self, snapshot):
        """The number of the snapshot that it becomes."""
        staged = self.project.asked("release", str(snapshot), "--reason", REASON, night=WRONG)["extracts"]
        return next(s["snapshot_id"] for s in staged if s["state"] == "live")

    def verdict(self, rule, night, want):
        got = answers(self.project, night)[rule]["verdict"]
        self.tap.ok(got == want, f"{self.name}: {rule} is {want} for {night}", got)

    def staged(self, dataset, night):
        return self.project.must("snapshot", dataset, "--at", night.isoformat())


def stale(case):
    case.nights(WRONG)
    case.tap.ok(case.code == 5, f"{case.name}: the run ends with 5", case.code, case.complaint)
    case.expect(WRONG, "nothing is compared with yesterday's bytes", hidden=case.hidden)
    case.verdict("R-ORD", WRONG, "incomplete")
    case.nights(AFTER)
    case.expect(AFTER, "the next night goes on", hidden=case.hidden)


def cut_memos(case):
    """The lines of the refunds whose credit memos the cut list lacks."""
    names = ["erp.credit_memos"]
    whole = Business().told(WRONG, names)["erp.credit_memos"]
    left = {m["refund"] for m in case.business.told(WRONG, names)["erp.credit_memos"]}
    for m in (m for m in whole if m["refund"] not in left):
        young = later(m["at"], hours=24).timestamp() > night_ends(WRONG).timestamp()
        yield WRONG, Line("R-REF", "missing", "", "erp", (m["refund"],), m["currency"], -m["amount"],
                          "pending" if young else "open", "none" if young else "opened", case.name)


def truncated(case):
    case.nights(WRONG)
    case.tap.ok(case.code == 5, f"{case.name}: the run ends with 5", case.code, case.complaint)
    case.expect(WRONG, "the guard holds, nothing false", hidden=case.hidden)
    case.verdict("R-REF", WRONG, "incomplete")
    snapshots = case.held()
    if case.tap.ok(len(snapshots) == 1, f"{case.name}: one snapshot is held", snapshots):
        case.release(snapshots[0])
    case.again(WRONG)
    more = list(cut_memos(case))
    case.tap.ok(len(more) > 10, f"{case.name}: many memos are cut off", len(more))
    case.expect(WRONG, "released, it counts", more=more)
    case.nights(AFTER)
    case.expect(AFTER, "the next night has them back", more=more)


def wrong_company(case):
    case.nights(WRONG)
    case.expect(WRONG, "the guard holds, nothing false", hidden=case.hidden)
    before, snapshots = case.staged("erp.order", BEFORE), case.held()
    case.tap.ok(len(snapshots) == 2, f"{case.name}: both lists are held", snapshots)
    let_in = [case.release(snapshot) for snapshot in snapshots]
    case.again(WRONG)
    opened = [line for line in case.project.lines(WRONG) if line.rule == "R-ORD" and line.status == "open"]
    case.tap.ok(len(opened) > 3000, f"{case.name}: let in by mistake, it opens thousands", len(opened))
    for snapshot in reversed(let_in):
        case.project.must("rollback", str(snapshot), "--reason", REASON, night=WRONG)
    case.tap.ok(case.staged("erp.order", WRONG) == before, f"{case.name}: the tables are those of the night before")
    case.nights(AFTER)
    expected = case.expect(AFTER, "what it opened is retracted", left_out=[("R-ORD", WRONG)])
    made = balance_of(answers(case.project, AFTER)["R-ORD"])
    case.tap.ok(sum(n for (_, name), (n, _) in made.items() if name == "retracted") > 2900,
                f"{case.name}: the balance says so", balance_texts(made))
    case.tap.ok({k: v for k, v in made.items() if k[1] == "open"} ==
                {k: v for k, v in expected.balances["R-ORD"][AFTER].items() if k[1] == "open"},
                f"{case.name}: and comes out at what is open", balance_texts(made))


def mend(project):
    path = project.folder / "jobs" / "crosswalks.toml"
    text = path.read_text()
    path.write_text(text.replace('paid = "pending"\n', 'paid = "pending"\nawaiting_customs = "pending"\n', 1))


def rejected(project):
    """Whether each of the shop's orders that could not be mapped on the night is resolved."""
    told = project.asked("rejects", "--extract", "shop_de.orders", "--date", WRONG.isoformat(), "--all")["rejects"]
    return [r["resolved"] is not None for r in told]


def mended(case):
    case.nights(WRONG)
    run = str(case.project.runs()[-1])
    told, staged = case.project.asked("report", run), case.project.must("snapshot", "shop_de.order", "--at", run)
    case.tap.ok(rejected(case.project) == [False], f"{case.name}: one order cannot be read", rejected(case.project))
    mend(case.project)
    case.project.must("replay", "shop_de.order", "--reason", "a state of the shop's new version", night=WRONG)
    case.again(WRONG)
    for s in case.business.scenarios:
        if s.name == "status-unknown-in-shop":
            s.tables["expect"] = []
    case.expect(WRONG, "the key is compared, and clean")
    case.tap.ok(rejected(case.project) == [True], f"{case.name}: its reject is resolved", rejected(case.project))
    case.tap.ok(case.project.asked("report", run) == told, f"{case.name}: the night's own report says what it said")
    case.tap.ok(case.project.must("snapshot", "shop_de.order", "--at", run) == staged,
                f"{case.name}: the night as it was stays readable")


VARIANTS = {"erp-stale": stale, "erp-truncated": truncated, "erp-wrong-company": wrong_company, "map-mended": mended}


def main():
    """variants.py [NAME…]"""
    tap = Tap()
    for name, go in ((n, VARIANTS[n]) for n in sys.argv[1:] or VARIANTS):
        case = Case(tap, name)
        try:
            go(case)
        finally:
            case.project.end()
    tap.done()


if __name__ == "__main__":
    main()
