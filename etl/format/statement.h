/*
 * What the formats of bank statements have in common: a file is statements, each is read whole as a tree, and the rows
 * path begins with statements[*], or with statements[n] for one of them.  A tree has a text for each thing that is
 * there and nothing for what is not; amounts have a sign and a point for decimal mark.
 */
#ifndef FORMAT_STATEMENT_H
#define FORMAT_STATEMENT_H

#include "format/claims.h"
#include "format/rows.h"
#include "format/window.h"

/* Lines of one statement: with all that is made of them they take some hundred megabytes at the most. */
enum { STATEMENT_LINES = 100000 };

struct statements {
	struct rows rows;
	int64_t only, seen;          /* which one is asked for, -1: all; how many there were */
	bool leads_nowhere;          /* the path does not begin with statements */
	struct claims *claims;
};

/* ERR_CONFIG unless the path of the rows begins as it must. */
bool statements_check(const struct path *rows, struct err *e) __attribute__((warn_unused_result));

void statements_init(struct statements *s, const struct path *rows, const struct path *wanted, size_t count,
	struct claims *claims);

/* Hands a statement's rows on, if they are asked for. */
void statements_add(struct statements *s, const struct piece *piece);

/* ── trees that grow ── */

/* An object or array, and its last child. */
struct branch {
	struct arena *a;
	struct tree *node, *last;
};

struct branch branch_new(struct arena *a, enum tree_kind kind, uint64_t line);

/* A member that is an object or array; an item, if it has no name. */
struct branch branch_add(struct branch *to, const char *name, enum tree_kind kind, uint64_t line);

/* A member that is a text; none if the text is empty. */
void branch_text(struct branch *to, const char *name, Str text);

/* ── lines ── */

/* The line that begins at i of a text, without its end; *next: where the one after it begins.  *whole: it has an end,
 * so that no more of it can come. */
Str line_at(Str s, size_t i, size_t *next, bool *whole);

#endif
