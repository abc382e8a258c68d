/*
 * JSON: what the reader takes for whole is JSON for the checker of a map's json fields too, which shares no line with
 * it; cutting at records loses and adds nothing, in whatever pieces; and what was read, written, is read as the same.
 */
#include "fuzz.h"

#include "found.h"

#include "base/json_out.h"
#include "format/json.h"
#include "format/json_read.h"
#include "map/json_text.h"

#define NESTED "a[1].b[*].c[*]"

struct text {
	Str all;                     /* as UTF-8, with WINDOW_PADDING bytes behind it */
	uint64_t start;
	const char *fault;           /* of the checker */
	bool is_json;                /* for the checker; it may still say what Postgres could not hold */
	bool is_clean;               /* nothing to say at all */
};

struct reading {
	struct buf *said;
	bool failed;
	size_t count, faults;
};

/* ── writing ── */

static void put_tree(struct arena *a, struct buf *b, const struct tree *t)
{
	bool is_object = t->kind == TREE_OBJECT;

	if (t->kind == TREE_TEXT)
		buf_add(b, json_quote(a, t->text));
	else if (t->kind < TREE_OBJECT)
		buf_add(b, t->text);
	if (t->kind < TREE_OBJECT)
		return;
	buf_byte(b, is_object ? '{' : '[');
	for (const struct tree *m = t->children; m; m = m->next) {
		if (is_object) {
			buf_add(b, json_quote(a, m->name));
			buf_byte(b, ':');
		}
		put_tree(a, b, m);
		if (m->next)
			buf_byte(b, ',');
	}
	buf_byte(b, is_object ? '}' : ']');
}

static bool same(const struct tree *x, const struct tree *y)
{
	const struct tree *n = x->children, *m = y->children;

	if (x->kind != y->kind || !text_is(x->name, y->name) || (x->kind < TREE_OBJECT && !text_is(x->text, y->text)))
		return false;
	for (; n && m; n = n->next, m = m->next)
		if (!same(n, m))
			return false;
	return !n && !m;
}

static void padded(struct buf *b)
{
	memset(buf_room(b, WINDOW_PADDING), 0, WINDOW_PADDING);
}

static void writes(struct arena *a, struct json *j, const struct tree *t)
{
	struct buf *b = buf_new(a, 1 << 24);
	struct json_result again;

	put_tree(a, b, t);
	padded(b);
	json_parse(j, a, buf_str(b), &again);
	must(again.tree && !again.fault, "what was written can be read: %.*s", STR(buf_str(b)));
	must(same(t, again.tree), "what was written is the same: %.*s", STR(buf_str(b)));
}

/* ── reading ── */

/* The text as the reader sees it; false if it is unpacked or converted and goes wrong in that. */
static bool text_of(struct arena *a, Str content, struct text *t)
{
	struct buf *to = buf_new(a, 1 << 24);
	struct err e = {0};
	struct asked asked;
	Str chunk;

	if (!ask(a, content, 0, false, NULL, "", &asked, &e))
		return false;
	do {
		if (!chars_next(asked.chars, &chunk, &e))
			return false;
		buf_add(to, chunk);
	} while (chunk.len > 0);
	padded(to);
	*t = (struct text){.all = buf_str(to), .start = chars_start(asked.chars)};
	t->fault = json_fault(t->all);
	t->is_json = !t->fault || !text_is(text(t->fault), S("not JSON"));
	t->is_clean = !t->fault && text_is_utf8(t->all, NULL);
	return true;
}

static uint64_t line_ends(Str s)
{
	uint64_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += s.at[i] == '\n';
	return count;
}

/* What is nested in a record has the record's text and a line of its own within it. */
static void hold(const struct text *t, const struct found *f, bool is_nested)
{
	uint64_t from = f->offset - t->start, line, last;
	const char *fault;

	must(f->offset >= t->start && from + f->text.len <= t->all.len, "a record lies in the text");
	must_be((Str){t->all.at + from, f->text.len}, f->text, "a record's text lies where its place says");
	line = 1 + line_ends(text_head(t->all, from));
	last = is_nested ? line + line_ends(f->text) : line;
	must(f->line >= line && f->line <= last, "a record begins in line %d to %d, not %d", (int)line, (int)last,
		(int)f->line);
	fault = json_fault(f->text);
	must(f->fault || !fault || !text_is(text(fault), S("not JSON")), "a record is JSON: %.*s", STR(f->text));
}

/* rows: NULL for lines. */
static void read_all(struct arena *a, Str content, const struct text *t, size_t fill, const char *rows,
	struct reading *r)
{
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	struct json_reader *json;

	*r = (struct reading){.said = buf_new(a, 1 << 24)};
	must(ask(a, content, fill, false, rows, "a;b[*].c;d{*}.key;^.a;[0];[-1]", &asked, &e), "the paths are right");
	json = json_reader_new(a, window_new(a, asked.chars, fill), !rows, &asked.rows, asked.wanted, asked.count);
	do {
		r->failed = !json_reader_next(json, a, &founds, &e);
		for (size_t i = 0; !r->failed && i < founds.count; i++, r->count++) {
			put_found(r->said, &founds.at[i]);
			r->faults += founds.at[i].fault != NULL;
			hold(t, &founds.at[i], rows && text_is(text(rows), S(NESTED)));
		}
	} while (!r->failed && founds.count > 0);
	if (r->failed)
		buf_clear(r->said);
}

static void in_pieces(struct arena *a, Str content, const struct text *t, size_t fill, const char *rows,
	struct reading *whole)
{
	struct reading parts;

	read_all(a, content, t, 0, rows, whole);
	read_all(a, content, t, fill, rows, &parts);
	must(whole->failed == parts.failed, "%s fails whole and in pieces alike", rows ? rows : "lines");
	must_be(buf_str(parts.said), buf_str(whole->said), "what is said in pieces");
	must(!rows || whole->failed || whole->faults > 0 || t->is_json, "%s: what was read is JSON", rows);
}

static size_t children(const struct tree *t)
{
	size_t n = 0;

	for (const struct tree *m = t->children; m; m = m->next)
		n++;
	return n;
}

static void target(struct arena *a, Str in)
{
	size_t fill = 1 + take(&in) % 80;
	struct json *j = json_new(a);
	struct json_result result;
	struct reading one, each, nested;
	struct text t;

	if (!text_of(a, in, &t))
		return;
	json_parse(j, a, t.all, &result);
	must(!t.is_clean || !result.error, "%s, which the checker lets through", result.error);
	must(t.is_json || !result.tree || result.fault, "the checker says: %s", t.fault);
	in_pieces(a, in, &t, fill, "", &one);
	in_pieces(a, in, &t, fill, "[*]", &each);
	in_pieces(a, in, &t, fill, NESTED, &nested);
	if (result.tree && !result.fault) {
		bool is_array = result.tree->kind == TREE_ARRAY;

		must(!one.failed && one.faults == 0 && one.count == 1, "what is JSON is read as one record");
		must(each.failed == !(is_array || result.tree->kind == TREE_NULL), "rows of what is no array");
		must(!is_array || each.count == children(result.tree), "as many records as the array has");
		writes(a, j, result.tree);
	}
	in_pieces(a, in, &t, fill, NULL, &each);
}
