#include "report/html.h"

#include "report/shown.h"
#include "report/titles.h"

/*
 * A waterfall, a bar below each line's words, so that it is as readable on a narrow screen: each begins where the one
 * before it ended.  In whole pixels, like the other pictures.
 */
enum { WIDE = 340, TITLE_MOST = 36, STEP = 34, WORDS = 13, BAR_TOP = 18, BAR = 10 };

/* What became of keys, as the picture tells it: what is on its way, what was not compared, what nobody can explain. */
enum rest { REST_TIMING, REST_NOT_PAID_OUT, REST_AWAY, REST_NOT_COMPARED, REST_TOLERATED, REST_NOT_EXPLAINED, RESTS };

struct stair {
	Str title;
	const char *class;
	struct decimal amount;
	bool is_sum;                 /* from zero: where it all comes to */
};

struct waterfall {
	const struct page *p;
	Str currency;
	struct stair *stairs;
	size_t count;
	struct decimal low, high;    /* of what has been come to, zero among it */
};

static void step_add(struct waterfall *w, Str title, const char *class, struct decimal amount, bool is_sum)
{
	if (decimal_is_zero(amount) && !is_sum)
		return;
	w->stairs = arena_grow(w->p->a, w->stairs, w->count, sizeof *w->stairs);
	w->stairs[w->count++] = (struct stair){title, class, amount, is_sum};
}

/* ── what stands in it ─────────────────────────────────────────────────────────────────────────────────────────── */

static void lines_add(struct waterfall *w, const struct rule_report *r)
{
	for (size_t i = 0; i < r->line_count; i++)
		if (text_is(r->lines[i].currency, w->currency))
			step_add(w, line_title(w->p->a, &r->lines[i]), r->lines[i].number > 0 ? "is" : "odd", r->lines[i].sum,
				false);
	for (size_t i = 0; r->line_count == 0 && i < r->term_count; i++)
		if (text_is(r->terms[i].currency, w->currency) && r->terms[i].number > 0)
			step_add(w, r->terms[i].title, "is", r->terms[i].sum, false);
}

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

/* What the parts have and the whole has not is taken away. */
static void rests_add(struct waterfall *w, const struct rule_report *r)
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

		if (text_is(r->standing[i].currency, w->currency))
			sums[rest] = decimal_subtract(w->p->a, sums[rest], r->standing[i].difference);
	}
	for (int i = 0; i < RESTS; i++)
		step_add(w, text(of[i].title), of[i].class, sums[i], false);
}

static bool whole_add(struct waterfall *w, const struct rule_report *r)
{
	for (size_t i = 0; i < r->term_count; i++)
		if (r->terms[i].number == 0 && text_is(r->terms[i].currency, w->currency)) {
			step_add(w, r->terms[i].title, "sum", r->terms[i].sum, true);
			return true;
		}
	return false;
}

/* ── how it is drawn ───────────────────────────────────────────────────────────────────────────────────────────── */

static struct decimal reach(struct waterfall *w, struct decimal at)
{
	w->low = decimal_compare(at, w->low) < 0 ? at : w->low;
	w->high = decimal_compare(at, w->high) > 0 ? at : w->high;
	return at;
}

static void scale_find(struct waterfall *w)
{
	struct decimal at = {.scale = 0};

	for (size_t i = 0; i < w->count; i++)
		at = reach(w, w->stairs[i].is_sum ? w->stairs[i].amount : decimal_add(w->p->a, at, w->stairs[i].amount));
}

/* As an integer of at most nine digits more than the widest span has. */
static int64_t scaled(const struct waterfall *w, struct decimal d)
{
	struct decimal span = decimal_subtract(w->p->a, w->high, w->low);
	int64_t n = 0;

	decimal_integer(decimal_round(w->p->a, decimal_shift(d, 9 - ((int)span.digits.len - span.scale)), 0, ROUND_HALF_UP),
		&n);
	return n;
}

static int place(const struct waterfall *w, struct decimal at)
{
	int64_t low = scaled(w, w->low), span = scaled(w, w->high) - low;

	return span == 0 ? 0 : (int)((scaled(w, at) - low) * WIDE / span);
}

static void words(const struct waterfall *w, const struct stair *s, int y)
{
	const struct page *p = w->p;

	buf_print(p->b, "<text x=\"0\" y=\"%d\">", y + WORDS);
	page_head(p, s->title, TITLE_MOST);
	buf_print(p->b, "</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">", WIDE, y + WORDS);
	page_text(p, shown_amount(p->a, p->report->locale, s->amount, w->currency));
	put(p, "</text>");
}

static void bar(const struct waterfall *w, const struct stair *s, int y, int from, int to)
{
	int left = from < to ? from : to, width = from < to ? to - from : from - to;

	buf_print(w->p->b, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", s->class,
		left < WIDE ? left : WIDE - 1, y + BAR_TOP, width > 0 ? width : 1, BAR);
}

static void steps_draw(const struct waterfall *w)
{
	struct decimal at = {.scale = 0}, zero = {.scale = 0};

	for (size_t i = 0; i < w->count; i++) {
		const struct stair *s = &w->stairs[i];
		struct decimal from = s->is_sum ? zero : at;
		int y = (int)i * STEP;

		at = decimal_add(w->p->a, from, s->amount);
		words(w, s, y);
		bar(w, s, y, place(w, from), place(w, at));
	}
}

/* The same for those who do not see it: "Sales 150.00, Refunds −20.00, Payout 130.00". */
static void said(const struct waterfall *w)
{
	for (size_t i = 0; i < w->count; i++) {
		const struct stair *s = &w->stairs[i];

		put(w->p, i > 0 ? ", " : "");
		page_text(w->p, s->title);
		put(w->p, " ");
		page_text(w->p, shown_amount(w->p->a, w->p->report->locale, s->amount, w->currency));
	}
}

void waterfall_picture(const struct page *p, const struct rule_report *r, Str currency)
{
	struct waterfall w = {.p = p, .currency = currency};
	int tall;

	lines_add(&w, r);
	rests_add(&w, r);
	if (w.count == 0 || !whole_add(&w, r))
		return;
	scale_find(&w);
	tall = (int)w.count * STEP;
	put(p, "<figure><figcaption>From what it consists of to ");
	page_text(p, whole_title(r));
	put(p, currency.len > 0 || r->unit.len > 0 ? ", " : "");
	page_text(p, currency.len > 0 ? currency : r->unit);
	buf_print(p->b, "</figcaption><svg class=\"waterfall\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" "
		"height=\"%d\" aria-label=\"", WIDE, tall, WIDE, tall);
	said(&w);
	put(p, "\">");
	steps_draw(&w);
	put(p, "</svg></figure>\n");
}
