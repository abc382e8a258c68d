/*
 * The columns of a dataset for people: its key, the entity's other fields, and what earlier rows had and the entity has
 * lost; each as a piece of SQL that gives text.  A field that is not staged yet is NULL.
 */
#ifndef CLI_SHAPE_H
#define CLI_SHAPE_H

#include "cli/open.h"

struct shape_field {
	Str name;
	bool key, parent;        /* parent: part of another entity's key, such as the order of a line */
	bool plain;              /* JSON needs no quotes: an integer or a boolean */
	bool hidden;             /* not for these eyes: its sql is the mask */
	Str sql, order;          /* what is selected, and what it is ordered by */
};

struct shape {
	Str dataset, live;
	const struct entity *entity;
	const struct settings *settings;      /* of the project: how its values are written for people */
	struct shape_field *fields;
	size_t count;
};

/* personal: with what is personal, if this role may read it; else it is hidden as it is from an auditor.  A dataset
 * that was never staged, or whose entity is gone, is ERR_USAGE. */
bool shape_open(struct arena *a, const struct project *p, struct pg *pg, Str dataset, bool personal, struct shape *s,
	struct err *e) __attribute__((warn_unused_result));

/* One of a row's values, which stand in the shape's order, for people; NULL stays NULL, and what is part of a key,
 * which is a name, stays as it is. */
Str shape_value(struct arena *a, const struct shape *s, size_t field, const Str *values);

/* "good", "rejected" … of the letter that stands in the row. */
Str row_state_name(Str letter);

#endif
