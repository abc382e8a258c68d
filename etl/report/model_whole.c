#include "report/model.h"

#include "embedded.h"

enum { WHOLE_KEY, WHOLE_CURRENCY, WHOLE_LINE, WHOLE_TITLE, WHOLE_COUNT, WHOLE_SUM, WHOLE_ALL };

/* As recon.whole_line numbers the whole among its lines. */
enum { LINE_WHOLE = -2 };

bool wholes_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_wholes, P(param_int(a, r->rule_run_id), param_int(a, SHOWN)), &rows, e))
		return false;
	r->whole_line_count = rows_count(rows);
	r->whole_all = r->whole_line_count > 0 ? rows_int(rows, 0, WHOLE_ALL) : 0;
	r->whole_lines = arena_array(a, r->whole_line_count, struct whole_line);
	for (size_t i = 0; i < r->whole_line_count; i++)
		r->whole_lines[i] = (struct whole_line){
			.key = rows_at(rows, i, WHOLE_KEY),
			.is_whole = rows_int(rows, i, WHOLE_LINE) == LINE_WHOLE,
			.line = {rows_int(rows, i, WHOLE_LINE), rows_int(rows, i, WHOLE_COUNT), rows_at(rows, i, WHOLE_TITLE),
				rows_at(rows, i, WHOLE_CURRENCY), decimal_at(a, rows, i, WHOLE_SUM), 0, {.scale = 0}}};
	return true;
}

bool given_back_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_given_back, P(param_int(a, r->rule_run_id)), &rows, e))
		return false;
	r->given_back_count = rows_count(rows);
	r->given_back = arena_array(a, r->given_back_count, struct given_back);
	for (size_t i = 0; i < r->given_back_count; i++)
		r->given_back[i] = (struct given_back){
			.key = rows_at(rows, i, 0),
			.whole = rows_at(rows, i, 1),
			.line = {.number = rows_int(rows, i, 2), .count = 1, .title = rows_at(rows, i, 3),
				.currency = rows_at(rows, i, 4), .sum = decimal_at(a, rows, i, 5)},
			.original = rows_at(rows, i, 6),
			.original_whole = rows_at(rows, i, 7)};
	return true;
}

bool whole_begins(const struct rule_report *r, size_t line)
{
	const struct whole_line *l = &r->whole_lines[line];

	return line == 0 || !text_is(l->key, l[-1].key) || !text_is(l->line.currency, l[-1].line.currency);
}

struct decimal whole_left_over(struct arena *a, const struct rule_report *r, size_t first)
{
	struct decimal left = {.scale = 0};

	for (size_t i = first; i < r->whole_line_count && (i == first || !whole_begins(r, i)); i++)
		left = r->whole_lines[i].is_whole ? decimal_subtract(a, left, r->whole_lines[i].line.sum)
			: decimal_add(a, left, r->whole_lines[i].line.sum);
	return left;
}
