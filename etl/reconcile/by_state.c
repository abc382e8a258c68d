#include "reconcile/by_state.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 16 << 20 };

static Str name_literal(const struct join *j, size_t side)
{
	return quoted_literal(j->a, j->rule->sides[side].name);
}

/* The row of a side: the mirror's own is not joined again. */
static const char *row_of(const struct join *j, size_t side)
{
	return side == j->m ? "m" : arena_print(j->a, "s%zu", side);
}

/* ── which rows ────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_asked(const struct join *j, const struct comparison *c, size_t side)
{
	for (size_t i = 0; i < c->holder_count; i++)
		if (c->holders[i].side == side)
			return true;
	return side == j->rule->truth;
}

/* The leading side too: it knows when the key came to be, what it is worth, and whether there must be a value. */
static Str joins_sql(const struct join *j, const struct comparison *c)
{
	struct buf *b = buf_new(j->a, SQL_LIMIT);

	for (size_t i = 0; i < j->rule->side_count; i++)
		if (i != j->m && is_asked(j, c, i))
			buf_print(b, "left join %.*s s%zu on s%zu.key_hash = m.key_hash ",
				WHOLE(quoted_identifier(j->a, view_name(j->a, &j->rule->sides[i], (int)i))), i, i);
	return buf_str(b);
}

/* Where a side is known not to hold the truth. */
static Str passed_sql(const struct join *j, const struct holder *h)
{
	const char *row = row_of(j, h->side);

	return text(arena_print(j->a, "case when %s.key_hash is null then (%.*s) "
		"else %s.state = 'g' and (%.*s) is not true end", row,
		WHOLE(view_provable(j->a, &j->rule->sides[h->side], j->inputs, NULL, "m")), row,
		WHOLE(conditions_sql(j->a, &h->where, j->rule->entity, row))));
}

/* The first side that is not passed by, whether it holds the truth or cannot be told; none where no side that may hold
 * it has the field. */
static Str holders_sql(const struct join *j, const struct comparison *c)
{
	struct buf *b = buf_new(j->a, SQL_LIMIT), *passed = buf_new(j->a, SQL_LIMIT);

	buf_add(b, S("select null::text as side, m.* where false"));
	for (size_t i = 0; i < c->holder_count; i++) {
		Str passes = passed_sql(j, &c->holders[i]);

		buf_print(b, " union all select %.*s as side, %s.* where %.*snot %.*s",
			WHOLE(name_literal(j, c->holders[i].side)), row_of(j, c->holders[i].side), WHOLE(buf_str(passed)),
			WHOLE(passes));
		buf_print(passed, "%.*s and ", WHOLE(passes));
	}
	return buf_str(b);
}

/* Rows of which something may be found: a night without differences costs the joins alone. */
static Str worth_a_look(const struct join *j, size_t comparison)
{
	const struct comparison *c = &j->rule->compare[comparison];
	struct buf *b = buf_new(j->a, SQL_LIMIT);

	buf_add(b, compare_lacks(j->a, j->rule, c, "l"));
	for (size_t i = 0; i < c->holder_count; i++) {
		size_t side = c->holders[i].side;
		const char *row = row_of(j, side);

		if (side == j->m)
			continue;
		buf_print(b, " or %s.state <> 'g' or case when %s.key_hash is null then not (%.*s) else ", row, row,
			WHOLE(view_provable(j->a, &j->rule->sides[side], j->inputs, NULL, "m")));
		compare_differs_add(b, j, comparison, side, row);
		buf_add(b, S(" end"));
	}
	return buf_str(b);
}

/* ── what is found ─────────────────────────────────────────────────────────────────────────────────────────────── */

static void untold_add(struct buf *b, const struct join *j, const struct comparison *c)
{
	buf_print(b, "select 'not comparable', %.*s, %.*s, 'not comparable', case when t.side is null then null::text",
		WHOLE(quoted_literal(j->a, j->rule->entity->fields[c->field].name)), WHOLE(name_literal(j, j->m)));
	for (size_t i = 0; i < c->holder_count; i++) {
		const struct side *side = &j->rule->sides[c->holders[i].side];

		buf_print(b, " when t.side = %.*s then case when t.key_hash is null then %.*s else %.*s end",
			WHOLE(name_literal(j, c->holders[i].side)), WHOLE(view_absence_reason(j->a, side, j->inputs)),
			WHOLE(view_reason(j->a, side, j->inputs, "t")));
	}
	buf_print(b, " end, coalesce(recon.cause(t.state), 'input'), %.*s, null::numeric, %.*s, null::text, null::text, "
		"%.*s, null::integer, null::numeric, null::text[] where t.side <> %.*s "
		"and (t.key_hash is null or t.state in ('r', 'c', 'u', 't', 'x', 'f'))", WHOLE(compare_key(j, S("currency"))),
		WHOLE(compare_key(j, S("value"))), WHOLE(compare_key(j, S("happened_at"))), WHOLE(name_literal(j, j->m)));
}

static void lacking_add(struct buf *b, const struct join *j, size_t comparison)
{
	const struct comparison *c = &j->rule->compare[comparison];

	buf_print(b, " union all select 'lacking', %.*s, %.*s, 'open', null, null, null, null, %.*s, null, null, %.*s, "
		"%.*s, null, null where %.*s", WHOLE(quoted_literal(j->a, j->rule->entity->fields[c->field].name)),
		WHOLE(name_literal(j, j->m)), WHOLE(compare_key(j, S("value"))), WHOLE(compare_since(j, c)),
		WHOLE(compare_clock(j, comparison)), WHOLE(compare_lacks(j->a, j->rule, c, "l")));
}

static Str findings_sql(const struct join *j, size_t comparison)
{
	struct buf *b = buf_new(j->a, SQL_LIMIT);

	untold_add(b, j, &j->rule->compare[comparison]);
	compare_add(b, j, comparison);
	if (j->rule->compare[comparison].is_required)
		lacking_add(b, j, comparison);
	return buf_str(b);
}

static bool mirror_find(struct pg *pg, const struct join *j, size_t comparison, struct err *e)
{
	const struct comparison *c = &j->rule->compare[comparison];

	return pg_run(pg, STATEMENT(j->a, sql_reconcile_keyed_by_state,
		{"mirror", view_name(j->a, &j->rule->sides[j->m], (int)j->m)}, {"joins", joins_sql(j, c)},
		{"leading", text(row_of(j, j->rule->truth))},
		{"leading_is_mirror", j->m == j->rule->truth ? S("true") : S("false")},
		{"holders", holders_sql(j, c)}, {"findings", findings_sql(j, comparison)},
		{"worth_a_look", worth_a_look(j, comparison)}), NO_PARAMS, NULL, e);
}

bool by_state_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, struct err *e)
{
	for (size_t i = 0; i < rule->compare_count; i++)
		for (size_t m = 0; is_by_state(&rule->compare[i]) && m < rule->side_count; m++) {
			struct join j = {a, rule, inputs, .m = m, .by_state = true};

			if (side_maps(&rule->sides[m], rule->compare[i].field) && !mirror_find(pg, &j, i, e))
				return false;
		}
	return true;
}
