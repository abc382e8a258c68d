/*
 * Staging one snapshot of one dataset: rows stream in, are held against the index of known rows, and only what changed
 * is written.  Everything stands in the caller's transaction (READ COMMITTED, no savepoint: COPY … FREEZE needs it), so
 * that all datasets of one landing commit together or not at all; on one session they are staged one after another.
 *
 *   dataset_prepare ─▶ stage_open ─▶ stage_batch … ─▶ stage_again ─▶ stage_finish ─▶ commit
 *                          │              ▲               │               ▲
 *                          │              └ stage_choose ─┘ *again        │
 *                          └── !stage_wants_rows ─────────────────────────┘   the same bytes and digests as before
 *
 * Where there are more keys than memory, the landing is read twice: all of it, then what of it is to be written.
 *
 * Invariants: a live row's seen_from ≤ the dataset's last_snapshot; versions of one key and source do not overlap; a
 * version of history is never changed but by rollback; held and refused snapshots leave no row.
 */
#ifndef STAGE_STAGE_H
#define STAGE_STAGE_H

#include "db/pg.h"
#include "stage/dataset.h"
#include "stage/intake.h"

struct stage;

struct stage_input {
	const struct dataset *dataset;     /* prepared for the extract */
	const struct intake *intake;
	const struct landing *landing;     /* content, parts, missing parts, as_of and its source, landed_at */
	int32_t landing_id;
	int64_t run_id;
	date business_date;
	struct digest reader, map, entity, crosswalk;
	Str contract;                      /* on drift, as it is in force; under another the same bytes are read again */
	Str as_of_field;                   /* as_of = "max:FIELD": found here; empty: the landing knows */
	Str company, channel;              /* of all rows; NULL: each row has its own */
	struct stage *parent;              /* SCOPE_PARENT: the finished stage of the same landing; NULL: no deletes */
	const char *release;               /* why the guards are set aside, by a person's word; NULL: they are not */
	Str cursor;                        /* up to where an incremental extract has read; empty: none */
	bool whole;                        /* rows are wanted although nothing changed: a child's scope rests on them, */
	bool looks_up;                     /* or their map looks for values that are staged */
	int64_t memory;                    /* for the index of known rows, in bytes; 0: what it takes */
	const char *folder;                /* for what the index has no room for */
	int64_t swap_from;                 /* a delta of fewer rows is applied in place; 0: the default, 10 000 */
};

/* Locks the dataset, decides what the snapshot will be, and reads the known rows.  extract: the arena of all of it.
 * An earlier date of an extract that is read incrementally without a version is ERR_NOT_RUN. */
bool stage_open(struct arena *extract, struct pg *pg, const struct stage_input *in, struct stage **stage,
		struct err *e) __attribute__((warn_unused_result));

/* False: the bytes and all digests are those of the newest snapshot, so there is nothing to read. */
bool stage_wants_rows(const struct stage *s);

/* One batch, in the order of the landing; an empty one changes nothing. */
bool stage_batch(struct stage *s, const struct mapped *rows, struct err *e) __attribute__((warn_unused_result));

/* After the last batch: whether the landing must be read again, from its beginning, with stage_choose before each batch
 * is mapped. */
bool stage_again(struct stage *s, bool *again, struct err *e) __attribute__((warn_unused_result));

/* Leaves those records in the batch that this reading is for; the first one is for all. */
void stage_choose(struct stage *s, struct arena *memory, struct batch *batch);

/* The moment that the content speaks of, if reading found it (header:…). */
void stage_as_of(struct stage *s, instant as_of, Str source);

/* The newest value of as_of_field so far; INSTANT_NONE if there is none. */
instant stage_newest(const struct stage *s);

/* A value that a crosswalk did not know, and how often. */
void stage_unknown(struct stage *s, Str field, Str value, int64_t count);

/* How often others came, that nobody kept. */
void stage_unknown_more(struct stage *s, int64_t count);

/* Why the snapshot is worth a remark that staging cannot know; joins its note. */
void stage_note(struct stage *s, const char *note);

/* What the files stated of themselves, and what was read of them, as JSON (sql/schema/013_controls.sql). */
void stage_controls(struct stage *s, Str json);

/* What its records consisted of, and what of it departs from earlier nights; as JSON, see sql/stage/shape.sql. */
void stage_shape(struct stage *s, Str json);
void stage_drift(struct stage *s, Str json);

/* The snapshot is held, unless it is released. */
void stage_hold(struct stage *s);

/* Looks at guards and limits, applies the delta and records the snapshot; what it came to is in *delta. */
bool stage_finish(struct stage *s, struct delta *delta, struct err *e) __attribute__((warn_unused_result));

#endif
