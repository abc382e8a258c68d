#include "reconcile/chain_keys.h"

struct hop_written {
	Str name, title, amount, at, after, parent, match, within, flow;
	struct texts extracts;
	bool optional, all, alone;
	const struct node *where, *link, *expect;
};

static const struct key hop_keys[] = {
	KEY(struct hop_written, name, .doc = "what discrepancies call it", .required = true),
	KEY(struct hop_written, title, .doc = "its name for people"),
	KEY(struct hop_written, extracts, .doc = "names or globs; of one key in several of them the last counts",
		.required = true),
	KEY(struct hop_written, where, .takes = "list of tables", .doc = "conditions on its rows"),
	KEY(struct hop_written, amount, .doc = "the field that says what a row is worth; without one it carries the "
		"money of the hop before, as it does where one of its rows serves several of that hop"),
	KEY(struct hop_written, at, .doc = "the field that says when it was reached; by default the first list with it"),
	KEY(struct hop_written, after, .doc = "the hop before it; by default the one that is written before it"),
	KEY(struct hop_written, parent, .doc = "its rows name the row of that hop by this parent of their entity"),
	KEY(struct hop_written, link, .takes = "table of fields",
		.doc = "or by fields: of that hop = of this one, as in { charge_id = \"source_id\" }"),
	KEY(struct hop_written, match, .doc = "or by a match rule, one of whose lists is this hop's and the other has all "
		"of that hop's: what it holds together is one, and how long it may take is what that rule says"),
	KEY(struct hop_written, expect, .takes = "list of tables",
		.doc = "conditions on the first hop's row under which it must come; by default always"),
	KEY(struct hop_written, optional, .doc = "it need not come at all"),
	KEY(struct hop_written, all, .doc = "it must come to all that the hop before is worth"),
	KEY(struct hop_written, alone, .doc = "its rows may come without one of the hop before"),
	KEY(struct hop_written, within, .doc = "how long it may take from the hop before"),
	KEY(struct hop_written, flow, .doc = "the flow whose lag that is"),
};

/* The keys that only a hop after another has. */
static const char *const of_later[] = {"after", "parent", "link", "match", "expect", "optional", "all", "alone",
	"within", "flow"};

void chain_describe(struct buf *b)
{
	struct key_section hop = {hop_keys, KEY_COUNT(hop_keys), NULL};

	keys_describe(b, "reconcile.NAME.hops[]", &hop, 1);
}

/* One hop while it is read. */
struct hop_reading {
	struct reading *r;
	const struct node *n;
	const struct hop_written *w;
	size_t number;
	struct hop *hops;
};

static const struct entity *entity_of(const struct hop_reading *h, size_t hop)
{
	return side_entity(&h->r->rule->sides[hop]);
}

static Str name_of(const struct hop_reading *h, size_t hop)
{
	return h->r->rule->sides[hop].name;
}

/* ── fields ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_typed(struct hop_reading *h, const struct entity *n, int field, const char *key, bool right,
	const char *needed)
{
	return field < 0 || right || mistake(h->r->m, node_place(h->n, key), "field \"%.*s\" is of type %s, must be %s",
		STR(n->fields[field].name), field_types[n->fields[field].type].name, needed);
}

static bool amount_read(struct hop_reading *h, const struct entity *n, struct hop *hop)
{
	enum field_type type;

	if (!reading_field(h->r, n, h->w->amount, node_place(h->n, "amount"), &hop->amount))
		return false;
	type = hop->amount < 0 ? TYPE_MONEY : n->fields[hop->amount].type;
	return is_typed(h, n, hop->amount, "amount", type == TYPE_MONEY || type == TYPE_INTEGER || type == TYPE_DECIMAL,
		"money, integer or decimal");
}

static bool at_read(struct hop_reading *h, const struct entity *n, Str name, const struct node *at, struct hop *hop)
{
	enum field_type type;

	if (!reading_field(h->r, n, name, at, &hop->at))
		return false;
	type = hop->at < 0 ? TYPE_DATE : n->fields[hop->at].type;
	return is_typed(h, n, hop->at, "at", type == TYPE_DATE || type == TYPE_TIMESTAMP, "date or timestamp");
}

/* ── what a hop is reached by ──────────────────────────────────────────────────────────────────────────────────── */

static bool after_read(struct hop_reading *h, struct hop *hop)
{
	hop->after = h->number - 1;
	for (size_t i = 0; i < h->number && h->w->after.len > 0; i++)
		if (text_is(name_of(h, i), h->w->after)) {
			hop->after = i;
			return true;
		}
	return h->w->after.len == 0 || mistake(h->r->m, node_place(h->n, "after"), "no hop %s stands before \"%.*s\"%s",
		text_quoted(h->r->a, h->w->after), STR(h->w->name),
		did_you_mean_in(h->r->a, h->w->after, h->r->rule->sides, h->number, sizeof *h->r->rule->sides));
}

static bool parent_read(struct hop_reading *h, const struct entity *n, const struct entity *before, struct hop *hop)
{
	const struct node *at = node_place(h->n, "parent");

	for (size_t i = 0; i < n->parent_count; i++)
		if (text_is(n->parents[i].name, h->w->parent))
			hop->parent = &n->parents[i];
	if (!hop->parent)
		return mistake(h->r->m, at, "entity \"%.*s\" has no parent %s%s", STR(n->name),
			text_quoted(h->r->a, h->w->parent),
			did_you_mean_in(h->r->a, h->w->parent, n->parents, n->parent_count, sizeof *n->parents));
	return !before || hop->parent->entity == before
	    || mistake(h->r->m, at, "parent \"%.*s\" is of entity \"%.*s\", hop \"%.*s\" of \"%.*s\"", STR(h->w->parent),
		       STR(hop->parent->entity->name), STR(name_of(h, hop->after)), STR(before->name));
}

static bool link_read(struct hop_reading *h, const struct entity *n, const struct entity *before, const struct node *at,
	struct hop_link *link)
{
	Str own = {0};

	if (!key_text(at, "link", &own, h->r->m) || !reading_field(h->r, before, at->name, at, &link->before)
	    || !reading_field(h->r, n, own, at, &link->own))
		return false;
	if (link->before < 0 || link->own < 0)
		return mistake(h->r->m, at, "a link names a field of hop \"%.*s\" and one of this hop",
			STR(name_of(h, h->hops[h->number].after)));
	return before->fields[link->before].type == n->fields[link->own].type
	    || mistake(h->r->m, at, "\"%.*s\" is of type %s, \"%.*s\" of type %s", STR(at->name),
		       field_types[before->fields[link->before].type].name, STR(own),
		       field_types[n->fields[link->own].type].name);
}

static bool links_read(struct hop_reading *h, const struct entity *n, const struct entity *before, struct hop *hop)
{
	const struct node *link = h->w->link;
	struct hop_link *links = arena_array(h->r->a, link->count, struct hop_link);
	bool ok = true;

	if (link->kind != NODE_TABLE || link->count == 0)
		return mistake(h->r->m, link, "\"link\" is a table of fields: of the hop before = of this one");
	for (size_t i = 0; before && i < link->count; i++)
		ok = link_read(h, n, before, link->items[i], &links[i]) && ok;
	hop->links = links;
	hop->link_count = link->count;
	return ok;
}

/* Which rule that is is known once all rules are read. */
static bool match_read(struct hop_reading *h, struct hop *hop)
{
	static const char *const of_rule[] = {"within", "flow"};
	bool ok = true;

	hop->match = h->w->match;
	for (size_t i = 0; i < sizeof of_rule / sizeof *of_rule; i++)
		if (node_child(h->n, text(of_rule[i])))
			ok = mistake(h->r->m, node_child(h->n, text(of_rule[i])), "\"%s\" means nothing for a hop that is reached "
				"by matches: rule \"%.*s\" says how long it may take", of_rule[i], STR(hop->match));
	return ok;
}

static bool reached_read(struct hop_reading *h, const struct entity *n, struct hop *hop)
{
	const struct entity *before = entity_of(h, hop->after);

	if ((h->w->parent.len > 0) + (h->w->link != NULL) + (h->w->match.len > 0) != 1)
		return mistake(h->r->m, h->n, "hop \"%.*s\" needs one of \"parent\", \"link\" and \"match\": what says which "
			"is its row of hop \"%.*s\"", STR(h->w->name), STR(name_of(h, hop->after)));
	if (h->w->match.len > 0)
		return match_read(h, hop);
	return h->w->link ? links_read(h, n, before, hop) : parent_read(h, n, before, hop);
}

/* ── one hop ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool first_read(struct hop_reading *h, const struct entity *n, Str at, const struct node *rule, struct hop *hop)
{
	bool own = h->w->at.len > 0, ok = true;

	for (size_t i = 0; i < sizeof of_later / sizeof *of_later; i++)
		if (node_child(h->n, text(of_later[i])))
			ok = mistake(h->r->m, node_child(h->n, text(of_later[i])),
				"\"%s\" means nothing for the first hop, which is followed", of_later[i]);
	return at_read(h, n, own ? h->w->at : at, node_place(own ? h->n : rule, "at"), hop) && ok;
}

/* Without an amount there and here nothing says how much has come. */
static bool all_fits(struct hop_reading *h, const struct hop *hop)
{
	size_t i = hop->after;

	while (h->hops[i].amount < 0 && i > 0)
		i = h->hops[i].after;
	return !hop->all || (hop->amount >= 0 && h->hops[i].amount >= 0)
	    || mistake(h->r->m, node_place(h->n, "all"), "\"all\" needs an \"amount\" of this hop and of one before it");
}

static bool later_read(struct hop_reading *h, const struct entity *n, struct hop *hop, struct side *side)
{
	struct reading *r = h->r;
	const struct entity *first = entity_of(h, 0);
	bool ok = after_read(h, hop);

	ok = reached_read(h, n, hop) && ok;
	ok = at_read(h, n, h->w->at, node_place(h->n, "at"), hop) && ok;
	ok = all_fits(h, hop) && ok;
	ok = reading_lag(r, h->w->within, h->w->flow, h->n, &side->within) && ok;
	side->flow = h->w->flow;
	/* What is younger than the cut waits in any case. */
	side->within.given = true;
	return (!first || conditions_read(r->a, h->w->expect, first, &side->expect, r->m)) && ok;
}

static bool name_free(struct hop_reading *h)
{
	for (size_t i = 0; i < h->number; i++)
		if (text_is(name_of(h, i), h->w->name))
			return mistake(h->r->m, node_place(h->n, "name"), "hop \"%.*s\" stands there twice", STR(h->w->name));
	return true;
}

static bool hop_read(struct reading *r, const struct node *n, size_t number, struct hop *hops, Str at,
	const struct node *rule)
{
	struct hop_written w = {0};
	struct side *side = &r->rule->sides[number];
	struct hop_reading h = {r, n, &w, number, hops};
	const struct entity *entity;
	bool ok = keys_read(r->a, n, hop_keys, KEY_COUNT(hop_keys), &w, r->m);

	side->name = w.name;
	hops[number] = (struct hop){.title = w.title.len > 0 ? w.title : w.name, .amount = -1, .at = -1,
		.optional = w.optional, .all = w.all, .alone = w.alone};
	ok = reading_extracts(r, &w.extracts, node_place(n, "extracts"), side) && ok;
	ok = name_free(&h) && ok;
	entity = side_entity(side);
	if (!entity)
		return false;
	ok = amount_read(&h, entity, &hops[number]) && ok;
	ok = conditions_read(r->a, w.where, entity, &side->where, r->m) && ok;
	if (number == 0)
		return first_read(&h, entity, at, rule, &hops[0]) && ok;
	return later_read(&h, entity, &hops[number], side) && ok;
}

bool chain_read(struct reading *r, const struct node *hops, Str at, const struct node *n)
{
	enum { HOPS_MOST = 32 };
	struct rule *rule = r->rule;
	struct hop *list;
	bool ok = true;

	if (!hops || hops->kind != NODE_ARRAY || hops->count < 2 || hops->count > HOPS_MOST)
		return mistake(r->m, hops ? hops : n, "a chain needs \"hops\", a list of 2 to %d tables", HOPS_MOST);
	rule->sides = arena_array(r->a, hops->count, struct side);
	rule->hops = list = arena_array(r->a, hops->count, struct hop);
	for (size_t i = 0; i < hops->count; i++) {
		rule->side_count = i + 1;
		ok = hop_read(r, hops->items[i], i, list, at, n) && ok;
	}
	rule->entity = side_entity(&rule->sides[0]);
	rule->value = list[0].amount;
	rule->at = list[0].at;
	return rule->entity && ok;
}

/* ── rules by whose matches hops are reached ───────────────────────────────────────────────────────────────────── */

static const struct rule *rule_of_hop(struct arena *a, const struct hop *hop, const struct node *at,
	const struct rules *rules, struct mistakes *m)
{
	struct texts names = {0};

	for (size_t i = 0; i < rules->count; i++) {
		if (text_is(rules->at[i].name, hop->match))
			return &rules->at[i];
		if (rules->at[i].kind == RULE_MATCH)
			texts_add(a, &names, rules->at[i].name);
	}
	mistake(m, at, "there is no rule %s%s", text_quoted(a, hop->match), did_you_mean(a, hop->match, &names));
	return NULL;
}

static bool has_account(const struct side *side, const struct account *account)
{
	for (size_t i = 0; i < side->account_count; i++)
		if (side->accounts[i] == account)
			return true;
	return false;
}

/* Whether all that the one reads, the other reads too. */
static bool is_within(const struct side *one, const struct side *other)
{
	for (size_t i = 0; i < one->account_count; i++)
		if (!has_account(other, one->accounts[i]))
			return false;
	return true;
}

/* What has come may be on any line of the one list; of the other a chain may follow a part. */
static bool lists_face(const struct rule *rule, struct hop *hop, const struct side *own, const struct node *at,
	struct mistakes *m)
{
	const struct side *before = &rule->sides[hop->after], *lists = hop->matched->sides;

	if (!side_entity(own) || !side_entity(before) || !side_entity(&lists[0])
	    || !side_entity(&lists[1]))
		return true;
	hop->list = is_within(own, &lists[1]) ? 1 : 0;
	return (is_within(own, &lists[hop->list]) && is_within(&lists[hop->list], own)
		&& is_within(before, &lists[1 - hop->list]))
	    || mistake(m, at, "rule \"%.*s\" holds together lists of other extracts than those of hops \"%.*s\" and "
		       "\"%.*s\"", STR(hop->matched->name), STR(before->name), STR(own->name));
}

static bool hop_match_find(struct arena *a, const struct rule *rule, size_t number, const struct node *at,
	const struct rules *rules, struct mistakes *m)
{
	struct hop *hop = &rule->hops[number];
	const struct rule *matched = rule_of_hop(a, hop, at, rules, m);

	if (!matched)
		return false;
	if (matched->kind != RULE_MATCH)
		return mistake(m, at, "rule \"%.*s\" is a %s rule; what is held together is said by a match rule",
			STR(matched->name), rule_kinds[matched->kind].name);
	/* What its lists are could not be read. */
	if (!matched->sides)
		return false;
	hop->matched = matched;
	if (!lists_face(rule, hop, &rule->sides[number], at, m))
		return false;
	/* The rule gives its first list time to arrive on the second, and the second none. */
	rule->sides[number].within = hop->list == 1 ? matched->sides[1].within : (struct lag){0};
	/* What is younger than the cut waits in any case. */
	rule->sides[number].within.given = true;
	return true;
}

bool chain_matches_find(struct arena *a, const struct rule *rule, const struct node *hops, const struct rules *rules,
	struct mistakes *m)
{
	bool ok = true;

	for (size_t i = 1; rule->kind == RULE_CHAIN && i < rule->side_count; i++)
		if (rule->hops[i].match.len > 0)
			ok = hop_match_find(a, rule, i, node_place(hops->items[i], "match"), rules, m) && ok;
	return ok;
}
