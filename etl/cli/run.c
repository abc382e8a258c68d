#include "base/clock.h"
#include "base/signal.h"
#include "cli/commands.h"
#include "cli/open.h"
#include "cli/put.h"
#include "cli/summary.h"

static const char *const steps[] = {"extract", "stage", "reconcile", NULL};

static const struct option options[] = {
	{"date", WORD_DATE, "DATE", "the business date; default: the job's own, by the clock", NULL, false},
	{"only", WORD_TEXT, "EXTRACT", "read and stage this extract alone; nothing is reconciled", NULL, false},
	{"from", WORD_CHOICE, "STEP", "begin at extract (the default), at stage with what is landed, or at reconcile "
	 "with what is staged", steps, false},
	{"full", WORD_FLAG, NULL, "read in full what is else read incrementally", NULL, false},
};

struct running {
	struct call *call;
	struct project *project;
	struct pg *pg;
	struct run_options options;
	struct json_out json;
	int codes[64];
	size_t code_count;
};

static void code_add(struct running *r, int code)
{
	if (code != 0 && r->code_count < sizeof r->codes / sizeof *r->codes)
		r->codes[r->code_count++] = code;
}

static bool only_known(struct running *r, struct err *e)
{
	Str only = call_text(r->call, "only");

	r->options.only = only;
	return only.len == 0 || project_extract(r->call->a, r->project, only, e) != NULL;
}

/* All are named rightly and may have that date, or none is begun. */
static bool jobs_known(const struct running *r, struct err *e)
{
	for (size_t i = 0; i < r->call->operands.count; i++) {
		const struct job *job = project_job(r->call->a, r->project, r->call->operands.at[i], e);

		if (!job || !job_date_check(r->call->a, job, r->options.business_date, clock_now(), e))
			return false;
	}
	return true;
}

static void put_summary(struct running *r, struct buf *b, const struct job *job, const struct summary *s,
	const char *error)
{
	if (!r->call->json && s->run_id == 0 && !error)
		return;
	if (!r->call->json) {
		summary_text(r->call->a, b, r->project->settings.locale, job->title, s, error);
		buf_byte(b, '\n');
		call_print(r->call, b);
		call_flush(r->call);
		return;
	}
	json_object(&r->json);
	json_put_text(&r->json, "job", job->name);
	summary_json(r->call->a, &r->json, s, error);
	json_object_end(&r->json);
}

/* A job that could not be carried out keeps the next one from nothing but when all of them would meet the same. */
static bool goes_on(enum err_kind kind)
{
	return kind == ERR_NOT_RUN && !signal_caught();
}

static bool run_one(struct running *r, struct buf *b, const struct job *job, struct err *e)
{
	struct summary s = {.business_date = r->options.business_date};
	struct err fault = {0};
	bool ok = run_job(r->call->a, r->project, r->pg, job, &r->options, &s, &fault);

	for (size_t i = 0; i < s.code_count; i++)
		code_add(r, s.codes[i]);
	if (!ok)
		code_add(r, s.exit_code ? s.exit_code : err_row(fault.kind)->exit_code);
	/* The first error is told at the end, by who tells all errors. */
	put_summary(r, b, job, &s, ok || (!r->call->json && e->kind == ERR_NONE) ? NULL : fault.message);
	if (!ok)
		err_set(e, fault.kind, "%.*s: %s", STR(job->name), fault.message);
	return ok || goes_on(fault.kind);
}

static void all_end(struct running *r)
{
	r->call->exit_code = signal_caught() ? 128 + signal_caught() : exit_code_first(r->codes, r->code_count);
	if (!r->call->json)
		return;
	json_array_end(&r->json);
	json_put_int(&r->json, "exit_code", r->call->exit_code);
	json_name(&r->json, "exit_codes");
	json_array(&r->json);
	for (size_t i = 0; i < r->code_count; i++)
		json_int(&r->json, r->codes[i]);
	json_array_end(&r->json);
	json_object_end(&r->json);
}

static bool run_all(struct running *r, struct err *e)
{
	struct buf *b = put_begin(r->call, &r->json);
	bool ok = true;

	if (r->call->json) {
		json_object(&r->json);
		json_name(&r->json, "runs");
		json_array(&r->json);
	}
	for (size_t i = 0; ok && i < r->call->operands.count; i++)
		ok = run_one(r, b, project_job(r->call->a, r->project, r->call->operands.at[i], e), e);
	all_end(r);
	return put_end(r->call, b) && e->kind == ERR_NONE;
}

static bool run(struct call *call, struct err *e)
{
	struct running r = {.call = call, .options = {.business_date = call_date(call, "date"),
		.from = (enum from_step)call_choice(call, "from"), .full = call_has(call, "full")}};

	return call_project(call, &r.project, e)
	    && only_known(&r, e)
	    && jobs_known(&r, e)
	    && call_database(call, r.project, &r.pg, e)
	    && run_all(&r, e);
}

const struct command command_run = {
	.name = "run", .group = GROUP_RUN, .writes = true,
	.doc = "Carries out jobs now: extract, stage, reconcile, report",
	.operands = {{"JOB", WORD_TEXT, "a [job.NAME] of the project", false, true}},
	OPTIONS(options),
	.more = "What a source or a rule came to is no error of the run: it stands in the summary, and in the exit "
		"code. A date before one that is answered is a trial, which counts nowhere. Of several codes the first of "
		"3 7 1 6 5 9 4 8 counts.",
	.json = "{runs: [{job, " SUMMARY_SHAPE "}], exit_code, exit_codes}",
	.example = "run nightly --date 2026-03-31", .go = run,
};
