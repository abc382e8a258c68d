#include "report/html.h"

#include "report/shown.h"
#include "report/titles.h"

/* What a match rule holds together, by how sure it is of it, and what the lines that are on their own may be. */

static void head(const struct page *p, Str title, bool number)
{
	put(p, number ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">");
	page_text(p, title);
	put(p, "</th>");
}

static void labelled(const struct page *p, Str label, bool number)
{
	put(p, number ? "<td class=\"num\" data-label=\"" : "<td data-label=\"");
	page_text(p, label);
	put(p, "\">");
}

static void amount(const struct page *p, Str label, struct decimal d, Str currency)
{
	labelled(p, label, true);
	page_amount(p, d, currency);
	put(p, "</td>");
}

static void count(const struct page *p, const char *label, int64_t n)
{
	labelled(p, text(label), true);
	page_count(p, n);
	put(p, "</td>");
}

/* ── what is paired ────────────────────────────────────────────────────────────────────────────────────────────── */

static void paired_row(const struct page *p, const struct rule_report *r, const struct paired *m, bool total)
{
	put(p, total ? "<tr class=\"total\"><th scope=\"row\">" : "<tr><th scope=\"row\">");
	page_sentence(p, total ? S("held together") : shown_stage(m->stage));
	put(p, "</th>");
	count(p, "Matches", m->matches);
	count(p, "New", m->made);
	count(p, "Without alternative", m->certain);
	for (size_t list = 0; list < 2; list++)
		amount(p, list_title(p->a, p->report, r, list), m->sums[list], m->currency);
	put(p, "</tr>\n");
}

static void paired_add(const struct page *p, struct paired *sum, const struct paired *m)
{
	sum->matches += m->matches;
	sum->made += m->made;
	sum->certain += m->certain;
	for (size_t list = 0; list < 2; list++)
		sum->sums[list] = decimal_add(p->a, sum->sums[list], m->sums[list]);
}

/* Rows of one currency stand beside each other. */
static size_t currency_table(const struct page *p, const struct rule_report *r, size_t from)
{
	struct paired sum = {.currency = r->paired[from].currency};
	size_t i = from;

	put(p, "<table class=\"cards tie\"><caption>");
	page_text(p, sum.currency.len > 0 ? sum.currency : S("Without a currency"));
	put(p, "</caption><thead><tr>");
	head(p, S("Paired by"), false);
	head(p, S("Matches"), true);
	head(p, S("New"), true);
	head(p, S("Without alternative"), true);
	for (size_t list = 0; list < 2; list++)
		head(p, list_title(p->a, p->report, r, list), true);
	put(p, "</tr></thead>\n<tbody>");
	for (; i < r->paired_count && text_is(r->paired[i].currency, sum.currency); i++) {
		paired_row(p, r, &r->paired[i], false);
		paired_add(p, &sum, &r->paired[i]);
	}
	paired_row(p, r, &sum, true);
	put(p, "</tbody></table>\n");
	return i;
}

static void paired(const struct page *p, const struct rule_report *r)
{
	if (r->paired_count == 0)
		return;
	section_begin(p, "paired", "Held together");
	put(p, "<p class=\"note\">A match without alternative is proven: no other line of its amount and currency stood in "
		"its window of days.</p>\n");
	for (size_t i = 0; i < r->paired_count;)
		i = currency_table(p, r, i);
	put(p, "</section>\n");
}

/* ── what the others may be ────────────────────────────────────────────────────────────────────────────────────── */

static void may_be_row(const struct page *p, const struct rule_report *r, const struct may_be *m)
{
	put(p, "<tr><th scope=\"row\">");
	page_value(p, m->first);
	put(p, "</th>");
	amount(p, list_title(p->a, p->report, r, 0), m->amounts[0], m->currency);
	labelled(p, S("May be"), false);
	page_value(p, m->second);
	put(p, "</td>");
	amount(p, list_title(p->a, p->report, r, 1), m->amounts[1], m->currency);
	labelled(p, S("Days later"), true);
	if (m->has_days)
		page_count(p, m->days);
	put(p, "</td>");
	labelled(p, S("Likeness"), true);
	page_text(p, m->score);
	put(p, "</td></tr>\n");
}

static void suggestions(const struct page *p, const struct rule_report *r)
{
	if (r->may_be_count == 0)
		return;
	section_begin(p, "suggestions", "What they may be");
	put(p, "<p class=\"note\">Nothing here is taken by itself. <code>counterfoil matches --rule ");
	page_text(p, r->id);
	put(p, "</code> has the numbers with which a person confirms or rejects them.</p>\n<table class=\"cards\">"
		"<thead><tr>");
	head(p, list_title(p->a, p->report, r, 0), false);
	head(p, S("Amount"), true);
	head(p, list_title(p->a, p->report, r, 1), false);
	head(p, S("Amount"), true);
	head(p, S("Days later"), true);
	head(p, S("Likeness"), true);
	put(p, "</tr></thead>\n<tbody>");
	for (size_t i = 0; i < r->may_be_count; i++)
		may_be_row(p, r, &r->may_be[i]);
	put(p, "</tbody></table>\n");
	if (r->may_be_all > (int64_t)r->may_be_count) {
		put(p, "<p class=\"note\">Those of the largest amounts, of ");
		page_counted(p, r->may_be_all, "suggestion", "suggestions");
		put(p, ".</p>\n");
	}
	put(p, "</section>\n");
}

void html_match(const struct page *p, const struct rule_report *r)
{
	paired(p, r);
	suggestions(p, r);
}
