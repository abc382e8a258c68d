#include "reconcile/reconcile.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/arrival.h"
#include "reconcile/at_risk.h"
#include "reconcile/chain.h"
#include "reconcile/kits.h"
#include "reconcile/life.h"
#include "reconcile/match.h"
#include "reconcile/parted.h"
#include "reconcile/policy.h"
#include "reconcile/timing.h"
#include "reconcile/view.h"

const char *verdict_name(enum verdict_kind kind)
{
	static const char *const names[] = {
		[VERDICT_AGREED] = "agreed", [VERDICT_PENDING] = "pending", [VERDICT_WARNINGS] = "warnings",
		[VERDICT_DISCREPANCIES] = "discrepancies", [VERDICT_INCOMPLETE] = "incomplete",
		[VERDICT_NOT_DUE] = "not due",
	};

	return names[kind];
}

static bool find(struct life *l, struct clocks *clocks, int64_t *compared, struct err *e)
{
	if (l->rule->kind == RULE_SUM)
		return sum_find(l->a, l->pg, l->rule, l->inputs, clocks, e)
		    && timing_find(l->a, l->pg, l->rule, l->inputs, l->rule_run, e)
		    && at_risk_find(l->a, l->pg, l->rule, l->inputs, l->rule_run, e)
		    && kits_say(l->a, l->pg, l->rule, e)
		    && sum_count(l->a, l->pg, compared, e)
		    && sum_terms(l->a, l->pg, l->rule, l->inputs, l->rule_run, e);
	if (l->rule->kind == RULE_MATCH)
		return match_find(l->a, l->pg, l->rule, l->inputs, l->night, l->rule_run, clocks, compared, e);
	if (l->rule->kind == RULE_CHAIN)
		return chain_find(l->a, l->pg, l->rule, l->inputs, l->night, l->rule_run, clocks, compared, e);
	return keyed_find(l->a, l->pg, l->rule, l->inputs, clocks, compared, e)
	    && arrivals_find(l->a, l->pg, l->rule, l->inputs, l->rule_run, e);
}

static bool stand(struct life *l, struct err *e)
{
	return l->rule->kind != RULE_SUM || sum_stand(l->a, l->pg, l->rule, l->rule_run, e);
}

/* ── why an answer is not whole ────────────────────────────────────────────────────────────────────────────────── */

enum { WHY_LIMIT = 1 << 20 };

/* Whether both are lists of one system that met the same. */
static bool is_alike(const struct input *in, const struct input *other)
{
	return in->reason && other->reason && !in->again && !other->again
	    && text_is(in->account->system, other->account->system)
	    && text_is(err_cause(text(in->reason)), err_cause(text(other->reason)));
}

static bool is_said(const struct inputs *inputs, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (is_alike(&inputs->at[k], &inputs->at[i]))
			return true;
	return false;
}

static void inputs_say(struct buf *b, const struct inputs *inputs)
{
	for (size_t i = 0; i < inputs->count; i++) {
		const struct input *in = &inputs->at[i];

		if (!in->reason || in->again || is_said(inputs, i))
			continue;
		buf_print(b, "%s%.*s", b->len > 0 ? "; " : "", STR(in->account->extract));
		for (size_t k = i + 1; k < inputs->count; k++)
			if (is_alike(in, &inputs->at[k]))
				buf_print(b, ", %.*s", STR(inputs->at[k].account->extract));
		buf_print(b, ": %s", in->reason);
	}
}

static bool keys_say(struct life *l, struct buf *b, struct err *e)
{
	struct rows *r;

	if (!pg_query(l->pg, l->a, sql_reconcile_unknown, P(param_int(l->a, l->rule_run)), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++)
		buf_print(b, "%s%.*s %s could not be checked: %.*s", b->len > 0 ? "; " : "", STR(rows_at(r, i, 1)),
			rows_int(r, i, 1) == 1 ? "key" : "keys", STR(rows_at(r, i, 0)));
	return true;
}

/* Whose record it is that has no readable key cannot be known: it may be one of those that seem to agree. */
static void keyless_say(struct buf *b, const struct inputs *inputs)
{
	for (size_t i = 0; i < inputs->count; i++) {
		const struct input *in = &inputs->at[i];

		if (in->keyless > 0 && !in->again)
			buf_print(b, "%s%lld %s of %.*s %s no readable key", b->len > 0 ? "; " : "", (long long)in->keyless,
				in->keyless == 1 ? "record" : "records", STR(in->account->extract), in->keyless == 1 ? "has" : "have");
	}
}

/* The reasons, NULL if there are none. */
static bool why_find(struct life *l, const char **why, struct err *e)
{
	struct buf *b = buf_new(l->a, WHY_LIMIT);

	inputs_say(b, l->inputs);
	if (!keys_say(l, b, e))
		return false;
	if (b->len == 0)
		keyless_say(b, l->inputs);
	*why = b->len > 0 ? text_z(l->a, buf_str(b)) : NULL;
	return true;
}

/* ── the verdict ───────────────────────────────────────────────────────────────────────────────────────────────── */

static enum verdict_kind kind_of(const struct verdict *v, const struct inputs *inputs)
{
	if (!v->inputs_complete || v->unknown > 0 || inputs->keyless > 0)
		return VERDICT_INCOMPLETE;
	if (v->open > 0)
		return VERDICT_DISCREPANCIES;
	if (v->warnings > 0)
		return VERDICT_WARNINGS;
	return v->pending > 0 ? VERDICT_PENDING : VERDICT_AGREED;
}

static bool exposures_read(struct life *l, struct verdict *v, struct err *e)
{
	struct exposure *list;
	struct rows *r;

	if (!pg_query(l->pg, l->a, sql_reconcile_exposure, P(param_int(l->a, l->rule_run)), &r, e))
		return false;
	list = arena_array(l->a, rows_count(r), struct exposure);
	for (size_t i = 0; i < rows_count(r); i++) {
		list[i] = (struct exposure){.currency = rows_at(r, i, 0), .open_count = rows_int(r, i, 1),
			.pending_count = rows_int(r, i, 2), .unchecked_count = rows_int(r, i, 3)};
		decimal_parse(l->a, rows_at(r, i, 4), &list[i].open);
		decimal_parse(l->a, rows_at(r, i, 5), &list[i].pending);
		decimal_parse(l->a, rows_at(r, i, 6), &list[i].unchecked);
	}
	v->exposures = list;
	v->exposure_count = rows_count(r);
	return true;
}

static Str leading_view(const struct life *l)
{
	return l->rule->kind == RULE_SUM ? S("sum_whole")
		: view_name(l->a, &l->rule->sides[l->rule->truth], (int)l->rule->truth);
}

static bool too_young(struct life *l, int64_t *young, int64_t *opening, struct err *e)
{
	struct rows *r;

	if (!pg_query(l->pg, l->a, STATEMENT(l->a, sql_reconcile_count_states, {"side_view", leading_view(l)}), NO_PARAMS,
			&r, e))
		return false;
	*young = rows_int(r, 0, 0);
	*opening = rows_int(r, 0, 1);
	return true;
}

static bool judge(struct life *l, struct verdict *v, struct err *e)
{
	int64_t young, opening;
	struct rows *counts, *unequal;

	if (!pg_query(l->pg, l->a, sql_reconcile_counts, P(param_int(l->a, l->rule_run)), &counts, e)
	    || !pg_query(l->pg, l->a, STATEMENT(l->a, sql_reconcile_agreed, {"side_view", leading_view(l)},
			{"compared", l->rule->kind == RULE_KEYED ? keyed_is_compared(l->a, l->rule) : S("false")}), NO_PARAMS,
			&unequal, e)
	    || !too_young(l, &young, &opening, e) || !why_find(l, &v->why, e))
		return false;
	v->open = rows_int(counts, 0, 0);
	v->pending = rows_int(counts, 0, 1);
	v->warnings = rows_int(counts, 0, 2);
	v->unchecked = rows_int(counts, 0, 3);
	v->unknown = rows_int(counts, 0, 4);
	v->cleared = rows_int(counts, 0, 5);
	v->rounding = rows_int(counts, 0, 6);
	v->agreed = v->compared - rows_int(unequal, 0, 0);
	v->agreed = v->agreed < 0 ? 0 : v->agreed;
	v->inputs_complete = l->inputs->complete;
	v->kind = kind_of(v, l->inputs);
	v->unit = l->rule->unit;
	v->rule_run_id = l->rule_run;
	v->later = l->later;
	v->overtaken = l->overtaken;
	return pg_run(l->pg, sql_reconcile_end_rule_run,
		P(param_int(l->a, l->rule_run), text(verdict_name(v->kind)), param_int(l->a, v->compared),
		  param_int(l->a, v->agreed), param_int(l->a, young), param_int(l->a, opening),
		  v->why ? text(v->why) : PARAM_NULL), NULL, e);
}

static bool weigh(struct life *l, struct verdict *v, struct err *e)
{
	if (!exposures_read(l, v, e))
		return false;
	v->over_policy = policy_exceeded(l->a, l->rule, v);
	return true;
}

static bool views_drop(struct life *l, struct err *e)
{
	for (size_t i = 0; i < l->rule->side_count; i++)
		if (!pg_run(l->pg, STATEMENT(l->a, sql_reconcile_side_drop,
				{"view", view_name(l->a, &l->rule->sides[i], (int)i)}), NO_PARAMS, NULL, e))
			return false;
	return true;
}

static bool steps(struct life *l, struct verdict *v, struct err *e)
{
	struct clocks clocks = {0};

	return life_begin(l, e)
	    && find(l, &clocks, &v->compared, e)
	    && life_observe(l, &clocks, e)
	    && parted_keep(l, e)
	    && stand(l, e)
	    && life_group(l, e)
	    && life_balance(l, e)
	    && judge(l, v, e)
	    && weigh(l, v, e)
	    && views_drop(l, e);
}

static void tables_add(struct arena *a, struct texts *tables, const struct side *side)
{
	for (size_t i = 0; i < side->account_count; i++) {
		Str table = text(arena_print(a, "stage.%.*s_%.*s", STR(side->accounts[i]->system),
			STR(side->accounts[i]->entity->name)));

		if (!texts_has(tables, table))
			texts_add(a, tables, table);
	}
}

static void sides_add(struct arena *a, struct texts *tables, const struct side *side)
{
	tables_add(a, tables, side);
	if (side->kits)
		tables_add(a, tables, side->kits->list);
}

static struct texts tables_of(struct arena *a, const struct rule *rule)
{
	struct texts tables = {0};

	for (size_t i = 0; i < rule->side_count; i++)
		sides_add(a, &tables, &rule->sides[i]);
	if (rule->kind == RULE_SUM) {
		tables_add(a, &tables, &rule->whole.side);
		for (size_t i = 0; i < rule->part_count; i++)
			tables_add(a, &tables, &rule->parts[i].side);
		tables_add(a, &tables, &rule->timing.movements.side);
	}
	return tables;
}

bool reconcile_begin(struct arena *a, struct pg *pg, const struct rule *rule, const char *lock, struct err *e)
{
	struct texts tables = tables_of(a, rule);
	struct rows *r;

	if (!pg_query(pg, a, sql_reconcile_tables, P(param_texts(a, &tables)), &r, e) || !pg_begin(pg, REPEATABLE_READ, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++)
		if (!pg_run(pg, STATEMENT(a, sql_reconcile_table_hold, {"table", rows_at(r, i, 0)}), NO_PARAMS, NULL, e))
			return false;
	return (!lock || pg_run(pg, lock, NO_PARAMS, NULL, e)) && pg_run(pg, sql_reconcile_plans, NO_PARAMS, NULL, e);
}

bool reconcile(struct arena *run, struct pg *pg, const struct rule *rule, const struct night *night,
	struct verdict *verdict, struct err *e)
{
	struct inputs inputs;
	struct life life = {.a = run, .pg = pg, .rule = rule, .night = night, .inputs = &inputs};

	*verdict = (struct verdict){.rule_id = rule->id, .rule = rule->title, .business_date = night->business_date,
		.later = DATE_NONE, .overtaken = DATE_NONE};
	if (reconcile_begin(run, pg, rule, NULL, e) && inputs_find(run, pg, rule, night, &inputs, e)
		&& steps(&life, verdict, e) && pg_commit(pg, e))
		return true;
	pg_rollback(pg);
	return err_in(e, "rule %.*s", STR(rule->id));
}
