#include "reconcile/policy.h"

#include "base/currency.h"

struct policy_written {
	int64_t max_open;
	const struct node *max_amount;
};

static const struct key keys[] = {
	KEY(struct policy_written, max_open, .doc = "so many discrepancies may be not explained", .def = "-1"),
	KEY(struct policy_written, max_amount, .takes = "amount, or table of amounts by currency",
		.doc = "not more than this of each currency, or of those named, may be not explained; signs do not count"),
};

static bool limit_read(struct arena *a, const struct node *n, Str currency, struct amount_limit *limit,
	struct mistakes *m)
{
	Str s;

	limit->currency = currency;
	if (!node_scalar(a, n, &s) || !decimal_parse(a, s, &limit->most) || limit->most.negative)
		return mistake(m, n, "\"max_amount\" must be an amount as in \"100.00\", or a table such as "
			"{ EUR = \"100.00\" }");
	return true;
}

static bool limits_read(struct arena *a, const struct node *n, struct rule *rule, struct mistakes *m)
{
	bool is_table = n->kind == NODE_TABLE, ok = true;
	struct amount_limit *list;

	rule->max_amount_count = is_table ? n->count : 1;
	rule->max_amounts = list = arena_array(a, rule->max_amount_count, struct amount_limit);
	if (!is_table)
		return limit_read(a, n, S(""), list, m);
	for (size_t i = 0; i < n->count; i++) {
		Str currency = n->items[i]->name;

		ok = limit_read(a, n->items[i], currency, &list[i], m) && ok;
		if (!currency_listed(currency) && !text_is(currency, rule->unit))
			ok = mistake(m, n->items[i], "there is no currency %s", text_quoted(a, currency));
	}
	return ok;
}

bool policy_read(struct arena *a, const struct node *node, struct rule *rule, struct mistakes *m)
{
	struct policy_written w = {.max_open = -1};
	bool ok = true;

	rule->max_open = -1;
	if (node)
		ok = keys_read(a, node, keys, KEY_COUNT(keys), &w, m);
	rule->max_open = w.max_open;
	return (!w.max_amount || limits_read(a, w.max_amount, rule, m)) && ok;
}

static Str amount_text(struct arena *a, struct decimal amount, Str currency)
{
	const struct currency *c = currency_listed(currency);

	return decimal_fixed(a, amount, c && c->exponent > 0 ? c->exponent : 0);
}

const char *policy_exceeded(struct arena *a, const struct rule *rule, const struct verdict *v)
{
	if (rule->max_open >= 0 && v->open > rule->max_open)
		return arena_print(a, "%lld not explained, more than max_open = %lld", (long long)v->open,
			(long long)rule->max_open);
	for (size_t i = 0; i < v->exposure_count; i++)
		for (size_t j = 0; j < rule->max_amount_count; j++) {
			const struct exposure *x = &v->exposures[i];
			const struct amount_limit *limit = &rule->max_amounts[j];
			Str currency = x->currency.len > 0 ? x->currency : rule->unit;

			if ((limit->currency.len == 0 || text_is(limit->currency, currency))
			    && decimal_compare(x->open, limit->most) > 0)
				return arena_print(a, "%.*s %.*s not explained, more than max_amount = %.*s",
					STR(amount_text(a, x->open, currency)), STR(currency), STR(amount_text(a, limit->most, currency)));
		}
	return NULL;
}

void policy_describe(struct buf *b)
{
	struct key_section section = {keys, KEY_COUNT(keys), NULL};

	keys_describe(b, "reconcile.NAME.policy", &section, 1);
}
