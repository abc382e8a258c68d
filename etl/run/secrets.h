/*
 * The secrets that a job's night needs: those of the systems that it reads from, of what its lists send, and of its
 * maps; and where each would be read from.  No value is kept.
 */
#ifndef RUN_SECRETS_H
#define RUN_SECRETS_H

#include "run/project.h"

struct needed_secret {
	Str name;
	struct texts of;             /* systems, and the database */
	const char *from;            /* the file or the variable; NULL: it is not there, or cannot be used */
	const char *why_not;         /* then why */
};

struct needed_secrets {
	struct needed_secret *at;
	size_t count;
};

void needed_secrets_find(struct arena *a, const struct project *p, const struct job *job, struct needed_secrets *out);

#endif
