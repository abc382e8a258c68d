#include "cli/mask.h"
#include "cli/story.h"
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
			texts_add(a, &parts, text(arena_print(a, "%.*s %.*s", STR(f->shape->fields[i].name),
				STR(value_text(v->values[i])))));
	text_wrap(b, joined(a, &parts, ", "), "  ", TEXT_WIDTH - 2);
}

static void head_text(struct arena *a, struct buf *b, const struct fact *f)
{
	const struct version *last = fact_last(f);

	buf_print(b, "%.*s %.*s", STR(f->shape->dataset), STR(joined(a, &f->key, "/")));
	if (!last)
		buf_print(b, ", by %.*s\n", STR(f->extract));
	else if (fact_is_gone(f))
		buf_print(b, ", gone since %.*s, by %.*s\n", STR(long_date(a, last->until_date)), STR(f->extract));
	else
		buf_print(b, ", %.*s, by %.*s\n", STR(last->state), STR(f->extract));
}

/* ── how it came to that ───────────────────────────────────────────────────────────────────────────────────────── */

static void change_add(struct arena *a, struct texts *list, Str name, Str before, Str now)
{
	if (text_is(before, now) && !before.at == !now.at)
		return;
	texts_add(a, list, text(arena_print(a, "%.*s %.*s \xE2\x86\x92 %.*s", STR(name), STR(value_text(before)),
		STR(value_text(now)))));
}

static void values_compare(struct arena *a, struct texts *list, const struct shape *s, const struct version *before,
	const struct version *v)
{
	change_add(a, list, S("company"), before->company, v->company);
	change_add(a, list, S("channel"), before->channel, v->channel);
	for (size_t i = 0; i < s->count; i++)
		change_add(a, list, s->fields[i].name, before->values[i], v->values[i]);
}

static Str changes_text(struct arena *a, const struct texts *list)
{
	return list->count > 0 ? joined(a, list, ", ") : S("something that is not shown");
}

/* A line of what happened on a night; what is long stands below it. */
static void night_text(struct arena *a, struct table *t, date d, const char *what, Str more, const struct version *from)
{
	bool is_long = text_width(more) > MORE_MOST;

	table_cell(t, text(d == DATE_NONE ? "" : date_text(a, d)));
	table_print(t, "%s%s%.*s", what, more.len > 0 && !is_long ? ": " : "", STR(is_long ? S("") : more));
	table_cell(t, from ? text(arena_print(a, "%.*s, record %.*s", STR(from->file), STR(from->record))) : S(""));
	if (is_long)
		table_remark(t, more);
	for (size_t i = 0; from && i < from->faults.count; i++)
		table_remark(t, from->faults.at[i]);
}

static void version_text(struct arena *a, struct table *t, const struct fact *f, size_t i)
{
	const struct version *v = &f->versions[i];
	bool by_map = text_is(v->cause, S("map"));
	struct texts list = {0};

	if (i == 0) {
		night_text(a, t, v->from_date, by_map ? "first seen, by a mended map" : "first seen",
			text_is(v->state, S("good")) ? S("") : v->state, v);
		return;
	}
	change_add(a, &list, S("state"), v[-1].state, v->state);
	values_compare(a, &list, f->shape, v - 1, v);
	night_text(a, t, v->from_date, !version_follows(v - 1, v) ? "back" : by_map ? "changed by a mended map" : "changed",
		changes_text(a, &list), v);
}

/* Other records of the same key that came while this version stood. */
static void twice_text(struct arena *a, struct table *t, const struct fact *f, size_t i)
{
	const struct version *v = &f->versions[i];
	bool last = i + 1 == f->version_count;

	for (const struct version *o = f->twice; o < f->twice + f->twice_count; o++) {
		struct texts list = {0};

		if (o->number < v->number || (!last && o->number >= v[1].number))
			continue;
		values_compare(a, &list, f->shape, v, o);
		night_text(a, t, o->from_date, "said otherwise too", changes_text(a, &list), o);
	}
}

static void versions_text(struct arena *a, struct buf *b, const struct fact *f)
{
	struct table *t = table_new(a, "- - -");

	for (size_t i = 0; i < f->version_count; i++) {
		const struct version *v = &f->versions[i];

		version_text(a, t, f, i);
		twice_text(a, t, f, i);
		if (v->until > 0 && (i + 1 == f->version_count || !version_follows(v, v + 1)))
			night_text(a, t, v->until_date, "gone", S(""), NULL);
	}
	table_write(t, b, "  ");
}

static void facts_text(struct arena *a, struct buf *b, const struct story *s, enum relation relation)
{
	bool begun = false;

	for (size_t i = 0; i < s->fact_count; i++) {
		if (s->facts[i].relation != relation)
			continue;
		buf_print(b, "%s", b->len > 0 ? "\n" : "");
		if (!begun && heads[relation])
			buf_print(b, "%s\n\n", heads[relation]);
		begun = true;
		head_text(a, b, &s->facts[i]);
		if (fact_last(&s->facts[i]))
			values_text(a, b, &s->facts[i]);
		versions_text(a, b, &s->facts[i]);
	}
	for (size_t i = 0; i < s->untold_count; i++)
		if (s->untold[i].relation == relation)
			buf_print(b, "\n%.*s: %lld more, which are not told of\n", STR(s->untold[i].shape->dataset),
				(long long)s->untold[i].keys);
}

/* ── what the rules found ──────────────────────────────────────────────────────────────────────────────────────── */

static void finding_text(struct arena *a, struct table *t, const struct project *p, const struct rows *r, size_t row)
{
	Str rule = rows_at(r, row, TOLD_RULE), field = rows_at(r, row, TOLD_FIELD), event = rows_at(r, row, TOLD_EVENT);
	Str currency = rows_at(r, row, TOLD_CURRENCY), status = rows_at(r, row, TOLD_STATUS);
	struct texts key = masked_key(a, p, rule, rows_at(r, row, TOLD_KEY), rows_at(r, row, TOLD_KEY_NAMES));
	bool plain = text_is(event, S("none")) || text_is(event, status);

	table_cell(t, rows_at(r, row, TOLD_DATE));
	table_cell(t, rule);
	table_print(t, "%.*s%s%.*s", STR(status), plain ? "" : ", ", STR(plain ? S("") : event));
	table_cell(t, joined(a, &key, "/"));
	table_print(t, "%.*s in %.*s", STR(field.len > 0 ? field : rows_at(r, row, TOLD_KIND)),
		STR(rows_at(r, row, TOLD_SIDE)));
	table_cell(t, masked_value(p, rule, field, rows_at(r, row, TOLD_LEADING)));
	table_cell(t, masked_value(p, rule, field, rows_at(r, row, TOLD_MIRROR)));
	table_cell(t, words_numeric(a, p->settings.locale, rows_at(r, row, TOLD_AMOUNT), currency));
	table_cell(t, rows_is_null(r, row, TOLD_AMOUNT) ? S("") : currency);
	if (!rows_is_null(r, row, TOLD_REASON))
		table_remark(t, masked_reason(a, p, rule, rows_at(r, row, TOLD_KIND), rows_at(r, row, TOLD_KEY_NAMES),
			rows_at(r, row, TOLD_REASON)));
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

void story_text(struct arena *a, struct buf *b, const struct project *p, const struct story *s)
{
	if (s->fact_count == 0 && rows_count(s->findings) == 0) {
		buf_print(b, "nothing has %s as its key or as a part of it", text_quoted(a, s->asked));
		return;
	}
	for (enum relation n = RELATION_ITSELF; n < RELATIONS; n++)
		facts_text(a, b, s, n);
	findings_text(a, b, p, s->findings);
}
