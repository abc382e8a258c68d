#include "extract/manifest.h"

#include "base/json_out.h"

#include <stdint.h>

static void put_instant(struct arena *a, struct json_out *j, const char *name, instant t)
{
	json_put_z(j, name, t == INSTANT_NONE ? NULL : instant_text(a, t));
}

/* Files have none. */
static void put_answer(struct json_out *j, const struct landing_part *part)
{
	if (part->status == 0)
		return;
	if (part->sent.at)
		json_put_text(j, "sent", part->sent);
	json_put_int(j, "status", part->status);
	json_name(j, "headers");
	json_array(j);
	for (size_t i = 0; i < part->fields.count; i++) {
		json_text(j, part->fields.at[i].name);
		json_text(j, part->fields.at[i].value);
	}
	json_array_end(j);
	if (part->is_counted)
		json_put_int(j, "stated", (int64_t)part->stated);
}

static void put_part(struct arena *a, struct json_out *j, const struct landing_part *part)
{
	json_object(j);
	json_put_text(j, "name", part->name);
	json_put_text(j, "part", part->part);
	put_instant(a, j, "changed", part->changed);
	put_answer(j, part);
	json_put_int(j, "size", (int64_t)part->size);
	json_put_z(j, "digest", digest_text(a, part->digest));
	json_name(j, "blocks");
	json_array(j);
	for (size_t i = 0; i < part->block_count; i++)
		json_text(j, text(digest_text(a, part->blocks[i].digest)));
	json_array_end(j);
	json_object_end(j);
}

/* Of what was read over the network: how far, and what of it there was not. */
static void put_reading(struct arena *a, struct json_out *j, const struct landing *l)
{
	if (l->cursor.len > 0) {
		json_put_text(j, "cursor", l->cursor);
		json_put_bool(j, "in_full", l->in_full);
	}
	if (l->resumed > 0) {
		json_put_int(j, "resumed", (int64_t)l->resumed);
		put_instant(a, j, "resumed_from", l->resumed_from);
	}
	if (l->skipped.count == 0)
		return;
	json_name(j, "skipped");
	json_array(j);
	for (size_t i = 0; i < l->skipped.count; i++)
		json_text(j, l->skipped.at[i]);
	json_array_end(j);
}

static void put_step(struct arena *a, struct json_out *j, const struct landing_step *step)
{
	json_object(j);
	json_put_text(j, "request", step->request);
	if (step->sent.at)
		json_put_text(j, "sent", step->sent);
	json_put_int(j, "status", step->status);
	put_instant(a, j, "at", step->at);
	json_put_text(j, "says", step->says);
	json_object_end(j);
}

/* Of reports alone. */
static void put_steps(struct arena *a, struct json_out *j, const struct landing *l)
{
	if (l->step_count == 0)
		return;
	json_name(j, "steps");
	json_array(j);
	for (size_t i = 0; i < l->step_count; i++)
		put_step(a, j, &l->steps[i]);
	json_array_end(j);
}

Str manifest_write(struct arena *a, const struct landing *l)
{
	struct buf *b = buf_new(a, SIZE_MAX);
	struct json_out j;

	json_begin(&j, b, true);
	json_object(&j);
	json_put_z(&j, "counterfoil", "landing 1");
	json_put_text(&j, "extract", l->extract);
	json_put_z(&j, "business_date", date_text(a, l->business_date));
	put_instant(a, &j, "landed_at", l->landed_at);
	put_instant(a, &j, "as_of", l->as_of);
	json_put_text(&j, "as_of_source", l->as_of_source);
	json_put_z(&j, "complete", proof_name(l->proof));
	json_name(&j, "missing_parts");
	json_array(&j);
	for (size_t i = 0; i < l->missing_parts.count; i++)
		json_text(&j, l->missing_parts.at[i]);
	json_array_end(&j);
	put_reading(a, &j, l);
	put_steps(a, &j, l);
	json_put_z(&j, "content", digest_text(a, l->content));
	json_put_int(&j, "block_size", LANDING_BLOCK);
	json_name(&j, "parts");
	json_array(&j);
	for (size_t i = 0; i < l->part_count; i++)
		put_part(a, &j, &l->parts[i]);
	json_array_end(&j);
	json_object_end(&j);
	buf_byte(b, '\n');
	return buf_str(b);
}

struct digest manifest_content(struct arena *a, const struct landing *l)
{
	struct digester *d = digester_new(a);

	for (size_t i = 0; i < l->part_count; i++)
		digester_add(d, (Str){(const char *)l->parts[i].digest.bytes, sizeof l->parts[i].digest.bytes});
	return digester_end(d);
}
