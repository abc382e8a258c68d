#include "reconcile/reading.h"

const struct entity *reading_entity(struct reading *r, Str name, const struct node *at)
{
	return entity_named(r->a, r->scope->entities, r->scope->entity_count, name, at, r->m);
}

bool reading_field(struct reading *r, const struct entity *n, Str name, const struct node *at, int *field)
{
	*field = name.len > 0 ? entity_field_named(r->a, n, name, at, r->m) : -1;
	return *field >= 0 || name.len == 0;
}

bool reading_side(struct reading *r, Str name, const struct node *at, size_t *side)
{
	for (*side = 0; *side < r->rule->side_count; (*side)++)
		if (text_is(r->rule->sides[*side].name, name))
			return true;
	*side = 0;
	return mistake(r->m, at, "there is no side %s%s", text_quoted(r->a, name),
		did_you_mean_in(r->a, name, r->rule->sides, r->rule->side_count, sizeof *r->rule->sides));
}

/* ── lags ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* What the rule names is part of its text. */
static void name_keep(struct reading *r, const char *section, const struct node *node)
{
	for (size_t i = 0; i < r->named_count; i++)
		if (r->named[i].node == node)
			return;
	r->named = arena_grow(r->a, r->named, r->named_count, sizeof *r->named);
	r->named[r->named_count++] = (struct named){section, node};
}

static bool flow_named(struct reading *r, Str name, const struct node *at, struct lag *lag)
{
	const struct flows *all = &r->scope->flows;

	for (size_t i = 0; i < all->count; i++)
		if (text_is(all->at[i].name, name)) {
			name_keep(r, "flow", all->at[i].node);
			return lag_parse(all->at[i].lag, all->at[i].calendar, lag);
		}
	return mistake(r->m, at, "there is no flow %s%s", text_quoted(r->a, name),
		did_you_mean_in(r->a, name, all->at, all->count, sizeof *all->at));
}

bool reading_lag(struct reading *r, Str within, Str flow, const struct node *n, struct lag *lag)
{
	*lag = (struct lag){0};
	if (flow.len > 0 && !flow_named(r, flow, node_place(n, "flow"), lag))
		return false;
	if (within.len > 0 && !lag_parse(within, lag->calendar, lag))
		return mistake(r->m, node_place(n, "within"), "\"within\" is %s, must be a duration as in \"24h\", or business "
			"days as in \"2bd\"", text_quoted(r->a, within));
	return true;
}

/* ── contracts ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool contract_fits(struct reading *r, const struct contract *c, const struct node *at, const struct side *side)
{
	if (side->group)
		return mistake(r->m, at, "a contract speaks of single rows, and this side adds them");
	return !r->rule->entity || !c->entity || c->entity == r->rule->entity
	    || mistake(r->m, at, "contract \"%.*s\" is of entity \"%.*s\", the rule of \"%.*s\"", STR(c->name),
		       STR(c->entity->name), STR(r->rule->entity->name));
}

bool reading_contract(struct reading *r, Str name, const struct node *n, struct side *side)
{
	const struct contracts *all = &r->scope->contracts;
	const struct node *at = node_place(n, "contract");

	if (name.len == 0)
		return true;
	for (size_t i = 0; i < all->count; i++)
		if (text_is(all->at[i].name, name)) {
			name_keep(r, "contract", all->at[i].node);
			side->contract = all->at[i].field >= 0 && all->at[i].of >= 0 ? &all->at[i] : NULL;
			return contract_fits(r, &all->at[i], at, side);
		}
	return mistake(r->m, at, "there is no contract %s%s", text_quoted(r->a, name),
		did_you_mean_in(r->a, name, all->at, all->count, sizeof *all->at));
}

/* ── extracts ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool accounts_matching(struct reading *r, Str pattern, const struct node *at, struct side *side)
{
	const struct account **list = NULL;
	size_t before = side->account_count;

	for (size_t i = 0; i < side->account_count; i++) {
		list = arena_grow(r->a, list, i, sizeof(*list));
		list[i] = side->accounts[i];
	}
	for (size_t i = 0; i < r->scope->account_count; i++) {
		const struct account *account = &r->scope->accounts[i];

		if (!text_glob(pattern, account->extract))
			continue;
		list = arena_grow(r->a, list, side->account_count, sizeof(*list));
		list[side->account_count++] = account;
	}
	side->accounts = list;
	if (side->account_count > before)
		return true;
	return mistake(r->m, at, "there is no extract %s%s", text_quoted(r->a, pattern),
		did_you_mean_in(r->a, pattern, r->scope->accounts, r->scope->account_count, sizeof *r->scope->accounts));
}

static bool entity_agrees(struct reading *r, const struct side *side, const struct node *at)
{
	const struct account *first = NULL;

	for (size_t i = 0; i < side->account_count; i++) {
		if (!first && side->accounts[i]->entity)
			first = side->accounts[i];
		if (first && side->accounts[i]->entity && side->accounts[i]->entity != first->entity)
			return mistake(r->m, at, "extracts \"%.*s\" and \"%.*s\" are of different entities", STR(first->extract),
				STR(side->accounts[i]->extract));
	}
	return true;
}

bool reading_extracts(struct reading *r, const struct texts *patterns, const struct node *list, struct side *side)
{
	bool ok = true;

	for (size_t i = 0; i < patterns->count; i++)
		ok = accounts_matching(r, patterns->at[i], node_item(list, i), side) && ok;
	return entity_agrees(r, side, list) && ok;
}

const struct entity *side_entity(const struct side *side)
{
	for (size_t i = 0; i < side->account_count; i++)
		if (side->accounts[i]->entity)
			return side->accounts[i]->entity;
	return NULL;
}
