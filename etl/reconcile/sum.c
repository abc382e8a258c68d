#include "reconcile/keyed.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 16 << 20 };

static const struct parent *parent_of(const struct term *term)
{
	const struct entity *n = term->side.accounts[0]->entity;

	for (size_t i = 0; i < n->parent_count; i++)
		if (text_is(n->parents[i].name, term->parent))
			return &n->parents[i];
	return NULL;
}

/* The term's rows as the filling statement wants them. */
static Str term_sql(struct arena *a, const struct rule *rule, const struct term *term, const struct inputs *inputs)
{
	Str rows = view_sql(a, rule, &term->side, inputs, parent_of(term), term->amount, term->negative);

	return text(arena_print(a,
		"select key_hash, key, coalesce(currency, '') as currency, state, value as amount, company, "
		"channel, happened_at, account, seen_from, landing, part, record, place_offset, place_length from (%.*s) v",
		WHOLE(rows)));
}

static Str parts_sql(struct arena *a, const struct rule *rule, const struct inputs *inputs)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < rule->part_count; i++) {
		if (i > 0)
			buf_add(b, S(" union all "));
		buf_add(b, term_sql(a, rule, &rule->parts[i], inputs));
	}
	return buf_str(b);
}

static bool side_fill(struct arena *a, struct pg *pg, const char *table, Str terms, struct err *e)
{
	struct slot slots[] = {{"table", text(table)}, {"terms", terms}};

	return pg_run(pg, statement(a, sql_reconcile_sum_side, slots, 2), NO_PARAMS, NULL, e)
	    && pg_run(pg, statement(a, sql_reconcile_sum_fill, slots, 2), NO_PARAMS, NULL, e)
	    && pg_run(pg, statement(a, sql_reconcile_sum_index, slots, 2), NO_PARAMS, NULL, e)
	    && pg_run(pg, statement(a, sql_reconcile_sum_worst, slots, 2), NO_PARAMS, NULL, e);
}

/* Of several terms the first that cannot be told decides. */
static Str parts_provable(struct arena *a, const struct rule *rule, const struct inputs *inputs)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < rule->part_count; i++)
		buf_print(b, "%s(%.*s)", i ? " and " : "", WHOLE(view_provable(a, &rule->parts[i].side, inputs, "w")));
	return buf_str(b);
}

static Str parts_absence(struct arena *a, const struct rule *rule, const struct inputs *inputs)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	buf_add(b, S("coalesce("));
	for (size_t i = 0; i < rule->part_count; i++)
		buf_print(b, "%.*s, ", WHOLE(view_absence_reason(a, &rule->parts[i].side, inputs)));
	buf_add(b, S("null::text)"));
	return buf_str(b);
}

static Str parts_reason(struct arena *a, const struct rule *rule, const struct inputs *inputs)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	buf_add(b, S("coalesce("));
	for (size_t i = 0; i < rule->part_count; i++)
		buf_print(b, "%.*s, ", WHOLE(view_reason(a, &rule->parts[i].side, inputs, "p")));
	buf_add(b, S("'unreadable record among the parts')"));
	return buf_str(b);
}

static bool compare(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	int64_t *compared, struct err *e)
{
	Str tolerance = decimal_text(a, rule->tolerance.amount), reason = parts_reason(a, rule, inputs);
	struct rows *r;
	struct slot slots[] = {
		{"whole_reason", view_reason(a, &rule->whole.side, inputs, "w")},
		{"parts_reason", reason},
		{"absent_reason", parts_absence(a, rule, inputs)},
		{"provable", parts_provable(a, rule, inputs)},
	};
	struct slot whole[] = {
		{"provable", view_provable(a, &rule->whole.side, inputs, "p")},
		{"reason", view_absence_reason(a, &rule->whole.side, inputs)},
		{"parts_reason", reason},
	};

	if (!pg_run(pg, statement(a, sql_reconcile_sum_compare, slots, sizeof slots / sizeof *slots),
		    P(rule->tolerance.percent ? S("0") : tolerance, rule->tolerance.percent ? tolerance : S("0")), NULL, e)
	    || !pg_run(pg, statement(a, sql_reconcile_sum_unexpected, whole, sizeof whole / sizeof *whole), NO_PARAMS,
		       NULL, e)
	    || !pg_query(pg, a, sql_reconcile_sum_count, NO_PARAMS, &r, e))
		return false;
	*compared = rows_int(r, 0, 0);
	return true;
}

bool sum_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	struct clocks *clocks, int64_t *compared, struct err *e)
{
	if (rule->whole.side.within.given) {
		clocks->at = arena_grow(a, clocks->at, clocks->count, sizeof *clocks->at);
		clocks->at[clocks->count++] = (struct clock_lag){0, &rule->whole.side.within};
	}
	return side_fill(a, pg, "sum_whole", term_sql(a, rule, &rule->whole, inputs), e)
	    && side_fill(a, pg, "sum_parts", parts_sql(a, rule, inputs), e)
	    && compare(a, pg, rule, inputs, compared, e);
}

bool sum_terms(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, int64_t rule_run,
	struct err *e)
{
	for (size_t i = 0; i <= rule->part_count; i++) {
		const struct term *term = i == 0 ? &rule->whole : &rule->parts[i - 1];

		if (!pg_run(pg, STATEMENT(a, sql_reconcile_sum_terms, {"term", term_sql(a, rule, term, inputs)}),
			    P(param_int(a, rule_run), param_int(a, (int64_t)i), term->title), NULL, e))
			return false;
	}
	return true;
}
