#include "report/waterfall.h"

#include "report/shown.h"

/* In whole pixels, like the other pictures: the bytes are the same everywhere. */
enum { WIDE = 340, TITLE_MOST = 36, STEP = 34, WORDS = 13, BAR_TOP = 18, BAR = 10 };

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

struct waterfall *waterfall_new(const struct page *p, Str currency)
{
	struct waterfall *w = arena_new_of(p->a, struct waterfall);

	*w = (struct waterfall){.p = p, .currency = currency};
	return w;
}

static void stair_add(struct waterfall *w, struct stair stair)
{
	w->stairs = arena_grow(w->p->a, w->stairs, w->count, sizeof *w->stairs);
	w->stairs[w->count++] = stair;
}

void waterfall_step(struct waterfall *w, Str title, const char *class, struct decimal amount)
{
	if (!decimal_is_zero(amount))
		stair_add(w, (struct stair){title, class, amount, false});
}

void waterfall_sum(struct waterfall *w, Str title, struct decimal amount)
{
	stair_add(w, (struct stair){title, "sum", amount, true});
}

bool waterfall_has_steps(const struct waterfall *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (!w->stairs[i].is_sum)
			return true;
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

void waterfall_draw(struct waterfall *w, Str caption)
{
	const struct page *p = w->p;
	int tall = (int)w->count * STEP;

	scale_find(w);
	put(p, "<figure><figcaption>");
	page_text(p, caption);
	buf_print(p->b, "</figcaption><svg class=\"waterfall\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" "
		"height=\"%d\" aria-label=\"", WIDE, tall, WIDE, tall);
	said(w);
	put(p, "\">");
	steps_draw(w);
	put(p, "</svg></figure>\n");
}
