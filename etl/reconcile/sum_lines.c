#include "reconcile/sum_lines.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/sum_term.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 16 << 20 };

/* ── movements ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str rows_sql(struct arena *a, const struct rule *rule, const struct inputs *inputs)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < rule->part_count; i++)
		buf_print(b, "%s%.*s", i > 0 ? " union all " : "", WHOLE(sum_term_sql(a, rule, &rule->parts[i], inputs)));
	return buf_str(b);
}

/* Those of the parts that are told apart, with the name of the field that does it and the names of their keys. */
static Str told_sql(struct arena *a, const struct rule *rule, const struct inputs *inputs)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < rule->part_count; i++) {
		const struct term *part = &rule->parts[i];
		const struct entity *n = part->side.accounts[0]->entity;
		struct texts names = entity_key_names(a, n);

		if (part->by < 0)
			continue;
		buf_print(b, "%sselect m.*, %.*s as field, %.*s::text[] as own_names from (%.*s) m",
			b->len > 0 ? " union all " : "", WHOLE(quoted_literal(a, n->fields[part->by].name)),
			WHOLE(quoted_literal(a, param_texts(a, &names))), WHOLE(sum_term_sql(a, rule, part, inputs)));
	}
	return buf_str(b);
}

bool sum_undeclared_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	struct err *e)
{
	Str told;

	if (!rule->has_lines)
		return true;
	told = told_sql(a, rule, inputs);
	return pg_run(pg, STATEMENT(a, sql_reconcile_sum_undeclared, {"rows", told}), NO_PARAMS, NULL, e)
	    && pg_run(pg, STATEMENT(a, sql_reconcile_sum_movement, {"rows", told}), NO_PARAMS, NULL, e);
}

static Str told_provable(struct arena *a, const struct rule *rule, const struct inputs *inputs)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	buf_add(b, S("true"));
	for (size_t i = 0; i < rule->part_count; i++)
		if (rule->parts[i].by >= 0)
			buf_print(b, " and (%.*s)", WHOLE(view_provable(a, &rule->parts[i].side, inputs, NULL, "p")));
	return buf_str(b);
}

struct facing sum_movement_facing(struct arena *a, const struct rule *rule, const struct inputs *inputs)
{
	Str provable = told_provable(a, rule, inputs);

	return (struct facing){S("parts"), S("sum_movement"), S("sum_movement"), provable, provable,
		S("m.key_hash is null"), S("p.kind = 'undeclared'")};
}

/* ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Whether several parts may give a movement to one line. */
static bool is_shared(const struct rule *rule)
{
	size_t lines = 0, told = 0;

	for (size_t i = 0; i < rule->part_count; i++) {
		lines += rule->parts[i].by < 0 ? 1 : rule->parts[i].line_count;
		told += rule->parts[i].by >= 0;
	}
	return told > 1 || lines > rule->lines.count;
}

static struct texts whole_names(struct arena *a, const struct rule *rule)
{
	const struct parent *by = sum_parent(&rule->whole);

	return entity_key_names(a, by ? by->entity : rule->entity);
}

/* Rows of the parts that say how to find what a row gives back, each with its part's number. */
static Str given_back_sql(struct arena *a, const struct rule *rule, const struct inputs *inputs)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < rule->part_count; i++) {
		const struct term *part = &rule->parts[i];
		struct texts names = entity_key_names(a, part->side.accounts[0]->entity);

		if (!part->original)
			continue;
		buf_print(b, "%sselect m.*, %zu as term_no, %.*s::text[] as own_names from (%.*s) m",
			b->len > 0 ? " union all " : "", i,
			WHOLE(quoted_literal(a, param_texts(a, &names))), WHOLE(sum_term_sql(a, rule, part, inputs)));
	}
	return buf_str(b);
}

static bool given_back_keep(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	int64_t rule_run, struct err *e)
{
	enum { MOST = 500 };
	Str rows = given_back_sql(a, rule, inputs);
	struct texts names = whole_names(a, rule);

	if (rows.len == 0)
		return true;
	return pg_run(pg, STATEMENT(a, sql_reconcile_sum_given_back, {"rows", rows},
			{"titles", text(arena_print(a, "%.*s::text[]", WHOLE(quoted_literal(a, param_texts(a, &rule->lines)))))}),
			NO_PARAMS, NULL, e)
	    && pg_run(pg, sql_reconcile_sum_given_back_lines, P(param_int(a, rule_run)), NULL, e)
	    && pg_run(pg, sql_reconcile_sum_given_back_keep, P(param_int(a, rule_run), param_texts(a, &names),
			param_int(a, MOST)), NULL, e);
}

bool sum_lines_keep(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	int64_t rule_run, struct err *e)
{
	struct texts names;
	Str rows, count = is_shared(rule) ? S("count(distinct (origin, own_hash))") : S("count(*)");

	if (!rule->has_lines)
		return true;
	names = whole_names(a, rule);
	rows = rows_sql(a, rule, inputs);
	return pg_run(pg, STATEMENT(a, sql_reconcile_sum_lines, {"rows", rows}, {"count", count}),
		P(param_int(a, rule_run), param_texts(a, &rule->lines)), NULL, e)
	    && pg_run(pg, STATEMENT(a, sql_reconcile_sum_wholes, {"rows", rows}, {"count", count},
			{"whole", sum_term_sql(a, rule, &rule->whole, inputs)}),
		P(param_int(a, rule_run), param_texts(a, &rule->lines), param_texts(a, &names), rule->whole.title), NULL, e)
	    && given_back_keep(a, pg, rule, inputs, rule_run, e);
}
