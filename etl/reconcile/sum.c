#include "reconcile/at_risk.h"
#include "reconcile/keyed.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/kits.h"
#include "reconcile/rounding.h"
#include "reconcile/sum_lines.h"
#include "reconcile/sum_term.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 16 << 20 };

/* Of parts that have yet to come, and of those whose whole has; as the statements number them. */
enum { CLOCK_PARTS, CLOCK_CARRIED };

/* ── the two sides ─────────────────────────────────────────────────────────────────────────────────────────────── */

/* One side of the sum with its terms: the whole is one. */
struct half {
	struct arena *a;
	struct pg *pg;
	const struct rule *rule;
	const struct inputs *inputs;
	const char *table;
	const struct term *terms;
	size_t count;
};

static Str terms_sql(const struct half *h)
{
	struct buf *b = buf_new(h->a, SQL_LIMIT);

	for (size_t i = 0; i < h->count; i++)
		buf_print(b, "%s%.*s", i ? " union all " : "", WHOLE(sum_term_sql(h->a, h->rule, &h->terms[i], h->inputs)));
	return buf_str(b);
}

static bool doubts_apply(const struct half *h, struct err *e)
{
	struct buf *b = buf_new(h->a, SQL_LIMIT);

	for (size_t i = 0; i < h->count; i++) {
		const struct term *term = &h->terms[i];

		view_doubts_add(b, h->a, &term->side, h->inputs, sum_parent(term), term->amount, term->negative,
			sum_term_sql(h->a, h->rule, term, h->inputs), h->table);
	}
	return b->len == 0
	    || pg_run(h->pg, STATEMENT(h->a, sql_reconcile_sum_doubt, {"table", text(h->table)}, {"doubts", buf_str(b)}),
		      NO_PARAMS, NULL, e);
}

/* What stands twice is said once, also where one extract gives both the whole and a part; and not of a whole that is
 * not compared tonight. */
static Str asked_sql(const struct half *h)
{
	if (h->terms == &h->rule->whole)
		return S("true");
	return text(arena_print(h->a, "not exists (select from (%.*s) w where w.state = 't' and w.own_hash = t.own_hash "
		"and w.origin = t.origin) and not exists (select from sum_whole w where w.key_hash = t.key_hash and w.state in "
		"('o', 'y'))", WHOLE(sum_term_sql(h->a, h->rule, &h->rule->whole, h->inputs))));
}

static bool twice_find(const struct half *h, struct err *e)
{
	struct buf *b = buf_new(h->a, SQL_LIMIT);

	for (size_t i = 0; i < h->count; i++) {
		const struct term *term = &h->terms[i];
		Str duplicates = view_duplicates_sql(h->a, &term->side, h->inputs, term->amount, term->negative);

		buf_print(b, "%s%s", i ? " union all " : "", STATEMENT(h->a, sql_reconcile_sum_double,
			{"term", sum_term_sql(h->a, h->rule, term, h->inputs)}, {"duplicates", duplicates}));
	}
	return pg_run(h->pg, STATEMENT(h->a, sql_reconcile_sum_twice, {"doubles", buf_str(b)},
			{"side", quoted_literal(h->a, h->terms[0].side.name)}, {"asked", asked_sql(h)}), NO_PARAMS, NULL, e);
}

static bool half_fill(const struct half *h, struct err *e)
{
	struct slot slots[] = {{"table", text(h->table)}, {"terms", terms_sql(h)}};
	struct rows *r;

	return pg_run(h->pg, statement(h->a, sql_reconcile_sum_side, slots, 2), NO_PARAMS, NULL, e)
	    && pg_run(h->pg, statement(h->a, sql_reconcile_sum_fill, slots, 2), NO_PARAMS, NULL, e)
	    && pg_run(h->pg, statement(h->a, sql_reconcile_sum_index, slots, 2), NO_PARAMS, NULL, e)
	    && pg_query(h->pg, h->a, statement(h->a, sql_reconcile_sum_doubtful, slots, 2), NO_PARAMS, &r, e)
	    && ((!rows_bool(r, 0, 0) && !rows_bool(r, 0, 1)) || doubts_apply(h, e))
	    && pg_run(h->pg, statement(h->a, sql_reconcile_sum_worst, slots, 2), NO_PARAMS, NULL, e)
	    && (!rows_bool(r, 0, 1) || twice_find(h, e));
}

/* ── what can be told ──────────────────────────────────────────────────────────────────────────────────────────── */

static Str term_provable(struct arena *a, const struct term *term, const struct inputs *inputs, const char *alias)
{
	if (term->kits)
		return side_is_whole(&term->side, inputs) ? S("true") : S("false");
	return view_provable(a, &term->side, inputs, sum_parent(term), alias);
}

static Str parts_provable(struct arena *a, const struct rule *rule, const struct inputs *inputs, const char *alias)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < rule->part_count; i++)
		buf_print(b, "%s(%.*s)", i ? " and " : "", WHOLE(term_provable(a, &rule->parts[i], inputs, alias)));
	return buf_str(b);
}

/* Of several rows that make up a whole one may be what is lacking. */
static Str sums_provable(struct arena *a, const struct rule *rule, const struct inputs *inputs, const char *alias)
{
	Str parts = parts_provable(a, rule, inputs, alias);

	if (rule->whole.parent.len == 0)
		return parts;
	return text(arena_print(a, "%.*s and (%.*s)", WHOLE(parts), WHOLE(term_provable(a, &rule->whole, inputs, alias))));
}

/* What moved is not known: it is not known either whether a difference of before is gone, nor what is dead. */
static struct facing undecided(const struct rule *rule, const struct inputs *inputs, Str provable)
{
	return (struct facing){S("parts"), S("sum_whole"), S("sum_parts"), provable, S("false"),
		at_risk_tells_dead(rule, inputs)
			? S("exists (select from found f where f.key_hash = p.key_hash and f.status = 'not comparable')")
			: S("p.kind = 'dead' or exists (select from found f where f.key_hash = p.key_hash "
				"and f.status = 'not comparable')"),
		S("p.field = '' and p.kind <> 'twice'")};
}

size_t sum_facings(struct arena *a, const struct rule *rule, const struct inputs *inputs, struct facing **pairs)
{
	Str whole = term_provable(a, &rule->whole, inputs, "p"), parts = sums_provable(a, rule, inputs, "p");
	size_t count = 2;

	*pairs = arena_array(a, 4, struct facing);
	(*pairs)[0] = (struct facing){S("parts"), S("sum_whole"), S("sum_parts"), whole, parts,
		S("m.key_hash is null or p.kind <> 'twice'"), S("p.kind <> 'undeclared'")};
	(*pairs)[1] = (struct facing){S("whole"), S("sum_parts"), S("sum_whole"), parts, whole, S("m.key_hash is null"),
		S("true")};
	if (rule->has_lines)
		(*pairs)[count++] = sum_movement_facing(a, rule, inputs);
	if (rule->timing.given)
		(*pairs)[count++] = undecided(rule, inputs, whole);
	return count;
}

/* Of several terms the first that cannot be told decides. */
static Str parts_absence(struct arena *a, const struct rule *rule, const struct inputs *inputs)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	buf_add(b, S("coalesce("));
	for (size_t i = 0; i < rule->part_count; i++)
		buf_print(b, "%.*s, ", WHOLE(view_absence_reason(a, &rule->parts[i].side, inputs)));
	buf_print(b, "%.*s)", WHOLE(view_absence_reason(a, &rule->whole.side, inputs)));
	return buf_str(b);
}

static Str parts_reason(struct arena *a, const struct rule *rule, const struct inputs *inputs, const char *alias)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	buf_add(b, S("coalesce("));
	for (size_t i = 0; i < rule->part_count; i++)
		buf_print(b, "%.*s, ", WHOLE(view_reason(a, &rule->parts[i].side, inputs, alias)));
	buf_add(b, S("'unreadable record among the parts')"));
	return buf_str(b);
}

/* ── the rule ──────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Of the side that tells it in more rows each may have been rounded. */
static Str is_rounding(struct arena *a, const struct rule *rule)
{
	return !rule->rounding.given ? S("false")
		: rounding_sql(a, &rule->rounding, S("r.residual"), S("greatest(w.rows, p.rows)"));
}

static bool compare(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, struct err *e)
{
	Str tolerance = decimal_text(a, rule->tolerance.amount);

	return pg_run(pg, STATEMENT(a, sql_reconcile_sum_compare,
			{"whole_reason", view_reason(a, &rule->whole.side, inputs, "w")},
			{"parts_reason", parts_reason(a, rule, inputs, "s")},
			{"absent_reason", parts_absence(a, rule, inputs)}, {"is_rounding", is_rounding(a, rule)},
			{"provable", sums_provable(a, rule, inputs, "w")}),
		P(rule->tolerance.percent ? S("0") : tolerance, rule->tolerance.percent ? tolerance : S("0")), NULL, e);
}

/* What is one too many among the parts is by no waiting put right. */
static bool counted_twice_find(const struct half *parts, struct err *e)
{
	return !parts->rule->once
	    || pg_run(parts->pg, STATEMENT(parts->a, sql_reconcile_sum_once, {"rows", terms_sql(parts)}), NO_PARAMS, NULL,
		      e);
}

static bool unexpected(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	struct err *e)
{
	return pg_run(pg, STATEMENT(a, sql_reconcile_sum_unexpected,
			{"provable", term_provable(a, &rule->whole, inputs, "p")},
			{"parts_provable", sums_provable(a, rule, inputs, "p")},
			{"reason", view_absence_reason(a, &rule->whole.side, inputs)},
			{"absent_reason", parts_absence(a, rule, inputs)},
			{"filtered_reason", S("'filtered in whole'")},
			{"parts_reason", parts_reason(a, rule, inputs, "p")}), NO_PARAMS, NULL, e);
}

bool sum_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	struct clocks *clocks, struct err *e)
{
	struct half whole = {a, pg, rule, inputs, "sum_whole", &rule->whole, 1};
	struct half parts = {a, pg, rule, inputs, "sum_parts", rule->parts, rule->part_count};

	clocks_add(a, clocks, CLOCK_PARTS, &rule->whole.side.within);
	clocks_add(a, clocks, CLOCK_CARRIED, &rule->carried);
	return kits_of_parts(a, pg, rule, inputs, e)
	    && half_fill(&whole, e)
	    && half_fill(&parts, e)
	    && compare(a, pg, rule, inputs, e)
	    && counted_twice_find(&parts, e)
	    && unexpected(a, pg, rule, inputs, e)
	    && sum_undeclared_find(a, pg, rule, inputs, e);
}

bool sum_count(struct arena *a, struct pg *pg, int64_t *compared, struct err *e)
{
	struct rows *r;

	if (!pg_query(pg, a, sql_reconcile_sum_count, NO_PARAMS, &r, e))
		return false;
	*compared = rows_int(r, 0, 0);
	return true;
}

bool sum_terms(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, int64_t rule_run,
	struct err *e)
{
	for (size_t i = 0; i <= rule->part_count; i++) {
		const struct term *term = i == 0 ? &rule->whole : &rule->parts[i - 1];

		if (!pg_run(pg, STATEMENT(a, sql_reconcile_sum_terms, {"term", sum_term_sql(a, rule, term, inputs)}),
			    P(param_int(a, rule_run), param_int(a, (int64_t)i), term->title), NULL, e))
			return false;
	}
	return sum_lines_keep(a, pg, rule, inputs, rule_run, e);
}

bool sum_stand(struct arena *a, struct pg *pg, const struct rule *rule, int64_t rule_run, struct err *e)
{
	struct rows *r;

	if (!pg_run(pg, sql_reconcile_sum_standing, P(param_int(a, rule_run)), NULL, e)
	    || !pg_query(pg, a, sql_reconcile_sum_check, P(param_int(a, rule_run), param_bool(rule->has_lines)), &r, e))
		return false;
	if (rows_count(r) > 0)
		return err_set(e, ERR_INTERNAL, "rule %.*s: its lines, or what became of its keys, do not add up to its terms "
			"in \"%.*s\"", STR(rule->id), STR(rows_at(r, 0, 0)));
	return true;
}
