#include "base/clock.h"
#include "cli/commands.h"
#include "cli/open.h"
#include "cli/put.h"
#include "cli/table.h"
#include "cli/words.h"
#include "embedded.h"

/* The columns of sql/cli/last_runs.sql. */
enum { LAST_JOB, LAST_RUN, LAST_DATE, LAST_STATE, LAST_EXIT, LAST_STARTED };

/* NULL if there is no database yet, and so no run. */
static bool last_runs(struct call *call, const struct project *p, struct rows **r, struct err *e)
{
	struct pg *pg;

	*r = NULL;
	return !project_has_database(call->a, p)
	    || (call_database(call, p, &pg, e) && pg_query(pg, call->a, sql_cli_last_runs, NO_PARAMS, r, e));
}

static bool last_of(const struct rows *r, const struct job *job, size_t *row)
{
	for (*row = 0; r && *row < rows_count(r); ++*row)
		if (text_is(rows_at(r, *row, LAST_JOB), job->name))
			return true;
	return false;
}

static void names_json(struct json_out *j, const char *name, const struct job *job, bool rules)
{
	json_name(j, name);
	json_array(j);
	for (size_t i = 0; rules && i < job->rule_count; i++)
		json_text(j, job->rules[i]->name);
	for (size_t i = 0; !rules && i < job->extract_count; i++)
		json_text(j, job->extracts[i]->name);
	json_array_end(j);
}

static void last_json(struct arena *a, struct json_out *j, const struct rows *r, const struct job *job)
{
	size_t row;

	json_name(j, "last");
	if (!last_of(r, job, &row)) {
		json_null(j);
		return;
	}
	json_object(j);
	put_int(j, "run_id", r, row, LAST_RUN);
	put_text(j, "business_date", r, row, LAST_DATE);
	put_text(j, "state", r, row, LAST_STATE);
	put_int(j, "exit_code", r, row, LAST_EXIT);
	put_instant(a, j, "started_at", r, row, LAST_STARTED);
	json_object_end(j);
}

static void job_json(struct arena *a, struct json_out *j, const struct rows *r, const struct job *job, instant next)
{
	json_object(j);
	json_put_text(j, "job", job->name);
	json_put_text(j, "title", job->title);
	json_put_text(j, "at", job->at);
	json_put_z(j, "timezone", zone_name(job->zone));
	json_put_z(j, "next", instant_text(a, next));
	names_json(j, "extracts", job, false);
	names_json(j, "rules", job, true);
	last_json(a, j, r, job);
	json_object_end(j);
}

static Str last_text(struct arena *a, const struct project *p, const struct rows *r, const struct job *job)
{
	const char *code = "";
	size_t row;

	if (!last_of(r, job, &row))
		return S("never");
	if (!rows_is_null(r, row, LAST_EXIT) && rows_int(r, row, LAST_EXIT) != 0)
		code = arena_print(a, ", exit code %.*s", STR(rows_at(r, row, LAST_EXIT)));
	return text(arena_print(a, "run %.*s for %.*s: %.*s%s", STR(rows_at(r, row, LAST_RUN)),
		STR(words_date(a, p->settings.locale, rows_at(r, row, LAST_DATE))), STR(rows_at(r, row, LAST_STATE)), code));
}

static void job_text(struct arena *a, struct table *t, const struct project *p, const struct rows *r,
	const struct job *job, instant next)
{
	table_cell(t, job->name);
	table_print(t, "%.*s %s", STR(job->at), zone_name(job->zone));
	table_cell(t, words_moment(a, p->settings.locale, job->zone, next));
	table_int(t, (int64_t)job->extract_count);
	table_int(t, (int64_t)job->rule_count);
	table_cell(t, last_text(a, p, r, job));
}

static bool jobs(struct call *call, struct err *e)
{
	struct table *t = table_new(call->a, "job meant_for next >extracts >rules last");
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	struct project *p;
	struct rows *r;

	if (!call_project(call, &p, e) || !last_runs(call, p, &r, e))
		return false;
	if (call->json)
		json_array(&j);
	for (size_t i = 0; i < p->job_count; i++) {
		instant next = schedule_next(&p->jobs[i].schedule, clock_now());

		if (call->json)
			job_json(call->a, &j, r, &p->jobs[i], next);
		else
			job_text(call->a, t, p, r, &p->jobs[i], next);
	}
	if (call->json)
		json_array_end(&j);
	table_write(t, b, "");
	return put_end(call, b);
}

const struct command command_jobs = {
	.name = "jobs", .group = GROUP_LOOK, .doc = "Lists the jobs: when each is meant to run, and what became of it last",
	.more = "Counterfoil starts no job by itself: a timer or cron does, at the times that the jobs are meant for.",
	.json = "[{job, title, at, timezone, next, extracts: [\xE2\x80\xA6], rules: [\xE2\x80\xA6], last: {run_id, "
		"business_date, state, exit_code, started_at} or null}]",
	.go = jobs,
};
