#include "map/map.h"

#include "map/card.h"
#include "map/check.h"
#include "map/where.h"

/* ── faults ────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Cut where a character ends; what is no text is shown byte by byte. */
static Str shown(struct work *w, const struct spec *s)
{
	Str value = text_head(w->raw, (size_t)5 * SHOWN_MOST);

	if (s->personal)
		return (Str){"", 0};
	if (text_fault(value) && text_fault(w->raw))
		value = text(text_quoted(w->batch, value));
	if (!s->identifier && s->type != TYPE_GTIN)
		value = card_masked(w->batch, value);
	if (value.len > SHOWN_MOST) {
		value.len = SHOWN_MOST;
		while (value.len > 0 && ((unsigned char)value.at[value.len] & 0xC0) == 0x80)
			value.len--;
	}
	return value;
}

/* A reject takes the place of a warning if there is no room for both. */
static void note(struct work *w, Str field, Str value, const char *reason, bool warning)
{
	struct row *row = w->row;
	size_t at = row->fault_count;

	if (!w->faults)
		row->faults = w->faults = arena_raw(w->batch, FAULTS_KEPT * sizeof *w->faults);
	if (at == FAULTS_KEPT)
		for (at = 0; at < FAULTS_KEPT && (warning || !w->faults[at].warning); at++)
			continue;
	if (at == FAULTS_KEPT)
		return;
	w->faults[at] = (struct fault){field, value, reason, warning};
	row->fault_count += at == row->fault_count;
}

bool reject(struct work *w, const struct spec *s, const char *reason)
{
	w->rejected = true;
	if (!w->silent)
		note(w, s->name, shown(w, s), reason, false);
	return false;
}

void reject_path(struct work *w, Str path, const char *reason)
{
	w->rejected = true;
	note(w, path, (Str){"", 0}, reason, false);
}

void warn(struct work *w, const struct spec *s, const char *reason)
{
	w->tally->warnings++;
	if (!w->silent)
		note(w, s->name, shown(w, s), reason, true);
}

/* ── one value ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool operate(struct work *w, const struct spec *s, struct cell *found, bool *nothing)
{
	*nothing = false;
	if (s->text_operations > 0 && found->kind >= CELL_TREE)
		return reject(w, s, "an object or a list where a value is expected");
	for (size_t i = 0; i < s->text_operations; i++) {
		const struct operation *o = &s->operations[i];

		switch (o->row->text(w->batch, o, &found->text)) {
		case RESULT_DONE:
			break;
		case RESULT_NULL:
			*nothing = true;
			return true;
		case RESULT_BAD:
			return reject(w, s, o->row->bad);
		}
	}
	if (s->text_operations > 0)
		found->kind = CELL_TEXT;
	return true;
}

static bool is_null(const struct spec *s, const struct cell *c)
{
	return c->kind == CELL_MISSING || c->kind == CELL_NULL
	    || (s->null_if.count > 0 && c->kind < CELL_TREE && texts_has(&s->null_if, c->text));
}

/* Null is where a value ends, unless it has to have one. */
static bool end_null(struct work *w, const struct spec *s, const char *reason)
{
	return !s->required || reject(w, s, reason);
}

/* Below it no number has as many digits as a card's. */
static const int64_t CARD_FROM = 1000000000000;

/* If it only became one by what was done to it, the source's own text must not be shown either. */
static bool reject_card(struct work *w, const struct spec *s, Str value)
{
	w->has_card = true;
	if (!card_is_in(w->raw))
		w->raw = value;
	return reject(w, s, "looks like a card number");
}

/* Of an amount in minor units the digits as they were sent. */
static bool check_card(struct work *w, const struct spec *s, const struct value *v)
{
	struct decimal d;

	if (s->type == TYPE_TEXT || s->type == TYPE_JSON)
		return !card_is_in(v->as.text) || reject_card(w, s, v->as.text);
	if (s->type == TYPE_INTEGER) {
		if (v->as.integer < CARD_FROM && v->as.integer > -CARD_FROM)
			return true;
		d = decimal_of(w->batch, v->as.integer);
	} else {
		d = v->as.decimal;
		if (s->type == TYPE_MONEY && s->money.unit == UNIT_MINOR && d.scale > 0)
			d.scale = 0;
	}
	return !card_is_number(d) || reject_card(w, s, decimal_text(w->batch, d));
}

static bool is_empty(const struct spec *s, const struct value *v)
{
	return s->never_empty && v->as.text.len == 0;
}

static bool checked(struct work *w, const struct spec *s, struct value *v)
{
	if (v->null)
		return end_null(w, s, "required, but null");
	if (is_empty(s, v))
		return reject(w, s, "required, but empty");
	if (s->guarded && !check_card(w, s, v))
		return false;
	return (s->check_count == 0 || check_value(w, s, v))
	    && (s->privacy == PRIVACY_NONE || privacy_apply(w, s, v));
}

/* get, null handling, do, type, crosswalk, check, privacy */
static bool fill(struct work *w, const struct spec *s, struct value *v)
{
	struct cell found = {0};
	bool nothing;

	w->raw = (Str){"", 0};
	if (!source_get(w, s, &found))
		return false;
	w->raw = found.kind == CELL_LIST || !found.text.at ? (Str){"", 0} : found.text;
	if (found.kind == CELL_MISSING && s->missing_rejects)
		return reject(w, s, "missing");
	if (is_null(s, &found)) {
		if (!s->has_default)
			return end_null(w, s, found.kind == CELL_MISSING ? "required, but missing" : "required, but null");
		found = (struct cell){.kind = CELL_TEXT, .text = s->fallback};
	}
	if (!operate(w, s, &found, &nothing))
		return false;
	if (nothing)
		return end_null(w, s, "required, but null");
	return type_convert(w, s, &found, v) && checked(w, s, v);
}

/* The same where nothing stands between the cell and its type. */
static bool fill_simple(struct work *w, const struct spec *s, struct value *v)
{
	const struct cell *found = &w->record->cells[s->source.paths[0]];

	w->raw = found->text;
	if (found->kind == CELL_MISSING || found->kind == CELL_NULL)
		return end_null(w, s, found->kind == CELL_MISSING ? "required, but missing" : "required, but null");
	v->null = false;
	if (found->kind >= CELL_TREE || s->values)
		return type_convert(w, s, found, v) && checked(w, s, v);
	if (!s->convert(w, s, found, v))
		return false;
	if (is_empty(s, v))
		return reject(w, s, "required, but empty");
	return !s->guarded || check_card(w, s, v);
}

static void fill_slot(struct work *w, const struct spec *s)
{
	struct value *v = &w->values[s->slot];

	v->null = true;
	if (s->simple ? fill_simple(w, s, v) : fill(w, s, v))
		return;
	v->null = true;
	w->recall->bad[s->slot] = true;
	w->recall->bad_count++;
}

/* ── one record ────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool has_key(const struct work *w)
{
	const struct entity *n = w->map->entity;

	for (size_t i = 0; i < n->key_count; i++)
		if (w->values[n->key[i]].null)
			return false;
	return true;
}

/* What is kept of a record that is not good must be text, and hold no card number: where one was found in a value but
 * cannot be found in the record (it was decoded, or put together), nothing is kept. */
static Str evidence(struct work *w, Str record)
{
	char *out;
	Str masked;

	if (text_fault(record)) {
		out = text_z(w->batch, record);
		for (size_t i = 0; i < record.len; i++)
			if (out[i] == '\0' || (unsigned char)out[i] >= 0x80)
				out[i] = '?';
		record.at = out;
	}
	masked = card_masked(w->batch, record);
	return w->has_card && masked.at == record.at ? S("(not kept: it holds a card number)") : masked;
}

static void begin(struct work *w, const struct record *record, struct row *row, struct value *values)
{
	const struct map *m = w->map;

	*row = (struct row){.state = ROW_GOOD, .values = values, .company = m->company, .channel = m->channel,
		.place = record->place, .text = record->text};
	w->tally->records++;
	w->record = record;
	w->row = row;
	w->values = values;
	w->faults = NULL;
	w->rejected = w->silent = w->has_card = false;
	if (w->recall->bad_count > 0)
		memset(w->recall->bad, 0, m->slot_count);
	w->recall->bad_count = 0;
	for (size_t i = 0; i < m->absent_count; i++)
		values[m->absent[i]].null = true;
}

static Str own(const struct work *w, int slot, Str otherwise)
{
	return slot < 0 || w->values[slot].null ? otherwise : w->values[slot].as.text;
}

/* The row is good all the same, but what was landed holds a card number that no field has been given. */
static void beside(struct work *w)
{
	if (w->has_card || !card_is_beside(&w->recall->seen, w->record, w->map->identifiers))
		return;
	w->has_card = true;
	w->tally->warnings++;
	note(w, (Str){"", 0}, (Str){"", 0}, "what looks like a card number stands in the record, and in no field", true);
}

static void finish(struct work *w, enum row_state state)
{
	const struct map *m = w->map;
	struct row *row = w->row;

	row->state = state;
	row->has_key = has_key(w);
	row->company = own(w, m->company_slot, m->company);
	row->channel = own(w, m->channel_slot, m->channel);
	beside(w);
	if (state == ROW_FILTERED)
		row->fault_count = 0;
	if (row->fault_count > 0)
		row->place.member = card_masked(w->batch, row->place.member);
	row->text = state == ROW_GOOD && row->fault_count == 0 ? S("") : evidence(w, record_kept(w->batch, w->record));
	for (size_t i = 0; i < m->dropped_count; i++)
		w->values[m->dropped[i]].null = true;
	w->tally->cards += w->has_card;
	w->tally->good += state == ROW_GOOD;
	w->tally->filtered += state == ROW_FILTERED;
	w->tally->rejected += state == ROW_REJECTED;
	w->tally->keyless += state == ROW_REJECTED && !row->has_key;
}

/* A record that the reader could not make sense of: its key, if that can be read, and nothing else. */
static void salvage(struct work *w)
{
	const struct map *m = w->map;

	note(w, (Str){"", 0}, (Str){"", 0}, w->record->fault, false);
	w->silent = true;
	for (size_t i = 0; i < m->slot_count; i++)
		w->values[i].null = true;
	for (size_t i = 0; i < m->spec_count && w->record->cells; i++)
		if (m->specs[i].is_key || (size_t)m->specs[i].slot >= m->entity->field_count)
			fill_slot(w, &m->specs[i]);
	finish(w, ROW_REJECTED);
}

static void map_record(struct work *w)
{
	const struct map *m = w->map;
	enum answer answer;

	needs_look(w->recall, w->record);
	if (m->has_contract)
		shape_record(w, w->record);
	for (size_t i = 0; i < m->spec_count; i++)
		fill_slot(w, &m->specs[i]);
	for (size_t i = 0; i < m->cross_count; i++)
		check_cross(w, &m->crosses[i]);
	answer = m->where ? where_ask(m->where, w->values, w->recall->bad) : ANSWER_YES;
	finish(w, answer == ANSWER_NO ? ROW_FILTERED : w->rejected ? ROW_REJECTED : ROW_GOOD);
}

void map_batch(const struct map *m, struct map_tally *tally, struct arena *batch, const struct batch *in,
	       struct mapped *out)
{
	struct row *rows = arena_raw(batch, in->count * sizeof *rows);
	struct value *values = arena_raw(batch, in->count * m->slot_count * sizeof *values);
	struct work w = {.map = m, .tally = tally, .recall = tally->recall, .batch = batch};

	if (m->has_contract)
		shape_columns(&w, in);
	for (size_t i = 0; i < in->count; i++) {
		begin(&w, &in->records[i], &rows[i], values + i * m->slot_count);
		if (in->records[i].fault)
			salvage(&w);
		else
			map_record(&w);
	}
	*out = (struct mapped){rows, in->count};
}

/* ── what else a map knows ─────────────────────────────────────────────────────────────────────────────────────── */

struct map_tally *map_tally_new(struct arena *run, const struct map *m, const struct map_about *about)
{
	struct map_tally *t = arena_new_of(run, struct map_tally);
	struct recall *r = arena_new_of(run, struct recall);

	t->recall = r;
	r->run = run;
	r->map = m;
	r->about = *about;
	r->zones = arena_array(run, (size_t)m->zone_count * ZONE_DAYS + 1, struct zone_day);
	for (size_t i = 0; i < (size_t)m->zone_count * ZONE_DAYS; i++)
		r->zones[i].day = DATE_NONE;
	r->days = arena_array(run, KNOWN_DAYS, struct known_day);
	r->digit_reasons = arena_array(run, currency_count, const char *);
	r->met = arena_array(run, m->quiet_count + 1, bool);
	r->near = arena_array(run, m->quiet_count + 1, const char *);
	r->unmet = m->quiet_count;
	r->bad = arena_array(run, m->slot_count + 1, bool);
	r->currencies = arena_array(run, m->slot_count + 1, const struct currency *);
	r->drifts = m->has_contract ? drift_list_new(run, m, about->released) : NULL;
	r->shape = m->has_contract ? shape_new(run, m, about) : NULL;
	return t;
}

const struct path *map_paths(const struct map *m, size_t *count)
{
	*count = m->path_count;
	return m->paths;
}

bool map_declares(const struct map *m, size_t field)
{
	for (size_t i = 0; i < m->dropped_count; i++)
		if ((size_t)m->dropped[i] == field)
			return false;
	for (size_t i = 0; i < m->spec_count; i++)
		if ((size_t)m->specs[i].slot == field)
			return true;
	return false;
}

void map_owners(const struct map *m, Str *company, Str *channel)
{
	if (m->company_slot < 0)
		*company = m->company;
	if (m->channel_slot < 0)
		*channel = m->channel;
}

bool map_has_contract(const struct map *m)
{
	return m->has_contract;
}

struct digest map_digest(const struct map *m)
{
	return m->digest;
}

struct digest map_crosswalk_digest(const struct map *m)
{
	return m->crosswalk_digest;
}
