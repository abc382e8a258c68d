#include "stage/staging.h"
#include "base/json_out.h"

/*
 * Records that could not be mapped.  The first 10 000 are kept whole, in a temporary table until the snapshot has its
 * number; all are counted by field and reason.  What waits for its COPY is bounded.
 */

enum { KEPT = 10000, WAITING_BYTES = 1 << 20, FAULTS_LIMIT = 1 << 16, KEY_LIMIT = 1 << 20 };

struct waiting {
	int32_t number;
	struct place place;
	struct hash key_hash;
	Str key, key_plain;          /* text[] literals, none if it could not be read; the second is for auditors */
	Str faults, text;
};

struct reason {
	Str field;
	const char *reason;
	bool warning;
	int64_t count;
	Str value;                   /* the first that it was said of, to show */
};

struct unknown {
	Str field, value;
	int64_t count;
};

struct rejects {
	struct arena *memory, *batch;
	struct waiting *waiting;
	size_t waiting_count, waiting_bytes;
	int32_t kept;
	bool has_table;
	struct reason *reasons;
	size_t reason_count;
	struct unknown *unknowns;
	size_t unknown_count;
	int64_t unknown_more;
};

struct rejects *rejects_new(struct arena *a)
{
	struct rejects *r = arena_new_of(a, struct rejects);

	r->memory = arena_new(a);
	r->batch = arena_new(a);
	return r;
}

/* What Postgres takes as text: well-formed UTF-8 without NUL; other bytes become U+FFFD. */
static Str clean(struct arena *a, Str s)
{
	struct buf *b;
	size_t bad;

	if (text_is_utf8(s, &bad) && text_find_byte(s, '\0') == s.len)
		return text_copy(a, s);
	b = buf_new(a, 3 * s.len + 1);
	while (s.len > 0) {
		size_t nul = text_find_byte(s, '\0'), good;

		good = text_is_utf8(s, &bad) || bad > nul ? nul : bad;
		buf_add(b, text_head(s, good));
		if (good < s.len)
			buf_add(b, S("\xEF\xBF\xBD"));
		s = text_from(s, good + (good < s.len));
	}
	return buf_str(b);
}

/* ── the key ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str value_text(struct arena *a, enum field_type type, const struct value *v)
{
	switch (type) {
	case TYPE_INTEGER:
	case TYPE_DURATION:
		return text(arena_print(a, "%lld", (long long)v->as.integer));
	case TYPE_DECIMAL:
	case TYPE_MONEY:
		return decimal_text(a, v->as.decimal);
	case TYPE_BOOLEAN:
		return v->as.boolean ? S("true") : S("false");
	case TYPE_TIMESTAMP:
		return text(instant_text(a, v->as.timestamp));
	case TYPE_DATE:
		return text(date_text(a, v->as.date));
	case TYPE_UUID:
	case TYPE_BYTES:
	case TYPE_TEXT:
	case TYPE_CURRENCY:
	case TYPE_JSON:
	case TYPE_GTIN:
		break;
	}
	return v->as.text;
}

static void add_item(struct arena *a, struct buf *b, const struct field *f, const struct value *v, bool plain)
{
	Str s;

	if (v->null || (plain && f->personal)) {
		buf_add(b, S("NULL"));
		return;
	}
	s = clean(a, value_text(a, f->type, v));
	buf_byte(b, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '"' || s.at[i] == '\\')
			buf_byte(b, '\\');
		buf_byte(b, s.at[i]);
	}
	buf_byte(b, '"');
}

/* PostgreSQL manual, 8.15.2, array value input. */
static Str key_literal(struct arena *a, const struct entity *n, const struct row *row, bool plain)
{
	struct buf *b = buf_new(a, KEY_LIMIT);

	buf_byte(b, '{');
	for (size_t i = 0; i < n->key_count; i++) {
		if (i > 0)
			buf_byte(b, ',');
		add_item(a, b, &n->fields[n->key[i]], &row->values[n->key[i]], plain);
	}
	buf_byte(b, '}');
	return buf_str(b);
}

/* ── noting ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void count_reason(struct rejects *r, const struct fault *f)
{
	struct reason *new;

	for (size_t i = 0; i < r->reason_count; i++) {
		struct reason *known = &r->reasons[i];

		if (strcmp(known->reason, f->reason) == 0 && known->warning == f->warning
		    && text_is(known->field, f->field)) {
			known->count++;
			return;
		}
	}
	r->reasons = arena_grow(r->memory, r->reasons, r->reason_count, sizeof *r->reasons);
	new = &r->reasons[r->reason_count++];
	/* A reader's reason lives as long as its batch. */
	*new = (struct reason){text_copy(r->memory, f->field), arena_print(r->memory, "%s", f->reason), f->warning, 1,
		clean(r->memory, f->value)};
}

void rejects_remark(struct stage *s, Str field, const char *reason, int64_t count)
{
	struct rejects *r = s->rejects;

	r->reasons = arena_grow(r->memory, r->reasons, r->reason_count, sizeof *r->reasons);
	r->reasons[r->reason_count++] = (struct reason){.field = clean(r->memory, field), .reason = reason, .warning = true,
		.count = count};
}

static Str faults_json(struct arena *a, const struct row *row)
{
	struct buf *b = buf_new(a, FAULTS_LIMIT);
	struct json_out j;

	json_begin(&j, b, false);
	json_array(&j);
	for (size_t i = 0; i < row->fault_count; i++) {
		if (row->faults[i].warning)
			continue;
		json_object(&j);
		json_put_text(&j, "field", row->faults[i].field);
		json_put_text(&j, "value", clean(a, row->faults[i].value));
		json_put_z(&j, "reason", row->faults[i].reason);
		json_object_end(&j);
	}
	json_array_end(&j);
	return buf_str(b);
}

static void keep(struct rejects *r, const struct entity *n, const struct row *row, struct hash key)
{
	struct waiting *w;

	r->waiting = arena_grow(r->batch, r->waiting, r->waiting_count, sizeof *r->waiting);
	w = &r->waiting[r->waiting_count++];
	*w = (struct waiting){.number = ++r->kept, .place = row->place};
	w->place.member = clean(r->batch, row->place.member);
	w->text = clean(r->batch, row->text);
	w->faults = faults_json(r->batch, row);
	if (row->has_key) {
		w->key = key_literal(r->batch, n, row, false);
		w->key_plain = key_literal(r->batch, n, row, true);
		w->key_hash = key;
	}
	r->waiting_bytes += w->text.len + w->faults.len + 2 * w->key.len + sizeof *w;
}

void rejects_note(struct stage *s, const struct row *row, struct hash key)
{
	for (size_t i = 0; i < row->fault_count; i++)
		count_reason(s->rejects, &row->faults[i]);
	if (row->state == ROW_REJECTED && s->rejects->kept < KEPT)
		keep(s->rejects, s->d->entity, row, key);
}

void rejects_unknown(struct stage *s, Str field, Str value, int64_t count)
{
	struct rejects *r = s->rejects;

	r->unknowns = arena_grow(r->memory, r->unknowns, r->unknown_count, sizeof *r->unknowns);
	r->unknowns[r->unknown_count++] =
		(struct unknown){text_copy(r->memory, field), clean(r->memory, value), count};
}

void rejects_unknown_more(struct stage *s, int64_t count)
{
	s->rejects->unknown_more = count;
}

/* What a reason that most records have in common usually comes from. */
static const char *hint_of(const char *reason)
{
	if (strstr(reason, "UTF-8"))
		return ": is charset right?";
	if (strstr(reason, " fields where the "))
		return ": is delimiter right?";
	if (strncmp(reason, "no JSON", 7) == 0)
		return ": is kind right?";
	return "";
}

Str rejects_commonest(struct stage *s)
{
	const struct rejects *r = s->rejects;
	const struct reason *most = NULL;
	const char *example;

	for (size_t i = 0; i < r->reason_count; i++)
		if (!r->reasons[i].warning && (!most || r->reasons[i].count > most->count))
			most = &r->reasons[i];
	if (!most)
		return S("");
	example = most->value.len > 0 ? arena_print(s->memory, ", such as %s", text_quoted(s->memory, most->value)) : "";
	return text(arena_print(s->memory, "%.*s%s%s%s (%lld)%s", STR(most->field), most->field.len > 0 ? ": " : "",
		most->reason, example, (long long)most->count, hint_of(most->reason)));
}

/* ── to the server ─────────────────────────────────────────────────────────────────────────────────────────────── */

static void write_waiting(struct copy_in *c, const struct waiting *w)
{
	copy_row(c, 10);
	copy_int4(c, w->number);
	copy_int4(c, (int32_t)w->place.part);
	copy_text(c, w->place.member);
	copy_int8(c, (int64_t)w->place.record);
	copy_int8(c, (int64_t)w->place.line);
	if (w->key.at) {
		copy_text(c, w->key);
		copy_text(c, w->key_plain);
		copy_hash(c, w->key_hash);
	} else {
		copy_null(c);
		copy_null(c);
		copy_null(c);
	}
	copy_jsonb(c, w->faults);
	copy_text(c, w->text);
}

static bool make_table(struct stage *s, struct err *e)
{
	if (s->rejects->has_table)
		return true;
	s->rejects->has_table = true;
	return pg_run(s->pg, sql_stage_reject_table, NO_PARAMS, NULL, e);
}

bool rejects_flush(struct stage *s, bool all, struct err *e)
{
	struct rejects *r = s->rejects;
	struct copy_in *c;
	int64_t count;
	bool ok;

	if (r->waiting_count == 0 || (!all && r->waiting_bytes < WAITING_BYTES))
		return true;
	if (!end_rows(s, e) || !make_table(s, e) || !copy_in_open(s->pg, s->copying, sql_stage_reject_copy, &c, e))
		return false;
	for (size_t i = 0; i < r->waiting_count; i++)
		write_waiting(c, &r->waiting[i]);
	ok = copy_in_end(c, &count, e);
	arena_end(s->copying);
	arena_end(r->batch);
	r->waiting = NULL;
	r->waiting_count = r->waiting_bytes = 0;
	return ok;
}

static bool record_counts(struct stage *s, Str id, struct err *e)
{
	const struct rejects *r = s->rejects;
	struct arena *a = s->scratch;
	bool ok = true;

	for (size_t i = 0; i < r->reason_count && ok; i++)
		ok = pg_run(s->pg, sql_stage_reject_count,
			    P(id, r->reasons[i].field, text(r->reasons[i].reason), param_bool(r->reasons[i].warning),
			      param_int(a, r->reasons[i].count)), NULL, e);
	for (size_t i = 0; i < r->unknown_count && ok; i++)
		ok = pg_run(s->pg, sql_stage_unknown_value,
			    P(id, r->unknowns[i].field, r->unknowns[i].value, param_int(a, r->unknowns[i].count)), NULL, e);
	if (r->unknown_more > 0)
		ok = ok && pg_run(s->pg, sql_stage_unknown_more, P(id, param_int(a, r->unknown_more)), NULL, e);
	return ok;
}

bool rejects_record(struct stage *s, int64_t snapshot_id, struct err *e)
{
	Str id = param_int(s->memory, snapshot_id);

	if (!record_counts(s, id, e))
		return false;
	return !s->rejects->has_table
	    || (pg_run(s->pg, sql_stage_reject_record, P(id), NULL, e)
		&& pg_run(s->pg, sql_stage_reject_drop, NO_PARAMS, NULL, e));
}
