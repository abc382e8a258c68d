#include "run/staged.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/view.h"
#include "stage/dataset.h"

enum { PAIRS_MOST = 1000000 };

/* As conditions name them. */
static Str columns(struct arena *a, const struct entity *n)
{
	struct buf *b = buf_new(a, 1 << 20);

	for (int i = 0; i < (int)n->field_count; i++)
		buf_print(b, "%s%.*s as %.*s", i > 0 ? ", " : "", WHOLE(quoted_identifier(a, n->fields[i].name)),
			WHOLE(view_column(a, n, i)));
	return buf_str(b);
}

static const char *filled(struct arena *a, const char *template, const struct staged_field *what)
{
	const struct entity *n = what->entity;
	Str system, name;

	text_cut(what->dataset, '.', &system, &name);
	return STATEMENT(a, template, {"field", view_field(a, "r", n, what->field)}, {"columns", columns(a, n)},
		{"table", dataset_table(a, system, n)}, {"where", conditions_sql(a, what->where, n, "r")});
}

static bool look(struct arena *a, struct pg *pg, Str dataset, bool *is_staged, struct err *e)
{
	struct rows *r;

	if (!pg_query(pg, a, sql_run_is_staged, P(dataset), &r, e))
		return false;
	*is_staged = rows_bool(r, 0, 0);
	return true;
}

bool staged_values(struct arena *a, struct pg *pg, const struct staged_field *what, struct texts *values, struct err *e)
{
	bool is_staged;
	struct rows *r;

	if (!look(a, pg, what->dataset, &is_staged, e))
		return false;
	if (!is_staged)
		return what->may_lack || err_set(e, ERR_INCOMPLETE, "nothing was staged yet of %.*s, over which it is read",
			STR(what->dataset));
	if (!pg_query(pg, a, filled(a, sql_run_staged_values, what), NO_PARAMS, &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++)
		texts_add(a, values, text_copy(a, rows_at(r, i, 0)));
	return true;
}

bool staged_oldest(struct arena *a, struct pg *pg, const struct staged_field *what, instant *oldest, struct err *e)
{
	bool is_staged;
	struct rows *r;

	*oldest = INSTANT_NONE;
	if (!look(a, pg, what->dataset, &is_staged, e))
		return false;
	if (!is_staged)
		return true;
	if (!pg_query(pg, a, filled(a, sql_run_staged_oldest, what), NO_PARAMS, &r, e))
		return false;
	if (!rows_is_null(r, 0, 0))
		*oldest = rows_instant(r, 0, 0);
	return true;
}

static const char *pairs_statement(struct arena *a, const struct map_lookup *l)
{
	const struct entity *n = l->entity;
	Str system, name;

	text_cut(l->dataset, '.', &system, &name);
	return STATEMENT(a, sql_run_staged_pairs, {"by", view_field(a, "r", n, l->by)},
		{"give", view_field(a, "r", n, l->give)}, {"columns", columns(a, n)}, {"table", dataset_table(a, system, n)});
}

static bool pairs_find(struct arena *a, struct pg *pg, const struct map_lookup *l, struct err *e)
{
	struct arena *work = arena_new(a);
	struct pair *pairs;
	struct rows *r;

	if (!pg_query(pg, work, pairs_statement(work, l), P(param_int(work, PAIRS_MOST + 1)), &r, e))
		return false;
	if (rows_count(r) > PAIRS_MOST)
		return err_set(e, ERR_CONFIG, "%.*s has more than %d values to look for, which is more than memory is for; "
			"leave the lookup out of the map", STR(l->dataset), PAIRS_MOST);
	pairs = arena_array(a, rows_count(r) + 1, struct pair);
	for (size_t i = 0; i < rows_count(r); i++)
		pairs[i] = (struct pair){text_copy(a, rows_at(r, i, 0)), text_copy(a, rows_at(r, i, 1))};
	l->found->pairs = pairs;
	l->found->count = rows_count(r);
	arena_end(work);
	return true;
}

bool staged_lookups(struct arena *a, struct pg *pg, const struct map *map, struct err *e)
{
	size_t count;
	const struct map_lookup *lookups = map_lookups(map, &count);

	for (size_t i = 0; i < count; i++) {
		bool is_staged;

		lookups[i].found->count = 0;
		if (!look(a, pg, lookups[i].dataset, &is_staged, e) || (is_staged && !pairs_find(a, pg, &lookups[i], e)))
			return false;
	}
	return true;
}
