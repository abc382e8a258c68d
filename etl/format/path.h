/*
 * Paths into a record: a.b.c, a[0], a[-1], a["odd.key"], lines[*], obj{*} (then .key and .value), ^.id (the parent
 * record, ^^ its parent), @attr and text() in XML, {ns}name, a CSV column by name or #3 by position (from 1).
 * No filters, no recursion.
 */
#ifndef FORMAT_PATH_H
#define FORMAT_PATH_H

#include "base/err.h"
#include "base/text.h"

enum step_kind {
	STEP_NAME,       /* a member, an element by local name, a column */
	STEP_INDEX,      /* [n], from the end if negative */
	STEP_EACH,       /* [*] */
	STEP_MEMBERS,    /* {*} */
	STEP_ATTRIBUTE,  /* @name */
	STEP_TEXT,       /* text() */
	STEP_COLUMN,     /* #n */
};

struct step {
	enum step_kind kind;
	Str name;        /* NAME, ATTRIBUTE */
	Str space;       /* XML namespace URI, empty if it does not matter */
	int64_t index;   /* INDEX, COLUMN */
};

struct path {
	Str source;      /* as written */
	int up;          /* how many ^ */
	const struct step *steps;
	size_t count;
};

/* A bad path is ERR_CONFIG and names the column where it goes wrong. */
bool path_parse(struct arena *a, Str source, struct path *p, struct err *e) __attribute__((warn_unused_result));

/* Whether it may yield more than one value. */
bool path_is_many(const struct path *p);

#endif
