/*
 * The configuration as a tree.  A node remembers where it was written, also after trees were merged, so that every
 * mistake can name its place.  Numbers that are not integers, and dates, keep their source text: what they mean is
 * decided by whoever reads them, and no amount ever passes through a double.
 */
#ifndef CONFIG_NODE_H
#define CONFIG_NODE_H

#include "base/digest.h"
#include "base/json_out.h"

enum node_kind {
	NODE_TABLE, NODE_ARRAY, NODE_TEXT, NODE_INTEGER, NODE_FLOAT, NODE_BOOLEAN, NODE_DATE, NODE_TIME, NODE_DATETIME,
};

struct node {
	enum node_kind kind;
	Str name;                /* of the key; empty in an array and at the root */
	Str text;                /* TEXT: the value; FLOAT, DATE, TIME, DATETIME: the source; with a NUL behind it */
	int64_t integer;
	bool boolean;
	const char *file;
	int line, column;        /* of the key, or of the value in an array; columns count characters */
	struct node **items;     /* TABLE: in the order of the file; ARRAY */
	size_t count;
};

/* A node of the same place and name as like, holding nothing. */
struct node *node_new(struct arena *a, enum node_kind kind, const struct node *like);
void node_add(struct arena *a, struct node *parent, struct node *child);

/* The child of that name, NULL if table is none (or NULL) or has none. */
struct node *node_child(const struct node *table, Str name);

/* The child of that name, else the node itself: where a mistake about that key stands. */
const struct node *node_place(const struct node *n, const char *name);

/* Of a list its item; of a single value, which may stand for a list, itself. */
const struct node *node_item(const struct node *list, size_t i);

/* By dotted path, "company.DE01"; for names that contain no dot. */
const struct node *node_get(const struct node *root, const char *path);

/* The value as text: 12, 0.5 (without the underscores of 1_000.5), true, 2026-03-31; false of a table or a list. */
bool node_scalar(struct arena *a, const struct node *n, Str *s);

/* A copy whose nodes may be changed. */
struct node *node_copy(struct arena *a, const struct node *n);

/* As JSON: dates as texts, floats as they are written. */
void node_json(struct arena *a, const struct node *n, struct json_out *j);

/* SHA-256 over names and values, in their order, wherever they were written; NULL is an empty tree. */
struct digest node_digest(struct arena *a, const struct node *n);

/* For messages: "a table", "a list", "a text", … */
const char *node_kind_name(enum node_kind kind);

#endif
