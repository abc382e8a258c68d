#include "run/staged.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/view.h"
#include "stage/dataset.h"

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

static bool look(struct arena *a, struct pg *pg, const struct staged_field *what, bool *is_staged, struct err *e)
{
	struct rows *r;

	if (!pg_query(pg, a, sql_run_is_staged, P(what->dataset), &r, e))
		return false;
	*is_staged = rows_bool(r, 0, 0);
	return true;
}

bool staged_values(struct arena *a, struct pg *pg, const struct staged_field *what, struct texts *values, struct err *e)
{
	bool is_staged;
	struct rows *r;

	if (!look(a, pg, what, &is_staged, e))
		return false;
	if (!is_staged)
		return err_set(e, ERR_INCOMPLETE, "nothing was staged yet of %.*s, over which it is read", STR(what->dataset));
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
	if (!look(a, pg, what, &is_staged, e))
		return false;
	if (!is_staged)
		return true;
	if (!pg_query(pg, a, filled(a, sql_run_staged_oldest, what), NO_PARAMS, &r, e))
		return false;
	if (!rows_is_null(r, 0, 0))
		*oldest = rows_instant(r, 0, 0);
	return true;
}
