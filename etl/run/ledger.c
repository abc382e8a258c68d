#include "run/ledger.h"

#include "base/clock.h"
#include "base/signal.h"
#include "db/claim.h"
#include "embedded.h"
#include "run/reports.h"

#include <unistd.h>

static Str job_claim(struct arena *a, const struct job *job)
{
	return text(arena_print(a, "job %.*s", STR(job->name)));
}

static Str rules_of(struct arena *a, const struct job *job)
{
	struct texts ids = {0};

	for (size_t i = 0; i < job->rule_count; i++)
		texts_add(a, &ids, job->rules[i]->id);
	return param_texts(a, &ids);
}

static bool run_row(struct ledger *l, const struct project *p, const struct job *job, date business_date,
	bool *is_first, struct err *e)
{
	char host[256] = "";
	struct rows *r;

	gethostname(host, sizeof host - 1);
	if (!pg_query(l->pg, l->a, sql_run_lock_job, P(job->name), &r, e)
	    || !pg_query(l->pg, l->a, sql_run_begin_run,
		      P(job->name, param_date(l->a, business_date), param_instant(l->a, l->started_at), text(VERSION),
			param_digest(l->a, p->digest), text(host), param_int(l->a, getpid()), job->title,
			text(zone_name(job->zone)), rules_of(l->a, job), param_texts(l->a, &job->report)), &r, e))
		return false;
	l->run_id = rows_int(r, 0, 0);
	*is_first = rows_bool(r, 0, 1);
	return true;
}

/* Reports outlive a database that is made anew: no number of a run that it does not know is given again. */
static bool run_number(struct ledger *l, const struct project *p, const struct job *job, date business_date,
	struct err *e)
{
	bool is_first;
	int64_t highest;

	if (!pg_begin(l->pg, READ_COMMITTED, e) || !run_row(l, p, job, business_date, &is_first, e))
		return false;
	if (!is_first && !report_is_there(l->a, p, job, business_date, l->run_id))
		return pg_commit(l->pg, e);
	if (!report_highest(l->a, p, &highest, e))
		return false;
	if (highest < l->run_id)
		return pg_commit(l->pg, e);
	pg_rollback(l->pg);
	return pg_run(l->pg, sql_run_number_on, P(param_int(l->a, highest)), NULL, e)
	    && pg_begin(l->pg, READ_COMMITTED, e)
	    && run_row(l, p, job, business_date, &is_first, e)
	    && pg_commit(l->pg, e);
}

/* Runs of the job whose process is gone: what they left half written goes, and then they are called killed. */
static bool bury(struct ledger *l, const struct project *p, const struct job *job, struct err *e)
{
	struct rows *r;

	if (!pg_query(l->pg, l->a, sql_run_gone, P(job->name, param_int(l->a, l->run_id)), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++)
		if (!report_sweep(l->a, p, job, rows_date(r, i, 0), rows_int(r, i, 1), e))
			return false;
	return pg_run(l->pg, sql_run_killed, P(job->name, param_instant(l->a, l->started_at), param_int(l->a, l->run_id)),
		NULL, e);
}

bool ledger_begin(struct arena *a, struct pg *pg, const struct project *p, const struct job *job, date business_date,
	struct ledger *l, struct err *e)
{
	int64_t fence;
	struct err ignored = {0};

	*l = (struct ledger){.a = a, .pg = pg, .started_at = clock_now(), .began = clock_monotonic()};
	if (!run_number(l, p, job, business_date, e)) {
		pg_rollback(pg);
		return false;
	}
	if (!claim_take(pg, a, job_claim(a, job), l->run_id, &fence, e)) {
		struct summary none = {.exit_code = err_row(e->kind)->exit_code};

		(void)!ledger_end(l, "cancelled", &none, e->message, &ignored);
		return false;
	}
	return claim_keep(a, pg_conninfo(pg), l->run_id, e)
	    && bury(l, p, job, e)
	    && ledger_step(l, "run", job->name, "begun", 0, NULL, e);
}

bool ledger_step(struct ledger *l, const char *kind, Str name, const char *state, int exit_code, const char *detail,
	struct err *e)
{
	return pg_run(l->pg, sql_run_step, P(param_int(l->a, l->run_id), param_instant(l->a, clock_now()), text(kind), name,
		text(state), param_int(l->a, exit_code), detail ? text(detail) : PARAM_NULL), NULL, e);
}

bool ledger_end(struct ledger *l, const char *state, const struct summary *summary, const char *error, struct err *e)
{
	return pg_run(l->pg, sql_run_end_run, P(param_int(l->a, l->run_id), text(state), param_instant(l->a, clock_now()),
		param_int(l->a, summary->exit_code), error ? text(error) : PARAM_NULL,
		summary->report ? text(summary->report) : PARAM_NULL,
		param_int(l->a, (clock_monotonic() - l->began) / 1000)), NULL, e)
	    && claim_release(l->pg, l->run_id, e);
}

bool ledger_goes_on(struct ledger *l, struct err *e)
{
	struct rows *r;

	if (signal_caught())
		return err_set(e, ERR_SIGNAL, "ended by signal %d", signal_caught());
	if (!pg_query(l->pg, l->a, sql_run_cancelled, P(param_int(l->a, l->run_id)), &r, e))
		return false;
	if (rows_bool(r, 0, 0))
		return err_set(e, ERR_NOT_RUN, "run %lld was cancelled", (long long)l->run_id);
	return true;
}
