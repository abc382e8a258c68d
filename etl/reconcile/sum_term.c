#include "reconcile/sum_term.h"

#include "db/statement.h"
#include "reconcile/kits.h"
#include "reconcile/moment.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 16 << 20 };

static const struct entity *term_entity(const struct term *term)
{
	return term->side.accounts[0]->entity;
}

const struct parent *sum_parent(const struct term *term)
{
	const struct entity *n = term_entity(term);

	for (size_t i = 0; i < n->parent_count; i++)
		if (text_is(n->parents[i].name, term->parent))
			return &n->parents[i];
	return NULL;
}

/* One number for one extract, however often the rule lists it. */
static Str origin_sql(struct arena *a, const struct term *term, const struct inputs *inputs)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	buf_add(b, S("case account"));
	for (size_t i = 0; i < inputs->count; i++) {
		size_t first = 0;

		while (!text_is(inputs->at[first].account->extract, inputs->at[i].account->extract))
			first++;
		if (inputs->at[i].side == &term->side)
			buf_print(b, " when %d then %d", inputs->at[i].number, inputs->at[first].number);
	}
	buf_add(b, S(" end"));
	return buf_str(b);
}

static Str names_sql(struct arena *a, const struct entity *n)
{
	struct texts names = entity_key_names(a, n);

	return text(arena_print(a, "%.*s::text[]", WHOLE(quoted_literal(a, param_texts(a, &names)))));
}

/* In units nothing is no zero: what has no quantity is not tracked. */
static Str state_sql(const struct rule *rule)
{
	if (rule->unit.len == 0)
		return S("state");
	return S("case when state = 'g' and value is null then 'n'::\"char\" else state end");
}

/* Of which line the row is: 0 of none that is declared, -1 where that could not be read. */
static Str line_sql(struct arena *a, const struct term *term)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	if (term->by < 0)
		return text(arena_print(a, "%d", term->line));
	buf_add(b, S("case"));
	for (size_t i = 0; i < term->line_count; i++)
		buf_print(b, " when coalesce(%.*s, '') = %.*s then %d", WHOLE(view_field(a, "v", term_entity(term), term->by)),
			WHOLE(quoted_literal(a, term->lines[i].value)), term->lines[i].number);
	buf_print(b, " when %.*s is null and state <> 'g' then -1 else 0 end",
		WHOLE(view_field(a, "v", term_entity(term), term->by)));
	return buf_str(b);
}

static Str told_by_sql(struct arena *a, const struct term *term)
{
	return term->by < 0 ? S("''") : text(arena_print(a, "coalesce(%.*s, '')",
		WHOLE(view_field(a, "v", term_entity(term), term->by))));
}

static Str own_key_sql(struct arena *a, const struct entity *n)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < n->key_count; i++)
		buf_print(b, "%s%.*s::text", i > 0 ? ", " : "array[", WHOLE(view_field(a, "v", n, n->key[i])));
	buf_byte(b, ']');
	return buf_str(b);
}

/* The key of the parent that a row and what it gives back name; null where a part of it is. */
static Str original_sql(struct arena *a, const struct term *term)
{
	struct buf *list = buf_new(a, SQL_LIMIT);

	if (!term->original)
		return S("null::text[]");
	for (size_t i = 0; i < term->original->entity->key_count; i++)
		buf_print(list, "%s%.*s::text", i > 0 ? ", " : "",
			WHOLE(view_field(a, "v", term_entity(term), term->original->fields[i])));
	return text(arena_print(a, "case when num_nulls(%.*s) = 0 then array[%.*s] end", WHOLE(buf_str(list)),
		WHOLE(buf_str(list))));
}

static Str is_original_sql(struct arena *a, const struct term *term)
{
	return term->is_original.count == 0 ? S("false") : conditions_sql(a, &term->is_original, term_entity(term), "v");
}

/* The term's rows as the filling statement wants them. */
Str sum_term_sql(struct arena *a, const struct rule *rule, const struct term *term, const struct inputs *inputs)
{
	Str rows;

	if (term->kits)
		return kits_term_sql(a, term);
	rows = view_sql(a, rule, &term->side, inputs, sum_parent(term), term->amount, term->negative);
	return text(arena_print(a,
		"select key_hash, key, coalesce(currency, '') as currency, %.*s as state, value as amount, company, "
		"channel, %.*s as happened_at, account, seen_from, landing, part, record, place_offset, place_length, "
		"own_hash, %.*s as origin, case when alone then %.*s end as alone, case when alone then %.*s end as names, "
		"%.*s as line_no, %.*s as told_by, %.*s as own_key, %.*s as original, %.*s as is_original "
		"from (%.*s) v", WHOLE(state_sql(rule)),
		WHOLE(term->at < 0 ? S("happened_at") : moment_of_field(a, rule, &term->side, inputs, term->at, "v")),
		WHOLE(origin_sql(a, term, inputs)), WHOLE(quoted_literal(a, term->parent)),
		WHOLE(names_sql(a, term_entity(term))), WHOLE(line_sql(a, term)), WHOLE(told_by_sql(a, term)),
		WHOLE(own_key_sql(a, term_entity(term))), WHOLE(original_sql(a, term)), WHOLE(is_original_sql(a, term)),
		WHOLE(rows)));
}
