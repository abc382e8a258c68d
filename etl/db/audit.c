#include "db/audit.h"

#include <embedded.h>

bool audit_append(struct pg *pg, struct arena *a, Str kind, Str actor, Str detail, struct err *e)
{
	struct rows *r;

	return pg_query(pg, a, sql_db_audit_append, P(kind, actor, detail), &r, e);
}

/* The columns of sql/db/audit_list.sql. */
enum { HEAD_NO, HEAD_DIGEST, NO, PREV, AT, KIND, ACTOR, DETAIL, DIGEST };

/* As ops.audit_bytes: each part a netstring. */
static struct digest digest_of_entry(struct digester *d, struct cursor *c)
{
	for (size_t part = NO; part <= DETAIL; part++) {
		digester_add_text(d, cursor_at(c, part));
		digester_add(d, S(","));
	}
	return digester_end(d);
}

static int64_t number(Str s)
{
	uint64_t n;

	return text_uint(s, &n) ? (int64_t)n : -1;
}

/* NULL if the entry follows the last good one and is what its digest says. */
static const char *fault(struct arena *a, struct digester *d, struct cursor *c, const struct audit_state *state)
{
	struct digest prev, said, computed = digest_of_entry(d, c);

	if (number(cursor_at(c, NO)) != state->entries)
		return arena_print(a, "entry %jd is not there", (intmax_t)state->entries);
	if (!digest_parse(cursor_at(c, PREV), &prev) || !digest_is(prev, state->head))
		return "it does not follow the entry before it";
	if (!digest_parse(cursor_at(c, DIGEST), &said) || !digest_is(said, computed))
		return "its content is not what its digest was taken over";
	return NULL;
}

/* The head is the same in every row; a chain that was cut short no longer reaches it. */
static void hold_against_head(struct arena *a, struct audit_state *state, int64_t no, struct digest head)
{
	if (state->wrong || (no == state->entries && digest_is(head, state->head)))
		return;
	state->wrong = state->entries + 1;
	state->fact = no > state->entries ? arena_print(a, "the chain has had %jd entries", (intmax_t)no)
					  : "the last entry is not the one that was written last";
}

bool audit_verify(struct pg *pg, struct arena *a, struct audit_state *state, struct err *e)
{
	struct digester *d = digester_new(a);
	struct digest head = {{0}};
	int64_t head_no = -1;
	struct cursor *c;

	*state = (struct audit_state){0};
	if (!cursor_open(pg, a, sql_db_audit_list, NO_PARAMS, &c, e))
		return false;
	while (cursor_next(c, e)) {
		head_no = number(cursor_at(c, HEAD_NO));
		if (!digest_parse(cursor_at(c, HEAD_DIGEST), &head))
			head_no = -1;
		if (!cursor_at(c, NO).at || state->wrong)
			continue;
		state->entries++;
		state->fact = fault(a, d, c, state);
		if (state->fact)
			state->wrong = state->entries;
		else
			(void)!digest_parse(cursor_at(c, DIGEST), &state->head);
	}
	if (e->kind != ERR_NONE)
		return false;
	hold_against_head(a, state, head_no, head);
	return true;
}
