#include "reconcile/sides.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/kits.h"
#include "reconcile/view.h"

int side_worth(const struct rule *rule, size_t side)
{
	if (rule->kind == RULE_CHAIN)
		return rule->hops[side].amount;
	return rule->kind == RULE_MATCH ? rule->lists[side].amount : rule->value;
}

bool sides_make(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, struct err *e)
{
	for (size_t i = 0; i < rule->side_count; i++)
		if (!kits_of_side(a, pg, rule, inputs, i, e)
		    || !pg_run(pg, STATEMENT(a, sql_reconcile_side,
				{"view", view_name(a, &rule->sides[i], (int)i)},
				{"rows", view_sql(a, rule, &rule->sides[i], inputs, NULL, side_worth(rule, i), false)}), NO_PARAMS,
				NULL, e))
			return false;
	return true;
}

Str side_names(struct arena *a, const struct rule *rule, const struct side *side)
{
	const struct entity *n = side->accounts[0]->entity;
	struct texts names = entity_key_names(a, n);

	if (n == rule->entity)
		return S("null::text[]");
	return text(arena_print(a, "%.*s::text[]", WHOLE(quoted_literal(a, param_texts(a, &names)))));
}

bool side_alone(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, size_t side,
	struct err *e)
{
	const struct side *s = &rule->sides[side];

	/* A contract has no records of its own. */
	return s->contract
	    || pg_run(pg, STATEMENT(a, sql_reconcile_side_alone,
			{"side_view", view_name(a, s, (int)side)}, {"side", quoted_literal(a, s->name)},
			{"duplicates", view_duplicates_sql(a, s, inputs, side_worth(rule, side), false)},
			{"names", side_names(a, rule, s)}, {"reason", view_reason(a, s, inputs, "s")}), NO_PARAMS, NULL, e);
}

bool sides_alone(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, struct err *e)
{
	for (size_t i = 0; i < rule->side_count; i++)
		if (!side_alone(a, pg, rule, inputs, i, e))
			return false;
	return true;
}

const char *lag_text(struct arena *a, const struct lag *lag)
{
	if (lag->business_days > 0)
		return arena_print(a, "%d business day%s", lag->business_days, lag->business_days == 1 ? "" : "s");
	return duration_text(a, lag->us);
}

/* The latest wall time, as if it stood in UTC, whose business days have passed when the clock shows now. */
static instant days_until(const struct lag *lag, instant now)
{
	date day, end = (date)(now / DAY - (now % DAY < 0));

	for (day = end; calendar_add(lag->calendar, day, lag->business_days) > end;)
		day--;
	if (calendar_add(lag->calendar, day, lag->business_days) == end)
		return day * DAY + (now - end * DAY);
	return (day + 1) * DAY - 1;
}

instant lag_due_until(const struct lag *lag, struct zone *zone, instant cut)
{
	instant now, until, later;
	int32_t offset;

	if (lag->business_days == 0)
		return cut - lag->us;
	now = wall_as_utc(zone_wall(zone, cut, &offset));
	zone_instant(zone, wall_of_utc(days_until(lag, now)), &until, &later);
	return later;
}

void clocks_add(struct arena *a, struct clocks *clocks, int clock, const struct lag *lag)
{
	if (!lag->given)
		return;
	clocks->at = arena_grow(a, clocks->at, clocks->count, sizeof *clocks->at);
	clocks->at[clocks->count++] = (struct clock_lag){clock, lag};
}
