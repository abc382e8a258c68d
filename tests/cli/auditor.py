#!/usr/bin/env python3
"""A login that is an auditor and nothing else reads all that there is to read, with what is personal masked, and is
told plainly what it may not do.  Over the three nights of nights/, and an entity whose key is personal."""

import os
import pwd
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

from engine import Engine    # noqa: E402
from tap import Tap          # noqa: E402

NIGHTS = FIRST, SECOND, THIRD = "2026-03-30", "2026-03-31", "2026-04-01"
PEOPLE = ("anna@", "bert@", "berta@", "carl@", "dora@", "erna@")
MASK = "•••"

CUSTOMERS = """
[entity.customer]
key = ["email"]
[entity.customer.field]
email = { type = "text", class = "personal" }
city = { type = "text" }
since = { type = "date" }

[system.crm]
company = "DE01"

[extract.crm.customers]
entity = "customer"
as_of = "name"
complete = "structure"
source = { kind = "file", path = "{business_date}/crm.csv" }
format = { kind = "csv" }
reject_limit = "50%"
unchanged = "ok"

[extract.crm.customers.map]
email = "email"
city = "city"
since = { get = "since", format = "%Y-%m-%d" }

[system.news]
company = "DE01"

[extract.news.readers]
entity = "customer"
as_of = "name"
complete = "structure"
source = { kind = "file", path = "{business_date}/news.csv" }
format = { kind = "csv" }
unchanged = "ok"

[extract.news.readers.map]
email = "email"
city = "city"
since = { get = "since", format = "%Y-%m-%d" }

[reconcile.customers]
id = "R-CUS"
kind = "keyed"
entity = "customer"
sides = { crm = ["crm.customers"], news = ["news.readers"] }
truth = "crm"
at = "since"
compare = { city = {} }
look_alike = { side = "crm", same = ["city"], within = "24h" }
"""
CREDITS = """
[entity.credit]
key = ["email"]
[entity.credit.field]
email = { type = "text", class = "personal" }
given_on = { type = "date" }
currency = { type = "currency" }
amount = { type = "money" }

[extract.crm.credits]
entity = "credit"
as_of = "name"
complete = "structure"
source = { kind = "file", path = "{business_date}/credits.csv" }
format = { kind = "csv" }
unchanged = "ok"

[extract.crm.credits.map]
email = "email"
given_on = { get = "on", format = "%Y-%m-%d" }
currency = { const = "EUR" }
amount = { get = "amount", unit = "major" }

[extract.news.credits]
entity = "credit"
as_of = "name"
complete = "structure"
source = { kind = "file", path = "{business_date}/booked.csv" }
format = { kind = "csv" }
unchanged = "ok"

[extract.news.credits.map]
email = "email"
given_on = { get = "on", format = "%Y-%m-%d" }
currency = { const = "EUR" }
amount = { get = "amount", unit = "major" }

[close.credits]
id = "C-CR"
title = "Store credit"
kind = "liability"
movements = { extracts = ["crm.credits"], amount = "amount", at = "given_on" }
ledger = { extracts = ["news.credits"], amount = "amount", on = "given_on" }
"""
WAY = """
[reconcile.taken]
id = "R-TAKEN"
kind = "match"
[reconcile.taken.lists.orders]
extracts = ["shop.orders"]
amount = "total"
references = ["order_no"]
[reconcile.taken.lists.charges]
extracts = ["pay.charges"]
amount = "amount"
references = ["order_no"]

[reconcile.way]
id = "R-WAY"
kind = "chain"
title = "From order to charge"
[[reconcile.way.hops]]
name = "order"
extracts = ["shop.orders"]
amount = "total"
[[reconcile.way.hops]]
name = "charge"
title = "Taken"
extracts = ["pay.charges"]
match = "taken"
"""
ROWS = """email,city,since
anna@example.com,Kiel,2020-01-02
bert@example.com,Ulm,2021-03-04
berta@example.com,Ulm,2021-03-04
carl@example.com,Bonn,soon
"""
READERS = """email,city,since
anna@example.com,Kiev,2020-01-02
bert@example.com,Ulm,2021-03-04
erna@example.com,Ulm,2022-03-04
"""


def nights(engine):
    (engine.folder / "project" / "crm.toml").write_text(CUSTOMERS)
    (engine.folder / "project" / "credits.toml").write_text(CREDITS)
    (engine.folder / "project" / "way.toml").write_text(WAY)
    jobs = engine.folder / "jobs.toml"
    jobs.write_text(jobs.read_text().replace('reconcile = ["orders", "paid"]', 'reconcile = ["*"]'))
    for day in NIGHTS:
        (engine.folder / day / "crm.csv").write_text(ROWS)
        (engine.folder / day / "news.csv").write_text(READERS)
        (engine.folder / day / "credits.csv").write_text("email,on,amount\nanna@example.com,2026-03-05,5.00\n")
        (engine.folder / day / "booked.csv").write_text("email,on,amount\nbert@example.com,2026-03-06,7.00\n")
    engine.must("init")
    for day in NIGHTS:
        engine.must("run", "nightly", "--date", day)
    engine.must("close", "2026-03")


def become(engine, login, role=None):
    """From now on the engine has this login, which is a member of that role alone."""
    user = pwd.getpwuid(os.getuid()).pw_name
    engine.sql(f"create role {login} login")
    if role:
        engine.sql(f"grant {role} to {login}")
    lines = engine.sql("select pg_read_file('pg_ident.conf')").split("\n") + [f'counterfoil "{user}" {login}']
    listed = ", ".join(f"('{line}')" for line in lines if line)
    engine.sql(f"copy (values {listed}) to '{engine.sql('show ident_file').strip()}'")
    engine.sql("select pg_reload_conf()")
    log_in(engine, login)


def log_in(engine, login):
    jobs = engine.folder / "jobs.toml"
    text = jobs.read_text()
    was = text.split("user=")[1].split()[0]
    jobs.write_text(text.replace(f"user={was}", f"user={login}"))


class Auditor:
    def __init__(self, tap, engine):
        self.tap, self.engine = tap, engine

    def reads(self, *words, says=()):
        done = self.engine.run(*words)
        self.tap.ok(done.code == 0, f"{' '.join(words)} ends with 0", done.code, done.complaint)
        self.tap.ok(not any(person in done.out for person in PEOPLE), "  and names nobody", done.out)
        for text in says:
            self.tap.ok(text in done.out, f"  and says {text}", done.out)
        return done.out

    def same(self, words, was):
        self.tap.ok(self.engine.asked(*words) == was, f"{' '.join(words)} is what others see")

    def refused(self, *words):
        done = self.engine.run(*words)
        self.tap.ok(done.code == 7, f"{' '.join(words)} ends with 7", done.code, done.out, done.complaint)
        for text in ("may read, but is not a member of counterfoil_etl", "grant counterfoil_etl to"):
            self.tap.ok(text in done.complaint, f"  and says {text}", done.complaint)


SAME = (["runs"], ["show", "3"], ["jobs"], ["discrepancies"], ["trace", "de/1001"], ["trace", "de/1003"],
        ["discrepancies", "--date", SECOND], ["report", "3"], ["snapshot", "pay.charge", "--at", SECOND])


def reading(auditor, was):
    for words in SAME:
        auditor.same(words, was[tuple(words)])
        auditor.reads(*words)
    auditor.reads("plan", "nightly")
    rejects = auditor.engine.asked("rejects", "--all")
    auditor.tap.ok(len(rejects["rejects"]) > 3 and all(r["text"] is None for r in rejects["rejects"]),
                   "the text of rejected records is not there", rejects["rejects"][:1])
    for reject, full in zip(rejects["rejects"], was[("rejects", "--all")]["rejects"], strict=True):
        auditor.tap.ok(dict(full, text=None) == reject, "  all else is what others see", reject, full)
    auditor.tap.ok([MASK] in [r["key"] for r in rejects["rejects"]], "a personal key is masked", rejects["rejects"])
    auditor.reads("rejects", "--all", says=["de/1003", "parked", MASK])
    out = auditor.reads("snapshot", "shop.order", "--at", SECOND, says=["119.00", MASK])
    want = "".join(masked(line) for line in was["orders"].splitlines(True))
    auditor.tap.ok(out == want, "a night, but for the people", out, want)
    auditor.tap.ok(out == was["masked"], "  as it is for all who do not ask for them", was["masked"])
    auditor.tap.ok(out == auditor.reads("snapshot", "shop.order", "--at", SECOND, "--personal"),
                   "  and asking changes nothing for an auditor")
    auditor.reads("snapshot", "crm.customer", "--at", SECOND, says=["Kiel", "Ulm", MASK])
    done = auditor.engine.run("trace", "anna@example.com")
    auditor.tap.ok(done.code == 0 and "nothing has" in done.out, "nothing is found by what is personal", done.out)
    auditor.reads("trace", "ch_1", says=["119.00", "From order to charge", "Taken  ch_1"])
    auditor.reads("close", "2026-03", "--number", "1", says=["Store credit", "missing in the ledger", MASK])


READABLE = """
select format('select %s from %I.%I', string_agg(format('%I::text', a.attname), ', ' order by a.attnum), n.nspname,
	c.relname)
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('ops', 'stage', 'recon') and c.relkind in ('r', 'p', 'v') and a.attnum > 0 and not a.attisdropped
	and has_column_privilege('{login}', c.oid, a.attnum, 'select')
group by n.nspname, c.relname"""


def in_sql(auditor, login):
    """The same by psql: no column that an auditor may read has a person in it."""
    tap, engine = auditor.tap, auditor.engine
    conninfo = re.sub("user=[^ ]*", f"user={login}", engine.conninfo)

    def asked(statement):
        done = subprocess.run(["psql", "-XqAt", conninfo, "-c", statement], check=False, capture_output=True, text=True)
        return done.stdout, done.stderr

    statements = engine.sql(READABLE.format(login=login)).splitlines()
    tap.ok(len(statements) > 30, "an auditor reads most tables in SQL", *statements)
    for statement in statements:
        out, complaint = asked(statement)
        tap.ok(not complaint and not any(person in out for person in PEOPLE),
               f"{statement.rsplit(' ', 1)[1]} names nobody", complaint, out)
    for column, table in (("key", "discrepancy"), ("truth_value", "observation"), ("mirror_value", "observation"),
                          ("reason", "observation"), ("text", "evidence")):
        tap.ok("permission denied" in asked(f"select {column} from recon.{table}")[1],
               f"recon.{table}.{column} is not an auditor's to read")
    out, _ = asked("select d.rule_id, kind, d.field, array_to_string(key, '/'), truth_value, mirror_value, reason "
                   "from recon.observation_shown o join recon.discrepancy_shown d using (discrepancy_id, kind)")
    for line in (f"R-CUS|missing||{MASK}", f"R-CUS|different|city|{MASK}|Kiel|Kiev", f"R-CUS|look alike||{MASK}||",
                 f"R-ORD|different|email|de/1002|{MASK}|{MASK}"):
        tap.ok(line in out, f"  and views show {line}", out)


def made_personal(auditor, login):
    """A field that becomes personal later is so in all nights: what was granted before is taken back."""
    tap, engine = auditor.tap, auditor.engine
    places = ("Kiel", "Kiev", "Ulm", "Bonn")
    conninfo = re.sub("user=[^ ]*", f"user={login}", engine.conninfo)

    def readable():
        return [subprocess.run(["psql", "-XqAt", conninfo, "-c", statement], check=True, capture_output=True,
                               text=True).stdout for statement in engine.sql(READABLE.format(login=login)).splitlines()]

    tap.ok(any(place in out for out in readable() for place in places), "a plain field is an auditor's to read")
    log_in(engine, "counterfoil")
    crm = engine.folder / "project" / "crm.toml"
    crm.write_text(crm.read_text().replace('city = { type = "text" }', 'city = { type = "text", class = "personal" }'))
    engine.must("run", "nightly", "--date", THIRD)
    log_in(engine, login)
    found = [out for out in readable() if any(place in out for place in places)]
    tap.ok(not found, "once it is personal no column has it", *found)
    for words in (["snapshot", "crm.customer", "--at", FIRST], ["discrepancies", "--date", FIRST], ["rejects", "--all"],
                  ["trace", "anna@example.com"]):
        done = engine.run(*words)
        tap.ok(done.code == 0 and not any(place in done.out for place in places),
               f"  nor does {' '.join(words)}", done.code, done.out, done.complaint)


def masked(line):
    cells = line.split(",")
    return ",".join(MASK if "@" in cell else cell for cell in cells)


def main():
    tap = Tap()
    login = f"auditor_{os.getpid()}"
    with Engine([HERE / "nights"]) as engine:
        nights(engine)
        was = {tuple(words): engine.asked(*words) for words in SAME}
        was[("rejects", "--all")] = engine.asked("rejects", "--all")
        for shown, *more in (["orders", "--personal"], ["masked"]):
            was[shown] = engine.must("snapshot", "shop.order", "--at", SECOND, *more)
        tap.ok(any(person in was["orders"] for person in PEOPLE), "who asks for what is personal gets it")
        try:
            become(engine, login, "counterfoil_auditor")
            auditor = Auditor(tap, engine)
            reading(auditor, was)
            in_sql(auditor, login)
            auditor.refused("run", "nightly", "--date", THIRD)
            auditor.refused("replay", "shop.order", "--reason", "x")
            auditor.refused("release", "1", "--reason", "x")
            auditor.refused("rollback", "1", "--reason", "x")
            auditor.refused("cancel", "1")
            auditor.refused("close", "2026-03")
            made_personal(auditor, login)
            engine.sql(f"alter role {login} noinherit")
            auditor.reads("runs")
            engine.sql(f"revoke counterfoil_auditor from {login}")
            done = engine.run("runs")
            tap.ok(done.code == 7 and "counterfoil_auditor" in done.complaint, "no role, no reading", done.complaint)
            engine.sql(f"grant counterfoil_finance to {login}")
            tap.ok(engine.asked("rejects", "--all") == was[("rejects", "--all")], "finance reads the text too")
        finally:
            engine.sql(f"drop owned by {login}; drop role {login}")
    tap.done()


main()
