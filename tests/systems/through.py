#!/usr/bin/env python3
"""The systems that ship, through the path that a user's run takes: each list is read whole from its test system, to the
record and the amount; and through every fault it arrives whole all the same, or is refused with nothing staged.

    through.py [KIND…]    these of tests/systems/kinds; TORTURE=1 each list through each fault"""

import importlib
import json
import os
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "systems"), str(ROOT / "tests" / "tools"), str(ROOT / "tests" / "demo")]
sys.dont_write_bytecode = True

from engine import Engine, fast                      # noqa: E402
from kind import DAY, QUIET                          # noqa: E402
from serving import Systems, Tap, digest             # noqa: E402

PROJECT = """
[counterfoil]
database = "embedded"
timezone = "Europe/Berlin"
start = "2026-02-01"
include = ["jobs/entities.toml", "jobs/companies.toml", "jobs/systems/*.toml"]
"""


def kinds_of(names):
    files = sorted((ROOT / "tests" / "systems" / "kinds").glob("*.py"))
    kinds = {f.stem: importlib.import_module(f"kinds.{f.stem}").KIND for f in files}
    wanted = [stem for stem in kinds if not names or stem in names]
    return [(stem, kinds[stem]) for stem in kinds if stem in wanted or any(stem in kinds[w].after for w in wanted)]


def all_plans(kinds):
    """[(kind, {extract: fault})], one for each run.  Each list meets one fault, and the faults are dealt out over all
    kinds; with TORTURE=1 each list meets all of them."""
    plans, dealt = [], 0
    for kind in kinds:
        lists, faults = list(kind.lists), kind.faults()
        if os.environ.get("TORTURE"):
            plans += [(kind, {extract: fault for extract in lists if kind.can_meet(extract, fault)})
                      for fault in faults + kind.faults_of_all()]
            continue
        plan = {extract: faults[(dealt + i) % len(faults)] for i, extract in enumerate(lists)}
        plans.append((kind, {extract: fault for extract, fault in plan.items() if kind.can_meet(extract, fault)}))
        plans += [(kind, {lists[0]: fault}) for fault in kind.faults_of_all()]
        dealt += len(lists)
    return plans


def files_of(kinds):
    return list(dict.fromkeys(kind.file or stem for stem, kind in kinds))


def project(folder, kinds, port):
    (folder / "jobs" / "systems").mkdir(parents=True)
    jobs = ROOT / "jobs"
    files = [file for stem in files_of(kinds) for name in (f"{stem}.toml", f"{stem}_*.toml")
             for file in (jobs / "systems").glob(name)]
    for file in (jobs / "entities.toml", jobs / "companies.toml", *files):
        (folder / file.relative_to(ROOT)).write_bytes(file.read_bytes())
    systems = "".join(kind.system.replace("PORT", str(port)) for _, kind in kinds)
    jobs = "".join(f'\n[job.{kind.name}]\nextract = ["{kind.name}.*"]\n' for _, kind in kinds)
    (folder / "jobs.toml").write_text(PROJECT + systems + jobs)


def staged(engine, kind, extract):
    """[(id, amount)] of the good rows as they stand in the table, each a text."""
    _, entity, key, amount = kind.told(extract)
    if engine.sql(f"select to_regclass('stage.{kind.name}_{entity}') is null").strip() == "t":
        return []
    lines = engine.sql(f"select {key or 'null'}, trim_scale({amount or 'null'}) from stage.{kind.name}_{entity} t "
                       "join ops.source s using (source) "
                       f"where s.dataset = '{kind.name}.{entity}' and s.extract = '{kind.name}.{extract}' "
                       "and t.state = 'g'")
    return [tuple(line.split("|")) for line in lines.splitlines()]


def is_whole(engine, server, kind, extract):
    """Every record once, with its amount; and what else is read of the same answers."""
    name, _, key, amount = kind.told(extract)
    count, told, held = server.held(kind.vendor, name)
    rows = staged(engine, kind, extract)
    if amount and Counter(Decimal(a) for _, a in rows) != Counter(Decimal(a) for _, a in held):
        return False
    if key and ({i for i, _ in rows} != {i for i, _ in held} or digest(i for i, _ in held) != told):
        return False
    return len(rows) == count >= 250 and all(is_whole(engine, server, kind, line) for line in kind.lines_of(extract))


def is_nothing(engine, kind, extract):
    return not any(staged(engine, kind, each) for each in (extract, *kind.lines_of(extract)))


def count_of(engine, kind, extract, condition):
    source, entity = engine.sql("select source, split_part(dataset, '.', 2) from ops.source "
                                f"where extract = '{kind.name}.{extract}'").strip().split("|")
    return int(engine.sql(f"select count(*) from stage.{kind.name}_{entity} where source = {source} and ({condition})"))


def run(engine, kind, only=None, day=DAY):
    words = ["--only", f"{kind.name}.{only}"] if only else []
    done = engine.run("run", kind.name, "--date", day, "--json", *words)
    return done, {x["extract"]: x for x in json.loads(done.out)["runs"][0]["extracts"]} if done.out else {}


def check_log(tap, server, kind, what):
    log = server.log()
    told = [log[name] for name in ("requests_elsewhere", "secrets_elsewhere", "idle_faults", "beyond_rate")]
    tap.ok(told[kind.elsewhere:] == [0, 0, 0, 0][kind.elsewhere:], f"{what}: asked nowhere else, and not too fast",
           {k: v for k, v in log.items() if k != "requests"})


def fill(engine, server, kinds, kind):
    """The lists of others whose values this one's requests have."""
    server.faults()
    for stem, other in kinds:
        if stem in kind.after:
            run(engine, other)


def check_earlier(tap, engine, server, kind):
    """What is read in windows is nothing on a night before all of it, is not whole after an earlier one, and has come
    together after the next."""
    server.faults()
    done, extracts = run(engine, kind, day=QUIET) if kind.quiet else (None, None)
    tap.ok(not kind.quiet or done.code == 0 and all(not staged(engine, kind, extract) for extract in kind.windows),
           f"{kind.name}: a night without news", done, extracts)
    done, extracts = run(engine, kind, day=kind.earlier)
    tap.ok(done.code == 0, f"{kind.name}: an earlier night", done)
    for extract in kind.windows:
        count = server.held(kind.vendor, kind.lists[extract][0])[0]
        tap.ok(0 < len(staged(engine, kind, extract)) < count, f"{kind.name}.{extract}: what there was until then",
               extracts.get(f"{kind.name}.{extract}"))


def check_plain(tap, engine, server, kind):
    if kind.windows:
        check_earlier(tap, engine, server, kind)
    server.faults()
    done, extracts = run(engine, kind)
    tap.ok(done.code == 0, f"{kind.name}: all lists", done)
    for extract in kind.lists:
        tap.ok(is_whole(engine, server, kind, extract), f"{kind.name}.{extract}: every record, as it is held",
               extracts.get(f"{kind.name}.{extract}"))
    for extract, told in kind.lines.items():
        good = is_whole(engine, server, kind, extract) if told else count_of(engine, kind, extract, "true") >= 100
        tap.ok(good, f"{kind.name}.{extract}: lines of the same answers", extracts.get(f"{kind.name}.{extract}"))
    for extract, condition in kind.holds.items():
        other = count_of(engine, kind, extract, f"state = 'g' and ({condition}) is not true")
        tap.ok(other == 0, f"{kind.name}.{extract}: {condition}", other)
    check_log(tap, server, kind, kind.name)


def check_faults(tap, engine, server, kinds, kind, state, plan):
    what = f"{kind.name}: {', '.join(dict.fromkeys(plan.values()))}"
    engine.restore(state)
    fill(engine, server, kinds, kind)
    script = "\n".join(f"AT {kind.at.get(extract, 2)} REQUEST OF {kind.route(extract)}: {fault}"
                       for extract, fault in plan.items())
    tap.ok(server.faults(script) < 300, f"{what}: a script")
    done, extracts = run(engine, kind, next(iter(plan)) if len(plan) == 1 else None)
    outcomes = kind.outcomes_of(plan)
    for extract, outcome in outcomes.items():
        told = extracts.get(f"{kind.name}.{extract}", {})
        if outcome == "whole":
            good = is_whole(engine, server, kind, extract)
        else:
            good = is_nothing(engine, kind, extract) and told.get("reading") == "failed"
        tap.ok(good, f"{kind.name}.{extract}: {plan[extract]}: {outcome}", told, done.complaint)
    tap.ok((done.code == 0) == ("refused" not in outcomes.values()), f"{what}: the run's end says so", done.code)
    check_log(tap, server, kind, what)


def check_pages(tap, engine, kinds):
    """What the pages of the systems show can be written into a project as it stands."""
    text = (engine.folder / "jobs.toml").read_text()
    pages = [(ROOT / "docs" / "systems" / f"{stem}.md").read_text() for stem in files_of(kinds)]
    parts = [part.split("```")[0] for page in pages for part in page.split("```toml\n")[1:]]
    shown = [line for part in parts for line in part.splitlines()]
    (engine.folder / "jobs.toml").write_text(text + "\n" + "\n".join(shown) + "\n")
    done = engine.run("check")
    tap.ok(done.code == 0 and sum(line.startswith("[system.") for line in shown) >= len(pages),
           "what the pages show is a configuration", done)


def check_secrets(tap, engine, secrets):
    found = [path for path in engine.folder.rglob("*") if path.is_file() and path.suffix != ".zst"
             for secret in secrets.values() if secret.encode() in path.read_bytes()]
    tap.ok(not found, "no secret in a file", *found)


def main():
    tap = Tap()
    kinds = kinds_of(sys.argv[1:])
    secrets = {name: value for _, kind in kinds for name, value in kind.secrets.items()}
    options = [option for _, kind in kinds for option in kind.options]
    with TemporaryDirectory(prefix="cf-through-") as made, \
            Systems("--port", "0", "--seed", "7", "--records", "250", *options) as server:
        folder = Path(made) / "project"
        folder.mkdir()
        os.chmod(made, 0o755)
        project(folder, kinds, server.port)
        with Engine([folder]) as engine:
            engine.disturbance = {f"COUNTERFOIL_SECRET_{name}": value for name, value in secrets.items()}
            engine.must("init")
            state = engine.keep("new", made)
            for _, kind in kinds:
                fill(engine, server, kinds, kind)
                check_plain(tap, engine, server, kind)
            engine.program = fast()
            for kind, plan in all_plans([kind for _, kind in kinds]):
                check_faults(tap, engine, server, kinds, kind, state, plan)
            check_secrets(tap, engine, secrets)
            check_pages(tap, engine, kinds)
            engine.forget(state)
    tap.done()


main()
