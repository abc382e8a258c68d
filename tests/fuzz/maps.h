/*
 * One cell through a small map, for targets: the map is compiled once for the whole program and never sees a batch's
 * memory again.
 */
#ifndef FUZZ_MAPS_H
#define FUZZ_MAPS_H

#include "map_harness.h"

/* A map that must be right, with the entity of map_harness.h; id is a constant. */
static inline void maps_open(struct bench *x, const char *declaration)
{
	if (bench_open(x, declaration))
		return;
	fprintf(stderr, "%s\n%.*s", declaration, STR(mistakes_text(x->a, x->m)));
	abort();
}

/* A map has one path, "a" (or none). */
static inline const struct row *maps_row(struct bench *x, struct arena *a, struct cell cell)
{
	struct cell *cells = arena_new_of(a, struct cell);
	struct record *r = arena_new_of(a, struct record);
	struct mapped out;

	*cells = cell;
	*r = (struct record){.cells = cells, .cell_count = 1, .text = cell.text, .place = {.member = S("x"), .record = 1}};
	map_batch(x->map, x->tally, a, &(struct batch){.records = r, .count = 1}, &out);
	must(out.count == 1, "a record is a row");
	must(out.rows->state != ROW_REJECTED || out.rows->fault_count > 0, "what is wrong is said");
	return out.rows;
}

static inline const struct value *maps_value(const struct bench *x, const struct row *row, const char *field)
{
	return &row->values[entity_field(&x->entities.at[0], text(field))];
}

#endif
