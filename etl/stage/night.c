#include "stage/night.h"
#include "db/statement.h"

#include "embedded.h"

enum { LIST_LIMIT = 1 << 20 };

static bool read_columns(struct arena *a, struct pg *pg, struct night *n, struct err *e)
{
	struct buf *b = buf_new(a, LIST_LIMIT);
	struct rows *r;

	if (!pg_query(pg, a, sql_stage_night_columns, P(quoted_identifier(a, n->live)), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++) {
		buf_print(b, "%s", i > 0 ? ", " : "");
		buf_add(b, quoted_identifier(a, rows_at(r, i, 0)));
	}
	n->columns = buf_str(b);
	return true;
}

/* Columns: dataset, live, snapshot_no, source, state, and whether a later one has changed the rows. */
static bool open_night(struct arena *a, struct pg *pg, const struct rows *r, struct night *n, struct err *e)
{
	Str state = rows_at(r, 0, 4);

	n->dataset = rows_at(r, 0, 0);
	n->live = rows_at(r, 0, 1);
	n->snapshot_no = (int32_t)rows_int(r, 0, 2);
	n->aside = text_is(state, S("aside"));
	n->source = (int)rows_int(r, 0, 3);
	n->newest = !rows_bool(r, 0, 5);
	if (!n->aside && !text_is(state, S("live")))
		return err_set(e, ERR_USAGE, "a snapshot of %.*s that is %.*s has no rows", STR(n->dataset), STR(state));
	return read_columns(a, pg, n, e);
}

bool night_of_snapshot(struct arena *a, struct pg *pg, int64_t snapshot_id, struct night *n, struct err *e)
{
	struct rows *r;

	*n = (struct night){0};
	if (!pg_query(pg, a, sql_stage_night_of_snapshot, P(param_int(a, snapshot_id)), &r, e))
		return false;
	if (rows_count(r) == 0)
		return err_set(e, ERR_USAGE, "there is no snapshot %lld", (long long)snapshot_id);
	return open_night(a, pg, r, n, e);
}

const char *night_sql(struct arena *a, const struct night *n)
{
	const char *template = n->aside ? sql_stage_night_aside : n->newest ? sql_stage_night_newest : sql_stage_night_past;

	return STATEMENT(a, template, {"live", n->live}, {"history", text(arena_print(a, "%.*s_history", STR(n->live)))},
			 {"aside", text(arena_print(a, "%.*s_aside", STR(n->live)))}, {"columns", n->columns},
			 {"source", text(arena_print(a, "%d", n->source))}, {"number", text(arena_print(a, "%d", n->snapshot_no))});
}
