#include "report/html.h"

#include "report/sentence.h"
#include "report/shown.h"
#include "report/writers.h"

static void lead(const struct page *p)
{
	put(p, "<p class=\"lead\">");
	page_text(p, run_sentence(p->a, p->report));
	put(p, "</p>\n");
}

static void exposed_cells(const struct page *p, const struct rule_report *r, const struct amounts *m)
{
	static const char *const labels[EXPOSED] = {"Not explained", "Waiting", "Could not be checked"};
	static const char *const classes[EXPOSED] = {"num x-open", "num x-wait", "num x-part"};
	static const char *const one[EXPOSED] = {"difference", "difference", "key"};
	static const char *const many[EXPOSED] = {"differences", "differences", "keys"};

	for (size_t k = 0; k < EXPOSED; k++) {
		if (!m || m->count[k] == 0) {
			cell_begin(p, "num none", labels[k]);
			put(p, "<span class=\"nil\">\xE2\x80\x93</span></td>");
			continue;
		}
		cell_begin(p, classes[k], labels[k]);
		if (sum_is_shown(r, m, (enum exposed)k)) {
			page_amount(p, m->gross[k], m->currency);
			page_unit(p, r, m->currency);
			put(p, "<small>");
			page_counted(p, m->count[k], one[k], many[k]);
		} else {
			page_count(p, m->count[k]);
			put(p, "<small>without an amount");
			if (m->currency.len > 0) {
				put(p, " in ");
				page_text(p, m->currency);
			}
		}
		put(p, "</small></td>");
	}
}

static void changed(const struct page *p, const struct rule_report *r, size_t rows)
{
	int64_t came = events_of(r, "open", "opened") + events_of(r, "open", "reopened"), went = cleared_count(r);

	buf_print(p->b, "<td class=\"moved\" rowspan=\"%zu\" data-label=\"Change\">", rows);
	if (came == 0 && went == 0)
		put(p, "<span class=\"nil\">no change</span>");
	if (came > 0)
		buf_print(p->b, "<span class=\"came\">+%.*s</span> ", STR(shown_count(p->a, p->report->locale, came)));
	if (went > 0)
		buf_print(p->b, "<span class=\"went\">\xE2\x88\x92%.*s</span>",
			STR(shown_count(p->a, p->report->locale, went)));
	put(p, "</td>");
	buf_print(p->b, "<td class=\"spark\" rowspan=\"%zu\" data-label=\"Nights\">", rows);
	trend_picture(p, r, true);
	put(p, "</td>");
}

/* Whose lists may lack something that nobody could notice: it is said beside the answer that rests on them. */
static void unproven(const struct page *p, const struct rule_report *r)
{
	size_t count = 0;

	for (size_t i = 0; i < r->input_count; i++) {
		if (r->inputs[i].proven)
			continue;
		put(p, count++ == 0 ? "<small class=\"unproven\">Completeness is unproven: " : "; ");
		page_text(p, r->inputs[i].title);
	}
	if (count > 0)
		put(p, "</small>");
}

static void title_cell(const struct page *p, const struct rule_report *r, size_t rows)
{
	buf_print(p->b, "<th scope=\"rowgroup\" rowspan=\"%zu\"><a href=\"%.*s.html\">", rows, STR(rule_slug(p->a, r)));
	page_text(p, r->title);
	put(p, "</a> ");
	verdict_mark(p, r->verdict);
	put(p, "<small>");
	page_text(p, verdict_sentence(p->a, p->report, r));
	put(p, "</small>");
	unproven(p, r);
	put(p, "<small class=\"ids\">");
	page_text(p, r->id);
	if (r->owner.len > 0) {
		put(p, " \xC2\xB7 ");
		page_text(p, r->owner);
	}
	if (r->business_date != p->report->business_date) {
		put(p, " \xC2\xB7 for ");
		page_text(p, long_date(p->a, r->business_date));
	}
	put(p, "</small></th>");
}

static void rule_rows(const struct page *p, const struct rule_report *r)
{
	size_t rows = r->amount_count > 0 ? r->amount_count : 1;

	put(p, "<tbody>");
	for (size_t i = 0; i < rows; i++) {
		put(p, "<tr>");
		if (i == 0)
			title_cell(p, r, rows);
		exposed_cells(p, r, r->amount_count > 0 ? &r->amounts[i] : NULL);
		if (i == 0)
			changed(p, r, rows);
		put(p, "</tr>");
	}
	put(p, "</tbody>\n");
}

static void not_due_rows(const struct page *p)
{
	for (size_t i = 0; i < p->report->not_due_count; i++) {
		put(p, "<tbody><tr><th scope=\"row\">");
		page_text(p, p->report->not_due[i]->title.len > 0 ? p->report->not_due[i]->title : p->report->not_due[i]->name);
		put(p, " <span class=\"verdict\">Not due</span><small>Its inputs were not due yet; that is no "
			"answer.</small></th>"
		       "<td colspan=\"5\"></td></tr></tbody>\n");
	}
}

static void state_cell(const struct page *p, const struct source_input *in)
{
	put(p, "<td data-label=\"State\">");
	input_state(p, in);
	if (in->reason.len > 0) {
		put(p, "<small>");
		page_text(p, in->reason);
		put(p, "</small>");
	}
	if (!in->proven)
		put(p, "<small class=\"unproven\">completeness is unproven</small>");
	put(p, "</td>");
}

static void input_row(const struct page *p, const struct rule_report *r, const struct source_input *in)
{
	static const enum counted shown[] = {READ, STAGED, REJECTED, INSERTED, UPDATED, DELETED};
	static const char *const labels[] = {"Read", "Taken over", "Unreadable", "New", "Changed", "Gone"};

	put(p, "<tr><th scope=\"row\">");
	page_text(p, in->title);
	put(p, "<small class=\"ids\">");
	page_text(p, in->extract);
	if (input_date(r, in) != p->report->business_date) {
		put(p, " \xC2\xB7 for ");
		page_text(p, long_date(p->a, input_date(r, in)));
	}
	put(p, "</small></th>");
	state_cell(p, in);
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		cell_begin(p, "num", labels[i]);
		if (in->staged)
			page_count(p, in->counts[shown[i]]);
		else
			put(p, "<span class=\"nil\">\xE2\x80\x93</span>");
		put(p, "</td>");
	}
	put(p, "</tr>\n");
}

static void inputs(const struct page *p)
{
	const struct report *report = p->report;

	section_begin(p, "inputs", "Inputs");
	put(p, "<table class=\"cards inputs\"><thead><tr><th scope=\"col\">Extract</th><th scope=\"col\">State</th>"
	       "<th scope=\"col\" class=\"num\">Read</th><th scope=\"col\" class=\"num\">Taken over</th>"
	       "<th scope=\"col\" class=\"num\">Unreadable</th><th scope=\"col\" class=\"num\">New</th>"
	       "<th scope=\"col\" class=\"num\">Changed</th><th scope=\"col\" class=\"num\">Gone</th></tr></thead>"
	       "<tbody>\n");
	for (size_t r = 0; r < report->rule_count; r++)
		for (size_t i = 0; i < report->rules[r].input_count; i++)
			if (input_is_first(report, r, i))
				input_row(p, &report->rules[r], &report->rules[r].inputs[i]);
	put(p, "</tbody></table>\n</section>\n");
}

static void endings(const struct page *p)
{
	const struct report *r = p->report;
	date today = zone_date(r->zone, r->started_at);

	if (r->ending_count == 0)
		return;
	section_begin(p, "renew", "To be renewed");
	put(p, "<ul class=\"renew\">\n");
	for (size_t i = 0; i < r->ending_count; i++) {
		put(p, "<li>");
		page_text(p, r->endings[i].system);
		put(p, ": ");
		page_text(p, r->endings[i].what);
		put(p, " ");
		page_text(p, shown_ending(p->a, r->endings[i].on, today));
		put(p, "</li>\n");
	}
	put(p, "</ul>\n</section>\n");
}

/* A reconciliation that nobody ran finds nothing, which looks like peace. */
static void not_run(const struct page *p)
{
	Str nights = shown_between(p->a, p->report->before, p->report->business_date);

	if (nights.len == 0)
		return;
	put(p, "<p class=\"warn\">Not run for ");
	page_text(p, nights);
	put(p, ".</p>\n");
}

void html_index(struct arena *a, const struct report *report, struct buf *b)
{
	struct page p = {a, report, b};

	page_begin(&p, NULL);
	put(&p, "<h1>");
	page_text(&p, report->options->job);
	put(&p, "</h1>\n");
	lead(&p);
	not_run(&p);
	put(&p, "<table class=\"cards rules\"><thead><tr><th scope=\"col\">Rule</th>"
		"<th scope=\"col\" class=\"num\">Not explained</th>"
		"<th scope=\"col\" class=\"num\">Waiting</th><th scope=\"col\" class=\"num\">Could not be checked</th>"
		"<th scope=\"col\">Change</th><th scope=\"col\">Nights</th></tr></thead>\n");
	for (size_t i = 0; i < report->rule_count; i++)
		rule_rows(&p, &report->rules[i]);
	not_due_rows(&p);
	put(&p, "</table>\n<p class=\"note\">Amounts are never added across rules, because one fact may stand in "
		"several, nor across "
		"currencies.</p>\n");
	inputs(&p);
	endings(&p);
	page_end(&p, NULL);
}
