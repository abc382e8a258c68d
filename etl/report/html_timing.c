#include "report/html.h"

#include "report/shown.h"
#include "report/titles.h"

/* A bridge: what moved between the moments of its two sides, and stock at risk. */

enum { TIMED_SHOWN = 100, MOVED_SHOWN = 5 };

/* ── what moved ────────────────────────────────────────────────────────────────────────────────────────────────── */

static void moments_say(const struct page *p, const struct timed_list *list)
{
	if (list->whole_at == INSTANT_NONE) {
		put(p, "Lists of one side are of several moments: movements cannot explain a difference.");
		return;
	}
	put(p, "The whole is of ");
	page_text(p, shown_moment(p->a, p->report->zone, list->whole_at));
	if (list->parts_at == INSTANT_NONE) {
		put(p, ", and so are its parts: no movement explains a difference.");
		return;
	}
	put(p, ", its parts of ");
	page_text(p, shown_moment(p->a, p->report->zone, list->parts_at));
	put(p, ". What moved after the earlier and until the later moment explains ");
	page_counted(p, list->explained, "difference", "differences");
	put(p, ", if it comes to it exactly; ");
	page_count(p, (int64_t)list->count - list->explained);
	put(p, " it does not.");
}

static void moved_cell(const struct page *p, const struct timed *t)
{
	put(p, "<td data-label=\"Movements\">");
	for (size_t i = 0; i < t->moved_count && i < MOVED_SHOWN; i++) {
		const struct moved *m = &t->moved[i];

		put(p, i > 0 ? " " : "");
		page_amount(p, m->amount, t->currency);
		put(p, " <small>");
		page_value(p, m->key);
		put(p, ", ");
		page_text(p, shown_moment(p->a, p->report->zone, m->at));
		put(p, "</small>");
	}
	if (t->moved_count > MOVED_SHOWN) {
		put(p, " <small>and ");
		page_count(p, (int64_t)t->moved_count - MOVED_SHOWN);
		put(p, " more</small>");
	}
	if (t->moved_count == 0)
		put(p, "<span class=\"nil\">nothing moved</span>");
	put(p, "</td>");
}

static void amount_cell(const struct page *p, const struct rule_report *r, const char *label, struct decimal d,
	Str currency)
{
	cell_begin(p, "num", label);
	page_amount(p, d, currency);
	page_unit(p, r, currency);
	put(p, "</td>");
}

static void timed_row(const struct page *p, const struct rule_report *r, const struct timed *t)
{
	put(p, "<tr><th scope=\"row\">");
	page_value(p, t->key);
	put(p, t->explained ? "<small>explained</small></th>" : "<small>not explained</small></th>");
	amount_cell(p, r, "Difference", t->difference, t->currency);
	amount_cell(p, r, "Accounted for", t->accounted, t->currency);
	amount_cell(p, r, "Left", decimal_subtract(p->a, t->difference, t->accounted), t->currency);
	moved_cell(p, t);
	put(p, "</tr>\n");
}

static void timed(const struct page *p, const struct rule_report *r)
{
	const struct timed_list *list = &r->timed;

	if (!list->given)
		return;
	section_begin(p, "timing", "What moved between the two moments");
	put(p, "<p class=\"note\">");
	moments_say(p, list);
	put(p, "</p>\n");
	if (list->count > 0)
		put(p, "<table class=\"cards\"><thead><tr><th scope=\"col\">What differs</th>"
		       "<th scope=\"col\" class=\"num\">Difference</th><th scope=\"col\" class=\"num\">Accounted for</th>"
		       "<th scope=\"col\" class=\"num\">Left</th><th scope=\"col\">Movements</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < list->count && i < TIMED_SHOWN; i++)
		timed_row(p, r, &list->at[i]);
	put(p, list->count > 0 ? "</tbody></table>\n" : "");
	if (list->count > TIMED_SHOWN) {
		put(p, "<p class=\"note\">");
		page_count(p, (int64_t)list->count - TIMED_SHOWN);
		put(p, " more stand in the workbook and in JSON.</p>\n");
	}
	put(p, "</section>\n");
}

/* ── at risk ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static void risk_row(const struct page *p, const struct rule_report *r, const struct risk *k)
{
	put(p, "<tr><th scope=\"row\">");
	put(p, risk_title(k->kind));
	put(p, "</th>");
	cell_begin(p, "num", "Number");
	page_count(p, k->count);
	put(p, "</td>");
	amount_cell(p, r, "Units", k->units, S(""));
	cell_begin(p, "num", "At cost");
	if (k->has_cost) {
		page_amount(p, k->cost, k->currency);
		page_unit(p, r, k->currency);
	} else {
		put(p, "<span class=\"nil\">not known</span>");
	}
	put(p, "</td></tr>\n");
}

static void risks(const struct page *p, const struct rule_report *r)
{
	if (r->risk_count == 0)
		return;
	section_begin(p, "at-risk", "Stock at risk");
	put(p, "<table class=\"cards\"><thead><tr><th scope=\"col\"></th><th scope=\"col\" class=\"num\">Number</th>"
	       "<th scope=\"col\" class=\"num\">Units</th><th scope=\"col\" class=\"num\">At cost</th></tr></thead>"
	       "<tbody>\n");
	for (size_t i = 0; i < r->risk_count; i++)
		risk_row(p, r, &r->risks[i]);
	put(p, "</tbody></table>\n</section>\n");
}

void html_timing(const struct page *p, const struct rule_report *r)
{
	timed(p, r);
	risks(p, r);
}
