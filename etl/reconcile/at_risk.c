#include "reconcile/at_risk.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/sum_term.h"
#include "reconcile/view.h"

/* ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

struct at_risk_written {
	bool oversell;
	struct duration dead_after;
	Str cost;
};

static const struct key at_risk_keys[] = {
	KEY(struct at_risk_written, oversell, .doc = "warn of what may be sold and is not there", .def = "true"),
	KEY(struct at_risk_written, dead_after, .doc = "warn of what is on hand, by the rule's first part, and has not "
		"moved for so long (180d), by the lists of timing"),
	KEY(struct at_risk_written, cost, .doc = "field of the first part that says what one unit costs"),
};

void at_risk_describe(struct buf *b)
{
	struct key_section section = {at_risk_keys, KEY_COUNT(at_risk_keys), NULL};

	keys_describe(b, "reconcile.NAME.at_risk", &section, 1);
}

static bool cost_right(struct reading *r, const struct entity *n, int field, const struct node *at)
{
	return field < 0 || n->fields[field].currency >= 0
	    || mistake(r->m, at, "field \"%.*s\" is of type %s, must be money", STR(n->fields[field].name),
		       field_types[n->fields[field].type].name);
}

bool at_risk_read(struct reading *r, const struct node *n)
{
	struct at_risk *risk = &r->rule->at_risk;
	struct at_risk_written written = {0};
	const struct entity *entity = r->rule->part_count > 0 ? side_entity(&r->rule->parts[0].side) : NULL;
	bool ok;

	risk->cost = -1;
	if (!n)
		return true;
	ok = keys_read(r->a, n, at_risk_keys, KEY_COUNT(at_risk_keys), &written, r->m);
	risk->oversell = written.oversell;
	risk->dead_after = written.dead_after.us;
	if (written.dead_after.given && !r->rule->timing.given)
		ok = mistake(r->m, node_place(n, "dead_after"), "only movements tell what did not move: name their lists in "
			"[reconcile.%.*s.timing]", STR(r->rule->name));
	if (!entity)
		return false;
	ok = reading_field(r, entity, written.cost, node_place(n, "cost"), &risk->cost) && ok;
	return cost_right(r, entity, risk->cost, node_place(n, "cost")) && ok;
}

/* ── what one unit costs ───────────────────────────────────────────────────────────────────────────────────────── */

/* SELECT of key_hash, cost and currency: of several rows of a key the dearest. */
static Str costs_sql(struct arena *a, const struct rule *rule, const struct inputs *inputs)
{
	const struct term *first = &rule->parts[0];

	if (rule->at_risk.cost < 0)
		return S("select null::uuid as key_hash, null::numeric as cost, null::text as currency where false");
	return text(arena_print(a, "select distinct on (key_hash) key_hash, value as cost, currency from (%.*s) v "
		"where state = 'g' and value is not null and currency is not null order by key_hash, value desc",
		WHOLE(view_sql(a, rule, &first->side, inputs, sum_parent(first), rule->at_risk.cost, false))));
}

/* ── what is at risk ───────────────────────────────────────────────────────────────────────────────────────────── */

static bool oversell_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	struct err *e)
{
	return !rule->at_risk.oversell
	    || pg_run(pg, STATEMENT(a, sql_reconcile_at_risk_oversell, {"costs", costs_sql(a, rule, inputs)}), NO_PARAMS,
		       NULL, e);
}

/* When the lists of what moved end; INSTANT_NONE where one of them does not tell all until then. */
static instant moved_until(const struct rule *rule, const struct inputs *inputs)
{
	const struct side *side = &rule->timing.movements.side;
	instant until = INSTANT_NONE;

	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);

		if (!in->available || in->missing_parts.count > 0 || in->keyless > 0)
			return INSTANT_NONE;
		until = until == INSTANT_NONE || in->as_of < until ? in->as_of : until;
	}
	return until;
}

bool at_risk_tells_dead(const struct rule *rule, const struct inputs *inputs)
{
	return rule->at_risk.dead_after == 0 || moved_until(rule, inputs) != INSTANT_NONE;
}

static bool dead_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	struct err *e)
{
	const struct term *moved = &rule->timing.movements, *first = &rule->parts[0];
	instant until = moved_until(rule, inputs);

	if (rule->at_risk.dead_after == 0 || until == INSTANT_NONE)
		return true;
	return pg_run(pg, STATEMENT(a, sql_reconcile_at_risk_dead,
			{"on_hand", sum_term_sql(a, rule, first, inputs)},
			{"at", view_field(a, "v", moved->side.accounts[0]->entity, rule->timing.at)},
			{"rows", view_sql(a, rule, &moved->side, inputs, sum_parent(moved), moved->amount, false)},
			{"costs", costs_sql(a, rule, inputs)}),
		P(param_instant(a, until - rule->at_risk.dead_after)), NULL, e);
}

bool at_risk_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	int64_t rule_run, struct err *e)
{
	if (!rule->at_risk.oversell && rule->at_risk.dead_after == 0)
		return true;
	return pg_run(pg, sql_reconcile_at_risk_table, NO_PARAMS, NULL, e)
	    && oversell_find(a, pg, rule, inputs, e)
	    && dead_find(a, pg, rule, inputs, e)
	    && pg_run(pg, sql_reconcile_at_risk_find, P(text(zone_name(rule_zone(rule)))), NULL, e)
	    && pg_run(pg, sql_reconcile_at_risk_keep, P(param_int(a, rule_run)), NULL, e);
}
