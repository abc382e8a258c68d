#include "cli/mask.h"
#include "cli/put.h"
#include "cli/story_chain.h"

static const char *const relations[RELATIONS] = {"itself", "parent", "child"};

static void date_json(struct arena *a, struct json_out *j, const char *name, date d)
{
	json_put_z(j, name, d == DATE_NONE ? NULL : date_text(a, d));
}

static void texts_json(struct json_out *j, const char *name, const struct texts *list)
{
	json_name(j, name);
	json_array(j);
	for (size_t i = 0; i < list->count; i++)
		json_text(j, list->at[i]);
	json_array_end(j);
}

static void values_json(struct arena *a, struct json_out *j, const struct shape *s, const struct version *v)
{
	json_name(j, "values");
	json_object(j);
	for (size_t i = 0; i < s->count; i++) {
		json_name(j, text_z(a, s->fields[i].name));
		if (!v->values[i].at)
			json_null(j);
		else if (s->fields[i].plain && is_shown(s, i))
			json_raw(j, v->values[i]);
		else
			json_text(j, v->values[i]);
	}
	json_object_end(j);
}

static void version_json(struct arena *a, struct json_out *j, const struct shape *s, const struct version *v)
{
	json_object(j);
	date_json(a, j, "business_date", v->from_date);
	date_json(a, j, "until", v->until_date);
	json_name(j, "run");
	json_raw(j, v->run.at ? v->run : S("null"));
	put_cell(j, "cause", v->cause);
	json_put_text(j, "state", v->state);
	json_put_text(j, "company", v->company);
	json_put_text(j, "channel", v->channel);
	values_json(a, j, s, v);
	put_cell(j, "file", v->file);
	json_name(j, "record");
	json_raw(j, v->record);
	texts_json(j, "faults", &v->faults);
	json_object_end(j);
}

static void versions_json(struct arena *a, struct json_out *j, const char *name, const struct fact *f,
	const struct version *list, size_t count)
{
	json_name(j, name);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		version_json(a, j, f->shape, &list[i]);
	json_array_end(j);
}

static void fact_json(struct arena *a, struct json_out *j, const struct fact *f)
{
	const struct version *last = fact_last(f);

	json_object(j);
	json_put_z(j, "relation", relations[f->relation]);
	json_put_text(j, "dataset", f->shape->dataset);
	put_cell(j, "extract", f->extract);
	texts_json(j, "key", &f->key);
	if (last) {
		json_put_text(j, "state", fact_is_gone(f) ? S("gone") : last->state);
		date_json(a, j, "gone_on", last->until_date);
		json_put_text(j, "company", last->company);
		json_put_text(j, "channel", last->channel);
		values_json(a, j, f->shape, last);
	}
	versions_json(a, j, "versions", f, f->versions, f->version_count);
	versions_json(a, j, "twice", f, f->twice, f->twice_count);
	json_object_end(j);
}

static void untold_json(struct json_out *j, const struct story *s)
{
	json_name(j, "untold");
	json_array(j);
	for (size_t i = 0; i < s->untold_count; i++) {
		json_object(j);
		json_put_z(j, "relation", relations[s->untold[i].relation]);
		json_put_text(j, "dataset", s->untold[i].shape->dataset);
		json_put_int(j, "keys", s->untold[i].keys);
		json_object_end(j);
	}
	json_array_end(j);
}

static void finding_json(struct arena *a, struct json_out *j, const struct project *p, const struct rows *r, size_t row)
{
	Str rule = rows_at(r, row, TOLD_RULE), field = rows_at(r, row, TOLD_FIELD);
	Str currency = rows_at(r, row, TOLD_CURRENCY);
	struct texts key = masked_key(a, p, rule, rows_at(r, row, TOLD_KEY), rows_at(r, row, TOLD_KEY_NAMES));

	json_object(j);
	put_text(j, "business_date", r, row, TOLD_DATE);
	put_text(j, "rule", r, row, TOLD_RULE);
	put_text(j, "name", r, row, TOLD_NAME);
	put_text(j, "kind", r, row, TOLD_KIND);
	put_cell(j, "field", field.len > 0 ? field : PARAM_NULL);
	put_text(j, "side", r, row, TOLD_SIDE);
	texts_json(j, "key", &key);
	put_cell(j, "currency", currency.len > 0 ? currency : PARAM_NULL);
	put_text(j, "amount", r, row, TOLD_AMOUNT);
	put_text(j, "value", r, row, TOLD_VALUE);
	put_text(j, "status", r, row, TOLD_STATUS);
	put_text(j, "event", r, row, TOLD_EVENT);
	put_text(j, "opened_on", r, row, TOLD_OPENED_ON);
	put_text(j, "case_opened_on", r, row, TOLD_CASE_OPENED_ON);
	put_cell(j, "leading", masked_value(p, rule, field, rows_at(r, row, TOLD_LEADING)));
	put_cell(j, "mirror", masked_value(p, rule, field, rows_at(r, row, TOLD_MIRROR)));
	put_cell(j, "reason", masked_reason(a, p, rule, rows_at(r, row, TOLD_KIND), rows_at(r, row, TOLD_KEY_NAMES),
		rows_at(r, row, TOLD_REASON)));
	put_instant(a, j, "due_at", r, row, TOLD_DUE_AT);
	json_object_end(j);
}

static void trials_json(struct json_out *j, const struct rows *r)
{
	json_name(j, "trials");
	json_array(j);
	for (size_t i = 0; i < rows_count(r); i++) {
		json_object(j);
		put_int(j, "run", r, i, 0);
		put_text(j, "business_date", r, i, 1);
		json_object_end(j);
	}
	json_array_end(j);
}

static void line_json(struct json_out *j, const struct rows *r, size_t row)
{
	int64_t line = rows_int(r, row, WHOLE_LINE);

	json_object(j);
	put_cell(j, "title", line == LINE_UNREADABLE ? PARAM_NULL : rows_at(r, row, WHOLE_TITLE));
	json_put_bool(j, "declared", line > 0);
	put_int(j, "count", r, row, WHOLE_COUNT);
	put_text(j, "sum", r, row, WHOLE_SUM);
	json_object_end(j);
}

/* One whole in one currency; the next row to look at. */
static size_t whole_json(struct arena *a, struct json_out *j, const struct project *p, const struct rows *r, size_t row)
{
	Str currency = rows_at(r, row, WHOLE_CURRENCY), whole = {0};
	struct texts key = masked_key(a, p, rows_at(r, row, WHOLE_RULE), rows_at(r, row, WHOLE_KEY),
		rows_at(r, row, WHOLE_KEY_NAMES));
	size_t first = row;

	json_object(j);
	put_text(j, "rule", r, row, WHOLE_RULE);
	put_text(j, "name", r, row, WHOLE_NAME);
	put_text(j, "business_date", r, row, WHOLE_DATE);
	texts_json(j, "key", &key);
	put_cell(j, "currency", currency.len > 0 ? currency : PARAM_NULL);
	json_name(j, "lines");
	json_array(j);
	do {
		if (rows_int(r, row, WHOLE_LINE) == LINE_WHOLE)
			whole = rows_at(r, row, WHOLE_SUM);
		else
			line_json(j, r, row);
		row++;
	} while (row < rows_count(r) && !whole_row_begins(r, row));
	json_array_end(j);
	put_cell(j, "whole", whole);
	put_text(j, "left_over", r, first, WHOLE_LEFT_OVER);
	json_object_end(j);
	return row;
}

static void wholes_json(struct arena *a, struct json_out *j, const struct project *p, const struct rows *r)
{
	json_name(j, "consists");
	json_array(j);
	for (size_t row = 0; row < rows_count(r);)
		row = whole_json(a, j, p, r, row);
	json_array_end(j);
}

void story_json(struct arena *a, struct json_out *j, const struct project *p, const struct story *s)
{
	json_object(j);
	json_put_text(j, "key", s->asked);
	date_json(a, j, "at", s->at);
	json_name(j, "facts");
	json_array(j);
	for (size_t i = 0; i < s->fact_count; i++)
		fact_json(a, j, &s->facts[i]);
	json_array_end(j);
	untold_json(j, s);
	json_name(j, "discrepancies");
	json_array(j);
	for (size_t i = 0; i < rows_count(s->findings); i++)
		finding_json(a, j, p, s->findings, i);
	json_array_end(j);
	trials_json(j, s->trials);
	wholes_json(a, j, p, s->wholes);
	chains_json(a, j, s->chains);
	json_object_end(j);
}
