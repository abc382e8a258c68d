/*
 * A dataset's tables, made from its entity.  Live holds one row a key and source; history the versions that have ended;
 * duplicate the further records of a key that stood twice; aside whole snapshots of earlier dates.  Live has one index
 * only, unique on (key_hash, source): any other would end HOT updates.
 *
 *   stage.<system>_<entity>            the columns below, then <parent>_hash, then the fields by name
 *   stage.<system>_<entity>_history    the same and seen_until; with its parts _h<N>, which inherit from it
 *   stage.<system>_<entity>_duplicate, _aside    the same and snapshot_no
 *
 * Columns are known by their names; their order is that in which they came, and of a table that has taken the live
 * one's place those come last that were the same for all rows of its snapshot (next.c).
 * A field that the entity has lost keeps its column and its number, and is no more written.
 */
#ifndef STAGE_DATASET_H
#define STAGE_DATASET_H

#include "config/entity.h"
#include "db/pg.h"

struct dataset {
	Str name;                    /* shop_pl.order */
	Str extract;                 /* shop_pl.orders */
	const struct entity *entity;
	const int32_t *numbers;      /* of the entity's fields in the row hash, in their order */
	int16_t source;              /* the number that the extract's rows carry */
	int sources;                 /* how many extracts feed it, as of now */
	Str live, history, duplicate, aside, next;   /* stage.shop_pl_order …; next is there while a snapshot is staged */
	uint64_t seed;               /* of the hashes */
};

/* Makes the dataset's tables, or gives them the fields that the entity has gained.  In the caller's transaction, or one
 * of its own.  What cannot be kept (a field of another type, a name that all tables have) is ERR_CONFIG. */
bool dataset_prepare(struct arena *a, struct pg *pg, Str system, const struct entity *entity, Str extract,
		     const struct dataset **dataset, struct err *e) __attribute__((warn_unused_result));

/* Whether a field of the entity cannot be called so, because its tables have such a column of their own. */
bool dataset_reserves(struct arena *a, const struct entity *entity, Str field);

/* Its live table: stage.<system>_<entity>. */
Str dataset_table(struct arena *a, Str system, const struct entity *entity);

/* stage.<system>_<entity>_h<N>: the part of history that once was the live table, if snapshot N ended most of it. */
Str dataset_segment(struct arena *a, Str live, int32_t snapshot_no);

/* The unique index of the live table, or of the one that is to be it. */
bool dataset_index(struct arena *a, struct pg *pg, const struct dataset *d, Str table, struct err *e)
	__attribute__((warn_unused_result));

/* Who may read a table of the dataset; more: the column that only it has, NULL for none. */
bool dataset_grant(struct arena *a, struct pg *pg, const struct dataset *d, Str table, const char *more, struct err *e)
	__attribute__((warn_unused_result));

/* The columns that every row has, in their order; parents' hashes and fields follow. */
enum column {
	COLUMN_KEY_HASH, COLUMN_ROW_HASH, COLUMN_OFFSET, COLUMN_LANDING, COLUMN_RECORD, COLUMN_LENGTH, COLUMN_SEEN_FROM,
	COLUMN_PART, COLUMN_SOURCE, COLUMN_STATE, COLUMN_COMPANY, COLUMN_CHANNEL, COLUMN_COUNT,
};

/* What a snapshot writes, quoted, in the order of the tables: the columns above, parents, the entity's fields; without
 * those whose value in once is not NULL. */
Str dataset_columns(struct arena *a, const struct dataset *d, const Str once[COLUMN_COUNT]);

/* "landing", "integer not null" */
Str dataset_column_name(enum column column);
Str dataset_column_type(enum column column);

#endif
