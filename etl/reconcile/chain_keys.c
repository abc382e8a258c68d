#include "reconcile/chain_keys.h"

struct hop_written {
	Str name, title, amount, at, after, parent, within, flow;
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
	KEY(struct hop_written, expect, .takes = "list of tables",
		.doc = "conditions on the first hop's row under which it must come; by default always"),
	KEY(struct hop_written, optional, .doc = "it need not come at all"),
	KEY(struct hop_written, all, .doc = "it must come to all that the hop before is worth"),
	KEY(struct hop_written, alone, .doc = "its rows may come without one of the hop before"),
	KEY(struct hop_written, within, .doc = "how long it may take from the hop before"),
	KEY(struct hop_written, flow, .doc = "the flow whose lag that is"),
};

/* The keys that only a hop after another has. */
static const char *const of_later[] = {"after", "parent", "link", "expect", "optional", "all", "alone", "within",
	"flow"};

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

static bool reached_read(struct hop_reading *h, const struct entity *n, struct hop *hop)
{
	const struct entity *before = entity_of(h, hop->after);

	if ((h->w->parent.len > 0) == (h->w->link != NULL))
		return mistake(h->r->m, h->n, "hop \"%.*s\" needs either \"parent\" or \"link\": what names its row of hop "
			"\"%.*s\"", STR(h->w->name), STR(name_of(h, hop->after)));
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
