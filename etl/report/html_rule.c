#include "report/html.h"

#include "report/sentence.h"
#include "report/shown.h"
#include "report/writers.h"

/* ── the three amounts ─────────────────────────────────────────────────────────────────────────────────────────── */

static void figure(const struct page *p, const struct rule_report *r, const struct amounts *m, enum exposed k)
{
	bool shown = m->count[k] > 0 && sum_is_shown(r, m, k);

	buf_print(p->b, "<p class=\"figure%s\">", m->count[k] == 0 ? " zero" : "");
	if (sum_is_shown(r, m, k)) {
		put(p, "<b>");
		page_amount(p, m->gross[k], m->currency);
		put(p, "</b>");
		page_unit(p, r, m->currency);
	} else {
		put(p, "<b>");
		page_count(p, m->count[k]);
		put(p, "</b><span class=\"unit\"> without an amount");
		if (m->currency.len > 0) {
			put(p, " in ");
			page_text(p, m->currency);
		}
		put(p, "</span>");
	}
	if (shown) {
		put(p, "<small>");
		page_counted(p, m->count[k], k == NOT_CHECKED ? "key" : "difference",
			k == NOT_CHECKED ? "keys" : "differences");
		put(p, "</small>");
	}
	put(p, "</p>");
}

/* An amount of zero would say that all was checked. */
static void figures(const struct page *p, const struct rule_report *r, enum exposed k)
{
	if (k == NOT_CHECKED && nothing_compared(r) && r->unchecked_count == 0) {
		put(p, "<p class=\"figure\"><b>Nothing</b> could be compared</p>");
		return;
	}
	for (size_t i = 0; i < r->amount_count; i++)
		figure(p, r, &r->amounts[i], k);
	if (r->amount_count == 0)
		put(p, "<p class=\"figure zero\"><b>0</b></p>");
}

static void exposure(const struct page *p, const struct rule_report *r)
{
	static const char *const titles[EXPOSED] = {"Not explained", "Waiting", "Could not be checked"};
	static const char *const notes[EXPOSED] = {"Differences that somebody must look at",
		"Within the normal delay of the systems", "Nothing can be said about these tonight"};
	static const char *const classes[EXPOSED] = {"x-open", "x-wait", "x-part"};

	put(p, "<div class=\"exposure\">\n");
	for (size_t k = 0; k < EXPOSED; k++) {
		buf_print(p->b, "<section class=\"%s\"><h2>%s</h2>", classes[k], titles[k]);
		figures(p, r, (enum exposed)k);
		buf_print(p->b, "<p class=\"about\">%s</p></section>\n", notes[k]);
	}
	put(p, "</div>\n");
}

/* What only one side has is not among the compared. */
static void one_sided(const struct page *p, int64_t n, const char *what)
{
	if (n == 0)
		return;
	put(p, " \xC2\xB7 ");
	page_count(p, n);
	buf_print(p->b, " %s on one side only", what);
}

static void compared(const struct page *p, const struct rule_report *r)
{
	put(p, "<p class=\"compared\">");
	page_counted(p, r->compared, "key", "keys");
	put(p, " compared \xC2\xB7 ");
	page_counted(p, r->agreed, "agrees", "agree");
	one_sided(p, r->one_sided, "not explained");
	one_sided(p, r->one_sided_waiting, "waiting");
	if (r->rounding > 0) {
		put(p, " \xC2\xB7 ");
		page_counted(p, r->rounding, "differs by rounding", "differ by rounding");
	}
	if (r->too_young > 0) {
		put(p, " \xC2\xB7 ");
		page_count(p, r->too_young);
		put(p, " younger than the cut");
	}
	if (r->opening > 0) {
		put(p, " \xC2\xB7 ");
		page_count(p, r->opening);
		put(p, " opening items from before the rule began");
	}
	if (r->cut != INSTANT_NONE) {
		put(p, " \xC2\xB7 cut ");
		page_text(p, shown_moment(p->a, p->report->zone, r->cut));
	}
	put(p, "</p>\n");
}

/* ── what changed ──────────────────────────────────────────────────────────────────────────────────────────────── */

static const struct line_name {
	const char *line, *sign, *title;
} line_names[] = {
	{"before", "", "The night before"},
	{"retracted", "\xE2\x88\x92", "Retracted with an input"},
	{"opened", "+", "New"},
	{"reopened", "+", "Came back"},
	{"lapsed", "+", "Acceptance lapsed"},
	{"changed", "\xC2\xB1", "Changed in amount"},
	{"cleared", "\xE2\x88\x92", "Gone"},
	{"accepted", "\xE2\x88\x92", "Accepted"},
	{"written off", "\xE2\x88\x92", "Written off"},
	{"open", "=", "Not explained now"},
};

static const struct balance_line *line_of(const struct rule_report *r, Str currency, const char *line)
{
	for (size_t i = 0; i < r->balance_count; i++)
		if (text_is(r->balance[i].currency, currency) && text_is(r->balance[i].line, text(line)))
			return &r->balance[i];
	return NULL;
}

static void statement_line(const struct page *p, const struct rule_report *r, Str currency, const struct line_name *n)
{
	const struct balance_line *l = line_of(r, currency, n->line);
	bool ends = text_is(text(n->line), S("open")) || text_is(text(n->line), S("before"));

	if (!l && !ends)
		return;
	buf_print(p->b, "<tr class=\"l-%.5s\"><th scope=\"row\"><i>%s</i>%s</th><td class=\"num\">", n->line, n->sign,
		n->title);
	page_count(p, l ? l->number : 0);
	put(p, "</td><td class=\"num\">");
	if (balance_is_shown(r, currency))
		page_amount(p, l ? l->amount : (struct decimal){0}, currency);
	else
		put(p, "<span class=\"nil\">\xE2\x80\x93</span>");
	put(p, "</td></tr>");
}

static void account(const struct page *p, const struct rule_report *r, Str currency)
{
	put(p, "<table class=\"statement\"><caption>");
	page_text(p, currency.len > 0 ? currency : balance_is_shown(r, currency) ? r->unit : S("Without an amount"));
	put(p, "</caption><thead><tr><th scope=\"col\"></th><th scope=\"col\" class=\"num\">Number</th>"
	       "<th scope=\"col\" class=\"num\">Net amount</th></tr></thead><tbody>");
	for (size_t i = 0; i < sizeof line_names / sizeof *line_names; i++)
		statement_line(p, r, currency, &line_names[i]);
	put(p, "</tbody></table>\n");
}

static void balance(const struct page *p, const struct rule_report *r)
{
	put(p, "<div class=\"statements\">");
	for (size_t i = 0; i < r->balance_count; i++)
		if (i == 0 || !text_is(r->balance[i].currency, r->balance[i - 1].currency))
			account(p, r, r->balance[i].currency);
	put(p, "</div>\n");
}

static void sentences(const struct page *p, const struct rule_report *r, const struct observed_list *list,
	const char *event, const char *title, int64_t all)
{
	enum { FEW = 5 };
	int64_t said = 0;

	if (all == 0)
		return;
	buf_print(p->b, "<div class=\"news n-%s\"><h3>%s <span>", event, title);
	page_count(p, all);
	put(p, "</span></h3><ul>");
	for (size_t i = 0; i < list->count && said < FEW; i++) {
		const struct observed *o = &list->at[i];

		if (!text_is(o->event, text(event)) || !(text_is(o->status, S("open")) || text_is(o->status, S("cleared"))))
			continue;
		put(p, "<li>");
		page_text(p, sentence(p->a, p->report, r, o));
		put(p, "</li>");
		said++;
	}
	if (said < all) {
		put(p, "<li class=\"quiet\">and ");
		page_count(p, all - said);
		put(p, " more</li>");
	}
	put(p, "</ul></div>\n");
}

static void trend_figures(const struct page *p, const struct rule_report *r)
{
	put(p, "<details><summary>Night by night, in figures</summary><div class=\"box\"><table class=\"small\"><thead><tr>"
	       "<th scope=\"col\">Night</th><th scope=\"col\">Verdict</th>"
	       "<th scope=\"col\" class=\"num\">Not explained</th>"
	       "<th scope=\"col\" class=\"num\">Amount</th></tr></thead><tbody>");
	for (size_t i = 0; i < r->trend_count; i++) {
		const struct night_total *n = &r->trend[i];

		put(p, "<tr><td>");
		page_date(p, n->business_date);
		put(p, "</td><td>");
		page_text(p, shown_word(n->verdict));
		put(p, "</td><td class=\"num\">");
		page_count(p, n->count);
		put(p, "</td><td class=\"num\">");
		if (gross_is_shown(r, n->currency, n->gross, n->count)) {
			page_amount(p, n->gross, n->currency);
			page_unit(p, r, n->currency);
		}
		put(p, "</td></tr>");
	}
	put(p, "</tbody></table></div></details>\n");
}

static void trend(const struct page *p, const struct rule_report *r)
{
	put(p, "<figure>");
	trend_picture(p, r, false);
	put(p, "<figcaption>Differences not explained, night by night</figcaption></figure>\n");
	trend_figures(p, r);
}

static void movement(const struct page *p, const struct rule_report *r)
{
	section_begin(p, "movement", "What changed");
	put(p, "<p class=\"note\">");
	if (r->previous == DATE_NONE) {
		put(p, "There is no earlier night to compare with.");
	} else {
		put(p, "Since ");
		page_text(p, long_date(p->a, r->previous));
		put(p, "; ");
		page_counted(p, events_of(r, "open", "continued"), "difference is as it was.", "differences are as they were.");
	}
	put(p, "</p>\n<div class=\"pair\"><div>");
	sentences(p, r, &r->largest, "opened", "New", events_of(r, "open", "opened"));
	sentences(p, r, &r->largest, "reopened", "Came back", events_of(r, "open", "reopened"));
	sentences(p, r, &r->largest, "lapsed", "Acceptance lapsed", events_of(r, "open", "lapsed"));
	sentences(p, r, &r->largest, "changed", "Changed", events_of(r, "open", "changed"));
	sentences(p, r, &r->largest, "carried", "Carried on, could not be checked tonight",
		events_of(r, "open", "carried"));
	sentences(p, r, &r->cleared, "cleared", "Gone", cleared_count(r));
	put(p, "</div><div>");
	balance(p, r);
	trend(p, r);
	put(p, "</div></div>\n</section>\n");
}

/* ── groups, ages, tolerance ──────────────────────────────────────────────────────────────────────────────────── */

static void amount_cell(const struct page *p, const struct rule_report *r, const char *label, struct decimal d,
	Str currency, bool shown)
{
	cell_begin(p, "num", label);
	if (shown) {
		page_amount(p, d, currency);
		page_unit(p, r, currency);
	} else {
		put(p, "<span class=\"nil\">\xE2\x80\x93</span>");
	}
	put(p, "</td>");
}

static void count_cell(const struct page *p, const char *label, int64_t n)
{
	cell_begin(p, "num", label);
	page_count(p, n);
	put(p, "</td>");
}

static void group_row(const struct page *p, const struct rule_report *r, const struct cause_group *c)
{
	buf_print(p->b, "<tr id=\"g%lld\" data-group=\"%lld\"><th scope=\"row\"><span class=\"tag\">", (long long)c->number,
		(long long)c->number);
	page_count(p, c->number);
	put(p, "</span> ");
	page_sentence(p, c->title);
	put(p, "<small>such as ");
	for (size_t i = 0; i < c->examples.count; i++) {
		put(p, i > 0 ? ", " : "");
		page_value(p, c->examples.at[i]);
	}
	put(p, "</small></th>");
	count_cell(p, "Number", c->count);
	amount_cell(p, r, "Gross", c->gross, c->currency, gross_is_shown(r, c->currency, c->gross, c->count));
	amount_cell(p, r, "Net", c->net, c->currency, gross_is_shown(r, c->currency, c->gross, c->count));
	put(p, "</tr>\n");
}

static void groups(const struct page *p, const struct rule_report *r)
{
	if (r->cause_count == 0)
		return;
	section_begin(p, "groups", "Groups by cause");
	put(p, "<p class=\"note\">Differences with the same signature are probably one cause; each stands in one group "
	       "at most.</p>\n"
	       "<table class=\"cards\"><thead><tr><th scope=\"col\">What they have in common</th>"
	       "<th scope=\"col\" class=\"num\">Number</th><th scope=\"col\" class=\"num\">Gross</th>"
	       "<th scope=\"col\" class=\"num\">Net</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < r->cause_count; i++)
		group_row(p, r, &r->causes[i]);
	put(p, "</tbody></table>\n</section>\n");
}

/* What a bar is long by: the amount, of what has none the number. */
static struct decimal length_of(const struct page *p, const struct rule_report *r, const struct age *g)
{
	return gross_is_shown(r, g->currency, g->gross, g->count) ? g->gross : decimal_of(p->a, g->count);
}

/* In percent of the longest in its currency: no two currencies have a common measure. */
static int length(const struct page *p, const struct rule_report *r, const struct age *g)
{
	struct decimal most = length_of(p, r, g), hundredfold = decimal_shift(most, 2), step;
	int percent = 0;

	for (size_t i = 0; i < r->age_count; i++) {
		struct decimal other = length_of(p, r, &r->ages[i]);

		if (text_is(r->ages[i].currency, g->currency) && decimal_compare(other, most) > 0)
			most = other;
	}
	for (step = most; percent < 100 && decimal_compare(step, hundredfold) <= 0; percent++)
		step = decimal_add(p->a, step, most);
	return percent;
}

/* The currency once, above its ages. */
static void age_currency(const struct page *p, const struct rule_report *r, size_t i)
{
	Str currency = r->ages[i].currency;

	if (i > 0 && text_is(currency, r->ages[i - 1].currency))
		return;
	put(p, "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"4\">");
	page_text(p, currency.len > 0 ? currency
		: gross_is_shown(r, currency, r->ages[i].gross, r->ages[i].count) ? r->unit : S("Without an amount"));
	put(p, "</th></tr>\n");
}

static void ages(const struct page *p, const struct rule_report *r)
{
	if (r->age_count == 0)
		return;
	section_begin(p, "ages", "Ages");
	put(p, "<table class=\"cards ages\"><thead><tr><th scope=\"col\">Not explained for</th><th scope=\"col\" "
	       "class=\"num\">Number</th>"
	       "<th scope=\"col\" class=\"num\">Amount</th><th scope=\"col\" class=\"wide\"></th></tr></thead><tbody>\n");
	for (size_t i = 0; i < r->age_count; i++) {
		age_currency(p, r, i);
		buf_print(p->b, "<tr class=\"b%lld\"><th scope=\"row\">%s</th>", (long long)r->ages[i].bucket,
			bucket_names[r->ages[i].bucket]);
		count_cell(p, "Number", r->ages[i].count);
		amount_cell(p, r, "Amount", r->ages[i].gross, r->ages[i].currency,
			gross_is_shown(r, r->ages[i].currency, r->ages[i].gross, r->ages[i].count));
		buf_print(p->b, "<td class=\"wide\"><span class=\"bar\" style=\"width:%d%%\"></span></td></tr>\n",
			length(p, r, &r->ages[i]));
	}
	put(p, "</tbody></table>\n</section>\n");
}

static void tolerance(const struct page *p, const struct rule_report *r)
{
	if (r->tolerance_count == 0)
		return;
	section_begin(p, "tolerance", "Use of tolerance");
	put(p, "<table class=\"cards\"><thead><tr><th scope=\"col\">Field</th><th scope=\"col\" "
	       "class=\"num\">Differences</th>"
	       "<th scope=\"col\" class=\"num\">Sum</th><th scope=\"col\" class=\"num\">Budget</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < r->tolerance_count; i++) {
		const struct tolerance_use *t = &r->tolerance[i];

		put(p, "<tr><th scope=\"row\">");
		page_text(p, t->field.len > 0 ? field_title(r, t->field) : S("the sum"));
		put(p, "</th>");
		count_cell(p, "Differences", t->count);
		cell_begin(p, "num", "Sum");
		page_amount(p, t->sum, t->currency);
		page_unit(p, r, t->currency);
		put(p, "</td>");
		cell_begin(p, "num", "Budget");
		if (t->has_budget)
			page_amount(p, t->budget, t->currency);
		else
			put(p, "<span class=\"nil\">none set</span>");
		put(p, "</td></tr>\n");
	}
	put(p, "</tbody></table>\n</section>\n");
}

/* ── the rule ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static void rule_itself(const struct page *p, const struct rule_report *r)
{
	section_begin(p, "rule", "The rule");
	put(p, "<p class=\"note\">As it was in force, of kind ");
	page_text(p, r->kind);
	put(p, ". SHA-256 <code class=\"digest\">");
	page_text(p, r->digest);
	put(p, "</code></p>\n<pre class=\"box\" tabindex=\"0\">");
	page_text(p, r->text);
	put(p, "</pre>\n</section>\n");
}

static void heading(const struct page *p, const struct rule_report *r)
{
	put(p, "<p class=\"ids\">");
	page_text(p, r->id);
	if (r->owner.len > 0) {
		put(p, " \xC2\xB7 owner ");
		page_text(p, r->owner);
	}
	put(p, "</p>\n<h1>");
	page_text(p, r->title);
	put(p, "</h1>\n<p class=\"lead\">");
	page_text(p, verdict_sentence(p->a, p->report, r));
	put(p, "</p>\n");
	if (r->trial)
		put(p, "<p class=\"warn\">A trial: later nights were already answered, and nothing in them changes by this "
			"run.</p>\n");
}

void html_rule(struct arena *a, const struct report *report, const struct rule_report *r, struct buf *b)
{
	struct page p = {a, report, b};

	page_begin(&p, r);
	heading(&p, r);
	exposure(&p, r);
	compared(&p, r);
	movement(&p, r);
	groups(&p, r);
	ages(&p, r);
	html_chain(&p, r);
	html_arrivals(&p, r);
	html_sum(&p, r);
	html_timing(&p, r);
	html_match(&p, r);
	html_lists(&p, r);
	tolerance(&p, r);
	html_inputs(&p, r);
	rule_itself(&p, r);
	page_end(&p, r);
}
