#!/usr/bin/env python3
"""What must be renewed is said in time, and a key that may not see everything reads nothing."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

from answering import Answering, serve               # noqa: E402
from items import beginning, extracts_of, project    # noqa: E402
from tap import Tap                                  # noqa: E402

# A run looks on the morning after.
DAY, TODAY = "2026-03-31", date(2026, 4, 1)
SYSTEM = """
[system.{name}]
base = "http://127.0.0.1:{port}/{name}/"
retry = {{ base = "0s", times = 2 }}
auth = {{ kind = "bearer", token = "${{secret:key}}" }}
{more}
[extract.{name}.items]
entity = "item"
source = {{ kind = "http", path = "items", page = {{ kind = "none" }} }}
format = {{ kind = "json", rows = "data[*]" }}
map = {{ id = "id" }}
[extract.{name}.more]
entity = "item"
source = {{ kind = "http", path = "more", page = {{ kind = "none" }} }}
format = {{ kind = "json", rows = "data[*]" }}
map = {{ id = "id" }}
[job.{name}]
extract = ["{name}.*"]
"""
RULE = """
[reconcile.items]
id = "R-1"
kind = "keyed"
entity = "item"
sides = { items = ["thirty.items"], more = ["thirty.more"] }
truth = "items"
[job.page]
extract = ["thirty.*"]
reconcile = ["items"]
report = ["html", "json"]
"""
NEED = 'grants = { path = "rights", at = "rights[*].name", need = ["read_orders", "read_all_orders"] }'
TEXT = 'grants = { path = "/rights/text", at = "scope", need = ["read_orders", "read_all_orders"] }'


def after(days):
    return (TODAY + timedelta(days)).isoformat()


# name: what its system says, then {what: last day} of what a run says.
ENDS = {
    "thirty": (f'expires = {{ "API key" = {after(30)}, other = {after(31)} }}', {"API key": after(30)}),
    "week": (f"expires = {{ key = {after(7)} }}", {"key": after(7)}),
    "tomorrow": (f"expires = {{ key = {after(1)} }}", {"key": after(1)}),
    "past": (f"expires = {{ key = {after(-3)} }}", {"key": after(-3)}),
    "several": (f"expires = {{ later = {after(20)}, sooner = {after(2)}, also = {after(20)} }}",
                {"sooner": after(2), "also": after(20), "later": after(20), "what is asked of it": None}),
    "later": (f"expires = {{ key = {after(400)} }}", {}),
    "sunset": ("", {"what is asked of it": after(9)}),
    "deprecated": ("", {"what is asked of it": None}),
    "certificate": ('tls = { certificate = "own.pem", key = "own.key" }', {"its client certificate": "2026-04-12"}),
}
WORDS = {"thirty": "ends on Fri 1 May 2026, in 30 days", "tomorrow": "ends tomorrow, on Thu 2 April 2026",
         "past": "ended on Sun 29 March 2026", "deprecated": "is to end, and does not say when"}
# name: its grants, what is granted, and what a run says, None: it reads.
RIGHTS = {
    "all": (NEED, {"rights": [{"name": "read_orders"}, {"name": "read_all_orders"}]}, None),
    "lacks": (NEED, {"rights": [{"name": "read_orders"}]}, "the key lacks read_all_orders"),
    "silent": (NEED, {"rights": []}, "does not say at rights[*].name what the key may do"),
    "text": (TEXT, {"scope": "read_orders, read_all_orders write_orders"}, None),
    "refused": (NEED, None, "status 403"),
}


class Server(Answering):
    asked = []

    def do_GET(self):
        name, what = (self.path.split("/") + [""])[1:3]
        self.asked.append((name, what))
        body = {"data": [{"id": f"{what}-{i}"} for i in range(3)]}
        if "rights" in (name, what):
            body = RIGHTS["text" if name == "rights" else name][1]
        going = {"Deprecation": "@1688169599"}
        fields = {"sunset": {"Sunset": "Fri, 10 Apr 2026 23:59:59 GMT"}, "deprecated": going, "several": going}
        self.answer(200 if body is not None else 403, body, fields.get(name, {}))


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True)


def certificate(folder):
    """One that ends on 12 April 2026."""
    key, request, made = folder / "own.key", folder / "own.csr", folder / "own.pem"
    openssl("req", "-newkey", "ed25519", "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=us")
    conf = folder / "ca.cnf"
    conf.write_text(f"[ca]\ndefault_ca=d\n[d]\ndatabase={folder}/index\nnew_certs_dir={folder}\n"
                    f"serial={folder}/serial\ndefault_md=default\npolicy=p\n[p]\ncommonName=supplied\n")
    (folder / "index").write_text("")
    (folder / "serial").write_text("01\n")
    openssl("ca", "-batch", "-selfsign", "-config", conf, "-keyfile", key, "-in", request, "-out", made,
            "-startdate", "20260101000000Z", "-enddate", "20260412235959Z")


def text_of(port):
    return beginning() + "".join(SYSTEM.format(name=name, port=port, more=case[0])
                                 for name, case in (ENDS | RIGHTS).items()) + RULE


def check_ends(tap, engine):
    for name, (_, wanted) in ENDS.items():
        done = engine.run("run", name, "--date", DAY, "--json")
        said = json.loads(done.out)["runs"][0]["renew"]
        ends = [(x["what"], x["ends_on"]) for x in said]
        tap.ok(ends == list(wanted.items()) and all(x["system"] == name for x in said),
               f"{name}: {wanted or 'nothing'}", said, done.complaint)
        if name in WORDS:
            shown = engine.run("run", name, "--date", DAY).out
            tap.ok(f"to be renewed: {name}: " in shown and WORDS[name] in shown, f"{name}: {WORDS[name]}", shown)


def check_pages(tap, engine):
    engine.run("run", "page", "--date", DAY)
    pages = engine.folder / "var" / "reports"
    tap.ok("thirty: API key ends on Fri 1 May 2026, in 30 days" in next(pages.rglob("index.html")).read_text(),
           "the first page says it, too")
    told = json.loads(next(pages.rglob("*.json")).read_text())["report"]["renew"]
    tap.ok(told == [{"system": "thirty", "what": "API key", "ends_on": after(30)}], "and the JSON beside it", told)


def check_rights(tap, engine):
    for name, (_, _, says) in RIGHTS.items():
        Server.asked.clear()
        done = engine.run("run", name, "--date", DAY, "--json")
        lists = extracts_of(done).values()
        if says:
            tap.ok(all(x["reading"] == "failed" and says in x["note"] for x in lists), f"{name}: {says}", lists)
            lists = [x for x in Server.asked if x[1] in ("items", "more")]
            tap.ok(not lists, f"{name}: no list is asked for", Server.asked)
        else:
            tap.ok(done.code == 0 and [x["staged"] for x in lists] == [3, 3], f"{name}: all lists", lists)
            tap.ok(sum("rights" in x for x in Server.asked) == 1, f"{name}: its rights, once", Server.asked)


def main():
    tap = Tap()
    with TemporaryDirectory(prefix="cf-renew-") as made:
        certificate(Path(made))
        with project(text_of(serve(Server)), made) as engine:
            engine.disturbance = {"COUNTERFOIL_SECRET_key": "the-key-of-it-all"}
            engine.must("init")
            check_ends(tap, engine)
            check_pages(tap, engine)
            check_rights(tap, engine)
    tap.done()


main()
