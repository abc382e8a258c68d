#include "cli/mask.h"
#include "cli/story_chain.h"
#include "cli/table.h"
#include "cli/words.h"

enum { LINES_LIMIT = 1 << 24, MORE_MOST = 48 };

static const char *const heads[RELATIONS] = {NULL, "It belongs to", "To it belong"};

static Str joined(struct arena *a, const struct texts *parts, const char *between)
{
	struct buf *b = buf_new(a, LINES_LIMIT);

	for (size_t i = 0; i < parts->count; i++) {
		buf_print(b, "%s", i > 0 ? between : "");
		buf_add(b, parts->at[i]);
	}
	return buf_str(b);
}

/* Also keeps a text whole, however long it is. */
static void say(struct buf *b, const char *before, Str s)
{
	buf_print(b, "%s", before);
	buf_add(b, s);
}

static Str phrase(struct arena *a, Str first, const char *between, Str second)
{
	struct texts both = {0};

	texts_add(a, &both, first);
	texts_add(a, &both, second);
	return joined(a, &both, between);
}

static Str value_text(Str s)
{
	return !s.at ? S("none") : s.len == 0 ? S("\"\"") : s;
}

/* ── what is said now ──────────────────────────────────────────────────────────────────────────────────────────── */

static void values_text(struct arena *a, struct buf *b, const struct fact *f)
{
	const struct version *v = fact_last(f);
	struct texts parts = {0};

	for (size_t i = 0; i < f->shape->count; i++)
		if (!f->shape->fields[i].key && v->values[i].at)
			texts_add(a, &parts, phrase(a, f->shape->fields[i].name, " ",
				value_text(shape_value(a, f->shape, i, v->values))));
	text_wrap(b, joined(a, &parts, ", "), "  ", TEXT_WIDTH - 2);
}

static void head_text(struct arena *a, struct buf *b, const struct fact *f)
{
	const struct version *last = fact_last(f);

	say(b, "", f->shape->dataset);
	say(b, " ", joined(a, &f->key, "/"));
	if (last && fact_is_gone(f))
		say(b, ", gone since ", long_date(a, last->until_date));
	else if (last)
		say(b, ", ", shown_word(last->state));
	say(b, ", by ", f->extract);
	buf_byte(b, '\n');
}

/* ── how it came to that ───────────────────────────────────────────────────────────────────────────────────────── */

static void change_add(struct arena *a, struct texts *list, Str name, Str before, Str now)
{
	if (text_is(before, now) && !before.at == !now.at)
		return;
	texts_add(a, list, phrase(a, name, " ",
		phrase(a, value_text(before), " \xE2\x86\x92 ", value_text(now))));
}

static void values_compare(struct arena *a, struct texts *list, const struct shape *s, const struct version *before,
	const struct version *v)
{
	change_add(a, list, S("company"), before->company, v->company);
	change_add(a, list, S("channel"), before->channel, v->channel);
	for (size_t i = 0; i < s->count; i++)
		change_add(a, list, s->fields[i].name, shape_value(a, s, i, before->values),
			shape_value(a, s, i, v->values));
}

static Str changes_text(struct arena *a, const struct texts *list)
{
	return list->count > 0 ? joined(a, list, ", ") : S("something that is not shown");
}

/* The table of what became of a fact, a line a night. */
struct nights {
	struct arena *a;
	struct table *t;
	const struct fact *f;
};

/* A line of what happened on a night; what is long stands below it. */
static void night_text(const struct nights *n, date d, Str what, Str more, const struct version *from)
{
	bool is_long = text_width(more) > MORE_MOST;

	table_cell(n->t, d == DATE_NONE ? S("") : shown_date(n->a, n->f->shape->settings->locale, d));
	table_cell(n->t, more.len > 0 && !is_long ? phrase(n->a, what, ": ", more) : what);
	table_cell(n->t, from ? phrase(n->a, from->file, ", record ", from->record) : S(""));
	if (is_long)
		table_remark(n->t, more);
	for (size_t i = 0; from && i < from->faults.count; i++)
		table_remark(n->t, from->faults.at[i]);
}

static void version_text(const struct nights *n, size_t i)
{
	const struct version *v = &n->f->versions[i];
	bool by_map = text_is(v->cause, S("map"));
	struct texts list = {0};

	if (i == 0) {
		night_text(n, v->from_date, by_map ? S("first seen, by a mended map") : S("first seen"),
			text_is(v->state, S("good")) ? S("") : shown_word(v->state), v);
		return;
	}
	change_add(n->a, &list, S("state"), shown_word(v[-1].state), shown_word(v->state));
	values_compare(n->a, &list, n->f->shape, v - 1, v);
	night_text(n, v->from_date, !version_follows(v - 1, v) ? S("back") : by_map ? S("changed by a mended map")
		: S("changed"), changes_text(n->a, &list), v);
}

/* Other records of the same key that came while this version stood. */
static void twice_text(const struct nights *n, size_t i)
{
	const struct fact *f = n->f;
	const struct version *v = &f->versions[i];
	bool last = i + 1 == f->version_count;

	for (const struct version *o = f->twice; o < f->twice + f->twice_count; o++) {
		struct texts list = {0};

		if (o->number < v->number || (!last && o->number >= v[1].number))
			continue;
		values_compare(n->a, &list, f->shape, v, o);
		night_text(n, o->from_date, S("said otherwise too"), changes_text(n->a, &list), o);
	}
}

static void versions_text(struct arena *a, struct buf *b, const struct fact *f)
{
	struct nights n = {a, table_new(a, "- - -"), f};

	for (size_t i = 0; i < f->version_count; i++) {
		const struct version *v = &f->versions[i];

		version_text(&n, i);
		twice_text(&n, i);
		if (v->until > 0 && (i + 1 == f->version_count || !version_follows(v, v + 1)))
			night_text(&n, v->until_date, S("gone"), S(""), NULL);
	}
	table_write(n.t, b, "  ");
}

static void fact_text(struct arena *a, struct buf *b, const struct fact *f)
{
	head_text(a, b, f);
	if (fact_last(f))
		values_text(a, b, f);
	versions_text(a, b, f);
}

static void untold_text(struct buf *b, const struct story *s, enum relation relation)
{
	for (size_t i = 0; i < s->untold_count; i++) {
		if (s->untold[i].relation != relation)
			continue;
		say(b, "\n", s->untold[i].shape->dataset);
		buf_print(b, ": %lld more, which are not told of\n", (long long)s->untold[i].keys);
	}
}

static void facts_text(struct arena *a, struct buf *b, const struct story *s, enum relation relation)
{
	const char *head = heads[relation];

	for (size_t i = 0; i < s->fact_count; i++) {
		if (s->facts[i].relation != relation)
			continue;
		buf_print(b, "%s", b->len > 0 ? "\n" : "");
		if (head)
			buf_print(b, "%s\n\n", head);
		head = NULL;
		fact_text(a, b, &s->facts[i]);
	}
	untold_text(b, s, relation);
}

/* ── what the rules found ──────────────────────────────────────────────────────────────────────────────────────── */

/* "not explained, continued". */
static Str status_text(struct arena *a, const struct rows *r, size_t row)
{
	Str status = rows_at(r, row, TOLD_STATUS), event = rows_at(r, row, TOLD_EVENT);

	return text_is(event, S("none")) || text_is(event, status) ? shown_word(status)
		: phrase(a, shown_word(status), ", ", event);
}

static void finding_text(struct arena *a, struct table *t, const struct project *p, const struct rows *r, size_t row)
{
	Str rule = rows_at(r, row, TOLD_RULE), field = rows_at(r, row, TOLD_FIELD), kind = rows_at(r, row, TOLD_KIND);
	Str names = rows_at(r, row, TOLD_KEY_NAMES), currency = rows_at(r, row, TOLD_CURRENCY);
	struct texts key = masked_key(a, p, rule, rows_at(r, row, TOLD_KEY), names);

	table_cell(t, words_date(a, p->settings.locale, rows_at(r, row, TOLD_DATE)));
	table_cell(t, rule);
	table_cell(t, status_text(a, r, row));
	table_cell(t, joined(a, &key, "/"));
	table_cell(t, words_what(a, kind, field, rows_at(r, row, TOLD_SIDE)));
	table_cell(t, words_found(a, p, rule, kind, field, masked_value(p, rule, field, rows_at(r, row, TOLD_LEADING)),
		currency));
	table_cell(t, words_found(a, p, rule, kind, field, masked_value(p, rule, field, rows_at(r, row, TOLD_MIRROR)),
		currency));
	table_cell(t, words_numeric(a, p->settings.locale, rows_at(r, row, TOLD_AMOUNT), currency));
	table_cell(t, rows_is_null(r, row, TOLD_AMOUNT) ? S("") : currency);
	table_remark(t, masked_reason(a, p, rule, kind, names, rows_at(r, row, TOLD_REASON)));
}

static void findings_text(struct arena *a, struct buf *b, const struct project *p, const struct rows *r)
{
	struct table *t = table_new(a, "night rule status key what >leading >mirror >difference -");

	for (size_t i = 0; i < rows_count(r); i++)
		finding_text(a, t, p, r, i);
	if (rows_count(r) == 0) {
		buf_print(b, "\nNo rule found anything of it.\n");
		return;
	}
	buf_print(b, "%sWhat the rules found\n\n", b->len > 0 ? "\n" : "");
	table_write(t, b, "  ");
}

static void trials_text(struct arena *a, struct buf *b, const struct rows *r)
{
	for (size_t i = 0; i < rows_count(r); i++)
		buf_print(b, "\nFor %.*s a trial found something of it, run %.*s: counterfoil discrepancies --run %.*s\n",
			STR(long_date(a, rows_date(r, i, 1))), STR(rows_at(r, i, 0)), STR(rows_at(r, i, 0)));
}

/* ── what it consists of ───────────────────────────────────────────────────────────────────────────────────────── */

static Str line_text(struct arena *a, const struct rows *r, size_t row)
{
	Str title = rows_at(r, row, WHOLE_TITLE);

	switch (rows_int(r, row, WHOLE_LINE)) {
	case LINE_UNREADABLE:
		return S("of a kind that could not be read");
	case LINE_UNDECLARED:
		return title.len > 0 ? phrase(a, S("not declared:"), " ", title) : S("of no kind");
	default:
		return title;
	}
}

static void amount_text(struct arena *a, struct table *t, const struct project *p, const struct rows *r, size_t row,
	size_t column)
{
	Str currency = rows_at(r, row, WHOLE_CURRENCY);

	table_cell(t, words_numeric(a, p->settings.locale, rows_at(r, row, column), currency));
	table_cell(t, currency);
}

static void whole_line_text(struct arena *a, struct table *t, const struct project *p, const struct rows *r, size_t row)
{
	bool begins = whole_row_begins(r, row);
	struct texts key = masked_key(a, p, rows_at(r, row, WHOLE_RULE), rows_at(r, row, WHOLE_KEY),
		rows_at(r, row, WHOLE_KEY_NAMES));

	table_cell(t, begins ? rows_at(r, row, WHOLE_RULE) : S(""));
	table_cell(t, begins ? words_date(a, p->settings.locale, rows_at(r, row, WHOLE_DATE)) : S(""));
	table_cell(t, begins ? joined(a, &key, "/") : S(""));
	table_cell(t, line_text(a, r, row));
	table_cell(t, rows_at(r, row, WHOLE_COUNT));
	amount_text(a, t, p, r, row, WHOLE_SUM);
	if (row + 1 < rows_count(r) && !whole_row_begins(r, row + 1))
		return;
	for (int i = 0; i < 3; i++)
		table_cell(t, S(""));
	table_cell(t, S("left over"));
	table_cell(t, S(""));
	amount_text(a, t, p, r, row, WHOLE_LEFT_OVER);
}

static void wholes_text(struct arena *a, struct buf *b, const struct project *p, const struct rows *r)
{
	struct table *t = table_new(a, "rule since key line >number >amount -");

	for (size_t i = 0; i < rows_count(r); i++)
		whole_line_text(a, t, p, r, i);
	if (rows_count(r) > 0)
		buf_print(b, "\nWhat it consists of\n\n");
	table_write(t, b, "  ");
}

void story_text(struct arena *a, struct buf *b, const struct project *p, const struct story *s)
{
	if (s->fact_count == 0 && rows_count(s->findings) == 0) {
		buf_print(b, "nothing has %s as its key or as a part of it", text_quoted(a, s->asked));
		return;
	}
	for (enum relation n = RELATION_ITSELF; n < RELATIONS; n++)
		facts_text(a, b, s, n);
	wholes_text(a, b, p, s->wholes);
	chains_text(a, b, p, s->chains);
	findings_text(a, b, p, s->findings);
	trials_text(a, b, s->trials);
}
