"""The close of March behind the demo's four nights: lines and differences of each company, nothing missing, nothing
extra."""

import json
from decimal import Decimal

import project                               # noqa: F401  puts fixtures/demo on the path

import closed

VERDICTS = {"DE01": "discrepancies", "PL01": "pending"}


def told(project, company):
    path = next(project.folder.glob(f"var/reports/close/{closed.MONTH}-{company}-*/close.json"))
    return json.loads(path.read_text())["positions"][0]


def check_close(tap, project, business):
    for company, verdict in VERDICTS.items():
        project.must("close", closed.MONTH, "--company", company)
        position = told(project, company)
        got = {(x["currency"], x["title"] or x["line"], Decimal(x["amount"])) for x in position["lines"]
               if Decimal(x["amount"])}
        tap.same(got, closed.lines(business, company), f"the close of {company}: its lines")
        got = {(i["against"], i["kind"], i["reference"], i["currency"], Decimal(i["amount"]))
               for i in position["items"]}
        tap.same(got, closed.differences(business, company), f"the close of {company}: its differences")
        tap.ok(position["verdict"] == verdict, f"the close of {company}: {verdict}", position["reasons"])
