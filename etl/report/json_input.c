#include "report/json.h"

/* What a rule's answer was made from. */

bool json_is_clocked(const struct source_input *in)
{
	return text_is(in->as_of_source, S("landed"));
}

static void snapshot_write(struct json_out *j, struct arena *a, const struct source_input *in)
{
	json_put_date(j, a, "content_date", in->business_date);
	/* When it landed is another moment in every installation. */
	json_put_instant(j, a, "as_of", json_is_clocked(in) ? INSTANT_NONE : in->as_of);
	json_put_text(j, "as_of_source", in->as_of_source);
	json_put_text(j, "mode", in->mode);
	json_put_text(j, "cause", in->cause);
	json_name(j, "counts");
	json_object(j);
	for (size_t i = 0; i < COUNTED; i++)
		json_put_int(j, counted_names[i], in->counts[i]);
	json_object_end(j);
	json_name(j, "digests");
	json_object(j);
	for (size_t i = 0; i < DIGESTS; i++)
		json_put_text(j, digest_names[i], in->digests[i]);
	json_object_end(j);
}

static void limits_write(struct json_out *j, const struct source_input *in)
{
	json_name(j, "limits");
	json_object(j);
	for (size_t i = 0; i < LIMITS; i++)
		json_put_known(j, limit_names[i], in->limits[i]);
	json_object_end(j);
}

static void totals_write(struct json_out *j, struct arena *a, const struct source_input *in)
{
	json_put_array(j, "totals");
	for (size_t i = 0; i < in->total_count; i++) {
		const struct total *t = &in->totals[i];

		json_object(j);
		json_put_text(j, "field", t->field);
		json_put_currency(j, t->currency);
		json_put_amount(j, a, "sum", t->has_sum, t->sum, t->currency);
		json_put_int(j, "count", t->count);
		json_object_end(j);
	}
	json_array_end(j);
}

static void controls_write(struct json_out *j, const struct source_input *in)
{
	json_put_array(j, "controls");
	for (size_t i = 0; i < in->control_count; i++) {
		const struct control_shown *c = &in->controls[i];

		json_object(j);
		json_put_text(j, "member", c->member);
		json_put_text(j, "name", c->name);
		json_put_text(j, "stated", c->stated);
		json_name(j, "found");
		json_decimal(j, c->found);
		json_put_bool(j, "checked", c->checked);
		json_object_end(j);
	}
	json_array_end(j);
}

static void files_write(struct json_out *j, const struct source_input *in)
{
	json_put_known(j, "content", in->content);
	json_put_array(j, "files");
	for (size_t i = 0; i < in->file_count; i++) {
		json_object(j);
		json_put_text(j, "name", in->files[i].name);
		json_put_text(j, "part", in->files[i].part);
		json_put_int(j, "bytes", in->files[i].bytes);
		json_put_text(j, "digest", in->files[i].digest);
		json_object_end(j);
	}
	json_array_end(j);
}

static void drift_write(struct json_out *j, const struct source_input *in)
{
	json_put_array(j, "drift");
	for (size_t i = 0; i < in->drift_count; i++) {
		const struct drift_shown *d = &in->drifts[i];

		json_object(j);
		json_put_text(j, "drift", d->drift);
		json_put_known(j, "path", d->path.len > 0 ? d->path : (Str){NULL, 0});
		json_put_text(j, "word", d->word);
		json_put_text(j, "what", d->what);
		json_put_text(j, "example", d->example);
		json_put_int(j, "count", d->count);
		json_put_known(j, "file", d->file);
		json_put_text(j, "member", d->member);
		json_put_int(j, "record", d->record);
		json_put_int(j, "line", d->line);
		json_object_end(j);
	}
	json_array_end(j);
}

static void rejects_write(struct json_out *j, const struct source_input *in)
{
	json_put_array(j, "reject_counts");
	for (size_t i = 0; i < in->reject_count; i++) {
		json_object(j);
		json_put_text(j, "field", in->rejects[i].field);
		json_put_text(j, "reason", in->rejects[i].reason);
		json_put_bool(j, "warning", in->rejects[i].warning);
		json_put_int(j, "count", in->rejects[i].count);
		json_object_end(j);
	}
	json_array_end(j);
	json_put_array(j, "unknown_values");
	for (size_t i = 0; i < in->unknown_count; i++) {
		json_object(j);
		json_put_known(j, "field", in->unknown[i].field);
		json_put_known(j, "value", in->unknown[i].value);
		json_put_int(j, "count", in->unknown[i].count);
		json_object_end(j);
	}
	json_array_end(j);
	json_put_array(j, "rejects");
	for (size_t i = 0; i < in->fault_count; i++) {
		const struct fault_shown *f = &in->faults[i];

		json_object(j);
		json_put_known(j, "file", f->file);
		json_put_text(j, "member", f->member);
		json_put_int(j, "record", f->record);
		json_put_int(j, "line", f->line);
		json_put_known(j, "key", f->key);
		json_put_known(j, "field", f->field);
		json_put_known(j, "value", f->value);
		json_put_known(j, "reason", f->reason);
		json_object_end(j);
	}
	json_array_end(j);
}

void json_input(struct json_out *j, struct arena *a, const struct source_input *in)
{
	json_object(j);
	json_put_text(j, "extract", in->extract);
	json_put_text(j, "title", in->title);
	json_put_known(j, "tie", in->tie.len > 0 ? in->tie : (Str){NULL, 0});
	json_put_text(j, "sides", in->sides);
	json_put_text(j, "status", in->status);
	json_put_known(j, "reason", in->reason);
	json_put_bool(j, "completeness_proven", in->proven);
	json_put_known(j, "proof", in->proof);
	json_put_known(j, "missing_parts", in->missing_parts.len > 0 ? in->missing_parts : (Str){NULL, 0});
	if (in->staged)
		snapshot_write(j, a, in);
	if (in->limits[MAX_DELETE].at)
		limits_write(j, in);
	files_write(j, in);
	totals_write(j, a, in);
	controls_write(j, in);
	drift_write(j, in);
	json_past(j, a, in);
	rejects_write(j, in);
	json_object_end(j);
}
