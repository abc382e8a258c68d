#include "reconcile/contract.h"

#include "base/currency.h"
#include "db/statement.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 1 << 20 };

/* What the parts of the statement share: columns of the row. */
struct terms {
	struct arena *a;
	const struct rule *rule;
	const struct contract *contract;
	const char *alias;
	Str of, currency;
};

/* "case u.f_currency when 'EUR' then 0.25 when … end" */
static Str by_currency(const struct terms *t, const struct fixed_amounts *amounts)
{
	struct buf *b = buf_new(t->a, SQL_LIMIT);

	if (amounts->count == 0)
		return S("null::numeric");
	buf_print(b, "case %.*s", WHOLE(t->currency));
	for (size_t i = 0; i < amounts->count; i++)
		buf_print(b, " when %.*s then %.*s", WHOLE(quoted_literal(t->a, amounts->at[i].currency)),
			WHOLE(decimal_text(t->a, amounts->at[i].amount)));
	buf_add(b, S(" end"));
	return buf_str(b);
}

/* Digits behind the point, of those currencies that have not two. */
static Str digits(const struct terms *t)
{
	struct buf *b = buf_new(t->a, SQL_LIMIT);

	buf_print(b, "case %.*s", WHOLE(t->currency));
	for (size_t i = 0; i < currency_count; i++)
		if (currencies[i].exponent != 2 && currencies[i].exponent >= 0)
			buf_print(b, " when '%s' then %d", currencies[i].code, currencies[i].exponent);
	buf_add(b, S(" else 2 end"));
	return buf_str(b);
}

/* Postgres rounds a half away from zero, and truncates towards it. */
static const char *const rounded[] = {
	[ROUND_HALF_UP] = "round(f.fee, f.digits)",
	[ROUND_DOWN] = "trunc(f.fee, f.digits)",
	[ROUND_UP] = ("trunc(f.fee, f.digits) + case when f.fee <> trunc(f.fee, f.digits) "
		"then sign(f.fee) * 10::numeric ^ -f.digits else 0 end"),
	[ROUND_HALF_EVEN] = ("case when abs(f.fee * 10::numeric ^ f.digits) % 1 = 0.5 "
		"and trunc(f.fee * 10::numeric ^ f.digits) % 2 = 0 then trunc(f.fee, f.digits) "
		"else round(f.fee, f.digits) end"),
};

static Str day_of(const struct terms *t)
{
	const struct contract *c = t->contract;
	Str column = view_field(t->a, t->alias, c->entity, c->at);

	if (c->entity->fields[c->at].type == TYPE_DATE)
		return column;
	return text(arena_print(t->a, "(%.*s at time zone %.*s)::date", WHOLE(column),
		WHOLE(quoted_literal(t->a, text(zone_name(rule_zone(t->rule)))))));
}

static void condition_add(struct buf *b, const struct terms *t, const struct rate *rate)
{
	buf_print(b, " when (%.*s)", WHOLE(conditions_sql(t->a, &rate->where, t->contract->entity, t->alias)));
	for (size_t i = 0; i < rate->fixed.count; i++)
		buf_print(b, "%s%.*s%s", i > 0 ? ", " : arena_print(t->a, " and %.*s in (", WHOLE(t->currency)),
			WHOLE(quoted_literal(t->a, rate->fixed.at[i].currency)), i + 1 == rate->fixed.count ? ")" : "");
	if (rate->from.given)
		buf_print(b, " and %.*s >= '%s'", WHOLE(day_of(t)), date_text(t->a, rate->from.at));
	if (rate->until.given)
		buf_print(b, " and %.*s <= '%s'", WHOLE(day_of(t)), date_text(t->a, rate->until.at));
}

static void rate_add(struct buf *b, const struct terms *t, const struct rate *rate)
{
	condition_add(b, t, rate);
	buf_print(b, " then greatest(least(%.*s * %.*s / 100 + %.*s, %.*s), %.*s)", WHOLE(t->of),
		WHOLE(decimal_text(t->a, rate->percent)),
		WHOLE(rate->fixed.count > 0 ? by_currency(t, &rate->fixed) : S("0")), WHOLE(by_currency(t, &rate->most)),
		WHOLE(by_currency(t, &rate->least)));
}

Str contract_sql(struct arena *a, const struct rule *rule, const struct contract *contract, const char *alias)
{
	const struct entity *n = contract->entity;
	int currency = n->fields[contract->of].currency;
	struct terms t = {a, rule, contract, alias, view_field(a, alias, n, contract->of),
		currency < 0 ? S("''") : view_field(a, alias, n, currency)};
	struct buf *b = buf_new(a, SQL_LIMIT);

	buf_print(b, "(select %s from (select case when %.*s is null then null", rounded[contract->rounding], WHOLE(t.of));
	for (size_t i = 0; i < contract->rate_count; i++)
		rate_add(b, &t, &contract->rates[i]);
	buf_print(b, " end as fee, %.*s as digits) f)", WHOLE(digits(&t)));
	return buf_str(b);
}
