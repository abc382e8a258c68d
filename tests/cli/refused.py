#!/usr/bin/env python3
"""What a system says of why it refuses is said in its own words, without what was secret in the request; and lists that
meet the same are one line."""

import base64
import json
import sys
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

from answering import Answering, serve                             # noqa: E402
from items import beginning, extracts_of, project                  # noqa: E402
from tap import Tap                                                # noqa: E402

DAY = "2026-03-31"
SECRET = "s3cr3t/of+the=Shop"
BASIC = base64.b64encode(f"shop:{SECRET}".encode()).decode()
LONG = "0123456789" * 30
PAGE = """<!DOCTYPE html><html><head><title>502 Bad Gateway</title><style>h1 { color: red }</style></head>
<body><h1>502 Bad Gateway</h1><hr>nginx</body></html>"""

# name: status, answer, and what is said of it.
ANSWERS = {
    "message": (403, {"message": "Merchant approval is needed for read_orders."},
                '403 ("Merchant approval is needed for read_orders.")'),
    "error": (403, {"error": {"code": 7, "message": "no such scope"}}, '403 ("no such scope")'),
    "error_word": (404, {"error": "no such shop"}, '404 ("no such shop")'),
    "errors": (400, {"errors": [{"code": "x", "detail": "since is no date"}]}, '400 ("since is no date")'),
    "errors_text": (402, {"errors": "Unavailable Shop"}, '402 ("Unavailable Shop")'),
    "description": (400, {"error": "bad", "error_description": "it is too old"}, '400 ("it is too old")'),
    "fault": (400, {"Fault": {"Error": [{"Message": "Bad", "Detail": "QueryParserError: x"}]}},
              '400 ("QueryParserError: x")'),
    "unknown": (403, {"code": "rest_forbidden", "data": {"status": 403}}, '403 ("rest_forbidden")'),
    "nothing": (403, {}, "403"),
    "inside": (200, {"state": "ERROR", "message": "try the other shop", "data": []},
               '200 ("try the other shop"), by its rule on state'),
    "inside_silent": (200, {"state": "ERROR", "data": [{"id": "anna"}]}, "200, by its rule on state"),
    "html": (502, PAGE, '502 ("502 Bad Gateway, nginx"), in every try'),
    "xml": (403, "<?xml version='1.0'?><Error><Code>Denied</Code><Message>not you</Message></Error>",
            '403 ("Denied, not you")'),
    "text": (403, "go away", '403 ("go away")'),
    "bytes": (403, b"\x1f\x8b\0\0", "403"),
    "control": (403, {"message": "a\x1b[31mb\nc"}, r'403 ("a\x1B[31mb\x0Ac")'),
    "long": (403, {"message": LONG}, f'403 ("{LONG[:200]}…")'),
    "card": (403, {"message": "card 4111 1111 1111 1111"}, "1111"),
    "unauthorized": (401, {"message": "who are you?"}, '401 ("who are you?")'),
    "secret": (403, {"message": f"no key {SECRET}."}, '403 ("no key ***.")'),
    "secret_part": (403, {"message": f"no key {SECRET[:12].upper()}…"}, '403 ("no key ***…")'),
    "secret_quoted": (403, {"message": f"GET /?key={quote(SECRET, safe='').lower()} is bad"},
                      '403 ("GET /?key=*** is bad")'),
    "secret_basic": (403, {"message": f"Authorization: Basic {BASIC}"}, '403 ("Authorization: Basic ***")'),
    "secret_header": (403, "said by X-Key: another secret", '403 ("said by X-Key: ***")'),
}
ALIKE = ["a", "b", "c", "d"]

PROJECT = beginning() + """
[system.shop]
base = "http://127.0.0.1:PORT/"
auth = { kind = "basic", user = "shop", password = "${secret:shop}" }
retry = { base = "0s", times = 1 }
on = [{ body = "state", is = "ERROR", do = "fail" }]

[system.other]
base = "http://127.0.0.1:PORT/alike/"
auth = { kind = "oauth2_client", token_url = "/token", id = "us", secret = "${secret:shop}" }
retry = { base = "0s", times = 1 }

[system.short]
base = "http://127.0.0.1:PORT/"
grants = { path = "scopes", at = "scopes[*]", need = ["read_orders", "read_stock"] }

[extract.short.empty]
entity = "item"
mode = "incremental"
source = { kind = "http", path = "empty", window = { from_param = "since", lookback = "2h" }, page = { kind = "none" } }
format = { kind = "json", rows = "data[*]" }
map = { id = "id" }

[job.short]
extract = ["short.*"]

[system.alike]
base = "http://127.0.0.1:PORT/alike/"
headers = { X-Gone = "${secret:gone}" }

[reconcile.items]
id = "R-1"
entity = "item"
kind = "keyed"
sides = { alike = ["alike.a", "alike.b"], shop = ["shop.text"] }
compare = { id = { truth = "shop" } }

[job.all]
extract = ["shop.*", "other.*", "alike.*"]
reconcile = ["items"]
report = ["json", "html"]
"""
EXTRACT = """
[extract.{system}.{name}]
entity = "item"
source = {{ kind = "http", path = "{name}", headers = {{ X-Key = "${{secret:more}}" }}, page = {{ kind = "none" }} }}
format = {{ kind = "json", rows = "data[*]" }}
map = {{ id = "id" }}
"""


class Shop(Answering):
    others = {"empty": (200, {"data": []}, ""), "scopes": (200, {"scopes": ["read_stock"]}, "")}

    def do_POST(self):
        self.read_body()
        self.answer(400, {"error": "invalid_client", "error_description": f"nobody has {SECRET}"})

    def do_GET(self):
        name = self.path.strip("/").partition("?")[0]
        status, content, _ = (ANSWERS | Shop.others).get(name, (403, {"message": "not today"}, ""))
        body = content.encode() if isinstance(content, str) else content if isinstance(content, bytes) else None
        self.answer(status, content, body=body)


def configuration(port):
    lists = [("shop", name) for name in ANSWERS] + [("other", "x")] + [("alike", name) for name in ALIKE]
    return PROJECT.replace("PORT", str(port)) + "".join(
        EXTRACT.format(system=system, name=name) for system, name in lists)


def before_the_first_run(tap, engine):
    """What a plan can say without any database."""
    plan = engine.asked("plan", "short", "--date", DAY)
    tap.ok("since=2026-03-29T22%3A00%3A00Z" in plan["extracts"][0]["paths"][0],
           "before the first run a plan asks from the start", plan["extracts"][0]["paths"])
    secrets = {s["name"]: s for s in engine.asked("plan", "all", "--date", DAY)["secrets"]}
    tap.ok(secrets["shop"] == {"name": "shop", "of": ["shop", "other"], "from": "COUNTERFOIL_SECRET_shop",
                               "missing": None}, "a plan says where a secret comes from", secrets)
    tap.ok(secrets["gone"]["from"] is None and "COUNTERFOIL_SECRET_gone" in secrets["gone"]["missing"]
, "and which of them is missing", secrets)
    said = engine.run("plan", "all", "--date", DAY).out
    tap.ok("COUNTERFOIL_SECRET_shop\n" in said and "missing\n" in said and SECRET not in said, "in words too", said)


def refused(tap, engine):
    done = engine.run("run", "all", "--date", DAY, "--json")
    extracts = extracts_of(done)
    for name, (_, _, said) in ANSWERS.items():
        note = extracts[f"shop.{name}"]["note"]
        tap.ok(note.endswith(f"status {said}") or (name == "card" and "4111" not in note and said in note),
               f"{name}: {said[:60]}", note)
    note = extracts["other.x"]["note"]
    tap.ok('status 400, invalid_client ("nobody has ***")' in note, "a token is refused with its reason", note)
    tap.ok(SECRET not in done.out and BASIC not in done.out, "and nothing that was secret is said")
    known = [x for x in extracts.values() if x.get("staged", 0) is not None]
    tap.ok(not known, "what failed has the members of what did not, of which nothing is known", known)
    said = engine.run("run", "all", "--date", DAY).out
    tap.ok("failed, and likewise alike.b and 2 more\n" in said and said.count("not today") == 2
           and "alike.a, alike.b: GET" in " ".join(said.split()),
           "four lists that meet the same are one line", said)
    page = next((engine.folder / "var" / "reports" / DAY).rglob("index.html")).read_text()
    tap.ok("(alike, item (alike.a), alike, item (alike.b): GET" in page, "as in the report's sentence",
           page.partition("</style>")[2][:4000])


def looked_at(tap, engine):
    done = engine.run("sample", "short.empty", "--date", DAY)
    tap.ok(done.code == 6 and "the key lacks read_orders" in done.complaint, "a look says which grant is missing", done)
    Shop.others["scopes"] = (200, {"scopes": ["read_stock", "read_orders"]}, "")
    done = engine.run("sample", "short.empty", "--date", DAY)
    tap.ok(done.code == 0 and "/empty?since=" in done.out and "the system answers, and gives no record" in done.out,
           "and that a list is empty", done)


def main():
    tap = Tap()
    text = configuration(serve(Shop))
    with project(text) as engine:
        engine.disturbance = {"COUNTERFOIL_SECRET_shop": SECRET, "COUNTERFOIL_SECRET_more": "another secret"}
        (engine.folder / "jobs.toml").write_text(text)
        before_the_first_run(tap, engine)
        engine.disturbance |= {"COUNTERFOIL_SECRET_gone": "x"}
        engine.configure()
        engine.must("init")
        refused(tap, engine)
        looked_at(tap, engine)
    tap.done()


main()
