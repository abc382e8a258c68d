#include "reconcile/life.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/rule_keys.h"
#include "reconcile/view.h"

static Str id(struct arena *a, int64_t number)
{
	return number ? param_int(a, number) : PARAM_NULL;
}

/* ── beginning ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static void personal_add(struct arena *a, struct texts *names, const struct entity *n)
{
	for (size_t i = 0; n && i < n->field_count; i++)
		if (n->fields[i].personal && !texts_has(names, n->fields[i].name))
			texts_add(a, names, n->fields[i].name);
}

/* Of all that a discrepancy of the rule may name: rows of its sides, and what a sum's whole belongs to. */
static struct texts personal_names(struct arena *a, const struct rule *rule)
{
	struct texts names = {0};

	personal_add(a, &names, rule->entity);
	for (size_t i = 0; rule->kind == RULE_SUM && i < rule->entity->parent_count; i++)
		personal_add(a, &names, rule->entity->parents[i].entity);
	for (size_t i = 0; i < rule->part_count; i++)
		personal_add(a, &names, rule->parts[i].side.accounts[0]->entity);
	if (rule->timing.given)
		personal_add(a, &names, rule->timing.movements.side.accounts[0]->entity);
	for (size_t i = 0; (rule->kind == RULE_MATCH || rule->kind == RULE_CHAIN) && i < rule->side_count; i++)
		personal_add(a, &names, rule->sides[i].accounts[0]->entity);
	return names;
}

static bool rule_known(struct life *l, struct err *e)
{
	struct texts personal = personal_names(l->a, l->rule);

	return pg_run(l->pg, sql_reconcile_personal, P(l->rule->id, param_texts(l->a, &personal)), NULL, e)
	    && pg_run(l->pg, sql_reconcile_rule_known, P(l->rule->id, param_digest(l->a, l->rule->digest), l->rule->name,
		text(rule_kinds[l->rule->kind].name), l->rule->text, param_instant(l->a, l->night->decided_at)), NULL, e);
}

static date date_at(const struct rows *r, size_t column)
{
	return rows_is_null(r, 0, column) ? DATE_NONE : rows_date(r, 0, column);
}

/* What stands for the date and after it makes way. */
static bool way_make(struct life *l, Str day, struct err *e)
{
	struct rows *r;

	if (!pg_query(l->pg, l->a, sql_reconcile_overtake, P(l->rule->id, day), &r, e))
		return false;
	l->overtaken = date_at(r, 0);
	return pg_run(l->pg, sql_reconcile_replace, P(l->rule->id, day), NULL, e);
}

static bool position_find(struct life *l, struct err *e)
{
	Str day = param_date(l->a, l->night->business_date);
	struct rows *r;

	if (!pg_query(l->pg, l->a, sql_reconcile_lock_rule, P(l->rule->id), &r, e)
	    || !pg_query(l->pg, l->a, sql_reconcile_earlier, P(l->rule->id, day), &r, e))
		return false;
	l->previous = rows_is_null(r, 0, 0) ? 0 : rows_int(r, 0, 0);
	l->later = date_at(r, 1);
	l->overtaken = DATE_NONE;
	if (l->later == DATE_NONE && !way_make(l, day, e))
		return false;
	if (!pg_query(l->pg, l->a, sql_reconcile_reported, P(l->rule->id, id(l->a, l->previous)), &r, e))
		return false;
	l->reported = l->later != DATE_NONE || rows_is_null(r, 0, 0) ? l->previous : rows_int(r, 0, 0);
	return true;
}

static bool tables_make(struct life *l, struct err *e)
{
	return pg_run(l->pg, sql_reconcile_finding, NO_PARAMS, NULL, e)
	    && pg_run(l->pg, sql_reconcile_found, NO_PARAMS, NULL, e)
	    && pg_run(l->pg, sql_reconcile_account, NO_PARAMS, NULL, e)
	    && pg_run(l->pg, sql_reconcile_previous, NO_PARAMS, NULL, e)
	    && pg_run(l->pg, sql_reconcile_previous_fill, P(id(l->a, l->previous)), NULL, e)
	    && pg_run(l->pg, sql_reconcile_previous_analyze, NO_PARAMS, NULL, e);
}

bool life_begin(struct life *l, struct err *e)
{
	struct rows *r;

	if (!rule_known(l, e) || !position_find(l, e) || !tables_make(l, e)
	    || !pg_query(l->pg, l->a, sql_reconcile_begin_rule_run,
			 P(param_int(l->a, l->night->run_id), l->rule->id, param_digest(l->a, l->rule->digest),
			   param_date(l->a, l->night->business_date), param_instant(l->a, l->inputs->cut),
			   l->later != DATE_NONE ? S("trial") : S("current"), id(l->a, l->previous), id(l->a, l->reported),
			   param_instant(l->a, l->night->decided_at)), &r, e))
		return false;
	l->rule_run = rows_int(r, 0, 0);
	return inputs_record(l->a, l->pg, l->inputs, l->rule_run, e);
}

/* ── waiting ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool days_wait(struct life *l, const struct clock_lag *c, struct err *e)
{
	Str zone = text(zone_name(rule_zone(l->rule)));
	struct rows *r;

	if (!pg_query(l->pg, l->a, sql_reconcile_pending_days, P(param_int(l->a, c->clock), zone), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++) {
		date day = rows_date(r, i, 0);
		int64_t days = calendar_add(c->lag->calendar, day, c->lag->business_days) - day;

		if (!pg_run(l->pg, sql_reconcile_due_days,
			    P(param_int(l->a, c->clock), param_date(l->a, day), param_int(l->a, days), zone), NULL, e))
			return false;
	}
	return true;
}

static bool wait(struct life *l, const struct clock_lag *c, struct err *e)
{
	Str clock = param_int(l->a, c->clock);
	instant until;

	if (l->inputs->cut == INSTANT_NONE)
		return true;
	until = lag_due_until(c->lag, rule_zone(l->rule), l->inputs->cut);
	if (!pg_run(l->pg, sql_reconcile_wait, P(clock, param_instant(l->a, until),
						 text(arena_print(l->a, "within normal delay of %s", lag_text(l->a, c->lag)))), NULL, e))
		return false;
	if (c->lag->business_days > 0)
		return days_wait(l, c, e);
	return pg_run(l->pg, sql_reconcile_due_at, P(clock, param_int(l->a, c->lag->us / SECOND)), NULL, e);
}

/* ── until when ────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool until(struct life *l, const struct texts *names, struct err *e)
{
	const struct rule *rule = l->rule;
	Str zone = text(zone_name(rule_zone(rule))), day;

	if (rule->until < 0)
		return true;
	day = view_field(l->a, "v", rule->entity, rule->until);
	if (rule->entity->fields[rule->until].type == TYPE_TIMESTAMP)
		day = text(arena_print(l->a, "(%.*s at time zone %.*s)::date", WHOLE(day), WHOLE(quoted_literal(l->a, zone))));
	return pg_run(l->pg, STATEMENT(l->a, sql_reconcile_until, {"day", day},
			{"view", view_name(l->a, &rule->sides[rule->truth], (int)rule->truth)}),
		P(param_int(l->a, l->rule_run), l->inputs->cut == INSTANT_NONE ? PARAM_NULL
			: param_instant(l->a, l->inputs->cut), zone, param_texts(l->a, names)), NULL, e);
}

/* ── observing ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static struct texts key_names(struct arena *a, const struct rule *rule)
{
	const struct term *whole = &rule->whole;
	const struct entity *n = rule->entity;

	for (size_t i = 0; rule->kind == RULE_SUM && whole->parent.len > 0 && i < n->parent_count; i++)
		if (text_is(n->parents[i].name, whole->parent)) {
			n = n->parents[i].entity;
			break;
		}
	return entity_key_names(a, n);
}

static bool side_carry(struct life *l, const struct facing *f, const struct rows *left, struct err *e)
{
	return !rows_have(left, f->side) || pg_run(l->pg, STATEMENT(l->a, sql_reconcile_carry,
			{"truth", f->truth}, {"mirror", f->mirror}, {"side", quoted_literal(l->a, f->side)},
			{"truth_provable", f->truth_provable}, {"mirror_provable", f->mirror_provable},
			{"lacking", f->lacking}, {"of", f->of}),
		P(param_int(l->a, l->rule_run)), NULL, e);
}

/* How much tolerance a night has used is known only where all of it could be looked at: what a declared filter left out
 * is not meant to be, and a key in another currency uses none of this one. */
static Str unlooked_sql(void)
{
	return S("exists (select from found f where (f.kind = 'twice' or (f.status = 'not comparable' and "
		"f.cause <> 'filtered')) and (f.currency is null or p.currency in ('', f.currency)))");
}

static bool lacks_input(const struct inputs *inputs)
{
	for (size_t i = 0; i < inputs->count; i++)
		if (!inputs->at[i].available || inputs->at[i].missing_parts.count > 0)
			return true;
	return false;
}

static bool budget_carry(struct life *l, const struct facing *any, const struct rows *left, struct err *e)
{
	struct facing rule = {S("rule"), any->truth, any->mirror, S("true"), S("false"),
		lacks_input(l->inputs) ? S("true") : unlooked_sql(), S("true")};

	return !l->rule->has_budget || side_carry(l, &rule, left, e);
}

static bool carry(struct life *l, struct err *e)
{
	struct facing *pairs;
	size_t count = rule_facings(l->a, l->rule, l->inputs, &pairs);
	struct rows *left;

	if (!pg_query(l->pg, l->a, sql_reconcile_left_over, P(param_int(l->a, l->rule_run)), &left, e))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!side_carry(l, &pairs[i], left, e))
			return false;
	return budget_carry(l, &pairs[0], left, e);
}

static bool budget(struct life *l, struct err *e)
{
	if (!l->rule->has_budget)
		return true;
	return pg_run(l->pg, sql_reconcile_budget, P(decimal_text(l->a, l->rule->budget)), NULL, e);
}

static Str leading_side(const struct rule *rule)
{
	return rule->kind == RULE_SUM ? rule->whole.side.name : rule->sides[rule->truth].name;
}

static bool identify(struct life *l, struct err *e)
{
	return pg_run(l->pg, STATEMENT(l->a, sql_reconcile_identify,
			{"leading", quoted_literal(l->a, leading_side(l->rule))}), P(l->rule->id), NULL, e);
}

/* Fields whose truth moves from side to side with the state of the key's records. */
static struct texts moving_names(struct arena *a, const struct rule *rule)
{
	struct texts names = {0};

	for (size_t i = 0; i < rule->compare_count; i++)
		if (rule->compare[i].truth < 0)
			texts_add(a, &names, rule->entity->fields[rule->compare[i].field].name);
	return names;
}

static bool observe(struct life *l, Str rule_run, struct err *e)
{
	struct texts moving = moving_names(l->a, l->rule);

	return pg_run(l->pg, STATEMENT(l->a, sql_reconcile_observe,
			{"leading", quoted_literal(l->a, leading_side(l->rule))}),
		P(rule_run, param_date(l->a, l->night->business_date), param_texts(l->a, &moving)), NULL, e);
}

bool life_observe(struct life *l, const struct clocks *clocks, struct err *e)
{
	Str rule_run = param_int(l->a, l->rule_run);
	struct texts names = key_names(l->a, l->rule);

	if (!budget(l, e) || !identify(l, e))
		return false;
	for (size_t i = 0; i < clocks->count; i++)
		if (!wait(l, &clocks->at[i], e))
			return false;
	return pg_run(l->pg, sql_reconcile_warn, P(param_texts(l->a, &l->rule->warn)), NULL, e)
	    && pg_run(l->pg, sql_reconcile_discrepancies, P(l->rule->id, param_texts(l->a, &names)), NULL, e)
	    && observe(l, rule_run, e)
	    && carry(l, e)
	    && until(l, &names, e)
	    && pg_run(l->pg, sql_reconcile_clear, P(rule_run), NULL, e)
	    && pg_run(l->pg, sql_reconcile_not_comparable, P(rule_run, param_bool(l->rule->kind == RULE_SUM)), NULL, e)
	    && pg_run(l->pg, sql_reconcile_tolerance_use,
		      P(rule_run, l->rule->has_budget ? decimal_text(l->a, l->rule->budget) : PARAM_NULL), NULL, e);
}

/* ── groups and balance ────────────────────────────────────────────────────────────────────────────────────────── */

bool life_group(struct life *l, struct err *e)
{
	enum { GROUPS = 50 };
	Str rule_run = param_int(l->a, l->rule_run);
	struct rows *r;

	if (!pg_run(l->pg, sql_reconcile_cause, NO_PARAMS, NULL, e)
	    || !pg_run(l->pg, sql_reconcile_cause_fill, P(rule_run, text(zone_name(rule_zone(l->rule)))), NULL, e))
		return false;
	for (int64_t group = 1; group <= GROUPS; group++) {
		Str number = param_int(l->a, group), signature;

		if (!pg_query(l->pg, l->a, sql_reconcile_cause_next, NO_PARAMS, &r, e))
			return false;
		if (rows_count(r) == 0)
			break;
		signature = rows_at(r, 0, 0);
		if (!pg_run(l->pg, sql_reconcile_cause_take, P(rule_run, number, signature), NULL, e)
		    || !pg_run(l->pg, sql_reconcile_cause_record, P(rule_run, number, rows_at(r, 0, 1), signature), NULL, e)
		    || !pg_run(l->pg, sql_reconcile_cause_drop, P(signature), NULL, e))
			return false;
	}
	return true;
}

bool life_balance(struct life *l, struct err *e)
{
	Str rule_run = param_int(l->a, l->rule_run);
	struct rows *r;

	if (!pg_run(l->pg, sql_reconcile_balance, P(rule_run, id(l->a, l->previous), id(l->a, l->reported)), NULL, e)
	    || !pg_query(l->pg, l->a, sql_reconcile_balance_check, P(rule_run), &r, e))
		return false;
	if (rows_count(r) > 0)
		return err_set(e, ERR_INTERNAL, "rule %.*s: the balance of its discrepancies does not come out in \"%.*s\": "
			"%.*s in number, %.*s in amount", STR(l->rule->id), STR(rows_at(r, 0, 0)), STR(rows_at(r, 0, 1)),
			STR(rows_at(r, 0, 2)));
	return true;
}
