#include "run/staged.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/view.h"
#include "stage/dataset.h"

enum { PAIRS_MOST = 1000000 };

/* What is there of a dataset; its table has no columns if nothing of it was ever staged. */
struct staged {
	Str table;
	struct texts columns;
};

static bool look(struct arena *a, struct pg *pg, Str dataset, const struct entity *n, struct staged *staged,
	struct err *e)
{
	Str system, name;
	struct rows *r;

	text_cut(dataset, '.', &system, &name);
	*staged = (struct staged){.table = dataset_table(a, system, n)};
	if (!pg_query(pg, a, sql_run_staged_columns, P(dataset, quoted_identifier(a, staged->table)), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++)
		texts_add(a, &staged->columns, rows_at(r, i, 0));
	return true;
}

/* As conditions name them.  A field that the entity has gained since then is nothing in every row. */
static Str columns(struct arena *a, const struct staged *staged, const struct entity *n)
{
	struct buf *b = buf_new(a, 1 << 20);

	for (int i = 0; i < (int)n->field_count; i++) {
		const struct field *f = &n->fields[i];
		Str value = texts_has(&staged->columns, f->name) ? quoted_identifier(a, f->name)
			: text(arena_print(a, "null::%s", field_types[f->type].column));

		buf_print(b, "%s%.*s as %.*s", i > 0 ? ", " : "", WHOLE(value), WHOLE(view_column(a, n, i)));
	}
	return buf_str(b);
}

static const char *filled(struct arena *a, const char *template, const struct staged *staged,
	const struct staged_field *what)
{
	const struct entity *n = what->entity;

	return STATEMENT(a, template, {"field", view_field(a, "r", n, what->field)}, {"columns", columns(a, staged, n)},
		{"table", staged->table}, {"where", conditions_sql(a, what->where, n, "r")});
}

bool staged_values(struct arena *a, struct pg *pg, const struct staged_field *what, struct texts *values, struct err *e)
{
	struct staged staged;
	struct rows *r;

	if (!look(a, pg, what->dataset, what->entity, &staged, e))
		return false;
	if (staged.columns.count == 0)
		return what->may_lack || err_set(e, ERR_INCOMPLETE, "nothing was staged yet of %.*s, over which it is read",
			STR(what->dataset));
	if (!pg_query(pg, a, filled(a, sql_run_staged_values, &staged, what), NO_PARAMS, &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++)
		texts_add(a, values, text_copy(a, rows_at(r, i, 0)));
	return true;
}

bool staged_oldest(struct arena *a, struct pg *pg, const struct staged_field *what, instant *oldest, struct err *e)
{
	struct staged staged;
	struct rows *r;

	*oldest = INSTANT_NONE;
	if (!look(a, pg, what->dataset, what->entity, &staged, e))
		return false;
	if (staged.columns.count == 0)
		return true;
	if (!pg_query(pg, a, filled(a, sql_run_staged_oldest, &staged, what), NO_PARAMS, &r, e))
		return false;
	if (!rows_is_null(r, 0, 0))
		*oldest = rows_instant(r, 0, 0);
	return true;
}

static const char *pairs_statement(struct arena *a, const struct staged *staged, const struct map_lookup *l)
{
	const struct entity *n = l->entity;

	return STATEMENT(a, sql_run_staged_pairs, {"by", view_field(a, "r", n, l->by)},
		{"give", view_field(a, "r", n, l->give)}, {"columns", columns(a, staged, n)}, {"table", staged->table});
}

static bool pairs_find(struct arena *a, struct pg *pg, const struct map_lookup *l, struct err *e)
{
	struct arena *work = arena_new(a);
	struct staged staged;
	struct pair *pairs;
	struct rows *r;

	l->found->count = 0;
	if (!look(work, pg, l->dataset, l->entity, &staged, e))
		return false;
	if (staged.columns.count == 0)
		return true;
	if (!pg_query(pg, work, pairs_statement(work, &staged, l), P(param_int(work, PAIRS_MOST + 1)), &r, e))
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

	for (size_t i = 0; i < count; i++)
		if (!pairs_find(a, pg, &lookups[i], e))
			return false;
	return true;
}
