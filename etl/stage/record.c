#include "stage/staging.h"
#include "base/clock.h"
#include "base/json_out.h"

#include <inttypes.h>

/* The snapshot's own record: what it was made from, what it came to.  It stands and falls with the rows. */

enum { SCOPE_LIMIT = 1 << 20 };

static const char *const modes[] = {
	[MODE_FULL] = "full",
	[MODE_INCREMENTAL] = "incremental",
	[MODE_APPEND] = "append",
};

static const char *const states[] = {
	[SNAPSHOT_LIVE] = "live",
	[SNAPSHOT_ASIDE] = "aside",
	[SNAPSHOT_HELD] = "held",
	[SNAPSHOT_REFUSED] = "refused",
	[SNAPSHOT_SKIPPED] = "skipped",
};

/* ── scope ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void put_texts(struct json_out *j, const char *name, const struct texts *list)
{
	json_name(j, name);
	json_array(j);
	for (size_t i = 0; i < list->count; i++)
		json_text(j, list->at[i]);
	json_array_end(j);
}

static void put_bound(struct stage *s, struct json_out *j, const char *name, int64_t n)
{
	enum field_type type = s->d->entity->fields[s->in.intake->scope_field].type;

	if (type == TYPE_TIMESTAMP)
		json_put_z(j, name, instant_text(s->memory, n));
	else if (type == TYPE_DATE)
		json_put_z(j, name, date_text(s->memory, (date)n));
	else
		json_put_int(j, name, n);
}

/* {"kind":"all"}, {"kind":"part","field","parts","missing"}, {"kind":"range","field","from","to"},
 * {"kind":"parent","parent"} */
static Str scope_json(struct stage *s)
{
	static const char *const kinds[] = {[SCOPE_ALL] = "all", [SCOPE_PART] = "part", [SCOPE_RANGE] = "range",
					    [SCOPE_PARENT] = "parent"};
	struct buf *b = buf_new(s->memory, SCOPE_LIMIT);
	const struct entity *n = s->d->entity;
	enum scope_kind kind = s->in.intake->scope;
	struct json_out j;

	json_begin(&j, b, false);
	json_object(&j);
	json_put_z(&j, "kind", kinds[kind]);
	if (kind == SCOPE_PARENT)
		json_put_text(&j, "parent", n->parents[s->in.intake->scope_field].name);
	if (kind == SCOPE_PART || kind == SCOPE_RANGE)
		json_put_text(&j, "field", n->fields[s->in.intake->scope_field].name);
	if (kind == SCOPE_PART) {
		put_texts(&j, "parts", &s->arrived);
		put_texts(&j, "missing", &s->in.landing->missing_parts);
	}
	if (kind == SCOPE_RANGE && s->ranged) {
		put_bound(s, &j, "from", s->least);
		put_bound(s, &j, "to", s->most);
	}
	json_object_end(&j);
	return buf_str(b);
}

/* ── a snapshot that was read ──────────────────────────────────────────────────────────────────────────────────── */

/* Of what says nothing of its date, or holds nothing that does. */
static void find_as_of(struct stage *s)
{
	if (s->as_of != INSTANT_NONE)
		return;
	s->as_of = s->in.landing->landed_at;
	s->as_of_source = S("landed");
}

/* In the order of sql/stage/snapshot.sql, as an array. */
static Str numbers(struct stage *s, const struct delta *d)
{
	const struct counts *c = &d->counts;
	const int64_t all[] = {c->read, c->staged, c->rejected, c->filtered, c->repeated, c->duplicate, c->stale,
			       c->keyless, d->inserted, d->updated, d->deleted, d->unchanged, d->unconfirmed};
	struct buf *b = buf_new(s->memory, 1024);

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		buf_print(b, "%c%" PRId64, i > 0 ? ',' : '{', all[i]);
	buf_byte(b, '}');
	return buf_str(b);
}

static Str share_text(struct arena *a, const struct share *limit)
{
	if (!limit->given)
		return S("none");
	return text(arena_print(a, "%s%s", text_z(a, decimal_text(a, limit->amount)), limit->percent ? "%" : ""));
}

/* The limits in force, as the configuration says them. */
static Str limits_json(struct stage *s)
{
	const struct intake *k = s->in.intake;
	struct arena *a = s->memory;
	struct buf *b = buf_new(a, 4096);
	struct json_out j;

	json_begin(&j, b, false);
	json_object(&j);
	json_put_text(&j, "max_delete", share_text(a, &k->max_delete));
	json_put_text(&j, "max_change", share_text(a, &k->max_change));
	json_put_text(&j, "at_least", param_int(a, k->at_least));
	json_put_z(&j, "on_empty", k->empty_is_fine ? "ok" : "fail");
	json_put_text(&j, "reject_limit", share_text(a, &k->reject_limit));
	json_put_z(&j, "on_reject_limit", k->load_over_limit ? "load" : "fail");
	if (s->in.contract.len > 0)
		json_put_text(&j, "drift", s->in.contract);
	json_object_end(&j);
	return buf_str(b);
}

static bool insert_snapshot(struct stage *s, struct delta *d, struct err *e)
{
	struct arena *a = s->memory;
	const struct stage_input *in = &s->in;
	bool staged = d->snapshot_no > 0;
	struct rows *r;

	if (!pg_query(s->pg, a, sql_stage_snapshot,
		      P(s->d->name, staged ? param_int(a, d->snapshot_no) : PARAM_NULL, s->d->extract,
			param_int(a, s->d->source), param_int(a, in->landing_id), param_int(a, in->run_id),
			param_date(a, in->business_date), param_instant(a, s->as_of), s->as_of_source,
			text(states[d->state]), d->cause == CAUSE_MAP ? S("map") : S("source"), text(modes[in->intake->mode]),
			scope_json(s), param_digest(a, in->reader), param_digest(a, in->map), param_digest(a, in->entity),
			param_digest(a, in->crosswalk), numbers(s, d), totals_json(a, s->totals),
			d->note ? text(d->note) : PARAM_NULL, param_instant(a, clock_now()), limits_json(s),
			s->controls), &r, e))
		return false;
	d->snapshot_id = rows_int(r, 0, 0);
	return !staged || pg_run(s->pg, sql_stage_snapshot_number, P(s->d->name, param_int(a, d->snapshot_no)), NULL, e);
}

/* Rejects of this landing, on earlier snapshots, whose records are good rows now. */
static bool resolve_rejects(struct stage *s, const struct delta *d, struct err *e)
{
	if (d->state != SNAPSHOT_LIVE)
		return true;
	return pg_run(s->pg, STATEMENT(s->memory, sql_stage_resolve, {"live", s->d->live}),
		      P(s->d->extract, param_int(s->memory, s->in.landing_id), param_int(s->memory, d->snapshot_id),
			param_int(s->memory, s->d->source)), NULL, e);
}

static bool record_cursor(struct stage *s, const struct delta *d, struct err *e)
{
	if (d->state != SNAPSHOT_LIVE || s->in.cursor.len == 0)
		return true;
	return pg_run(s->pg, sql_stage_cursor, P(s->d->extract, s->in.cursor, param_int(s->memory, d->snapshot_id)),
		NULL, e);
}

static bool record_shape(struct stage *s, const struct delta *d, struct err *e)
{
	Str id = param_int(s->memory, d->snapshot_id);

	return (text_is(s->shape, S("[]")) || pg_run(s->pg, sql_stage_shape, P(id, s->shape), NULL, e))
	    && (text_is(s->drift, S("[]")) || pg_run(s->pg, sql_stage_drift, P(id, s->drift), NULL, e));
}

bool record_snapshot(struct stage *s, struct delta *d, struct err *e)
{
	find_as_of(s);
	return insert_snapshot(s, d, e)
	    && rejects_record(s, d->snapshot_id, e)
	    && record_shape(s, d, e)
	    && settled_record(s, d, e)
	    && sequence_record(s, d, e)
	    && resolve_rejects(s, d, e)
	    && record_cursor(s, d, e);
}

/* ── one that was not ──────────────────────────────────────────────────────────────────────────────────────────── */

static void read_numbers(const struct rows *r, struct delta *d)
{
	d->snapshot_id = rows_int(r, 0, 0);
	d->snapshot_no = (int32_t)rows_int(r, 0, 1);
	d->counts = (struct counts){.read = rows_int(r, 0, 2), .staged = rows_int(r, 0, 3), .rejected = rows_int(r, 0, 4),
		.filtered = rows_int(r, 0, 5), .repeated = rows_int(r, 0, 6), .duplicate = rows_int(r, 0, 7),
		.stale = rows_int(r, 0, 8), .keyless = rows_int(r, 0, 9)};
	d->unchanged = rows_int(r, 0, 10);
}

/* A later date with the same bytes, mapped the same way: everything is as it was, and the date has its snapshot. */
bool record_again(struct stage *s, struct delta *d, struct err *e)
{
	struct arena *a = s->memory;
	bool told = s->as_of != INSTANT_NONE;
	struct rows *r;
	Str id, before = param_int(a, s->previous.snapshot_id);

	if (!pg_query(s->pg, a, sql_stage_again,
		      P(before, param_int(a, s->number), param_int(a, s->in.landing_id), param_int(a, s->in.run_id),
			param_date(a, s->in.business_date), told ? param_instant(a, s->as_of) : PARAM_NULL,
			told ? s->as_of_source : PARAM_NULL, d->note ? text(d->note) : PARAM_NULL,
			param_instant(a, clock_now()), limits_json(s)), &r, e))
		return false;
	read_numbers(r, d);
	id = param_int(a, d->snapshot_id);
	return pg_run(s->pg, sql_stage_snapshot_number, P(s->d->name, param_int(a, s->number)), NULL, e)
	    && pg_run(s->pg, sql_stage_again_rejects, P(before, id), NULL, e)
	    && pg_run(s->pg, sql_stage_again_counts, P(before, id), NULL, e)
	    && pg_run(s->pg, sql_stage_again_unknown, P(before, id), NULL, e)
	    && pg_run(s->pg, sql_stage_again_shape, P(before, id), NULL, e)
	    && pg_run(s->pg, sql_stage_again_drift, P(before, id), NULL, e)
	    && pg_run(s->pg, sql_stage_again_sequence, P(before, id), NULL, e)
	    && record_cursor(s, d, e);
}

bool record_skipped(struct stage *s, struct delta *d, struct err *e)
{
	struct rows *r;

	if (!pg_query(s->pg, s->memory, sql_stage_skipped, P(param_int(s->memory, s->previous.snapshot_id)), &r, e))
		return false;
	read_numbers(r, d);
	return true;
}
