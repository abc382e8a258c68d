/* The contract on what an extract's records consist of: what earlier nights had, and what tonight departs in. */
#ifndef RUN_DRIFT_H
#define RUN_DRIFT_H

#include "extract/extract.h"
#include "map/map.h"
#include "stage/stage.h"

/* What map_about has to say of the nights before the date; nothing if the map has no contract. */
bool drift_known(struct arena *a, struct pg *pg, const struct extract *x, date day, struct map_about *about,
	struct err *e) __attribute__((warn_unused_result));

/* Once all records were mapped: hands on what they consisted of and what departed; holds the snapshot if the contract
 * says so. */
void drift_pass(struct arena *a, const struct map *m, const struct map_tally *tally, struct stage *stage);

#endif
