/*
 * A list of digests and names, as `sha256sum` prints it (GNU coreutils manual, "cksum output modes"): 64 hexadecimal
 * digits, a blank, a blank or *, the name; a line with a name that holds a backslash or a line feed begins with a
 * backslash and has them as \\ and \n.  Names are relative to the list's own folder.
 */
#ifndef EXTRACT_SUMS_H
#define EXTRACT_SUMS_H

#include "base/digest.h"
#include "base/err.h"

struct sum {
	struct digest sha256;
	Str name;                    /* from the folder that the list's name is from */
};

struct sums {
	Str name;                    /* as its files are named, .at is NULL if there is no list */
	struct sum *at;
	size_t count;
};

/* path: where it can be read; name: what it is called there.  A line that is none is ERR_FORMAT with its place. */
bool sums_read(struct arena *a, const char *path, Str name, struct sums *s, struct err *e)
	__attribute__((warn_unused_result));

/* NULL if it is not in the list. */
const struct sum *sums_find(const struct sums *s, Str name);

#endif
