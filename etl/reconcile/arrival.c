#include "reconcile/arrival.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/sides.h"
#include "reconcile/view.h"

/* For a lag in business days, what these come to from each day on which something happened; else empty. */
static bool days_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct lag *lag,
	struct texts *days, struct texts *added, struct err *e)
{
	Str truth = view_name(a, &rule->sides[rule->truth], (int)rule->truth);
	struct rows *r;

	if (lag->business_days == 0)
		return true;
	if (!pg_query(pg, a, STATEMENT(a, sql_reconcile_arrival_days, {"truth", truth}),
		    P(text(zone_name(rule_zone(rule)))), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++) {
		date day = rows_date(r, i, 0), due = calendar_add(lag->calendar, day, lag->business_days);

		texts_add(a, days, rows_at(r, i, 0));
		texts_add(a, added, text(arena_print(a, "%lld", (long long)due - day)));
	}
	return true;
}

static bool mirror_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	int64_t rule_run, size_t m, struct err *e)
{
	const struct side *mirror = &rule->sides[m];
	struct texts days = {0}, added = {0};

	return days_find(a, pg, rule, &mirror->within, &days, &added, e)
	    && pg_run(pg, STATEMENT(a, sql_reconcile_arrival,
			{"truth", view_name(a, &rule->sides[rule->truth], (int)rule->truth)},
			{"mirror", view_name(a, mirror, (int)m)}, {"seen", view_first_seen(a, mirror, inputs)},
			{"expect", conditions_sql(a, &mirror->expect, rule->entity, "t")},
			{"provable", view_provable(a, mirror, inputs, NULL, "t")}),
			P(param_int(a, rule_run), param_instant(a, inputs->cut), mirror->name, text(lag_text(a, &mirror->within)),
			  param_int(a, mirror->within.us / SECOND), text(zone_name(rule_zone(rule))), param_texts(a, &days),
			  param_texts(a, &added)), NULL, e);
}

bool arrivals_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	int64_t rule_run, struct err *e)
{
	if (rule->kind != RULE_KEYED || rule->at < 0 || inputs->cut == INSTANT_NONE)
		return true;
	for (size_t m = 0; m < rule->side_count; m++)
		if (m != rule->truth && rule->sides[m].within.given && !mirror_find(a, pg, rule, inputs, rule_run, m, e))
			return false;
	return true;
}
