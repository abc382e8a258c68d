#include "report/close.h"

#include "report/html.h"
#include "report/shown.h"
#include "report/waterfall.h"

/* One page: of each position the lines as a statement that ends in what is not explained, the largest items of each
 * kind, the nights, and what it was made from. */

static void date_cell(const struct page *p, const char *label, date d)
{
	cell_begin(p, "since", label);
	page_date(p, d);
	put(p, "</td>");
}

static void amount_cell(const struct page *p, const char *label, bool given, struct decimal d, Str currency)
{
	cell_begin(p, given ? "num" : "num none", label);
	if (given)
		page_amount(p, d, currency);
	put(p, "</td>");
}

static void count_cell(const struct page *p, const char *label, int64_t n)
{
	cell_begin(p, "num", label);
	page_count(p, n);
	put(p, "</td>");
}

/* ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void row(const struct page *p, const char *class, Str title, int64_t count, struct decimal d, Str currency)
{
	buf_print(p->b, "<tr class=\"%s\"><th scope=\"row\">", class);
	page_sentence(p, title);
	put(p, "</th>");
	count_cell(p, "Number", count);
	amount_cell(p, "Amount", true, d, currency);
	put(p, "</tr>\n");
}

static bool is_line(const struct closed_line *l, const char *name)
{
	return text_is(l->line, text(name));
}

/* What adds up to the closing, then what is held against it. */
static const char *class_of(const struct closed_line *l)
{
	if (is_line(l, "closing"))
		return "l-open";
	if (text_ends(l->line, S(" rest")))
		return decimal_is_zero(l->amount) ? "quiet" : "x-open";
	return l->declared ? "" : "x-wait";
}

static void kind_rows(const struct page *p, const struct closed_position *position, const struct closed_line *l)
{
	for (size_t i = 0; i < position->kind_count; i++) {
		const struct closed_kind *k = &position->kinds[i];
		Str rest = text(arena_print(p->a, "%.*s rest", STR(k->against)));

		if (text_is(k->currency, l->currency) && text_is(l->line, rest))
			row(p, "", text(arena_print(p->a, "\xE2\x80\x83%s", closed_kind_title(k->against, k->kind))), k->count,
				k->net, k->currency);
	}
}

/* How the closing came to be: lines first … end - 1, all of one currency. */
static void picture(const struct page *p, const struct closed_position *position, size_t first, size_t end)
{
	struct waterfall *w = waterfall_new(p, position->lines[first].currency);

	for (size_t i = first; i < end; i++) {
		const struct closed_line *l = &position->lines[i];
		Str title = closed_line_title(p->a, position, l);

		if (is_line(l, "opening"))
			waterfall_step(w, title, "sum", l->amount);
		else if (is_line(l, "movement"))
			waterfall_step(w, title, l->declared ? "is" : "odd", l->amount);
		else if (is_line(l, "closing"))
			waterfall_sum(w, title, l->amount);
	}
	if (waterfall_has_steps(w))
		waterfall_draw(w, S("From the opening to the closing"));
}

static size_t currency_table(const struct page *p, const struct closed_position *position, size_t first)
{
	size_t i = first;

	put(p, "<div class=\"pair\"><table class=\"small statement\"><caption>");
	page_text(p, position->lines[first].currency);
	put(p, "</caption><thead><tr><th scope=\"col\"></th><th scope=\"col\" class=\"num\">Number</th>"
	       "<th scope=\"col\" class=\"num\">Amount</th></tr></thead><tbody>\n");
	for (; i < position->line_count && text_is(position->lines[i].currency, position->lines[first].currency); i++) {
		const struct closed_line *l = &position->lines[i];

		kind_rows(p, position, l);
		row(p, class_of(l), closed_line_title(p->a, position, l), l->count, l->amount, l->currency);
	}
	put(p, "</tbody></table>\n");
	picture(p, position, first, i);
	put(p, "</div>\n");
	return i;
}

/* ── items ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void item_row(const struct page *p, const struct closed_item *item)
{
	put(p, "<tr><th scope=\"row\"><span class=\"key\">");
	page_value(p, item->reference);
	put(p, "</span><small>");
	page_text(p, text(closed_kind_title(item->against, item->kind)));
	if (item->line.len > 0) {
		put(p, " \xC2\xB7 ");
		page_value(p, item->line);
	}
	if (item->has_original) {
		put(p, " \xC2\xB7 ");
		page_amount(p, item->original, item->original_currency);
		put(p, " ");
		page_text(p, item->original_currency);
	}
	put(p, "</small></th>");
	date_cell(p, "On", item->ours_on);
	amount_cell(p, "Amount", item->has_ours, item->ours, item->currency);
	date_cell(p, "On, there", item->theirs_on);
	amount_cell(p, "Amount, there", item->has_theirs, item->theirs, item->currency);
	cell_begin(p, "num", "Difference");
	page_amount(p, item->amount, item->currency);
	put(p, "<span class=\"unit\"> ");
	page_text(p, item->currency);
	put(p, "</span></td>");
	count_cell(p, "Days old", item->age);
	put(p, "</tr>\n");
}

static int64_t items_all(const struct closed_position *position)
{
	int64_t all = 0;

	for (size_t i = 0; i < position->kind_count; i++)
		all += position->kinds[i].count;
	return all;
}

static void items(const struct page *p, const struct closed_position *position)
{
	int64_t all = items_all(position);

	if (position->largest_count == 0)
		return;
	put(p, "<h3>What the differences consist of</h3>\n");
	if ((int64_t)position->largest_count < all) {
		buf_print(p->b, "<p class=\"note\">The %d largest of each kind; all ", CLOSED_SHOWN);
		page_count(p, all);
		put(p, " stand in the workbook.</p>\n");
	}
	put(p, "<div class=\"box\"><table class=\"cards small\"><thead><tr><th scope=\"col\">Reference</th>"
	       "<th scope=\"col\">On</th><th scope=\"col\" class=\"num\">Amount</th><th scope=\"col\">On, there</th>"
	       "<th scope=\"col\" class=\"num\">Amount, there</th><th scope=\"col\" class=\"num\">Difference</th>"
	       "<th scope=\"col\" class=\"num\">Days old</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < position->largest_count; i++)
		item_row(p, &position->largest[i]);
	put(p, "</tbody></table></div>\n");
}

/* ── a position ────────────────────────────────────────────────────────────────────────────────────────────────── */

static void inputs(const struct page *p, const struct closed_position *position)
{
	put(p, "<h3>What it was made from</h3>\n");
	put(p, "<table class=\"cards small\"><thead><tr><th scope=\"col\">List</th><th scope=\"col\">State</th>"
	       "<th scope=\"col\">Read up to</th><th scope=\"col\">Content</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < position->input_count; i++) {
		const struct closed_input *in = &position->inputs[i];

		put(p, "<tr><th scope=\"row\">");
		page_text(p, in->title.len > 0 ? in->title : in->extract);
		put(p, "<small class=\"ids\">");
		page_text(p, in->extract);
		put(p, " \xC2\xB7 ");
		page_text(p, in->part);
		put(p, "</small></th>");
		cell_begin(p, "", "State");
		page_text(p, in->status);
		put(p, in->proven ? "</td>" : "<small class=\"unproven\">completeness is unproven</small></td>");
		cell_begin(p, "since", "Read up to");
		page_text(p, in->as_of == INSTANT_NONE ? S("") : shown_moment(p->a, p->report->zone, in->as_of));
		put(p, "</td>");
		cell_begin(p, "", "Content");
		put(p, "<code class=\"digest\">");
		page_text(p, in->content);
		put(p, "</code></td></tr>\n");
	}
	put(p, "</tbody></table>\n");
}

static void reasons(const struct page *p, const struct closed_position *position)
{
	if (position->reasons.count == 0)
		return;
	put(p, "<ul class=\"warn\">\n");
	for (size_t i = 0; i < position->reasons.count; i++) {
		put(p, "<li>");
		page_sentence(p, position->reasons.at[i]);
		put(p, "</li>\n");
	}
	put(p, "</ul>\n");
}

static void previous(const struct page *p, const struct closed_position *position)
{
	put(p, "<p class=\"note\">");
	if (position->previous == 0) {
		put(p, "There is no close of the month before: the opening is the sum of all movements until then.</p>\n");
		return;
	}
	put(p, "Held against close ");
	page_count(p, position->previous);
	put(p, " of ");
	page_text(p, closed_month(p->a, position->previous_month));
	put(p, ".</p>\n");
}

static void position_section(const struct page *p, const struct closed_position *position)
{
	buf_print(p->b, "<section id=\"p%lld\"><h2>", (long long)position->number);
	page_text(p, position->title);
	put(p, " ");
	verdict_mark(p, position->verdict);
	put(p, "</h2>\n<p class=\"ids\">");
	page_text(p, position->id);
	if (position->owner.len > 0) {
		put(p, " \xC2\xB7 ");
		page_text(p, position->owner);
	}
	put(p, "</p>\n");
	reasons(p, position);
	previous(p, position);
	for (size_t i = 0; i < position->line_count;)
		i = currency_table(p, position, i);
	items(p, position);
	inputs(p, position);
	put(p, "<details><summary>How it is declared</summary><pre class=\"box\">");
	page_text(p, position->text);
	put(p, "</pre></details>\n</section>\n");
}

/* ── nights ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void nights(const struct page *p, const struct closed *c)
{
	if (c->night_count == 0)
		return;
	section_begin(p, "nights", "Nights");
	put(p, "<p class=\"note\">No night is signed.</p>\n");
	for (size_t i = 0; i < c->night_count; i++) {
		const struct closed_night *n = &c->nights[i];

		if (i == 0 || !text_is(n->rule, c->nights[i - 1].rule)) {
			put(p, i == 0 ? "<table class=\"cards small\"><caption>" : "</tbody></table>\n<table class=\"cards small\">"
				"<caption>");
			page_text(p, n->title);
			put(p, "</caption><tbody>\n");
		}
		put(p, "<tr><th scope=\"row\">");
		page_text(p, long_date(p->a, n->day));
		put(p, "</th><td>");
		if (n->verdict.at)
			verdict_mark(p, n->verdict);
		else
			put(p, "<span class=\"verdict\">No answer</span>");
		put(p, "</td><td>not signed</td></tr>\n");
	}
	put(p, "</tbody></table>\n</section>\n");
}

static void waiting(const struct page *p, const struct closed *c)
{
	if (c->waiting_count == 0)
		return;
	section_begin(p, "waiting", "Waiting at the end of the month");
	put(p, "<table class=\"cards small\"><thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Night</th>"
	       "<th scope=\"col\" class=\"num\">Waiting</th><th scope=\"col\" class=\"num\">Amount</th>"
	       "<th scope=\"col\" class=\"num\">Came since</th><th scope=\"col\" class=\"num\">Late</th></tr></thead>"
	       "<tbody>\n");
	for (size_t i = 0; i < c->waiting_count; i++) {
		const struct closed_waiting *w = &c->waiting[i];

		put(p, "<tr><th scope=\"row\">");
		page_text(p, w->title);
		put(p, "</th>");
		date_cell(p, "Night", w->day);
		count_cell(p, "Waiting", w->count);
		amount_cell(p, "Amount", w->currency.len > 0, w->amount, w->currency);
		count_cell(p, "Came since", w->gone);
		count_cell(p, "Late", w->late);
		put(p, "</tr>\n");
	}
	put(p, "</tbody></table>\n</section>\n");
}

/* ── the page ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static void stub(const struct page *p, const struct closed *c)
{
	put(p, "<header class=\"stub\">\n<p class=\"mark\">");
	page_text(p, c->options->project.len > 0 ? c->options->project : S("Counterfoil"));
	put(p, "</p>\n<p class=\"dates\"><span class=\"quiet\">close of</span> <strong>");
	page_text(p, closed_month(p->a, c->month));
	put(p, "</strong> <span class=\"quiet\">(number ");
	page_count(p, c->number);
	put(p, ", made ");
	page_text(p, shown_moment(p->a, c->zone, c->closed_at));
	put(p, ")</span></p>\n");
	verdict_mark(p, c->verdict);
	put(p, "<nav aria-label=\"On this page\"><ul>");
	for (size_t i = 0; i < c->position_count; i++) {
		buf_print(p->b, "<li><a href=\"#p%lld\">", (long long)c->positions[i].number);
		page_text(p, c->positions[i].title);
		put(p, "</a></li>");
	}
	put(p, "</ul></nav>\n</header>\n<main id=\"main\">\n<h1>");
	page_text(p, c->title);
	put(p, "</h1>\n");
}

static void foot(const struct page *p, const struct closed *c)
{
	put(p, "<footer>\n<p>Written by Counterfoil ");
	page_text(p, text(c->options->engine));
	put(p, ", made by version ");
	page_text(p, c->engine);
	put(p, ". Days are those of ");
	page_text(p, text(zone_name(c->zone)));
	put(p, ".<br>Configuration <code class=\"digest\">");
	page_text(p, c->config_digest);
	put(p, "</code></p>\n<p>A difference is what the other side has less what the position has.</p>\n");
	if (c->options->embedded)
		put(p, "<p>This close was made on an embedded database, which cannot separate people: whoever may run the "
		       "program may change what it stored.</p>\n");
	put(p, "<p class=\"files\"><a href=\"close.xlsx\">Whole close as a workbook</a> "
	       "<a href=\"close.json\">Whole close as JSON</a></p>\n</footer>\n</main>\n</div>\n</body>\n</html>\n");
}

void close_html(struct arena *a, const struct closed *c, struct buf *b)
{
	struct report shown = {.locale = c->locale, .zone = c->zone};
	struct page p = {a, &shown, b};

	page_top(&p, text(arena_print(a, "%.*s \xC2\xB7 %.*s", STR(closed_month(a, c->month)), STR(c->title))));
	stub(&p, c);
	for (size_t i = 0; i < c->position_count; i++)
		position_section(&p, &c->positions[i]);
	nights(&p, c);
	waiting(&p, c);
	foot(&p, c);
}
