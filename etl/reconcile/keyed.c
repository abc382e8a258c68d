#include "reconcile/keyed.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/by_state.h"
#include "reconcile/chain.h"
#include "reconcile/kits.h"
#include "reconcile/look_alike.h"
#include "reconcile/match.h"
#include "reconcile/sides.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 16 << 20 };

static Str name_of(const struct join *j, size_t side)
{
	return view_name(j->a, &j->rule->sides[side], (int)side);
}

/* ── what one join may find ────────────────────────────────────────────────────────────────────────────────────── */

static Str sides_literal(const struct join *j)
{
	return quoted_literal(j->a, j->rule->sides[j->m].name);
}

static void missing_add(struct buf *b, const struct join *j)
{
	const struct side *mirror = &j->rule->sides[j->m];
	Str provable = view_provable(j->a, mirror, j->inputs, NULL, "t");
	Str expect = conditions_sql(j->a, &mirror->expect, j->rule->entity, "t");

	buf_print(b, "select 'missing', '', %.*s, false, case when v.moved then 'pending' else 'open' end, "
		"case when v.moved then 'may have moved from one list to another while they were read' end, null::text, "
		"t.currency, (-t.value)::numeric, t.value::numeric, t.value::text, null::text, t.happened_at, "
		"case when not v.moved then %zu end, null::numeric, null::text[] "
		"from (select %.*s as moved) v where m.key_hash is null and t.state = 'g' and (%.*s) and (%.*s)",
		WHOLE(sides_literal(j)), j->m, WHOLE(view_moved(j->a, mirror, j->inputs, "t")), WHOLE(expect), WHOLE(provable));
	buf_print(b,
		" union all select 'not comparable', '', %.*s, false, 'not comparable', %.*s, 'input', t.currency, null, "
		"t.value, null, null, t.happened_at, null, null, null where m.key_hash is null and t.state = 'g' and (%.*s) "
		"and not (%.*s)",
		WHOLE(sides_literal(j)), WHOLE(view_absence_reason(j->a, mirror, j->inputs)), WHOLE(expect), WHOLE(provable));
}

/* Of a key whose own input is not there nothing can be told either, unless the other side, which is, lacks it too. */
static void unread_add(struct buf *b, const struct join *j)
{
	const struct side *truth = &j->rule->sides[j->t], *mirror = &j->rule->sides[j->m];

	buf_print(b, " union all select 'not comparable', '', %.*s, false, 'not comparable', %.*s, 'input', "
		"coalesce(t.currency, m.currency), null, coalesce(t.value, m.value), null, null, t.happened_at, null, null, "
		"null where t.state = 'x' and (m.state = 'x' or (m.key_hash is null and not (%.*s)))", WHOLE(sides_literal(j)),
		WHOLE(view_reason(j->a, truth, j->inputs, "t")), WHOLE(view_provable(j->a, mirror, j->inputs, NULL, "t")));
}

/* Rows on both sides that cannot be laid beside each other.  An input that is not there explains more than a record of
 * the other side; two records that were both left out by a filter are nothing. */
static void unreadable_add(struct buf *b, const struct join *j)
{
	Str of_m = view_reason(j->a, &j->rule->sides[j->m], j->inputs, "m");
	Str of_t = view_reason(j->a, &j->rule->sides[j->t], j->inputs, "t");

	buf_print(b, "%sselect 'not comparable', '', %.*s, false, 'not comparable', "
		"case t.state when 'x' then %.*s else coalesce(%.*s, %.*s) end, "
		"case t.state when 'x' then 'input' else coalesce(recon.cause(m.state), recon.cause(t.state)) end, "
		"coalesce(t.currency, m.currency), null::numeric, coalesce(t.value, m.value)::numeric, null::text, null::text, "
		"coalesce(t.happened_at, m.happened_at), null::integer, null::numeric, null::text[] "
		"where (t.state = 'g' and m.state in ('r', 'c', 'u', 'x', 'f', 'n')) "
		"or (m.state = 'g' and t.state in ('r', 'c', 'u', 'x', 'f', 'n')) "
		"or (t.state in ('r', 'c', 'u', 'n') and m.state in ('r', 'c', 'u', 'x', 'n')) "
		"or (t.state = 'x' and m.state in ('r', 'c', 'u', 'n'))",
		j->leading ? " union all " : "", WHOLE(sides_literal(j)), WHOLE(of_t), WHOLE(of_m), WHOLE(of_t));
}

static void currency_add(struct buf *b, const struct join *j)
{
	buf_print(b,
		" union all select 'currency', '', %.*s, false, 'open', null, null, null, null, t.value, "
		"t.currency, m.currency, t.happened_at, null, null, null "
		"where t.state = 'g' and m.state = 'g' and t.currency is distinct from m.currency "
		"and ((t.value is not null and m.value is not null)",
		WHOLE(sides_literal(j)));
	compare_amounts_add(b, j, j->rule->entity->fields[j->rule->value].currency);
	buf_byte(b, ')');
}

static Str findings_sql(const struct join *j)
{
	struct buf *b = buf_new(j->a, SQL_LIMIT);

	if (j->leading)
		missing_add(b, j);
	unreadable_add(b, j);
	if (j->leading)
		unread_add(b, j);
	if (j->leading && j->rule->value >= 0 && j->rule->entity->fields[j->rule->value].currency >= 0)
		currency_add(b, j);
	for (size_t i = 0; i < j->rule->compare_count; i++)
		if (is_compared(j, &j->rule->compare[i]))
			compare_add(b, j, i);
	return buf_str(b);
}

static Str differences_sql(const struct join *j)
{
	struct buf *b = buf_new(j->a, SQL_LIMIT);

	buf_add(b, S("or t.currency is distinct from m.currency"));
	for (size_t i = 0; i < j->rule->compare_count; i++)
		if (is_compared(j, &j->rule->compare[i])) {
			buf_add(b, S(" or "));
			compare_differs_add(b, j, i, j->t, "t");
		}
	return buf_str(b);
}

static bool join_find(struct pg *pg, const struct join *j, struct err *e)
{
	return pg_run(pg, STATEMENT(j->a, sql_reconcile_keyed_compare,
		{"truth", name_of(j, j->t)}, {"mirror", name_of(j, j->m)},
		{"truth_side", quoted_literal(j->a, j->rule->sides[j->t].name)}, {"mirror_side", sides_literal(j)},
		{"join", j->leading ? S("left join") : S("join")},
		{"findings", findings_sql(j)}, {"differences", differences_sql(j)}), NO_PARAMS, NULL, e);
}

static bool unexpected_find(struct pg *pg, const struct join *j, struct err *e)
{
	const struct side *mirror = &j->rule->sides[j->m], *truth = &j->rule->sides[j->t];

	return pg_run(pg, STATEMENT(j->a, sql_reconcile_keyed_unexpected,
		{"truth", name_of(j, j->t)}, {"mirror", name_of(j, j->m)}, {"side", sides_literal(j)},
		{"provable", view_provable(j->a, truth, j->inputs, NULL, "m")},
		{"reason", view_absence_reason(j->a, truth, j->inputs)},
		{"condition", conditions_sql(j->a, &mirror->unexpected, j->rule->entity, "m")}), NO_PARAMS, NULL, e);
}

/* ── pairs of sides ────────────────────────────────────────────────────────────────────────────────────────────── */

/* Sides other than the leading one are joined only where one holds the truth of a field that the other repeats. */
static bool is_joined(const struct join *j)
{
	if (j->leading)
		return true;
	for (size_t i = 0; i < j->rule->compare_count; i++)
		if (is_compared(j, &j->rule->compare[i]))
			return true;
	return false;
}

static bool pair_find(struct pg *pg, const struct join *j, struct err *e)
{
	return !is_joined(j) || (join_find(pg, j, e) && (!j->leading || unexpected_find(pg, j, e)));
}

static bool pairs_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	struct err *e)
{
	for (size_t t = 0; t < rule->side_count; t++) {
		for (size_t m = 0; m < rule->side_count; m++) {
			struct join j = {a, rule, inputs, t, m, .leading = t == rule->truth};
			bool other_way = m == rule->truth || (t > m && t != rule->truth);

			if (t != m && !other_way && !pair_find(pg, &j, e))
				return false;
		}
	}
	return true;
}

Str keyed_is_compared(struct arena *a, const struct rule *rule)
{
	struct buf *mirrors = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < rule->side_count; i++)
		if (i != rule->truth)
			buf_print(mirrors, "%sselect key_hash from %.*s where state = 'g'", mirrors->len > 0 ? " union all " : "",
				WHOLE(quoted_identifier(a, view_name(a, &rule->sides[i], (int)i))));
	return text(arena_print(a, "t.key_hash in (%.*s)", WHOLE(buf_str(mirrors))));
}

/* A key is one, however many mirrors it was compared with. */
static bool compared_count(struct arena *a, struct pg *pg, const struct rule *rule, int64_t *compared, struct err *e)
{
	Str truth = view_name(a, &rule->sides[rule->truth], (int)rule->truth);
	struct rows *r;

	if (!pg_query(pg, a, STATEMENT(a, sql_reconcile_count_keyed, {"truth", truth},
			{"compared", keyed_is_compared(a, rule)}), NO_PARAMS, &r, e))
		return false;
	*compared = rows_int(r, 0, 0);
	return true;
}

/* ── what is gone ──────────────────────────────────────────────────────────────────────────────────────────────── */

/* Whether a mirror has the truth of a field: what differs from it can be told by its rows alone. */
static bool leads_a_field(const struct rule *rule, size_t side)
{
	for (size_t i = 0; side != rule->truth && i < rule->compare_count; i++)
		if (rule->compare[i].truth == (int)side)
			return true;
	return false;
}

/* SQL over p: whether it is a difference in the comparison. */
static Str differs_in(struct arena *a, const struct rule *rule, size_t comparison)
{
	const struct field *f = &rule->entity->fields[rule->compare[comparison].field];
	Str currency = is_own_currency(rule, comparison) ? rule->entity->fields[f->currency].name : f->name;

	return text(arena_print(a, "(p.kind in ('different', 'rounding', 'treatment') and p.field in (%.*s, %.*s))",
		WHOLE(quoted_literal(a, f->name)), WHOLE(quoted_literal(a, currency))));
}

/* Of a value that the leading side lacks its own row tells. */
static bool lacks_by_itself(const struct rule *rule, size_t side)
{
	for (size_t i = 0; side == rule->truth && i < rule->compare_count; i++)
		if (rule->compare[i].is_required)
			return true;
	return false;
}

static void others_only(struct buf *b, struct arena *a, const struct rule *rule, size_t m)
{
	if (lacks_by_itself(rule, m))
		buf_add(b, S(" and p.kind <> 'lacking'"));
	for (size_t i = 0; i < rule->compare_count; i++)
		if (is_by_state(&rule->compare[i]))
			buf_print(b, " and not %.*s", WHOLE(differs_in(a, rule, i)));
}

/* Of what differs in side m, what side t has the truth of; of the side that it faces first, all that is left. */
static Str facing_of(struct arena *a, const struct rule *rule, size_t m, size_t t, size_t first)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	if (t != first)
		buf_print(b, "p.truth_side = %.*s", WHOLE(quoted_literal(a, rule->sides[t].name)));
	else
		buf_add(b, S("true"));
	for (size_t i = 0; t == first && i < rule->side_count; i++)
		if (i != m && i != first && leads_a_field(rule, i))
			buf_print(b, " and p.truth_side <> %.*s", WHOLE(quoted_literal(a, rule->sides[i].name)));
	others_only(b, a, rule, m);
	return buf_str(b);
}

static struct facing pair_facing(struct arena *a, const struct rule *rule, const struct inputs *inputs, size_t m,
	size_t t, Str of)
{
	return (struct facing){rule->sides[m].name, quoted_identifier(a, view_name(a, &rule->sides[t], (int)t)),
		view_name(a, &rule->sides[m], (int)m), view_provable(a, &rule->sides[t], inputs, NULL, "p"),
		view_provable(a, &rule->sides[m], inputs, NULL, "p"), S("m.key_hash is null"), of};
}

/* Of a field that goes by state nobody is asked again whose value counts: what could not be told tonight was found,
 * under the field's name. */
static struct facing state_facing(struct arena *a, const struct rule *rule, const struct inputs *inputs, size_t m,
	size_t comparison)
{
	struct facing f = pair_facing(a, rule, inputs, m, m, differs_in(a, rule, comparison));

	f.truth = text(arena_print(a, "(select key_hash, 'x'::\"char\" as state from finding where side = %.*s "
		"and field = %.*s and status = 'not comparable')", WHOLE(quoted_literal(a, rule->sides[m].name)),
		WHOLE(quoted_literal(a, rule->entity->fields[rule->compare[comparison].field].name))));
	f.truth_provable = S("true");
	return f;
}

/* What tells of the differences in side m. */
static size_t side_facings(struct arena *a, const struct rule *rule, const struct inputs *inputs, size_t m,
	struct facing *pairs)
{
	size_t first = m == rule->truth ? (m == 0 ? 1 : 0) : rule->truth, count = 0;

	for (size_t t = 0; t < rule->side_count; t++)
		if (t == first || (t != m && leads_a_field(rule, t)))
			pairs[count++] = pair_facing(a, rule, inputs, m, t, facing_of(a, rule, m, t, first));
	for (size_t i = 0; i < rule->compare_count; i++)
		if (is_by_state(&rule->compare[i]))
			pairs[count++] = state_facing(a, rule, inputs, m, i);
	if (lacks_by_itself(rule, m))
		pairs[count++] = pair_facing(a, rule, inputs, m, m, S("p.kind = 'lacking'"));
	return count;
}

static size_t keyed_facings(struct arena *a, const struct rule *rule, const struct inputs *inputs,
	struct facing **pairs)
{
	size_t count = 0;

	*pairs = arena_array(a, rule->side_count * (rule->side_count + rule->compare_count) + 1, struct facing);
	for (size_t m = 0; m < rule->side_count; m++)
		count += side_facings(a, rule, inputs, m, *pairs + count);
	return count;
}

size_t rule_facings(struct arena *a, const struct rule *rule, const struct inputs *inputs, struct facing **pairs)
{
	if (rule->kind == RULE_SUM)
		return sum_facings(a, rule, inputs, pairs);
	if (rule->kind == RULE_MATCH)
		return match_facings(a, rule, inputs, pairs);
	if (rule->kind == RULE_CHAIN)
		return chain_facings(a, rule, inputs, pairs);
	return keyed_facings(a, rule, inputs, pairs);
}

/* ── the rule ──────────────────────────────────────────────────────────────────────────────────────────────────── */

bool keyed_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	struct clocks *clocks, int64_t *compared, struct err *e)
{
	for (size_t i = 0; i < rule->side_count; i++)
		clocks_add(a, clocks, (int)i, &rule->sides[i].within);
	for (size_t i = 0; i < rule->compare_count; i++)
		clocks_add(a, clocks, compare_clock_number(i), &rule->compare[i].within);
	return sides_make(a, pg, rule, inputs, e)
	    && pairs_find(a, pg, rule, inputs, e)
	    && by_state_find(a, pg, rule, inputs, e)
	    && compared_count(a, pg, rule, compared, e)
	    && sides_alone(a, pg, rule, inputs, e)
	    && look_alikes_find(a, pg, rule, e)
	    && kits_say(a, pg, rule, e);
}
