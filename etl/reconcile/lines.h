/* The lines of a match rule's lists, as the sides' views have them tonight. */
#ifndef RECONCILE_LINES_H
#define RECONCILE_LINES_H

#include "base/hash.h"
#include "reconcile/input.h"

/* Of both lists together; a line takes some 250 bytes (promise 11). */
enum { LINES_MOST = 4000000 };

/* A line's key: its hash, and its parts as a text[] in Postgres' binary form. */
struct line_key {
	struct hash hash;
	Str key;
	char state;                      /* as in its view: 'x' is only last known */
};

/* A row that is not paired tonight. */
struct other_row {
	struct hash hash;
	char state;                      /* as in its view */
	bool has_no_amount, is_long;     /* why it is not, if its state would let it */
	bool is_held;                    /* by a match that stands */
};

struct lines {
	struct arena *a;
	struct pg *pg;
	const struct rule *rule;
	const struct inputs *inputs;
	struct pairing pairing;
	struct line_key *keys[2];        /* of each list's lines, which ascend by them */
	uint32_t *by_hash[2];            /* the lines by the first bits of their hashes */
	uint32_t *places[2];             /* where those begin that begin with the same bits */
	int bits[2];
	struct other_row *others[2];     /* ascending by their hashes */
	size_t other_count[2];
	int scale;                       /* an amount is units × 10^-scale */
	struct texts currencies;         /* by their numbers */
};

/* Reads both lists.  Amounts are paired up to 10^15 of the last digit, of which there are six behind the point at most,
 * so that many of them can be added in 64 bits.  standing: SQL whose rows have amounts `first` and `second` that must
 * be integers in units too.  ERR_SOURCE if there are more lines than LINES_MOST. */
bool lines_read(struct lines *l, Str standing, struct err *e) __attribute__((warn_unused_result));

/* The line with the key; -1 if there is none. */
int64_t line_with(const struct lines *l, int list, struct hash key);

/* The row that is not paired; NULL if there is none with the key. */
struct other_row *line_other(const struct lines *l, int list, struct hash key);

uint32_t line_currency(struct lines *l, Str currency);

/* An amount of so many units. */
struct decimal line_amount(struct arena *a, const struct lines *l, int64_t units);

/* SQL over alias v of a list's view: what the row comes to. */
Str line_worth(struct arena *a, const struct rule *rule, int list);

#endif
