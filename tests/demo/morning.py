#!/usr/bin/env python3
"""docs/morning.md, read as its readers do: its commands print what it shows, and the amounts that it speaks of stand in
the reports of the demo business."""

import json
import re
import subprocess
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from begun import begun
from project import ENGINE
from tap import Tap

PAGE = Path(__file__).resolve().parents[2] / "docs" / "morning.md"
AMOUNT = re.compile(r"\d{1,3}(?: \d{3})+\.\d\d|\d+\.\d\d(?=\D|$)")


def blocks(text):
    """Each command of the page with what it shows of what comes of it; … stands for lines that it leaves out."""
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.M | re.S):
        for command in re.split(r"^\$ ", block, flags=re.M)[1:]:
            words, _, shown = command.partition("\n")
            yield words, [line.rstrip() for line in shown.splitlines()]


def stands_in(shown, lines):
    """Whether the lines come one after another, but where … stands between them."""
    at, gap = 0, True
    for line in shown:
        if line.strip() == "…":
            gap = True
            continue
        found = next((n for n in range(at, len(lines)) if lines[n].rstrip() == line), None) if gap else at
        if found is None or found >= len(lines) or lines[found].rstrip() != line:
            return False
        at, gap = found + 1, False
    return True


def check_commands(tap, project, text):
    count = 0
    for words, shown in blocks(text):
        count += 1
        done = subprocess.run(["sh", "-c", words.replace("counterfoil", f'"{ENGINE}"', 1)], cwd=project.folder,
                              capture_output=True, text=True, check=False)
        out = (done.stdout + done.stderr).replace(f"{project.folder}/", "…/")
        tap.ok(stands_in(shown, out.splitlines()), f"{words}: as the page shows it", out, "not as:", *shown)
    tap.ok(count >= 4, f"the page has commands: {count}")


def parts_of(rule):
    """What the parts of a sum rule come to, in each currency."""
    totals = defaultdict(Decimal)
    for term in rule.get("terms", []):
        if term["term"] > 0 and term["sum"]:
            totals[term["currency"]] += Decimal(term["sum"])
    return {f"{total:.2f}" for total in totals.values()}


def amounts_in(told):
    return set(re.findall(r"(?<![\d.])(\d+\.\d\d)(?![\d.])", told))


def known_amounts(project):
    """Every number with cents that any report or close has, or that its parts come to: without sign, as people write
    it."""
    said = set()
    for run in project.runs():
        report = project.must("report", str(run), "--json")
        said |= amounts_in(report)
        for rule in json.loads(report)["rules"]:
            said |= parts_of(rule)
    for path in project.folder.glob("var/reports/close/*/close.json"):
        said |= amounts_in(path.read_text())
    return {f"{int(number[:-3]):,}".replace(",", " ") + number[-3:] for number in said}


def prose_of(text):
    return re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)


def main():
    tap = Tap()
    project, _ = begun()
    try:
        text = PAGE.read_text()
        check_commands(tap, project, text)
        told = set(AMOUNT.findall(prose_of(text)))
        missing = told - known_amounts(project)
        tap.ok(not missing, f"the {len(told)} amounts that the page speaks of stand in the reports", *sorted(missing))
    finally:
        project.end()
    tap.done()


if __name__ == "__main__":
    main()
