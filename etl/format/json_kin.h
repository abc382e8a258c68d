/*
 * JSON lines of which one may name another as the one it belongs to: what was nested where they come from stands in
 * lines of its own behind its parent, {"id": "a"}, {"id": "b", "parent": "a"}.  Each line is a row as if it stood in
 * its parent: ^ leads there.
 *
 * Lines that may be parents are held as texts, the newest 16 to 32 MiB of them.  A parent that is asked for stays: so a
 * file that is grouped by its parents may be of any size, and one that is not must name them within that distance.
 */
#ifndef FORMAT_JSON_KIN_H
#define FORMAT_JSON_KIN_H

#include "base/err.h"
#include "format/json.h"

/* Names of members; parent NULL: no line belongs to another one. */
struct kin {
	Str parent, id;
	Str of;                      /* a pattern for the id of lines that are rows; empty: all are */
};

struct json_kin;

struct json_kin *json_kin_new(struct arena *a, const struct kin *kin, struct json *json);

/* What was given out before is let go. */
void json_kin_begin(struct json_kin *k);

/* A line in its order; tree: what it says.  *is_row: its rows are wanted; then *parent is where it belongs, NULL at the
 * root.  ERR_FORMAT for a parent that is not held, and for lines nested in each other without end. */
bool json_kin_take(struct json_kin *k, Str text, const struct tree *tree, bool *is_row,
	const struct tree_context **parent, struct err *e) __attribute__((warn_unused_result));

#endif
