#include "report/html.h"

/* What an input's system says otherwise of its past, and the numbers of which some are missing. */

/* ── what was closed ───────────────────────────────────────────────────────────────────────────────────────────── */

static void value(const struct page *p, Str s)
{
	put(p, "<q>");
	page_value(p, s);
	put(p, "</q>");
}

/* total "119.00" → "118.00"; of what was added or removed only what it said. */
static void change(const struct page *p, const struct field_change *f, bool both)
{
	page_text(p, f->field);
	if (f->is_hidden) {
		put(p, " <span class=\"unit\">not shown</span>");
		return;
	}
	put(p, " ");
	if (f->before.at)
		value(p, f->before);
	if (both)
		put(p, f->before.at ? " \xE2\x86\x92 " : "nothing \xE2\x86\x92 ");
	if (f->after.at)
		value(p, f->after);
	else if (both)
		put(p, "nothing");
}

static void restated_row(const struct page *p, const struct restated *r)
{
	bool both = text_is(r->change, S("changed"));

	put(p, "<tr><th scope=\"row\">");
	page_text(p, r->key);
	put(p, "</th><td>");
	page_text(p, r->change);
	put(p, "</td><td>");
	page_date(p, zone_date(p->report->zone, r->happened_at));
	put(p, "</td><td>");
	for (size_t i = 0; i < r->field_count; i++) {
		put(p, i > 0 ? "<br>" : "");
		change(p, &r->fields[i], both);
	}
	put(p, "</td></tr>");
}

static void restated(const struct page *p, const struct source_input *in)
{
	if (in->restated_count == 0)
		return;
	put(p, "<div class=\"box\"><table class=\"small\"><caption>Changed after it was closed: ");
	page_counted(p, in->restated_all, "row", "rows");
	if (in->restated_all > RESTATED_ON_PAGE)
		put(p, ", of which the oldest");
	put(p, "</caption><thead><tr><th scope=\"col\">Key</th><th scope=\"col\">What</th><th scope=\"col\">Of</th>"
	       "<th scope=\"col\">Before and now</th></tr></thead><tbody>");
	for (size_t i = 0; i < in->restated_count && i < RESTATED_ON_PAGE; i++)
		restated_row(p, &in->restated[i]);
	put(p, "</tbody></table></div>\n");
}

/* ── numbers ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static void gaps(const struct page *p, const struct series *s)
{
	for (size_t i = 0; i < s->gap_count; i++) {
		const struct gap *g = &s->gaps[i];

		put(p, i > 0 ? ", " : "");
		put(p, g->is_new ? "<b>" : "");
		page_text(p, g->first);
		if (!text_is(g->first, g->last)) {
			put(p, " to ");
			page_text(p, g->last);
		}
		put(p, g->is_new ? "</b>" : "");
	}
}

static void series_row(const struct page *p, const struct series *s)
{
	put(p, "<tr><th scope=\"row\">");
	page_text(p, s->name);
	put(p, "</th><td>");
	page_text(p, s->first);
	put(p, " to ");
	page_text(p, s->last);
	put(p, "</td><td class=\"num\">");
	page_count(p, s->numbers);
	put(p, "</td><td class=\"num\">");
	page_count(p, s->missing);
	put(p, "</td><td>");
	gaps(p, s);
	put(p, "</td></tr>");
}

static void sequence(const struct page *p, const struct source_input *in)
{
	if (in->series_count == 0)
		return;
	put(p, "<div class=\"box\"><table class=\"small\"><caption>Numbers without a gap, and what is missing; new ones "
	       "bold</caption><thead><tr><th scope=\"col\">Series</th><th scope=\"col\">Numbers</th>"
	       "<th scope=\"col\" class=\"num\">There</th><th scope=\"col\" class=\"num\">Missing</th>"
	       "<th scope=\"col\">Which</th></tr></thead><tbody>");
	for (size_t i = 0; i < in->series_count; i++)
		series_row(p, &in->series[i]);
	put(p, "</tbody></table></div>\n");
}

void html_past(const struct page *p, const struct source_input *in)
{
	restated(p, in);
	sequence(p, in);
}
