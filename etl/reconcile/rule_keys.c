#include "reconcile/rule_keys.h"

#include "reconcile/at_risk.h"
#include "reconcile/chain_keys.h"
#include "reconcile/compare_keys.h"
#include "reconcile/kits_keys.h"
#include "reconcile/look_alike.h"
#include "reconcile/match_keys.h"
#include "reconcile/policy.h"
#include "reconcile/reading.h"
#include "reconcile/rounding.h"
#include "reconcile/rule_text.h"
#include "reconcile/say.h"
#include "reconcile/sum_keys.h"
#include "reconcile/timing_keys.h"

/* ── what stands in the file ───────────────────────────────────────────────────────────────────────────────────── */

const struct key_name rule_kinds[] = {
	{"keyed", RULE_KEYED}, {"sum", RULE_SUM}, {"match", RULE_MATCH}, {"chain", RULE_CHAIN}, {0}};

struct written {
	Str id, title, owner, entity, value, at, until, unit, truth, within, flow, carried;
	enum rule_kind kind;
	struct day since;
	struct texts warn;
	const struct node *sides, *lists, *window, *hops, *expect, *unexpected, *compare, *look_alike, *whole, *parts,
		*kits, *timing, *at_risk, *say, *policy, *budget, *rounding;
	struct share tolerance;
	bool once;
};

static const struct key rule_keys[] = {
	KEY(struct written, id, .doc = "control id; stays when the name changes", .required = true),
	KEY(struct written, kind, .doc = "how it compares", .names = rule_kinds, .required = true),
	KEY(struct written, title, .doc = "its name for people"),
	KEY(struct written, owner, .doc = "who answers for it"),
	KEY(struct written, entity, .doc = "keyed: what is compared"),
	KEY(struct written, since, .doc = "facts before this date are opening items and not compared"),
	KEY(struct written, sides, .doc = "keyed: each side's extracts, or { extracts, where, group, contract }"),
	KEY(struct written, truth, .doc = "keyed: the side that knows which keys exist; by default that of `value`"),
	KEY(struct written, expect, .doc = "keyed: for each mirror { where, flow, within }"),
	KEY(struct written, unexpected, .doc = "keyed: for each mirror { where }, which of its rows the truth must know"),
	KEY(struct written, compare, .doc = "keyed: for each field { tolerance, rounding, treatment, within, since, "
		"truth, means, required }"),
	KEY(struct written, value, .doc = "keyed: the field that says what a key is worth"),
	KEY(struct written, unit, .doc = "of `value`, unless it is money"),
	KEY(struct written, at, .doc = "the field that says when the fact came to be"),
	KEY(struct written, until, .doc = "keyed, chain: the field of the leading row, or of the row that is "
		"followed, that says until when it can be put right, such as the day on which an authorisation ends"),
	KEY(struct written, look_alike, .takes = "table, or list of tables",
		.doc = "keyed: { side, same, within }, rows that are perhaps one"),
	KEY(struct written, whole, .doc = "sum: { extracts, amount, parent, where, title }"),
	KEY(struct written, parts, .takes = "list of tables",
		.doc = "sum: a list of { extracts, amount, parent, where, title, sign, at, by, lines }"),
	KEY(struct written, kits, .doc = "sum: { extracts, kit, component, quantity, item }, the list of components by "
		"which the parts also answer for kits"),
	KEY(struct written, timing, .doc = "sum: { extracts, amount, at, parent, where }, what moved "
		"between the moments at which the two sides were read"),
	KEY(struct written, at_risk, .doc = "sum: { oversell, dead_after, cost }, stock to be warned of"),
	KEY(struct written, lists, .doc = "match: two lists without a shared key; first the one that says what must come"),
	KEY(struct written, window, .doc = "match: the days after the first list's line in which the second's may lie"),
	KEY(struct written, hops, .takes = "list of tables",
		.doc = "chain: a list of hops, each after the one before it; the rows of the first are followed"),
	KEY(struct written, within, .doc = "sum: how long the parts may take; match: how long the second list may"),
	KEY(struct written, flow, .doc = "sum, match: the flow whose lag that is"),
	KEY(struct written, carried, .doc = "sum: how long parts may name no whole yet, such as movements that are "
		"not paid out: 7d, or business days as in 5bd"),
	KEY(struct written, tolerance, .doc = "sum: what may remain, as an amount or in percent", .def = "0"),
	KEY(struct written, rounding, .doc = "sum: { each }, up to how much for each of its rows is of kind rounding"),
	KEY(struct written, once, .doc = "sum: what the parts have too much, and is an amount that stands again among "
		"them, is counted twice"),
	KEY(struct written, budget, .doc = "{ tolerance }: how much tolerance a night may use, per currency"),
	KEY(struct written, warn, .doc = "kinds that only warn"),
	KEY(struct written, policy, .doc = "{ max_open, max_amount }: more than that ends the run with exit code 8"),
	KEY(struct written, say, .doc = "a sentence for each kind"),
};

struct side_written {
	struct texts extracts;
	const struct node *where, *kits;
	bool group;
	Str contract;
};

static const struct key side_keys[] = {
	KEY(struct side_written, extracts, .doc = "names or globs; of one key in several of them the last counts",
		.required = true),
	KEY(struct side_written, where, .takes = "list of tables",
		.doc = "conditions on its rows"),
	KEY(struct side_written, group, .doc = "sum the rows of one key"),
	KEY(struct side_written, kits, .doc = "{ extracts, kit, component, quantity, item }: the list of components by "
		"which it also answers for kits"),
	KEY(struct side_written, contract, .doc = "the contract that says a field of its rows, whatever they say"),
};

struct expect_written {
	const struct node *where;
	Str flow, within;
};

static const struct key expect_keys[] = {
	KEY(struct expect_written, where, .takes = "list of tables",
		.doc = "conditions on the leading row"),
	KEY(struct expect_written, flow, .doc = "the flow whose lag it may take"),
	KEY(struct expect_written, within, .doc = "or a lag of its own"),
};

static const struct key unexpected_keys[] = {
	KEY(struct expect_written, where, .takes = "list of tables",
		.doc = "conditions on the mirror's row"),
};

struct budget_written {
	struct decimal tolerance;
};

static const struct key budget_keys[] = {
	KEY(struct budget_written, tolerance, .doc = "sum of differences let through, in each currency", .required = true),
};

void rules_describe(struct buf *b)
{
	static const struct {
		const char *name;
		const struct key *keys;
		size_t count;
	} sections[] = {
		{"reconcile.NAME", rule_keys, KEY_COUNT(rule_keys)},
		{"reconcile.NAME.sides.SIDE", side_keys, KEY_COUNT(side_keys)},
		{"reconcile.NAME.expect.SIDE", expect_keys, KEY_COUNT(expect_keys)},
		{"reconcile.NAME.unexpected.SIDE", unexpected_keys, KEY_COUNT(unexpected_keys)},
		{"reconcile.NAME.budget", budget_keys, KEY_COUNT(budget_keys)},
	};

	flows_describe(b);
	contracts_describe(b);
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		struct key_section section = {sections[i].keys, sections[i].count, NULL};

		keys_describe(b, sections[i].name, &section, 1);
	}
	look_alikes_describe(b);
	sum_describe(b);
	kits_describe(b);
	timing_describe(b);
	at_risk_describe(b);
	compare_describe(b);
	rounding_describe(b);
	match_describe(b);
	chain_describe(b);
	policy_describe(b);
}

/* ── sides ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool side_agrees(struct reading *r, const struct node *n, const struct side *side)
{
	const struct entity *is = side_entity(side), *wanted = r->rule->entity;

	return !is || !wanted || is == wanted
	    || mistake(r->m, n, "side \"%.*s\" is of entity \"%.*s\", the rule of \"%.*s\"", STR(n->name), STR(is->name),
		       STR(wanted->name));
}

static bool side_kits_read(struct reading *r, const struct side_written *w, struct side *side)
{
	if (!w->kits)
		return true;
	side->kits = kits_read(r, w->kits, r->rule->entity);
	if (side->contract)
		return mistake(r->m, w->kits, "a contract speaks of the rows that there are, and knows no kits");
	return side->kits != NULL;
}

static bool side_read(struct reading *r, const struct node *n, struct side *side)
{
	struct side_written written = {0};
	bool ok = n->kind == NODE_TABLE ? keys_read(r->a, n, side_keys, KEY_COUNT(side_keys), &written, r->m)
					: key_texts(r->a, n, "sides", &written.extracts, r->m);

	side->name = n->name;
	side->group = written.group;
	ok = reading_contract(r, written.contract, n, side) && ok;
	ok = reading_extracts(r, &written.extracts, node_place(n, "extracts"), side) && ok;
	ok = side_agrees(r, n, side) && ok;
	ok = side_kits_read(r, &written, side) && ok;
	if (r->rule->entity)
		ok = conditions_read(r->a, written.where, r->rule->entity, &side->where, r->m) && ok;
	r->partial = r->partial || !ok;
	return ok;
}

static bool sides_read(struct reading *r, const struct node *sides, const struct node *at)
{
	bool ok = true;

	if (!sides || sides->kind != NODE_TABLE || sides->count < 2) {
		r->partial = true;
		return mistake(r->m, sides ? sides : at, "a keyed rule needs two sides or more");
	}
	r->rule->sides = arena_array(r->a, sides->count, struct side);
	for (size_t i = 0; i < sides->count; i++) {
		ok = side_read(r, sides->items[i], &r->rule->sides[i]) && ok;
		r->rule->side_count++;
	}
	return ok;
}

/* One mirror of expect or of unexpected; of a side that there is not, everything but that is judged. */
static bool mirror_read(struct reading *r, const struct node *n, const struct key *keys, size_t count,
	struct expect_written *w, struct conditions *where, struct side **side)
{
	size_t number = 0;
	bool ok = (r->rule->side_count == 0 && r->partial) || reading_side(r, n->name, n, &number);

	*side = r->rule->side_count > 0 ? &r->rule->sides[number] : arena_new_of(r->a, struct side);
	ok = keys_read(r->a, n, keys, count, w, r->m) && ok;
	return conditions_read(r->a, w->where, r->rule->entity, where, r->m) && ok;
}

static bool expect_read(struct reading *r, const struct node *expect)
{
	bool ok = true;

	for (size_t i = 0; expect && i < expect->count; i++) {
		struct expect_written written = {0};
		struct conditions where;
		struct side *side;

		ok = mirror_read(r, expect->items[i], expect_keys, KEY_COUNT(expect_keys), &written, &where, &side) && ok;
		ok = reading_lag(r, written.within, written.flow, expect->items[i], &side->within) && ok;
		side->expect = where;
		side->flow = written.flow;
	}
	return ok;
}

static bool unexpected_read(struct reading *r, const struct node *unexpected)
{
	bool ok = true;

	for (size_t i = 0; unexpected && i < unexpected->count; i++) {
		struct expect_written written = {0};
		struct conditions where;
		struct side *side;

		ok = mirror_read(r, unexpected->items[i], unexpected_keys, KEY_COUNT(unexpected_keys), &written, &where, &side)
		  && ok;
		side->unexpected = where;
	}
	return ok;
}

/* ── truth ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool truth_read(struct reading *r, const struct written *w, const struct node *at)
{
	if (w->truth.len > 0)
		return (r->rule->side_count == 0 && r->partial)
		    || reading_side(r, w->truth, node_place(at, "truth"), &r->rule->truth);
	if (r->rule->value < 0)
		return true;
	return truth_of_field(r, r->rule->value, node_place(at, "value"), &r->rule->truth);
}

static bool keyed_read(struct reading *r, const struct written *w, const struct node *at)
{
	struct rule *rule = r->rule;
	bool ok;

	rule->entity = reading_entity(r, w->entity, node_place(at, "entity"));
	ok = sides_read(r, w->sides, at);
	if (!rule->entity)
		return false;
	/* It may be one of a near name, so that more mistakes are found. */
	ok = text_is(rule->entity->name, w->entity) && ok;
	ok = reading_field(r, rule->entity, w->value, node_place(at, "value"), &rule->value) && ok;
	ok = truth_read(r, w, at) && ok;
	ok = reading_field(r, rule->entity, w->at, node_place(at, "at"), &rule->at) && ok;
	ok = expect_read(r, w->expect) && ok;
	ok = unexpected_read(r, w->unexpected) && ok;
	ok = compare_read(r, w->compare) && ok;
	ok = kits_counted(r, at) && ok;
	ok = truths_found(r) && ok;
	return look_alikes_read(r, w->look_alike, w->at.len > 0) && ok;
}

/* ── a rule ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool budget_read(struct reading *r, const struct written *w)
{
	struct budget_written budget = {.tolerance = {.negative = false}};

	if (w->budget && !keys_read(r->a, w->budget, budget_keys, KEY_COUNT(budget_keys), &budget, r->m))
		return false;
	r->rule->budget = budget.tolerance;
	r->rule->has_budget = w->budget != NULL;
	return true;
}

/* Where a keyed rule says it. */
static const char *elsewhere(Str key)
{
	if (text_is(key, S("kits")))
		return "; say it of a side";
	return text_is(key, S("tolerance")) || text_is(key, S("rounding")) ? "; say it in compare, of a field" : "";
}

/* What other kinds have, and nobody would read here. */
static bool others_absent(struct reading *r, const struct node *n)
{
	static const struct {
		const char *key;
		unsigned kinds;
	} of[] = {
		{"entity", 1 << RULE_KEYED}, {"sides", 1 << RULE_KEYED}, {"truth", 1 << RULE_KEYED},
		{"expect", 1 << RULE_KEYED}, {"unexpected", 1 << RULE_KEYED}, {"compare", 1 << RULE_KEYED},
		{"value", 1 << RULE_KEYED}, {"look_alike", 1 << RULE_KEYED}, {"whole", 1 << RULE_SUM},
		{"parts", 1 << RULE_SUM}, {"kits", 1 << RULE_SUM},
		{"timing", 1 << RULE_SUM}, {"at_risk", 1 << RULE_SUM}, {"carried", 1 << RULE_SUM},
		{"tolerance", 1 << RULE_SUM}, {"rounding", 1 << RULE_SUM}, {"once", 1 << RULE_SUM}, {"lists", 1 << RULE_MATCH},
		{"window", 1 << RULE_MATCH}, {"within", 1 << RULE_SUM | 1 << RULE_MATCH},
		{"flow", 1 << RULE_SUM | 1 << RULE_MATCH}, {"at", 1 << RULE_KEYED | 1 << RULE_SUM | 1 << RULE_CHAIN},
		{"hops", 1 << RULE_CHAIN}, {"until", 1 << RULE_KEYED | 1 << RULE_CHAIN},
		{"budget", 1 << RULE_KEYED | 1 << RULE_SUM},
	};
	bool ok = true;

	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		if (node_child(n, text(of[i].key)) && !(of[i].kinds & 1U << r->rule->kind))
			ok = mistake(r->m, node_child(n, text(of[i].key)), "\"%s\" means nothing in a %s rule%s", of[i].key,
				rule_kinds[r->rule->kind].name, r->rule->kind != RULE_KEYED ? "" : elsewhere(text(of[i].key)));
	return ok;
}

/* Without it nothing else of a rule can be judged. */
static bool kind_is_known(const struct node *n)
{
	const struct node *kind = node_child(n, S("kind"));

	for (size_t i = 0; kind && rule_kinds[i].name; i++)
		if (text_is(kind->text, text(rule_kinds[i].name)))
			return true;
	return false;
}

static bool kind_read(struct reading *r, const struct written *w, const struct node *n)
{
	struct match_written match = {w->lists, w->window, w->within, w->flow};
	struct sum_written sum = {w->whole, w->parts, w->kits, w->rounding, w->within, w->flow, w->at, w->carried};

	switch (r->rule->kind) {
	case RULE_KEYED:
		return keyed_read(r, w, n);
	case RULE_SUM:
		return sum_read(r, &sum, n);
	case RULE_MATCH:
		return match_read(r, &match, n);
	case RULE_CHAIN:
		return chain_read(r, w->hops, w->at, n);
	}
	return false;
}

/* Everyone sees it, with each difference. */
static bool until_read(struct reading *r, Str name, const struct node *at)
{
	const struct field *f;

	if (name.len == 0 || (r->rule->kind != RULE_KEYED && r->rule->kind != RULE_CHAIN))
		return true;
	if (!reading_field(r, r->rule->entity, name, at, &r->rule->until))
		return false;
	f = &r->rule->entity->fields[r->rule->until];
	if (f->personal)
		return mistake(r->m, at, "field \"%.*s\" is personal, and would stand with each difference", STR(f->name));
	return f->type == TYPE_DATE || f->type == TYPE_TIMESTAMP
	    || mistake(r->m, at, "field \"%.*s\" is of type %s, must be timestamp or date", STR(f->name),
		       field_types[f->type].name);
}

static bool rule_read(struct arena *a, const struct node *n, const struct reconcile_scope *scope, struct rule *rule,
	struct mistakes *m)
{
	struct reading r = {.a = a, .scope = scope, .m = m, .rule = rule};
	struct written w = {0};
	bool ok;

	rule->value = rule->at = rule->until = -1;
	rule->name = n->name;
	rule->file = text(n->file);
	rule->line = n->line;
	ok = keys_read(a, n, rule_keys, KEY_COUNT(rule_keys), &w, m);
	if (!ok && !kind_is_known(n))
		return false;
	rule->id = w.id;
	rule->title = w.title.len > 0 ? w.title : n->name;
	rule->owner = w.owner;
	rule->kind = w.kind;
	rule->since = w.since;
	rule->unit = w.unit;
	rule->warn = w.warn;
	rule->tolerance = w.tolerance;
	rule->once = w.once;
	ok = others_absent(&r, n) && ok;
	ok = kind_read(&r, &w, n) && until_read(&r, w.until, node_place(n, "until")) && ok;
	ok = timing_read(&r, w.timing) && ok;
	ok = at_risk_read(&r, w.at_risk) && ok;
	ok = say_read(a, w.say, rule, m) && ok;
	ok = kinds_known(a, &w.warn, n, m) && ok;
	rule->text = rule_text(a, n, r.named, r.named_count);
	rule->digest = digest_of(rule->text);
	ok = policy_read(a, w.policy, rule, m) && ok;
	return budget_read(&r, &w) && ok;
}

static bool ids_differ(const struct rules *rules, const struct node *list, struct mistakes *m)
{
	bool ok = true;

	for (size_t i = 0; i < rules->count; i++)
		for (size_t j = 0; j < i; j++)
			if (rules->at[i].id.len > 0 && text_is(rules->at[i].id, rules->at[j].id))
				ok = mistake(m, node_place(list->items[i], "id"), "control id \"%.*s\" is taken by rule \"%.*s\"",
					STR(rules->at[i].id), STR(rules->at[j].name));
	return ok;
}

bool rules_read(struct arena *a, const struct node *root, const struct reconcile_scope *scope, struct rules *out,
	struct mistakes *m)
{
	const struct node *list = node_get(root, "reconcile");
	bool ok = true;

	*out = (struct rules){arena_array(a, list ? list->count : 0, struct rule), list ? list->count : 0};
	for (size_t i = 0; i < out->count; i++)
		ok = rule_read(a, list->items[i], scope, &out->at[i], m) && ok;
	for (size_t i = 0; i < out->count; i++)
		ok = chain_matches_find(a, &out->at[i], node_child(list->items[i], S("hops")), out, m) && ok;
	return (!list || ids_differ(out, list, m)) && ok;
}
