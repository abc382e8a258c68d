#include "report/model.h"

#include "embedded.h"

/* The columns of sql/report/timing.sql. */
enum { ID, KEY, CURRENCY, DIFFERENCE, ACCOUNTED, EXPLAINED, MOVEMENT, EXTRACT, MOVED_AT, AMOUNT };

static struct timed *timed_add(struct arena *a, struct timed_list *list, const struct rows *rows, size_t i)
{
	list->at = arena_grow(a, list->at, list->count, sizeof *list->at);
	list->at[list->count] = (struct timed){.key = rows_at(rows, i, KEY), .currency = rows_at(rows, i, CURRENCY),
		.difference = decimal_at(a, rows, i, DIFFERENCE), .accounted = decimal_at(a, rows, i, ACCOUNTED),
		.explained = rows_bool(rows, i, EXPLAINED)};
	list->explained += rows_bool(rows, i, EXPLAINED);
	return &list->at[list->count++];
}

static void moved_add(struct arena *a, struct timed *t, const struct rows *rows, size_t i)
{
	if (rows_is_null(rows, i, MOVEMENT))
		return;
	t->moved = arena_grow(a, t->moved, t->moved_count, sizeof *t->moved);
	t->moved[t->moved_count++] = (struct moved){rows_at(rows, i, MOVEMENT), rows_at(rows, i, EXTRACT),
		rows_instant(rows, i, MOVED_AT), decimal_at(a, rows, i, AMOUNT)};
}

static bool timed_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct timed *t = NULL;
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_timing, P(param_int(a, r->rule_run_id)), &rows, e))
		return false;
	for (size_t i = 0; i < rows_count(rows); i++) {
		if (i == 0 || !text_is(rows_at(rows, i, ID), rows_at(rows, i - 1, ID)))
			t = timed_add(a, &r->timed, rows, i);
		moved_add(a, t, rows, i);
	}
	return true;
}

static instant moment_at(const struct rows *rows, size_t column)
{
	return rows_is_null(rows, 0, column) ? INSTANT_NONE : rows_instant(rows, 0, column);
}

static bool window_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_timing_window, P(param_int(a, r->rule_run_id)), &rows, e))
		return false;
	r->timed = (struct timed_list){.given = rows_count(rows) > 0, .whole_at = INSTANT_NONE, .parts_at = INSTANT_NONE};
	if (!r->timed.given)
		return true;
	r->timed.whole_at = moment_at(rows, 0);
	r->timed.parts_at = moment_at(rows, 1);
	return true;
}

static bool risks_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_at_risk, P(param_int(a, r->rule_run_id)), &rows, e))
		return false;
	r->risk_count = rows_count(rows);
	r->risks = arena_array(a, r->risk_count, struct risk);
	for (size_t i = 0; i < r->risk_count; i++)
		r->risks[i] = (struct risk){.kind = rows_at(rows, i, 0), .currency = rows_at(rows, i, 1),
			.count = rows_int(rows, i, 2), .units = decimal_at(a, rows, i, 3), .cost = decimal_at(a, rows, i, 4),
			.has_cost = !rows_is_null(rows, i, 4)};
	return true;
}

bool bridge_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	return window_read(a, pg, r, e) && timed_read(a, pg, r, e) && risks_read(a, pg, r, e);
}
