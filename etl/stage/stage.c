#include "stage/staging.h"

enum { NOTE_LIMIT = 8192, LIST_LIMIT = 1 << 20 };

/* ── what the snapshot will be ─────────────────────────────────────────────────────────────────────────────────── */

static bool lock_dataset(struct stage *s, struct err *e)
{
	struct rows *r;

	if (!pg_query(s->pg, s->memory, sql_stage_lock, P(s->d->name), &r, e))
		return false;
	if (rows_count(r) == 0)
		return err_set(e, ERR_INTERNAL, "dataset %.*s was not prepared", STR(s->d->name));
	s->number = (int32_t)rows_int(r, 0, 0) + 1;
	return true;
}

/* Of the extract, on the date or of any; nothing if there is none. */
static bool find_previous(struct stage *s, bool of_date, struct previous *p, struct err *e)
{
	struct arena *a = s->memory;
	const struct stage_input *in = &s->in;
	struct rows *r;

	if (!pg_query(s->pg, a, of_date ? sql_stage_newest_of_date : sql_stage_newest,
		      P(s->d->extract, s->d->name, param_digest(a, in->reader), param_digest(a, in->map),
			param_digest(a, in->entity), param_digest(a, in->crosswalk), param_digest(a, in->landing->content),
			param_date(a, in->business_date), in->contract), &r, e))
		return false;
	if (rows_count(r) > 0)
		*p = (struct previous){rows_int(r, 0, 0), rows_date(r, 0, 1), rows_bool(r, 0, 2), rows_bool(r, 0, 3),
				       rows_int(r, 0, 4), rows_int(r, 0, 5), rows_int(r, 0, 6)};
	return true;
}

static bool is_same(const struct stage *s, const struct previous *p)
{
	bool is_wanted = s->in.whole || s->in.looks_up || s->in.release;

	return p->snapshot_id != 0 && p->same_digests && p->same_content && !is_wanted;
}

/* An earlier date never touches live, unless the records' own versions or their being events say what is older. */
static bool plan_earlier(struct stage *s, struct err *e)
{
	struct previous then = {0};

	if (s->in.intake->mode == MODE_APPEND || (s->in.intake->mode == MODE_INCREMENTAL && s->version_field >= 0))
		return true;
	if (s->in.intake->mode != MODE_FULL)
		return err_set(e, ERR_NOT_RUN, "extract %.*s: %s lies before %s, which is staged; an incremental extract of an "
			       "earlier date needs `version`", STR(s->d->extract),
			       date_text(s->memory, s->in.business_date), date_text(s->memory, s->previous.business_date));
	if (!find_previous(s, true, &then, e))
		return false;
	s->plan = is_same(s, &then) ? PLAN_SKIP : PLAN_ASIDE;
	s->cause = CAUSE_SOURCE;
	s->previous = then;
	return true;
}

static bool decide(struct stage *s, struct err *e)
{
	if (!find_previous(s, false, &s->previous, e))
		return false;
	s->plan = PLAN_LIVE;
	s->cause = s->previous.snapshot_id != 0 && !s->previous.same_digests ? CAUSE_MAP : CAUSE_SOURCE;
	if (s->previous.snapshot_id == 0)
		return true;
	if (s->in.business_date < s->previous.business_date)
		return plan_earlier(s, e);
	if (is_same(s, &s->previous) && s->in.business_date == s->previous.business_date)
		s->plan = PLAN_SKIP;
	else if (is_same(s, &s->previous) && s->previous.keyless == 0)
		s->plan = PLAN_AGAIN;
	return true;
}

/* ── opening ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_key_column(const struct entity *n, Str name)
{
	for (size_t i = 0; i < n->key_count; i++)
		if (text_is(n->fields[n->key[i]].name, name))
			return true;
	return text_is(name, S("key_hash")) || text_is(name, S("source"));
}

/* "l.a, l.b" */
static Str listed(struct arena *a, const struct texts *names, const char *prefix)
{
	struct buf *b = buf_new(a, LIST_LIMIT);

	for (size_t i = 0; i < names->count; i++)
		buf_print(b, "%s%s%.*s", i ? ", " : "", prefix, STR(quoted_identifier(a, names->at[i])));
	return buf_str(b);
}

static Str same_key(struct arena *a, const struct texts *key)
{
	struct buf *b = buf_new(a, LIST_LIMIT);

	for (size_t i = 0; i < key->count; i++) {
		Str name = quoted_identifier(a, key->at[i]);

		buf_print(b, "%sl.%.*s is not distinct from n.%.*s", i ? " and " : "", STR(name), STR(name));
	}
	return buf_str(b);
}

/* All columns, those too of fields that the entity has lost: a version is moved whole. */
static bool write_lists(struct stage *s, struct err *e)
{
	struct texts all = {0}, others = {0}, key = entity_key_names(s->memory, s->d->entity);
	const struct entity *n = s->d->entity;
	struct arena *a = s->memory;
	struct rows *r;

	if (!pg_query(s->pg, a, sql_stage_columns,
		      P(quoted_identifier(a, s->d->live), quoted_identifier(a, s->d->history)), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++) {
		texts_add(a, &all, rows_at(r, i, 0));
		if (!is_key_column(n, rows_at(r, i, 0)))
			texts_add(a, &others, rows_at(r, i, 0));
	}
	s->text = (struct tables_text){
		.live_name = text_from(s->d->live, strlen("stage.")),
		.segment = text_from(dataset_segment(a, s->d->live, s->number), strlen("stage.")),
		.columns = listed(a, &all, ""), .live_columns = listed(a, &all, "l."), .next_columns = listed(a, &all, "n."),
		.set = listed(a, &others, ""), .from = listed(a, &others, "n."),
		.same_key = same_key(a, &key), .live_key = listed(a, &key, "l."), .next_key = listed(a, &key, "n."),
		.source = param_int(a, s->d->source), .number = param_int(a, s->number),
	};
	return true;
}

static void find_parts(struct stage *s)
{
	const struct landing *l = s->in.landing;

	for (size_t i = 0; i < l->part_count; i++)
		if (!texts_has(&s->arrived, l->parts[i].part))
			texts_add(s->memory, &s->arrived, l->parts[i].part);
}

static struct stage *stage_new(struct arena *extract, struct pg *pg, const struct stage_input *in)
{
	struct stage *s = arena_new_of(extract, struct stage);

	s->memory = extract;
	s->copying = arena_new(extract);
	s->known_memory = arena_new(extract);
	s->scratch = arena_new(extract);
	s->pg = pg;
	s->in = *in;
	s->d = in->dataset;
	s->version_field = in->intake->version_field;
	s->as_of_field = in->as_of_field.len > 0 ? entity_field(s->d->entity, in->as_of_field) : -1;
	s->as_of = in->landing->as_of;
	s->as_of_source = in->landing->as_of_source;
	s->newest = INSTANT_NONE;
	s->hashes = hashes_new(extract, s->d);
	s->rejects = rejects_new(extract);
	s->totals = totals_new(extract, s->d->entity);
	s->note = buf_new(extract, NOTE_LIMIT);
	s->controls = s->shape = s->drift = S("[]");
	find_parts(s);
	return s;
}

bool stage_open(struct arena *extract, struct pg *pg, const struct stage_input *in, struct stage **stage, struct err *e)
{
	struct stage *s = *stage = stage_new(extract, pg, in);

	if (!lock_dataset(s, e) || !decide(s, e))
		return false;
	if (!stage_wants_rows(s))
		return true;
	return write_lists(s, e) && load_known(s, e);
}

bool stage_wants_rows(const struct stage *s)
{
	return s->plan == PLAN_LIVE || s->plan == PLAN_ASIDE;
}

/* ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void hash_keys(struct stage *s, const struct mapped *m)
{
	if (m->count > s->room) {
		s->room = m->count;
		s->keys = arena_array(s->memory, s->room, struct hash);
		s->twice = arena_array(s->memory, s->room, size_t);
	}
	for (size_t i = 0; i < m->count; i++)
		if (m->rows[i].has_key) {
			s->keys[i] = hash_key(s->hashes, &m->rows[i]);
			if (s->known)
				known_prefetch(s->known, s->keys[i]);
		}
}

/* What the scope and the moment of the snapshot rest on. */
static void watch(struct stage *s, const struct row *row)
{
	const struct entity *n = s->d->entity;
	int field = s->in.intake->scope_field;
	int64_t v;

	if (s->in.intake->scope == SCOPE_RANGE && order_of(n->fields[field].type, &row->values[field], &v)) {
		s->least = !s->ranged || v < s->least ? v : s->least;
		s->most = !s->ranged || v > s->most ? v : s->most;
		s->ranged = true;
	}
	if (s->as_of_field < 0 || row->state != ROW_GOOD
	    || !order_of(n->fields[s->as_of_field].type, &row->values[s->as_of_field], &v))
		return;
	if (n->fields[s->as_of_field].type == TYPE_DATE)
		v = (v + 1) * DAY;
	if (s->newest == INSTANT_NONE || v > s->newest)
		s->newest = v;
}

static void take_keyless(struct stage *s, const struct row *row)
{
	if (row->state == ROW_FILTERED) {
		s->counts.filtered++;
		return;
	}
	s->counts.rejected++;
	s->counts.keyless++;
	rejects_note(s, row, (struct hash){0});
}

/* Where there is no room to compare it, it counts until that is done. */
static bool put_aside(struct stage *s, const struct row *row, const struct claim *c, struct err *e)
{
	if (row->state == ROW_GOOD)
		totals_add(s->totals, row);
	return overflow_record(s, c, e);
}

static bool take(struct stage *s, const struct row *row, size_t i, struct err *e)
{
	struct claim claim;
	struct hash hash;
	enum fate fate;

	s->counts.read++;
	if (!row->has_key) {
		take_keyless(s, row);
		return true;
	}
	hash = hash_row(s->hashes, row);
	claim = claim_of(s, row, s->keys[i], hash);
	watch(s, row);
	if (row->fault_count > 0 || row->state == ROW_REJECTED)
		rejects_note(s, row, s->keys[i]);
	if (!s->over && known_is_full(s->known) && !overflow_begin(s, e))
		return false;
	if (s->over)
		return put_aside(s, row, &claim, e);
	fate = judge(s, &claim);
	if (row->state == ROW_GOOD && (fate == FATE_WRITE || fate == FATE_SAME))
		totals_add(s->totals, row);
	if (fate == FATE_DUPLICATE)
		s->twice[s->twice_count++] = i;
	if (fate != FATE_WRITE)
		return true;
	if (!s->rows && !open_rows(s, e))
		return false;
	write_row(s, row, s->keys[i], hash);
	return true;
}

static bool take_all(struct stage *s, const struct mapped *rows, struct err *e)
{
	for (size_t i = 0; i < rows->count; i++)
		if (!take(s, &rows->rows[i], i, e))
			return false;
	return true;
}

bool stage_again(struct stage *s, bool *again, struct err *e)
{
	*again = false;
	if (!s->over)
		return true;
	if (!end_rows(s, e) || !overflow_judge(s, e))
		return false;
	*again = s->second_pass = overflow_wants(s);
	return true;
}

bool stage_batch(struct stage *s, const struct mapped *rows, struct err *e)
{
	hash_keys(s, rows);
	return pg_alive(s->pg, e)
	    && (s->second_pass ? overflow_batch(s, rows, e) : take_all(s, rows, e))
	    && (!s->rows || copy_in_check(s->rows, e))
	    && write_duplicates(s, rows, e)
	    && rejects_flush(s, false, e);
}

void stage_as_of(struct stage *s, instant as_of, Str source)
{
	s->as_of = as_of;
	s->as_of_source = text_copy(s->memory, source);
}

instant stage_newest(const struct stage *s)
{
	return s->newest;
}

void stage_unknown(struct stage *s, Str field, Str value, int64_t count)
{
	rejects_unknown(s, field, value, count);
}

void stage_unknown_more(struct stage *s, int64_t count)
{
	rejects_unknown_more(s, count);
}

void stage_shape(struct stage *s, Str json)
{
	s->shape = text_copy(s->memory, json);
}

void stage_drift(struct stage *s, Str json)
{
	s->drift = text_copy(s->memory, json);
}

void stage_hold(struct stage *s)
{
	s->is_to_hold = true;
}

void stage_note(struct stage *s, const char *note)
{
	buf_print(s->note, "%s%s", s->note->len > 0 ? "; " : "", note);
}

void stage_controls(struct stage *s, Str json)
{
	s->controls = text_copy(s->memory, json);
}

/* ── finishing ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool check_sum(const struct stage *s, struct err *e)
{
	const struct counts *c = &s->counts;
	int64_t sum = c->staged + c->rejected + c->filtered + c->repeated + c->duplicate + c->stale;

	return c->read == sum
	    || err_set(e, ERR_INTERNAL, "extract %.*s: %lld records were read, but %lld are accounted for",
		       STR(s->d->extract), (long long)c->read, (long long)sum);
}

static void fill(struct stage *s, struct delta *d)
{
	bool staged = d->state == SNAPSHOT_LIVE || d->state == SNAPSHOT_ASIDE;

	d->snapshot_no = staged ? s->number : 0;
	d->counts = s->counts;
	d->inserted = s->inserted;
	d->updated = s->written - s->inserted - s->newly_unconfirmed;
	d->deleted = s->lacking;
	d->unchanged = s->seen - d->inserted - d->updated;
	d->unconfirmed = s->unconfirmed;
	d->over_rejects = s->over_rejects && staged;
}

/* The newest word counts, but a list that only appends has none but a row's first. */
static void remark_changed(struct stage *s, const struct delta *d)
{
	if (s->in.intake->mode != MODE_APPEND || d->state != SNAPSHOT_LIVE || s->cause != CAUSE_SOURCE || d->updated == 0)
		return;
	rejects_remark(s, S(""), "has changed, though its list only appends", d->updated);
	stage_note(s, arena_print(s->memory, "%lld rows have changed, though the list only appends",
				  (long long)d->updated));
}

static const char *note_of(struct stage *s)
{
	return s->note->len > 0 ? text_z(s->memory, buf_str(s->note)) : NULL;
}

static bool finish_unread(struct stage *s, struct delta *d, struct err *e)
{
	d->state = s->plan == PLAN_SKIP ? SNAPSHOT_SKIPPED : SNAPSHOT_LIVE;
	d->over_rejects = rejects_are_over(s, s->previous.rejected, s->previous.read);
	d->note = note_of(s);
	return s->plan == PLAN_SKIP ? record_skipped(s, d, e) : record_again(s, d, e);
}

bool stage_finish(struct stage *s, struct delta *d, struct err *e)
{
	*d = (struct delta){.dataset = s->d->name, .extract = s->d->extract, .cause = s->cause};
	if (!stage_wants_rows(s))
		return finish_unread(s, d, e);
	if (!check_sum(s, e) || !rejects_flush(s, true, e) || !settle(s, e))
		return false;
	d->state = guard(s);
	fill(s, d);
	remark_changed(s, d);
	if ((d->state == SNAPSHOT_LIVE && !settled_find(s, e)) || !apply(s, d, e)
	    || (d->state == SNAPSHOT_LIVE && !sequence_find(s, e)))
		return false;
	d->note = note_of(s);
	known_end(s);
	return record_snapshot(s, d, e);
}
