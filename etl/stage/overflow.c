#include "stage/staging.h"

#include "stage/spill.h"

/*
 * A source of more keys than the index has room for is compared in two passes, whatever its size.  Once the index is
 * full its slots go to a file by parts, and so does from then on what would be asked of it.  When the first pass is
 * over each part is compared by itself, as the index would have done it all at once; then the landing is read again,
 * and only those of the records are mapped that are to be written or counted anew.
 */

enum { FATE_BITS = 2, FATES = 4, SPARE = 1024 };

/* What the second pass does with a record. */
enum again {
	AGAIN_NOTHING,
	AGAIN_WRITE,
	AGAIN_DUPLICATE,             /* beside the live row, and not in the totals */
	AGAIN_DISCOUNT,              /* no longer in the totals */
};

struct overflow {
	struct spill *spill;
	uint8_t *fates;              /* of the records, FATE_BITS each, from record 1 */
	uint64_t records;            /* of the first pass */
	uint64_t wanted;             /* of these, in the second */
	uint64_t at;                 /* the last record of the second pass so far */
	uint64_t *chosen;            /* those of its batch in hand */
	size_t chosen_room, chosen_count;
};

/* ── the first pass ────────────────────────────────────────────────────────────────────────────────────────────── */

static bool put_slot(struct stage *s, const struct known_slot *slot, struct err *e)
{
	struct spilled item = {.key = known_key(slot), .row = slot->row, .version = INT64_MIN};

	if (s->version_field >= 0)
		item.version = *known_version(s->known, slot);
	return spill_put(s->over->spill, &item, e);
}

bool overflow_begin(struct stage *s, struct err *e)
{
	const struct known_slot *slot;

	s->over = arena_new_of(s->memory, struct overflow);
	if (!spill_new(s->memory, s->in.folder, s->in.memory, &s->over->spill, e))
		return false;
	for (size_t at = 0; (slot = known_next(s->known, &at));)
		if (!put_slot(s, slot, e))
			return false;
	known_end(s);
	return true;
}

bool overflow_known(struct stage *s, struct hash key, uint64_t row, int64_t version, struct err *e)
{
	struct spilled item = {key, row, version, 0};

	return spill_put(s->over->spill, &item, e);
}

bool overflow_record(struct stage *s, const struct claim *c, struct err *e)
{
	struct spilled item = {c->key, c->row | state_flag(c->state), c->version, (uint64_t)s->counts.read};

	s->over->records = item.record;
	return spill_put(s->over->spill, &item, e);
}

/* ── between the passes ────────────────────────────────────────────────────────────────────────────────────────── */

static enum row_state state_of(uint64_t row)
{
	if (row & KNOWN_FILTERED)
		return ROW_FILTERED;
	return row & KNOWN_REJECTED ? ROW_REJECTED : ROW_GOOD;
}

/* The totals hold every good record of the first pass. */
static enum again again_of(enum fate fate, enum row_state state)
{
	if (fate == FATE_WRITE)
		return AGAIN_WRITE;
	if (fate == FATE_DUPLICATE)
		return AGAIN_DUPLICATE;
	return fate == FATE_NOTHING && state == ROW_GOOD ? AGAIN_DISCOUNT : AGAIN_NOTHING;
}

static void fate_set(struct overflow *o, uint64_t record, enum again again)
{
	o->fates[(record - 1) / FATES] |= (uint8_t)(again << (record - 1) % FATES * FATE_BITS);
	o->wanted += again != AGAIN_NOTHING;
}

static enum again fate_of(const struct overflow *o, uint64_t record)
{
	if (record > o->records)
		return AGAIN_NOTHING;
	return o->fates[(record - 1) / FATES] >> (record - 1) % FATES * FATE_BITS & (FATES - 1);
}

static void slot_back(struct stage *s, const struct spilled *item)
{
	bool fresh;
	struct known_slot *slot = known_add(s->known, item->key, &fresh);

	slot->row = item->row;
	if (s->version_field >= 0)
		*known_version(s->known, slot) = item->version;
}

static bool part_judge(struct stage *s, size_t part, struct err *e)
{
	struct overflow *o = s->over;
	struct spilled item;

	known_end(s);
	s->known = known_new(s->known_memory, spill_count(o->spill, part), s->version_field >= 0, 0);
	spill_turn(o->spill, part);
	while (spill_next(o->spill, &item, e)) {
		struct claim c = {item.key, item.row & ~(uint64_t)KNOWN_FLAGS, item.version, state_of(item.row)};

		if (item.record == 0)
			slot_back(s, &item);
		else
			fate_set(o, item.record, again_of(judge(s, &c), c.state));
	}
	return e->kind == ERR_NONE && settle_slots(s, e);
}

bool overflow_judge(struct stage *s, struct err *e)
{
	struct overflow *o = s->over;

	o->fates = arena_array(s->memory, o->records / FATES + 1, uint8_t);
	for (size_t part = 0; part < SPILL_PARTS; part++)
		if (!pg_alive(s->pg, e) || !part_judge(s, part, e))
			return false;
	known_end(s);
	return true;
}

bool overflow_wants(const struct stage *s)
{
	return s->over && s->over->wanted > 0;
}

/* ── the second pass ───────────────────────────────────────────────────────────────────────────────────────────── */

void stage_choose(struct stage *s, struct arena *memory, struct batch *batch)
{
	struct overflow *o = s->over;
	struct record *kept;

	if (!s->second_pass)
		return;
	if (batch->count > o->chosen_room) {
		o->chosen_room = batch->count + SPARE;
		o->chosen = arena_array(s->memory, o->chosen_room, uint64_t);
	}
	kept = arena_raw(memory, (batch->count + 1) * sizeof *kept);
	o->chosen_count = 0;
	for (size_t i = 0; i < batch->count; i++)
		if (fate_of(o, ++o->at) != AGAIN_NOTHING) {
			kept[o->chosen_count] = batch->records[i];
			o->chosen[o->chosen_count++] = o->at;
		}
	batch->records = kept;
	batch->count = o->chosen_count;
}

static bool take(struct stage *s, const struct row *row, size_t i, struct err *e)
{
	enum again again = fate_of(s->over, s->over->chosen[i]);

	if (again != AGAIN_WRITE && row->state == ROW_GOOD)
		totals_discount(s->totals, row);
	if (again == AGAIN_DUPLICATE)
		s->twice[s->twice_count++] = i;
	if (again != AGAIN_WRITE)
		return true;
	if (!s->rows && !open_rows(s, e))
		return false;
	write_row(s, row, s->keys[i], hash_row(s->hashes, row));
	return true;
}

bool overflow_batch(struct stage *s, const struct mapped *rows, struct err *e)
{
	for (size_t i = 0; i < rows->count; i++)
		if (!take(s, &rows->rows[i], i, e))
			return false;
	return true;
}
