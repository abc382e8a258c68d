#include "report/html.h"

#include "report/shown.h"
#include "report/titles.h"

/* What a rule's answer was made from: for the auditor, so that every figure can be followed to its file. */

void input_state(const struct page *p, const struct source_input *in)
{
	bool fresh = text_is(in->status, S("fresh"));

	buf_print(p->b, "<span class=\"state %s\">", fresh ? "good" : "bad");
	put(p, input_title(in->status));
	put(p, "</span>");
	if (in->held > 0)
		buf_print(p->b, "<small>let in by <code>counterfoil release\xC2\xA0%lld</code></small>", (long long)in->held);
}

static void as_of(const struct page *p, const struct source_input *in)
{
	put(p, "as of ");
	page_text(p, shown_moment(p->a, p->report->zone, in->as_of));
	put(p, " ");
	page_text(p, as_of_title(p->a, in->as_of_source));
}

static void facts(const struct page *p, const struct source_input *in)
{
	put(p, "<p class=\"facts\">");
	if (in->staged) {
		as_of(p, in);
		put(p, " \xC2\xB7 ");
	}
	if (in->proven) {
		put(p, "complete by its ");
		page_text(p, in->proof.len > 0 ? in->proof : S("declared proof"));
	} else {
		put(p, "<strong>completeness is unproven</strong>");
	}
	if (in->missing_parts.len > 0) {
		put(p, " \xC2\xB7 <strong>without ");
		page_text(p, in->missing_parts);
		put(p, "</strong>");
	}
	if (in->staged) {
		put(p, " \xC2\xB7 ");
		put(p, text_is(in->mode, S("full")) ? "the whole list" : "only what is new");
		if (text_is(in->cause, S("map")))
			put(p, " \xC2\xB7 <strong>changes by a mended field map, not by the source</strong>");
	}
	put(p, "</p>\n");
}

/* read = staged + rejected + filtered + repeated + duplicate + stale: promise 2, where everyone can check it. */
static void equation(const struct page *p, const struct source_input *in)
{
	static const char *const words[] = {"read", "taken over", "unreadable", "left out by a filter",
		"repeated", "twice, with other content", "older than what was known"};

	static const char *const others[] = {"without a key", "new", "changed", "gone", "unchanged",
		"perhaps gone, kept for now"};

	put(p, "<p class=\"sum\">");
	for (size_t i = READ; i <= STALE; i++) {
		put(p, i == READ ? "" : i == STAGED ? " <i>=</i> " : " <i>+</i> ");
		put(p, "<span>");
		page_count(p, in->counts[i]);
		buf_print(p->b, " <small>%s</small></span>", words[i]);
	}
	put(p, "</p>\n<p class=\"sum\">");
	for (size_t i = KEYLESS; i < COUNTED; i++) {
		put(p, i == KEYLESS ? "" : " <i>\xC2\xB7</i> ");
		put(p, "<span>");
		page_count(p, in->counts[i]);
		buf_print(p->b, " <small>%s</small></span>", others[i - KEYLESS]);
	}
	put(p, "</p>\n");
}

static void limit(const struct page *p, const struct source_input *in, enum limit k, const char *before,
	const char *after)
{
	put(p, before);
	page_text(p, in->limits[k]);
	put(p, after);
}

/* What would have been held, or refused. */
static void limits(const struct page *p, const struct source_input *in)
{
	if (!in->limits[MAX_DELETE].at)
		return;
	put(p, "<p class=\"facts\">Limits in force: ");
	limit(p, in, MAX_DELETE, "held if more than ", " of the rows are gone");
	limit(p, in, MAX_CHANGE, " or more than ", " have changed");
	limit(p, in, AT_LEAST, " (a percentage from ", " rows on)");
	put(p, text_is(in->limits[ON_EMPTY], S("ok")) ? "; an empty list is let in" : "; an empty list is held");
	limit(p, in, REJECT_LIMIT, "; with more than ", " unreadable records ");
	put(p, text_is(in->limits[ON_REJECT_LIMIT], S("load")) ? "the others are staged" : "nothing is staged");
	if (in->limits[CONTRACT].at)
		limit(p, in, CONTRACT, "; what departs from the nights before: ", "");
	put(p, "</p>\n");
}

static void totals(const struct page *p, const struct source_input *in)
{
	if (in->total_count == 0)
		return;
	put(p, "<div class=\"box\"><table class=\"small\"><caption>Control totals</caption><thead><tr><th "
	       "scope=\"col\">Field</th>"
	       "<th scope=\"col\" class=\"num\">Records</th><th scope=\"col\" class=\"num\">Sum</th></tr></thead><tbody>");
	for (size_t i = 0; i < in->total_count; i++) {
		const struct total *t = &in->totals[i];

		put(p, "<tr><td>");
		page_text(p, t->field);
		put(p, "</td><td class=\"num\">");
		page_count(p, t->count);
		put(p, "</td><td class=\"num\">");
		if (t->has_sum)
			page_amount(p, t->sum, t->currency);
		put(p, " <span class=\"unit\">");
		page_text(p, t->currency);
		put(p, "</span></td></tr>");
	}
	put(p, "</tbody></table></div>\n");
}

/* Where a person holds them against what the system itself says. */
static void tie(const struct page *p, const struct source_input *in)
{
	if (in->tie.len == 0)
		return;
	put(p, "<p class=\"facts\">Its total stands in the system: ");
	page_text(p, in->tie);
	put(p, "</p>\n");
}

/* A figure as the file writes it, beside what was read: the two agree, or the file was refused. */
static void controls(const struct page *p, const struct source_input *in)
{
	if (in->control_count == 0)
		return;
	put(p, "<div class=\"box\"><table class=\"small\"><caption>What the file states of itself</caption><thead><tr>"
	       "<th scope=\"col\">Figure</th><th scope=\"col\" class=\"num\">Stated</th>"
	       "<th scope=\"col\" class=\"num\">Read</th></tr></thead><tbody>");
	for (size_t i = 0; i < in->control_count; i++) {
		const struct control_shown *c = &in->controls[i];

		put(p, "<tr><td>");
		page_text(p, c->name);
		put(p, " <span class=\"unit\">");
		page_text(p, c->member);
		put(p, "</span></td><td class=\"num\">");
		page_text(p, c->stated);
		put(p, "</td><td class=\"num\">");
		page_amount(p, c->found, S(""));
		if (!c->checked)
			put(p, " not compared: records could not be read");
		put(p, "</td></tr>");
	}
	put(p, "</tbody></table></div>\n");
}

static void files(const struct page *p, const struct source_input *in)
{
	if (in->file_count == 0)
		return;
	put(p, "<ul class=\"source-files\">");
	for (size_t i = 0; i < in->file_count; i++) {
		put(p, "<li>");
		page_path(p, in->files[i].name);
		put(p, " <small>");
		if (in->files[i].part.len > 0) {
			page_text(p, in->files[i].part);
			put(p, " \xC2\xB7 ");
		}
		page_count(p, in->files[i].bytes);
		put(p, " bytes</small><br><code class=\"digest\">");
		page_text(p, in->files[i].digest);
		put(p, "</code></li>");
	}
	put(p, "</ul>\n");
}

static void digests(const struct page *p, const struct source_input *in)
{
	put(p, "<details><summary>Seal and digests</summary><dl class=\"digests\">");
	if (in->landed) {
		put(p, "<dt>seal</dt><dd><code class=\"digest\">");
		page_text(p, in->seal);
		put(p, "</code></dd><dt>content</dt><dd><code class=\"digest\">");
		page_text(p, in->content);
		put(p, "</code></dd><dt>landed</dt><dd>");
		page_text(p, text(zone_text(p->a, p->report->zone, in->landed_at)));
		put(p, "</dd>");
	}
	for (size_t i = 0; i < DIGESTS && in->staged; i++) {
		buf_print(p->b, "<dt>%s</dt><dd><code class=\"digest\">", digest_names[i]);
		page_text(p, in->digests[i]);
		put(p, "</code></dd>");
	}
	put(p, "</dl></details>\n");
}

/* ── unreadable records ────────────────────────────────────────────────────────────────────────────────────────── */

/* .at == NULL: of what is not listed. */
static void quoted(const struct page *p, Str value)
{
	if (!value.at) {
		put(p, "other values");
		return;
	}
	put(p, "<q>");
	page_value(p, value);
	put(p, "</q>");
}

static void reject_counts(const struct page *p, const struct source_input *in)
{
	put(p, "<div class=\"box\"><table class=\"small\"><caption>Unreadable records and remarks, by field and "
	       "reason</caption><thead><tr>"
	       "<th scope=\"col\">Field</th><th scope=\"col\">Reason</th><th scope=\"col\" class=\"num\">Number</th>"
	       "</tr></thead>"
	       "<tbody>");
	for (size_t i = 0; i < in->reject_count; i++) {
		put(p, "<tr><td>");
		page_text(p, in->rejects[i].field);
		put(p, "</td><td>");
		page_text(p, in->rejects[i].reason);
		put(p, in->rejects[i].warning ? " <span class=\"tag\">remark</span>" : "");
		put(p, "</td><td class=\"num\">");
		page_count(p, in->rejects[i].count);
		put(p, "</td></tr>");
	}
	for (size_t i = 0; i < in->unknown_count; i++) {
		put(p, "<tr><td>");
		page_text(p, in->unknown[i].field);
		put(p, "</td><td>no crosswalk for ");
		quoted(p, in->unknown[i].value);
		put(p, "</td><td class=\"num\">");
		page_count(p, in->unknown[i].count);
		put(p, "</td></tr>");
	}
	put(p, "</tbody></table></div>\n");
}

/* ── what the records consist of ───────────────────────────────────────────────────────────────────────────────── */

static const char *word_for(Str said)
{
	static const struct { const char *said, *word; } words[] = {
		{"new_field", "new field"}, {"missing_field", "missing field"}, {"type_change", "other kind of value"},
		{"new_value", "new value"}, {"accept", "let in"}, {"warn", "noted"}, {"reject", "unreadable record"},
		{"fail", "held"},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_is(said, text(words[i].said)))
			return words[i].word;
	return "";
}

static void place(const struct page *p, Str file, Str member, int64_t record, int64_t line)
{
	page_path(p, shown_file(p->a, file, member));
	buf_print(p->b, ", record\xC2\xA0%lld", (long long)record);
	if (line > 0)
		buf_print(p->b, ", line\xC2\xA0%lld", (long long)line);
}

static void drift_row(const struct page *p, const struct drift_shown *d)
{
	buf_print(p->b, "<tr><td>%s <span class=\"tag\">%s</span></td><td>", word_for(d->drift), word_for(d->word));
	if (d->path.len > 0)
		page_path(p, d->path);
	else
		put(p, "further ones");
	put(p, "</td><td>");
	page_text(p, d->what);
	if (d->example.len > 0) {
		put(p, d->what.len > 0 ? ", such as <q>" : "such as <q>");
		page_value(p, d->example);
		put(p, "</q>");
	}
	put(p, "</td><td class=\"num\">");
	page_count(p, d->count);
	put(p, "</td><td>");
	place(p, d->file, d->member, d->record, d->line);
	put(p, "</td></tr>");
}

static void drift(const struct page *p, const struct source_input *in)
{
	if (in->drift_count == 0)
		return;
	put(p, "<div class=\"box\"><table class=\"small\"><caption>Otherwise than on the nights before</caption><thead><tr>"
	       "<th scope=\"col\">Change</th><th scope=\"col\">Where</th><th scope=\"col\">What</th>"
	       "<th scope=\"col\" class=\"num\">Records</th><th scope=\"col\">First</th></tr></thead><tbody>");
	for (size_t i = 0; i < in->drift_count; i++)
		drift_row(p, &in->drifts[i]);
	put(p, "</tbody></table></div>\n");
}

static void fault_row(const struct page *p, const struct fault_shown *f)
{
	put(p, "<tr><th scope=\"row\">");
	page_text(p, f->key.len > 0 ? f->key : S("no key"));
	put(p, "</th><td>");
	page_text(p, f->field);
	put(p, "</td><td>");
	if (f->value.len > 0) {
		put(p, "<q>");
		page_value(p, f->value);
		put(p, "</q>");
	}
	put(p, "</td><td>");
	page_text(p, f->reason);
	put(p, "</td><td>");
	place(p, f->file, f->member, f->record, f->line);
	put(p, "</td></tr>");
}

static void rejects(const struct page *p, const struct source_input *in)
{
	if (in->reject_count > 0 || in->unknown_count > 0)
		reject_counts(p, in);
	if (in->fault_count == 0)
		return;
	put(p, "<details><summary>The first unreadable records</summary><div class=\"box\"><table class=\"small\">"
	       "<thead><tr>"
	       "<th scope=\"col\">Key</th><th scope=\"col\">Field</th><th scope=\"col\">Value</th><th "
	       "scope=\"col\">Reason</th>"
	       "<th scope=\"col\">Where</th></tr></thead><tbody>");
	for (size_t i = 0; i < in->fault_count; i++)
		fault_row(p, &in->faults[i]);
	put(p, "</tbody></table></div></details>\n");
}

static void input(const struct page *p, const struct source_input *in)
{
	put(p, "<article class=\"input\"><h3>");
	page_text(p, in->title);
	put(p, " ");
	input_state(p, in);
	put(p, "<small class=\"ids\">");
	page_text(p, in->extract);
	put(p, " \xC2\xB7 ");
	page_text(p, in->sides);
	put(p, "</small></h3>\n");
	if (in->reason.len > 0) {
		put(p, "<p class=\"warn\">");
		page_text(p, in->reason);
		put(p, "</p>\n");
	}
	facts(p, in);
	if (in->staged)
		equation(p, in);
	limits(p, in);
	files(p, in);
	totals(p, in);
	tie(p, in);
	controls(p, in);
	drift(p, in);
	html_past(p, in);
	rejects(p, in);
	digests(p, in);
	put(p, "</article>\n");
}

void html_inputs(const struct page *p, const struct rule_report *r)
{
	section_begin(p, "inputs", "Inputs");
	for (size_t i = 0; i < r->input_count; i++)
		input(p, &r->inputs[i]);
	put(p, "</section>\n");
}
