#include "report/json.h"

/* What an input's system says otherwise of its past, and the numbers of which some are missing. */

static void restated_write(struct json_out *j, struct arena *a, const struct restated *r)
{
	json_object(j);
	json_put_text(j, "change", r->change);
	json_put_text(j, "key", r->key);
	json_put_instant(j, a, "happened_at", r->happened_at);
	json_put_array(j, "fields");
	for (size_t i = 0; i < r->field_count; i++) {
		json_object(j);
		json_put_text(j, "field", r->fields[i].field);
		if (!r->fields[i].is_hidden) {
			json_put_known(j, "before", r->fields[i].before);
			json_put_known(j, "after", r->fields[i].after);
		}
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
}

static void series_write(struct json_out *j, const struct series *s)
{
	json_object(j);
	json_put_text(j, "series", s->name);
	json_put_text(j, "first", s->first);
	json_put_text(j, "last", s->last);
	json_put_int(j, "numbers", s->numbers);
	json_put_int(j, "missing", s->missing);
	json_put_array(j, "gaps");
	for (size_t i = 0; i < s->gap_count; i++) {
		json_object(j);
		json_put_text(j, "first", s->gaps[i].first);
		json_put_text(j, "last", s->gaps[i].last);
		json_put_bool(j, "new", s->gaps[i].is_new);
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
}

void json_past(struct json_out *j, struct arena *a, const struct source_input *in)
{
	json_put_int(j, "restated_rows", in->restated_all);
	json_put_array(j, "restated");
	for (size_t i = 0; i < in->restated_count; i++)
		restated_write(j, a, &in->restated[i]);
	json_array_end(j);
	json_put_array(j, "sequences");
	for (size_t i = 0; i < in->series_count; i++)
		series_write(j, &in->series[i]);
	json_array_end(j);
}
