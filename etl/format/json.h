/*
 * One JSON text (RFC 8259) to a tree, through simdjson, which stands in json.cc alone.  All of the text is checked;
 * numbers keep their source text, strings without escapes are borrowed from it.
 */
#ifndef FORMAT_JSON_H
#define FORMAT_JSON_H

#include "format/tree.h"

struct json;

struct json *json_new(struct arena *a);

struct json_result {
	const struct tree *tree;     /* NULL if the fault left none */
	const char *fault;           /* the text has the form of JSON, but a name stands twice, a string is not UTF-8 … */
	const char *error;           /* it is no JSON, */
	size_t error_at;             /* as far as this byte shows */
};

/* WINDOW_PADDING bytes behind the text must be there, more of a text or zero.  The tree ends with the arena or the
 * text. */
void json_parse(struct json *j, struct arena *a, Str text, struct json_result *result);

#endif
