#include "reconcile/grouped.h"

#include "reconcile/view.h"

/* What a map's declared filter left out is not added to what it let in. */
#define LET_IN " filter (where state <> 'f')"

/* In how many currencies a field's amounts are. */
static Str currencies(struct arena *a, const struct entity *n, int field)
{
	return text(arena_print(a, "count(distinct %.*s)" LET_IN, WHOLE(view_column(a, n, n->fields[field].currency))));
}

static void field_add(struct buf *b, struct arena *a, const struct entity *n, int i)
{
	Str column = view_column(a, n, i);
	enum field_type type = n->fields[i].type;

	if (n->fields[i].currency >= 0)
		buf_print(b, ", case when %.*s <= 1 then sum(%.*s)" LET_IN " end as %.*s", WHOLE(currencies(a, n, i)),
			WHOLE(column), WHOLE(column));
	else if (type == TYPE_MONEY || type == TYPE_INTEGER || type == TYPE_DECIMAL)
		buf_print(b, ", (sum(%.*s)" LET_IN ")%s as %.*s", WHOLE(column), type == TYPE_INTEGER ? "::bigint" : "",
			WHOLE(column));
	else if (type == TYPE_TIMESTAMP || type == TYPE_DATE)
		buf_print(b, ", min(%.*s)" LET_IN " as %.*s", WHOLE(column), WHOLE(column));
	else
		buf_print(b, ", case when count(distinct %.*s)" LET_IN " = 1 then (array_agg(%.*s) filter (where state <> 'f' "
			"and %.*s is not null))[1] end as %.*s", WHOLE(column), WHOLE(column), WHOLE(column), WHOLE(column));
}

/* Amounts of two currencies are not added: a key of which the rule asks for such a sum cannot be compared. */
static void currencies_add(struct buf *b, struct arena *a, const struct rule *rule, const struct entity *n,
	int worth)
{
	for (size_t i = 0; i <= rule->compare_count; i++) {
		int field = i < rule->compare_count ? rule->compare[i].field : worth;

		if (field >= 0 && n->fields[field].currency >= 0)
			buf_print(b, " when %.*s > 1 then 'c'", WHOLE(currencies(a, n, field)));
	}
}

Str grouped_sql(struct arena *a, const struct rule *rule, const struct side *side, Str rows, int worth, Str provable)
{
	static const struct { const char *name, *type; } places[] = {{"landing", "::integer"}, {"part", "::integer"},
		{"record", ""}, {"seen_from", "::integer"}, {"place_offset", ""}, {"place_length", "::integer"}};
	const struct entity *n = side->accounts[0]->entity;
	struct buf *b = buf_new(a, 8 << 20);

	buf_print(b, "select key_hash, min(key) as key, key_hash as own_hash, false as alone, "
		"case when bool_or(state = 'x' or not (%.*s)) then 'x' when bool_or(state = 'u') then 'u' "
		"when bool_or(state = 'r') then 'r'", WHOLE(provable));
	currencies_add(b, a, rule, n, worth);
	buf_add(b, S(" when bool_or(state = 't') then 't' when bool_or(state = 'g') then 'g' else 'f' end::\"char\" as "
		"state, min(account)" LET_IN " as account, min(company)" LET_IN " as company, "
		"min(channel)" LET_IN " as channel"));
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		buf_print(b, ", (min(array[landing, part, record, seen_from, place_offset, place_length])" LET_IN
			")[%zu]%s as %s", i + 1, places[i].type, places[i].name);
	for (int i = 0; i < (int)n->field_count; i++)
		field_add(b, a, n, i);
	buf_add(b, S(" from ("));
	buf_add(b, rows);
	buf_add(b, S(") g group by key_hash"));
	return buf_str(b);
}
