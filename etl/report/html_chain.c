#include "report/html.h"

#include "report/shown.h"
#include "report/titles.h"

/*
 * Where the money of a chain stands: for each currency a picture, in which each hop has a bar of what came to the hop
 * before it, by what became of that; and the figures in a table.  In whole pixels, like the other pictures.
 */
enum { WIDE = 340, TALL = 38, BAR = 12, INDENT = 10 };

/* What became of what came to the hop before, in the order of a bar; its classes are those of the style sheet. */
static const struct { const char *line, *class; } pieces[] = {
	{"reached", "sum"}, {"waiting", "wait"}, {"broken", "open"}, {"not comparable", "part"}, {"ends", "end"},
};
enum { PIECES = sizeof pieces / sizeof *pieces };

struct drawing {
	const struct page *p;
	const struct rule_report *r;
	Str currency;
};

static struct hop_line line_of(const struct drawing *d, size_t hop, const char *line, int64_t days)
{
	return hop_sum(d->p->a, d->r, (int64_t)hop, line, days, d->currency);
}

static bool has_amounts(const struct drawing *d)
{
	return amount_is_shown(d->r, d->currency);
}

/* "440.00 EUR", or a number of rows where the chain has no money: text alone, as a picture wants it. */
static void plain(const struct drawing *d, struct hop_line l)
{
	if (!has_amounts(d)) {
		page_count(d->p, l.count);
		return;
	}
	page_amount(d->p, l.amount, d->currency);
	put(d->p, " ");
	page_text(d->p, d->currency.len > 0 ? d->currency : d->r->unit);
}

/* ── the picture ───────────────────────────────────────────────────────────────────────────────────────────────── */

static int depth_of(const struct rule_report *r, size_t hop)
{
	int depth = 0;

	for (; hop > 0; hop = (size_t)r->hops[hop].after)
		depth++;
	return depth > 6 ? 6 : depth;
}

/* "Payment: 440.00 EUR came, 30.00 EUR broken." */
static void told(const struct drawing *d, size_t hop)
{
	static const char *const said[PIECES] = {"came", "waiting", "broken", "could not be checked", "need not come"};
	bool any = false;

	page_text(d->p, d->r->hops[hop].title);
	put(d->p, ": ");
	for (size_t i = 0; i < PIECES; i++) {
		struct hop_line l = line_of(d, hop, pieces[i].line, HOP_ALL_DAYS);

		if (l.count == 0 && decimal_is_zero(l.amount))
			continue;
		put(d->p, any ? ", " : "");
		plain(d, l);
		put(d->p, " ");
		put(d->p, said[i]);
		any = true;
	}
	put(d->p, any ? ". " : "nothing. ");
}

static void bar(const struct drawing *d, size_t hop, int y)
{
	int left = depth_of(d->r, hop) * INDENT - INDENT, room = WIDE - left;
	int64_t at = 0, x;

	buf_print(d->p->b, "<text x=\"%d\" y=\"%d\">", left, y + 12);
	page_text(d->p, d->r->hops[hop].title);
	buf_print(d->p->b, "</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">", WIDE, y + 12);
	plain(d, line_of(d, hop, "reached", HOP_ALL_DAYS));
	put(d->p, "</text>");
	for (size_t i = 0; i < PIECES; i++) {
		struct hop_line l = line_of(d, hop, pieces[i].line, HOP_ALL_DAYS);
		int64_t to = at + l.share, from = at * room / 1000, until = to * room / 1000;

		/* What is there is seen, however little it is. */
		if (l.count > 0 && until == from)
			until = from + 1;
		x = left + from;
		if (until > from)
			buf_print(d->p->b, "<rect class=\"%s\" x=\"%lld\" y=\"%d\" width=\"%lld\" height=\"%d\"/>", pieces[i].class,
				(long long)x, y + 17, (long long)(until - from), BAR);
		at = to;
	}
}

/* Of what only comes from nowhere there is nothing to draw. */
static bool is_on_way(const struct drawing *d)
{
	for (size_t i = 0; i < d->r->hop_line_count; i++)
		if (text_is(d->r->hop_lines[i].currency, d->currency) && d->r->hop_lines[i].hop > 0
		    && !text_is(d->r->hop_lines[i].line, S("unexpected")))
			return true;
	return false;
}

static void picture(const struct drawing *d)
{
	int tall = (int)(d->r->hop_count - 1) * TALL;

	buf_print(d->p->b, "<svg class=\"waterfall chain\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
		"aria-label=\"", WIDE, tall, WIDE, tall);
	for (size_t i = 1; i < d->r->hop_count; i++)
		told(d, i);
	put(d->p, "\">");
	for (size_t i = 1; i < d->r->hop_count; i++)
		bar(d, i, (int)(i - 1) * TALL);
	put(d->p, "</svg>\n");
}

/* ── the table ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static void cell(const struct drawing *d, const char *label, struct hop_line l)
{
	cell_begin(d->p, "num", label);
	if (l.count == 0 && decimal_is_zero(l.amount)) {
		put(d->p, "<span class=\"nil\">\xE2\x80\x93</span></td>");
		return;
	}
	if (has_amounts(d)) {
		page_amount(d->p, l.amount, d->currency);
		put(d->p, "<small>");
		page_count(d->p, l.count);
		put(d->p, "</small>");
	} else {
		page_count(d->p, l.count);
	}
	put(d->p, "</td>");
}

static void row(const struct drawing *d, size_t hop)
{
	static const int64_t ages[] = {0, 2, 8, 31};
	const struct hop_shown *h = &d->r->hops[hop];

	put(d->p, "<tr><th scope=\"row\">");
	page_text(d->p, h->title);
	if (hop > 0) {
		put(d->p, "<small class=\"ids\">after ");
		page_text(d->p, d->r->hops[h->after].title);
		if (h->matched.len > 0) {
			put(d->p, ", by the matches of ");
			page_text(d->p, h->matched);
		}
		put(d->p, h->optional ? ", if at all</small>" : "</small>");
	}
	put(d->p, "</th>");
	cell(d, "Came", line_of(d, hop, "entered", HOP_ALL_DAYS));
	cell(d, "Waiting", line_of(d, hop, "waiting", HOP_ALL_DAYS));
	for (size_t i = 0; i < sizeof ages / sizeof *ages; i++)
		cell(d, arena_print(d->p->a, "Broken, %s days", hop_days_title(ages[i])), line_of(d, hop, "broken", ages[i]));
	cell(d, "Could not be checked", line_of(d, hop, "not comparable", HOP_ALL_DAYS));
	cell(d, "Need not come", line_of(d, hop, "ends", HOP_ALL_DAYS));
	cell(d, "From nowhere, or too much", line_of(d, hop, "unexpected", HOP_ALL_DAYS));
	put(d->p, "</tr>\n");
}

static void table(const struct drawing *d)
{
	static const char *const heads[] = {"Came", "Waiting", "Broken, 0\xE2\x80\x93" "1 days", "2\xE2\x80\x93" "7",
		"8\xE2\x80\x93" "30", "more", "Could not be checked", "Need not come",
		"From nowhere, or too much"};

	put(d->p, "<table class=\"cards hops\"><caption>");
	page_text(d->p, d->currency.len > 0 ? d->currency : d->r->unit.len > 0 ? d->r->unit : S("Without an amount"));
	put(d->p, "</caption><thead><tr><th scope=\"col\">Hop</th>");
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		buf_print(d->p->b, "<th scope=\"col\" class=\"num\">%s</th>", heads[i]);
	put(d->p, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < d->r->hop_count; i++)
		row(d, i);
	put(d->p, "</tbody></table>\n");
}

void html_chain(const struct page *p, const struct rule_report *r)
{
	if (r->hop_count == 0)
		return;
	section_begin(p, "hops", "Where the money stands");
	put(p, "<p class=\"note\">Each bar is what came to the hop before: what went on, what waits within its normal "
	       "delay, what is broken, what could not be checked, and what need not come. Days are since the hop before "
	       "was reached; what stands is worth what it was there.</p>\n");
	for (size_t i = 0; i < r->hop_line_count; i++) {
		struct drawing d = {p, r, r->hop_lines[i].currency};

		if (i > 0 && text_is(d.currency, r->hop_lines[i - 1].currency))
			continue;
		if (is_on_way(&d))
			picture(&d);
		table(&d);
	}
	put(p, "</section>\n");
}
