#include "graphql.h"

enum { DEEPEST = 32 };

struct fragment {
	Str name, on;
	struct selection root;
	struct fragment *next;
};

struct parsing {
	struct arena *a;
	const char *begun, *at, *end;
	const struct value *given;
	struct value *declared;     /* name: its value, or what stands for it */
	struct fragment *fragments;
	struct document *document;
	int depth;
};

static void read_set(struct parsing *p, struct selection *into);
static struct value *read_argument(struct parsing *p);

static bool fail(struct parsing *p, const char *wrong)
{
	struct document *d = p->document;
	if (d->wrong)
		return false;
	d->wrong = wrong;
	d->line = d->column = 1;
	for (const char *c = p->begun; c < p->at; c++) {
		d->column = *c == '\n' ? 1 : d->column + 1;
		d->line += *c == '\n';
	}
	p->at = p->end;
	return false;
}

/* Blanks, commas, and comments up to the end of a line. */
static void skip(struct parsing *p)
{
	while (p->at < p->end && (byte_is_blank(*p->at) || *p->at == ',' || *p->at == '#')) {
		if (*p->at == '#')
			while (p->at < p->end && *p->at != '\n')
				p->at++;
		else
			p->at++;
	}
}

static bool see(struct parsing *p, const char *mark)
{
	skip(p);
	size_t len = strlen(mark);
	return (size_t)(p->end - p->at) >= len && memcmp(p->at, mark, len) == 0;
}

static bool take(struct parsing *p, const char *mark)
{
	if (!see(p, mark))
		return false;
	p->at += strlen(mark);
	return true;
}

static bool need(struct parsing *p, const char *mark)
{
	return take(p, mark) || fail(p, arena_print(p->a, "Parse error: expected %s", mark));
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || byte_is_digit(c) || c == '_';
}

static Str take_name(struct parsing *p)
{
	skip(p);
	const char *begun = p->at;
	while (p->at < p->end && is_name(*p->at) && !(p->at == begun && byte_is_digit(*begun)))
		p->at++;
	if (p->at == begun)
		fail(p, "Parse error: expected a name");
	return (Str){begun, (size_t)(p->at - begun)};
}

static Str peek_name(struct parsing *p)
{
	skip(p);
	const char *at = p->at;
	while (at < p->end && is_name(*at))
		at++;
	return (Str){p->at, (size_t)(at - p->at)};
}

/* A text in three quotes, as it stands; or in one, whose escapes are JSON's. */
static struct value *read_text(struct parsing *p)
{
	const char *begun = p->at;
	if (take(p, "\"\"\"")) {
		struct value *v = arena_new_of(p->a, struct value);
		Str rest = {p->at, (size_t)(p->end - p->at)};
		size_t len = text_find(rest, S("\"\"\""));
		v->kind = VALUE_TEXT;
		v->text = text_head(rest, len);
		p->at += len;
		need(p, "\"\"\"");
		return v;
	}
	for (p->at++; p->at < p->end && *p->at != '"'; p->at++)
		p->at += *p->at == '\\';
	if (p->at >= p->end)
		fail(p, "Parse error: a text without an end");
	else
		p->at++;
	struct value *v = value_read(p->a, (Str){begun, (size_t)(p->at - begun)});
	return v ? v : value_make(p->a, "null");
}

static struct value *read_variable(struct parsing *p)
{
	Str name = take_name(p);
	struct value *v = value_get(p->declared, name), *copy = arena_new_of(p->a, struct value);
	if (!v) {
		fail(p, arena_print(p->a, "Variable $%.*s is used but not declared", STR(name)));
		return copy;
	}
	*copy = *v;
	copy->name = (Str){0};
	return copy;
}

static struct value *read_list(struct parsing *p)
{
	struct value *list = value_make(p->a, "[]");
	while (!p->document->wrong && !take(p, "]")) {
		if (p->at >= p->end)
			fail(p, "Parse error: a list without an end");
		value_add(list, read_argument(p));
	}
	return list;
}

static struct value *read_arguments(struct parsing *p, const char *closing)
{
	struct value *object = value_make(p->a, "{}");
	while (!p->document->wrong && !take(p, closing)) {
		Str name = take_name(p);
		need(p, ":");
		value_put(p->a, object, text_z(p->a, name), read_argument(p));
	}
	return object;
}

static struct value *read_argument(struct parsing *p)
{
	struct value *v = NULL;
	if (++p->depth > DEEPEST)
		fail(p, "Parse error: too deep");
	if (take(p, "$")) {
		v = read_variable(p);
	} else if (see(p, "\"")) {
		v = read_text(p);
	} else if (take(p, "[")) {
		v = read_list(p);
	} else if (take(p, "{")) {
		v = read_arguments(p, "}");
	} else {
		const char *begun = p->at;
		while (p->at < p->end && (is_name(*p->at) || *p->at == '-' || *p->at == '.'))
			p->at++;
		Str word = {begun, (size_t)(p->at - begun)};
		v = value_read(p->a, word);
		if (!v && word.len) {
			v = arena_new_of(p->a, struct value);
			v->kind = VALUE_TEXT;
			v->text = word;
		}
	}
	if (!v) {
		fail(p, "Parse error: expected a value");
		v = arena_new_of(p->a, struct value);
	}
	p->depth--;
	return v;
}

static void read_selection(struct parsing *p, struct selection *into)
{
	struct selection *s = arena_new_of(p->a, struct selection);
	s->arguments = value_make(p->a, "{}");
	if (into->last)
		into->last->next = s;
	else
		into->first = s;
	into->last = s;
	if (take(p, "...")) {
		if (text_is(peek_name(p), S("on"))) {
			take_name(p);
			s->on = take_name(p);
			read_set(p, s);
		} else {
			s->spread = take_name(p);
		}
		return;
	}
	s->alias = s->name = take_name(p);
	if (take(p, ":"))
		s->name = take_name(p);
	if (take(p, "("))
		s->arguments = read_arguments(p, ")");
	if (see(p, "@"))
		fail(p, "Parse error: directives are not read here");
	if (see(p, "{"))
		read_set(p, s);
}

static void read_set(struct parsing *p, struct selection *into)
{
	if (++p->depth > DEEPEST)
		fail(p, "Parse error: too deep");
	need(p, "{");
	while (!p->document->wrong && !take(p, "}")) {
		if (p->at >= p->end)
			fail(p, "Parse error: a selection without an end");
		else
			read_selection(p, into);
	}
	if (!p->document->wrong && !into->first)
		fail(p, "Parse error: a selection of nothing");
	p->depth--;
}

/* ($first: Int!, $after: String = null) */
static void declare(struct parsing *p)
{
	while (!p->document->wrong && !take(p, ")")) {
		need(p, "$");
		Str name = take_name(p);
		need(p, ":");
		while (take(p, "["))
			;
		take_name(p);
		while (take(p, "]") || (see(p, "!") && p->at + 1 < p->end && p->at[1] == ']' && take(p, "!")))
			;
		bool required = take(p, "!");
		struct value *other = take(p, "=") ? read_argument(p) : NULL;
		struct value *given = value_get(p->given, name), *copy = arena_new_of(p->a, struct value);
		if (required && !other && (!given || given->kind == VALUE_NULL))
			fail(p, arena_print(p->a, "Variable $%.*s was provided invalid value", STR(name)));
		if (given || other)
			*copy = given ? *given : *other;
		value_put(p->a, p->declared, text_z(p->a, name), copy);
	}
}

static void read_fragment(struct parsing *p)
{
	struct fragment *f = arena_new_of(p->a, struct fragment);
	f->name = take_name(p);
	take_name(p);
	f->on = take_name(p);
	read_set(p, &f->root);
	f->next = p->fragments;
	p->fragments = f;
}

/* Fragments by name become fragments in place. */
static void unfold(struct parsing *p, struct selection *s, int depth)
{
	if (depth > DEEPEST) {
		fail(p, "fragments contain each other");
		return;
	}
	for (struct selection *c = s->first; c; c = c->next) {
		if (c->spread.len) {
			struct fragment *f = p->fragments;
			while (f && !text_is(f->name, c->spread))
				f = f->next;
			if (!f) {
				fail(p, arena_print(p->a, "Fragment %.*s was used, but not defined", STR(c->spread)));
				return;
			}
			c->on = f->on;
			c->first = f->root.first;
			c->spread = (Str){0};
		}
		unfold(p, c, depth + 1);
	}
}

struct document graphql_read(struct arena *a, Str source, const struct value *variables)
{
	struct document d = {0};
	struct parsing p = {.a = a, .begun = source.at, .at = source.at, .end = source.at + source.len,
	                    .given = variables, .declared = value_make(a, "{}"), .document = &d};
	bool found = false;
	for (skip(&p); p.at < p.end && !d.wrong; skip(&p)) {
		Str word = peek_name(&p);
		if (text_is(word, S("fragment"))) {
			take_name(&p);
			read_fragment(&p);
			continue;
		}
		d.mutation = text_is(word, S("mutation"));
		if (word.len && !d.mutation && !text_is(word, S("query")))
			fail(&p, "Parse error: expected query, mutation or fragment");
		if (word.len)
			take_name(&p);
		if (word.len && !see(&p, "(") && !see(&p, "{"))
			take_name(&p);
		if (take(&p, "("))
			declare(&p);
		if (found)
			fail(&p, "an operation name is required");
		read_set(&p, &d.root);
		found = true;
	}
	if (!d.wrong && !found)
		fail(&p, "Parse error: expected an operation");
	if (!d.wrong)
		unfold(&p, &d.root, 0);
	return d;
}
