#include "stage/staging.h"
#include "base/currency.h"

/*
 * Rows on their way to the server.  One session has one COPY at a time: that of the changed rows stands open from batch
 * to batch and steps aside for the few others (duplicates, rejects), which are short.
 */

/* New keys are few if they are one in so many of the rows that are written. */
enum { FEW = 8 };

/* No column has one value for all rows of the table: those of duplicates are of many snapshots. */
static const Str each[COLUMN_COUNT];

static const char *copy_sql(struct stage *s, Str table, Str columns, const char *options)
{
	return STATEMENT(s->scratch, sql_stage_copy_rows, {"table", table}, {"columns", columns},
			 {"options", text(options)});
}

bool open_rows(struct stage *s, struct err *e)
{
	if (s->rows)
		return true;
	return next_make(s, e)
	    && copy_in_open(s->pg, s->copying, copy_sql(s, s->d->next, dataset_columns(s->scratch, s->d, s->once),
		"format binary, freeze"), &s->rows, e);
}

static bool open_duplicates(struct stage *s, struct copy_in **c, struct err *e)
{
	Str columns = dataset_columns(s->scratch, s->d, each);

	columns = text(arena_print(s->scratch, "%.*s, snapshot_no", STR(columns)));
	return copy_in_open(s->pg, s->copying, copy_sql(s, s->d->duplicate, columns, "format binary"), c, e);
}

bool end_rows(struct stage *s, struct err *e)
{
	struct copy_in *c = s->rows;
	int64_t rows;
	bool ok;

	if (!c)
		return true;
	s->rows = NULL;
	ok = copy_in_end(c, &rows, e);
	arena_end(s->copying);
	arena_end(s->scratch);
	return ok;
}

static int32_t int4(uint64_t n)
{
	return n > INT32_MAX ? INT32_MAX : (int32_t)n;
}

static void write_decimal(struct copy_in *c, struct decimal d, int least)
{
	copy_numeric(c, d, d.scale > least ? d.scale : least);
}

/* How many digits a currency has behind the point; the last one is remembered, since few follow each other. */
static int exponent_of(struct stage *s, Str code)
{
	const struct currency *known;

	if (text_is(code, text(s->last_currency)))
		return s->last_exponent;
	known = currency_listed(code);
	if (code.len >= sizeof s->last_currency || !known || known->exponent < 0)
		return 0;
	memcpy(s->last_currency, code.at, code.len);
	s->last_currency[code.len] = '\0';
	s->last_exponent = known->exponent;
	return known->exponent;
}

/* Twelve euros are 12.00, so that people who read the tables read amounts. */
static void write_money(struct stage *s, struct copy_in *c, const struct field *f, const struct row *row,
			const struct value *v)
{
	const struct value *code = f->currency >= 0 ? &row->values[f->currency] : NULL;

	if (v->null)
		copy_null(c);
	else
		write_decimal(c, v->as.decimal, code && !code->null ? exponent_of(s, code->as.text) : 0);
}

static void write_value(struct copy_in *c, enum field_type type, const struct value *v)
{
	if (v->null) {
		copy_null(c);
		return;
	}
	switch (type) {
	case TYPE_TEXT:
	case TYPE_CURRENCY:
	case TYPE_GTIN:
		copy_text(c, v->as.text);
		break;
	case TYPE_JSON:
		copy_jsonb(c, v->as.text);
		break;
	case TYPE_BYTES:
	case TYPE_UUID:
		copy_bytes(c, v->as.text);
		break;
	case TYPE_INTEGER:
		copy_int8(c, v->as.integer);
		break;
	case TYPE_DECIMAL:
	case TYPE_MONEY:
		write_decimal(c, v->as.decimal, 0);
		break;
	case TYPE_BOOLEAN:
		copy_bool(c, v->as.boolean);
		break;
	case TYPE_DURATION:
		copy_interval(c, v->as.integer);
		break;
	case TYPE_TIMESTAMP:
		copy_instant(c, v->as.timestamp);
		break;
	case TYPE_DATE:
		copy_date(c, v->as.date);
		break;
	}
}

/* The columns in the order of enum column, but those that are said once. */
static void write_fixed(struct stage *s, struct copy_in *c, const struct row *row, struct hash key, struct hash hash,
			const Str *once)
{
	copy_hash(c, key);
	copy_hash(c, hash);
	copy_int8(c, (int64_t)row->place.offset);
	if (!once[COLUMN_LANDING].at)
		copy_int4(c, s->in.landing_id);
	copy_int4(c, int4(row->place.record));
	copy_int4(c, int4(row->place.length));
	if (!once[COLUMN_SEEN_FROM].at)
		copy_int4(c, s->number);
	if (!once[COLUMN_PART].at)
		copy_int2(c, (int16_t)row->place.part);
	copy_int2(c, s->d->source);
	copy_char(c, (char)row->state);
	if (!once[COLUMN_COMPANY].at)
		copy_text(c, row->company);
	if (!once[COLUMN_CHANNEL].at)
		copy_text(c, row->channel);
}

static int columns_of(const struct entity *n, const Str *once)
{
	int count = (int)(n->parent_count + n->field_count);

	for (size_t i = 0; i < COLUMN_COUNT; i++)
		count += once[i].at == NULL;
	return count;
}

static void write_to(struct stage *s, struct copy_in *c, const struct row *row, struct hash key, struct hash hash,
		     const Str *once)
{
	const struct entity *n = s->d->entity;
	bool numbered = once == each;
	struct hash parent;

	copy_row(c, columns_of(n, once) + numbered);
	write_fixed(s, c, row, key, hash, once);
	for (size_t i = 0; i < n->parent_count; i++)
		if (hash_parent(s->hashes, row, i, &parent))
			copy_hash(c, parent);
		else
			copy_null(c);
	for (size_t i = 0; i < n->field_count; i++)
		if (n->fields[i].type == TYPE_MONEY)
			write_money(s, c, &n->fields[i], row, &row->values[i]);
		else
			write_value(c, n->fields[i].type, &row->values[i]);
	if (numbered)
		copy_int4(c, s->number);
}

void write_row(struct stage *s, const struct row *row, struct hash key, struct hash hash)
{
	write_to(s, s->rows, row, key, hash, s->once);
	s->written++;
}

bool write_duplicates(struct stage *s, const struct mapped *rows, struct err *e)
{
	struct copy_in *c;
	int64_t count;
	bool ok;

	if (s->twice_count == 0)
		return true;
	if (!end_rows(s, e) || !open_duplicates(s, &c, e))
		return false;
	for (size_t i = 0; i < s->twice_count; i++) {
		const struct row *row = &rows->rows[s->twice[i]];

		write_to(s, c, row, s->keys[s->twice[i]], hash_row(s->hashes, row), each);
	}
	s->twice_count = 0;
	ok = copy_in_end(c, &count, e);
	arena_end(s->copying);
	return ok;
}

/* ── lists of keys ─────────────────────────────────────────────────────────────────────────────────────────────── */

/* made: whether the table is there. */
static bool open_keys(struct stage *s, bool *made, const char *make, const char *copy, struct copy_in **c,
	struct err *e)
{
	if (!end_rows(s, e) || (!*made && !pg_run(s->pg, make, NO_PARAMS, NULL, e)))
		return false;
	*made = true;
	return copy_in_open(s->pg, s->copying, copy, c, e);
}

static bool end_keys(struct stage *s, struct copy_in *c, int64_t *count, struct err *e)
{
	int64_t rows = 0;
	bool ok = copy_in_end(c, &rows, e);

	arena_end(s->copying);
	if (count)
		*count += rows;
	return ok;
}

/* The state that the key's row must come to, NULL if it stays as it is, and the row hash that counts; whether the live
 * row counted before that. */
static void write_mark(struct copy_in *c, const struct known_slot *slot)
{
	copy_row(c, 4);
	copy_hash(c, known_key(slot));
	copy_int8(c, (int64_t)(slot->row >> 12));
	if (known_has(slot, KNOWN_SPOILED))
		copy_char(c, ROW_REJECTED);
	else if (known_has(slot, KNOWN_TWICE))
		copy_char(c, ROW_TWICE);
	else
		copy_null(c);
	copy_bool(c, known_has(slot, KNOWN_REPLACED) && known_has(slot, KNOWN_SAME));
}

bool write_marks(struct stage *s, struct err *e)
{
	const struct known_slot *slot;
	struct copy_in *c;

	if (!open_keys(s, &s->has_marks, sql_stage_mark_table, sql_stage_mark_copy, &c, e))
		return false;
	for (size_t at = 0; (slot = known_next(s->known, &at));)
		if (known_has(slot, KNOWN_TWICE | KNOWN_SPOILED | KNOWN_REPLACED))
			write_mark(c, slot);
	return end_keys(s, c, NULL, e);
}

static void write_key(struct copy_in *c, const struct known_slot *slot)
{
	copy_row(c, 1);
	copy_hash(c, known_key(slot));
}

bool write_lacking(struct stage *s, struct err *e)
{
	const struct known_slot *slot;
	struct copy_in *c;

	if (!open_keys(s, &s->has_lacking, sql_stage_lacking_table, sql_stage_lacking_copy, &c, e))
		return false;
	for (size_t at = 0; (slot = known_next(s->known, &at));)
		if (!known_has(slot, KNOWN_SEEN | KNOWN_NEW | KNOWN_OUTSIDE))
			write_key(c, slot);
	return end_keys(s, c, &s->lacking, e);
}

bool write_seen(struct stage *s, struct err *e)
{
	const struct known_slot *slot;
	struct copy_in *c;

	if (!open_keys(s, &s->has_seen, sql_stage_seen_table, sql_stage_seen_copy, &c, e))
		return false;
	for (size_t at = 0; (slot = known_next(s->known, &at));)
		if (known_has(slot, KNOWN_SEEN))
			write_key(c, slot);
	return end_keys(s, c, NULL, e);
}

bool write_fresh(struct stage *s, struct err *e)
{
	const struct known_slot *slot;
	struct copy_in *c;

	if (s->over || s->inserted * FEW > s->written || s->written == 0)
		return true;
	if (!open_keys(s, &s->has_fresh, sql_stage_fresh_table, sql_stage_fresh_copy, &c, e))
		return false;
	for (size_t at = 0; s->inserted > 0 && (slot = known_next(s->known, &at));)
		if (known_has(slot, KNOWN_NEW))
			write_key(c, slot);
	return end_keys(s, c, NULL, e);
}
