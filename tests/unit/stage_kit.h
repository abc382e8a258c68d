/*
 * What the tests of staging share: an entity, records written by hand, and a night staged on a real server.  A stock
 * item has a place and a number for its key, a version, an amount with its currency and a status.
 */
#ifndef UNIT_STAGE_KIT_H
#define UNIT_STAGE_KIT_H

#include "cluster.h"
#include "stage/night.h"
#include "stage/rollback.h"
#include "stage/stage.h"
#include "tap.h"

#include <stdarg.h>

enum { PLACE, NUMBER, SEEN_AT, AMOUNT, CURRENCY, STATUS, NOTE, FIELDS };

static const int item_key[] = {PLACE, NUMBER};

static inline struct entity *kit_entity(struct arena *a, bool with_note)
{
	static const struct field fields[FIELDS] = {
		[PLACE] = {.name = {"place", 5}, .type = TYPE_TEXT, .currency = -1},
		[NUMBER] = {.name = {"number", 6}, .type = TYPE_DECIMAL, .currency = -1},
		[SEEN_AT] = {.name = {"seen_at", 7}, .type = TYPE_TIMESTAMP, .currency = -1},
		[AMOUNT] = {.name = {"amount", 6}, .type = TYPE_MONEY, .currency = CURRENCY},
		[CURRENCY] = {.name = {"currency", 8}, .type = TYPE_CURRENCY, .currency = -1},
		[STATUS] = {.name = {"status", 6}, .type = TYPE_TEXT, .currency = -1, .personal = true},
		[NOTE] = {.name = {"note", 4}, .type = TYPE_TEXT, .currency = -1},
	};
	struct entity *n = arena_new_of(a, struct entity);

	n->name = n->title = S("item");
	n->key = item_key;
	n->key_count = 2;
	n->fields = arena_array(a, FIELDS, struct field);
	memcpy(n->fields, fields, sizeof fields);
	n->field_count = with_note ? FIELDS : FIELDS - 1;
	n->file = S("jobs/entities.toml");
	n->line = 7;
	return n;
}

/* A record as mapping would hand it on.  amount, status and note may be NULL; version 0 is none. */
struct item {
	enum row_state state;
	bool keyless;
	const char *place, *amount, *status, *note;
	int number;
	int64_t version;
};

static inline struct decimal kit_decimal(struct arena *a, const char *z)
{
	struct decimal d = {0};

	decimal_parse(a, text(z), &d);
	return d;
}

static inline struct value kit_text(const char *z)
{
	return z ? (struct value){.as.text = text(z)} : (struct value){.null = true};
}

static inline void kit_fault(struct arena *a, struct row *row, struct fault f)
{
	struct fault *faults = arena_new_of(a, struct fault);

	*faults = f;
	row->faults = faults;
	row->fault_count = 1;
}

static inline struct row kit_row(struct arena *a, const struct item *i, size_t record)
{
	struct value *v = arena_array(a, FIELDS, struct value);
	struct row row = {.state = i->state, .has_key = !i->keyless, .values = v, .company = S("DE01"),
		.channel = S("shop")};

	v[PLACE] = kit_text(i->keyless ? NULL : i->place);
	v[NUMBER] = (struct value){.as.decimal = decimal_of(a, i->number)};
	v[SEEN_AT] = i->version ? (struct value){.as.timestamp = i->version * SECOND} : (struct value){.null = true};
	v[AMOUNT] = i->amount ? (struct value){.as.decimal = kit_decimal(a, i->amount)} : (struct value){.null = true};
	v[CURRENCY] = kit_text(i->amount ? "EUR" : NULL);
	v[STATUS] = kit_text(i->status);
	v[NOTE] = kit_text(i->note);
	row.place = (struct place){.member = S("items.csv"), .record = record + 1, .line = record + 2,
		.offset = 100 * record,
				   .length = 40};
	row.text = text(arena_print(a, "%s;%d;%s", i->place ? i->place : "", i->number, i->amount ? i->amount : "x"));
	if (i->state == ROW_REJECTED)
		kit_fault(a, &row, (struct fault){S("amount"), S("1,2,3"), "is not a number", false});
	return row;
}

/* ── a database and what a night needs in it ───────────────────────────────────────────────────────────────────── */

struct kit {
	struct arena *memory;
	struct pg *pg;
	const char *conninfo;
	int64_t run_id;
};

static inline void kit_must(bool ok, const struct err *e)
{
	if (!ok) {
		printf("Bail out! %s\n", e->message);
		fflush(stdout);
		_Exit(1);
	}
}

static inline void kit_run(struct kit *k, const char *sql)
{
	struct err e = {0};

	kit_must(pg_run(k->pg, sql, NO_PARAMS, NULL, &e), &e);
}

/* The first cell of a query, as text; {NULL, 0} if there is none. */
static inline __attribute__((format(printf, 3, 4))) Str kit_ask(struct kit *k, struct arena *a, const char *format, ...)
{
	char sql[8192];
	struct err e = {0};
	struct rows *r;
	va_list args;

	va_start(args, format);
	vsnprintf(sql, sizeof sql, format, args);
	va_end(args);
	kit_must(pg_query(k->pg, a, sql, NO_PARAMS, &r, &e), &e);
	return rows_count(r) > 0 ? rows_at(r, 0, 0) : (Str){0};
}

static inline struct kit kit_open(struct arena *a)
{
	struct kit k = {.memory = a};
	struct err e = {0};
	Str id;
	uint64_t n = 0;

	k.conninfo = test_database(a);
	kit_must(pg_open(a, k.conninfo, &k.pg, &e) && pg_role(k.pg, "counterfoil_etl", &e), &e);
	id = kit_ask(&k, a, "insert into ops.run (job, business_date, attempt, state, started_at, engine, "
		"config_digest, host, pid) "
		     "values ('nightly', '2026-03-30', 1, 'running', now(), '1', '', 'here', 1) returning run_id");
	text_uint(id, &n);
	k.run_id = (int64_t)n;
	return k;
}

/* A landing of so many parts with the given content; its row stands in ops.landing. */
static inline struct landing *kit_landing(struct kit *k, struct arena *a, const char *content, date day,
					  const char *const *parts, int32_t *id)
{
	struct landing *l = arena_new_of(a, struct landing);
	struct err e = {0};
	struct rows *r;

	l->business_date = day;
	l->landed_at = l->as_of = ((instant)day + 1) * DAY;
	l->as_of_source = S("name");
	l->content = digest_of(text(content));
	for (; parts && parts[l->part_count]; l->part_count++)
		;
	l->parts = arena_array(a, l->part_count + 1, struct landing_part);
	for (size_t i = 0; i < l->part_count; i++)
		l->parts[i].part = text(parts[i]);
	kit_must(pg_query(k->pg, a, "insert into ops.landing (extract, run_id, business_date, landed_at, manifest, "
		"seal, content, "
			  "bytes, as_of_source, proof) values ('wms.items', $1, $2, $3, '-', $4, $4, 0, 'name', 'structure') "
			  "returning landing_id", P(param_int(a, k->run_id), param_date(a, day),
			  param_instant(a, l->landed_at), param_digest(a, l->content)), &r, &e), &e);
	*id = (int32_t)rows_int(r, 0, 0);
	return l;
}

struct night_input {
	const struct dataset *dataset;
	const struct intake *intake;
	const char *content, *map, *release, *cursor;
	const char *folder;              /* for what the index has no room for; NULL: build */
	date day;
	const struct item *items;
	size_t count, batch;             /* batch: records a batch, 0 for all at once */
	const char *const *parts;
	int64_t swap_from;
	int64_t memory;                  /* of the index; 0: what it takes */
	struct landing *landing;         /* NULL: a new one */
	int32_t landing_id;
	struct stage *parent;
	bool whole;
};

static inline struct stage_input kit_input(struct kit *k, struct arena *a, struct night_input *in)
{
	if (!in->landing)
		in->landing = kit_landing(k, a, in->content, in->day, in->parts, &in->landing_id);
	return (struct stage_input){.dataset = in->dataset, .intake = in->intake, .landing = in->landing,
		.landing_id = in->landing_id, .run_id = k->run_id, .business_date = in->day, .reader = digest_of(S("reader")),
		.map = digest_of(text(in->map ? in->map : "map")), .entity = digest_of(S("entity")),
		.crosswalk = digest_of(S("crosswalk")), .release = in->release, .swap_from = in->swap_from,
		.company = in->day % 2 ? S("DE01") : (Str){0}, .channel = in->day % 3 ? S("shop") : (Str){0},
		.parent = in->parent, .whole = in->whole, .memory = in->memory,
		.folder = in->folder ? in->folder : "build", .cursor = text(in->cursor ? in->cursor : "")};
}

/* All records of a night, in batches, as a reader would hand them on. */
static inline bool kit_pass(struct arena *a, const struct night_input *in, const struct row *rows, struct stage *stage,
			    struct err *e)
{
	struct record *records = arena_array(a, in->count + 1, struct record);
	size_t size = in->batch ? in->batch : in->count + 1;

	for (size_t i = 0; i < in->count; i++)
		records[i].place.record = i;
	for (size_t at = 0; stage_wants_rows(stage) && at <= in->count; at += size) {
		struct batch batch = {.records = records + at, .count = in->count - at < size ? in->count - at : size};
		struct row *chosen = arena_array(a, batch.count + 1, struct row);

		stage_choose(stage, a, &batch);
		for (size_t i = 0; i < batch.count; i++)
			chosen[i] = rows[batch.records[i].place.record];
		if (!stage_batch(stage, &(struct mapped){chosen, batch.count}, e))
			return false;
	}
	return true;
}

/* Stages one night in the transaction that is open. */
static inline bool kit_stage(struct kit *k, struct arena *a, struct night_input *in, struct stage **stage,
			     struct delta *d, struct err *e)
{
	struct stage_input input = kit_input(k, a, in);
	struct row *rows = arena_array(a, in->count + 1, struct row);
	bool again;

	for (size_t i = 0; i < in->count; i++)
		rows[i] = kit_row(a, &in->items[i], i);
	return stage_open(a, k->pg, &input, stage, e)
	    && kit_pass(a, in, rows, *stage, e)
	    && stage_again(*stage, &again, e)
	    && (!again || kit_pass(a, in, rows, *stage, e))
	    && stage_finish(*stage, d, e);
}

/* One night, committed. */
static inline struct delta kit_night(struct kit *k, struct arena *a, struct night_input in)
{
	struct stage *stage;
	struct delta d = {0};
	struct err e = {0};

	kit_must(pg_begin(k->pg, READ_COMMITTED, &e) && kit_stage(k, a, &in, &stage, &d, &e) && pg_commit(k->pg, &e), &e);
	return d;
}

/* The rows of a SELECT of a night, one a line. */
static inline Str kit_rows(struct kit *k, struct arena *a, const char *night)
{
	return kit_ask(k, a, "select coalesce(string_agg(concat_ws('|', place, number, amount, status, note, state), ' ' "
		       "order by place, number), '') from (%s) n", night);
}

static inline Str kit_live(struct kit *k, struct arena *a)
{
	return kit_rows(k, a, "select *, null as note from stage.wms_item");
}

/* Everything in a dataset's tables, to the byte; whatever the order of its columns. */
static inline Str kit_dump(struct kit *k, struct arena *a)
{
	return kit_ask(k, a, "select concat_ws(E'\\n', "
		       "(select string_agg(to_jsonb(l)::text, ' ' order by key_hash, source) from stage.wms_item l), "
		       "(select string_agg(to_jsonb(h)::text, ' ' order by key_hash, source, seen_from) "
		       "from stage.wms_item_history h), "
		       "(select string_agg(to_jsonb(d)::text, ' ' order by to_jsonb(d)::text) "
		       "from stage.wms_item_duplicate d), "
		       "(select string_agg(to_jsonb(s)::text, ' ' order by to_jsonb(s)::text) from stage.wms_item_aside s))");
}

#endif
