#include "reconcile/means.h"

#include "db/statement.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 1 << 20 };

/* ── what agrees ───────────────────────────────────────────────────────────────────────────────────────────────── */

static bool means_something(const struct comparison *c, size_t side)
{
	for (size_t i = 0; i < c->meaning_count; i++)
		if (c->meanings[i].side == side)
			return true;
	return false;
}

static const struct meaning *meaning_of(const struct comparison *c, size_t side, Str word)
{
	for (size_t i = 0; i < c->meaning_count; i++)
		if (c->meanings[i].side == side && text_is(c->meanings[i].word, word))
			return &c->meanings[i];
	return NULL;
}

static bool share_any(const struct texts *some, const struct texts *others)
{
	for (size_t i = 0; i < some->count; i++)
		if (texts_has(others, some->at[i]))
			return true;
	return false;
}

bool means_agreeing(struct arena *a, const struct comparison *c, size_t truth, size_t mirror, Str word,
	struct texts *agreeing)
{
	const struct meaning *meant = meaning_of(c, truth, word);
	struct texts itself = {&word, 1};
	const struct texts *things = meant ? &meant->means : &itself;

	*agreeing = (struct texts){0};
	for (size_t i = 0; i < c->meaning_count; i++)
		if (c->meanings[i].side == mirror && share_any(&c->meanings[i].means, things))
			texts_add(a, agreeing, c->meanings[i].word);
	for (size_t i = 0; i < things->count; i++)
		if (!meaning_of(c, mirror, things->at[i]))
			texts_add(a, agreeing, things->at[i]);
	return means_something(c, truth) || means_something(c, mirror);
}

/* ── as SQL ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void one_of_add(struct buf *b, struct arena *a, Str value, const struct texts *words)
{
	buf_print(b, "%.*s = any (array[", WHOLE(value));
	for (size_t i = 0; i < words->count; i++)
		buf_print(b, "%s%.*s", i > 0 ? ", " : "", WHOLE(quoted_literal(a, words->at[i])));
	buf_add(b, S("]::text[])"));
}

/* Of a mirror's word that is named, what it means; of any other, itself. */
static Str mirror_agrees(struct arena *a, const struct comparison *c, size_t side, Str truth, Str mirror)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	if (!means_something(c, side))
		return text(arena_print(a, "%.*s is not distinct from %.*s", WHOLE(truth), WHOLE(mirror)));
	buf_print(b, "case %.*s", WHOLE(mirror));
	for (size_t i = 0; i < c->meaning_count; i++) {
		if (c->meanings[i].side != side)
			continue;
		buf_print(b, " when %.*s then ", WHOLE(quoted_literal(a, c->meanings[i].word)));
		one_of_add(b, a, truth, &c->meanings[i].means);
	}
	buf_print(b, " else %.*s is not distinct from %.*s end", WHOLE(truth), WHOLE(mirror));
	return buf_str(b);
}

static void truth_word_add(struct buf *b, struct arena *a, const struct comparison *c, const struct meaning *meant,
	size_t side, Str mirror)
{
	struct texts agreeing;

	buf_print(b, " when %.*s then ", WHOLE(quoted_literal(a, meant->word)));
	means_agreeing(a, c, meant->side, side, meant->word, &agreeing);
	one_of_add(b, a, mirror, &agreeing);
}

Str means_differ(struct arena *a, const struct rule *rule, const struct comparison *c, size_t truth_side,
	size_t mirror_side, const char *truth_row, const char *mirror_row)
{
	Str truth = view_field(a, truth_row, rule->entity, c->field);
	Str mirror = view_field(a, mirror_row, rule->entity, c->field);
	struct buf *b = buf_new(a, SQL_LIMIT);

	if (!means_something(c, truth_side) && !means_something(c, mirror_side))
		return text(arena_print(a, "%.*s is distinct from %.*s", WHOLE(truth), WHOLE(mirror)));
	if (!means_something(c, truth_side))
		return text(arena_print(a, "(%.*s) is not true", WHOLE(mirror_agrees(a, c, mirror_side, truth, mirror))));
	buf_print(b, "(case %.*s", WHOLE(truth));
	for (size_t i = 0; i < c->meaning_count; i++)
		if (c->meanings[i].side == truth_side)
			truth_word_add(b, a, c, &c->meanings[i], mirror_side, mirror);
	buf_print(b, " else %.*s end) is not true", WHOLE(mirror_agrees(a, c, mirror_side, truth, mirror)));
	return buf_str(b);
}

/* ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool word_known(struct reading *r, const struct field *f, Str word, const struct node *at)
{
	return f->values.count == 0 || texts_has(&f->values, word)
	    || mistake(r->m, at, "%.*s is never %s%s", STR(f->name), text_quoted(r->a, word),
		       did_you_mean(r->a, word, &f->values));
}

static bool word_read(struct reading *r, const struct node *n, const struct field *f, size_t side,
	struct meaning *meaning)
{
	bool ok = key_texts(r->a, n, "means", &meaning->means, r->m) && word_known(r, f, n->name, n);

	meaning->side = side;
	meaning->word = n->name;
	for (size_t i = 0; i < meaning->means.count; i++)
		ok = word_known(r, f, meaning->means.at[i], node_item(n, i)) && ok;
	return ok && (meaning->means.count > 0 || mistake(r->m, n, "an empty list: name what %s means",
		text_quoted(r->a, n->name)));
}

/* Of a field whose words are declared: one that stands for something else on a side, and for which nothing stands
 * there, could never agree. */
static bool all_can_agree(struct reading *r, const struct node *n, const struct field *f, const struct comparison *c,
	size_t side)
{
	struct texts agreeing;
	bool ok = true;

	for (size_t i = 0; i < f->values.count; i++) {
		means_agreeing(r->a, c, r->rule->side_count, side, f->values.at[i], &agreeing);
		if (agreeing.count == 0)
			ok = mistake(r->m, n, "nothing in side \"%.*s\" would agree with %s", STR(n->name),
				text_quoted(r->a, f->values.at[i]));
	}
	return ok;
}

static bool side_means_read(struct reading *r, const struct node *n, struct comparison *c, struct meaning *list)
{
	const struct field *f = &r->rule->entity->fields[c->field];
	bool ok = true;
	size_t side;

	if (!key_table(n, "means", r->m) || !reading_side(r, n->name, n, &side))
		return false;
	if (c->truth == (int)side)
		return mistake(r->m, n, "side \"%.*s\" has the truth of %.*s: say what the other sides mean", STR(n->name),
			STR(f->name));
	for (size_t i = 0; i < n->count; i++) {
		ok = word_read(r, n->items[i], f, side, &list[c->meaning_count]) && ok;
		c->meaning_count++;
	}
	return ok && all_can_agree(r, n, f, c, side);
}

bool means_read(struct reading *r, const struct node *means, struct comparison *c)
{
	const struct field *f = &r->rule->entity->fields[c->field];
	struct meaning *list;
	size_t words = 0;
	bool ok = true;

	if (!means)
		return true;
	if (f->type != TYPE_TEXT)
		return mistake(r->m, means, "\"means\" is for text, %.*s is of type \"%s\"", STR(f->name),
			field_types[f->type].name);
	for (size_t i = 0; i < means->count; i++)
		words += means->items[i]->count;
	list = arena_array(r->a, words, struct meaning);
	c->meanings = list;
	for (size_t i = 0; i < means->count; i++)
		ok = side_means_read(r, means->items[i], c, list) && ok;
	return ok;
}
