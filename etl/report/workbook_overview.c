#include "report/workbook_tables.h"

#include "report/list.h"
#include "report/sentence.h"
#include "report/shown.h"
#include "report/titles.h"
#include "report/writers.h"

/* The first sheet, with one row a rule and currency, and the last, which says what the workbook was made from. */

struct texts workbook_titles(struct arena *a, const char *const *titles, size_t count)
{
	struct texts all = {0};

	for (size_t i = 0; i < count; i++)
		texts_add(a, &all, text(titles[i]));
	return all;
}

/* ── the overview ──────────────────────────────────────────────────────────────────────────────────────────────── */

/* Above the table: what it is an overview of. */
static void facts(struct sheet *s, struct arena *a, const struct report *report)
{
	sheet_bold(s, report->options->job);
	sheet_row_end(s);
	sheet_text(s, S("Business date"));
	sheet_date(s, report->business_date);
	sheet_row_end(s);
	sheet_text(s, S("Run"));
	sheet_number(s, report->options->run_id);
	sheet_moment(s, report->started_at);
	sheet_row_end(s);
	sheet_text(s, S("Verdict"));
	sheet_text(s, run_sentence(a, report));
	sheet_row_end(s);
	sheet_row_end(s);
}

/* Late, lacking a part, or otherwise not as it should be: what each is called, and why. */
static Str troubled(struct arena *a, const struct rule_report *r)
{
	struct buf *b = buf_new(a, 1 << 20);

	for (size_t i = 0; i < r->input_count; i++) {
		const struct source_input *in = &r->inputs[i];

		if (text_is(in->status, S("fresh")) && in->missing_parts.len == 0)
			continue;
		buf_print(b, "%s%.*s: %s", b->len > 0 ? "; " : "", STR(in->title), input_title(in->status));
		if (in->missing_parts.len > 0)
			buf_print(b, ", without %.*s", STR(in->missing_parts));
		if (in->reason.len > 0)
			buf_print(b, " (%.*s)", STR(in->reason));
	}
	return buf_str(b);
}

static Str unproven(struct arena *a, const struct rule_report *r)
{
	struct buf *b = buf_new(a, 1 << 20);

	for (size_t i = 0; i < r->input_count; i++)
		if (!r->inputs[i].proven)
			buf_print(b, "%s%.*s", b->len > 0 ? "; " : "", STR(r->inputs[i].title));
	return buf_str(b);
}

/* A number and an amount of each; what has no sum has no amount, which is not zero.  Nor has what could not be checked
 * where nothing could: a zero would say that all was. */
static void exposed_cells(struct sheet *s, const struct rule_report *r, const struct amounts *m)
{
	sheet_text(s, m->currency.len > 0 ? m->currency : r->unit);
	for (size_t k = 0; k < EXPOSED; k++) {
		bool unknown = k == NOT_CHECKED && nothing_compared(r) && r->unchecked_count == 0;

		if (unknown)
			sheet_text(s, S("all"));
		else
			sheet_count(s, m->count[k]);
		if (!unknown && sum_is_shown(r, m, (enum exposed)k))
			sheet_amount(s, m->gross[k], m->currency);
		else
			sheet_nothing(s);
	}
}

static void counts(struct sheet *s, const struct rule_report *r)
{
	sheet_count(s, r->compared);
	sheet_count(s, r->agreed);
	sheet_count(s, r->one_sided);
	sheet_count(s, r->one_sided_waiting);
	sheet_count(s, r->rounding);
	sheet_count(s, events_of(r, "open", "opened") + events_of(r, "open", "reopened"));
	sheet_count(s, cleared_count(r));
}

static void head_cells(struct sheet *s, const struct rule_report *r)
{
	sheet_text(s, r->id);
	sheet_text(s, r->title);
	sheet_text(s, shown_word(r->verdict));
	sheet_date(s, r->business_date);
}

/* One row for each currency.  What is of the rule and not of a currency stands in the first alone, so that a column can
 * be added up; how a rule is called and answered stands in each, so that a filter finds them. */
static void rule_rows(struct sheet *s, struct arena *a, const struct report *report, const struct rule_report *r)
{
	static const struct amounts none;

	for (size_t i = 0; i == 0 || i < r->amount_count; i++) {
		head_cells(s, r);
		exposed_cells(s, r, r->amount_count > 0 ? &r->amounts[i] : &none);
		if (i == 0) {
			counts(s, r);
			sheet_text(s, troubled(a, r));
			sheet_text(s, unproven(a, r));
			sheet_prose(s, verdict_sentence(a, report, r));
			sheet_text(s, r->owner);
		}
		sheet_row_end(s);
	}
}

static void not_due_row(struct sheet *s, const struct rule *rule)
{
	sheet_text(s, rule->id);
	sheet_text(s, rule->title.len > 0 ? rule->title : rule->name);
	sheet_text(s, S("not due"));
	sheet_row_end(s);
}

static void overview(struct sheet *s, struct arena *a, const struct report *report, const struct texts *titles)
{
	facts(s, a, report);
	sheet_titles(s, titles);
	for (size_t i = 0; i < report->rule_count; i++)
		rule_rows(s, a, report, &report->rules[i]);
	for (size_t i = 0; i < report->not_due_count; i++)
		not_due_row(s, report->not_due[i]);
}

void workbook_overview(struct arena *a, struct workbook *w, const struct report *report)
{
	static const char *const columns[] = {"Rule", "Title", "Verdict", "Business date", "Currency or unit",
		"Not explained", "Not explained, amount", "Waiting", "Waiting, amount", "Could not be checked",
		"Could not be checked, amount", "Compared", "Agree", "On one side only, not explained",
		"On one side only, waiting", "By rounding, not explained", "New", "Gone", "Inputs late or lacking",
		"Completeness unproven", "Answer", "Owner"};
	struct texts titles = TITLES(a, columns);
	struct sheet *s = sheet_new(w, S("Overview"), 1);

	overview(s, a, report, &titles);
	sheet_open(s);
	overview(s, a, report, &titles);
	sheet_end(s);
}

/* ── what it was made from ─────────────────────────────────────────────────────────────────────────────────────── */

static void about_text(struct sheet *s, const char *what, Str value)
{
	sheet_text(s, text(what));
	sheet_prose(s, value);
	sheet_row_end(s);
}

static void about_run(struct sheet *s, const struct report *report)
{
	about_text(s, "Project", report->options->project);
	about_text(s, "Job", report->job);
	sheet_text(s, S("Run"));
	sheet_number(s, report->options->run_id);
	sheet_row_end(s);
	sheet_text(s, S("Attempt"));
	sheet_number(s, report->attempt);
	sheet_row_end(s);
	sheet_text(s, S("Began"));
	sheet_moment(s, report->started_at);
	sheet_row_end(s);
	about_text(s, "Clock of moments", text(zone_name(report->zone)));
	about_text(s, "Made by version", report->run_engine);
	about_text(s, "Written by version", text(report->options->engine));
	about_text(s, "Configuration", report->config_digest);
}

static void about(struct sheet *s, const struct report *report, const struct texts *titles)
{
	sheet_titles(s, titles);
	about_run(s, report);
	about_text(s, "Differences", S("The other side less the leading system; in a sum, the parts less the whole."));
	about_text(s, "Amounts", S("Never added across rules, because one fact may stand in several, nor across "
		"currencies. What has more than 15 digits stands as text: a spreadsheet's numbers hold no more."));
	about_text(s, "Personal fields", S("Values are shown as " MASK "."));
	if (report->options->embedded)
		about_text(s, "Database", S("Embedded, which cannot separate people: whoever may run the program may change "
			"what it stored."));
}

void workbook_about(struct arena *a, struct workbook *w, const struct report *report)
{
	static const char *const columns[] = {"About this report", "Value"};
	struct texts titles = TITLES(a, columns);
	struct sheet *s = sheet_new(w, S("About"), 0);

	about(s, report, &titles);
	sheet_open(s);
	about(s, report, &titles);
	sheet_end(s);
}

/* ── the workbook ──────────────────────────────────────────────────────────────────────────────────────────────── */

bool workbook_write(struct arena *a, struct pg *pg, const struct report *report, struct output *out, struct err *e)
{
	struct workbook *w = workbook_new(a, out, report->locale, report->zone);

	workbook_overview(a, w, report);
	for (size_t i = 0; i < report->rule_count; i++) {
		if (!workbook_list(a, w, pg, report, &report->rules[i], out, e))
			return false;
		workbook_chain(a, w, &report->rules[i]);
		workbook_arrivals(a, w, report, &report->rules[i]);
		workbook_sum(a, w, &report->rules[i]);
		workbook_timing(a, w, &report->rules[i]);
		workbook_match(a, w, report, &report->rules[i]);
	}
	workbook_inputs(a, w, report);
	workbook_about(a, w, report);
	return workbook_end(w, e);
}
