"""What is known of a business date, as a text for people: verdicts, discrepancies, inputs, rejects and rows.

Numbers of runs, snapshots and landings are left out: they are not the same after a crash or on another machine."""

import tomllib

from engine import fast

VERDICTS = """
select rule_id || ' ' || verdict || ': ' || compared || ' compared, ' || agreed || ' agreed'
from recon.rule_run where business_date = '{day}' and state = 'current' order by rule_id"""

LINES = """
select d.rule_id || ' ' || concat_ws(' ', o.kind, nullif(d.field, ''), 'in ' || d.side,
	array_to_string(d.key, '/') || ':',
	coalesce(case when o.status = 'not comparable' then o.value else o.amount end::text, '-'), nullif(d.currency, ''),
	o.status, nullif(o.event, 'none'), 'since ' || o.opened_on, 'case since ' || nullif(o.case_opened_on, o.opened_on),
	'(' || o.reason || ')')
from recon.observation o join recon.discrepancy d using (discrepancy_id) join recon.rule_run r using (rule_run_id)
where r.business_date = '{day}' and r.state = 'current'
order by d.rule_id collate "C", d.key, o.kind, d.field, d.side"""

CLEARED = """
select d.rule_id || ' ' || concat_ws(' ', d.kind, nullif(d.field, ''), 'in ' || d.side, array_to_string(d.key, '/'))
from recon.cleared c join recon.discrepancy d using (discrepancy_id) join recon.rule_run r using (rule_run_id)
where r.business_date = '{day}' and r.state = 'current'
order by d.rule_id collate "C", d.key, d.kind, d.field, d.side"""

# Of an extract that was read several times for the date, the newest.
SNAPSHOTS = """
select distinct on (extract) extract || ' ' || state || case when cause = 'map' then ' by map' else '' end || ': '
	|| concat_ws(', ', read || ' read', staged || ' staged', nullif(rejected, 0) || ' rejected',
	nullif(filtered, 0) || ' filtered', nullif(repeated, 0) || ' repeated', nullif(duplicate, 0) || ' duplicate',
	nullif(stale, 0) || ' stale', nullif(keyless, 0) || ' without a key', nullif(inserted, 0) || ' new',
	nullif(updated, 0) || ' changed', nullif(deleted, 0) || ' gone', nullif(unconfirmed, 0) || ' unconfirmed')
from ops.snapshot where business_date = '{day}' order by extract, snapshot_id desc"""

REJECTS = """
select s.extract || ' ' || concat_ws(' ', nullif(r.member, ''), 'record ' || r.record, 'line ' || nullif(r.line, 0),
	'[' || array_to_string(r.key, '/') || ']', (select string_agg(concat_ws(' ', f ->> 'field',
	quote_nullable(f ->> 'value'), f ->> 'reason'), '; ' order by n)
	from jsonb_array_elements(r.faults) with ordinality as u(f, n)),
	case when r.resolved_by is not null then '(resolved)' end)
from ops.reject r join ops.snapshot s using (snapshot_id)
where s.business_date = '{day}' and s.state <> 'rolled back'
order by s.extract, s.snapshot_id, r.record"""

DRIFT = """
select s.extract || ' ' || concat_ws(' ', s.state || ':', d.drift, quote_ident(d.path), d.word, d.count,
	nullif(d.what, ''), nullif('"' || d.example || '"', '""'), 'first ' || d.member || ' record ' || d.record)
from ops.drift d join ops.snapshot s using (snapshot_id)
where s.snapshot_id in (select max(snapshot_id) from ops.snapshot where business_date = '{day}' group by extract)
order by s.extract, d.drift, d.path collate "C", d.word"""

TIMING = """
select r.rule_id || ' ' || array_to_string(t.key, '/') || ': ' || t.difference || ', ' || t.movements
	|| ' movements account for ' || t.moved || case when t.explained then ', explained by' else ', not explained by' end
	|| coalesce((select ' ' || string_agg(array_to_string(m.own_key, '/'), ' ' order by m.moved_at, m.own_key)
		from recon.timing_movement m where m.rule_run_id = t.rule_run_id and m.key_hash = t.key_hash
		and m.currency = t.currency), ' any')
from recon.timing t join recon.rule_run r using (rule_run_id)
where r.business_date = '{day}' and r.state = 'current' order by r.rule_id, t.key, t.currency"""

PARTED = """
select r.rule_id || ' ' || d.kind || ' ' || array_to_string(d.key, '/') || ': on ' || p.parted_on
	|| coalesce(', agreed on ' || p.agreed_on, ', never seen to agree')
from recon.parted p join recon.discrepancy d using (discrepancy_id) join recon.rule_run r using (rule_run_id)
where r.business_date = '{day}' and r.state = 'current' order by r.rule_id, d.key, d.kind"""

AT_RISK = """
select r.rule_id || ' ' || concat_ws(' ', k.kind || ':', k.count, 'of', k.units, k.money, nullif(k.currency, ''))
from recon.at_risk k join recon.rule_run r using (rule_run_id)
where r.business_date = '{day}' and r.state = 'current' order by r.rule_id, k.kind, k.currency"""

SECTIONS = (("verdicts", VERDICTS), ("discrepancies", LINES), ("cleared", CLEARED), ("timing", TIMING),
            ("parted", PARTED), ("at risk", AT_RISK), ("snapshots", SNAPSHOTS), ("rejects", REJECTS), ("drift", DRIFT))


def datasets(engine):
    """All that the project's extracts feed, in order."""
    found = set()
    for path in [*engine.folder.glob("*.toml"), *engine.folder.glob("project/*.toml")]:
        for system, extracts in tomllib.loads(path.read_text()).get("extract", {}).items():
            found.update(f"{system}.{extract['entity']}" for extract in extracts.values() if "entity" in extract)
    return sorted(found)


def section(name, lines):
    return "".join([f"{name}\n", *(f"\t{line}\n" for line in lines)]) if lines else ""


def sections(engine, day):
    """Each line by the number of its section, all asked at once."""
    asked = " union all ".join(
        f"select {i} as section, row_number() over () as place, line from ({statement.format(day=day)}) as s (line)"
        for i, (_, statement) in enumerate(SECTIONS))
    lines = [line.split("|", 1) for line in engine.sql(
        f"select section, line from ({asked}) as u order by section, place").splitlines()]
    return "".join(section(name, [line for number, line in lines if number == str(i)])
                   for i, (name, _) in enumerate(SECTIONS))


def rows(engine, dataset, day):
    done = engine.run("snapshot", dataset, "--at", day, program=fast())
    return done.out if done.code == 0 else f"({done.complaint.strip()})"


def sight(engine, day, tables=True):
    text = sections(engine, day)
    if tables:
        text += "".join(section(f"rows of {name}", rows(engine, name, day).splitlines()) for name in datasets(engine))
    return text
