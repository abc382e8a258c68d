/*
 * Postgres' numeric in binary (PostgreSQL source, numeric.c, numeric_send): digits to base 10000 grouped at the point,
 * the weight of the first group, a sign, and the digits to show behind the point.  Made from decimal digits directly,
 * without allocating or dividing.
 */
#ifndef DB_NUMERIC_H
#define DB_NUMERIC_H

#include "base/decimal.h"

struct numeric {
	Str digits;              /* without zeros at the end */
	size_t groups;           /* to base 10000 */
	size_t first;            /* decimal digits in the first group, 1 to 4 */
	int weight;              /* of the first group: 10000^weight */
	int scale;               /* digits shown behind the point; never fewer than there are */
	bool negative;
};

/* False if Postgres cannot hold it. */
bool numeric_of(struct decimal d, int display_scale, struct numeric *n);

/* Writes 8 + 2 × groups bytes. */
void numeric_write(const struct numeric *n, char *at);

#endif
