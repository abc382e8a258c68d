#include "format/statement.h"

bool statements_check(const struct path *rows, struct err *e)
{
	bool named = rows->count > 1 && rows->steps[0].kind == STEP_NAME && text_is(rows->steps[0].name, S("statements"));
	bool counted = named && (rows->steps[1].kind == STEP_EACH || rows->steps[1].kind == STEP_INDEX);

	return counted || err_set(e, ERR_CONFIG, "must begin with statements[*], such as statements[*].entries[*]");
}

void statements_init(struct statements *s, const struct path *rows, const struct path *wanted, size_t count,
	struct claims *claims)
{
	struct err e = {0};

	*s = (struct statements){.only = -1, .claims = claims};
	s->rows = (struct rows){.wanted = wanted, .wanted_count = count};
	s->leads_nowhere = !statements_check(rows, &e);
	if (s->leads_nowhere)
		return;
	if (rows->steps[1].kind == STEP_INDEX)
		s->only = rows->steps[1].index;
	s->rows.steps = rows->steps + 2;
	s->rows.step_count = rows->count - 2;
}

void statements_add(struct statements *s, const struct piece *piece)
{
	if (!s->leads_nowhere && (s->only < 0 || s->only == s->seen))
		rows_add(&s->rows, piece);
	else if (s->rows.count == 0)
		arena_end(s->rows.memory);
	s->seen++;
}

struct branch branch_new(struct arena *a, enum tree_kind kind, uint64_t line)
{
	struct branch b = {.a = a, .node = arena_new_of(a, struct tree)};

	b.node->kind = kind;
	b.node->line = line < UINT32_MAX ? (uint32_t)line : 0;
	return b;
}

static void append(struct branch *to, struct tree *child)
{
	if (to->last)
		to->last->next = child;
	else
		to->node->children = child;
	to->last = child;
}

struct branch branch_add(struct branch *to, const char *name, enum tree_kind kind, uint64_t line)
{
	struct branch b = branch_new(to->a, kind, line);

	b.node->name = text(name);
	append(to, b.node);
	return b;
}

void branch_text(struct branch *to, const char *name, Str value)
{
	struct tree *child;

	if (value.len == 0)
		return;
	child = arena_new_of(to->a, struct tree);
	*child = (struct tree){.kind = TREE_TEXT, .name = text(name), .text = value};
	append(to, child);
}

Str line_at(Str s, size_t i, size_t *next, bool *whole)
{
	Str rest = text_from(s, i);
	size_t length = text_find_byte(rest, '\n');

	*whole = length < rest.len;
	*next = i + length + *whole;
	if (length > 0 && rest.at[length - 1] == '\r')
		length--;
	return text_head(rest, length);
}
