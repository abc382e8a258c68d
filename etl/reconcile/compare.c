#include "reconcile/compare.h"

#include "db/statement.h"
#include "reconcile/means.h"
#include "reconcile/rounding.h"
#include "reconcile/treatment.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 16 << 20, FIELD_CLOCKS = 1000 };

static bool is_number(enum field_type type)
{
	return type == TYPE_MONEY || type == TYPE_INTEGER || type == TYPE_DECIMAL;
}

bool is_by_state(const struct comparison *c)
{
	return c->truth < 0 || c->is_required;
}

/* Whether the first row is the mirror's, and the second that of the truth. */
static bool is_reversed(const struct join *j, const struct comparison *c)
{
	return !j->by_state && (size_t)c->truth == j->m;
}

/* ── what belongs to the key ───────────────────────────────────────────────────────────────────────────────────── */

Str compare_key(const struct join *j, Str column)
{
	if (!j->by_state)
		return text(arena_print(j->a, "t.%.*s", WHOLE(column)));
	return text(arena_print(j->a, "coalesce(l.%.*s, t.%.*s, m.%.*s)", WHOLE(column), WHOLE(column), WHOLE(column)));
}

/* A clock starts with the named field, else with the first snapshot that showed this version of the row. */
Str compare_since(const struct join *j, const struct comparison *c)
{
	if (c->since >= 0)
		return text(arena_print(j->a, "%.*s::timestamptz",
			WHOLE(compare_key(j, view_column(j->a, j->rule->entity, c->since)))));
	return c->within.given ? S("null::timestamptz") : compare_key(j, S("happened_at"));
}

/* "valid from 2026-03-31 02:30", by the title of the field that starts the clock: whoever reads of a price that is an
 * hour old need not look it up. */
static Str since_said(const struct join *j, const struct comparison *c)
{
	const struct field *f = c->since < 0 ? NULL : &j->rule->entity->fields[c->since];
	Str column;

	if (!f || f->personal)
		return S("null::text");
	column = compare_key(j, view_column(j->a, j->rule->entity, c->since));
	if (f->type == TYPE_TIMESTAMP)
		column = text(arena_print(j->a, "to_char(%.*s at time zone %.*s, 'YYYY-MM-DD HH24:MI')", WHOLE(column),
			WHOLE(quoted_literal(j->a, text(zone_name(rule_zone(j->rule)))))));
	return text(arena_print(j->a, "%.*s || %.*s::text", WHOLE(quoted_literal(j->a,
		text(arena_print(j->a, "%.*s ", STR(f->title.len > 0 ? f->title : f->name))))), WHOLE(column)));
}

int compare_clock_number(size_t comparison)
{
	return FIELD_CLOCKS + (int)comparison;
}

Str compare_clock(const struct join *j, size_t comparison)
{
	if (!j->rule->compare[comparison].within.given)
		return S("null::integer");
	return text(arena_print(j->a, "%d", compare_clock_number(comparison)));
}

/* ── values ────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Names of the leading row's other amounts that equal the difference: "the difference is the tax". */
static Str alike_sql(const struct join *j, const struct comparison *c, Str difference)
{
	const struct entity *n = j->rule->entity;
	struct buf *b = buf_new(j->a, SQL_LIMIT);
	bool any = false;

	for (int i = 0; i < (int)n->field_count; i++) {
		if (i == c->field || n->fields[i].type != TYPE_MONEY)
			continue;
		buf_print(b, "%scase when t.\"f_%.*s\" <> 0 and t.\"f_%.*s\" = abs(%.*s) then %.*s end", any ? ", " : "",
			WHOLE(n->fields[i].name), WHOLE(n->fields[i].name), WHOLE(difference),
			WHOLE(quoted_literal(j->a, n->fields[i].name)));
		any = true;
	}
	if (!any)
		return S("null::text[]");
	return text(arena_print(j->a, "array_remove(array[%.*s], null)", WHOLE(buf_str(b))));
}

static Str tolerance_sql(struct arena *a, const struct share *tolerance, Str truth)
{
	Str amount = decimal_text(a, tolerance->amount);

	if (tolerance->percent)
		return text(arena_print(a, "abs(%.*s) * %.*s / 100", WHOLE(truth), WHOLE(amount)));
	return amount;
}

/* How many amounts were rounded the record that leads says, or if it does not the other; where neither does, nothing is
 * known to be rounding. */
static Str rounded_count(const struct join *j, const struct comparison *c, bool reversed)
{
	const struct entity *n = j->rule->entity;

	if (c->rounding.field < 0)
		return decimal_text(j->a, decimal_of(j->a, c->rounding.count));
	return text(arena_print(j->a, "coalesce(%.*s, %.*s)",
		WHOLE(view_field(j->a, reversed ? "m" : "t", n, c->rounding.field)),
		WHOLE(view_field(j->a, reversed ? "t" : "m", n, c->rounding.field))));
}

/* What was reckoned otherwise is no rounding, however small; an amount that one side does not have was not reckoned. */
static Str kind_sql(const struct join *j, const struct comparison *c, bool reversed, Str difference)
{
	struct buf *b = buf_new(j->a, SQL_LIMIT);

	if (c->treatment_count == 0 && !c->rounding.given)
		return S("'different'");
	buf_add(b, S("case"));
	if (c->treatment_count > 0)
		buf_print(b, " when %.*s is not null and %.*s then 'treatment'", WHOLE(difference),
			WHOLE(treatment_differs(j->a, j->rule, c)));
	if (c->rounding.given)
		buf_print(b, " when %.*s then 'rounding'",
			WHOLE(rounding_sql(j->a, &c->rounding, difference, rounded_count(j, c, reversed))));
	buf_add(b, S(" else 'different' end"));
	return buf_str(b);
}

/* Why an amount differs, as far as the rows say it. */
static Str reason_said(const struct join *j, const struct comparison *c)
{
	bool reversed = is_reversed(j, c);

	if (c->treatment_count == 0)
		return since_said(j, c);
	return text(arena_print(j->a, "coalesce(%.*s, %.*s)",
		WHOLE(treatment_said(j->a, j->rule, c, reversed ? "m" : "t", reversed ? "t" : "m")), WHOLE(since_said(j, c))));
}

/* That of the amounts; where one is NULL that of the other, whatever the row with none says. */
static Str currency_sql(const struct join *j, int field)
{
	const struct entity *n = j->rule->entity;
	int currency = n->fields[field].currency;

	if (currency < 0)
		return S("null::text");
	return text(arena_print(j->a, "(case when %.*s is null then %.*s else %.*s end)::text",
		WHOLE(view_field(j->a, "t", n, field)), WHOLE(view_field(j->a, "m", n, currency)),
		WHOLE(view_field(j->a, "t", n, currency))));
}

/* An amount that one side does not have is worth what the other says, and no tolerance covers it. */
static void number_add(struct buf *b, const struct join *j, const struct comparison *c, Str truth, Str mirror)
{
	Str difference = text(arena_print(j->a, "(%.*s - %.*s)", WHOLE(mirror), WHOLE(truth)));
	Str worth = text(arena_print(j->a, "(coalesce(%.*s, 0) - coalesce(%.*s, 0))", WHOLE(mirror), WHOLE(truth)));

	buf_print(b, "case when abs(%.*s) <= %.*s then 'within tolerance' else 'open' end, %.*s, null::text, %.*s, "
		"%.*s::numeric, abs(%.*s)::numeric, %.*s::text, %.*s::text, ", WHOLE(difference),
		WHOLE(tolerance_sql(j->a, &c->tolerance, truth)), WHOLE(reason_said(j, c)), WHOLE(currency_sql(j, c->field)),
		WHOLE(worth), WHOLE(worth), WHOLE(truth), WHOLE(mirror));
}

static void other_add(struct buf *b, const struct join *j, const struct comparison *c, Str truth, Str mirror)
{
	buf_print(b, "'open', %.*s, null::text, null::text, null::numeric, %.*s, %.*s::text, %.*s::text, ",
		WHOLE(since_said(j, c)), WHOLE(compare_key(j, S("value"))), WHOLE(truth), WHOLE(mirror));
}

static Str ratio_sql(const struct join *j, const struct comparison *c, Str truth, Str mirror)
{
	if (!is_number(j->rule->entity->fields[c->field].type))
		return S("null::numeric");
	return text(arena_print(j->a, "round(%.*s / nullif(%.*s, 0), 4)::numeric", WHOLE(mirror), WHOLE(truth)));
}

/* ── whether they differ ───────────────────────────────────────────────────────────────────────────────────────── */

/* Of a join by state t tells the side. */
static Str differ(const struct join *j, const struct comparison *c)
{
	struct buf *b = buf_new(j->a, SQL_LIMIT);
	bool reversed = is_reversed(j, c);

	if (!j->by_state)
		return means_differ(j->a, j->rule, c, reversed ? j->m : j->t, reversed ? j->t : j->m, reversed ? "m" : "t",
			reversed ? "t" : "m");
	buf_add(b, S("case when t.side is null then false"));
	for (size_t i = 0; i < c->holder_count; i++)
		buf_print(b, " when t.side = %.*s then %.*s",
			WHOLE(quoted_literal(j->a, j->rule->sides[c->holders[i].side].name)),
			WHOLE(means_differ(j->a, j->rule, c, c->holders[i].side, j->m, "t", "m")));
	buf_add(b, S(" end"));
	return buf_str(b);
}

bool is_compared(const struct join *j, const struct comparison *c)
{
	bool here = c->truth == (int)j->t || c->truth == (int)j->m;

	return here && !is_by_state(c) && side_maps(&j->rule->sides[j->t], c->field)
	    && side_maps(&j->rule->sides[j->m], c->field);
}

static int currency_of(const struct rule *rule, size_t comparison)
{
	return rule->entity->fields[rule->compare[comparison].field].currency;
}

/* It is not the value's, which has a kind of its own, and not compared itself. */
bool is_own_currency(const struct rule *rule, size_t comparison)
{
	int currency = currency_of(rule, comparison);

	if (currency < 0 || (rule->value >= 0 && rule->entity->fields[rule->value].currency == currency))
		return false;
	for (size_t i = 0; i < rule->compare_count; i++)
		if (rule->compare[i].field == currency)
			return false;
	return true;
}

/* Of the fields that share it the first says it that the join compares.  Joins by state compare one each: of what two
 * of them say one finding is made. */
static bool says_currency(const struct join *j, size_t comparison)
{
	for (size_t i = 0; !j->by_state && i < comparison; i++)
		if (is_compared(j, &j->rule->compare[i]) && currency_of(j->rule, i) == currency_of(j->rule, comparison))
			return false;
	return is_own_currency(j->rule, comparison);
}

void compare_amounts_add(struct buf *b, const struct join *j, int currency)
{
	for (size_t i = 0; i < j->rule->compare_count; i++) {
		const struct comparison *c = &j->rule->compare[i];

		if (currency_of(j->rule, i) == currency && is_compared(j, c))
			buf_print(b, " or (%.*s is not null and %.*s is not null)",
				WHOLE(view_field(j->a, "t", j->rule->entity, c->field)),
				WHOLE(view_field(j->a, "m", j->rule->entity, c->field)));
	}
}

void compare_differs_add(struct buf *b, const struct join *j, size_t comparison, size_t other, const char *row)
{
	const struct comparison *c = &j->rule->compare[comparison];
	const struct entity *n = j->rule->entity;
	bool reversed = is_reversed(j, c);

	buf_add(b, means_differ(j->a, j->rule, c, reversed ? j->m : other, reversed ? other : j->m, reversed ? "m" : row,
		reversed ? row : "m"));
	if (says_currency(j, comparison))
		buf_print(b, " or %.*s is distinct from %.*s",
			WHOLE(view_field(j->a, row, n, n->fields[c->field].currency)),
			WHOLE(view_field(j->a, "m", n, n->fields[c->field].currency)));
}

Str compare_lacks(struct arena *a, const struct rule *rule, const struct comparison *c, const char *leading)
{
	if (!c->is_required)
		return S("false");
	return text(arena_print(a, "(%.*s is null and %s.state = 'g' and (%.*s) is true)",
		WHOLE(view_field(a, "m", rule->entity, c->field)), leading,
		WHOLE(conditions_sql(a, &c->required, rule->entity, leading))));
}

/* ── what is found ─────────────────────────────────────────────────────────────────────────────────────────────── */

/* Which rows can be laid beside each other: of a join by state the truth's own row is none of its mirrors', and a value
 * that must be there and is not is a finding of its own. */
static void rows_add(struct buf *b, const struct join *j, const struct comparison *c)
{
	buf_add(b, S(" where t.state = 'g' and m.state = 'g'"));
	if (j->by_state)
		buf_print(b, " and t.side <> %.*s and %.*s is not true", WHOLE(quoted_literal(j->a, j->rule->sides[j->m].name)),
			WHOLE(compare_lacks(j->a, j->rule, c, "l")));
}

static void head_add(struct buf *b, const struct join *j, const struct comparison *c, int field, Str kind)
{
	bool reversed = is_reversed(j, c);

	buf_print(b, " union all select %.*s, %.*s, %.*s, %s", WHOLE(kind),
		WHOLE(quoted_literal(j->a, j->rule->entity->fields[field].name)),
		WHOLE(quoted_literal(j->a, j->rule->sides[reversed ? j->t : j->m].name)),
		j->by_state ? "" : reversed ? "true, " : "false, ");
}

static void field_add(struct buf *b, const struct join *j, size_t comparison)
{
	const struct comparison *c = &j->rule->compare[comparison];
	const struct entity *n = j->rule->entity;
	bool reversed = is_reversed(j, c), number = is_number(n->fields[c->field].type);
	Str of_t = view_field(j->a, "t", n, c->field), of_m = view_field(j->a, "m", n, c->field);
	Str truth = reversed ? of_m : of_t, mirror = reversed ? of_t : of_m;
	Str difference = text(arena_print(j->a, "(%.*s - %.*s)", WHOLE(mirror), WHOLE(truth)));
	int currency = n->fields[c->field].currency;

	head_add(b, j, c, c->field, number ? kind_sql(j, c, reversed, difference) : S("'different'"));
	if (number)
		number_add(b, j, c, truth, mirror);
	else
		other_add(b, j, c, truth, mirror);
	buf_print(b, "%.*s, %.*s, %.*s, %.*s", WHOLE(compare_since(j, c)), WHOLE(compare_clock(j, comparison)),
		WHOLE(ratio_sql(j, c, truth, mirror)),
		WHOLE(number ? alike_sql(j, c, difference) : S("null::text[]")));
	rows_add(b, j, c);
	buf_print(b, " and %.*s", WHOLE(differ(j, c)));
	if (currency >= 0 && number)
		buf_print(b, " and (%.*s is not distinct from %.*s or %.*s is null or %.*s is null)",
			WHOLE(view_field(j->a, "t", n, currency)), WHOLE(view_field(j->a, "m", n, currency)), WHOLE(of_t),
			WHOLE(of_m));
}

/* Amounts of two currencies are not compared, so their currencies are: the column of a field that is not the value's,
 * which has a kind of its own. */
static void currency_add(struct buf *b, const struct join *j, const struct comparison *c)
{
	const struct entity *n = j->rule->entity;
	bool reversed = is_reversed(j, c);
	int currency = n->fields[c->field].currency;
	Str of_t = view_field(j->a, "t", n, currency), of_m = view_field(j->a, "m", n, currency);

	head_add(b, j, c, currency, S("'different'"));
	other_add(b, j, c, reversed ? of_m : of_t, reversed ? of_t : of_m);
	buf_print(b, "%.*s, null::integer, null::numeric, null::text[]", WHOLE(compare_since(j, c)));
	rows_add(b, j, c);
	buf_print(b, " and %.*s is distinct from %.*s and ((%.*s is not null and %.*s is not null)", WHOLE(of_t),
		WHOLE(of_m), WHOLE(view_field(j->a, "t", n, c->field)), WHOLE(view_field(j->a, "m", n, c->field)));
	if (!j->by_state)
		compare_amounts_add(b, j, currency);
	buf_byte(b, ')');
}

void compare_add(struct buf *b, const struct join *j, size_t comparison)
{
	field_add(b, j, comparison);
	if (says_currency(j, comparison))
		currency_add(b, j, &j->rule->compare[comparison]);
}
