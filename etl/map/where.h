/*
 * Conditions as in config/condition.h, over a record's typed values instead of staged rows: they may go deeper (a list
 * in an OR is AND again) and name what is no field by its path.  NULL is equal to nothing: `=`,
 * `in`, `<` … `match` say no, `<>` and `not_in` say yes.  What a faulty field decides is unknown.
 */
#ifndef MAP_WHERE_H
#define MAP_WHERE_H

#include "config/condition.h"
#include "map/compile.h"

enum where_kind { WHERE_ALL, WHERE_ANY, WHERE_ONE };

struct where {
	enum where_kind kind;
	const struct where *parts;   /* ALL, ANY */
	size_t count;
	int slot;                    /* ONE */
	enum field_type type;
	enum test test;
	const struct value *values;
	size_t value_count;
	const struct regex *regex;
};

enum answer { ANSWER_NO, ANSWER_YES, ANSWER_UNKNOWN };

enum answer where_ask(const struct where *x, const struct value *values, const bool *bad);

/* A list of { field | get, is, value }; get is a path of the record, read as text. */
bool where_read(struct compile *c, const struct node *n, const struct where **where);

#endif
