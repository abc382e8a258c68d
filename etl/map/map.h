/*
 * Field maps: the declaration that turns a record's cells into an entity's typed fields, [extract.SYSTEM.NAME.map].
 * It is data: one key is one field, there is no expression language.  It compiles to a flat list a field and runs
 * without allocating beyond the batch.  Order of work, always: get, null handling, do, type, crosswalk, check,
 * privacy.
 *
 * Mapping cannot fail, it sorts.  The filter is decided first: if the fields that `where` names could be read and say
 * no, the record is filtered even if other fields are faulty, and its faults are dropped.  Else one fault that is no
 * warning makes it a reject.  A filtered record without a readable key is nothing but counted.
 */
#ifndef MAP_MAP_H
#define MAP_MAP_H

#include "base/buf.h"
#include "config/crosswalk.h"
#include "format/need.h"
#include "map/row.h"

struct map;

/* What the declaration stands on.  Rows whose map does not say have the system's company, and its channel or name. */
struct map_declaration {
	const struct node *table;        /* [extract.S.N.map] */
	Str extract;
	const struct system *system;
	const struct entity *entity;
	const struct crosswalks *crosswalks;
	const struct entities *entities;     /* for lookups; NULL: there are none */
};

/* Every mistake is noted with its place; false means that there was one. */
bool map_compile(struct arena *a, const struct map_declaration *from, struct map **map, struct mistakes *m);

/* A field's value is looked for in what is staged of a dataset.  Whoever runs the map fills in the pairs before its
 * first batch, ascending by the bytes of from; without them nothing is known. */
struct map_lookup {
	Str dataset;
	const struct node *at;           /* where it is named */
	const struct entity *entity;
	int by, give;                    /* fields of it */
	struct crosswalk *found;
};
const struct map_lookup *map_lookups(const struct map *m, size_t *count);

/* The paths that the reader must look up in each record, in the order in which map_batch expects its cells. */
const struct path *map_paths(const struct map *m, size_t *count);

/* What each file must have a column for.  In other formats a record may lack a path: see map_lacking. */
const struct need *map_needs(const struct map *m, size_t *count);

/* Whether the map says anything of the entity's field; one that it does not declare, or drops, is not compared. */
bool map_declares(const struct map *m, size_t field);

/* Whether it translates or multiplies by this crosswalk; and the entity's fields that are staged as it says. */
bool map_uses(const struct map *m, const struct crosswalk *table);
struct texts map_translated(struct arena *a, const struct map *m, const struct crosswalk *table);

/* The company and the channel that all rows have; one that each row has for itself is left as it was. */
void map_owners(const struct map *m, Str *company, Str *channel);

/* ── drift: what the source's records consist of, and how that departs from earlier nights ── */

enum drift { DRIFT_NEW_FIELD, DRIFT_MISSING_FIELD, DRIFT_TYPE_CHANGE, DRIFT_NEW_VALUE, DRIFTS };

/* What a departure means.  WARN: said in the note; REJECT: the record is a reject; FAIL: the extract is held. */
enum drift_word { DRIFT_ACCEPT, DRIFT_WARN, DRIFT_REJECT, DRIFT_FAIL };

extern const char *const drift_names[DRIFTS], *const drift_words[];

/* Whether the map has a contract; without one nothing is remembered or compared. */
bool map_has_contract(const struct map *m);

/* The contract as it is in force, "new_field = warn, missing_field = accept, …"; empty if there is none. */
Str map_contract(struct arena *a, const struct map *m);

/* Kinds of what stands at a path, as bits.  MISSING: something that holds such members lacked this one. */
enum {
	SHAPE_NULL = 1, SHAPE_BOOLEAN = 2, SHAPE_NUMBER = 4, SHAPE_TEXT = 8, SHAPE_OBJECT = 16, SHAPE_LIST = 32,
	SHAPE_MISSING = 64,
};
enum { SHAPE_KINDS = 7 };
extern const char *const shape_kinds[SHAPE_KINDS];

/* A column, a member or an element: as it would be written in a map, and as it hangs under another. */
enum shape_step { SHAPE_MEMBER = 'm', SHAPE_ATTRIBUTE = 'a', SHAPE_ITEM = 'i', SHAPE_ANY_MEMBER = 'o' };

struct shape_path {
	Str path, under, name;       /* name is empty of SHAPE_ITEM and SHAPE_ANY_MEMBER */
	enum shape_step step;
	unsigned kinds;
	bool mapped;                 /* a path of the map, or of another extract of the landing, leads to it or past it */
	uint64_t count;
};

/* One path (or, of new values, field) that departs: in how many records, and the first of them. */
struct departure {
	enum drift drift;
	enum drift_word word;
	Str path;                    /* empty: of further ones that nobody kept */
	Str what;                    /* "text, where number was" */
	Str example;                 /* as it was written; its pattern (Xxx 99) where no field says that it may be seen */
	uint64_t count;
	struct place first;
};

/* SHA-256 over what of the declaration makes the rows (whatever the order of its keys; of a drift contract what it
 * rejects), and over the content of the named crosswalks. */
struct digest map_digest(const struct map *m);
struct digest map_crosswalk_digest(const struct map *m);

/* ── running ───────────────────────────────────────────────────────────────────────────────────────────────────── */

/* What the values of `meta` are. */
struct map_about {
	const struct landing *landing;   /* NULL: page, url, part and landed_at are not known, which is a reject */
	Str run;
	const struct path *elsewhere;    /* from a row on: what other extracts of the landing read of it */
	size_t elsewhere_count;
	const struct shape_path *known;  /* of earlier nights, each behind what it is under; none: nothing departs */
	size_t known_count;
	const Str *keys;                 /* of map_keys_read; NULL: none was read */
	bool released;                   /* a person lets in what the contract would reject or fail */
};

/* A value that a crosswalk does not know. */
struct map_unknown {
	Str field, value;                /* the value is empty if the field is personal */
	uint64_t count;
};

enum { UNKNOWNS_KEPT = 1000, SHAPE_KEPT = 1000, SHAPE_PATH_MOST = 500, DEPARTURES_KEPT = 100 };

/* What one extract's records came to; it also holds what mapping remembers from batch to batch. */
struct map_tally {
	uint64_t records;
	uint64_t good, rejected, filtered, keyless, warnings;    /* keyless: the rejects without a key */
	uint64_t cards;                  /* records with a value that looks like a card number (promise 13) */
	const struct map_unknown *unknowns;
	size_t unknown_count;
	uint64_t unknown_more;           /* further occurrences, of values past UNKNOWNS_KEPT */
	const char *failed;              /* the first check of level "fail" that said no: the extract has to fail */
	struct recall *recall;
};

/* Adds the names of the secrets of its fields' hmac. */
void map_secrets(struct arena *a, const struct map *m, struct texts *names);

/* The secrets of its fields' hmac.  ERR_CONFIG for one that is nowhere. */
bool map_keys_read(struct arena *a, const struct map *m, const Str **keys, struct err *e)
	__attribute__((warn_unused_result));

struct map_tally *map_tally_new(struct arena *run, const struct map *m, const struct map_about *about);

/* out borrows from in, from the batch's arena and from the map. */
void map_batch(const struct map *m, struct map_tally *tally, struct arena *batch, const struct batch *in,
	       struct mapped *out);

/* NULL, or what the map asks for and not one of the extract's records had, once all were mapped.  Read as null it would
 * agree with whatever is null elsewhere.  What is required, or a reject if it is missing, shows in the rejects. */
const char *map_lacking(struct arena *a, const struct map *m, const struct map_tally *tally);

/* Once all records were mapped: what they consisted of, for the nights to come, at most SHAPE_KEPT paths.  What the
 * contract rejects is not in it, so that it is rejected again. */
const struct shape_path *map_shape(struct arena *a, const struct map_tally *tally, size_t *count);

/* Whether there was more than is remembered: paths past SHAPE_KEPT, or a longer one than SHAPE_PATH_MOST bytes. */
bool map_shape_is_cut(const struct map_tally *tally);

/* And what departed from the shape that was known, by drift and path: at most DEPARTURES_KEPT of each drift, the others
 * in one more.  The arena is that of the run or the extract. */
const struct departure *map_departures(struct arena *a, const struct map_tally *tally, size_t *count);

/* The reference of field maps in Markdown: every key and every operation. */
void map_describe(struct buf *b);
void map_describe_operations(struct buf *b);

#endif
