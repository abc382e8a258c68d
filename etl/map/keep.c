#include "map/spec.h"

/*
 * A mapped row outlives the record that it was read from: what its values borrowed from the reader's window is copied
 * to the batch, so that the next records may be read meanwhile.
 */

static void keep_value(struct arena *batch, enum field_type type, struct value *v)
{
	if (v->null)
		return;
	switch (type) {
	case TYPE_TEXT:
	case TYPE_CURRENCY:
	case TYPE_JSON:
	case TYPE_GTIN:
	case TYPE_BYTES:
	case TYPE_UUID:
		v->as.text = text_copy(batch, v->as.text);
		break;
	case TYPE_DECIMAL:
	case TYPE_MONEY:
		v->as.decimal.digits = text_copy(batch, v->as.decimal.digits);
		break;
	case TYPE_INTEGER:
	case TYPE_BOOLEAN:
	case TYPE_DURATION:
	case TYPE_TIMESTAMP:
	case TYPE_DATE:
		break;
	}
}

/* One copy serves all records of a member in a batch. */
static Str keep_member(struct work *w, Str member)
{
	if (w->member_read.at != member.at || w->member_read.len != member.len) {
		w->member_read = member;
		w->member = text_copy(w->batch, member);
	}
	return w->member;
}

void row_keep(struct work *w)
{
	const struct map *m = w->map;
	struct row *row = w->row;

	for (size_t i = 0; i < m->entity->field_count; i++)
		keep_value(w->batch, m->entity->fields[i].type, &w->values[i]);
	if (m->company_slot >= 0 && !w->values[m->company_slot].null)
		row->company = text_copy(w->batch, row->company);
	if (m->channel_slot >= 0 && !w->values[m->channel_slot].null)
		row->channel = text_copy(w->batch, row->channel);
	row->place.member = keep_member(w, row->place.member);
	row->text = text_copy(w->batch, row->text);
	for (size_t i = 0; i < row->fault_count; i++)
		w->faults[i].value = text_copy(w->batch, w->faults[i].value);
}
