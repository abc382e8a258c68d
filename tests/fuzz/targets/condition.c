/*
 * What is stated and then asked: globs, paths with dates, conditions.  Each is held against a way of asking that is too
 * slow and too simple to be wrong in the same way.
 */
#include "fuzz.h"

#include "maps.h"

#include "config/condition.h"
#include "extract/pattern.h"

/* ── globs ── */

/* Where a set of characters ends, behind its bracket; the pattern's end if it does not. */
static size_t set_end(Str p)
{
	size_t i = 1 + (p.len > 1 && (p.at[1] == '!' || p.at[1] == '^'));

	for (bool first = true; i < p.len && (first || p.at[i] != ']'); first = false)
		i += i + 2 < p.len && p.at[i + 1] == '-' && p.at[i + 2] != ']' ? 3 : 1;
	return i;
}

static bool set_has(Str p, char c)
{
	size_t end = set_end(p), i = 1;
	bool negated = p.len > 1 && (p.at[1] == '!' || p.at[1] == '^');

	for (i += negated; i < end; i++) {
		bool range = i + 2 < p.len && p.at[i + 1] == '-' && p.at[i + 2] != ']';

		if (range ? c >= p.at[i] && c <= p.at[i + 2] : c == p.at[i])
			return !negated;
		i += range ? 2 : 0;
	}
	return negated;
}

static bool plain_glob(Str p, Str s)
{
	if (p.len == 0)
		return s.len == 0;
	if (p.at[0] == '*')
		return plain_glob(text_from(p, 1), s) || (s.len > 0 && plain_glob(p, text_from(s, 1)));
	if (s.len == 0)
		return false;
	if (p.at[0] == '[')
		return set_has(p, s.at[0]) && plain_glob(text_from(p, set_end(p) + 1), text_from(s, 1));
	return (p.at[0] == '?' || p.at[0] == s.at[0]) && plain_glob(text_from(p, 1), text_from(s, 1));
}

static void globs(Str in)
{
	Str pattern = text_head(take_text(&in, '\n'), 12);

	in = text_head(in, 16);
	must(text_glob(pattern, in) == plain_glob(pattern, in), "\"%.*s\" and \"%.*s\"", STR(pattern), STR(in));
}

/* ── paths with dates ── */

static void put_date(struct buf *b, Str format, date d)
{
	static const char names[] = "Yymdj";
	date first = d;
	int32_t year;
	int month, day;

	date_split(d, &year, &month, &day);
	must(date_of(year, 1, 1, &first), "a year has a first day");
	for (size_t i = 0; i < format.len; i++) {
		char c = format.at[i] == '%' && i + 1 < format.len ? format.at[++i] : '\0';
		int values[] = {year, year % 100, month, day, d - first + 1};
		const char *known = c ? strchr(names, c) : NULL;

		if (known)
			buf_print(b, known == names ? "%04d" : *known == 'j' ? "%03d" : "%02d", values[known - names]);
		else
			buf_byte(b, format.at[i]);
	}
}

/* With everything in its place, as a file would be called. */
static Str filled(struct arena *a, Str pattern, date d, Str part)
{
	struct buf *b = buf_new(a, 1 << 20);
	Str head, inside;

	while (text_begins(pattern, S("./")))
		pattern = text_from(pattern, 2);
	while (text_cut(pattern, '{', &head, &pattern)) {
		text_cut(pattern, '}', &inside, &pattern);
		buf_add(b, head);
		if (text_is(inside, S("part")))
			buf_add(b, part);
		else
			put_date(b, text_begins(inside, S("business_date:")) ? text_from(inside, 14) : S("%Y-%m-%d"), d);
	}
	buf_add(b, head);
	return buf_str(b);
}

/* What is filled in stands for itself: no other name fits, whichever of its bytes is another. */
static void fits_alone(struct arena *a, Str pattern, Str name)
{
	char *other = text_z(a, name);

	for (size_t i = 0; i < name.len && name.len < 80; i++) {
		other[i] ^= 1;
		must(!plain_glob(pattern, (Str){other, name.len}), "\"%.*s\" fits \"%s\" too", STR(pattern), other);
		other[i] ^= 1;
	}
}

/* Half of the bytes that there are become one that means something in a glob or a path. */
static Str take_part(struct arena *a, Str *in)
{
	Str given = text_head(take_text(in, '\n'), 10);
	char *part = text_z(a, given);

	for (size_t i = 0; i < given.len; i++)
		if ((unsigned char)part[i] >= 0x80)
			part[i] = "*?[]!-{}"[(unsigned char)part[i] % 8];
	return (Str){part, given.len};
}

static void patterns(struct arena *a, Str in)
{
	date d = (date)(take_number(&in) % 30000), found;
	Str part = take_part(a, &in), name;
	struct err e = {0};

	if (!pattern_check(a, in, &e)) {
		must(e.kind == ERR_CONFIG && text_is_utf8(text(e.message), NULL), "a refusal is said: %s", e.message);
		return;
	}
	if (pattern_is_glob(in) || in.len > 60)
		return;
	name = filled(a, in, d, part);
	must(plain_glob(pattern_fill(a, in, d, part), name), "\"%.*s\" fits \"%.*s\"", STR(pattern_fill(a, in, d, part)),
		STR(name));
	fits_alone(a, pattern_fill(a, in, d, part), name);
	if (text_is(in, S("a/{business_date}_x")) || text_is(in, S("{business_date:%Y%m%d}")))
		must(pattern_find_date(name, &found) && found == d, "the date is found in \"%.*s\"", STR(name));
}

/* ── conditions ── */

static void conditions(struct arena *a, Str in)
{
	struct mistakes *m = mistakes_new(a);
	struct entities entities;
	struct conditions all;
	struct err e = {0};
	struct node *root;

	if (!toml_read(a, "w", text(arena_print(a, "where = %.*s\n", STR(in))), &root, &e))
		return;
	must(entities_read(a, parsed(a, "e", entity_toml), &entities, m), "the entity is right");
	if (!conditions_read(a, node_child(root, S("where")), entities.at, &all, m)) {
		must(mistakes_count(m) > 0, "what is wrong is said");
		return;
	}
	must(mistakes_count(m) == 0, "nothing is wrong, but %.*s", STR(mistakes_text(a, m)));
	for (size_t i = 0; i < all.count; i++) {
		const struct condition *c = &all.at[i];
		bool unary = c->test == TEST_NULL || c->test == TEST_NOT_NULL;
		bool list = c->test == TEST_IN || c->test == TEST_NOT_IN;

		must(c->field < (int)entities.at->field_count, "a field of the entity");
		must(c->field >= 0 || c->any_count > 0, "one of several");
		must(c->field < 0 || (unary ? c->values.count == 0 : list ? c->values.count > 0 : c->values.count == 1),
			"%zu values", c->values.count);
	}
}

/* i is one number, the condition names another or two. */
static bool holds(enum test test, bool is_null, int x, int y, int z)
{
	switch (test) {
	case TEST_IS: return !is_null && x == y;
	case TEST_IS_NOT: return is_null || x != y;
	case TEST_LESS: return !is_null && x < y;
	case TEST_AT_MOST: return !is_null && x <= y;
	case TEST_MORE: return !is_null && x > y;
	case TEST_AT_LEAST: return !is_null && x >= y;
	case TEST_IN: return !is_null && (x == y || x == z);
	case TEST_NOT_IN: return is_null || (x != y && x != z);
	case TEST_NULL: return is_null;
	case TEST_NOT_NULL: return !is_null;
	case TEST_MATCH:
	case TEST_PREFIX:
	default: return false;
	}
}

static const char *one(struct arena *a, enum test test, int y, int z)
{
	const char *name = test_names[test].name;

	if (test == TEST_NULL || test == TEST_NOT_NULL)
		return arena_print(a, "{ field = \"i\", is = \"%s\" }", name);
	if (test == TEST_IN || test == TEST_NOT_IN)
		return arena_print(a, "{ field = \"i\", is = \"%s\", value = [%d, %d] }", name, y, z);
	return arena_print(a, "{ field = \"i\", is = \"%s\", value = %d }", name, y);
}

static void asked(struct arena *a, Str in)
{
	unsigned int how = take(&in);
	enum test first = (enum test)(take(&in) % TEST_MATCH), second = (enum test)(take(&in) % TEST_MATCH);
	int x = (int)(take(&in) % 8), y = (int)(take(&in) % 8), z = (int)(take(&in) % 8);
	bool is_null = how & 1, any = how & 2, want, other;
	struct cell cell = {.kind = is_null ? CELL_NULL : CELL_NUMBER, .text = text(arena_print(a, "%d", x))};
	struct bench b;

	bench_memory = a;
	maps_open(&b, arena_print(a, "id = { const = \"1\" }\ni = \"a\"\nwhere = [%s%s, %s%s]", any ? "[" : "",
		one(a, first, y, z), one(a, second, z, y), any ? "]" : ""));
	want = holds(first, is_null, x, y, z);
	other = holds(second, is_null, x, z, y);
	want = any ? want || other : want && other;
	must((maps_row(&b, a, cell)->state == ROW_GOOD) == want, "%d (%s): %s %d %d %s %s", x, is_null ? "null" : "there",
		test_names[first].name, y, z, any ? "or" : "and", test_names[second].name);
}

static void target(struct arena *a, Str in)
{
	switch (take(&in) % 4) {
	case 0: globs(in); break;
	case 1: patterns(a, in); break;
	case 2: conditions(a, in); break;
	default: asked(a, in); break;
	}
}
