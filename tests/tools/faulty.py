"""Nights that are disturbed on purpose: a project of 50 orders, what there is after each command, and what must hold
whatever happened.  After a fault a plain run must lead to the same, so that the next night can be disturbed too; the
states before the first two commands and the last are kept, as template databases and folders, to begin anew with."""

import base64
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections import namedtuple
from pathlib import Path
from urllib.parse import quote

import engine as engines
import market
import orders
import places
import shim
from engine import ROOT, Engine
from sight import CLEARED, LINES, REJECTS, SNAPSHOTS, VERDICTS

# Three nights are what the sweeps are about; the others let more faults follow each other before all begins anew.
DAYS = tuple(f"2026-04-0{day}" for day in range(1, 8))
NIGHTS = 3
ORDERS = 50
STEPS = [["init"], *(["run", "nightly", "--date", day] for day in DAYS), ["run", "deliveries", "--date", DAYS[-1]]]

# Files of another place are read in a command of their own, the last: an SSH connection takes its time.
DELIVERIES = len(STEPS) - 1
SWEPT = (*range(NIGHTS + 1), DELIVERIES)

# The night in which no key has room in the index of known rows, so that all of them go through the file.
CROWDED = 2

# So many times, a second apart, a command is found asleep with nothing at work for it before it is said to hang:
# however slow the machine, who is at work is waited for.
LOOKS = 60

# Codes that a disturbed command may end with: 2 is the user's mistake, 4 and 8 are no disturbances.
TRUE_CODES = {1, 5, 6, 7, 9, 75}

# The configuration could not be read: only as long as that is what the command does, before it looks for its database.
CONFIGURATION = 3
DATABASE = ("PQconninfoParse", "PQconnectdbParams")

Outcome = namedtuple("Outcome", "code complaint out hits")
Look = namedtuple("Look", "breaches landings view")

CATALOG = """
select 'migration ' || number || ' ' || name || ' ' || encode(digest, 'hex') from ops.migration order by number;
select 'column ' || table_schema || '.' || table_name || '.' || column_name || ' ' || data_type
from information_schema.columns where table_schema in ('ops', 'stage', 'recon') order by 1;
select 'function ' || p.oid::regprocedure from pg_proc p
where pronamespace::regnamespace::text in ('ops', 'stage', 'recon') order by 1;
"""

# Every row of a dataset, with snapshots named by business date.
ROWS = r"""
select format($$select 'row %1$s %2$s ' || coalesce(f.business_date || ' ', '')
	|| (j - array['landing', 'seen_from', 'seen_until']) || coalesce(' until ' || u.business_date, '')
	from (select to_jsonb(t) as j from %3$s%4$s t offset 0) r
	left join ops.snapshot f on f.dataset = %1$L and f.snapshot_no = (j ->> 'seen_from')::int
	left join ops.snapshot u on u.dataset = %1$L and u.snapshot_no = (j ->> 'seen_until')::int
	order by 1$$, dataset, part, live, suffix)
from ops.dataset, (values ('live', ''), ('history', '_history'), ('twice', '_duplicate'), ('aside', '_aside'))
	as p(part, suffix) where to_regclass(live || suffix) is not null order by dataset, part \gexec
"""

# Promises 1 to 4 as they can be asked of the database alone: each line is a breach.
PROMISES = r"""
select '1: snapshot ' || snapshot_id || ' deletes, but its landing lacks ' || array_to_string(missing_parts, ', ')
from ops.snapshot s join ops.landing l using (landing_id)
where s.deleted > 0 and s.state = 'live' and missing_parts <> '{}' and s.scope = '"all"';
select '1: landing ' || landing_id || ' of ' || extract || ' has ' || pages || ' pages' from ops.landing l,
	lateral (select count(*) as pages from ops.landing_part p where p.landing_id = l.landing_id) p
where (extract = 'market.stock' and pages <> 3) or (extract in ('market.orders', 'yard.stock') and pages <> 2);
select '2: snapshot ' || snapshot_id || ' lost records' from ops.snapshot
where read <> staged + rejected + filtered + repeated + duplicate + stale;
select '2: snapshot ' || snapshot_id || ' has ' || rejected || ' rejects and keeps ' || kept from ops.snapshot s,
	lateral (select count(*) as kept from ops.reject r where r.snapshot_id = s.snapshot_id) r where rejected <> kept;
select '3: dataset ' || dataset || ' is at snapshot ' || last_snapshot || ' and has ' || coalesce(newest, 0)
from ops.dataset left join (select dataset, max(snapshot_no) as newest from ops.snapshot group by 1) s using (dataset)
where last_snapshot <> coalesce(newest, 0);
select '3: cursor of ' || c.extract || ' is not of its newest snapshot' from ops.cursor c
where snapshot_id <> (select max(snapshot_id) from ops.snapshot s where s.extract = c.extract and state = 'live');
select '3: snapshot ' || snapshot_id || ' does not know what its records consist of' from ops.snapshot s
where extract = 'erp.orders' and state = 'live' and read > 0 and not exists (
	select from ops.shape h where h.snapshot_id = s.snapshot_id);
select format($$select '3: %1$s has rows of snapshot ' || t.seen_from || ', which is not there' from %2$s t
	where not exists (select from ops.snapshot s where s.dataset = %1$L and s.snapshot_no = t.seen_from)
union all select '4: %1$s has ended rows by snapshot ' || h.seen_until || ', which is not there' from %2$s_history h
	where not exists (select from ops.snapshot s where s.dataset = %1$L and s.snapshot_no = h.seen_until
		and s.state = 'live')
union all select '3: %1$s has the key ' || h.key_hash || ' live and ended at once' from %2$s_history h
	join %2$s t using (key_hash, source) where h.seen_until > t.seen_from$$, dataset, live)
from ops.dataset where to_regclass(live) is not null \gexec
select '3: rule run ' || rule_run_id || ' stands beside another for ' || business_date from (
	select *, count(*) over (partition by rule_id, business_date) as n from recon.rule_run where state = 'current') r
where n > 1;
select '3: run ' || run_id || ' is said to be running' from ops.run where state = 'running' and run_id < (
	select max(run_id) from ops.run);
select format($$select '10: %1$s tells a secret' from %1$s t where t::text like any (array[%2$L, %3$L]) limit 1$$,
	c.oid::regclass, '%PLAIN%', '%QUOTED%')
from pg_class c where relnamespace = 'ops'::regnamespace and relkind = 'r' \gexec
""".replace("PLAIN", market.SECRET).replace("QUOTED", quote(market.SECRET, safe="").replace("%", r"\\%"))


def ask(conninfo, script):
    """The lines of a script for psql; None if something of it is not there yet."""
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", conninfo], input=script, capture_output=True,
                          text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else None


LANDINGS = "select manifest || ' ' || encode(seal, 'hex') from ops.landing;\n"

BETWEEN = "—"


def view_script(step):
    """What is staged and found of the nights up to that step."""
    parts = [f"select '{name} {day} ' || line from ({sql.format(day=day)}) as q(line);"
             for day in DAYS[:step] for name, sql in (("verdict", VERDICTS), ("line", LINES), ("cleared", CLEARED),
                                                      ("snapshot", SNAPSHOTS), ("reject", REJECTS))]
    return CATALOG.split(";")[0] + ";" + ROWS + "".join(parts)


VIEWS = [CATALOG, *(view_script(step) for step in range(1, len(STEPS)))]


def view(conninfo, step):
    """What is staged and found, or, of init, what there is."""
    return ask(conninfo, VIEWS[step])


def look(project, step):
    """All that the database is asked after a disturbance, at once; None where it cannot be asked."""
    if step == 0:
        return Look([], [], view(project.superuser, step))
    said = ask(project.superuser, f"\n\\echo {BETWEEN}\n".join([PROMISES, LANDINGS, VIEWS[step]]))
    if said is None:
        return None
    first = said.index(BETWEEN)
    second = said.index(BETWEEN, first + 1)
    return Look(said[:first], said[first + 1:second], said[second + 1:])


def write(folder, night):
    """What three systems say of a night: orders come, change and go, one cannot be read, one stands twice."""
    folder.mkdir(exist_ok=True)
    facts = [orders.order(100000 + n, night) for n in range(ORDERS + night) if night < 2 or n % 25 != 11]
    told = [account for account in (orders.differs(f, night) for f in facts) if account]
    shop = [orders.shop_line(f) for f in facts] + [orders.shop_line(facts[night]).replace("EUR", "E?R")]
    (folder / "shop.json.gz").write_bytes(gzip.compress(('{"orders": [\n' + ",\n".join(shop) + "\n]}\n").encode()))
    erp = [orders.erp_line(f) + "\n" for f in told]
    erp.append(orders.erp_line((*told[5][:2], told[5][2] + 7, *told[5][3:])) + "\n")
    for half, lines in (("1", erp[::2]), ("2", erp[1::2])):
        text = "Nr;Datum;Währung;Brutto;Steuer;Status\n" + "".join(lines)
        (folder / f"erp-{half}.csv").write_bytes(text.encode("windows-1252"))
    (folder / "erp.done").touch()
    with zipfile.ZipFile(folder / "depot.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for place in ("BER", "HAM"):
            rows = "".join(f'<article sku="S{n}" count="{n * 7 + (night if n % 3 == 0 else 0)}"/>' for n in range(10))
            archive.writestr(f"{place}.xml", f"<stock place=\"{place}\">{rows}</stock>")


def deliver(folder):
    """What lies at another place."""
    folder.mkdir(parents=True)
    for number, name in enumerate(("BER", "HAM")):
        (folder / f"stock_{number}.csv").write_text(
            "place,sku,count\n" + "".join(f"{name},S{n},{n * 3 + number}\n" for n in range(5)))


class Faulty(Engine):
    """One project whose commands can be disturbed."""

    def __init__(self, program=shim.PROGRAM):
        self.market = market.Market()
        super().__init__([ROOT / "tests" / "cases" / "base", ROOT / "tests" / "faults" / "project"], program=program)
        path = self.folder / "project" / "market.toml"
        path.write_text(path.read_text().replace("http://127.0.0.1:8080/", self.market.base))
        for night, day in enumerate(DAYS):
            write(self.folder / day, night)
        self.kept = Path(tempfile.mkdtemp(prefix="cf-faults-"))
        self.begin_yard()
        self.log = self.kept / "log"
        self.states, self.views = {}, []
        self.now = None                # the step that comes next, if all is as it is to be before it

    def begin_yard(self):
        there, own = self.kept / "yard", self.kept / "sshd"
        deliver(there / DAYS[-1])
        own.mkdir()
        self.sshd = places.Sshd(own, there)
        path = self.folder / "project" / "yard.toml"
        path.write_text(path.read_text().replace("2222", str(self.sshd.port)).replace("anybody", self.sshd.user))
        (self.folder / "known_hosts").write_text(places.known(self.sshd.port, self.sshd.host_key))
        shutil.copy(self.sshd.user_key, self.folder / "own.ssh")

    def environment(self, words=()):
        crowded = {"COUNTERFOIL_INDEX": "1"} if list(words) == STEPS[1 + CROWDED] else {}
        return super().environment(words) | crowded | {"COUNTERFOIL_SECRET_market": market.SECRET}

    def disturbed(self, words, faults=()):
        self.log.unlink(missing_ok=True)
        self.market.begins_anew()
        self.disturbance = shim.environment(self.log, faults)
        process = self.start(*words)
        self.disturbance = {}
        asleep = 0
        while True:
            try:
                out, complaint = process.communicate(timeout=1)
                break
            except subprocess.TimeoutExpired:
                asleep = asleep + 1 if self.sleeps(process.pid) else 0
                if asleep >= LOOKS:
                    process.kill()
                    out, complaint = process.communicate()
                    complaint += f"(it slept {LOOKS} times in a row, and nothing was at work for it)"
                    break
        return Outcome(process.returncode, complaint, out, shim.calls(self.log, "hit"))

    def sleeps(self, pid):
        """Whether none of its threads runs or waits for a disk, and none of its sessions is at work."""
        try:
            stats = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/stat")]
        except OSError:
            return False               # a thread has just ended
        busy = ask(self.superuser, "select from pg_stat_activity where datname = current_database() "
                   "and state = 'active' and wait_event_type is distinct from 'Lock' and pid <> pg_backend_pid()")
        return {stat.rpartition(")")[2].split()[0] for stat in stats} <= {"S", "Z"} and not busy

    def goes_to(self, step):
        """All is as it is before that step: what is lacking is run, undisturbed."""
        nearest = max((at for at in self.states if at <= step), default=None)
        if self.now is None or self.now > step or (nearest is not None and self.now < nearest):
            self.now = nearest
            self.restore(self.states[self.now])
        while self.now < step:
            done = self.disturbed(STEPS[self.now])
            if done.code not in (0, 8):
                raise SystemExit(f"Bail out! {STEPS[self.now]} ended with {done.code}: {done.complaint or done.out}")
            self.now += 1

    def end(self):
        for state in getattr(self, "states", {}).values():
            self.forget(state)
        if hasattr(self, "sshd"):
            self.sshd.end()
        shutil.rmtree(getattr(self, "kept", "/nonexistent"), ignore_errors=True)
        super().end()


def hurry():
    """Nothing of this cluster is to survive a power cut."""
    subprocess.run([engines.HURRY, re.sub("user=[^ ]*", "user=postgres", engines.start_cluster())], check=True)


def reads_configuration(calls):
    """Those calls of a step that come before it looks for its database."""
    first = next((i for i, call in enumerate(calls) if call.symbol in DATABASE), len(calls))
    return set(calls[:first])


def survey(project):
    """Every call of every step in its order; what there is after each is kept, and the states before some."""
    found = []
    for step, words in enumerate(STEPS):
        if step in (0, 1, DELIVERIES):
            project.states[step] = project.keep(step, project.kept)
        done = project.disturbed(words)
        if done.code not in (0, 8):
            raise SystemExit(f"Bail out! {' '.join(words)} ended with {done.code}: {done.complaint or done.out}")
        found.append(shim.without_counters(shim.calls(project.log)))
        project.views.append(view(project.superuser, step))
    shutil.copytree(project.folder / "var", project.kept / "last")
    return found


def in_turn(project, pending):
    """Goes through (steps, …) in an order in which a night follows the one before, as often as that can be."""
    pending = list(pending)
    while pending:
        at = next((i for i, (steps, *_) in enumerate(pending) if project.now in steps), None)
        if at is None:
            later = [min(steps) for steps, *_ in pending if project.now is not None and min(steps) > project.now]
            project.goes_to(min(later) if later else min(min(steps) for steps, *_ in pending))
            continue
        yield pending.pop(at)


# ── what must hold ───────────────────────────────────────────────────────────────────────────────────────────────────

def files(folder):
    return {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}


def left_behind(project):
    """Files that no reader would look for."""
    return [f"left behind: {name}" for name in files(project.folder / "var")
            if ".new-" in name or "/tmp/" in name]


def tells(said):
    """Promise 10, of what was said or written."""
    ways = (market.SECRET, quote(market.SECRET, safe=""), base64.b64encode(market.SECRET.encode()).decode())
    return ["10: it tells a secret"] if any(way in said for way in ways) else []


def landings(project, told, good):
    """Promises 1 and 10, in the files: what the database calls a landing is there, sealed, and whole."""
    for line in told:
        name, _, seal = line.rpartition(" ")
        path = project.folder / "var" / "landings" / name
        if not path.exists():
            yield f"1: {name} is not there"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != seal:
            yield f"1: {name} is not what was sealed"
        else:
            yield from tells(path.read_text())
    for name, path in files(project.folder / "var" / "landings").items():
        if name.startswith("blobs/") and "/tmp/" not in name and name in good:
            if path.read_bytes() != good[name].read_bytes():
                yield f"1: {name} is not whole"


def datasets(lines):
    """{dataset: its rows} of a view."""
    found = {}
    for line in lines or []:
        if line.startswith("row "):
            found.setdefault(line.split(" ")[1], []).append(line)
    return found


def torn(now, before, after):
    """Promises 3 to 5: each dataset is as it was before the night or as it is after it, with every amount."""
    now, before, after = datasets(now), datasets(before), datasets(after)
    for name in sorted(set(now) | set(before)):
        if now.get(name) not in (before.get(name), after.get(name)):
            yield f"3: {name} is neither as before the run nor as after it"


def breaches(project, step, seen):
    """What does not hold now: lines that begin with the promise.  Before the first night there is nothing to ask."""
    if step == 0:
        return []
    if seen is None:
        return ["0: the database cannot be asked"]
    good = files(project.kept / "last" / "landings")
    return [*seen.breaches, *landings(project, seen.landings, good),
            *torn(seen.view, project.views[step - 1] if step > 1 else [], project.views[step])]


# What breaches() asks of a night: each of them by statements, files or rows of its own.
ASKED = (1, 2, 3, 4, 5, 10)


def difference(now, want, most=12):
    now, want = now or [], want or []
    lines = [f"missing: {x}" for x in want if x not in set(now)] + [f"extra:   {x}" for x in now if x not in set(want)]
    return lines[:most] or ([] if now == want else ["the order is another"])


def workers():
    return int(os.environ.get("WORKERS", "2"))
