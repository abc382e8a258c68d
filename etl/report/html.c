#include "report/html.h"

#include "embedded.h"
#include "report/list.h"
#include "report/sentence.h"
#include "report/shown.h"
#include "report/writers.h"

enum { VALUE_MAX = 160 };

/* ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

void put(const struct page *p, const char *markup)
{
	buf_add(p->b, text(markup));
}

static const char *entity_for(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void page_sentence(const struct page *p, Str s)
{
	bool small = s.len > 0 && s.at[0] >= 'a' && s.at[0] <= 'z';

	if (small)
		buf_byte(p->b, (char)(s.at[0] - 'a' + 'A'));
	page_text(p, small ? text_from(s, 1) : s);
}

void page_text(const struct page *p, Str s)
{
	for (size_t i = 0; i < s.len; i++) {
		const char *entity = entity_for(s.at[i]);

		if (entity)
			put(p, entity);
		else if ((unsigned char)s.at[i] >= 0x20 || s.at[i] == '\n' || s.at[i] == '\t')
			buf_byte(p->b, s.at[i]);
	}
}

void page_head(const struct page *p, Str s, size_t most)
{
	size_t len = s.len;

	if (s.len > most)
		for (len = most; len > 0 && ((unsigned char)s.at[len] & 0xC0) == 0x80;)
			len--;
	page_text(p, text_head(s, len));
	if (len < s.len)
		put(p, "\xE2\x80\xA6");
}

void page_value(const struct page *p, Str s)
{
	page_head(p, s, VALUE_MAX);
}

void page_path(const struct page *p, Str s)
{
	for (Str rest = s; rest.len > 0;) {
		size_t slash = text_find_byte(rest, '/');

		page_text(p, text_head(rest, slash));
		if (slash < rest.len)
			put(p, "/<wbr>");
		rest = text_from(rest, slash + 1);
	}
}

void page_count(const struct page *p, int64_t n)
{
	page_text(p, shown_count(p->a, p->report->locale, n));
}

void page_counted(const struct page *p, int64_t n, const char *one, const char *many)
{
	page_count(p, n);
	put(p, " ");
	put(p, n == 1 ? one : many);
}

void page_amount(const struct page *p, struct decimal d, Str currency)
{
	page_text(p, shown_amount(p->a, p->report->locale, d, currency));
}

void page_unit(const struct page *p, const struct rule_report *r, Str currency)
{
	Str unit = currency.len > 0 ? currency : r->unit;

	if (unit.len == 0)
		return;
	put(p, "<span class=\"unit\"> ");
	page_text(p, unit);
	put(p, "</span>");
}

void page_date(const struct page *p, date d)
{
	if (d != DATE_NONE)
		page_text(p, shown_date(p->a, p->report->locale, d));
}

void section_begin(const struct page *p, const char *id, const char *heading)
{
	buf_print(p->b, "<section id=\"%s\"><h2>%s</h2>\n", id, heading);
}

void cell_begin(const struct page *p, const char *class, const char *label)
{
	buf_print(p->b, "<td class=\"%s\" data-label=\"%s\">", class, label);
}

/* ── verdicts ──────────────────────────────────────────────────────────────────────────────────────────────────── */

void verdict_mark(const struct page *p, Str verdict)
{
	Str shown = shown_word(verdict);

	buf_print(p->b, "<span class=\"verdict v-%.*s\">%c%.*s</span>", STR(verdict),
		shown.len > 0 ? shown.at[0] - 'a' + 'A' : ' ', STR(text_from(shown, 1)));
}

/* ── the frame of a page ───────────────────────────────────────────────────────────────────────────────────────── */

/* RFC 4648, for the digest of the script that the page's own policy lets run. */
static Str base64(struct arena *a, struct digest d)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct buf *b = buf_new(a, 64);

	for (size_t i = 0; i < sizeof d.bytes; i += 3) {
		uint32_t bits = 0;

		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 | (i + k < sizeof d.bytes ? d.bytes[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			buf_byte(b, i + k > sizeof d.bytes ? '=' : letters[bits >> (18 - 6 * k) & 63]);
	}
	return buf_str(b);
}

static Str script(struct arena *a)
{
	return text(arena_print(a, "\n%s", asset_page_js));
}

void page_top(const struct page *p, Str title)
{
	put(p, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	       "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
	buf_print(p->b, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
		"'unsafe-inline'; "
		"script-src 'sha256-%.*s'; base-uri 'none'; form-action 'none'\">\n",
		STR(base64(p->a, digest_of(script(p->a)))));
	put(p, "<title>");
	page_text(p, title);
	put(p, "</title>\n<style>\n");
	put(p, asset_page_css);
	put(p, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the figures</a>\n<div class=\"sheet\">\n");
}

/* "for Tue 31 March 2026 (run Wed 1 April 04:30)" */
static void dates(const struct page *p, const struct rule_report *r)
{
	date day = r ? r->business_date : p->report->business_date;

	put(p, "<p class=\"dates\"><span class=\"quiet\">for</span> <strong>");
	page_text(p, long_date(p->a, day));
	put(p, "</strong> <span class=\"quiet\">(run ");
	page_text(p, shown_moment(p->a, p->report->zone, p->report->started_at));
	put(p, ")</span></p>\n");
	if (r && r->business_date != p->report->business_date) {
		put(p, "<p class=\"note\">The run was for ");
		page_text(p, long_date(p->a, p->report->business_date));
		put(p, "; the newest day whose inputs were due is shown.</p>\n");
	}
}

static void link_to(const struct page *p, const char *id, const char *title)
{
	buf_print(p->b, "<li><a href=\"#%s\">%s</a></li>", id, title);
}

static void contents(const struct page *p, const struct rule_report *r)
{
	put(p, "<nav aria-label=\"On this page\"><ul>");
	if (r->trend_count > 0 || r->balance_count > 0)
		link_to(p, "movement", "What changed");
	if (r->cause_count > 0)
		link_to(p, "groups", "Groups by cause");
	if (r->age_count > 0)
		link_to(p, "ages", "Ages");
	if (r->arrival_count > 0)
		link_to(p, "arrivals", "What has arrived");
	if (r->hop_count > 0)
		link_to(p, "hops", "Where the money stands");
	if (r->term_count > 0)
		link_to(p, "terms", "What it consists of");
	if (r->paired_count > 0)
		link_to(p, "paired", "Held together");
	if (r->may_be_count > 0)
		link_to(p, "suggestions", "What they may be");
	if (events_of(r, "open", NULL) > 0)
		link_to(p, "discrepancies", "Not explained");
	if (events_of(r, "warning", NULL) > 0)
		link_to(p, "warnings", "Warnings");
	if (events_of(r, "pending", NULL) > 0)
		link_to(p, "waiting", "Waiting");
	if (r->unchecked_count > 0)
		link_to(p, "unchecked", "Could not be checked");
	if (r->cleared.count > 0)
		link_to(p, "gone", "Gone");
	link_to(p, "inputs", "Inputs");
	link_to(p, "rule", "The rule");
	put(p, "</ul></nav>\n");
}

static void rules_list(const struct page *p)
{
	put(p, "<nav aria-label=\"Rules\"><ul>");
	for (size_t i = 0; i < p->report->rule_count; i++) {
		const struct rule_report *r = &p->report->rules[i];

		buf_print(p->b, "<li><a href=\"%.*s.html\">", STR(rule_slug(p->a, r)));
		page_text(p, r->title);
		put(p, "</a></li>");
	}
	put(p, "</ul></nav>\n");
}

static Str project_title(const struct page *p)
{
	return p->report->options->project.len > 0 ? p->report->options->project : S("Counterfoil");
}

void page_begin(const struct page *p, const struct rule_report *r)
{
	const struct report_options *o = p->report->options;
	Str title = r ? r->title : o->job;

	page_top(p, text(arena_print(p->a, "%.*s \xC2\xB7 %.*s \xC2\xB7 %.*s", STR(title),
		STR(long_date(p->a, r ? r->business_date : p->report->business_date)), STR(project_title(p)))));
	put(p, "<header class=\"stub\">\n<p class=\"mark\">");
	page_text(p, project_title(p));
	put(p, "</p>\n");
	if (r) {
		put(p, "<p class=\"up\"><a href=\"index.html\">\xE2\x86\x90 ");
		page_text(p, o->job);
		put(p, "</a></p>\n");
	}
	dates(p, r);
	if (r) {
		verdict_mark(p, r->verdict);
		contents(p, r);
	} else {
		rules_list(p);
	}
	put(p, "</header>\n<main id=\"main\">\n");
}

static void made_from(const struct page *p)
{
	const struct report *r = p->report;

	put(p, "<p>Written by Counterfoil ");
	page_text(p, text(r->options->engine));
	buf_print(p->b, " from run %lld, attempt %lld, of job ", (long long)r->options->run_id, (long long)r->attempt);
	page_text(p, r->job);
	put(p, ", made by version ");
	page_text(p, r->run_engine);
	put(p, ".<br>Configuration <code class=\"digest\">");
	page_text(p, r->config_digest);
	put(p, "</code></p>\n");
}

void page_end(const struct page *p, const struct rule_report *r)
{
	const struct report_options *o = p->report->options;

	put(p, "<footer>\n");
	made_from(p);
	put(p, "<p>Values of personal fields are shown as " MASK ". ");
	put(p, "A difference is the other side less the leading system; in a sum, the parts less the whole.</p>\n");
	if (o->embedded)
		put(p, "<p>This report was made on an embedded database, which cannot separate people: whoever may run the "
		       "program may change what it stored.</p>\n");
	put(p, "<p class=\"files\">");
	if (r && o->csv)
		buf_print(p->b, "<a href=\"%.*s.csv\">Whole list as CSV</a> ", STR(rule_slug(p->a, r)));
	if (o->xlsx)
		put(p, "<a href=\"report.xlsx\">Whole report as a workbook</a> ");
	if (o->json)
		put(p, "<a href=\"report.json\">Whole report as JSON</a>");
	put(p, "</p>\n</footer>\n</main>\n</div>\n");
	if (r) {
		put(p, "<script>");
		buf_add(p->b, script(p->a));
		put(p, "</script>\n");
	}
	put(p, "</body>\n</html>\n");
}
