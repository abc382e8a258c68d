#!/usr/bin/env python3
"""Reports that a system is asked to make: one request makes one report, whatever breaks; its file arrives whole or
nothing of it is staged; and whoever gives the file is not told who asks."""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

from answering import serve                                                            # noqa: E402
from items import beginning, check_says, extracts_of, kept_secret, project, rows_of    # noqa: E402
from reporting import CSV, DAY, HELD, SECRET, SIGNED, Server                           # noqa: E402
from tap import Tap                                                                    # noqa: E402

CREATE = 'create = {{ path = "{name}/reports", json = {{ kind = "items", from = "{{from}}" }}, id = "id" }}'
FIND = ('find = {{ path = "{name}/reports", rows = "reports[*]", id = "id", status = "status", created = "created", '
        'same = {{ from = "{{from}}" }} }}')
POLL = 'poll = {{ path = "{name}/reports/{{report}}", status = "status"{poll} }}'
DOCUMENT = 'document = {{ path = "{name}/documents/{{document}}" }}'
DOWNLOAD = 'download = {{ url = "url"{download} }}'
MAP = 'map = {{ IN_PROGRESS = "running", DONE = "done", NOTHING = "empty", FATAL = "failed", CANCELLED = "cancelled" }}'
KEY = ('create = {{ method = "POST", safe = true, path = "{name}/reports", '
       'headers = {{ Idempotency-Key = "{{key}}" }}, form = {{ kind = "items" }}, id = "id" }}')
PARTS = {"create": CREATE, "find": FIND, "poll": POLL, "document": "", "download": DOWNLOAD, "map": MAP,
         "every": 'every = "1s"', "timeout": 'timeout = "5s"', "poll_more": "", "download_more": "", "source": "",
         "format": 'kind = "csv"', "count": "", "query": "", "guard": "", "until": ""}
TWO = {"document": DOCUMENT, "poll_more": ', document = "document"'}

NONE = {"guard": 'guard = {{ on_empty = "ok" }}'}

# name: what is declared otherwise, how many reports are made, and what must come: None (all of it) or a piece of why.
CASES = {
    "plain": ({}, 1, None),
    "slowly": ({}, 1, None),
    "document": (TWO, 1, None),
    "jsonl": ({"format": 'kind = "jsonl"', "count": 'count = "count"'}, 1, None),
    "counted": ({"count": 'count = "count"'}, 1, None),
    "packed": (TWO | {"download_more": ', packed = "packed"'}, 1, None),
    "packed_unsaid": ({}, 1, None),
    "by_key": ({"create": KEY, "find": ""}, 1, None),
    "key_again": ({"create": KEY, "find": ""}, 1, None),
    "busy": ({}, 1, None),
    "answer_lost": ({}, 1, None),
    "query": ({"query": "query = \"all since '{from}' {{ id }}\"",
               "create": 'create = {{ path = "{name}/reports", json = {{ query = "{{query}}" }}, id = "id" }}',
               "find": FIND.replace('from = "{{from}}"', 'query = "{{query}}"')}, 1, None),
    "there": ({}, 0, None),
    "there_running": ({}, 0, None),
    "there_seconds": ({}, 0, None),
    "there_old": ({}, 1, None),
    "there_too_early": ({}, 1, None),
    "there_other": ({}, 1, None),
    "there_failed": ({}, 1, None),
    "gone_once": (TWO, 1, None),
    "cut_once": ({}, 1, None),
    "cut_without_ranges": ({}, 1, None),
    "cut_and_changed": ({}, 1, None),
    "error_once": ({}, 1, None),
    "moved_here": ({}, 1, None),
    "length": ({"download_more": ', length = "length"'}, 1, None),
    "other_once": ({"download_more": ', length = "length"'}, 1, None),
    "without_end_but_length": ({"download_more": ', length = "length"'}, 1, None),
    "with_us": ({"download_more": ", auth = true"}, 1, None),
    "with_us_there": ({"download_more": ', auth = true, host = "http://localhost:OTHER/"'}, 1, None),
    "no_rows": (NONE, 1, 0),
    "empty": (NONE, 1, 0),
    "nothing": (NONE | {"count": 'count = "count"'}, 1, 0),
    "failed": ({}, 1, "the system could not make report"),
    "cancelled": ({}, 1, "was cancelled"),
    "for_ever": ({"timeout": 'timeout = "1s"'}, 1, 'is still \\"IN_PROGRESS\\" after'),
    "unknown": ({}, 1, 'of which \\"map\\" says nothing'),
    "silent": ({}, 1, "it says nothing of report"),
    "without_id": ({}, 1, "the answer names no report"),
    "without_url": ({}, 1, "is done, but there is no file"),
    "refused": ({}, 0, "status 403"),
    "gone": (TWO, 1, "is not there any more"),
    "gone_404": ({}, 1, "is not there any more"),
    "cut": ({}, 1, "in every try"),
    "not_packed": (TWO | {"download_more": ', packed = "packed"'}, 1, "and is not"),
    "packed_otherwise": (TWO | {"download_more": ', packed = "packed"'}, 1, "which is not known here"),
    "bad_gzip": ({}, 1, "the gzip is damaged"),
    "short_gzip": ({}, 1, "cut off"),
    "wrong_length": ({"download_more": ', length = "length"'}, 1, "but the system states"),
    "without_stop": ({"download_more": ', length = "length"'}, 1, "it has at least"),
    "says_why": ({}, 1, 'status 400 (\\"ExpiredToken, sig *** is of yesterday\\")'),
    "wrong_count": ({"count": 'count = "count"'}, 1, "for records, its records give"),
    "wrong_lines": ({"format": 'kind = "jsonl"', "count": 'count = "count"'}, 1, "for lines, its records give"),
    "no_count": ({"count": 'count = "counted"'}, 1, "counted is not there"),
    "without_end": ({}, 1, "nothing tells where the file ends"),
    "without_bytes": ({}, 1, "an empty file"),
    "moved_away": ({}, 1, "leads to another place"),
    "with_us_away": ({"download_more": ", auth = true"}, 1, "may not be told who asks"),
    "by_name": ({}, 1, "names a user"),
}

BEGIN = beginning(amount="decimal")
SYSTEM = """
[system.shop]
base = "http://127.0.0.1:PORT/"
auth = { kind = "bearer", token = "${secret:shop}" }
retry = { base = "0s", most = "2s", times = 3 }
stall = "2s"

[job.all]
extract = [ALL]
[job.other]
extract = [OTHERS]
"""
EXTRACT = """
[extract.shop.{name}]
entity = "item"
format = {{ {format} }}
map = {{ id = "id", amount = "amount" }}
{guard}
[extract.shop.{name}.source]
kind = "http"
{source}
[extract.shop.{name}.source.report]
{report}
"""


def extract(name, other, parts=None):
    parts = PARTS | (parts or {})
    keys = ("until", "create", "find", "poll", "document", "download", "map", "every", "timeout", "count")
    report = "\n".join(parts[key].format(name=name, poll=parts["poll_more"], download=parts["download_more"])
                       for key in keys if parts[key])
    report += "\n" + parts["query"].replace("{{", "{").replace("}}", "}")
    guard = parts["guard"].format()
    guard = guard if "mode" in guard else f'mode = "append"\n{guard}'
    text = EXTRACT.format(name=name, format=parts["format"], guard=guard, source=parts["source"],
                          report=report)
    return text.replace("OTHER", other)


def count_of(engine, name):
    return len(rows_of(engine, f"shop.{name}"))


def outcomes(engine, job, only=None):
    done = engine.run("run", job, "--date", DAY, "--json", *(["--only", f"shop.{only}"] if only else []))
    return done, {extract[len("shop."):]: told for extract, told in (extracts_of(done) if done.out else {}).items()}


def told(engine, tap, extracts):
    """What came of each, and that it is what the server holds, or nothing."""
    for name, (_, made, reason) in CASES.items():
        got, rows = extracts[name], count_of(engine, name)
        trouble = got.get("trouble") or got.get("note") or ""
        if isinstance(reason, str):
            reason = reason.replace("\\", "")
            tap.ok(got["reading"] == "failed" and reason in trouble and rows == 0, f"{name}: {reason}", got, rows)
        else:
            want = HELD if reason is None else reason
            good = (got["reading"], got.get("staged"), rows) == ("staged", want, want)
            tap.ok(good, f"{name}: {want} rows", got, rows)
        before = len(Server.made[name]) - sum(1 for r in Server.made[name] if not r["id"].endswith("-0"))
        tap.ok(len(Server.made[name]) - before == made, f"{name}: {made} reports are made", Server.made[name])
    tap.ok(len({k for c, k in Server.keys if c == "key_again"}) == 1, "the same key goes with the same request")
    asked = dict((case, (range_, tag)) for case, range_, tag in Server.ranges)
    tap.ok(asked.get("cut_once") == (f"bytes={len(CSV) // 2}-", '"1"') and "cut_without_ranges" not in asked,
           "what broke off is gone on with from there, if the server can", asked)
    tap.ok("cut_and_changed" in asked and Server.seen["cut_and_changed", "file"] == 2, "what has changed begins again",
           asked)
    ours = [t for t in Server.told if t[1]]
    tap.ok({t[0] for t in ours} == {"with_us", "with_us_there"} and not Server.seen["stolen", "file"],
           "only who is to be told is told who asks", ours)


def manifest(tap, places):
    landing = json.loads(next(content for place, content in places.items() if "manifests/shop.document" in place))
    tap.ok([s["says"] for s in landing["steps"]] == ["created document-1", "IN_PROGRESS", "DONE", "where its file is"]
           and landing["complete"] == "report", "a landing says how its report came to be", landing["steps"])


KILLED = ("created", "find", "poll", "document", "file")


def killed(tap, engine):
    """At each step, and then once more: no second report is made, and all of it is there once."""
    for i, step in enumerate(KILLED):
        name = f"killed_{step}"
        Server.stop_at = step
        process = engine.start("run", "other", "--date", DAY, "--only", f"shop.{name}")
        Server.stopped.get(timeout=60)
        process.kill()
        process.communicate()
        tap.ok(count_of(engine, name) == 0, f"killed at {step}: nothing is staged")
        done, _ = outcomes(engine, "other", name)
        tap.ok(done.code == 0 and count_of(engine, name) == HELD, f"killed at {step}: then all of it", done)
        tap.ok(len(Server.made[name]) == 1, f"killed at {step}: one report", Server.made[name])
        if i == 0:
            asked = engine.sql("select extract from ops.asked")
            tap.ok("killed" not in asked, "what is landed is not waited for any more", asked)


def late(tap, engine):
    """What was not done in time is gone on with; what the system has forgotten is asked for anew."""
    done, extracts = outcomes(engine, "all", "for_ever")
    tap.ok(done.code == 5 and len(Server.made["for_ever"]) == 1, "a report that is late is waited for once more",
           done, Server.made["for_ever"])
    tap.ok("the next run goes on with it" in (extracts["for_ever"].get("note") or ""), "and that is said", extracts)
    Server.made["for_ever"].clear()
    outcomes(engine, "all", "for_ever")
    tap.ok(len(Server.made["for_ever"]) == 1, "and one that is not known any more is asked for anew",
           Server.made["for_ever"])
    outcomes(engine, "all", "failed")
    tap.ok(len(Server.made["failed"]) == 2, "one that failed is asked for anew", Server.made["failed"])


def windows(tap, engine):
    for name, parts in (("by_window", ["", ""]), ("by_value", ["a", "b"])):
        done, _ = outcomes(engine, "other", name)
        landing = json.loads(next((engine.folder / "var/landings/manifests" / f"shop.{name}").iterdir()).read_text())
        tap.ok(done.code == 0 and [p["part"] for p in landing["parts"]] == parts and len(Server.made[name]) == 2,
               f"{name}: a report for each", done, landing["parts"])
    since = [r["from"] for r in Server.made["by_window"]]
    tap.ok(since == ["2026-03-30T22:00:00Z", "2026-03-31T10:00:00Z"], "one after the other", since)
    done, extracts = outcomes(engine, "other", "listed")
    tap.ok(done.code == 0 and Server.seen["listed", "file"] == 2 and count_of(engine, "listed") == HELD,
           "those that the system makes by itself are all taken, once they are done", done, extracts)
    tap.ok(Server.seen["listed", "POST", "reports"] == 0, "and none is asked for")
    landing = json.loads(next((engine.folder / "var/landings/manifests/shop.listed").iterdir()).read_text())
    tap.ok(landing.get("skipped") == ["report listed-1 (IN_PROGRESS)"], "what is still made is named", landing)


def listed(tap, engine):
    """A list of several pages is read to its end, each report of it once; what is not made yet is waited for."""
    done, extracts = outcomes(engine, "other", "paged")
    pages = [query.get("after") for case, query in Server.asked if case == "paged"]
    tap.ok(done.code == 0 and pages == [None, "1", "2"] and Server.seen["paged", "file"] == 3, "all pages of a list",
           done, pages, extracts)
    tap.ok([q.get("kind") for c, q in Server.asked if c == "paged"] == ["items", None, None],
           "of which further ones are asked for by their place alone")
    done, extracts = outcomes(engine, "other", "paged_loop")
    tap.ok(done.code == 5 and "same" in extracts["paged_loop"]["note"], "a list without end is none", extracts)
    for name, reason in ODD.items():
        done, extracts = outcomes(engine, "other", name)
        tap.ok(done.code == 5 and reason in extracts[name]["note"] and not count_of(engine, name), f"{name}: {reason}",
               done, extracts)
    done, extracts = outcomes(engine, "other", "unmade")
    landing = json.loads(next((engine.folder / "var/landings/manifests/shop.unmade").iterdir()).read_text())
    tap.ok(done.code == 0 and landing["skipped"] == ["report unmade-1 (IN_PROGRESS)"]
           and Server.seen["unmade", "file"] == 1, "what is not made yet is left", done, landing)
    Server.made["unmade"][1]["status"] = "DONE"
    done = engine.run("run", "other", "--date", "2026-04-01", "--only", "shop.unmade")
    since = [q["since"] for c, q in Server.asked if c == "unmade"]
    tap.ok(done.code == 0 and Server.seen["unmade", "file"] == 3 and since == ["2026-03-29T22:00:00Z",
                                                                              "2026-03-31T12:00:00Z"],
           "and the next reading begins there", done, since)
    done, extracts = outcomes(engine, "other", "undated")
    tap.ok(done.code == 5 and "nothing says when it was asked for" in extracts["undated"]["note"],
           "if it is known where", extracts)


def known_until(tap, engine):
    """Nothing is asked for that the system does not have yet, and the next reading goes on there."""
    done, extracts = outcomes(engine, "other", "until")
    asked = [(r["from"], r["to"]) for r in Server.made["until"]]
    tap.ok(done.code == 0 and asked == [("2026-03-29T22:00:00Z", "2026-03-31T12:00:00Z")]
           and count_of(engine, "until") == HELD, "a report until then", done, asked, extracts)
    done = engine.run("run", "other", "--date", "2026-04-01", "--only", "shop.until")
    tap.ok(done.code == 0 and len(Server.made["until"]) == 1, "and no other one while there is nothing behind it", done)
    Server.known = "2026-04-05T00:00:00Z"
    done = engine.run("run", "other", "--date", "2026-04-02", "--only", "shop.until")
    asked = [(r["from"], r["to"]) for r in Server.made["until"]][1:]
    tap.ok(done.code == 0 and asked == [("2026-03-31T12:00:00Z", "2026-04-02T22:00:00Z")], "and then what is", done,
           asked)
    Server.known = "2026-03-31T12:00:00Z"
    done, extracts = outcomes(engine, "other", "until_day")
    tap.ok(done.code == 5 and "cannot be whole yet" in extracts["until_day"]["note"] and not Server.made["until_day"],
           "a day that it does not have is not asked for", extracts)
    done, extracts = outcomes(engine, "other", "until_unsaid")
    tap.ok(done.code == 5 and "does not say until when there are data" in extracts["until_unsaid"]["note"],
           "it must say so", extracts)


def looked_at(tap, engine):
    done = engine.run("sample", "shop.sampled", "3", "--date", DAY)
    tap.ok(done.code == 0 and "r0002" in done.out and len(Server.made["sampled"]) == 1, "sample: records of the file",
           done)
    tap.ok(engine.sql("select count(*) from ops.asked where extract = 'shop.sampled'").strip() == "0"
           and not list((engine.folder / "var/landings/manifests").glob("shop.sampled")), "and nothing is kept")
    done = engine.run("plan", "all", "--date", DAY)
    said = "/plain/reports, and the file of the report that comes of it, waited for at most 5s"
    tap.ok(said in " ".join(done.out.split()), "plan", done)


MISTAKES = [
    ({"create": "", "find": ""}, '"create" is missing, or "find"'),
    ({"find": ""}, "nothing keeps a second report from being made"),
    ({"poll": ""}, '"poll" is missing'),
    ({"find": FIND.replace('created = "created", ', "")}, '"created" is missing'),
    ({"map": ""}, '"map" is missing'),
    ({"map": 'map = {{ A = "finished" }}'}, "must be"),
    ({"map": 'map = {{ A = "running" }}'}, 'nothing that is "done"'),
    ({"download": ""}, '"download" is missing'),
    ({"download": "download = {{ auth = true }}"}, '"url" is missing'),
    ({"download_more": ', host = "https://x/"'}, "without auth = true"),
    ({"every": 'every = "0s"'}, "longer than nothing"),
    ({"poll": 'poll = {{ path = "x/{{id}}", status = "s" }}'}, "unknown word {id}"),
    ({"create": CREATE.replace("{{from}}", "{{report}}")}, "unknown word {report}"),
    ({"document": DOCUMENT}, "nothing says what {document} is"),
    ({"source": 'path = "x"'}, '"path" has no place beside "report"'),
    ({"source": 'page = { kind = "none" }'}, '"page" has no place beside "report"'),
    ({"source": 'window = { from_param = "a" }'}, "have no place beside"),
    ({"count": 'count = "a["'}, "column"),
    ({"create": ""}, '"poll" belongs to "create"'),
    ({"create": CREATE.replace("json", "jason")}, "jason"),
    ({"find": FIND.replace("id = ", 'page = {{ kind = "cursor", from = "n", to = "query:n", stop = {{ '
                                    'field_missing = "n" }} }}, id = ')}, '"page" is of a list without'),
    ({"find": FIND.replace("id = ", 'page = {{ kind = "cursor", from = "n", to = "query:n", stop = {{ '
                                    'field_missing = "n" }}, cap = 5 }}, id = ')}, '"cap" has no place'),
    ({"find": FIND.replace("reports[*]", "reports[")}, "column"),
    ({"download_more": ', auth = true, host = "ftp://x/"'}, '"host" must begin with https://'),
    ({"create": "", "poll": "", "count": 'count = "n"'}, '"count" belongs to "poll"'),
    ({"map": 'map = "done"'}, "must be a table"),
    ({"until": 'until = {{ path = "known" }}'}, '"at" is missing'),
    ({"until": 'until = {{ path = "known/{{from}}", at = "until" }}'}, "unknown word {from}"),
    ({"find": FIND.replace("id = ", 'page = {{ kind = "cursor" }}, id = ')}, '"stop" is missing'),
]


def checked(tap, engine, port, other):
    for parts, reason in MISTAKES:
        text = BEGIN + SYSTEM.split("[job.all]", maxsplit=1)[0].replace("PORT", port) + extract("x", other, parts)
        check_says(tap, engine, text, reason, parts)


LISTED = {"create": "", "poll": "", "document": DOCUMENT}
UNTIL = {"until": 'until = {{ path = "{name}/known", at = "until" }}',
         "create": CREATE.replace("from = ", 'to = "{{to}}", from = ')}
NEWS = {"guard": 'mode = "incremental"\nguard = {{ on_empty = "ok" }}'}
PAGES = ('page = {{ kind = "cursor", from = "more", to = "query:after", first_only = ["kind"], '
         'stop = {{ field_missing = "more" }} }}')
SINCE = ('find = {{ path = "{name}/reports", rows = "reports[*]", id = "id", status = "status", created = "created", '
         'document = "document", query = {{ since = "{{from}}" }} }}')
LIST = FIND.replace("id = ", 'more = "next", document = "document", id = ')
ODD = {"list_unknown": 'is "WHO_KNOWS", of which "map" says nothing', "list_no_json": "the answer is no JSON",
       "list_goes_on": "the list goes on, by its next; ask for a shorter time"}
PAGED = FIND.replace("id = ", 'document = "document", query = {{ kind = "items" }}, ' + PAGES + ", id = ")

MORE = {f"killed_{step}": TWO if step == "document" else {} for step in KILLED} | {
    "sampled": {},
    "by_window": {"source": 'window = { step = "12h" }'},
    "by_value": {"source": 'over = ["a", "b"]',
                 "create": CREATE.replace('"{{from}}"', '"{{over}}"'), "find": FIND.replace("{{from}}", "{{over}}")},
    "until": NEWS | UNTIL,
    "until_day": UNTIL,
    "until_unsaid": NEWS | UNTIL,
    "paged": LISTED | {"find": PAGED},
    "paged_loop": LISTED | {"find": PAGED},
    **{name: LISTED | {"find": LIST} for name in ODD},
    "unmade": LISTED | NEWS | {"find": SINCE},
    "undated": LISTED | NEWS | {"find": SINCE.replace('created = "created", ', "")},
    "listed": {"create": "", "poll": "", "find": FIND.replace("id = ", 'document = "document", id = '),
               "document": DOCUMENT},
}


def main():
    tap = Tap()
    Server.ours, Server.other = serve(Server), serve(Server)
    port, other = str(Server.ours), str(Server.other)
    text = BEGIN + SYSTEM.replace("PORT", port)
    for word, names in (("[ALL]", CASES), ("[OTHERS]", MORE)):
        text = text.replace(word, json.dumps([f"shop.{name}" for name in names]))
    text += "".join(extract(name, other, parts) for name, (parts, _, _) in CASES.items())
    text += "".join(extract(name, other, parts) for name, parts in MORE.items())
    with project(text) as engine:
        engine.must("init")
        engine.disturbance = {"COUNTERFOIL_SECRET_shop": SECRET}
        done, extracts = outcomes(engine, "all")
        told(engine, tap, extracts)
        manifest(tap, kept_secret(tap, engine, done.out + done.complaint, (SECRET, SIGNED)))
        killed(tap, engine)
        late(tap, engine)
        windows(tap, engine)
        listed(tap, engine)
        known_until(tap, engine)
        looked_at(tap, engine)
        checked(tap, engine, port, other)
    tap.done()


main()
