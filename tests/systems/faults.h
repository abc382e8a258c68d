/*
 * The fault script: what is to go wrong, and when.  One line each, # begins a comment:
 *
 *     AT 3 REQUEST OF stripe/charges: 429 seconds 2
 *     AT 2nd REQUEST OF shopify/orders: the same page
 *     AT EVERY REQUEST OF business_central/token: 500
 *
 * The number counts the requests whose route fits the pattern, in which * stands for anything.  faults.c lists what
 * can go wrong.
 */
#ifndef SYSTEMS_FAULTS_H
#define SYSTEMS_FAULTS_H

#include "base/arena.h"
#include "base/text.h"

enum fault_kind {
	FAULT_NONE,
	FAULT_429_SECONDS,      /* Retry-After: 2 */
	FAULT_429_DATE,         /* Retry-After: a date so many seconds from now */
	FAULT_429,              /* no header */
	FAULT_500,
	FAULT_503,
	FAULT_UNAUTHORIZED,     /* one 401 */
	FAULT_REDIRECT,         /* 302 to the other name of this host */
	FAULT_TOKEN_EXPIRES,    /* every token, and a key that nothing renews, is refused from here on */
	FAULT_ERROR_IN_200,
	FAULT_EMPTY_PAGE,       /* no records, though more follow */
	FAULT_TOTAL,            /* the total that the system states is one more than there are */
	FAULT_SAME_PAGE,        /* the answer before, once more */
	FAULT_LOOP,             /* the answer before, from here on */
	FAULT_RESET,            /* half of the body, then RST */
	FAULT_SHORT_BODY,       /* half of the body, then an orderly end */
	FAULT_GZIP_CUT,         /* gzip without its last bytes, under a length that says so */
	FAULT_GZIP_SUM,         /* gzip with another checksum */
	FAULT_STALL,            /* half of the body, nothing for so many seconds, the rest */
};

struct fault {
	Str route;
	uint64_t at;            /* 0: every */
	enum fault_kind kind;
	uint64_t seconds;
	uint64_t seen;          /* requests so far */
	uint64_t played;
};

struct faults {
	struct fault *at;
	size_t count;
};

/* Reads a script; false, with what is wrong on stderr, where a line is none. */
bool faults_read(struct arena *a, const char *name, Str script, struct faults *faults);

/* Counts a request of this route, and gives the fault that it meets; NULL for none. */
struct fault *faults_next(struct faults *faults, Str route);

#endif
