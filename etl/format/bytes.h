/*
 * Where unpacking pulls its bytes from: memory, a file, or an outer stream that the folder on our right hands in
 * (read/source.c lets a landing's part be one).  A table of function pointers would be a callback by another name; so
 * the kinds are few, and bytes_outer_* are declared here and defined there.
 */
#ifndef FORMAT_BYTES_H
#define FORMAT_BYTES_H

#include "base/err.h"
#include "base/text.h"

struct bytes;

/* All of the content, in pieces of at most step bytes (0: in one piece). */
struct bytes *bytes_of_memory(struct arena *a, Str name, Str content, size_t step);

/* A regular file, called by that name in messages; one that cannot be read is ERR_SOURCE. */
bool bytes_of_file(struct arena *a, const char *path, Str name, struct bytes **b, struct err *e)
	__attribute__((warn_unused_result));

/* An open file, which is closed with the arena. */
struct bytes *bytes_of_descriptor(struct arena *a, Str name, int file);

struct bytes_outer;
struct bytes *bytes_of_outer(struct arena *a, Str name, struct bytes_outer *outer);
bool bytes_outer_next(struct bytes_outer *outer, Str *chunk, struct err *e) __attribute__((warn_unused_result));
bool bytes_outer_seek(struct bytes_outer *outer, uint64_t offset, struct err *e) __attribute__((warn_unused_result));
uint64_t bytes_outer_size(const struct bytes_outer *outer);

/* The rows of a workbook's sheet as text (xlsx.h), which can only be read once, from the beginning. */
struct xlsx;
struct bytes *bytes_of_sheet(struct arena *a, Str name, struct xlsx *sheet);

/* The next bytes, borrowed until the next call; empty at the end. */
bool bytes_next(struct bytes *b, Str *chunk, struct err *e) __attribute__((warn_unused_result));
bool bytes_seek(struct bytes *b, uint64_t offset, struct err *e) __attribute__((warn_unused_result));
uint64_t bytes_size(const struct bytes *b);
Str bytes_name(const struct bytes *b);

#endif
