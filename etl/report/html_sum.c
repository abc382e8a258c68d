#include "report/html.h"

#include "report/sentence.h"
#include "report/titles.h"
#include "report/waterfall.h"

/*
 * What a sum rule consists of, as a statement that ties: the totals of its terms, what became of each of its keys, and
 * how what is not explained leads to the list.  A statement for each currency; each column adds up.
 */

/* ── cells ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void row_begin(const struct page *p, const char *class, const char *title)
{
	buf_print(p->b, "<tr class=\"%s\"><th scope=\"row\">", class);
	put(p, title);
	put(p, "</th>");
}

static void labelled(const struct page *p, Str label)
{
	put(p, "<td class=\"num\" data-label=\"");
	page_text(p, label);
	put(p, "\">");
}

static void count(const struct page *p, int64_t n)
{
	labelled(p, S("Number"));
	page_count(p, n);
	put(p, "</td>");
}

static void amount(const struct page *p, Str label, struct decimal d, Str currency)
{
	labelled(p, label);
	page_amount(p, d, currency);
	put(p, "</td>");
}

static void nothing(const struct page *p)
{
	put(p, "<td class=\"num none\"></td>");
}

/* ── the totals ────────────────────────────────────────────────────────────────────────────────────────────────── */

struct sums {
	struct decimal whole, parts;
	int64_t count;
};

/* "of these 2, −30.00, give back what stands elsewhere" */
static void elsewhere(const struct page *p, const struct line_total *l)
{
	if (l->elsewhere_count == 0)
		return;
	put(p, "<small>of these ");
	page_count(p, l->elsewhere_count);
	put(p, ", ");
	page_amount(p, l->elsewhere_sum, l->currency);
	put(p, l->elsewhere_count == 1 ? ", gives back what stands elsewhere</small>"
		: ", give back what stands elsewhere</small>");
}

static void part_row(const struct page *p, const struct rule_report *r, Str title, const struct line_total *l,
	Str currency)
{
	put(p, "<tr><th scope=\"row\">");
	page_text(p, title);
	elsewhere(p, l);
	put(p, "</th>");
	labelled(p, S("Number"));
	page_counted(p, l->count, "record", "records");
	put(p, "</td>");
	nothing(p);
	amount(p, parts_title(r), l->sum, currency);
	put(p, "<td class=\"num none\"></td></tr>\n");
}

static void whole_row(const struct page *p, const struct rule_report *r, const struct term_total *t)
{
	put(p, "<tr><th scope=\"row\">");
	page_text(p, t->title);
	put(p, "</th>");
	labelled(p, S("Number"));
	page_counted(p, t->count, "record", "records");
	put(p, "</td>");
	amount(p, whole_title(r), t->sum, t->currency);
	nothing(p);
	put(p, "<td class=\"num none\"></td></tr>\n");
}

static void line_rows(const struct page *p, const struct rule_report *r, Str currency)
{
	for (size_t i = 0; i < r->line_count; i++) {
		const struct line_total *l = &r->lines[i];

		if (text_is(l->currency, currency))
			part_row(p, r, line_title(p->a, l), l, currency);
	}
}

/* Of parts that are told apart by their kinds the lines stand in their place. */
static void term_rows(const struct page *p, const struct rule_report *r, Str currency, struct sums *sums)
{
	for (size_t i = 0; i < r->term_count; i++) {
		const struct term_total *t = &r->terms[i];
		struct decimal *sum = t->number == 0 ? &sums->whole : &sums->parts;

		if (!text_is(t->currency, currency))
			continue;
		*sum = decimal_add(p->a, *sum, t->sum);
		if (t->number == 0)
			whole_row(p, r, t);
		else if (r->line_count == 0)
			part_row(p, r, t->title, &(struct line_total){.count = t->count, .sum = t->sum}, currency);
	}
	line_rows(p, r, currency);
}

static void standing_rows(const struct page *p, const struct rule_report *r, Str currency, struct sums *sums)
{
	for (size_t i = 0; i < r->standing_count; i++) {
		const struct standing *s = &r->standing[i];

		if (!text_is(s->currency, currency))
			continue;
		sums->whole = decimal_add(p->a, sums->whole, s->whole);
		sums->parts = decimal_add(p->a, sums->parts, s->parts);
		sums->count += s->count;
		row_begin(p, "", standing_title(s->line, false));
		count(p, s->count);
		amount(p, whole_title(r), s->whole, currency);
		amount(p, parts_title(r), s->parts, currency);
		amount(p, S("Difference"), s->difference, currency);
		put(p, "</tr>\n");
	}
}

static void total_row(const struct page *p, const struct rule_report *r, const struct sums *sums, Str currency,
	bool counted)
{
	row_begin(p, "total", "Total");
	if (counted)
		count(p, sums->count);
	else
		nothing(p);
	amount(p, whole_title(r), sums->whole, currency);
	amount(p, parts_title(r), sums->parts, currency);
	amount(p, S("Difference"), decimal_subtract(p->a, sums->parts, sums->whole), currency);
	put(p, "</tr>\n");
}

static bool has_listed(const struct rule_report *r, Str currency, const char *line)
{
	for (size_t i = 0; i < r->listed_count; i++)
		if (text_is(r->listed[i].currency, currency) && text_is(r->listed[i].line, text(line)))
			return true;
	return false;
}

/* Parts of a whole that is in another currency: their line stands in that one's list. */
static void listed_elsewhere(const struct page *p, const struct rule_report *r, Str currency)
{
	for (size_t i = 0; i < r->standing_count; i++) {
		const struct standing *s = &r->standing[i];

		if (!text_is(s->currency, currency) || !text_is(s->line, S("currency"))
		    || has_listed(r, currency, "currency"))
			continue;
		row_begin(p, "", "In another currency: listed in that of the whole");
		count(p, s->count);
		put(p, "<td class=\"num none\"></td><td class=\"num none\"></td><td class=\"num none\"></td></tr>\n");
	}
}

/* From tonight's amounts to the list, which also has what stays open from before. */
static void listed_rows(const struct page *p, const struct rule_report *r, Str currency)
{
	size_t first = 0, lines = 0;

	for (size_t i = 0; i < r->listed_count; i++)
		if (text_is(r->listed[i].currency, currency) && lines++ == 0)
			first = i;
	put(p, "<tbody>");
	listed_elsewhere(p, r, currency);
	/* One line and what it comes to say the same. */
	for (size_t i = lines == 2 ? first + 1 : first; i < first + lines; i++) {
		const struct listed *l = &r->listed[i];

		row_begin(p, text_is(l->line, S("open")) ? "total" : "", standing_title(l->line, true));
		count(p, l->count);
		put(p, "<td class=\"num none\"></td><td class=\"num none\"></td>");
		amount(p, S("Difference"), l->amount, currency);
		put(p, "</tr>\n");
	}
	put(p, "</tbody>");
}

/* ── as a picture ──────────────────────────────────────────────────────────────────────────────────────────────── */

/* What became of keys, as the picture tells it: what is on its way, what was not compared, what nobody can explain. */
enum rest { REST_TIMING, REST_NOT_PAID_OUT, REST_AWAY, REST_NOT_COMPARED, REST_TOLERATED, REST_NOT_EXPLAINED, RESTS };

static enum rest rest_of(Str line)
{
	static const struct { const char *line; enum rest rest; } rests[] = {
		{"timing", REST_TIMING}, {"not paid out", REST_NOT_PAID_OUT}, {"waiting", REST_AWAY}, {"young", REST_AWAY},
		{"not comparable", REST_NOT_COMPARED},
		{"opening", REST_NOT_COMPARED}, {"filtered", REST_NOT_COMPARED}, {"within tolerance", REST_TOLERATED},
	};

	for (size_t i = 0; i < sizeof rests / sizeof *rests; i++)
		if (text_is(line, text(rests[i].line)))
			return rests[i].rest;
	return REST_NOT_EXPLAINED;
}

static void steps_of_lines(struct waterfall *w, const struct page *p, const struct rule_report *r, Str currency)
{
	for (size_t i = 0; i < r->line_count; i++)
		if (text_is(r->lines[i].currency, currency))
			waterfall_step(w, line_title(p->a, &r->lines[i]), r->lines[i].number > 0 ? "is" : "odd", r->lines[i].sum);
	for (size_t i = 0; r->line_count == 0 && i < r->term_count; i++)
		if (text_is(r->terms[i].currency, currency) && r->terms[i].number > 0)
			waterfall_step(w, r->terms[i].title, "is", r->terms[i].sum);
}

/* What the parts have and the whole has not is taken away. */
static void steps_of_rests(struct waterfall *w, const struct page *p, const struct rule_report *r, Str currency)
{
	static const struct { const char *title, *class; } of[RESTS] = {
		[REST_TIMING] = {"Moved between the two moments", "wait"},
		[REST_NOT_PAID_OUT] = {"Not yet paid out", "wait"}, [REST_AWAY] = {"Waiting or too young", "wait"},
		[REST_NOT_COMPARED] = {"Not compared", "part"}, [REST_TOLERATED] = {"Within tolerance", "is"},
		[REST_NOT_EXPLAINED] = {"Not explained", "open"},
	};
	struct decimal sums[RESTS] = {{.scale = 0}};

	for (size_t i = 0; i < r->standing_count; i++) {
		enum rest rest = rest_of(r->standing[i].line);

		if (text_is(r->standing[i].currency, currency))
			sums[rest] = decimal_subtract(p->a, sums[rest], r->standing[i].difference);
	}
	for (int i = 0; i < RESTS; i++)
		waterfall_step(w, text(of[i].title), of[i].class, sums[i]);
}

static const struct term_total *whole_of(const struct rule_report *r, Str currency)
{
	for (size_t i = 0; i < r->term_count; i++)
		if (r->terms[i].number == 0 && text_is(r->terms[i].currency, currency))
			return &r->terms[i];
	return NULL;
}

/* From the lines of a sum's parts to its whole, with what is not explained, in one currency; nothing if there is no
 * whole, or nothing is added to it. */
static void picture(const struct page *p, const struct rule_report *r, Str currency)
{
	const struct term_total *whole = whole_of(r, currency);
	struct waterfall *w = waterfall_new(p, currency);
	Str unit = currency.len > 0 ? currency : r->unit;

	steps_of_lines(w, p, r, currency);
	steps_of_rests(w, p, r, currency);
	if (!whole || !waterfall_has_steps(w))
		return;
	waterfall_sum(w, whole->title, whole->sum);
	waterfall_draw(w, text(arena_print(p->a, "From what it consists of to %.*s%s%.*s", WHOLE(whole_title(r)),
		unit.len > 0 ? ", " : "", STR(unit))));
}

/* ── statements ────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_stood(const struct rule_report *r, Str currency)
{
	for (size_t i = 0; i < r->standing_count; i++)
		if (text_is(r->standing[i].currency, currency))
			return true;
	return false;
}

static void statement(const struct page *p, const struct rule_report *r, Str currency)
{
	struct sums terms = {0}, stood = {0};

	picture(p, r, currency);
	put(p, "<table class=\"cards tie\"><caption>");
	page_text(p, currency.len > 0 ? currency : r->unit.len > 0 ? r->unit : S("Without a currency"));
	put(p, "</caption><thead><tr><th scope=\"col\"></th><th scope=\"col\" class=\"num\">Number</th><th scope=\"col\" "
	       "class=\"num\">");
	page_text(p, whole_title(r));
	put(p, "</th><th scope=\"col\" class=\"num\">");
	page_text(p, parts_title(r));
	put(p, "</th><th scope=\"col\" class=\"num\">Difference</th></tr></thead>\n<tbody>");
	term_rows(p, r, currency, &terms);
	total_row(p, r, &terms, currency, false);
	put(p, "</tbody>");
	if (is_stood(r, currency)) {
		put(p, "<tbody>");
		standing_rows(p, r, currency, &stood);
		total_row(p, r, &stood, currency, true);
		put(p, "</tbody>");
	}
	listed_rows(p, r, currency);
	put(p, "</table>\n");
}

static void statement_once(const struct page *p, const struct rule_report *r, Str currency, struct texts *said)
{
	if (texts_has(said, currency))
		return;
	texts_add(p->a, said, currency);
	statement(p, r, currency);
}

static bool is_whole(const struct rule_report *r)
{
	for (size_t i = 0; i < r->input_count; i++)
		if (!r->inputs[i].staged)
			return false;
	return true;
}

/* ── what is given back of other wholes ────────────────────────────────────────────────────────────────────────── */

static void text_cell(const struct page *p, const char *label, Str s)
{
	cell_begin(p, "", label);
	if (s.at)
		page_value(p, s);
	else
		put(p, "<span class=\"nil\">not known</span>");
	put(p, "</td>");
}

static void given_back(const struct page *p, const struct rule_report *r)
{
	enum { FEW = 50 };

	if (r->given_back_count == 0)
		return;
	put(p, "<table class=\"cards\"><caption>What gives back what stands elsewhere, the largest</caption><thead><tr>"
	       "<th scope=\"col\">Movement</th><th scope=\"col\">Line</th><th scope=\"col\" class=\"num\">Amount</th>"
	       "<th scope=\"col\">Stands in</th><th scope=\"col\">Gives back</th><th scope=\"col\">Which stands in</th>"
	       "</tr></thead>\n<tbody>");
	for (size_t i = 0; i < r->given_back_count && i < FEW; i++) {
		const struct given_back *g = &r->given_back[i];

		put(p, "<tr><th scope=\"row\">");
		page_value(p, g->key);
		put(p, "</th>");
		text_cell(p, "Line", line_title(p->a, &g->line));
		cell_begin(p, "num", "Amount");
		page_amount(p, g->line.sum, g->line.currency);
		page_unit(p, r, g->line.currency);
		put(p, "</td>");
		text_cell(p, "Stands in", g->whole);
		text_cell(p, "Gives back", g->original);
		text_cell(p, "Which stands in", g->original_whole);
		put(p, "</tr>\n");
	}
	put(p, "</tbody></table>\n");
}

void html_sum(const struct page *p, const struct rule_report *r)
{
	struct texts said = {0};

	if (r->term_count == 0)
		return;
	section_begin(p, "terms", "What it consists of");
	put(p, "<p class=\"note\">");
	if (r->standing_count > 0)
		put(p, "Each key stands in one line, and the lines add up to the totals above them. ");
	put(p, "The difference is the parts less the whole.");
	if (!is_whole(r))
		put(p, " Of a list that could not be read, the records last known are counted.");
	put(p, "</p>\n");
	for (size_t i = 0; i < r->term_count; i++)
		statement_once(p, r, r->terms[i].currency, &said);
	for (size_t i = 0; i < r->listed_count; i++)
		statement_once(p, r, r->listed[i].currency, &said);
	given_back(p, r);
	put(p, "</section>\n");
}
