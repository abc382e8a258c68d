/* What ShipHero holds: shiphero.c answers, shiphero_run.c reads queries, shiphero_data.c fills the lists. */
#ifndef SYSTEMS_SHIPHERO_H
#define SYSTEMS_SHIPHERO_H

#include "graphql.h"
#include "rest.h"

/*
 * "products", "warehouse_products", "orders", "shipments", "returns" and "purchase_orders".  The first record of each
 * has all that can be asked for; of an object with "edges" a query takes so many as it says.
 */
void shiphero_hold(struct systems *s);

/* "T3JkZXI6MTAwNTc0MjM1": a type and a number. */
const char *shiphero_id(struct arena *a, const char *type, uint64_t number);

/* A field of the query's root, read: which list, which records of it, and what all of it costs. */
struct hero_query {
	const struct selection *field, *data;
	const struct list *list;
	uint64_t first, cost;
	size_t from;
	const char *wrong;          /* NULL, or what cannot be answered */
};

/* The first field of an operation; a query that asks for several is read no further. */
struct hero_query hero_read(struct systems *s, const struct request *q, const struct document *d);

/* The answer's data; an empty page where the fault asks so. */
void hero_write(struct buf *out, const struct request *q, struct reply *r, const struct hero_query *query);

#endif
