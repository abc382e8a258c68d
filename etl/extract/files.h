/* The files that a source's path stands for on one business date. */
#ifndef EXTRACT_FILES_H
#define EXTRACT_FILES_H

#include "extract/extract.h"
#include "extract/landing_write.h"
#include "extract/shelf.h"

struct files {
	struct landing_file *at;     /* in the order of their names; paths are those of shelf_file */
	size_t count;
	struct texts missing_parts;  /* declared, and no file is there */
	struct texts patterns;       /* that were looked for, filled, by part */
};

/* Nothing found is no error.  A folder that cannot be read is ERR_SOURCE, a file that is two parts' ERR_CONFIG.
 * Matching by * or ?, folders and names that begin with a dot (senders' unfinished files) are passed by. */
bool files_find(struct arena *a, const struct source *s, const struct shelf *p, date business_date, struct files *f,
	struct err *e) __attribute__((warn_unused_result));

/* As files_find, for one pattern that is filled already: the names, in their order. */
bool files_match(struct arena *a, const struct shelf *p, Str pattern, struct texts *names, struct err *e)
	__attribute__((warn_unused_result));

/* The patterns that are looked for, filled, by part. */
struct texts files_patterns(struct arena *a, const struct source *s, date business_date);

#endif
