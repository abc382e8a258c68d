/*
 * Paths: one that is understood, written from its steps, is understood as the same steps; one that is refused is
 * refused at a column of it; and what it finds in a document does not depend on how it was written.
 */
#include "fuzz.h"

#include "found.h"

#include "format/json.h"
#include "format/window.h"

static const char document[] = "{\"a\":{\"b\":[1,{\"c\":\"x\"},[2,3]],\"\":4,\"a.b\":5,\"\\\"\":6},"
	"\"b\":[{\"a\":7,\"b\":null},{\"a\":[8]}],\"c\":{\"k\":9,\"l\":{\"a\":10}}}";

static void put_quoted(struct buf *b, Str name)
{
	buf_add(b, S("[\""));
	for (size_t i = 0; i < name.len; i++) {
		if (name.at[i] == '"' || name.at[i] == '\\')
			buf_byte(b, '\\');
		buf_byte(b, name.at[i]);
	}
	buf_add(b, S("\"]"));
}

/* Names in quotes wherever there is such a form. */
static void put_step(struct buf *b, const struct step *s, bool first)
{
	bool bare = s->space.len > 0 || s->kind == STEP_ATTRIBUTE || s->kind == STEP_TEXT || s->kind == STEP_COLUMN;

	if (bare && !first)
		buf_byte(b, '.');
	if (s->kind == STEP_ATTRIBUTE)
		buf_byte(b, '@');
	if (s->space.len > 0) {
		buf_byte(b, '{');
		buf_add(b, s->space);
		buf_byte(b, '}');
	}
	if (s->kind == STEP_NAME && !bare)
		put_quoted(b, s->name);
	else if (s->kind == STEP_NAME || s->kind == STEP_ATTRIBUTE)
		buf_add(b, s->name);
	else if (s->kind == STEP_INDEX)
		buf_print(b, "[%jd]", (intmax_t)s->index);
	else if (s->kind == STEP_COLUMN)
		buf_print(b, "#%jd", (intmax_t)s->index);
	else
		buf_add(b, s->kind == STEP_EACH ? S("[*]") : s->kind == STEP_MEMBERS ? S("{*}") : S("text()"));
}

static Str written(struct arena *a, const struct path *p)
{
	struct buf *b = buf_new(a, 1 << 20);

	for (int i = 0; i < p->up; i++)
		buf_byte(b, '^');
	if (p->up > 0)
		buf_byte(b, '.');
	for (size_t i = 0; i < p->count; i++)
		put_step(b, &p->steps[i], i == 0);
	return buf_str(b);
}

static bool same(const struct step *x, const struct step *y)
{
	return x->kind == y->kind && text_is(x->name, y->name) && text_is(x->space, y->space) && x->index == y->index;
}

static Str found(struct arena *a, const struct path *p)
{
	struct buf *padded = buf_new(a, 1 << 16), *out = buf_new(a, 1 << 24);
	struct json_result result;
	struct cell cell;

	buf_add(padded, text(document));
	memset(buf_room(padded, WINDOW_PADDING), 0, WINDOW_PADDING);
	json_parse(json_new(a), a, buf_str(padded), &result);
	tree_find(a, &(struct tree_context){result.tree, NULL}, p, &cell);
	must(path_is_many(p) || cell.kind != CELL_LIST, "a path to one thing gives no list");
	put_cell(out, &cell);
	return buf_str(out);
}

static void target(struct arena *a, Str in)
{
	struct err e = {0};
	struct path p, q;
	Str again;
	size_t column = 0;

	if (!path_parse(a, in, &p, &e)) {
		must(in.len == 0 || sscanf(e.message, "column %zu", &column) == 1, "a refusal has a column: %s", e.message);
		must(in.len == 0 || (column >= 1 && column <= in.len + 1), "column %zu of %zu", column, in.len);
		return;
	}
	must(p.count > 0, "a path has a step");
	/* Behind ^ stands a name, for which there is no quoted form. */
	again = written(a, &p);
	must(path_parse(a, again, &q, &e) || p.up > 0, "what was written is understood: %.*s: %s", STR(again), e.message);
	if (e.kind != ERR_NONE)
		return;
	must(p.count == q.count && p.up == q.up, "as many steps: %.*s", STR(again));
	for (size_t i = 0; i < p.count; i++)
		must(same(&p.steps[i], &q.steps[i]), "step %zu is the same: %.*s", i, STR(again));
	must_be(found(a, &q), found(a, &p), "what is found");
}
