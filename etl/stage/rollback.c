#include "stage/rollback.h"
#include "db/statement.h"
#include "stage/dataset.h"

#include "embedded.h"

/* Columns: dataset, extract, live, state, snapshot_no, which is the newest, and as which it was released. */
static bool check(const struct rows *r, int64_t snapshot_id, struct rolled_back *done, struct err *e)
{
	long long id = (long long)snapshot_id;

	if (rows_count(r) == 0)
		return err_set(e, ERR_USAGE, "there is no snapshot %lld", id);
	done->dataset = rows_at(r, 0, 0);
	done->extract = rows_at(r, 0, 1);
	done->snapshot_no = (int32_t)rows_int(r, 0, 4);
	if (!rows_is_null(r, 0, 6))
		return err_set(e, ERR_USAGE, "snapshot %lld of %.*s was held, and released as snapshot %lld: roll back that "
			       "one", id, STR(done->dataset), (long long)rows_int(r, 0, 6));
	if (!text_is(rows_at(r, 0, 3), S("live")))
		return err_set(e, ERR_USAGE, "snapshot %lld of %.*s is %.*s: only a live one can be rolled back", id,
			       STR(done->dataset), STR(rows_at(r, 0, 3)));
	if (rows_int(r, 0, 5) != snapshot_id)
		return err_set(e, ERR_USAGE, "snapshot %lld is not the newest of %.*s; roll back %lld first", id,
			       STR(done->dataset), (long long)rows_int(r, 0, 5));
	return true;
}

static bool may_go(struct arena *a, struct pg *pg, int64_t snapshot_id, struct rolled_back *done, Str *live,
		   struct err *e)
{
	struct rows *r;

	if (!pg_run(pg, sql_stage_rollback_lock, P(param_int(a, snapshot_id)), NULL, e)
	    || !pg_query(pg, a, sql_stage_rollback_asks, P(param_int(a, snapshot_id)), &r, e)
	    || !check(r, snapshot_id, done, e))
		return false;
	*live = rows_at(r, 0, 2);
	return true;
}

static Str history_of(struct arena *a, Str live)
{
	return text(arena_print(a, "%.*s_history", STR(live)));
}

static bool run(struct arena *a, struct pg *pg, const char *template, Str live, const struct rolled_back *done,
		Str columns, int64_t *affected, struct err *e)
{
	const char *sql = STATEMENT(a, template, {"live", live}, {"columns", columns},
				    {"history", history_of(a, live)},
				    {"duplicate", text(arena_print(a, "%.*s_duplicate", STR(live)))});

	return pg_run(pg, sql, P(param_int(a, done->snapshot_no)), affected, e);
}

/* The part of history that was the live table holds nothing but what this snapshot ended. */
static bool drop_segment(struct arena *a, struct pg *pg, Str live, int32_t snapshot_no, struct err *e)
{
	Str segment = dataset_segment(a, live, snapshot_no);
	struct rows *r;

	if (!pg_query(pg, a, sql_stage_prepare_columns, P(quoted_identifier(a, segment)), &r, e))
		return false;
	return rows_count(r) == 0
	    || pg_run(pg, STATEMENT(a, sql_stage_segment_drop, {"segment", segment}), NO_PARAMS, NULL, e);
}

static bool put_back(struct arena *a, struct pg *pg, Str live, struct rolled_back *done, struct err *e)
{
	struct buf *columns = buf_new(a, 1 << 20);
	struct rows *r;

	if (!pg_query(pg, a, sql_stage_columns,
		      P(quoted_identifier(a, live), quoted_identifier(a, history_of(a, live))), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++) {
		buf_print(columns, "%s", i > 0 ? ", " : "");
		buf_add(columns, quoted_identifier(a, rows_at(r, i, 0)));
	}
	return run(a, pg, sql_stage_rollback_opened, live, done, buf_str(columns), &done->removed, e)
	    && run(a, pg, sql_stage_rollback_ended, live, done, buf_str(columns), &done->restored, e)
	    && drop_segment(a, pg, live, done->snapshot_no, e)
	    && run(a, pg, sql_stage_rollback_history, live, done, buf_str(columns), NULL, e)
	    && run(a, pg, sql_stage_rollback_duplicate, live, done, buf_str(columns), NULL, e);
}

static bool count_retracted(struct arena *a, struct pg *pg, Str id, int64_t *count, struct err *e)
{
	struct rows *r;

	if (!pg_query(pg, a, sql_stage_rollback_retracted, P(id), &r, e))
		return false;
	*count = rows_int(r, 0, 0);
	return true;
}

static bool roll_back(struct arena *a, struct pg *pg, int64_t snapshot_id, const char *reason, struct rolled_back *done,
		      struct err *e)
{
	Str live = {0}, id = param_int(a, snapshot_id);

	return may_go(a, pg, snapshot_id, done, &live, e)
	    && put_back(a, pg, live, done, e)
	    && pg_run(pg, sql_stage_rollback_snapshot, P(id, text(reason)), NULL, e)
	    && pg_run(pg, sql_stage_rollback_resolved, P(id), NULL, e)
	    && pg_run(pg, sql_stage_rollback_cursor, P(id), NULL, e)
	    && count_retracted(a, pg, id, &done->retracted, e);
}

bool snapshot_rollback(struct arena *a, struct pg *pg, int64_t snapshot_id, const char *reason,
		       struct rolled_back *done, struct err *e)
{
	*done = (struct rolled_back){0};
	if (pg_in_transaction(pg))
		return roll_back(a, pg, snapshot_id, reason, done, e);
	if (pg_begin(pg, READ_COMMITTED, e) && roll_back(a, pg, snapshot_id, reason, done, e) && pg_commit(pg, e))
		return true;
	pg_rollback(pg);
	return false;
}
