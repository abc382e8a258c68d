#include "report/close.h"

#include "embedded.h"
#include "report/model.h"

static struct decimal amount_at(struct arena *a, const struct rows *r, size_t row, size_t column)
{
	return decimal_at(a, r, row, column);
}

static date day_at(const struct rows *r, size_t row, size_t column)
{
	return rows_is_null(r, row, column) ? DATE_NONE : rows_date(r, row, column);
}

static instant moment_at(const struct rows *r, size_t row, size_t column)
{
	return rows_is_null(r, row, column) ? INSTANT_NONE : rows_instant(r, row, column);
}

/* ── one position ──────────────────────────────────────────────────────────────────────────────────────────────── */

struct reading_close {
	struct arena *a;
	struct pg *pg;
	struct closed *c;
	Str close;                       /* as a parameter */
};

static bool reasons_read(const struct reading_close *r, struct closed_position *p, struct err *e)
{
	struct rows *rows;

	if (!pg_query(r->pg, r->a, sql_report_close_reasons, P(r->close, param_int(r->a, p->number)), &rows, e))
		return false;
	for (size_t i = 0; i < rows_count(rows); i++)
		texts_add(r->a, &p->reasons, rows_at(rows, i, 0));
	return true;
}

static bool lines_read(const struct reading_close *r, struct closed_position *p, struct err *e)
{
	struct rows *rows;

	if (!pg_query(r->pg, r->a, sql_report_close_lines, P(r->close, param_int(r->a, p->number)), &rows, e))
		return false;
	p->line_count = rows_count(rows);
	p->lines = arena_array(r->a, p->line_count, struct closed_line);
	for (size_t i = 0; i < p->line_count; i++)
		p->lines[i] = (struct closed_line){rows_at(rows, i, 0), rows_at(rows, i, 1), rows_at(rows, i, 2),
			rows_bool(rows, i, 3), rows_int(rows, i, 4), amount_at(r->a, rows, i, 5)};
	return true;
}

static bool kinds_read(const struct reading_close *r, struct closed_position *p, struct err *e)
{
	struct rows *rows;

	if (!pg_query(r->pg, r->a, sql_report_close_kinds, P(r->close, param_int(r->a, p->number)), &rows, e))
		return false;
	p->kind_count = rows_count(rows);
	p->kinds = arena_array(r->a, p->kind_count, struct closed_kind);
	for (size_t i = 0; i < p->kind_count; i++)
		p->kinds[i] = (struct closed_kind){.against = rows_at(rows, i, 0), .currency = rows_at(rows, i, 1),
			.kind = rows_at(rows, i, 2), .count = rows_int(rows, i, 3), .net = amount_at(r->a, rows, i, 4),
			.gross = amount_at(r->a, rows, i, 5), .age = rows_int(rows, i, 6)};
	return true;
}

static struct closed_input input_at(const struct rows *r, size_t i)
{
	struct closed_input in = {.part = rows_at(r, i, 0), .extract = rows_at(r, i, 1), .title = rows_at(r, i, 2),
		.status = rows_at(r, i, 3), .reason = rows_at(r, i, 4), .as_of = moment_at(r, i, 5),
		.proven = rows_bool(r, i, 6), .staged = !rows_is_null(r, i, 15), .business_date = day_at(r, i, 7),
		.landed_at = moment_at(r, i, 12), .seal = rows_at(r, i, 13), .content = rows_at(r, i, 14),
		.as_of_source = rows_at(r, i, 16)};

	if (!in.staged)
		return in;
	in.read = rows_int(r, i, 8);
	in.taken = rows_int(r, i, 9);
	in.rejected = rows_int(r, i, 10);
	in.landing_id = rows_int(r, i, 11);
	in.snapshot_id = rows_int(r, i, 15);
	return in;
}

static bool inputs_read_of(const struct reading_close *r, struct closed_position *p, struct err *e)
{
	struct rows *rows;

	if (!pg_query(r->pg, r->a, sql_report_close_inputs, P(r->close, param_int(r->a, p->number)), &rows, e))
		return false;
	p->input_count = rows_count(rows);
	p->inputs = arena_array(r->a, p->input_count, struct closed_input);
	for (size_t i = 0; i < p->input_count; i++)
		p->inputs[i] = input_at(rows, i);
	return true;
}

/* ── items ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The columns of sql/report/close_items.sql. */
enum { AGAINST, CURRENCY, KIND, REFERENCE, LINE, OURS_ON, THEIRS_ON, OURS, THEIRS, ORIGINAL, ORIGINAL_CURRENCY, AMOUNT,
       AGE };

static Str cell(struct arena *a, const struct cursor *c, size_t column)
{
	Str s = cursor_at(c, column);

	return s.at ? text_copy(a, s) : s;
}

static date day_of(const struct cursor *c, size_t column)
{
	date d;

	return date_parse(cursor_at(c, column), &d) ? d : DATE_NONE;
}

static bool amount_of(struct arena *a, const struct cursor *c, size_t column, struct decimal *d)
{
	Str s = cell(a, c, column);

	return s.at && decimal_parse(a, s, d);
}

static bool item_next(struct arena *a, struct cursor *c, struct closed_item *item, struct err *e)
{
	uint64_t age = 0;

	if (!cursor_next(c, e))
		return false;
	*item = (struct closed_item){.against = cell(a, c, AGAINST), .currency = cell(a, c, CURRENCY),
		.kind = cell(a, c, KIND), .reference = cell(a, c, REFERENCE), .line = cell(a, c, LINE),
		.original_currency = cell(a, c, ORIGINAL_CURRENCY), .ours_on = day_of(c, OURS_ON),
		.theirs_on = day_of(c, THEIRS_ON)};
	item->has_ours = amount_of(a, c, OURS, &item->ours);
	item->has_theirs = amount_of(a, c, THEIRS, &item->theirs);
	item->has_original = amount_of(a, c, ORIGINAL, &item->original);
	(void)!amount_of(a, c, AMOUNT, &item->amount);
	(void)text_uint(cursor_at(c, AGE), &age);
	item->age = (int64_t)age;
	return true;
}

bool closed_items(struct arena *a, const struct closed_each *each, struct err *e)
{
	struct arena *memory = arena_new(a), *one = arena_new(a);
	struct closed_item item;
	struct cursor *cursor;

	if (!cursor_open(each->pg, memory, sql_report_close_items, P(param_int(memory, each->closed->options->close_id),
			param_int(memory, each->position->number), PARAM_NULL), &cursor, e))
		return false;
	while (item_next(one, cursor, &item, e)) {
		each->row(each->subject, one, &item);
		if (!output_spill(each->out, e))
			return false;
		arena_end(one);
	}
	arena_end(memory);
	arena_end(one);
	return e->kind == ERR_NONE;
}

static bool largest_read(const struct reading_close *r, struct closed_position *p, struct err *e)
{
	struct arena *memory = arena_new(r->a);
	struct closed_item item;
	struct cursor *cursor;

	if (!cursor_open(r->pg, memory, sql_report_close_items, P(r->close, param_int(memory, p->number),
			param_int(memory, CLOSED_SHOWN)), &cursor, e))
		return false;
	while (item_next(r->a, cursor, &item, e)) {
		p->largest = arena_grow(r->a, p->largest, p->largest_count, sizeof item);
		p->largest[p->largest_count++] = item;
	}
	arena_end(memory);
	return e->kind == ERR_NONE;
}

/* ── the whole ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool position_read(const struct reading_close *r, struct closed_position *p, struct err *e)
{
	return reasons_read(r, p, e) && lines_read(r, p, e) && kinds_read(r, p, e) && inputs_read_of(r, p, e)
	    && largest_read(r, p, e);
}

static bool positions_read_of(const struct reading_close *r, struct err *e)
{
	struct closed *c = r->c;
	struct rows *rows;

	if (!pg_query(r->pg, r->a, sql_report_close_positions, P(r->close), &rows, e))
		return false;
	c->position_count = rows_count(rows);
	c->positions = arena_array(r->a, c->position_count, struct closed_position);
	for (size_t i = 0; i < c->position_count; i++) {
		c->positions[i] = (struct closed_position){.number = rows_int(rows, i, 0), .id = rows_at(rows, i, 1),
			.name = rows_at(rows, i, 2), .title = rows_at(rows, i, 3), .owner = rows_at(rows, i, 4),
			.kind = rows_at(rows, i, 5), .verdict = rows_at(rows, i, 6), .digest = rows_at(rows, i, 7),
			.text = rows_at(rows, i, 8), .previous = rows_is_null(rows, i, 9) ? 0 : rows_int(rows, i, 9),
			.previous_month = day_at(rows, i, 10)};
		if (!position_read(r, &c->positions[i], e))
			return false;
	}
	return true;
}

static bool nights_read(const struct reading_close *r, struct err *e)
{
	struct closed *c = r->c;
	struct rows *rows;

	if (!pg_query(r->pg, r->a, sql_report_close_nights, P(r->close), &rows, e))
		return false;
	c->night_count = rows_count(rows);
	c->nights = arena_array(r->a, c->night_count, struct closed_night);
	for (size_t i = 0; i < c->night_count; i++)
		c->nights[i] = (struct closed_night){rows_date(rows, i, 0), rows_at(rows, i, 1), rows_at(rows, i, 2),
			rows_at(rows, i, 3)};
	return true;
}

static bool waiting_read(const struct reading_close *r, struct err *e)
{
	struct closed *c = r->c;
	struct rows *rows;

	if (!pg_query(r->pg, r->a, sql_report_close_waiting, P(r->close), &rows, e))
		return false;
	c->waiting_count = rows_count(rows);
	c->waiting = arena_array(r->a, c->waiting_count, struct closed_waiting);
	for (size_t i = 0; i < c->waiting_count; i++)
		c->waiting[i] = (struct closed_waiting){.rule = rows_at(rows, i, 0), .title = rows_at(rows, i, 1),
			.currency = rows_at(rows, i, 2), .day = rows_date(rows, i, 3), .count = rows_int(rows, i, 4),
			.amount = amount_at(r->a, rows, i, 5), .gone = rows_int(rows, i, 6),
			.gone_amount = amount_at(r->a, rows, i, 7), .late = rows_int(rows, i, 8),
			.late_amount = amount_at(r->a, rows, i, 9)};
	return true;
}

bool closed_read(struct arena *a, struct pg *pg, const struct close_options *o, struct closed **out, struct err *e)
{
	struct closed *c = arena_new_of(a, struct closed);
	struct reading_close r = {a, pg, c, param_int(a, o->close_id)};
	struct rows *rows;

	*out = c;
	if (!pg_query(pg, a, sql_report_close, P(r.close), &rows, e))
		return false;
	if (rows_count(rows) == 0)
		return err_set(e, ERR_USAGE, "there is no close %lld", (long long)o->close_id);
	*c = (struct closed){.options = o, .locale = o->settings->locale, .company = rows_at(rows, 0, 0),
		.title = rows_at(rows, 0, 1), .month = rows_date(rows, 0, 2), .number = rows_int(rows, 0, 3),
		.verdict = rows_at(rows, 0, 5), .engine = rows_at(rows, 0, 6), .config_digest = rows_at(rows, 0, 7),
		.closed_at = rows_instant(rows, 0, 8)};
	return zone_open(a, rows_at(rows, 0, 4), &c->zone, e) && positions_read_of(&r, e) && nights_read(&r, e)
	    && waiting_read(&r, e);
}
