/*
 * Field maps: the declaration that turns a record's cells into an entity's typed fields, [extract.SYSTEM.NAME.map].
 * It is data: one key is one field, there is no expression language.  It compiles to a flat list a field and runs
 * without allocating beyond the batch.  Order of work, always: get, null handling, do, type, crosswalk, check.
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
};

/* Every mistake is noted with its place; false means that there was one. */
bool map_compile(struct arena *a, const struct map_declaration *from, struct map **map, struct mistakes *m);

/* The paths that the reader must look up in each record, in the order in which map_batch expects its cells. */
const struct path *map_paths(const struct map *m, size_t *count);

/* What each file must have a column for.  In other formats a record may lack a path: see map_lacking. */
const struct need *map_needs(const struct map *m, size_t *count);

/* Whether the map says anything of the entity's field; one that it does not declare, or drops, is not compared. */
bool map_declares(const struct map *m, size_t field);

/* Where the field's value comes from, as it was written ("total.amount", "a or b", "constant"); empty if nowhere. */
Str map_lineage(const struct map *m, size_t field);

/* What to do with members and columns of the source that no path of the map reaches. */
enum unmapped { UNMAPPED_IGNORE, UNMAPPED_REPORT, UNMAPPED_FAIL };
enum unmapped map_unmapped(const struct map *m);

/* SHA-256 over the declaration (whatever the order of its keys), and over the content of the named crosswalks. */
struct digest map_digest(const struct map *m);
struct digest map_crosswalk_digest(const struct map *m);

/* ── running ───────────────────────────────────────────────────────────────────────────────────────────────────── */

/* What the values of `meta` are. */
struct map_about {
	const struct landing *landing;   /* NULL: page, url, part and landed_at are not known, which is a reject */
	Str run;
	const struct path *elsewhere;    /* from a row on: what other extracts of the landing read of it */
	size_t elsewhere_count;
};

/* A value that a crosswalk does not know. */
struct map_unknown {
	Str field, value;                /* the value is empty if the field is personal */
	uint64_t count;
};

/* A column, or a member by its path, that the map reaches nowhere: in how many records. */
struct map_unmapped {
	Str name;
	uint64_t count;
};

enum { UNKNOWNS_KEPT = 1000, UNMAPPED_KEPT = 200 };

/* What one extract's records came to; it also holds what mapping remembers from batch to batch. */
struct map_tally {
	uint64_t good, rejected, filtered, keyless, warnings;    /* keyless: the rejects without a key */
	uint64_t cards;                  /* records with a value that looks like a card number (promise 13) */
	const struct map_unknown *unknowns;
	size_t unknown_count;
	uint64_t unknown_more;           /* further occurrences, of values past UNKNOWNS_KEPT */
	const struct map_unmapped *unmapped;     /* only if the map asks for it */
	size_t unmapped_count;
	uint64_t unmapped_more;          /* further occurrences, of names past UNMAPPED_KEPT */
	const char *failed;              /* the first check of level "fail" that said no: the extract has to fail */
	struct recall *recall;
};

struct map_tally *map_tally_new(struct arena *run, const struct map *m, const struct map_about *about);

/* out borrows from in, from the batch's arena and from the map. */
void map_batch(const struct map *m, struct map_tally *tally, struct arena *batch, const struct batch *in,
	       struct mapped *out);

/* NULL, or what the map asks for and not one of the extract's records had, once all were mapped.  Read as null it would
 * agree with whatever is null elsewhere.  What is required, or a reject if it is missing, shows in the rejects. */
const char *map_lacking(struct arena *a, const struct map *m, const struct map_tally *tally);

/* NULL, or what no path of the map reaches, with counts: "Kunde" (20), "Land" (20). */
const char *map_unreached(struct arena *a, const struct map_tally *tally);

/* The reference of field maps in Markdown: every key and every operation. */
void map_describe(struct buf *b);
void map_describe_operations(struct buf *b);

#endif
