#include "cli/compared.h"

#include "base/buf.h"
#include "reconcile/sides.h"
#include "reconcile/view.h"

enum { SAID_LIMIT = 1 << 20 };

static Str field_of(const struct rule *rule, size_t comparison)
{
	return rule->entity->fields[rule->compare[comparison].field].name;
}

/* Whether the value of another side may count. */
static bool is_mirror(const struct comparison *c, size_t side)
{
	for (size_t i = 0; i < c->holder_count; i++)
		if (c->holders[i].side != side)
			return true;
	return false;
}

static struct texts mirrors_of(struct arena *a, const struct rule *rule, const struct comparison *c)
{
	struct texts mirrors = {0};

	for (size_t i = 0; i < rule->side_count; i++)
		if (is_mirror(c, i) && side_maps(&rule->sides[i], c->field))
			texts_add(a, &mirrors, rule->sides[i].name);
	return mirrors;
}

static Str required_said(struct arena *a, const struct rule *rule, const struct comparison *c)
{
	Str where = conditions_said(a, &c->required, rule->entity);

	return where.len > 0 ? where : S("always");
}

/* ── for people ────────────────────────────────────────────────────────────────────────────────────────────────── */

static void truth_add(struct buf *b, struct arena *a, const struct rule *rule, const struct comparison *c)
{
	for (size_t i = 0; i < c->holder_count; i++) {
		Str where = conditions_said(a, &c->holders[i].where, rule->entity);

		buf_print(b, "%s%.*s%s%.*s", i > 0 ? ", else " : "", STR(rule->sides[c->holders[i].side].name),
			where.len > 0 ? " where " : "", STR(where));
	}
}

/* "erp and wms against shop" */
static Str way_of(struct arena *a, const struct rule *rule, size_t comparison)
{
	const struct comparison *c = &rule->compare[comparison];
	struct texts mirrors = mirrors_of(a, rule, c);
	struct buf *b = buf_new(a, SAID_LIMIT);

	for (size_t i = 0; i < mirrors.count; i++)
		buf_print(b, "%s%.*s", i == 0 ? "" : i + 1 < mirrors.count ? ", " : " and ", STR(mirrors.at[i]));
	buf_add(b, mirrors.count > 0 ? S(" against ") : S("not compared: its truth or its mirrors lack it"));
	if (mirrors.count > 0)
		truth_add(b, a, rule, c);
	if (c->is_required)
		buf_print(b, "; required: %.*s", STR(required_said(a, rule, c)));
	return buf_str(b);
}

static bool is_first(struct arena *a, const struct rule *rule, size_t comparison)
{
	for (size_t i = 0; i < comparison; i++)
		if (text_is(way_of(a, rule, i), way_of(a, rule, comparison)))
			return false;
	return true;
}

/* Fields that are compared in the same way stand in one line. */
static void way_say(struct arena *a, const struct rule *rule, size_t comparison, struct texts *said)
{
	struct buf *b = buf_new(a, SAID_LIMIT);
	Str way = way_of(a, rule, comparison);

	for (size_t i = comparison; i < rule->compare_count; i++)
		if (text_is(way_of(a, rule, i), way))
			buf_print(b, "%s%.*s", b->len > 0 ? ", " : "", STR(field_of(rule, i)));
	buf_print(b, ": %.*s", STR(way));
	texts_add(a, said, buf_str(b));
}

static void meaning_say(struct arena *a, const struct rule *rule, size_t comparison, const struct meaning *m,
	struct texts *said)
{
	struct buf *b = buf_new(a, SAID_LIMIT);

	buf_print(b, "%.*s: %.*s in %.*s agrees with", STR(field_of(rule, comparison)), STR(m->word),
		STR(rule->sides[m->side].name));
	for (size_t i = 0; i < m->means.count; i++)
		buf_print(b, "%s%.*s", i == 0 ? " " : i + 1 < m->means.count ? ", " : " or ", STR(m->means.at[i]));
	texts_add(a, said, buf_str(b));
}

/* "settled after payment: charge_id = source_id, within 1d; where …; if at all" */
static Str hop_said(struct arena *a, const struct rule *rule, size_t hop)
{
	const struct hop *h = &rule->hops[hop];
	const struct side *side = &rule->sides[hop], *before = &rule->sides[h->after];
	const struct entity *n = side->accounts[0]->entity, *theirs = before->accounts[0]->entity;
	Str expected = conditions_said(a, &side->expect, rule->entity);
	struct buf *b = buf_new(a, SAID_LIMIT);

	buf_print(b, "%.*s after %.*s: ", STR(side->name), STR(before->name));
	if (h->parent)
		buf_print(b, "by its %.*s", STR(h->parent->name));
	for (size_t i = 0; i < h->link_count; i++)
		buf_print(b, "%s%.*s = %.*s", i > 0 ? ", " : "", STR(theirs->fields[h->links[i].before].name),
			STR(n->fields[h->links[i].own].name));
	if (h->matched)
		buf_print(b, "by the matches of %.*s", STR(h->matched->name));
	if (h->all)
		buf_add(b, S(", to all of its amount"));
	if (side->within.us > 0 || side->within.business_days > 0)
		buf_print(b, ", within %s", lag_text(a, &side->within));
	if (h->optional)
		buf_add(b, S(", if at all"));
	if (expected.len > 0)
		buf_print(b, ", where %.*s", STR(expected));
	return buf_str(b);
}

/* "wms also for kits, each the least of its components by erp.components" */
static void kits_say_of(struct arena *a, Str side, const struct side *list, struct texts *said)
{
	struct buf *b = buf_new(a, SAID_LIMIT);

	buf_print(b, "%.*s also for kits, each the least of its components by", STR(side));
	for (size_t i = 0; i < list->account_count; i++)
		buf_print(b, "%s%.*s", i > 0 ? ", " : " ", STR(list->accounts[i]->extract));
	texts_add(a, said, buf_str(b));
}

static void all_kits_say(struct arena *a, const struct rule *rule, struct texts *said)
{
	for (size_t i = 0; i < rule->side_count; i++)
		if (rule->sides[i].kits)
			kits_say_of(a, rule->sides[i].name, rule->sides[i].kits->list, said);
	for (size_t i = 0; i < rule->part_count; i++)
		if (rule->parts[i].kits)
			kits_say_of(a, rule->parts[i].side.name, &rule->parts[i].side, said);
}

struct texts compared_said(struct arena *a, const struct rule *rule)
{
	struct texts said = {0};

	for (size_t i = 1; rule->kind == RULE_CHAIN && i < rule->side_count; i++)
		texts_add(a, &said, hop_said(a, rule, i));
	for (size_t i = 0; i < rule->compare_count; i++) {
		if (is_first(a, rule, i))
			way_say(a, rule, i, &said);
		for (size_t k = 0; k < rule->compare[i].meaning_count; k++)
			meaning_say(a, rule, i, &rule->compare[i].meanings[k], &said);
	}
	all_kits_say(a, rule, &said);
	return said;
}

/* ── as JSON ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static void put_list(struct json_out *j, const char *name, const struct texts *list)
{
	json_name(j, name);
	json_array(j);
	for (size_t i = 0; i < list->count; i++)
		json_text(j, list->at[i]);
	json_array_end(j);
}

static void truth_json(struct arena *a, struct json_out *j, const struct rule *rule, const struct comparison *c)
{
	json_name(j, "truth");
	json_array(j);
	for (size_t i = 0; i < c->holder_count; i++) {
		json_object(j);
		json_put_text(j, "side", rule->sides[c->holders[i].side].name);
		json_put_text(j, "where", conditions_said(a, &c->holders[i].where, rule->entity));
		json_object_end(j);
	}
	json_array_end(j);
}

static void means_json(struct json_out *j, const struct rule *rule, const struct comparison *c)
{
	json_name(j, "means");
	json_array(j);
	for (size_t i = 0; i < c->meaning_count; i++) {
		json_object(j);
		json_put_text(j, "side", rule->sides[c->meanings[i].side].name);
		json_put_text(j, "word", c->meanings[i].word);
		put_list(j, "agrees", &c->meanings[i].means);
		json_object_end(j);
	}
	json_array_end(j);
}

void compared_json(struct arena *a, struct json_out *j, const struct rule *rule)
{
	json_array(j);
	for (size_t i = 0; i < rule->compare_count; i++) {
		const struct comparison *c = &rule->compare[i];
		struct texts mirrors = mirrors_of(a, rule, c);

		json_object(j);
		json_put_text(j, "field", field_of(rule, i));
		truth_json(a, j, rule, c);
		put_list(j, "mirrors", &mirrors);
		means_json(j, rule, c);
		json_put_text(j, "required", c->is_required ? required_said(a, rule, c) : S(""));
		json_object_end(j);
	}
	json_array_end(j);
}
