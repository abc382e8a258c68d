#include "chance.h"
#include "found.h"

#include "format/fixed.h"

#include <stdlib.h>

/* The records in windows of that size, then the trailer, or "=" and the error; places are held. */
static Str rendered(struct arena *a, Str content, const struct fixed_layout *layout, const char *wanted, size_t fill)
{
	struct buf *out = buf_new(a, 1 << 24);
	struct founds founds;
	struct err e = {0};
	struct asked asked;
	struct fixed *f;

	if (!ask(a, content, 0, false, NULL, wanted, &asked, &e))
		return text_copy(a, text(e.message));
	f = fixed_new(a, layout, window_new(a, asked.chars, fill), asked.wanted, asked.count);
	do {
		struct arena *batch = arena_new(a);

		if (!fixed_next(f, batch, &founds, &e)) {
			buf_clear(out);
			buf_print(out, "=%s", e.message);
			break;
		}
		for (size_t i = 0; i < founds.count; i++) {
			put_found(out, &founds.at[i]);
			if (layout->ends == FIXED_LF)
				put_places(out, content, &founds.at[i]);
		}
		arena_end(batch);
	} while (founds.count > 0);
	for (size_t i = 0; fixed_trailer(f) && i < fixed_trailer(f)->count; i++)
		buf_print(out, "{%.*s}", WHOLE(fixed_trailer(f)->fields[i]));
	return buf_str(out);
}

static void gives(const struct fixed_layout *layout, const char *wanted, Str content, const char *want,
	const char *name)
{
	static const size_t fills[] = {0, 1, 2, 3, 5, 7, 64};

	for (size_t i = 0; i < sizeof fills / sizeof *fills; i++) {
		struct arena *a = arena_new(NULL);
		Str got = rendered(a, content, layout, wanted, fills[i]);

		if (!text_is(got, text(want)) || i + 1 == sizeof fills / sizeof *fills)
			is_str(got, text(want), "%s (window of %zu)", name, fills[i]);
		arena_end(a);
		free(a);
	}
}

static struct fixed_field two[] = {{{"a", 1}, 1, 3, FIXED_BOTH, ' '}, {{"b", 1}, 4, 2, FIXED_LEFT, '0'}};
static struct fixed_field of_head[] = {{{"day", 3}, 2, 4, FIXED_BOTH, ' '}};
static struct fixed_field of_trailer[] = {{{"n", 1}, 2, 3, FIXED_BOTH, ' '}};
static Str names[] = {{"a", 1}, {"b", 1}}, with_head[] = {{"a", 1}, {"b", 1}, {"^.day", 5}};

static struct fixed_layout plain(void)
{
	return (struct fixed_layout){.fields = {two, 2}, .columns = {.names = {names, 2}}};
}

static struct fixed_layout kinds(void)
{
	static struct fixed_field shifted[] = {{{"a", 1}, 2, 3, FIXED_BOTH, ' '}, {{"b", 1}, 5, 2, FIXED_RIGHT, '*'}};
	struct fixed_layout l = {.fields = {shifted, 2}, .head = {of_head, 1}, .trailer = {of_trailer, 1}, .starts = S("D"),
		.head_starts = S("H"), .trailer_starts = S("T"), .comment = S("#"), .columns = {.names = {with_head, 3}}};

	return l;
}

static void lines(void)
{
	struct fixed_layout l = plain();

	gives(&l, "a;b", S("xyz07\n q 00\r\n\n\xC3\xA4\xE2\x82\xAC c1"), "['xyz'|'7']['q'|'']['\xC3\xA4\xE2\x82\xAC'|'c1']",
		"characters, LF, CRLF and the end");
	gives(&l, "b", S("xyz0\nxyz012\nxyz01\n"), "[''!4 characters where 5 are due]['1'!6 characters where 5 are due]"
		"['1']", "too short and too long");
	gives(&l, "a", S("x\xFFz01\n"), "['x\xFFz'!not UTF-8]", "what is no text");
	gives(&l, "c;a", S("xyz01\n"), "[-|'xyz']", "what is not declared");
	gives(&l, "", S("xyz01\n"), "['xyz'|'1']", "all that is declared");
	l.is_stripped = true;
	gives(&l, "a;b", S("xyz\nx\n"), "['xyz'|'']['x'|'']", "blanks may be lacking");
	l = plain();
	l.is_bytes = true;
	gives(&l, "a;b", S("\xC3\xA4x01\n\xC3\xA4" "012\n"), "['\xC3\xA4x'|'1']['\xC3\xA4" "0'|'12']", "bytes");
	l.length = 6;
	gives(&l, "b", S("\xC3\xA4x01 \nx\n"), "['1'][''!1 bytes where 6 are due]", "a declared length");
	l = plain();
	l.ends = FIXED_CR;
	l.skip = 1;
	gives(&l, "a", S("title\rxyz01\rabc02"), "['xyz']['abc']", "CR, behind a title");
}

static void unbroken(void)
{
	struct fixed_layout l = plain();

	l.ends = FIXED_NONE;
	l.length = 5;
	gives(&l, "a;b", S("xyz01\xC3\xA4\xE2\x82\xAC" "c02"), "['xyz'|'1']['\xC3\xA4\xE2\x82\xAC" "c'|'2']",
		"one after another");
	gives(&l, "b", S("xyz01abc02\r\n"), "['1']['2']", "with a newline at the end");
	gives(&l, "b", S("xyz01abc0"), "=record 2 is cut off: 4 characters of 5", "cut off");
	l.is_bytes = true;
	gives(&l, "b", S("\xC3\xA4z01abc02a"), "=record 3 is cut off: 1 bytes of 5", "in bytes");
}

static void control_lines(void)
{
	struct fixed_layout l = kinds();

	gives(&l, "a;b;^.day", S("#x\nH0330 and more\nDxyz1*\n#\nDabc**\nT  2\n"), "['xyz'|'1'|'0330']['abc'|''|'0330']{2}",
		"a line before, a line behind, and others");
	gives(&l, "a", S("Dxyz1*\nT  1\n"),
		"=line 1: a record before the line that stands before all others: \"Dxyz1*\"",
		"no line before");
	gives(&l, "a", S("H0330\nT  0\nDxyz1*\n"), "=line 3: a line behind the trailer: \"Dxyz1*\"{0}", "a record behind");
	gives(&l, "a", S("H0330\nDxyz1*\nH0331\nT  1\n"),
		"=line 3: the line that stands before all others stands here: \"H0331\"", "a second line before");
	gives(&l, "a", S("H0330\nDxyz1*\n"), "=line 3: the trailer is not there: the file is cut off", "no trailer");
	gives(&l, "a", S("H03\nT  0\n"),
		"=line 1: the line before all others has 3 characters where 5 are due",
		"a short one");
	gives(&l, "a", S("H0330\nT 0\n"), "=line 2: the trailer has 3 characters where 4 are due", "a short trailer");
	gives(&l, "a", S("H0330\nXabc12\n"), "=line 2: a line of no declared kind: \"Xabc12\"", "a line of no kind");
	gives(&l, "a", S("T  0\n"), "=the line before all others, which begins with \"H\", is not there{0}", "none at all");
}

static void put_random(struct buf *b, struct buf *want, const struct fixed_layout *l, bool more)
{
	static const char *const some[] = {"a", "Z", "9", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x9A\x80"};

	buf_byte(want, '[');
	for (size_t i = 0; i < l->fields.count; i++) {
		size_t used = (size_t)between(0, l->fields.at[i].length);

		buf_add(want, i > 0 ? S("|'") : S("'"));
		for (int64_t k = 0; k < l->fields.at[i].length; k++) {
			const char *c = k < (int64_t)used ? some[between(0, 5)] : " ";

			buf_print(b, "%s", c);
			if (k < (int64_t)used)
				buf_print(want, "%s", c);
		}
		buf_byte(want, '\'');
	}
	buf_byte(want, ']');
	if (l->ends != FIXED_NONE && more)
		buf_add(b, l->ends == FIXED_CR ? S("\r") : one_in(2) ? S("\r\n") : S("\n"));
}

/* What was written is read, however it is cut into pieces. */
static void random_files(void)
{
	int wrong = 0;

	for (int round = 0; round < 2000; round++) {
		struct arena *a = arena_new(NULL);
		struct fixed_field fields[4];
		struct fixed_layout l = {.fields = {fields, (size_t)between(1, 4)},
			.ends = (enum fixed_ends)between(0, 2)};
		struct buf *b = buf_new(a, 1 << 20), *want = buf_new(a, 1 << 20);
		size_t records = (size_t)between(0, 4);
		int64_t at = 1;

		for (size_t i = 0; i < l.fields.count; i++) {
			fields[i] = (struct fixed_field){text(arena_print(a, "f%zu", i)), at, between(1, 9),
				FIXED_RIGHT, ' '};
			at += fields[i].length;
			texts_add(a, &l.columns.names, fields[i].name);
		}
		l.length = l.ends == FIXED_NONE ? (size_t)at - 1 : 0;
		for (size_t i = 0; i < records; i++)
			put_random(b, want, &l, i + 1 < records || one_in(2));
		if (!text_is(rendered(a, buf_str(b), &l, "", (size_t)between(1, 80)), buf_str(want))) {
			wrong++;
			printf("# round %d\n", round);
		}
		arena_end(a);
		free(a);
	}
	is_int(wrong, 0, "2000 random files are read as they were written");
}

int main(void)
{
	chance_open();
	lines();
	unbroken();
	control_lines();
	random_files();
	return done();
}
