#!/usr/bin/env python3
"""Environments: what one of them reads and writes is its own, and what is wrong with one is said before it is used."""

import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

from answering import Answering, serve    # noqa: E402
from items import beginning, project      # noqa: E402
from tap import Tap                       # noqa: E402

DAY = "2026-03-31"
SYSTEMS = """
[kind.shop]
auth = {{ kind = "bearer", token = "${{secret:${{system}}_key}}" }}
[kind.shop.extract.items]
entity = "item"
source = {{ kind = "http", path = "items", page = {{ kind = "none" }} }}
format = {{ kind = "json", rows = "data[*]" }}
map = {{ id = "id" }}

[system.shop]
title = "Shop"
like = "shop"
base = "http://127.0.0.1:{port}/live/"

[system.erp]
like = "shop"
base = "http://127.0.0.1:{port}/erp/"

[reconcile.items]
id = "R-1"
kind = "keyed"
entity = "item"
sides = {{ shop = ["shop.items"], erp = ["erp.items"] }}
truth = "shop"

[job.nightly]
extract = ["*.items"]
reconcile = ["items"]
report = ["html"]

[environment.test.counterfoil]
database = "OTHER"
[environment.test.system.shop]
base = "http://127.0.0.1:{port}/test/"
[environment.test.system.erp]
base = "http://127.0.0.1:{port}/test/"
"""
SECRETS = {"shop": "of-live", "erp": "of-erp-live", "test_shop": "of-test", "test_erp": "of-erp"}
WRONG = {
    "[environment.Test]": "\"Test\" cannot be the name of an environment",
    "[environment]\ntest = 1": "\"test\" must be a table",
    '[environment.x.counterfoil]\ninclude = ["a.toml"]': '"include" cannot be another',
    '[environment.x.counterfoil]\nreports = "var/reports"': "environment x needs another",
    '[environment.x.system.shop]\nbas = "http://127.0.0.1/"': 'unknown key "bas"',
}


class Shop(Answering):
    """Which of its two places was asked, and with which key."""
    asked = []

    def do_GET(self):
        place = self.path.split("/")[1]
        if place != "erp":
            self.asked.append((place, self.headers["Authorization"]))
        self.answer(200, {"data": [{"id": f"{place}-{i}"} for i in range(3)]})


def files(engine):
    """Of what the project itself has kept."""
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for name in ("landings", "reports") for path in (engine.folder / "var" / name).rglob("*") if path.is_file()}


def ids(engine, connection):
    return engine.shell(f"psql -XqAt '{connection}' -c 'select id from stage.shop_item order by 1'").out.split()


def check_apart(tap, engine, other):
    engine.must("init")
    engine.run("run", "nightly", "--date", DAY)
    before = files(engine)
    tap.ok(ids(engine, engine.superuser) == ["live-0", "live-1", "live-2"], "the project reads what it always read")
    engine.must("--environment", "test", "init")
    engine.run("--environment", "test", "run", "nightly", "--date", DAY)
    tap.ok(ids(engine, other) == ["test-0", "test-1", "test-2"], "an environment has a database of its own")
    tap.ok(ids(engine, engine.superuser) == ["live-0", "live-1", "live-2"] and files(engine) == before,
           "and nothing of the project's is touched")
    tap.ok(set(Shop.asked) == {("live", "Bearer of-live"), ("test", "Bearer of-test"), ("test", "Bearer of-erp")},
           "each with its own secret", Shop.asked)
    page = next((engine.folder / "var" / "test" / "reports").rglob("index.html")).read_text()
    tap.ok("A shop, environment test" in page, "its pages say which it is")
    engine.disturbance["COUNTERFOIL_ENVIRONMENT"] = "test"
    tap.ok("test-0" in engine.must("snapshot", "shop.item", "--at", DAY), "COUNTERFOIL_ENVIRONMENT names it, too")
    del engine.disturbance["COUNTERFOIL_ENVIRONMENT"]


def check_secret(tap, engine):
    """Its secret is asked for by its own name alone: the project's does not stand in for it."""
    kept = engine.disturbance.pop("COUNTERFOIL_SECRET_test_shop_key")
    asked = len(Shop.asked)
    done = engine.run("--environment", "test", "run", "nightly", "--date", DAY)
    of_shop = [key for _, key in Shop.asked[asked:] if key != "Bearer of-erp"]
    tap.ok(done.code != 0 and "test_shop_key" in done.out + done.complaint and not of_shop,
           "without its secret nothing of the shop is asked for", done)
    engine.disturbance["COUNTERFOIL_SECRET_test_shop_key"] = kept


def check_mistakes(tap, engine):
    jobs = engine.folder / "jobs.toml"
    sound = jobs.read_text()
    done = engine.run("--environment", "tset", "check")
    says = 'there is no [environment.tset]; did you mean "test"?'
    tap.ok(done.code == 3 and says in done.out, "one that is none", done)
    for text, says in WRONG.items():
        jobs.write_text((sound.split("[environment.")[0] if text.startswith("[environment]") else sound) + "\n" + text)
        done = engine.run("check")
        tap.ok(done.code == 3 and says in done.out and "jobs.toml:" in done.out, f"check says: {says}", done)
    jobs.write_text(sound + f'\n[environment.x.counterfoil]\ndatabase = "{engine.conninfo}"\n')
    done = engine.run("check")
    tap.ok(done.code == 3 and "which is the project's own" in done.out, "the project's database is not another's", done)
    jobs.write_text(sound)


def main():
    tap = Tap()
    text = beginning().replace("[counterfoil]", '[counterfoil]\ntitle = "A shop"') + SYSTEMS.format(port=serve(Shop))
    with project(text) as engine:
        name = f"{engine.database}_test"
        engine.on_main(f"create database {name} owner counterfoil")
        engine.disturbance = {f"COUNTERFOIL_SECRET_{name}_key": value for name, value in SECRETS.items()}
        other = engine.conninfo.replace(engine.database, name)
        jobs = engine.folder / "jobs.toml"
        jobs.write_text(jobs.read_text().replace("OTHER", other))
        check_apart(tap, engine, engine.superuser.replace(engine.database, name))
        check_secret(tap, engine)
        check_mistakes(tap, engine)
        engine.on_main(f"drop database {name} with (force)")
    tap.done()


main()
