#include "report/workbook_tables.h"

#include "report/shown.h"
#include "report/titles.h"

/* What the answers were made from, each input once though several rules read it: for the auditor, with the words and
 * figures of the pages. */

/* Adds the rows of one input. */
enum table { INPUTS, TOTALS, UNREADABLE, RECORDS, RESTATED, SEQUENCES, FILES, TABLES };

static void name_cells(struct sheet *s, const struct source_input *in)
{
	sheet_text(s, in->title);
	sheet_text(s, in->extract);
}

static void count_cells(struct sheet *s, const struct source_input *in)
{
	for (size_t i = 0; i < COUNTED; i++)
		if (in->staged)
			sheet_count(s, in->counts[i]);
		else
			sheet_nothing(s);
}

static Str proof(const struct source_input *in)
{
	return !in->proven ? S("completeness is unproven") : in->proof.len > 0 ? in->proof : S("declared proof");
}

static void input_row(struct sheet *s, struct arena *a, const struct rule_report *r, const struct source_input *in)
{
	name_cells(s, in);
	sheet_date(s, input_date(r, in));
	sheet_text(s, text(input_title(in->status)));
	sheet_text(s, in->reason);
	sheet_text(s, proof(in));
	sheet_text(s, in->missing_parts);
	sheet_moment(s, in->staged ? in->as_of : INSTANT_NONE);
	sheet_text(s, in->staged ? as_of_title(a, in->as_of_source) : S(""));
	sheet_text(s, !in->staged ? S("") : text_is(in->mode, S("full")) ? S("the whole list") : S("only what is new"));
	count_cells(s, in);
	sheet_text(s, in->tie);
	sheet_moment(s, in->landed ? in->landed_at : INSTANT_NONE);
	sheet_text(s, in->content);
	sheet_text(s, in->seal);
	sheet_row_end(s);
}

static void total_rows(struct sheet *s, const struct source_input *in)
{
	for (size_t i = 0; i < in->total_count; i++) {
		const struct total *t = &in->totals[i];

		name_cells(s, in);
		sheet_text(s, t->field);
		sheet_text(s, t->currency);
		sheet_count(s, t->count);
		if (t->has_sum)
			sheet_amount(s, t->sum, t->currency);
		sheet_row_end(s);
	}
}

/* A figure as the file writes it, beside what was read: the two agree, or the file was refused. */
static void control_rows(struct sheet *s, const struct source_input *in)
{
	for (size_t i = 0; i < in->control_count; i++) {
		const struct control_shown *c = &in->controls[i];

		name_cells(s, in);
		sheet_text(s, c->name);
		sheet_nothing(s);
		sheet_nothing(s);
		sheet_amount(s, c->found, S(""));
		sheet_text(s, c->stated);
		sheet_text(s, c->checked ? S("") : S("not compared: records could not be read"));
		sheet_text(s, c->member);
		sheet_row_end(s);
	}
}

static Str unknown_reason(struct arena *a, Str value)
{
	return value.at ? text(arena_print(a, "no crosswalk for \xE2\x80\x9C%.*s\xE2\x80\x9D", STR(value)))
	     : S("no crosswalk for other values");
}

static void unreadable_rows(struct sheet *s, struct arena *a, const struct source_input *in)
{
	for (size_t i = 0; i < in->reject_count; i++) {
		name_cells(s, in);
		sheet_text(s, in->rejects[i].field);
		sheet_text(s, in->rejects[i].reason);
		sheet_text(s, in->rejects[i].warning ? S("remark") : S("unreadable"));
		sheet_count(s, in->rejects[i].count);
		sheet_row_end(s);
	}
	for (size_t i = 0; i < in->unknown_count; i++) {
		name_cells(s, in);
		sheet_text(s, in->unknown[i].field);
		sheet_text(s, unknown_reason(a, in->unknown[i].value));
		sheet_nothing(s);
		sheet_count(s, in->unknown[i].count);
		sheet_row_end(s);
	}
}

static void record_rows(struct sheet *s, struct arena *a, const struct source_input *in)
{
	for (size_t i = 0; i < in->fault_count; i++) {
		const struct fault_shown *f = &in->faults[i];

		name_cells(s, in);
		sheet_text(s, f->key);
		sheet_text(s, f->field);
		sheet_text(s, f->value);
		sheet_text(s, f->reason);
		sheet_text(s, shown_file(a, f->file, f->member));
		sheet_number(s, f->record);
		if (f->line > 0)
			sheet_number(s, f->line);
		sheet_row_end(s);
	}
}

/* A row for each field that its system says otherwise. */
static void restated_rows(struct sheet *s, const struct source_input *in)
{
	for (size_t i = 0; i < in->restated_count; i++)
		for (size_t k = 0; k < in->restated[i].field_count; k++) {
			const struct field_change *f = &in->restated[i].fields[k];

			name_cells(s, in);
			sheet_text(s, in->restated[i].key);
			sheet_text(s, in->restated[i].change);
			sheet_moment(s, in->restated[i].happened_at);
			sheet_text(s, f->field);
			sheet_text(s, f->is_hidden ? S("not shown") : f->before);
			sheet_text(s, f->is_hidden ? S("not shown") : f->after);
			sheet_row_end(s);
		}
}

static void series_row(struct sheet *s, const struct source_input *in, const struct series *series,
	const struct gap *gap)
{
	name_cells(s, in);
	sheet_text(s, series->name);
	sheet_text(s, series->first);
	sheet_text(s, series->last);
	sheet_count(s, series->numbers);
	sheet_count(s, series->missing);
	if (gap) {
		sheet_text(s, gap->first);
		sheet_text(s, gap->last);
		sheet_text(s, gap->is_new ? S("new") : S(""));
	}
	sheet_row_end(s);
}

static void sequence_rows(struct sheet *s, const struct source_input *in)
{
	for (size_t i = 0; i < in->series_count; i++) {
		const struct series *series = &in->series[i];

		for (size_t k = 0; k < series->gap_count; k++)
			series_row(s, in, series, &series->gaps[k]);
		if (series->gap_count == 0)
			series_row(s, in, series, NULL);
	}
}

static void file_rows(struct sheet *s, const struct source_input *in)
{
	for (size_t i = 0; i < in->file_count; i++) {
		name_cells(s, in);
		sheet_text(s, in->files[i].name);
		sheet_text(s, in->files[i].part);
		sheet_count(s, in->files[i].bytes);
		sheet_text(s, in->files[i].digest);
		sheet_row_end(s);
	}
}

static void rows(struct sheet *s, struct arena *a, enum table table, const struct rule_report *r,
	const struct source_input *in)
{
	if (table == INPUTS)
		input_row(s, a, r, in);
	if (table == TOTALS)
		total_rows(s, in);
	if (table == TOTALS)
		control_rows(s, in);
	if (table == UNREADABLE)
		unreadable_rows(s, a, in);
	if (table == RECORDS)
		record_rows(s, a, in);
	if (table == RESTATED)
		restated_rows(s, in);
	if (table == SEQUENCES)
		sequence_rows(s, in);
	if (table == FILES)
		file_rows(s, in);
}

static void table_rows(struct sheet *s, struct arena *a, const struct report *report, enum table table,
	const struct texts *titles)
{
	sheet_titles(s, titles);
	for (size_t r = 0; r < report->rule_count; r++)
		for (size_t i = 0; i < report->rules[r].input_count; i++)
			if (input_is_first(report, r, i))
				rows(s, a, table, &report->rules[r], &report->rules[r].inputs[i]);
}

static bool is_restated(const struct source_input *in)
{
	return in->restated_count > 0;
}

static bool has_series(const struct source_input *in)
{
	return in->series_count > 0;
}

static bool any_input(const struct report *report, bool (*has)(const struct source_input *))
{
	for (size_t r = 0; r < report->rule_count; r++)
		for (size_t i = 0; i < report->rules[r].input_count; i++)
			if (has(&report->rules[r].inputs[i]))
				return true;
	return false;
}

static void table_write(struct arena *a, struct workbook *w, const struct report *report, enum table table,
	const char *name, struct texts titles)
{
	struct sheet *s = sheet_new(w, text(name), 1);

	table_rows(s, a, report, table, &titles);
	sheet_open(s);
	table_rows(s, a, report, table, &titles);
	sheet_end(s);
}

void workbook_inputs(struct arena *a, struct workbook *w, const struct report *report)
{
	static const char *const inputs[] = {"Input", "Extract", "Business date", "State", "Reason", "Complete by",
		"Missing parts", "As of", "As of by", "Holds", "Read", "Taken over", "Unreadable", "Left out by a filter",
		"Repeated", "Twice, with other content", "Older than what was known", "Without a key", "New", "Changed", "Gone",
		"Unchanged", "Perhaps gone, kept for now", "Its total stands in the system", "Landed", "Content, SHA-256",
		"Seal"};
	static const char *const totals[] = {"Input", "Extract", "Figure", "Currency", "Records", "Sum",
		"Stated by the file", "Remark", "File"};
	static const char *const unreadable[] = {"Input", "Extract", "Field", "Reason", "What it is", "Number"};
	static const char *const records[] = {"Input", "Extract", "Key", "Field", "Value", "Reason", "File", "Record",
		"Line"};
	static const char *const restated[] = {"Input", "Extract", "Key", "What", "Of", "Field", "Before", "Now"};
	static const char *const sequences[] = {"Input", "Extract", "Series", "First", "Last", "Are there", "Missing",
		"Missing from", "Missing to", "Remark"};
	static const char *const files[] = {"Input", "Extract", "File", "Part", "Bytes", "SHA-256"};

	table_write(a, w, report, INPUTS, "Inputs", TITLES(a, inputs));
	table_write(a, w, report, TOTALS, "Control totals", TITLES(a, totals));
	table_write(a, w, report, UNREADABLE, "Unreadable", TITLES(a, unreadable));
	table_write(a, w, report, RECORDS, "Unreadable records", TITLES(a, records));
	if (any_input(report, is_restated))
		table_write(a, w, report, RESTATED, "Changed when closed", TITLES(a, restated));
	if (any_input(report, has_series))
		table_write(a, w, report, SEQUENCES, "Numbers", TITLES(a, sequences));
	table_write(a, w, report, FILES, "Source files", TITLES(a, files));
}
