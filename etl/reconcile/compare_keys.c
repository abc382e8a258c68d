#include "reconcile/compare_keys.h"

#include "reconcile/means.h"
#include "reconcile/rounding.h"
#include "reconcile/treatment.h"
#include "reconcile/view.h"

struct compare_written {
	struct share tolerance;
	Str within, since, flow;
	struct texts treatment;
	const struct node *truth, *means, *required, *rounding;
};

static const struct key compare_keys[] = {
	KEY(struct compare_written, tolerance, .doc = "how far values may differ, as an amount or in percent", .def = "0"),
	KEY(struct compare_written, rounding, .doc = "{ each, count }: what differs by no more is of kind rounding"),
	KEY(struct compare_written, treatment, .doc = "fields that say how an amount was reckoned, such as a tax's country "
		"and rate: where both sides say one and differ in it, the difference is of kind treatment"),
	KEY(struct compare_written, within, .doc = "how long they may differ"),
	KEY(struct compare_written, flow, .doc = "the flow whose lag that is"),
	KEY(struct compare_written, since, .doc = "the field whose time starts that clock, such as the moment from "
		"which a price is valid; each difference says it"),
	KEY(struct compare_written, truth, .takes = "text, or list of tables", .doc = "the side whose value counts; by "
		"default as the entity says; of a list of { side, where } the first side whose row fulfils its conditions"),
	KEY(struct compare_written, means, .doc = "for each side that has words of its own { THEIRS = [\"OURS\"] }"),
	KEY(struct compare_written, required, .takes = "list of tables", .doc = "conditions on the leading row under which "
		"each side that has the field must have a value; an empty list: always"),
};

struct holder_written {
	Str side;
	const struct node *where;
};

static const struct key holder_keys[] = {
	KEY(struct holder_written, side, .doc = "whose value counts", .required = true),
	KEY(struct holder_written, where, .takes = "list of tables",
		.doc = "conditions on its row; by default it counts wherever there is one"),
};

static const struct key means_keys[] = {
	{.name = "THEIRS", .type = KEY_TEXTS, .doc = "a word of that side, and the words of the others with which it "
		"agrees; one that is not named means itself"},
};

void compare_describe(struct buf *b)
{
	static const struct {
		const char *name;
		struct key_section section;
	} all[] = {
		{"reconcile.NAME.compare.FIELD", {compare_keys, KEY_COUNT(compare_keys), NULL}},
		{"reconcile.NAME.compare.FIELD.truth[]", {holder_keys, KEY_COUNT(holder_keys), NULL}},
		{"reconcile.NAME.compare.FIELD.means.SIDE", {means_keys, KEY_COUNT(means_keys), NULL}},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		keys_describe(b, all[i].name, &all[i].section, 1);
}

/* ── the truth that an entity names ────────────────────────────────────────────────────────────────────────────── */


/* Whether a side is read from the systems that hold a field's truth. */
static bool side_holds(const struct side *side, Str truth)
{
	for (size_t i = 0; i < side->account_count; i++)
		if (truth.len > 0 && text_glob(truth, side->accounts[i]->system))
			return true;
	return false;
}

bool truth_of_field(struct reading *r, int field, const struct node *at, size_t *side)
{
	const struct field *f = &r->rule->entity->fields[field];
	Str said;

	/* The side may be the rule's own, which stays what it is if none holds the field. */
	for (size_t i = 0; i < r->rule->side_count; i++)
		if (side_holds(&r->rule->sides[i], f->truth)) {
			*side = i;
			return true;
		}
	*side = r->rule->truth;
	if (f->truth.len == 0 || r->partial)
		return true;
	said = text(arena_print(r->a, "%.*s (\"%.*s\" by %s:%d)", STR(f->name), STR(f->truth), f->file, f->line));
	r->lost_at = r->lost_at ? r->lost_at : at;
	if (!texts_has(&r->lost, said))
		texts_add(r->a, &r->lost, said);
	return false;
}

/* Entities that came from elsewhere name systems that are not here: one mistake, however many fields it is of. */
bool truths_found(struct reading *r)
{
	enum { NAMED = 6 };
	struct buf *b = buf_new(r->a, 1 << 16);
	Str side = r->rule->side_count > 0 ? r->rule->sides[0].name : S("SIDE");

	if (r->lost.count == 0)
		return true;
	for (size_t i = 0; i < r->lost.count && i < NAMED; i++)
		buf_print(b, "%s%.*s", i > 0 ? ", " : "", STR(r->lost.at[i]));
	if (r->lost.count > NAMED)
		buf_print(b, " and %zu more", r->lost.count - NAMED);
	return mistake(r->m, r->lost_at, "no side holds the truth of %.*s; name a side here, truth = \"%.*s\", and "
		"compare = { FIELD = { truth = \"%.*s\" } }, or a system of yours there", STR(buf_str(b)),
		STR(side), STR(side));
}

/* ── the truth that a rule names ───────────────────────────────────────────────────────────────────────────────── */

/* Of an extract whose map is at fault nothing is known. */
static bool may_hold(struct reading *r, const struct side *side, int field, const struct node *at)
{
	for (size_t i = 0; i < side->account_count; i++)
		if (side->accounts[i]->mapped.count == 0)
			return true;
	return field < 0 || side_maps(side, field)
	    || mistake(r->m, at, "side \"%.*s\" cannot hold the truth of %.*s, which the map of \"%.*s\" does not have",
		       STR(side->name), STR(r->rule->entity->fields[field].name), STR(side->accounts[0]->extract));
}

/* A side that holds wherever it has a row has nothing left to hold further down. */
static bool is_new(struct reading *r, const struct holder *list, size_t i, const struct node *at)
{
	for (size_t k = 0; k < i; k++)
		if (list[k].side == list[i].side && list[k].where.count == 0)
			return mistake(r->m, at, "side \"%.*s\" stands above without conditions: this never counts",
				STR(r->rule->sides[list[i].side].name));
	return true;
}

static bool holder_read(struct reading *r, const struct node *n, int field, struct holder *list, size_t i)
{
	struct holder_written w = {0};
	bool ok = key_table(n, "truth", r->m) && keys_read(r->a, n, holder_keys, KEY_COUNT(holder_keys), &w, r->m);

	if (w.side.len == 0 || !reading_side(r, w.side, node_place(n, "side"), &list[i].side))
		return false;
	ok = conditions_read(r->a, w.where, r->rule->entity, &list[i].where, r->m) && ok;
	return is_new(r, list, i, n) && may_hold(r, &r->rule->sides[list[i].side], field, n) && ok;
}

static bool holders_read(struct reading *r, const struct node *list, struct comparison *c)
{
	struct holder *holders = arena_array(r->a, list->count, struct holder);
	bool ok = list->count > 0 || mistake(r->m, list, "an empty list: name the sides whose value counts");

	for (size_t i = 0; i < list->count; i++)
		ok = holder_read(r, list->items[i], c->field, holders, i) && ok;
	c->truth = -1;
	c->holders = holders;
	c->holder_count = list->count;
	return ok;
}

static bool holder_fixed(struct reading *r, const struct node *n, const struct node *truth, struct comparison *c)
{
	struct holder *holder = arena_new_of(r->a, struct holder);
	bool ok = truth ? reading_side(r, truth->text, truth, &holder->side)
			: c->field < 0 || truth_of_field(r, c->field, n, &holder->side);

	c->truth = (int)holder->side;
	c->holders = holder;
	c->holder_count = r->rule->side_count > 0 && c->field >= 0 && side_maps(&r->rule->sides[c->truth], c->field);
	return ok;
}

static bool truth_read(struct reading *r, const struct node *n, const struct node *truth, struct comparison *c)
{
	if (truth && truth->kind == NODE_ARRAY)
		return holders_read(r, truth, c);
	if (truth && truth->kind != NODE_TEXT)
		return mistake(r->m, truth, "\"truth\" must be a side, or a list of { side, where }, not %s",
			node_kind_name(truth->kind));
	return holder_fixed(r, n, truth, c);
}

/* ── kinds of difference ───────────────────────────────────────────────────────────────────────────────────────── */

static bool of_amounts(struct reading *r, const struct node *n, const char *key, struct comparison *c)
{
	const struct field *f = &r->rule->entity->fields[c->field];

	return !n || f->type == TYPE_MONEY || f->type == TYPE_DECIMAL || f->type == TYPE_INTEGER
	    || mistake(r->m, n, "\"%s\" is for amounts, %.*s is of type \"%s\"", key, STR(f->name),
		       field_types[f->type].name);
}

static bool kinds_read(struct reading *r, const struct node *n, const struct compare_written *w, struct comparison *c)
{
	bool ok = rounding_read(r, w->rounding, r->rule->entity, &c->rounding);

	if (c->field < 0)
		return true;
	ok = treatment_read(r, &w->treatment, n, c) && ok;
	ok = of_amounts(r, w->rounding, "rounding", c) && ok;
	return of_amounts(r, node_child(n, S("treatment")), "treatment", c) && ok;
}

/* ── comparisons ───────────────────────────────────────────────────────────────────────────────────────────────── */

static bool comparison_read(struct reading *r, const struct node *n, struct comparison *c)
{
	struct compare_written w = {0};
	bool ok = keys_read(r->a, n, compare_keys, KEY_COUNT(compare_keys), &w, r->m);

	ok = reading_field(r, r->rule->entity, n->name, n, &c->field) && ok;
	ok = reading_field(r, r->rule->entity, w.since, node_place(n, "since"), &c->since) && ok;
	ok = reading_lag(r, w.within, w.flow, n, &c->within) && ok;
	c->tolerance = w.tolerance;
	ok = truth_read(r, n, w.truth, c) && ok;
	c->is_required = w.required != NULL;
	ok = conditions_read(r->a, w.required, r->rule->entity, &c->required, r->m) && ok;
	ok = kinds_read(r, n, &w, c) && ok;
	return (c->field < 0 || means_read(r, w.means, c)) && ok;
}

bool compare_read(struct reading *r, const struct node *compare)
{
	size_t count = compare ? compare->count : 0;
	struct comparison *list = arena_array(r->a, count, struct comparison);
	bool ok = true;

	for (size_t i = 0; i < count; i++)
		ok = comparison_read(r, compare->items[i], &list[i]) && ok;
	r->rule->compare = list;
	r->rule->compare_count = count;
	return ok;
}
