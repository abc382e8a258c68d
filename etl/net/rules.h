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
	ACTION_OK, ACTION_RETRY, ACTION_RATE_LIMITED, ACTION_REFRESH_AUTH, ACTION_END, ACTION_FAIL,
	/* For whoever asks for a list: less of it at once, this part of it not, or all of it again. */
	ACTION_SPLIT, ACTION_SHRINK, ACTION_SKIP_RECORD, ACTION_SKIP_SLICE, ACTION_RESTART
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
	struct answer_place wait_at; /* or where the answer says how long */
	int wait_unit;               /* enum reset_unit */
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

/* How long an answer asks to wait, in microseconds: as its rule says, at the rule's header, Retry-After, at the rule's
 * place in the body; -1 if nothing says so.  rule may be NULL. */
int64_t rules_on_wait(struct arena *a, const struct rule_on *rule, const struct answer *answer);

void rules_on_describe(struct buf *b);

#endif
