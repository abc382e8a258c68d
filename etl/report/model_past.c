#include "report/model.h"

#include "embedded.h"

/* What an input's system says otherwise of its past, and the numbers of which some are missing. */

/* In the order of sql/report/restated.sql and sequence.sql. */
enum { NUMBER, CHANGE, KEY, HAPPENED_AT, FIELD, HAS_VALUES, BEFORE, AFTER, ALL };
enum { SERIES, FIRST, LAST, NUMBERS, MISSING, GAP_FIRST, GAP_LAST, IS_NEW };

/* Where the run of equal texts in a column ends that begins at the row. */
static size_t run_end(const struct rows *rows, size_t from, size_t column)
{
	size_t i = from;

	while (i < rows_count(rows) && text_is(rows_at(rows, i, column), rows_at(rows, from, column)))
		i++;
	return i;
}

static struct field_change change_at(const struct rows *rows, size_t i, const struct entity *n)
{
	struct field_change f = {.field = rows_at(rows, i, FIELD), .is_hidden = !rows_bool(rows, i, HAS_VALUES)
		|| !field_is_plain(n, rows_at(rows, i, FIELD))};

	if (!f.is_hidden) {
		f.before = rows_at(rows, i, BEFORE);
		f.after = rows_at(rows, i, AFTER);
	}
	return f;
}

static struct restated restated_at(struct arena *a, const struct rows *rows, size_t from, size_t end,
	const struct entity *n)
{
	struct field_change *fields = arena_array(a, end - from, struct field_change);

	for (size_t i = from; i < end; i++)
		fields[i - from] = change_at(rows, i, n);
	return (struct restated){.change = rows_at(rows, from, CHANGE),
		.key = joined_key_shown(a, n, rows_at(rows, from, KEY)),
		.happened_at = rows_instant(rows, from, HAPPENED_AT), .fields = fields, .field_count = end - from};
}

static bool restated_read(struct arena *a, struct pg *pg, Str snapshot, const struct entity *n,
	struct source_input *in, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_restated, P(snapshot, param_int(a, RESTATED_SHOWN)), &rows, e))
		return false;
	in->restated = arena_array(a, rows_count(rows), struct restated);
	in->restated_all = rows_count(rows) > 0 ? rows_int(rows, 0, ALL) : 0;
	for (size_t i = 0, end; i < rows_count(rows); i = end) {
		end = run_end(rows, i, NUMBER);
		in->restated[in->restated_count++] = restated_at(a, rows, i, end, n);
	}
	return true;
}

static struct series series_at(struct arena *a, const struct rows *rows, size_t from, size_t end)
{
	struct gap *gaps = arena_array(a, end - from, struct gap);
	size_t count = 0;

	for (size_t i = from; i < end; i++)
		if (!rows_is_null(rows, i, GAP_FIRST))
			gaps[count++] = (struct gap){rows_at(rows, i, GAP_FIRST), rows_at(rows, i, GAP_LAST),
				rows_bool(rows, i, IS_NEW)};
	return (struct series){.name = rows_at(rows, from, SERIES), .first = rows_at(rows, from, FIRST),
		.last = rows_at(rows, from, LAST), .numbers = rows_int(rows, from, NUMBERS),
		.missing = rows_int(rows, from, MISSING), .gaps = gaps, .gap_count = count};
}

static bool sequence_read(struct arena *a, struct pg *pg, Str snapshot, struct source_input *in, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_sequence, P(snapshot), &rows, e))
		return false;
	in->series = arena_array(a, rows_count(rows), struct series);
	for (size_t i = 0, end; i < rows_count(rows); i = end) {
		end = run_end(rows, i, SERIES);
		in->series[in->series_count++] = series_at(a, rows, i, end);
	}
	return true;
}

bool past_read(struct arena *a, struct pg *pg, Str snapshot, const struct entity *n, struct source_input *in,
	struct err *e)
{
	return restated_read(a, pg, snapshot, n, in, e) && sequence_read(a, pg, snapshot, in, e);
}
