#include "db/numeric.h"

enum { SCALE_MAX = 16383, WEIGHT_MAX = 32767, GROUPS_MAX = 16384 };

/* Rounded down, for negative numbers too. */
static int64_t quarter(int64_t n)
{
	return n >= 0 ? n / 4 : -((3 - n) / 4);
}

bool numeric_of(struct decimal d, int display_scale, struct numeric *n)
{
	int64_t scale = d.scale, front;

	while (d.digits.len > 0 && d.digits.at[d.digits.len - 1] == '0') {
		d.digits.len--;
		scale--;
	}
	*n = (struct numeric){.digits = d.digits, .negative = d.negative && d.digits.len > 0};
	if (d.digits.len == 0)
		scale = 0;
	n->scale = (int)(scale > display_scale ? scale : display_scale > 0 ? display_scale : 0);
	if (scale > SCALE_MAX || n->scale > SCALE_MAX)
		return false;
	if (d.digits.len == 0)
		return true;
	/* Digits in front of the point, negative if zeros follow it first. */
	front = (int64_t)d.digits.len - scale;
	if (quarter(front - 1) > WEIGHT_MAX)
		return false;
	n->weight = (int)quarter(front - 1);
	n->first = (size_t)(front - 4 * (int64_t)n->weight);
	n->groups = d.digits.len <= n->first ? 1 : 1 + (d.digits.len - n->first + 3) / 4;
	return n->groups <= GROUPS_MAX;
}

static void store(char *at, int n)
{
	at[0] = (char)((unsigned)n >> 8);
	at[1] = (char)n;
}

/* Up to four digits from i on; those that are not there are zeros. */
static int group(Str digits, size_t i, size_t count)
{
	int value = 0;

	for (size_t end = i + count; i < end; i++)
		value = 10 * value + (i < digits.len ? digits.at[i] - '0' : 0);
	return value;
}

void numeric_write(const struct numeric *n, char *at)
{
	size_t i = 0, size = n->first;

	store(at, (int)n->groups);
	store(at + 2, n->weight);
	store(at + 4, n->negative ? 0x4000 : 0);
	store(at + 6, n->scale);
	for (at += 8; i < n->digits.len; i += size, size = 4, at += 2)
		store(at, group(n->digits, i, i == 0 ? n->first : 4));
}
