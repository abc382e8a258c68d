#include "format/xml_build.h"

static struct xml_open *top(struct xml_build *b)
{
	return &b->open[b->depth - 1];
}

void xml_build_begin(struct xml_build *b, Str name, Str space, uint32_t line)
{
	struct tree *t = arena_new_of(b->arena, struct tree);
	struct xml_open *parent = b->depth > 0 ? top(b) : NULL;

	t->kind = TREE_ELEMENT;
	t->name = name;
	t->space = space;
	t->text = S("");
	t->line = line;
	if (parent && parent->last)
		parent->last->next = t;
	else if (parent)
		parent->tree->children = t;
	if (parent)
		parent->last = t;
	b->attribute = NULL;
	b->open[b->depth++] = (struct xml_open){.tree = t};
}

void xml_build_attribute(struct xml_build *b, Str name, Str space, Str value)
{
	struct tree *t = arena_new_of(b->arena, struct tree);

	t->kind = TREE_TEXT;
	t->name = name;
	t->space = space;
	t->text = value.len > 0 ? text_copy(b->arena, value) : S("");
	if (b->attribute)
		b->attribute->next = t;
	else
		top(b)->tree->attributes = t;
	b->attribute = t;
}

/* Most texts come in one piece, which takes what it has; those of many pieces take twice that at most. */
static void make_room(struct xml_build *b, struct xml_open *open, Str old, size_t more)
{
	char *grown;

	open->room = old.len > 0 ? 2 * (old.len + more) : more;
	grown = arena_raw(b->arena, open->room);
	if (old.len > 0)
		memcpy(grown, old.at, old.len);
	open->text = grown;
}

bool xml_build_text(struct xml_build *b, Str more)
{
	struct xml_open *open = top(b);
	Str old = open->tree->text;

	if (more.len > XML_TEXT_MOST - old.len)
		return false;
	if (old.len + more.len > open->room)
		make_room(b, open, old, more.len);
	if (more.len > 0)
		memcpy(open->text + old.len, more.at, more.len);
	open->tree->text = (Str){open->text ? open->text : "", old.len + more.len};
	return true;
}

const struct tree *xml_build_end(struct xml_build *b)
{
	const struct tree *t = top(b)->tree;

	return --b->depth == 0 ? t : NULL;
}
