#include "format/claims.h"

#include "base/card.h"

struct claims *claims_new(struct arena *a)
{
	struct claims *c = arena_new_of(a, struct claims);

	c->a = a;
	c->scratch = arena_new(a);
	return c;
}

bool claims_hold(struct claims *c, uint64_t line, Str name, struct decimal stated, struct decimal found, struct err *e)
{
	struct arena *mem = c->scratch;
	bool same = decimal_compare(stated, found) == 0;

	if (!same)
		err_set(e, ERR_INCOMPLETE, "line %ju: the file states %.*s for %.*s, its records give %.*s", (uintmax_t)line,
			STR(decimal_text(mem, stated)), STR(card_masked(mem, name)), STR(decimal_text(mem, found)));
	else if (c->count < CLAIMS_KEPT) {
		c->at = arena_grow(c->a, c->at, c->count, sizeof *c->at);
		c->at[c->count++] = (struct claim){text_copy(c->a, name), decimal_text(c->a, stated),
			decimal_text(c->a, found)};
	}
	arena_end(mem);
	return same;
}
