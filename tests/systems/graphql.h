/*
 * GraphQL (spec.graphql.org, October 2021), what a reader needs of it: one operation with variables, selection sets,
 * aliases, arguments, fragments by name and in place.  No directives, no subscriptions.  Variables are put in place as
 * they are met, so that no one after this knows them.
 */
#ifndef SYSTEMS_GRAPHQL_H
#define SYSTEMS_GRAPHQL_H

#include "value.h"

struct selection {
	Str alias, name;            /* alias is name where none is given */
	Str on;                     /* of a fragment in place: its type, name is empty */
	Str spread;                 /* of a fragment by name: that name */
	struct value *arguments;    /* an object */
	struct selection *first, *last, *next;
};

struct document {
	bool mutation;
	struct selection root;
	const char *wrong;          /* what is wrong with it; NULL if nothing is */
	unsigned line, column;      /* where */
};

/* variables may be NULL. */
struct document graphql_read(struct arena *a, Str source, const struct value *variables);

#endif
