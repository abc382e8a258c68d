#include "format/need.h"

enum { LIST_MOST = 600 };        /* bytes; what follows is counted */

static void put_one(struct buf *b, const struct path *wanted, const struct need *n)
{
	for (size_t i = 0; i < n->count; i++)
		buf_print(b, "%s\"%.*s\"", i ? " or " : "", STR(wanted[n->paths[i]].source));
	if (n->item.len > 0)
		buf_print(b, " of \"%.*s\"", STR(n->item));
	buf_print(b, " for %.*s", STR(n->asker));
}

void need_list(struct buf *b, const struct path *wanted, const struct need *needs, const bool *met, size_t count)
{
	size_t start = b->len, more = 0;

	for (size_t i = 0; i < count; i++) {
		if (met[i])
			continue;
		if (b->len - start > LIST_MOST) {
			more++;
			continue;
		}
		buf_add(b, b->len > start ? S(", ") : S(""));
		put_one(b, wanted, &needs[i]);
	}
	if (more > 0)
		buf_print(b, " and %zu more", more);
}

void need_names(struct arena *a, struct buf *b, const struct texts *names)
{
	size_t start = b->len, more = 0;

	for (size_t i = 0; i < names->count; i++) {
		if (names->at[i].len == 0)
			continue;
		if (b->len - start > LIST_MOST)
			more++;
		else
			buf_print(b, "%s%s", b->len > start ? ", " : "", text_quoted(a, names->at[i]));
	}
	if (more > 0)
		buf_print(b, " and %zu more", more);
}

void need_suggest(struct arena *a, struct buf *b, const struct texts *names)
{
	if (names->count == 0)
		return;
	buf_add(b, S("; did you mean "));
	need_names(a, b, names);
	buf_byte(b, '?');
}
