#include "reconcile/rule_keys.h"

#include "reconcile/rule_text.h"
#include "reconcile/say.h"

/* ── what stands in the file ───────────────────────────────────────────────────────────────────────────────────── */

static const struct key_name kinds[] = {{"keyed", RULE_KEYED}, {"sum", RULE_SUM}, {0}};

struct written {
	Str id, title, owner, entity, value, at, unit, truth, within, flow;
	enum rule_kind kind;
	struct day since;
	struct texts warn;
	const struct node *sides, *expect, *unexpected, *compare, *look_alike, *whole, *parts, *say, *policy, *budget;
	struct share tolerance;
};

static const struct key rule_keys[] = {
	KEY(struct written, id, .doc = "control id; stays when the name changes", .required = true),
	KEY(struct written, kind, .doc = "how it compares", .names = kinds, .required = true),
	KEY(struct written, title, .doc = "its name for people"),
	KEY(struct written, owner, .doc = "who answers for it"),
	KEY(struct written, entity, .doc = "keyed: what is compared"),
	KEY(struct written, since, .doc = "facts before this date are opening items and not compared"),
	KEY(struct written, sides, .doc = "keyed: each side's extracts, or { extracts, where, group }"),
	KEY(struct written, truth, .doc = "keyed: the side that knows which keys exist; by default that of `value`"),
	KEY(struct written, expect, .doc = "keyed: for each mirror { where, flow, within }"),
	KEY(struct written, unexpected, .doc = "keyed: for each mirror { where }, which of its rows the truth must know"),
	KEY(struct written, compare, .doc = "keyed: for each field { tolerance, within, since, truth }"),
	KEY(struct written, value, .doc = "keyed: the field that says what a key is worth"),
	KEY(struct written, unit, .doc = "of `value`, unless it is money"),
	KEY(struct written, at, .doc = "the field that says when the fact came to be"),
	KEY(struct written, look_alike, .doc = "keyed: { side, same, within }, rows that are perhaps one"),
	KEY(struct written, whole, .doc = "sum: { extracts, amount, parent, where, title }"),
	KEY(struct written, parts, .takes = "list of tables",
		.doc = "sum: a list of { extracts, amount, parent, where, title, sign }"),
	KEY(struct written, within, .doc = "sum: how long the parts may take"),
	KEY(struct written, flow, .doc = "sum: the flow whose lag that is"),
	KEY(struct written, tolerance, .doc = "sum: what may remain, as an amount or in percent", .def = "0"),
	KEY(struct written, budget, .doc = "{ tolerance }: how much tolerance a night may use, per currency"),
	KEY(struct written, warn, .doc = "kinds that only warn"),
	KEY(struct written, policy, .doc = "{ max_open }: more open discrepancies end the run with exit code 8"),
	KEY(struct written, say, .doc = "a sentence for each kind"),
};

struct side_written {
	struct texts extracts;
	const struct node *where;
	bool group;
};

static const struct key side_keys[] = {
	KEY(struct side_written, extracts, .doc = "names or globs; of one key in several of them the last counts",
		.required = true),
	KEY(struct side_written, where, .takes = "list of tables",
		.doc = "conditions on its rows"),
	KEY(struct side_written, group, .doc = "sum the rows of one key"),
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

struct compare_written {
	struct share tolerance;
	Str within, since, truth, flow;
};

static const struct key compare_keys[] = {
	KEY(struct compare_written, tolerance, .doc = "how far values may differ, as an amount or in percent", .def = "0"),
	KEY(struct compare_written, within, .doc = "how long they may differ"),
	KEY(struct compare_written, flow, .doc = "the flow whose lag that is"),
	KEY(struct compare_written, since, .doc = "the field whose time starts that clock"),
	KEY(struct compare_written, truth, .doc = "the side whose value counts; by default as the entity says"),
};

struct term_written {
	struct texts extracts;
	Str amount, parent, title, sign;
	const struct node *where;
};

static const struct key_name signs[] = {{"+", 0}, {"-", 1}, {0}};

static const struct key term_keys[] = {
	KEY(struct term_written, extracts, .doc = "names or globs", .required = true),
	KEY(struct term_written, amount, .doc = "the field that is added", .required = true),
	KEY(struct term_written, parent, .doc = "rows belong to this parent; by default to their own key"),
	KEY(struct term_written, where, .takes = "list of tables",
		.doc = "conditions on its rows"),
	KEY(struct term_written, title, .doc = "its name for people"),
	KEY(struct term_written, sign, .doc = "- if it is taken away", .def = "+", .names = signs),
};

struct look_written {
	Str side;
	struct texts same;
	struct duration within;
};

static const struct key look_keys[] = {
	KEY(struct look_written, side, .doc = "on which side", .required = true),
	KEY(struct look_written, same, .doc = "fields that must be equal", .required = true),
	KEY(struct look_written, within, .doc = "how close together", .required = true),
};

struct policy_written {
	int64_t max_open;
};

static const struct key policy_keys[] = {
	KEY(struct policy_written, max_open, .doc = "open discrepancies", .def = "-1"),
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
		{"reconcile.NAME.compare.FIELD", compare_keys, KEY_COUNT(compare_keys)},
		{"reconcile.NAME.look_alike", look_keys, KEY_COUNT(look_keys)},
		{"reconcile.NAME.whole", term_keys, KEY_COUNT(term_keys)},
		{"reconcile.NAME.parts[]", term_keys, KEY_COUNT(term_keys)},
		{"reconcile.NAME.policy", policy_keys, KEY_COUNT(policy_keys)},
		{"reconcile.NAME.budget", budget_keys, KEY_COUNT(budget_keys)},
	};

	flows_describe(b);
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		struct key_section section = {sections[i].keys, sections[i].count, NULL};

		keys_describe(b, sections[i].name, &section, 1);
	}
}

/* ── names to things ───────────────────────────────────────────────────────────────────────────────────────────── */

/* All that reading one rule needs. */
struct reading {
	struct arena *a;
	const struct reconcile_scope *scope;
	struct mistakes *m;
	struct rule *rule;
	const struct node **flows;       /* that the rule names, each once */
	size_t flow_count;
};

static bool field_named(struct reading *r, const struct entity *n, Str name, const struct node *at, int *field)
{
	struct texts names = {0};

	*field = -1;
	if (name.len == 0)
		return true;
	*field = entity_field(n, name);
	if (*field >= 0)
		return true;
	for (size_t i = 0; i < n->field_count; i++)
		texts_add(r->a, &names, n->fields[i].name);
	return mistake(r->m, at, "entity \"%.*s\" has no field %s%s", STR(n->name), text_quoted(r->a, name),
		did_you_mean(r->a, name, &names));
}

static bool side_named(struct reading *r, Str name, const struct node *at, size_t *side)
{
	struct texts names = {0};

	for (*side = 0; *side < r->rule->side_count; (*side)++) {
		if (text_is(r->rule->sides[*side].name, name))
			return true;
		texts_add(r->a, &names, r->rule->sides[*side].name);
	}
	*side = 0;
	return mistake(r->m, at, "there is no side %s%s", text_quoted(r->a, name), did_you_mean(r->a, name, &names));
}

static void flow_keep(struct reading *r, const struct node *flow)
{
	for (size_t i = 0; i < r->flow_count; i++)
		if (r->flows[i] == flow)
			return;
	r->flows = arena_grow(r->a, r->flows, r->flow_count, sizeof *r->flows);
	r->flows[r->flow_count++] = flow;
}

static bool flow_named(struct reading *r, Str name, const struct node *at, struct lag *lag)
{
	struct texts names = {0};

	for (size_t i = 0; i < r->scope->flows.count; i++) {
		const struct flow *f = &r->scope->flows.at[i];

		if (text_is(f->name, name)) {
			flow_keep(r, f->node);
			return lag_parse(f->lag, f->calendar, lag);
		}
		texts_add(r->a, &names, f->name);
	}
	return mistake(r->m, at, "there is no flow %s%s", text_quoted(r->a, name), did_you_mean(r->a, name, &names));
}

/* A lag of its own comes before the flow's. */
static bool lag_read(struct reading *r, Str within, Str flow, const struct node *at, struct lag *lag)
{
	*lag = (struct lag){0};
	if (flow.len > 0 && !flow_named(r, flow, at, lag))
		return false;
	if (within.len > 0 && !lag_parse(within, lag->calendar, lag))
		return mistake(r->m, at, "\"within\" is %s, must be a duration as in \"24h\", or business days as in \"2bd\"",
			text_quoted(r->a, within));
	return true;
}

/* ── sides ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool accounts_matching(struct reading *r, Str pattern, const struct node *at, struct side *side)
{
	const struct account **list = NULL;
	struct texts names = {0};
	size_t before = side->account_count;

	for (size_t i = 0; i < side->account_count; i++) {
		list = arena_grow(r->a, list, i, sizeof(*list));
		list[i] = side->accounts[i];
	}
	for (size_t i = 0; i < r->scope->account_count; i++) {
		const struct account *account = &r->scope->accounts[i];

		texts_add(r->a, &names, account->extract);
		if (!text_glob(pattern, account->extract))
			continue;
		list = arena_grow(r->a, list, side->account_count, sizeof(*list));
		list[side->account_count++] = account;
	}
	side->accounts = list;
	if (side->account_count > before)
		return true;
	return mistake(r->m, at, "there is no extract %s%s", text_quoted(r->a, pattern),
		did_you_mean(r->a, pattern, &names));
}

static bool entity_agrees(struct reading *r, const struct side *side, const struct node *at)
{
	for (size_t i = 1; i < side->account_count; i++)
		if (side->accounts[i]->entity != side->accounts[0]->entity)
			return mistake(r->m, at, "extracts \"%.*s\" and \"%.*s\" are of different entities",
				STR(side->accounts[0]->extract), STR(side->accounts[i]->extract));
	return true;
}

static bool extracts_read(struct reading *r, const struct texts *patterns, const struct node *at, struct side *side)
{
	bool ok = true;

	for (size_t i = 0; i < patterns->count; i++)
		ok = accounts_matching(r, patterns->at[i], at, side) && ok;
	return ok && entity_agrees(r, side, at);
}

static bool side_read(struct reading *r, const struct node *n, struct side *side)
{
	struct side_written written = {0};
	bool ok = n->kind == NODE_TABLE ? keys_read(r->a, n, side_keys, KEY_COUNT(side_keys), &written, r->m)
					: key_texts(r->a, n, "sides", &written.extracts, r->m);

	side->name = n->name;
	side->group = written.group;
	ok = ok && extracts_read(r, &written.extracts, n, side);
	if (ok && side->accounts[0]->entity != r->rule->entity)
		return mistake(r->m, n, "side \"%.*s\" is of entity \"%.*s\", the rule of \"%.*s\"", STR(n->name),
			STR(side->accounts[0]->entity->name), STR(r->rule->entity->name));
	return ok && conditions_read(r->a, written.where, r->rule->entity, &side->where, r->m);
}

static bool sides_read(struct reading *r, const struct node *sides, const struct node *at)
{
	bool ok = true;

	if (!sides || sides->kind != NODE_TABLE || sides->count < 2)
		return mistake(r->m, sides ? sides : at, "a keyed rule needs two sides or more");
	r->rule->sides = arena_array(r->a, sides->count, struct side);
	for (size_t i = 0; i < sides->count; i++) {
		ok = side_read(r, sides->items[i], &r->rule->sides[i]) && ok;
		r->rule->side_count++;
	}
	return ok;
}

static bool expect_read(struct reading *r, const struct node *expect)
{
	bool ok = true;

	for (size_t i = 0; expect && i < expect->count; i++) {
		struct expect_written written = {0};
		size_t side;

		ok = side_named(r, expect->items[i]->name, expect->items[i], &side)
		  && keys_read(r->a, expect->items[i], expect_keys, KEY_COUNT(expect_keys), &written, r->m)
		  && conditions_read(r->a, written.where, r->rule->entity, &r->rule->sides[side].expect, r->m)
		  && lag_read(r, written.within, written.flow, expect->items[i], &r->rule->sides[side].within) && ok;
		r->rule->sides[side].flow = written.flow;
	}
	return ok;
}

static bool unexpected_read(struct reading *r, const struct node *unexpected)
{
	bool ok = true;

	for (size_t i = 0; unexpected && i < unexpected->count; i++) {
		struct expect_written written = {0};
		size_t side;

		ok = side_named(r, unexpected->items[i]->name, unexpected->items[i], &side)
		  && keys_read(r->a, unexpected->items[i], unexpected_keys, KEY_COUNT(unexpected_keys), &written, r->m)
		  && conditions_read(r->a, written.where, r->rule->entity, &r->rule->sides[side].unexpected, r->m) && ok;
	}
	return ok;
}

/* ── truth and comparisons ─────────────────────────────────────────────────────────────────────────────────────── */

/* Whether a side is read from the systems that hold a field's truth. */
static bool side_holds(const struct side *side, Str truth)
{
	for (size_t i = 0; i < side->account_count; i++)
		if (truth.len > 0 && text_glob(truth, side->accounts[i]->system))
			return true;
	return false;
}

static bool truth_of_field(struct reading *r, int field, const struct node *at, size_t *side)
{
	const struct field *f = &r->rule->entity->fields[field];

	for (*side = 0; *side < r->rule->side_count; (*side)++)
		if (side_holds(&r->rule->sides[*side], f->truth))
			return true;
	*side = r->rule->truth;
	if (f->truth.len == 0)
		return true;
	return mistake(r->m, at, "no side holds the truth of field \"%.*s\" (\"%.*s\")", STR(f->name), STR(f->truth));
}

static bool truth_read(struct reading *r, const struct written *w, const struct node *at)
{
	if (w->truth.len > 0)
		return side_named(r, w->truth, at, &r->rule->truth);
	if (r->rule->value < 0)
		return true;
	return truth_of_field(r, r->rule->value, at, &r->rule->truth);
}

static bool comparison_read(struct reading *r, const struct node *n, struct comparison *c)
{
	struct compare_written written = {0};
	size_t truth = 0;
	bool ok = keys_read(r->a, n, compare_keys, KEY_COUNT(compare_keys), &written, r->m)
		&& field_named(r, r->rule->entity, n->name, n, &c->field)
		&& field_named(r, r->rule->entity, written.since, n, &c->since)
		&& lag_read(r, written.within, written.flow, n, &c->within);

	c->tolerance = written.tolerance;
	ok = ok && (written.truth.len > 0 ? side_named(r, written.truth, n, &truth) : truth_of_field(r, c->field, n,
		&truth));
	c->truth = (int)truth;
	return ok;
}

static bool compare_read(struct reading *r, const struct node *compare)
{
	struct comparison *list = arena_array(r->a, compare ? compare->count : 0, struct comparison);
	bool ok = true;

	for (size_t i = 0; compare && i < compare->count; i++)
		ok = comparison_read(r, compare->items[i], &list[i]) && ok;
	r->rule->compare = list;
	r->rule->compare_count = compare ? compare->count : 0;
	return ok;
}

static bool look_alike_read(struct reading *r, const struct node *n)
{
	struct look_written written = {0};
	size_t side;
	bool ok = true;
	int *same;

	if (!n)
		return true;
	if (!keys_read(r->a, n, look_keys, KEY_COUNT(look_keys), &written, r->m) || !side_named(r, written.side, n, &side))
		return false;
	same = arena_array(r->a, written.same.count, int);
	for (size_t i = 0; i < written.same.count; i++)
		ok = field_named(r, r->rule->entity, written.same.at[i], n, &same[i]) && ok;
	r->rule->look_alike_side = written.side;
	r->rule->look_alike_same = same;
	r->rule->look_alike_count = written.same.count;
	r->rule->look_alike_within = written.within.us;
	return ok;
}

static const struct entity *entity_named(struct reading *r, Str name, const struct node *at)
{
	struct texts names = {0};

	for (size_t i = 0; i < r->scope->entity_count; i++) {
		if (text_is(r->scope->entities[i].name, name))
			return &r->scope->entities[i];
		texts_add(r->a, &names, r->scope->entities[i].name);
	}
	mistake(r->m, at, "there is no entity %s%s", text_quoted(r->a, name), did_you_mean(r->a, name, &names));
	return NULL;
}

static bool keyed_read(struct reading *r, const struct written *w, const struct node *at)
{
	struct rule *rule = r->rule;
	bool ok;

	rule->entity = entity_named(r, w->entity, at);
	if (!rule->entity || !sides_read(r, w->sides, at))
		return false;
	ok = field_named(r, rule->entity, w->value, at, &rule->value) && truth_read(r, w, at);
	ok = field_named(r, rule->entity, w->at, at, &rule->at) && ok;
	ok = expect_read(r, w->expect) && ok;
	ok = unexpected_read(r, w->unexpected) && ok;
	ok = compare_read(r, w->compare) && ok;
	return look_alike_read(r, w->look_alike) && ok;
}

/* ── sums ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static const struct parent *parent_named(const struct entity *n, Str name)
{
	for (size_t i = 0; i < n->parent_count; i++)
		if (text_is(n->parents[i].name, name))
			return &n->parents[i];
	return NULL;
}

static bool term_read(struct reading *r, const struct node *n, struct term *term, Str name)
{
	struct term_written written = {0};
	const struct entity *entity;

	term->side.name = name;
	if (!keys_read(r->a, n, term_keys, KEY_COUNT(term_keys), &written, r->m)
	    || !extracts_read(r, &written.extracts, n, &term->side))
		return false;
	entity = term->side.accounts[0]->entity;
	term->title = written.title.len > 0 ? written.title : written.amount;
	term->parent = written.parent;
	term->negative = text_is(written.sign, S("-"));
	if (written.parent.len > 0 && !parent_named(entity, written.parent))
		return mistake(r->m, n, "entity \"%.*s\" has no parent %s", STR(entity->name),
			text_quoted(r->a, written.parent));
	return field_named(r, entity, written.amount, n, &term->amount)
	    && conditions_read(r->a, written.where, entity, &term->side.where, r->m);
}

static bool sum_read(struct reading *r, const struct written *w, const struct node *at)
{
	struct rule *rule = r->rule;
	struct term *parts;
	bool ok;

	if (!w->whole || w->whole->kind != NODE_TABLE || !w->parts || w->parts->kind != NODE_ARRAY || w->parts->count == 0)
		return mistake(r->m, at, "a sum rule needs \"whole\", a table, and \"parts\", a list of tables");
	ok = term_read(r, w->whole, &rule->whole, S("whole"));
	parts = arena_array(r->a, w->parts->count, struct term);
	for (size_t i = 0; i < w->parts->count; i++)
		ok = term_read(r, w->parts->items[i], &parts[i], S("parts")) && ok;
	rule->parts = parts;
	rule->part_count = w->parts->count;
	rule->entity = ok ? rule->whole.side.accounts[0]->entity : NULL;
	return ok && field_named(r, rule->entity, w->at, at, &rule->at)
	    && lag_read(r, w->within, w->flow, at, &rule->whole.side.within);
}

/* ── a rule ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool policy_read(struct reading *r, const struct written *w)
{
	struct policy_written policy = {-1};
	struct budget_written budget = {.tolerance = {.negative = false}};

	if (w->policy && !keys_read(r->a, w->policy, policy_keys, KEY_COUNT(policy_keys), &policy, r->m))
		return false;
	if (w->budget && !keys_read(r->a, w->budget, budget_keys, KEY_COUNT(budget_keys), &budget, r->m))
		return false;
	r->rule->max_open = policy.max_open;
	r->rule->budget = budget.tolerance;
	r->rule->has_budget = w->budget != NULL;
	return true;
}

/* Without it nothing else of a rule can be judged. */
static bool kind_is_known(const struct node *n)
{
	const struct node *kind = node_child(n, S("kind"));

	for (size_t i = 0; kind && kinds[i].name; i++)
		if (text_is(kind->text, text(kinds[i].name)))
			return true;
	return false;
}

static bool rule_read(struct arena *a, const struct node *n, const struct reconcile_scope *scope, struct rule *rule,
	struct mistakes *m)
{
	struct reading r = {.a = a, .scope = scope, .m = m, .rule = rule};
	struct written w = {0};
	bool ok;

	rule->value = rule->at = -1;
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
	ok = (rule->kind == RULE_SUM ? sum_read(&r, &w, n) : keyed_read(&r, &w, n)) && ok;
	ok = say_read(a, w.say, rule, m) && ok;
	ok = kinds_known(a, &w.warn, n, m) && ok;
	rule->text = rule_text(a, n, r.flows, r.flow_count);
	rule->digest = digest_of(rule->text);
	return policy_read(&r, &w) && ok;
}

static bool ids_differ(const struct rules *rules, const struct node *list, struct mistakes *m)
{
	bool ok = true;

	for (size_t i = 0; i < rules->count; i++)
		for (size_t j = 0; j < i; j++)
			if (text_is(rules->at[i].id, rules->at[j].id))
				ok = mistake(m, list->items[i], "control id \"%.*s\" is taken by rule \"%.*s\"",
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
	return ok && (!list || ids_differ(out, list, m));
}
