#include "report/workbook_tables.h"

#include "report/shown.h"
#include "report/titles.h"

/* What the pages show of a sum and of a match rule as tables, with the currency in a column of its own. */

static Str named(struct arena *a, const struct rule_report *r, const char *what)
{
	return text(arena_print(a, "%.*s %s", STR(r->id), what));
}

/* ── a sum ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

struct sums {
	struct decimal whole, parts;
	int64_t count;
};

struct sum_sheet {
	struct arena *a;
	struct sheet *s;
	const struct rule_report *r;
	Str currency;
};

static void line_begin(const struct sum_sheet *x, const char *table, Str line)
{
	sheet_text(x->s, x->currency.len > 0 ? x->currency : x->r->unit);
	sheet_text(x->s, text(table));
	sheet_text(x->s, line);
}

static void total_row(const struct sum_sheet *x, const char *table, const struct sums *sums, bool counted)
{
	line_begin(x, table, S("Total"));
	if (counted)
		sheet_count(x->s, sums->count);
	else
		sheet_nothing(x->s);
	sheet_amount(x->s, sums->whole, x->currency);
	sheet_amount(x->s, sums->parts, x->currency);
	sheet_amount(x->s, decimal_subtract(x->a, sums->parts, sums->whole), x->currency);
	sheet_row_end(x->s);
}

static const char consists[] = "What it consists of";

static void term_row(const struct sum_sheet *x, Str title, int64_t count, struct decimal sum, bool whole)
{
	line_begin(x, consists, title);
	sheet_count(x->s, count);
	if (!whole)
		sheet_nothing(x->s);
	sheet_amount(x->s, sum, x->currency);
	sheet_row_end(x->s);
}

static void line_rows(const struct sum_sheet *x)
{
	for (size_t i = 0; i < x->r->line_count; i++) {
		const struct line_total *l = &x->r->lines[i];

		if (text_is(l->currency, x->currency))
			term_row(x, line_title(x->a, l), l->count, l->sum, false);
	}
}

/* Of parts that are told apart by their kinds the lines stand in their place. */
static void term_rows(const struct sum_sheet *x)
{
	struct sums sums = {0};

	for (size_t i = 0; i < x->r->term_count; i++) {
		const struct term_total *t = &x->r->terms[i];
		struct decimal *sum = t->number == 0 ? &sums.whole : &sums.parts;

		if (!text_is(t->currency, x->currency))
			continue;
		*sum = decimal_add(x->a, *sum, t->sum);
		if (t->number == 0 || x->r->line_count == 0)
			term_row(x, t->title, t->count, t->sum, t->number == 0);
	}
	line_rows(x);
	total_row(x, consists, &sums, false);
}

static void standing_rows(const struct sum_sheet *x)
{
	static const char table[] = "What became of each key";
	struct sums sums = {0};
	bool any = false;

	for (size_t i = 0; i < x->r->standing_count; i++) {
		const struct standing *s = &x->r->standing[i];

		if (!text_is(s->currency, x->currency))
			continue;
		any = true;
		sums.whole = decimal_add(x->a, sums.whole, s->whole);
		sums.parts = decimal_add(x->a, sums.parts, s->parts);
		sums.count += s->count;
		line_begin(x, table, text(standing_title(s->line, false)));
		sheet_count(x->s, s->count);
		sheet_amount(x->s, s->whole, x->currency);
		sheet_amount(x->s, s->parts, x->currency);
		sheet_amount(x->s, s->difference, x->currency);
		sheet_row_end(x->s);
	}
	if (any)
		total_row(x, table, &sums, true);
}

static void listed_rows(const struct sum_sheet *x)
{
	for (size_t i = 0; i < x->r->listed_count; i++) {
		const struct listed *l = &x->r->listed[i];

		if (!text_is(l->currency, x->currency))
			continue;
		line_begin(x, "What is not explained, as listed", text(standing_title(l->line, true)));
		sheet_count(x->s, l->count);
		sheet_nothing(x->s);
		sheet_nothing(x->s);
		sheet_amount(x->s, l->amount, x->currency);
		sheet_row_end(x->s);
	}
}

static void statement_once(struct sum_sheet *x, Str currency, struct texts *said)
{
	if (texts_has(said, currency))
		return;
	texts_add(x->a, said, currency);
	x->currency = currency;
	term_rows(x);
	standing_rows(x);
	listed_rows(x);
}

static void statements(struct sum_sheet *x, const struct texts *titles)
{
	struct texts said = {0};

	sheet_titles(x->s, titles);
	for (size_t i = 0; i < x->r->term_count; i++)
		statement_once(x, x->r->terms[i].currency, &said);
	for (size_t i = 0; i < x->r->listed_count; i++)
		statement_once(x, x->r->listed[i].currency, &said);
}

/* ── each of its wholes ────────────────────────────────────────────────────────────────────────────────────────── */

static void whole_line_row(struct sheet *s, const struct rule_report *r, size_t i, Str title, const int64_t *count,
	struct decimal sum)
{
	const struct whole_line *l = &r->whole_lines[i];

	sheet_text(s, l->key);
	sheet_text(s, l->line.currency.len > 0 ? l->line.currency : r->unit);
	sheet_text(s, title);
	if (count)
		sheet_count(s, *count);
	else
		sheet_nothing(s);
	sheet_amount(s, sum, l->line.currency);
	sheet_row_end(s);
}

static void whole_rows(struct sheet *s, struct arena *a, const struct rule_report *r, const struct texts *titles)
{
	size_t first = 0;

	sheet_titles(s, titles);
	for (size_t i = 0; i < r->whole_line_count; i++) {
		const struct line_total *l = &r->whole_lines[i].line;

		first = whole_begins(r, i) ? i : first;
		whole_line_row(s, r, i, r->whole_lines[i].is_whole ? l->title : line_title(a, l), &l->count, l->sum);
		if (i + 1 == r->whole_line_count || whole_begins(r, i + 1))
			whole_line_row(s, r, i, S("Left over"), NULL, whole_left_over(a, r, first));
	}
}

static void wholes(struct arena *a, struct workbook *w, const struct rule_report *r)
{
	static const char *const columns[] = {"Key", "Currency or unit", "Line", "Number", "Amount"};
	struct texts titles = TITLES(a, columns);
	struct sheet *s;

	if (r->whole_line_count == 0)
		return;
	s = sheet_new(w, named(a, r, "each"), 1);
	whole_rows(s, a, r, &titles);
	sheet_open(s);
	whole_rows(s, a, r, &titles);
	sheet_end(s);
}

/* ── what is given back of other wholes ────────────────────────────────────────────────────────────────────────── */

static void given_back_rows(struct sheet *s, struct arena *a, const struct rule_report *r, const struct texts *titles)
{
	sheet_titles(s, titles);
	for (size_t i = 0; i < r->given_back_count; i++) {
		const struct given_back *g = &r->given_back[i];

		sheet_text(s, g->key);
		sheet_text(s, line_title(a, &g->line));
		sheet_text(s, g->line.currency.len > 0 ? g->line.currency : r->unit);
		sheet_amount(s, g->line.sum, g->line.currency);
		sheet_text(s, g->whole);
		sheet_text(s, g->original);
		sheet_text(s, g->original_whole);
		sheet_row_end(s);
	}
}

static void given_back(struct arena *a, struct workbook *w, const struct rule_report *r)
{
	static const char *const columns[] = {"Key", "Line", "Currency or unit", "Amount", "Stands in", "Gives back",
		"Which stands in"};
	struct texts titles = TITLES(a, columns);
	struct sheet *s;

	if (r->given_back_count == 0)
		return;
	s = sheet_new(w, named(a, r, "given back"), 1);
	given_back_rows(s, a, r, &titles);
	sheet_open(s);
	given_back_rows(s, a, r, &titles);
	sheet_end(s);
}

void workbook_sum(struct arena *a, struct workbook *w, const struct rule_report *r)
{
	static const char *const columns[] = {"Currency or unit", "Table", "Line", "Number"};
	struct texts titles = TITLES(a, columns);
	struct sum_sheet x = {a, sheet_new(w, named(a, r, "sum"), 1), r, S("")};

	if (r->term_count == 0)
		return;
	texts_add(a, &titles, whole_title(r));
	texts_add(a, &titles, parts_title(r));
	texts_add(a, &titles, S("Difference"));
	statements(&x, &titles);
	sheet_open(x.s);
	statements(&x, &titles);
	sheet_end(x.s);
	wholes(a, w, r);
	given_back(a, w, r);
}

/* ── a match rule ──────────────────────────────────────────────────────────────────────────────────────────────── */

static void paired_rows(struct sheet *s, const struct rule_report *r, const struct texts *titles)
{
	sheet_titles(s, titles);
	for (size_t i = 0; i < r->paired_count; i++) {
		const struct paired *m = &r->paired[i];

		sheet_text(s, m->currency);
		sheet_text(s, shown_stage(m->stage));
		sheet_count(s, m->matches);
		sheet_count(s, m->made);
		sheet_count(s, m->certain);
		for (size_t list = 0; list < 2; list++) {
			sheet_count(s, m->lines[list]);
			sheet_amount(s, m->sums[list], m->currency);
		}
		sheet_row_end(s);
	}
}

static void paired(struct arena *a, struct workbook *w, const struct report *report, const struct rule_report *r)
{
	static const char *const columns[] = {"Currency", "Paired by", "Matches", "New", "Without alternative"};
	struct texts titles = TITLES(a, columns);
	struct sheet *s = sheet_new(w, named(a, r, "held together"), 1);

	for (size_t list = 0; list < 2; list++) {
		Str title = list_title(a, report, r, list);

		texts_add(a, &titles, text(arena_print(a, "%.*s, lines", STR(title))));
		texts_add(a, &titles, text(arena_print(a, "%.*s, amount", STR(title))));
	}
	paired_rows(s, r, &titles);
	sheet_open(s);
	paired_rows(s, r, &titles);
	sheet_end(s);
}

static void may_be_row(struct sheet *s, struct arena *a, const struct may_be *m)
{
	struct decimal likeness;

	sheet_number(s, m->number);
	sheet_text(s, m->first);
	sheet_amount(s, m->amounts[0], m->currency);
	sheet_text(s, m->second);
	sheet_amount(s, m->amounts[1], m->currency);
	sheet_text(s, m->currency);
	if (m->has_days)
		sheet_count(s, m->days);
	else
		sheet_nothing(s);
	if (decimal_parse(a, m->score, &likeness))
		sheet_amount(s, likeness, S(""));
	else
		sheet_text(s, m->score);
	sheet_row_end(s);
}

static void may_be_rows(struct sheet *s, struct arena *a, const struct rule_report *r, const struct texts *titles)
{
	if (r->may_be_all > (int64_t)r->may_be_count) {
		sheet_text(s, text(arena_print(a, "Those of the largest amounts, of %lld", (long long)r->may_be_all)));
		sheet_row_end(s);
	}
	sheet_titles(s, titles);
	for (size_t i = 0; i < r->may_be_count; i++)
		may_be_row(s, a, &r->may_be[i]);
}

static void suggestions(struct arena *a, struct workbook *w, const struct report *report, const struct rule_report *r)
{
	struct sheet *s = sheet_new(w, named(a, r, "may be"), 2);
	struct texts titles = {0};

	texts_add(a, &titles, S("Suggestion"));
	for (size_t list = 0; list < 2; list++) {
		Str title = list_title(a, report, r, list);

		texts_add(a, &titles, title);
		texts_add(a, &titles, text(arena_print(a, "%.*s, amount", STR(title))));
	}
	texts_add(a, &titles, S("Currency"));
	texts_add(a, &titles, S("Days later"));
	texts_add(a, &titles, S("Likeness"));
	may_be_rows(s, a, r, &titles);
	sheet_open(s);
	may_be_rows(s, a, r, &titles);
	sheet_end(s);
}

void workbook_match(struct arena *a, struct workbook *w, const struct report *report, const struct rule_report *r)
{
	if (r->paired_count > 0)
		paired(a, w, report, r);
	if (r->may_be_count > 0)
		suggestions(a, w, report, r);
}
