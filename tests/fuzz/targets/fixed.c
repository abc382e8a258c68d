/*
 * Fixed width: any text says the same in pieces, each record where its place says; and files that are written here are
 * read as they were written, and refused if a line of them is gone.
 */
#include "fuzz.h"

#include "found.h"

#include "format/fixed.h"

static Str names[] = {{"a", 1}, {"b", 1}, {"c", 1}, {"^.day", 5}};
static struct fixed_field of_head[] = {{{"day", 3}, 2, 3, FIXED_BOTH, ' '}};
static struct fixed_field of_trailer[] = {{{"n", 1}, 2, 3, FIXED_LEFT, '0'}};

struct told {
	Str text;                    /* the rows and the trailer, or "=" and the error */
	bool failed;
};

static struct told tell(struct arena *a, Str content, const struct fixed_layout *l, size_t step, size_t fill,
	bool plain)
{
	struct buf *out = buf_new(a, 1 << 24);
	struct told t = {.failed = true};
	struct founds founds;
	struct err e = {0};
	struct asked asked;
	struct fixed *f;

	if (!ask(a, content, step, false, NULL, "", &asked, &e))
		return t;
	f = fixed_new(a, l, window_new(a, asked.chars, fill), NULL, 0);
	do {
		t.failed = !fixed_next(f, a, &founds, &e);
		for (size_t i = 0; !t.failed && i < founds.count; i++) {
			const struct found *x = &founds.at[i];

			put_found(out, x);
			if (plain)
				must(x->offset + x->text.len <= content.len, "a record lies in the text");
			if (plain)
				must_be((Str){content.at + x->offset, x->text.len}, x->text, "a record lies where its place says");
		}
	} while (!t.failed && founds.count > 0);
	for (size_t i = 0; !t.failed && fixed_trailer(f) && i < fixed_trailer(f)->count; i++)
		buf_print(out, "{%.*s}", WHOLE(fixed_trailer(f)->fields[i]));
	if (t.failed) {
		buf_clear(out);
		buf_print(out, "=%s", e.message);
	}
	t.text = buf_str(out);
	return t;
}

static struct fixed_layout layout_of(Str *in, struct fixed_field fields[3])
{
	unsigned int how = take(in), more = take(in);
	struct fixed_layout l = {.fields = {fields, 3}, .ends = (enum fixed_ends)(how % 3), .is_bytes = how & 4,
		.is_stripped = how & 8, .columns = {.names = {names, 3}}};
	int64_t at = 1 + ((how & 16) != 0);

	for (unsigned int i = 0; i < 3; i++) {
		fields[i] = (struct fixed_field){names[i], at, 1 + (more >> (2 * i) & 3), FIXED_RIGHT, ' '};
		at += fields[i].length;
	}
	if (how & 16) {
		l.starts = S("D");
		l.head_starts = S("H");
		l.trailer_starts = S("T");
		l.head = (struct fixed_fields){of_head, 1};
		l.trailer = (struct fixed_fields){of_trailer, 1};
		l.columns.names.count = 4;
	}
	if (l.ends == FIXED_NONE || (how & 32))
		l.length = (size_t)(at > 5 ? at - 1 : 4);
	return l;
}

/* Filled up to the declared length, and with what ends a line. */
static void put_line(struct buf *b, const struct fixed_layout *l, const char *line, size_t units, bool crlf)
{
	buf_print(b, "%s", line);
	for (; units < l->length; units++)
		buf_byte(b, ' ');
	if (l->ends != FIXED_NONE)
		buf_add(b, l->ends == FIXED_CR ? S("\r") : crlf ? S("\r\n") : S("\n"));
}

static void put_record(struct arena *a, struct buf *b, struct buf *want, const struct fixed_layout *l, Str *in)
{
	static const char *const some[] = {"a", "\xC3\xA4", "7", "\xF0\x9F\x9A\x80"};
	struct buf *line = buf_new(a, 1 << 16);
	bool tagged = l->starts.len > 0;
	unsigned int how = take(in);
	size_t written = tagged;

	buf_add(line, l->starts);
	buf_byte(want, '[');
	for (size_t i = 0; i < 3; i++) {
		unsigned int used = take(in) % 5;

		buf_add(want, i > 0 ? S("|'") : S("'"));
		for (unsigned int k = 0; k < (unsigned int)l->fields.at[i].length; k++, written++) {
			const char *c = k >= used ? " " : l->is_bytes ? "x" : some[(how + k) % 4];

			buf_print(line, "%s", c);
			buf_print(want, "%s", k < used ? c : "");
		}
		buf_byte(want, '\'');
	}
	buf_add(want, tagged ? S("|'330']") : S("]"));
	put_line(b, l, text_z(a, buf_str(line)), written, how & 128);
}

static void written(struct arena *a, Str in, size_t step, size_t fill)
{
	struct fixed_field fields[3];
	struct fixed_layout l = layout_of(&in, fields);
	struct buf *b = buf_new(a, 1 << 20), *want = buf_new(a, 1 << 20);
	unsigned int count = take(&in), lost = count >> 4 & 7;
	bool tagged = l.starts.len > 0, wrong = tagged && (lost == 1 || lost == 2);
	struct told t;

	if (tagged && lost != 1)
		put_line(b, &l, "H330", 4, count & 128);
	for (unsigned int i = 0; i < count % 5; i++)
		put_record(a, b, want, &l, &in);
	if (tagged && lost != 2)
		put_line(b, &l, "T007", 4, count & 128);
	buf_print(want, tagged ? "{7}" : "");
	if (b->len == 0)
		return;
	t = tell(a, buf_str(b), &l, step, fill, true);
	must(t.failed == wrong, "it is %s: %.*s\n%.*s", wrong ? "refused" : "read", STR(t.text), STR(buf_str(b)));
	if (!t.failed)
		must_be(t.text, buf_str(want), "what was written");
}

static bool is_plain(Str in)
{
	return in.len > 1 && (unsigned char)in.at[0] < 0x80 && in.at[0] != 'P' && in.at[0] != 'B' && in.at[0] != '7'
	    && in.at[1] != '\0' && in.at[0] != '\0' && in.at[0] != 0x1F;
}

static void target(struct arena *a, Str in)
{
	unsigned int mode = take(&in);
	size_t step = 1 + (mode >> 1) % 32, fill = 1 + take(&in) % 80;
	struct fixed_field fields[3];
	struct told whole, parts;
	struct fixed_layout l;

	if (mode & 1) {
		written(a, in, step, fill);
		return;
	}
	l = layout_of(&in, fields);
	whole = tell(a, in, &l, 0, 0, is_plain(in));
	parts = tell(a, in, &l, step, fill, is_plain(in));
	/* Of two faults either may be seen first. */
	must(parts.failed == whole.failed, "it fails whole and in pieces alike");
	if (!whole.failed)
		must_be(parts.text, whole.text, "what is said in pieces");
}
