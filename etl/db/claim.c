#include "db/claim.h"

#include "db/holder.h"
#include "db/session.h"

#include <embedded.h>

/* "shop_pl.order is claimed by run 17 since …" */
static bool held(struct arena *a, Str name, const struct rows *by, struct err *e)
{
	return err_set(e, ERR_NOT_RUN, "%s is claimed by run %.*s since %.*s (%.*s, lease until %.*s)",
		text_quoted(a, name), STR(rows_at(by, 0, 0)), STR(rows_at(by, 0, 2)), STR(rows_at(by, 0, 1)),
		STR(rows_at(by, 0, 3)));
}

/* gone: a process whose lease does not count, or NULL. */
static bool take_lease(struct pg *pg, struct arena *a, Str name, int64_t run_id, Str gone, bool *taken, struct err *e)
{
	struct params p = P(name, param_int(a, run_id), holder_text(a), holder_process(a), gone);
	int64_t rows = 0;

	if (!pg_run(pg, sql_db_claim_lease, p, &rows, e))
		return false;
	*taken = rows == 1;
	return true;
}

static bool take_over(struct pg *pg, struct arena *a, Str name, int64_t run_id, struct err *e)
{
	struct rows *by;
	bool taken;
	Str process;

	if (!pg_query(pg, a, sql_db_claim_holder, P(name), &by, e))
		return false;
	/* Given back between the two statements: the next try decides. */
	process = rows_count(by) == 1 ? rows_at(by, 0, 4) : PARAM_NULL;
	if (rows_count(by) == 1 && !holder_is_gone(a, process))
		return held(a, name, by, e);
	if (!take_lease(pg, a, name, run_id, process, &taken, e))
		return false;
	return taken || err_set(e, ERR_NOT_RUN, "%s is claimed by another run at this moment", text_quoted(a, name));
}

static bool next_fence(struct pg *pg, struct arena *a, Str name, int64_t *fence, struct err *e)
{
	struct rows *r;

	if (!pg_query(pg, a, sql_db_claim_fence, P(name), &r, e))
		return false;
	*fence = rows_int(r, 0, 0);
	return true;
}

bool claim_take(struct pg *pg, struct arena *a, Str name, int64_t run_id, int64_t *fence, struct err *e)
{
	bool taken = false;

	if (!pg_begin(pg, READ_COMMITTED, e))
		return false;
	if (take_lease(pg, a, name, run_id, PARAM_NULL, &taken, e)
	    && (taken || take_over(pg, a, name, run_id, e))
	    && next_fence(pg, a, name, fence, e)
	    && pg_commit(pg, e))
		return true;
	pg_rollback(pg);
	return false;
}

bool claim_check(struct pg *pg, Str name, int64_t fence, struct err *e)
{
	struct arena *a = pg->work;
	struct rows *r;
	bool ok = pg_query(pg, a, sql_db_claim_check, P(name), &r, e)
		&& ((rows_count(r) == 1 && rows_int(r, 0, 0) == fence)
		    || err_set(e, ERR_NOT_RUN, "%s has been claimed by another run; this one was stopped for too long "
			       "and loads nothing", text_quoted(a, name)));

	arena_end(a);
	return ok;
}

bool claim_release(struct pg *pg, int64_t run_id, struct err *e)
{
	bool ok = pg_run(pg, sql_db_claim_release, P(param_int(pg->work, run_id)), NULL, e);

	arena_end(pg->work);
	return ok;
}
