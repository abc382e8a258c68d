"""The close of March behind the demo's four nights: lines and differences of each company's positions, nothing missing,
nothing extra."""

import json
from decimal import Decimal

import project                               # noqa: F401  puts fixtures/demo on the path

import closed

VERDICTS = {("DE01", "C-PAYWAY"): "discrepancies", ("DE01", "C-GIFT"): "discrepancies",
            ("DE01", "C-STOCK"): "discrepancies", ("PL01", "C-PAYWAY"): "pending"}


def told(project, company):
    path = next(project.folder.glob(f"var/reports/close/{closed.MONTH}-{company}-*/close.json"))
    return {position["id"]: position for position in json.loads(path.read_text())["positions"]}


def check_position(tap, business, company, position):
    name = f"the close of {company}, {position['id']}"
    got = {(x["currency"], x["title"] or x["line"], Decimal(x["amount"])) for x in position["lines"]
           if Decimal(x["amount"])}
    tap.same(got, closed.lines(business, company, position["id"]), f"{name}: its lines")
    got = {(i["against"], i["kind"], i["reference"], i["currency"], Decimal(i["amount"])) for i in position["items"]}
    tap.same(got, closed.differences(business, company, position["id"]), f"{name}: its differences")
    verdict = VERDICTS[company, position["id"]]
    tap.ok(position["verdict"] == verdict, f"{name}: {verdict}", position["reasons"])


def check_close(tap, project, business):
    for company, positions in closed.POSITIONS.items():
        project.must("close", closed.MONTH, "--company", company)
        found = told(project, company)
        tap.same(set(found), set(positions), f"the close of {company}: its positions")
        for position in found.values():
            check_position(tap, business, company, position)
