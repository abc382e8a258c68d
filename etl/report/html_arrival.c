#include "report/html.h"

#include "report/sentence.h"
#include "report/shown.h"

/* What has arrived on the mirrors of what must be there by tonight's cut, and how long it took. */

static void counted(const struct page *p, const struct rule_report *r, const struct arriving *m, const char *label,
	int64_t count, struct decimal amount)
{
	cell_begin(p, "num", label);
	page_count(p, count);
	if (m->has_amounts) {
		put(p, "<small>");
		page_amount(p, amount, m->currency);
		page_unit(p, r, m->currency);
		put(p, "</small>");
	}
	put(p, "</td>");
}

static void delay(const struct page *p, const struct arriving *m, const char *label, int64_t seconds)
{
	cell_begin(p, "num", label);
	if (m->has_delay)
		page_text(p, shown_delay(p->a, seconds));
	else
		put(p, "<span class=\"nil\">\xE2\x80\x93</span>");
	put(p, "</td>");
}

static void row(const struct page *p, const struct rule_report *r, const struct arriving *m)
{
	put(p, "<tr><th scope=\"row\">");
	page_text(p, side_title(p->a, p->report, r, m->side));
	put(p, "<small class=\"ids\">");
	page_text(p, m->channel);
	put(p, "</small></th>");
	counted(p, r, m, "Must be there", m->due, m->due_amount);
	counted(p, r, m, "Arrived", m->arrived, m->arrived_amount);
	counted(p, r, m, "Of these late", m->late, m->late_amount);
	cell_begin(p, "num", "Since when is unknown");
	page_count(p, m->unknown);
	put(p, "</td>");
	delay(p, m, "Half within", m->median);
	delay(p, m, "95 in 100 within", m->most);
	cell_begin(p, "num", "Allowed");
	page_text(p, m->lag);
	put(p, "</td><td class=\"wide\">");
	share_picture(p, m->arrived - m->late, m->late, m->due - m->arrived);
	put(p, "</td></tr>\n");
}

void html_arrivals(const struct page *p, const struct rule_report *r)
{
	if (r->arrival_count == 0)
		return;
	section_begin(p, "arrivals", "What has arrived");
	put(p, "<p class=\"note\">Of all that the leading system had long enough ago. Late is what was lacking once "
	       "although its time had passed. A delay is until the list in which a record was seen first, so it may seem "
	       "longer than it was, by the time between two lists; of what stood in the first list of all nobody knows "
	       "since when.</p>\n<table class=\"cards\"><thead><tr>"
	       "<th scope=\"col\">To</th><th scope=\"col\" class=\"num\">Must be there</th>"
	       "<th scope=\"col\" class=\"num\">Arrived</th><th scope=\"col\" class=\"num\">Of these late</th>"
	       "<th scope=\"col\" class=\"num\">Since when is unknown</th>"
	       "<th scope=\"col\" class=\"num\">Half within</th><th scope=\"col\" class=\"num\">95 in 100 within</th>"
	       "<th scope=\"col\" class=\"num\">Allowed</th><th scope=\"col\" class=\"wide\"></th></tr></thead><tbody>\n");
	for (size_t i = 0; i < r->arrival_count; i++)
		row(p, r, &r->arrivals[i]);
	put(p, "</tbody></table>\n</section>\n");
}
