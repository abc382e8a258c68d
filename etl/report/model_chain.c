#include "report/model.h"

#include "db/statement.h"
#include "embedded.h"

/* What stands at the hops of a chain. */

static bool hop_lines_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_hop_lines, P(param_int(a, r->rule_run_id)), &rows, e))
		return false;
	r->hop_line_count = rows_count(rows);
	r->hop_lines = arena_array(a, r->hop_line_count, struct hop_line);
	for (size_t i = 0; i < r->hop_line_count; i++)
		r->hop_lines[i] = (struct hop_line){rows_int(rows, i, 0), rows_int(rows, i, 2), rows_at(rows, i, 1),
			rows_at(rows, i, 3), rows_int(rows, i, 4), decimal_at(a, rows, i, 5), rows_int(rows, i, 6)};
	return true;
}

bool hops_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_hops, P(param_int(a, r->rule_run_id)), &rows, e))
		return false;
	r->hop_count = rows_count(rows);
	r->hops = arena_array(a, r->hop_count, struct hop_shown);
	for (size_t i = 0; i < r->hop_count; i++)
		r->hops[i] = (struct hop_shown){rows_int(rows, i, 0), rows_int(rows, i, 1), rows_at(rows, i, 2),
			rows_at(rows, i, 3), rows_bool(rows, i, 4), rows_at(rows, i, 5)};
	return r->hop_count == 0 || hop_lines_read(a, pg, r, e);
}

struct hop_line hop_sum(struct arena *a, const struct rule_report *r, int64_t hop, const char *line, int64_t days,
	Str currency)
{
	struct hop_line sum = {.hop = hop, .days = days, .line = text(line), .currency = currency};

	for (size_t i = 0; i < r->hop_line_count; i++) {
		const struct hop_line *l = &r->hop_lines[i];

		if (l->hop != hop || !text_is(l->line, text(line)) || !text_is(l->currency, currency)
		    || (days != HOP_ALL_DAYS && l->days != days))
			continue;
		sum.count += l->count;
		sum.amount = decimal_add(a, sum.amount, l->amount);
		sum.share += l->share;
	}
	return sum;
}
