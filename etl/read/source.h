/*
 * What a reader reads: the parts of a landing, or one file for trying a format out.
 */
#ifndef READ_SOURCE_H
#define READ_SOURCE_H

#include "extract/landing.h"
#include "format/bytes.h"

struct source_parts {
	const struct landing *landing;   /* or NULL and */
	const char *file;
	Str name;                        /* what messages call the file */
	Str content;                     /* its bytes, if they are at hand: then it is not looked for */
};

size_t source_count(const struct source_parts *s);

/* What messages call a part: its path in the project. */
Str source_name(const struct source_parts *s, size_t part);

/* How many bytes of such a name are the folders before it. */
size_t source_folders(Str name);

/* The bytes of a part, from 0; they end with the arena. */
bool source_open(struct arena *a, const struct source_parts *s, size_t part, struct bytes **b, struct err *e)
	__attribute__((warn_unused_result));

#endif
