#include "reconcile/moment.h"

#include "db/statement.h"
#include "reconcile/view.h"

static Str zone_literal(struct arena *a, const struct rule *rule)
{
	return quoted_literal(a, text(zone_name(rule_zone(rule))));
}

static instant side_newest(const struct side *side, const struct inputs *inputs)
{
	instant newest = INSTANT_NONE;

	for (size_t i = 0; i < side->account_count; i++) {
		instant as_of = input_of(inputs, side, i)->as_of;

		if (as_of != INSTANT_NONE && (newest == INSTANT_NONE || as_of > newest))
			newest = as_of;
	}
	return newest;
}

/* What has a date alone may have happened until the end of its day, but not after the side was read, unless that was
 * before the day. */
static Str time_of_date(struct arena *a, const struct rule *rule, Str column, instant read)
{
	Str zone = zone_literal(a, rule);
	const char *begin = arena_print(a, "%.*s::timestamp at time zone %.*s", WHOLE(column), WHOLE(zone));
	const char *end = arena_print(a, "((%.*s + 1)::timestamp - interval '1 microsecond') at time zone %.*s",
		WHOLE(column), WHOLE(zone));

	if (read == INSTANT_NONE)
		return text(arena_print(a, "(%s)", end));
	return text(arena_print(a, "(case when %s < '%s'::timestamptz then least(%s, '%s'::timestamptz) else %s end)",
		begin, instant_text(a, read), end, instant_text(a, read), end));
}

/* A match's lists and the hops of a chain have moments of their own; of the others each side of the rule's entity has
 * the rule's. */
static int field_of(const struct rule *rule, const struct side *side)
{
	if (rule->kind == RULE_MATCH)
		return rule->lists[side - rule->sides].at;
	if (rule->kind == RULE_CHAIN)
		return rule->hops[side - rule->sides].at;
	return side->accounts[0]->entity == rule->entity ? rule->at : -1;
}

Str moment_of_field(struct arena *a, const struct rule *rule, const struct side *side, const struct inputs *inputs,
	int field, const char *alias)
{
	const struct entity *n = side->accounts[0]->entity;
	Str column;

	if (field < 0)
		return S("null::timestamptz");
	column = view_field(a, alias, n, field);
	if (n->fields[field].type == TYPE_DATE)
		return time_of_date(a, rule, column, side_newest(side, inputs));
	return column;
}

Str moment_of_list(struct arena *a, const struct rule *rule, const struct side *side, instant read, const char *alias)
{
	int field = field_of(rule, side);
	const struct entity *n = side->accounts[0]->entity;

	if (field < 0)
		return S("null::timestamptz");
	if (n->fields[field].type == TYPE_DATE)
		return time_of_date(a, rule, view_field(a, alias, n, field), read);
	return view_field(a, alias, n, field);
}

Str moment_sql(struct arena *a, const struct rule *rule, const struct side *side, const struct inputs *inputs)
{
	return moment_of_field(a, rule, side, inputs, field_of(rule, side), "u");
}

/* The field that the moment is, if that is a date. */
static bool has_date_alone(const struct rule *rule, const struct side *side)
{
	int field = field_of(rule, side);

	return field >= 0 && side->accounts[0]->entity->fields[field].type == TYPE_DATE;
}

static Str date_column(struct arena *a, const struct rule *rule, const struct side *side)
{
	return view_field(a, "u", side->accounts[0]->entity, field_of(rule, side));
}

/* The later a day, the later its moment: which is the first that is too young, that of the cut or the next, Postgres
 * works out before it looks at the rows. */
static Str too_young(struct arena *a, const struct rule *rule, const struct side *side, const struct inputs *inputs)
{
	Str day, cut = text(arena_print(a, "'%s'::timestamptz", instant_text(a, inputs->cut)));

	if (!has_date_alone(rule, side))
		return text(arena_print(a, "%.*s > %.*s", WHOLE(moment_sql(a, rule, side, inputs)), WHOLE(cut)));
	day = text(arena_print(a, "(%.*s at time zone %.*s)::date", WHOLE(cut), WHOLE(zone_literal(a, rule))));
	return text(arena_print(a, "%.*s >= case when %.*s > %.*s then %.*s else %.*s + 1 end",
		WHOLE(date_column(a, rule, side)), WHOLE(time_of_date(a, rule, day, side_newest(side, inputs))), WHOLE(cut),
		WHOLE(day), WHOLE(day)));
}

static Str too_old(struct arena *a, const struct rule *rule, const struct side *side, const struct inputs *inputs)
{
	const char *since = date_text(a, rule->since.at);

	if (has_date_alone(rule, side))
		return text(arena_print(a, "%.*s < '%s'::date", WHOLE(date_column(a, rule, side)), since));
	return text(arena_print(a, "%.*s < '%s'::timestamp at time zone %.*s", WHOLE(moment_sql(a, rule, side, inputs)),
		since, WHOLE(zone_literal(a, rule))));
}

Str moment_state(struct arena *a, const struct rule *rule, const struct side *side, const struct inputs *inputs)
{
	bool ends = inputs->cut != INSTANT_NONE;
	struct buf *b = buf_new(a, 4096);

	/* What is reached from a row that counts, counts. */
	if ((rule->kind == RULE_CHAIN && side != rule->sides) || (!rule->since.given && !ends))
		return S("u.state");

	buf_add(b, S("case"));
	if (rule->since.given)
		buf_print(b, " when u.state <> 'x' and %.*s then 'o'::\"char\"", WHOLE(too_old(a, rule, side, inputs)));
	if (ends)
		buf_print(b, " when u.state <> 'x' and %.*s then 'y'::\"char\"", WHOLE(too_young(a, rule, side, inputs)));
	buf_add(b, S(" else u.state end"));
	return buf_str(b);
}
