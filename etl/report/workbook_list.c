#include "report/workbook_tables.h"

#include "report/list.h"
#include "report/sentence.h"
#include "report/shown.h"
#include "report/titles.h"

/* A rule's discrepancies, with the columns of its CSV: what tells one from another first, where it came from last. */

/* Keys of more parts would leave no room beside them. */
enum { FIXED_MOST = 3 };

static struct texts titles_of(struct arena *a, const struct rule_report *r, const struct texts *key_names)
{
	static const char *const others[] = {"State", "Change", "What it is", "Currency or unit", "Difference", "Value",
		"Leading side", "Leading value", "Other side", "Other value", "Kind", "Field", "Since", "Days", "First seen",
		"Case since", "Within normal delay until", "Reason", "Company", "Channel", "Group", "Leading extract",
		"Leading source file", "Leading record", "Other extract", "Other source file", "Other record", "Rule",
		"Business date", "Id"};
	struct texts titles = {0};

	for (size_t i = 0; i < key_names->count; i++)
		texts_add(a, &titles, field_title(r, key_names->at[i]));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		texts_add(a, &titles, text(others[i]));
	return titles;
}

/* Keys of one rule have the same fields; one that has others (the budget of a tolerance) fills them from the left. */
static void key_cells(struct sheet *s, const struct observed *o, size_t width)
{
	for (size_t i = 0; i < width; i++)
		sheet_text(s, i < o->key_parts.count ? o->key_parts.at[i] : S(""));
}

static void amount_cell(struct sheet *s, bool given, struct decimal d, Str currency)
{
	if (given)
		sheet_amount(s, d, currency);
	else
		sheet_nothing(s);
}

static void value_cell(struct sheet *s, struct arena *a, const struct report *report, const struct rule_report *r,
	const struct observed *o, Str value)
{
	enum field_type type = value_type(r, o);
	struct decimal number;
	instant moment;
	date day;

	if (value_is_number(r, o, value) && decimal_parse(a, value, &number))
		sheet_amount(s, number, o->currency);
	else if (type == TYPE_DATE && date_parse(value, &day))
		sheet_date(s, day);
	else if (type == TYPE_TIMESTAMP && instant_parse(value, &moment))
		sheet_moment(s, moment);
	else
		sheet_text(s, value_shown(a, report, r, o, value));
}

static Str unit_of(const struct rule_report *r, const struct observed *o)
{
	return o->currency.len > 0 ? o->currency : o->has_amount || o->has_value ? r->unit : S("");
}

static void value_cells(struct sheet *s, struct arena *a, const struct report *report, const struct rule_report *r,
	const struct observed *o)
{
	sheet_text(s, unit_of(r, o));
	amount_cell(s, o->has_amount, o->amount, o->currency);
	amount_cell(s, o->has_value, o->value, o->currency);
	sheet_text(s, o->truth_side.len > 0 ? side_title(a, report, r, o->truth_side) : S(""));
	value_cell(s, a, report, r, o, o->truth_value);
	sheet_text(s, o->side.len > 0 ? side_title(a, report, r, o->side) : S(""));
	value_cell(s, a, report, r, o, o->mirror_value);
}

static void since_cells(struct sheet *s, const struct rule_report *r, const struct observed *o)
{
	sheet_date(s, o->opened_on);
	if (o->opened_on == DATE_NONE)
		sheet_nothing(s);
	else
		sheet_count(s, r->business_date - o->opened_on);
	sheet_date(s, o->first_on);
	sheet_date(s, o->case_opened_on);
	sheet_moment(s, o->due_at);
}

static void origin_cells(struct sheet *s, const struct origin *o)
{
	sheet_text(s, o->extract);
	sheet_text(s, o->file);
	if (o->extract.len > 0)
		sheet_number(s, o->record);
	else
		sheet_nothing(s);
}

static void state_cells(struct sheet *s, const struct observed *o)
{
	const char *event = event_title(o->event);

	sheet_text(s, text_is(o->status, S("cleared")) ? S("gone") : shown_word(o->status));
	sheet_text(s, event ? text(event) : text_is(o->event, S("continued")) ? S("as it was") : S(""));
}

struct listing {
	struct sheet *sheet;
	const struct report *report;
	const struct rule_report *rule;
	size_t key_width;
};

static void row(void *listing, struct arena *a, const struct observed *o)
{
	const struct listing *l = listing;
	const struct report *report = l->report;
	const struct rule_report *r = l->rule;
	struct sheet *s = l->sheet;

	key_cells(s, o, l->key_width);
	state_cells(s, o);
	sheet_text(s, sentence(a, report, r, o));
	value_cells(s, a, report, r, o);
	sheet_text(s, o->kind);
	sheet_text(s, o->field.len > 0 ? field_title(r, o->field) : S(""));
	since_cells(s, r, o);
	sheet_text(s, reason_shown(a, report, r, o->reason));
	sheet_text(s, company_title(report, o->company));
	sheet_text(s, o->channel);
	if (o->group > 0)
		sheet_number(s, o->group);
	else
		sheet_nothing(s);
	origin_cells(s, &o->truth);
	origin_cells(s, &o->mirror);
	sheet_text(s, r->id);
	sheet_date(s, r->business_date);
	sheet_text(s, o->id);
	sheet_row_end(s);
}

/* The largest tell how wide the columns are. */
static void measure(struct listing *l, struct arena *a, const struct observed_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		row(l, a, &list->at[i]);
}

bool workbook_list(struct arena *a, struct workbook *w, struct pg *pg, const struct report *report,
	const struct rule_report *r, struct output *out, struct err *e)
{
	struct texts key_names = list_key_names(a, r), titles = titles_of(a, r, &key_names);
	size_t width = key_names.count;
	struct sheet *s = sheet_new(w, r->id, width > FIXED_MOST ? 1 : width);
	struct listing l = {s, report, r, width};
	struct list_writing each = {pg, report, r, out, row, &l};

	sheet_titles(s, &titles);
	measure(&l, a, &r->largest);
	measure(&l, a, &r->cleared);
	sheet_open(s);
	sheet_titles(s, &titles);
	if (!list_each(a, &each, LIST_OBSERVED, e) || !list_each(a, &each, LIST_CLEARED, e))
		return false;
	sheet_end(s);
	return true;
}
