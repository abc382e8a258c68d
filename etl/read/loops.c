#include "read/loops.h"

#include "config/keys.h"

/* Loops in each other. */
enum { DEPTH_MOST = 8 };

/* The loops of one level. */
struct level {
	struct edi_loop *at;
	size_t count;
};

static bool is_tag(Str s)
{
	bool ok = s.len == 2 || s.len == 3;

	for (size_t i = 0; ok && i < s.len; i++)
		ok = (s.at[i] >= 'A' && s.at[i] <= 'Z') || (i > 0 && byte_is_digit(s.at[i]));
	return ok;
}

static bool tag_check(struct arena *a, const struct node *at, Str tag, struct mistakes *m)
{
	return is_tag(tag) || mistake(m, at, "loops: %s is no segment: two or three capital letters and digits",
		text_quoted(a, tag));
}

static bool segments_read(struct arena *a, const struct node *list, struct edi_loop *loop, struct mistakes *m)
{
	bool ok = key_texts(a, list, "loops", &loop->segments, m);

	for (size_t i = 0; ok && i < loop->segments.count; i++)
		ok = tag_check(a, list, loop->segments.at[i], m);
	return ok;
}

static bool level_read(struct arena *a, const struct node *table, int depth, struct edi_loop *of, struct level *level,
	struct mistakes *m);

static bool loop_read(struct arena *a, const struct node *n, int depth, struct edi_loop *loop, struct mistakes *m)
{
	struct level inner = {0};
	bool ok;

	loop->tag = n->name;
	if (!tag_check(a, n, n->name, m))
		return false;
	if (n->kind == NODE_ARRAY)
		return segments_read(a, n, loop, m);
	if (n->kind != NODE_TABLE)
		return mistake(m, n, "loops: %.*s must be a list of segments or a table of loops", STR(n->name));
	if (depth == DEPTH_MOST)
		return mistake(m, n, "loops: more than %d in each other", DEPTH_MOST);
	ok = level_read(a, n, depth + 1, loop, &inner, m);
	loop->inner = inner.at;
	loop->inner_count = inner.count;
	return ok;
}

static bool level_read(struct arena *a, const struct node *table, int depth, struct edi_loop *of, struct level *level,
	struct mistakes *m)
{
	bool ok = true;

	level->at = arena_array(a, table->count, struct edi_loop);
	for (size_t i = 0; i < table->count; i++) {
		const struct node *n = table->items[i];

		if (of && text_is(n->name, S("segments")))
			ok = segments_read(a, n, of, m) && ok;
		else
			ok = loop_read(a, n, depth, &level->at[level->count++], m) && ok;
	}
	return ok;
}

bool loops_read(struct arena *a, const struct node *table, struct edi_layout *layout, struct mistakes *m)
{
	struct level level = {0};
	bool ok;

	if (!table)
		return true;
	if (table->kind != NODE_TABLE)
		return mistake(m, table, "loops must be a table, such as { LIN = [] }");
	ok = level_read(a, table, 1, NULL, &level, m);
	layout->loops = level.at;
	layout->loop_count = level.count;
	return ok;
}
