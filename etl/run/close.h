/* The close of a month as a command asks for it: which lists it is made from, and where its files go. */
#ifndef RUN_CLOSE_H
#define RUN_CLOSE_H

#include "db/pg.h"
#include "report/close.h"
#include "run/project.h"

/* The company of that name, or the only one; ERR_USAGE. */
const struct company *close_company(struct arena *a, const struct project *p, Str name, struct err *e);

/* Closes the month that begins with that day: the newest close of it from now on.  A project without a position of the
 * company's is ERR_USAGE. */
bool close_make(struct arena *a, const struct project *p, struct pg *pg, const struct company *company, date first,
	struct err *e) __attribute__((warn_unused_result));

/* The close of that number, or with 0 the newest, read; ERR_USAGE if there is none. */
bool close_find(struct arena *a, const struct project *p, struct pg *pg, const struct company *company, date first,
	int64_t number, struct closed **closed, struct err *e) __attribute__((warn_unused_result));

/* Its files; those that are there already must have the same bytes.  *index: where its page is. */
bool close_files(struct arena *a, struct pg *pg, const struct closed *closed, const char **index, struct err *e)
	__attribute__((warn_unused_result));

/* Its JSON alone. */
bool close_print(struct arena *a, struct pg *pg, const struct closed *closed, struct buf *json, struct err *e)
	__attribute__((warn_unused_result));

#endif
