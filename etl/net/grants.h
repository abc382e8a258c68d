/*
 * Rights that a key must have: [system.NAME] grants = { path, at, need }.  Some systems leave out without a word what
 * a key may not see, so they are asked, before their first list in a run, what it may.
 */
#ifndef NET_GRANTS_H
#define NET_GRANTS_H

#include "config/keys.h"
#include "net/answer.h"

struct grants_text {
	Str path, at;
	struct texts need;
};

enum { GRANTS_KEYS = 3 };
extern const struct key grants_keys[GRANTS_KEYS];

struct grants {
	Str path;                    /* relative to the system's base; NULL: it is not asked */
	Str written;                 /* the place, for messages */
	struct path at;
	struct texts need;
};

/* n: where they stand; NULL: nowhere.  Every mistake is noted. */
bool grants_read(struct arena *a, const struct node *n, const struct grants_text *t, struct grants *out,
	struct mistakes *m);

/* ERR_SOURCE for an answer that lacks one, or says nothing of them.  One text of several is split at blanks and
 * commas. */
bool grants_check(struct arena *a, const struct grants *g, const struct answer *answer, struct err *e)
	__attribute__((warn_unused_result));

#endif
