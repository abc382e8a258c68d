/*
 * The night on one screen:
 *
 *	begin ─▶ for each landing: land, stage ─▶ for each rule: reconcile, evidence ─▶ report ─▶ end
 *
 * A source that fails is a fact of the night, not its end: what rests on it is not comparable, everything else goes on.
 * Only the database, the configuration and a signal end a run.
 */
#include "run/run.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/signal.h"
#include "db/pg.h"
#include "embedded.h"
#include "extract/landing_write.h"
#include "net/ask.h"
#include "reconcile/reconcile.h"
#include "report/report.h"
#include "run/dates.h"
#include "run/earlier.h"
#include "run/evidence.h"
#include "run/expiry.h"
#include "run/reading.h"
#include "run/reports.h"

#include <stdio.h>

struct night_run {
	struct arena *a;
	const struct project *project;
	const struct job *job;
	const struct run_options *options;
	struct ledger ledger;
	struct summary *summary;
	struct askers *askers;
	struct crosswalk_changes changes;
	struct read_result *reads;
	size_t read_count;
	struct verdict *verdicts;
};

date job_business_date(const struct job *job, instant now)
{
	return zone_date(job->zone, now) - (text_is(job->business_date, S("today")) ? 0 : 1);
}

bool job_date_check(struct arena *a, const struct job *job, date day, instant now, struct err *e)
{
	date newest = job_business_date(job, now);

	if (day <= newest)
		return true;
	for (size_t i = 0; i < job->extract_count; i++) {
		instant due = extract_due(job->extracts[i], day);

		if (due != INSTANT_NONE && due <= now)
			return true;
	}
	return err_set(e, ERR_USAGE, "--date is %s, which is still to come: the newest business date of job %s is %s",
		date_text(a, day), text_quoted(a, job->name), date_text(a, newest));
}

void summary_code(struct summary *s, int code)
{
	for (size_t i = 0; i < s->code_count; i++)
		if (s->codes[i] == code)
			return;
	if (code != 0 && s->code_count < sizeof s->codes / sizeof *s->codes)
		s->codes[s->code_count++] = code;
}

void summary_read_codes(struct summary *s, const struct read_result *r)
{
	summary_code(s, r->exit_code);
	summary_code(s, r->delta.over_rejects ? err_row(ERR_REJECTS)->exit_code : 0);
}

/* ── extracting and staging ────────────────────────────────────────────────────────────────────────────────────── */

static struct group group_of(struct night_run *n, const struct extract *owner)
{
	const struct extract **list = arena_array(n->a, n->job->extract_count, const struct extract *);
	size_t count = 0;

	list[count++] = owner;
	for (size_t i = 0; i < n->job->extract_count; i++)
		if (n->job->extracts[i]->landing_of == owner)
			list[count++] = n->job->extracts[i];
	return (struct group){list, count};
}

static const char *reading_name(enum reading reading)
{
	static const char *const names[] = {[READ_STAGED] = "staged", [READ_NOT_DUE] = "not due", [READ_LATE] = "late",
		[READ_STALE] = "stale", [READ_FAILED] = "failed", [READ_ALREADY] = "staged before"};

	return names[reading];
}

static const char *state_of(const struct read_result *r)
{
	if (r->reading == READ_FAILED && r->delta.snapshot_id > 0)
		return r->delta.state == SNAPSHOT_HELD ? "held" : "refused";
	return reading_name(r->reading);
}

static bool results_record(struct night_run *n, struct read_result *results, size_t count, struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		summary_read_codes(n->summary, &results[i]);
		if (!ledger_step(&n->ledger, "extract", results[i].extract->name, state_of(&results[i]),
				 results[i].exit_code, results[i].trouble, e))
			return false;
	}
	return true;
}

/* What the source came to is what each of its datasets came to. */
static void spread(const struct load *load, struct read_result *results, const struct read_result *first)
{
	for (size_t i = 0; i < load->group.count; i++) {
		results[i] = *first;
		results[i].extract = load->group.extracts[i];
		results[i].content_date = load->content_date;
	}
}

/* A source's fault stays with the source; the database's, and our own, end the run. */
static bool is_of_source(enum err_kind kind)
{
	return kind == ERR_SOURCE || kind == ERR_FORMAT || kind == ERR_INCOMPLETE || kind == ERR_NOT_RUN
	    || kind == ERR_CONFIG;
}

static bool stage(struct arena *a, struct load *load, struct read_result *results, struct err *e)
{
	struct err fault = {0};
	struct read_result failed = {0};

	if (load_stage(a, load, results, &fault))
		return true;
	if (!is_of_source(fault.kind)) {
		*e = fault;
		return !load->culprit ? false : err_in(e, "%.*s", STR(load->culprit->name));
	}
	failed.reading = load->stale ? READ_STALE : READ_FAILED;
	failed.exit_code = err_row(fault.kind)->exit_code;
	failed.trouble = arena_print(load->ledger->a, "%s", fault.message);
	spread(load, results, &failed);
	for (size_t i = 0; load->culprit && i < load->group.count; i++)
		if (results[i].extract != load->culprit)
			results[i].trouble = arena_print(load->ledger->a, "with %.*s: %s", STR(load->culprit->name), fault.message);
	return true;
}

static bool is_staged(struct night_run *n, const struct extract *x, date day, bool *staged, struct err *e)
{
	struct rows *r;

	if (!pg_query(n->ledger.pg, n->a, sql_run_staged_date, P(x->name, param_date(n->a, day)), &r, e))
		return false;
	*staged = rows_bool(r, 0, 0);
	return true;
}

static bool group_read(struct night_run *n, struct load *load, struct read_result *results, struct err *e)
{
	struct arena *a = arena_new(n->a);
	struct read_result first = {.reading = READ_STAGED};
	bool ok = n->options->from == FROM_STAGE ? load_landed(a, load, &first, e) : load_land(a, load, &first, e);

	if (ok && first.reading == READ_STAGED)
		ok = stage(a, load, results, e);
	else if (ok)
		spread(load, results, &first);
	for (size_t i = 0; ok && i < load->group.count; i++)
		if (results[i].trouble)
			results[i].trouble = arena_print(n->a, "%s", results[i].trouble);
	return ok;
}

/* Of the date that was read before, else of the one before this. */
static bool earlier_look(struct night_run *n, const struct load *load, bool staged, struct read_result *results,
	struct err *e)
{
	const struct extract *x = load->group.extracts[0];
	date day = load->content_date;

	if (day == DATE_NONE || n->options->from != FROM_EXTRACT)
		return true;
	if (!staged)
		day = content_open(n->project, x, day - 1);
	return earlier_note(&n->ledger, n->project, x, day, staged ? n->summary->business_date : load->content_date,
		&results[0].earlier, e);
}

static bool group_run(struct night_run *n, const struct extract *owner, struct err *e)
{
	struct load load = {.ledger = &n->ledger, .project = n->project, .askers = n->askers,
		.changes = &n->changes, .group = group_of(n, owner), .in_full = n->options->full};
	struct read_result *results = n->reads + n->read_count, none = {.reading = READ_NOT_DUE, .trouble = "not due yet"};
	bool staged = false;

	load.content_date = content_date(n->project, owner, n->summary->business_date, n->ledger.started_at);
	if (load.content_date == DATE_NONE) {
		spread(&load, results, &none);
	} else {
		if (load.content_date < n->summary->business_date && !is_staged(n, owner, load.content_date, &staged, e))
			return false;
		if (staged) {
			none = (struct read_result){.reading = READ_ALREADY};
			spread(&load, results, &none);
		} else if (!group_read(n, &load, results, e)) {
			return false;
		}
	}
	n->read_count += load.group.count;
	return earlier_look(n, &load, staged, results, e)
	    && results_record(n, results, load.group.count, e);
}

static bool is_wanted(const struct night_run *n, const struct extract *x)
{
	return n->options->only.len == 0 || text_is(n->options->only, x->name);
}

static bool extract_all(struct night_run *n, struct err *e)
{
	n->reads = arena_array(n->a, n->job->extract_count, struct read_result);
	for (size_t i = 0; n->options->from != FROM_RECONCILE && i < n->job->extract_count; i++) {
		const struct extract *x = n->job->extracts[i];

		if (x->landing_of || !is_wanted(n, x))
			continue;
		if (!ledger_goes_on(&n->ledger, e) || !group_run(n, x, e))
			return false;
	}
	n->summary->reads = n->reads;
	n->summary->read_count = n->read_count;
	return true;
}

/* ── reconciling ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* What stood in the way of an earlier run that read, or was to read, that content; nothing if it was staged since. */
static bool recall(struct night_run *n, const struct extract *x, struct expected *expected, struct err *e)
{
	struct rows *r;

	if (!pg_query(n->ledger.pg, n->a, sql_run_troubles, P(x->name, param_date(n->a, expected->content_date)), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++) {
		if (content_date(n->project, x->landing_of ? x->landing_of : x, rows_date(r, i, 0), rows_instant(r, i, 1))
		    != expected->content_date)
			continue;
		if (!rows_is_null(r, i, 2) && !rows_is_null(r, i, 3)) {
			expected->status = text_z(n->a, rows_at(r, i, 2));
			expected->trouble = text_z(n->a, rows_at(r, i, 3));
			expected->run_id = rows_int(r, i, 4);
		}
		return true;
	}
	return true;
}

/* What a rule must know of an extract: the date of its content, and what stood in the way of reading it. */
static bool expected_of(struct night_run *n, const struct extract *x, date day, struct expected *expected,
	struct err *e)
{
	bool read = false;

	*expected = (struct expected){.extract = x->name, .content_date = day};

	for (size_t i = 0; i < n->read_count; i++) {
		const struct read_result *r = &n->reads[i];

		if (r->extract != x || r->content_date != day)
			continue;
		read = true;
		if (r->reading != READ_STAGED && r->trouble) {
			expected->status = state_of(r);
			expected->trouble = r->trouble;
			expected->run_id = n->ledger.run_id;
		}
	}
	return read || recall(n, x, expected, e);
}

static bool night_of(struct night_run *n, const struct rule *rule, date day, struct night *night, struct err *e)
{
	struct expected *list = NULL;
	const struct account *account;

	for (size_t i = 0; (account = rule_account(rule, i)) != NULL; i++) {
		const struct extract *x = account_extract(n->project, account);

		list = arena_grow(n->a, list, i, sizeof *list);
		if (!expected_of(n, x, content_open(n->project, x, day), &list[i], e))
			return false;
		*night = (struct night){.run_id = n->ledger.run_id, .business_date = day, .decided_at = n->ledger.started_at,
			.expected = list, .expected_count = i + 1};
	}
	return true;
}

/* The answer stands, but what it rests on is gone or damaged. */
static void evidence_lacks(struct night_run *n, struct verdict *v, const char *lacking)
{
	if (!lacking)
		return;
	v->why = v->why ? arena_print(n->a, "%s; %s", v->why, lacking) : lacking;
	summary_code(n->summary, err_row(ERR_SOURCE)->exit_code);
}

static bool rule_run(struct night_run *n, const struct rule *rule, struct verdict *v, struct err *e)
{
	date day = rule_date(n->project, rule, n->summary->business_date, n->ledger.started_at);
	const char *lacking = NULL;
	struct night night;

	*v = (struct verdict){.rule_id = rule->id, .rule = rule->title, .kind = VERDICT_NOT_DUE, .business_date = DATE_NONE,
		.later = DATE_NONE, .overtaken = DATE_NONE, .inputs_complete = true, .why = "its inputs are not due yet"};
	if (day != DATE_NONE) {
		if (!night_of(n, rule, day, &night, e)
		    || !reconcile(n->a, n->ledger.pg, rule, &night, v, e)
		    || !evidence_keep(n->a, n->project, n->ledger.pg, v->rule_run_id, &lacking, e))
			return false;
	}
	evidence_lacks(n, v, lacking);
	summary_code(n->summary, v->over_policy ? 8 : 0);
	summary_code(n->summary, v->inputs_complete ? 0 : 5);
	return ledger_step(&n->ledger, "reconcile", rule->name, verdict_name(v->kind), v->over_policy ? 8 : 0, v->why, e);
}

static bool reconcile_all(struct night_run *n, struct err *e)
{
	n->verdicts = arena_array(n->a, n->job->rule_count, struct verdict);
	n->summary->verdicts = n->verdicts;
	for (size_t i = 0; i < n->job->rule_count; i++) {
		if (!ledger_goes_on(&n->ledger, e) || !rule_run(n, n->job->rules[i], &n->verdicts[i], e))
			return false;
		n->summary->verdict_count++;
	}
	return true;
}

/* ── the run ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool report(struct night_run *n, struct err *e)
{
	if (n->job->rule_count == 0 || n->job->report.count == 0)
		return true;
	return ledger_goes_on(&n->ledger, e)
	    && report_new(n->a, n->project, n->ledger.pg, n->job, n->summary, e)
	    && ledger_step(&n->ledger, "report", n->job->name, "done", 0, n->summary->report, e);
}

/* What killed runs left half written goes before anything new is written. */
static bool sweep(struct night_run *n, struct err *e)
{
	size_t removed;

	return landing_sweep(n->a, project_landings(n->a, n->project), &removed, e);
}

static bool expiries(struct night_run *n, struct err *e)
{
	n->summary->today = zone_date(n->project->settings.zone, n->ledger.started_at);
	return expiries_note(&n->ledger, n->summary->today, n->job, askers_expiries(n->askers), &n->summary->soon, e);
}

static bool steps(struct night_run *n, struct err *e)
{
	return sweep(n, e)
	    && report_night_before(n->a, n->ledger.pg, n->ledger.run_id, &n->summary->before, e)
	    && crosswalk_changes_keep(&n->ledger, n->project, &n->changes, e)
	    && extract_all(n, e)
	    && expiries(n, e)
	    && reconcile_all(n, e)
	    && report(n, e);
}

static bool finish(struct night_run *n, bool ok, struct err *e)
{
	struct err ignored = {0};
	struct summary *s = n->summary;

	s->exit_code = exit_code_first(s->codes, s->code_count);
	if (ok)
		return ledger_step(&n->ledger, "run", n->job->name, "done", s->exit_code, NULL, e)
		    && ledger_end(&n->ledger, "done", s, NULL, e);
	s->exit_code = e->kind == ERR_SIGNAL ? 128 + signal_caught() : err_row(e->kind)->exit_code;
	pg_rollback(n->ledger.pg);
	(void)!ledger_step(&n->ledger, "run", n->job->name, "failed", s->exit_code, e->message, &ignored);
	err_clear(&ignored);
	(void)!ledger_end(&n->ledger, e->kind == ERR_NOT_RUN || e->kind == ERR_SIGNAL ? "cancelled" : "failed", s,
		e->message,
		&ignored);
	return false;
}

/* How many landings the run would read; what is read with another extract cannot be read alone. */
static bool landings_count(const struct night_run *n, size_t *count, struct err *e)
{
	for (size_t i = 0; n->options->from != FROM_RECONCILE && i < n->job->extract_count; i++) {
		const struct extract *x = n->job->extracts[i];

		if (x->landing_of && text_is(x->name, n->options->only))
			return err_set(e, ERR_USAGE, "extract %s is read from the landing of %s: name that one",
				text_quoted(n->a, x->name), text_quoted(n->a, x->landing_of->name));
		*count += !x->landing_of && is_wanted(n, x);
	}
	return true;
}

/* What comes to nothing is said, because it would end like a night on which all is well. */
static bool has_work(const struct night_run *n, struct err *e)
{
	const char *name = text_quoted(n->a, n->job->name);
	Str only = n->options->only;
	size_t landings = 0;

	if (!landings_count(n, &landings, e))
		return false;
	if (landings + n->job->rule_count > 0)
		return true;
	if (only.len > 0 && n->options->from != FROM_RECONCILE)
		return err_set(e, ERR_NOT_RUN, "job %s does not read extract %s", name, text_quoted(n->a, only));
	if (only.len > 0)
		return err_set(e, ERR_NOT_RUN, "job %s has nothing to do: --only reads an extract, --from reconcile none",
			name);
	err_set(e, ERR_NOT_RUN, "job %s has nothing to do: it %s, so nothing was read or compared", name,
		n->job->extract_count > 0 ? "names no rule" : "names no extract and no rule");
	return err_hint(e, "see counterfoil help keys");
}

bool run_job(struct arena *a, const struct project *p, struct pg *pg, const struct job *job,
	const struct run_options *options, struct summary *summary, struct err *e)
{
	struct job asked = *job;
	struct night_run n = {.a = a, .project = p, .job = &asked, .options = options, .summary = summary,
		.askers = askers_new(a, pg)};
	date day = options->business_date != DATE_NONE ? options->business_date : job_business_date(job, clock_now());

	*summary = (struct summary){.job = job->name, .business_date = day, .before = DATE_NONE};
	if (options->only.len > 0)
		asked.rule_count = 0;          /* one extract alone answers no rule */
	if (!has_work(&n, e) || !ledger_begin(a, pg, p, &asked, day, &n.ledger, e))
		return false;
	summary->run_id = n.ledger.run_id;
	return finish(&n, steps(&n, e), e);
}

bool run_cancel(struct pg *pg, int64_t run_id, struct err *e)
{
	char number[32];
	int64_t cancelled;

	snprintf(number, sizeof number, "%lld", (long long)run_id);
	if (!pg_run(pg, sql_run_cancel, P(text(number)), &cancelled, e))
		return false;
	return cancelled > 0 || err_set(e, ERR_USAGE, "run %lld is not running", (long long)run_id);
}
