#include "config/mistakes.h"

#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { FACT_MAX = 1000 };

struct mistakes {
	struct arena *a;
	struct mistake *at;
	size_t count;
};

struct mistakes *mistakes_new(struct arena *a)
{
	struct mistakes *m = arena_new_of(a, struct mistakes);

	m->a = a;
	return m;
}

static bool same(const struct mistake *x, const struct mistake *y)
{
	return x->line == y->line && x->column == y->column && text_is(text(x->file), text(y->file))
	    && text_is(text(x->fact), text(y->fact));
}

/* A fact is one line of text, whatever name stands in it: other bytes are shown as \xNN; one that was cut may end in
 * half a character. */
static const char *shown(struct arena *a, const char *fact)
{
	Str s = text(fact);
	size_t good = s.len, last = 0;
	struct buf *b = buf_new(a, 5 * (size_t)FACT_MAX);

	(void)text_is_utf8(s, &good);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c >= 0x20 && c != 0x7F && (i < good || c < 0x80))
			continue;
		buf_add(b, (Str){s.at + last, i - last});
		buf_print(b, "\\x%02X", c);
		last = i + 1;
	}
	buf_add(b, text_from(s, last));
	return text_z(a, buf_str(b));
}

static bool note(struct mistakes *m, struct mistake found)
{
	found.fact = shown(m->a, found.fact);
	for (size_t i = 0; i < m->count; i++)
		if (same(&m->at[i], &found))
			return false;
	m->at = arena_grow(m->a, m->at, m->count, sizeof *m->at);
	m->at[m->count++] = found;
	return false;
}

bool mistake(struct mistakes *m, const struct node *at, const char *format, ...)
{
	char fact[FACT_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(fact, sizeof fact, format, args);
	va_end(args);
	return note(m, (struct mistake){at ? at->file : NULL, at ? at->line : 0, at ? at->column : 0,
		fact});
}

bool mistake_in(struct mistakes *m, const char *file, int line, const char *format, ...)
{
	char fact[FACT_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(fact, sizeof fact, format, args);
	va_end(args);
	return note(m, (struct mistake){file, line, 0, fact});
}

size_t mistakes_count(const struct mistakes *m)
{
	return m->count;
}

static int by_place(const void *left, const void *right)
{
	const struct mistake *x = left, *y = right;
	int order = text_compare(text(x->file), text(y->file));

	if (order == 0)
		order = (x->line > y->line) - (x->line < y->line);
	if (order == 0)
		order = (x->column > y->column) - (x->column < y->column);
	return order ? order : text_compare(text(x->fact), text(y->fact));
}

const struct mistake *mistakes_all(struct mistakes *m, size_t *count)
{
	if (m->count > 0)
		qsort(m->at, m->count, sizeof *m->at, by_place);
	*count = m->count;
	return m->at;
}

static const char *line_of(struct arena *a, const struct mistake *x)
{
	if (!x->file)
		return arena_print(a, "%s", x->fact);
	if (x->line == 0)
		return arena_print(a, "%s: %s", x->file, x->fact);
	if (x->column == 0)
		return arena_print(a, "%s:%d: %s", x->file, x->line, x->fact);
	return arena_print(a, "%s:%d:%d: %s", x->file, x->line, x->column, x->fact);
}

Str mistakes_text(struct arena *a, struct mistakes *m)
{
	struct buf *b = buf_new(a, SIZE_MAX / 2);
	size_t count;
	const struct mistake *all = mistakes_all(m, &count);

	for (size_t i = 0; i < count; i++)
		buf_print(b, "%s\n", line_of(a, &all[i]));
	return buf_str(b);
}

bool mistakes_none(struct mistakes *m, struct err *e)
{
	enum { MORE = 40 };      /* room for the last line */
	struct buf *b = buf_new(m->a, sizeof e->message);
	size_t count, i;
	const struct mistake *all = mistakes_all(m, &count);

	if (count == 0)
		return true;
	for (i = 0; i < count; i++) {
		const char *line = line_of(m->a, &all[i]);

		if (i > 0 && b->len + strlen(line) + MORE > sizeof e->message)
			break;
		buf_print(b, "%s%s", i ? "\n" : "", line);
	}
	if (i < count)
		buf_print(b, "\nand %zu more", count - i);
	return err_set(e, ERR_CONFIG, "%.*s", STR(buf_str(b)));
}

const char *did_you_mean(struct arena *a, Str word, const struct texts *candidates)
{
	const char **names = arena_array(a, candidates->count + 1, const char *);
	const char *nearest;

	for (size_t i = 0; i < candidates->count; i++)
		names[i] = text_z(a, candidates->at[i]);
	nearest = text_nearest(word, names, candidates->count);
	return nearest ? arena_print(a, "; did you mean \"%s\"?", nearest) : "";
}

const char *did_you_mean_in(struct arena *a, Str word, const void *things, size_t count, size_t size)
{
	const char *thing = things;
	struct texts names = {0};
	Str name;

	for (size_t i = 0; i < count; i++, thing += size) {
		memcpy(&name, thing, sizeof name);
		texts_add(a, &names, name);
	}
	return did_you_mean(a, word, &names);
}
