/* What is staged of one field of a dataset, as the newest snapshots have it: for extracts that are read by it.  A field
 * that the entity has gained since then is null. */
#ifndef RUN_STAGED_H
#define RUN_STAGED_H

#include "config/condition.h"
#include "db/pg.h"
#include "map/map.h"

struct staged_field {
	Str dataset;                     /* "wms.shipment" */
	const struct entity *entity;
	int field;
	const struct conditions *where;  /* of which good rows */
	bool may_lack;                   /* nothing was ever staged of it */
};

/* Each value once.  ERR_INCOMPLETE if nothing of it was ever staged, though it must. */
bool staged_values(struct arena *a, struct pg *pg, const struct staged_field *what, struct texts *values, struct err *e)
	__attribute__((warn_unused_result));

/* The least of a moment; INSTANT_NONE if there is none. */
bool staged_oldest(struct arena *a, struct pg *pg, const struct staged_field *what, instant *oldest, struct err *e)
	__attribute__((warn_unused_result));

/* The pairs of each lookup of a map, as it is declared; those of a dataset of which nothing was staged are none.
 * ERR_CONFIG if there are more than a million. */
bool staged_lookups(struct arena *a, struct pg *pg, const struct map *map, struct err *e)
	__attribute__((warn_unused_result));

#endif
