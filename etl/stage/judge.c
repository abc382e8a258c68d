#include "stage/staging.h"

/*
 * What becomes of each record.  A key's first record of tonight is held against the live row; a further one against the
 * first.  A newer version replaces, a filtered one yields to any other, one that could not be read spoils the key, and
 * otherwise other fields make it twice.
 */

bool order_of(enum field_type type, const struct value *v, int64_t *n)
{
	if (v->null)
		return false;
	if (type == TYPE_TIMESTAMP)
		*n = v->as.timestamp;
	else if (type == TYPE_DATE)
		*n = v->as.date;
	else
		*n = v->as.integer;
	return true;
}

/* INT64_MIN: it has none. */
static int64_t version_of(const struct stage *s, const struct row *row)
{
	int64_t version = INT64_MIN;

	if (s->version_field >= 0)
		order_of(s->d->entity->fields[s->version_field].type, &row->values[s->version_field], &version);
	return version;
}

static int64_t version_in(struct stage *s, const struct known_slot *slot)
{
	return s->version_field >= 0 ? *known_version(s->known, slot) : INT64_MIN;
}

struct claim claim_of(const struct stage *s, const struct row *row, struct hash key, struct hash hash)
{
	return (struct claim){key, known_row(hash), version_of(s, row), row->state};
}

uint64_t state_flag(enum row_state state)
{
	if (state == ROW_FILTERED)
		return KNOWN_FILTERED;
	return state == ROW_REJECTED ? KNOWN_REJECTED : 0;
}

/* From now on the slot speaks of this record. */
static void take(struct stage *s, struct known_slot *slot, const struct claim *c, uint64_t keep)
{
	slot->row = c->row | (slot->row & keep) | KNOWN_SEEN | KNOWN_FIRST | state_flag(c->state);
	if (s->version_field >= 0)
		*known_version(s->known, slot) = c->version;
}

static void count(struct stage *s, const struct claim *c, int64_t *good)
{
	if (c->state == ROW_REJECTED)
		s->counts.rejected++;
	else if (c->state == ROW_FILTERED)
		s->counts.filtered++;
	else
		++*good;
}

/* Another record of the key came before, of the same version or of none. */
static enum fate again(struct stage *s, struct known_slot *slot, const struct claim *c)
{
	if ((slot->row & ~(uint64_t)KNOWN_FLAGS) == c->row) {
		count(s, c, &s->counts.repeated);
		return FATE_NOTHING;
	}
	if (c->state == ROW_FILTERED) {
		s->counts.filtered++;
		return FATE_NOTHING;
	}
	if (known_has(slot, KNOWN_FILTERED)) {
		count(s, c, &s->counts.staged);
		take(s, slot, c, KNOWN_NEW | KNOWN_OUTSIDE);
		slot->row |= KNOWN_REPLACED;
		s->marked = true;
		return FATE_WRITE;
	}
	s->marked = true;
	if (c->state == ROW_REJECTED) {
		s->counts.rejected++;
		slot->row |= known_has(slot, KNOWN_REJECTED) ? 0 : KNOWN_SPOILED;
		return FATE_NOTHING;
	}
	s->counts.duplicate++;
	slot->row |= known_has(slot, KNOWN_REJECTED) ? 0 : KNOWN_TWICE;
	return FATE_DUPLICATE;
}

/* A newer version than tonight's earlier record, which is stale by it. */
static enum fate newer(struct stage *s, struct known_slot *slot, const struct claim *c)
{
	bool was_good = !known_has(slot, KNOWN_FILTERED | KNOWN_REJECTED);

	if (was_good)
		s->counts.stale++;
	if (was_good && c->state != ROW_GOOD)
		s->counts.staged--;
	if (!was_good || c->state != ROW_GOOD)
		count(s, c, &s->counts.staged);
	take(s, slot, c, KNOWN_NEW | KNOWN_OUTSIDE | KNOWN_SAME);
	slot->row |= KNOWN_REPLACED;
	s->marked = true;
	return FATE_WRITE;
}

enum fate judge(struct stage *s, const struct claim *c)
{
	struct known_slot *slot;
	bool fresh, same;
	int64_t before;

	slot = known_add(s->known, c->key, &fresh);
	if (fresh) {
		count(s, c, &s->counts.staged);
		s->inserted++;
		take(s, slot, c, 0);
		slot->row |= KNOWN_NEW;
		return FATE_WRITE;
	}
	before = version_in(s, slot);
	if (c->version != INT64_MIN && c->version < before) {
		count(s, c, &s->counts.stale);
		slot->row |= KNOWN_SEEN;
		return FATE_NOTHING;
	}
	if (known_has(slot, KNOWN_FIRST))
		return c->version > before && before != INT64_MIN ? newer(s, slot, c) : again(s, slot, c);
	count(s, c, &s->counts.staged);
	same = (slot->row & ~(uint64_t)KNOWN_FLAGS) == c->row;
	take(s, slot, c, KNOWN_OUTSIDE);
	slot->row |= same && c->state == ROW_GOOD ? KNOWN_SAME : 0;
	return same ? FATE_SAME : FATE_WRITE;
}
