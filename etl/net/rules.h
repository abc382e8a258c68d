/*
 * What an answer means: [system.NAME] on = [{ status = 429, do = "rate_limited" }, …], those of an extract before
 * those of its system, the first that fits counts.  They are asked of every answer, 200 too, because some systems say
 * an error inside of one.  Where none fits: 2xx is ok; 408, 425, 429 and 5xx are tried again; after 401 another
 * token is asked for, once, where there are any; every other fails.
 */
#ifndef NET_RULES_H
#define NET_RULES_H

#include "base/regex.h"
#include "config/keys.h"
#include "net/answer.h"

enum action {
	ACTION_OK, ACTION_RETRY, ACTION_RATE_LIMITED, ACTION_REFRESH_AUTH, ACTION_END, ACTION_FAIL
};

struct rule_on {
	const int64_t *statuses;     /* none: any */
	size_t status_count;
	bool has_place;
	struct answer_place place;
	struct texts is;             /* one of them; none: that it is there */
	struct regex *like;          /* NULL: none */
	bool exists;                 /* with neither: whether it must be there, or must not */
	enum action action;
	int64_t wait;                /* microseconds to wait before it is tried again; 0: not said */
	const char *says;            /* the place, as written, for messages; NULL: status alone */
};

struct rules_on {
	struct rule_on *at;
	size_t count;
};

/* A list of tables; every mistake is noted. */
bool rules_on_read(struct arena *a, const struct node *list, struct rules_on *rules, struct mistakes *m);

/* The first rule of several lists that fits, or NULL; the action without one is in rules_otherwise. */
const struct rule_on *rules_on_find(struct arena *a, const struct rules_on *lists, size_t count,
	const struct answer *answer);
enum action rules_otherwise(int status);

void rules_on_describe(struct buf *b);

#endif
