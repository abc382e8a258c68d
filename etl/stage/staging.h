/* The inside of a stage: private to this folder. */
#ifndef STAGE_STAGING_H
#define STAGE_STAGING_H

#include "db/copy.h"
#include "db/statement.h"
#include "extract/landing.h"
#include "stage/hashes.h"
#include "stage/known.h"
#include "stage/stage.h"

#include "embedded.h"

enum plan {
	PLAN_LIVE,
	PLAN_ASIDE,          /* an earlier date: nothing is known, everything goes beside */
	PLAN_SKIP,           /* the same date, bytes and digests */
	PLAN_AGAIN,          /* a later date, the same bytes and digests: a snapshot without a change */
};

/* The snapshot that this one is held against. */
struct previous {
	int64_t snapshot_id;     /* 0: none */
	date business_date;
	bool same_digests, same_content;
	int64_t keyless, rejected, read;
};

/* What the statements on the tables are made of: lists of quoted columns; l is live, n next. */
struct tables_text {
	Str live_name, segment, columns, live_columns, next_columns;
	Str set, from;               /* all but the key's */
	Str same_key, live_key, next_key;
	Str source, number;
};

struct rejects;
struct totals;

struct stage {
	struct arena *memory, *copying, *scratch;    /* copying: of the one COPY that is open */
	struct pg *pg;
	struct stage_input in;
	const struct dataset *d;
	struct tables_text text;
	enum plan plan;
	enum cause cause;
	struct previous previous;
	int32_t number;              /* of this snapshot, if it is staged */
	Str once[COLUMN_COUNT];      /* literals of what is the same for all of its rows; NULL: each row says it */
	struct texts arrived;        /* the parts whose file is there */
	struct hashes *hashes;
	struct known *known;         /* NULL once it has overflowed, but while a part is compared */
	struct arena *known_memory;
	struct overflow *over;       /* NULL while the index has room */
	bool second_pass;
	struct copy_in *rows;        /* the COPY of changed rows, while it is open */
	struct hash *keys;           /* of the batch in hand */
	size_t room;
	size_t *twice;               /* rows of the batch that go to the duplicates */
	size_t twice_count;
	struct counts counts;
	int64_t live;                /* known rows of this source */
	int64_t within;              /* of these, in the snapshot's scope */
	int64_t all;                 /* live rows of all extracts, where that was asked for */
	int64_t kept, kept_others;   /* rows that moved to the next table as they are */
	int64_t written;             /* rows in the next table */
	int64_t inserted;
	int64_t seen;                /* keys that some record spoke of */
	int64_t lacking;             /* keys to delete */
	int64_t unconfirmed, newly_unconfirmed;
	bool has_next;               /* the table of changed rows is there */
	bool has_lacking, has_fresh, has_marks, has_seen, has_settled, has_sequence;    /* the temporary tables are there */
	bool marked;                 /* some key needs settling: twice, spoiled or replaced */
	int version_field, as_of_field;
	instant as_of, newest;
	Str as_of_source;
	int64_t least, most;         /* SCOPE_RANGE: of the field's values, if any were seen */
	bool ranged;
	struct rejects *rejects;
	struct totals *totals;
	char last_currency[4];
	int last_exponent;
	struct buf *note;
	Str controls, shape, drift;  /* JSON */
	bool is_to_hold;
	bool over_rejects;
};

/* What becomes of a record, beside its count. */
enum fate {
	FATE_WRITE,          /* a new row, or a new version */
	FATE_SAME,           /* as it stands in the live table */
	FATE_NOTHING,        /* counted only */
	FATE_DUPLICATE,      /* beside the live row */
};

/* What is compared of a record. */
struct claim {
	struct hash key;
	uint64_t row;                /* known_row() of its hash */
	int64_t version;             /* INT64_MIN: it has none */
	enum row_state state;
};

/* judge.c */
struct claim claim_of(const struct stage *s, const struct row *row, struct hash key, struct hash hash);
enum fate judge(struct stage *s, const struct claim *c);
/* The flag of a slot that a record in this state leaves. */
uint64_t state_flag(enum row_state state);
/* A value of a field that has an order, as a number: timestamps, dates, integers. */
bool order_of(enum field_type type, const struct value *v, int64_t *n);

/* known_rows.c */
bool load_known(struct stage *s, struct err *e) __attribute__((warn_unused_result));
/* The index and its memory are given back. */
void known_end(struct stage *s);

/* overflow.c: what the index has no room for. */
/* From now on everything goes to a file; the slots of the index are the first. */
bool overflow_begin(struct stage *s, struct err *e) __attribute__((warn_unused_result));
bool overflow_known(struct stage *s, struct hash key, uint64_t row, int64_t version, struct err *e)
	__attribute__((warn_unused_result));
/* The record that was counted last. */
bool overflow_record(struct stage *s, const struct claim *c, struct err *e) __attribute__((warn_unused_result));
/* Compares part by part, once all records were put aside. */
bool overflow_judge(struct stage *s, struct err *e) __attribute__((warn_unused_result));
/* Whether any of the records is to be read again. */
bool overflow_wants(const struct stage *s);
/* A batch of what stage_choose has left. */
bool overflow_batch(struct stage *s, const struct mapped *rows, struct err *e) __attribute__((warn_unused_result));

/* next.c: the table that takes the changed rows; made once, before the first of them */
bool next_make(struct stage *s, struct err *e) __attribute__((warn_unused_result));
/* Once the rows are there: the columns that are said once. */
bool next_complete(struct stage *s, struct err *e) __attribute__((warn_unused_result));

/* write.c */
bool open_rows(struct stage *s, struct err *e) __attribute__((warn_unused_result));
bool end_rows(struct stage *s, struct err *e) __attribute__((warn_unused_result));
void write_row(struct stage *s, const struct row *row, struct hash key, struct hash hash);
bool write_duplicates(struct stage *s, const struct mapped *rows, struct err *e) __attribute__((warn_unused_result));
/* Lists of keys of the index, to temporary tables; where it is compared in parts, each part adds its own. */
bool write_marks(struct stage *s, struct err *e) __attribute__((warn_unused_result));
bool write_lacking(struct stage *s, struct err *e) __attribute__((warn_unused_result));
/* Those that some record spoke of, for the children of the same landing. */
bool write_seen(struct stage *s, struct err *e) __attribute__((warn_unused_result));
/* The keys that are new tonight, if they are few among what is written. */
bool write_fresh(struct stage *s, struct err *e) __attribute__((warn_unused_result));

/* rejects.c */
struct rejects *rejects_new(struct arena *a);
void rejects_note(struct stage *s, const struct row *row, struct hash key);
void rejects_unknown(struct stage *s, Str field, Str value, int64_t count);
void rejects_unknown_more(struct stage *s, int64_t count);

/* So many rows are to be looked at, though none is a reject. */
void rejects_remark(struct stage *s, Str field, const char *reason, int64_t count);
/* "total: not a number (21)" and what it may come from, of rejects alone. */
Str rejects_commonest(struct stage *s);
bool rejects_flush(struct stage *s, bool all, struct err *e) __attribute__((warn_unused_result));
bool rejects_record(struct stage *s, int64_t snapshot_id, struct err *e) __attribute__((warn_unused_result));

/* totals.c */
struct totals *totals_new(struct arena *a, const struct entity *entity);
void totals_add(struct totals *t, const struct row *row);
/* As if it had not been added. */
void totals_discount(struct totals *t, const struct row *row);
/* Takes what marked records left that a newer version of tonight has replaced; before they go. */
bool totals_settle(struct stage *s, struct err *e) __attribute__((warn_unused_result));
Str totals_json(struct arena *a, struct totals *t);

/* settle.c: what the stream alone could not tell. */
bool settle(struct stage *s, struct err *e) __attribute__((warn_unused_result));
/* What the slots of the index, all or one part, come to: counts and lists. */
bool settle_slots(struct stage *s, struct err *e) __attribute__((warn_unused_result));

/* guard.c: the state that the snapshot comes to. */
enum snapshot_state guard(struct stage *s);

/* guard.c: so many unreadable records are more than the limit, which is noted. */
bool rejects_are_over(struct stage *s, int64_t rejected, int64_t read);

/* settled.c: what of the rows that the source had closed the delta changes; looked at before it is applied.  Adds to
 * the snapshot's note. */
bool settled_find(struct stage *s, struct err *e) __attribute__((warn_unused_result));
bool settled_record(struct stage *s, const struct delta *d, struct err *e) __attribute__((warn_unused_result));

/* sequence.c: the numbers that are missing once the delta is applied.  Adds to the snapshot's note. */
bool sequence_find(struct stage *s, struct err *e) __attribute__((warn_unused_result));
bool sequence_record(struct stage *s, const struct delta *d, struct err *e) __attribute__((warn_unused_result));

/* apply.c */
bool apply(struct stage *s, struct delta *delta, struct err *e) __attribute__((warn_unused_result));
bool run_for(struct stage *s, const char *template, int64_t *affected,
	struct err *e) __attribute__((warn_unused_result));

/* record.c */
bool record_snapshot(struct stage *s, struct delta *delta, struct err *e) __attribute__((warn_unused_result));
bool record_again(struct stage *s, struct delta *delta, struct err *e) __attribute__((warn_unused_result));
bool record_skipped(struct stage *s, struct delta *delta, struct err *e) __attribute__((warn_unused_result));

#endif
