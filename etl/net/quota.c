#include "net/quota.h"

/* How finely SLIDING tells many calls apart: an entry stands for all of a stretch of per/GRAINS, as if they had been
 * made at its end, so that its size is bounded and the limit kept. */
enum { GRAINS = 32 };

/* How often is looked whether a call under way has ended. */
#define LOOK_AGAIN (SECOND / 10)
/* What is known of points, and the largest cost that was seen, count for so long. */
#define POINTS_KNOWN (3600 * SECOND)
#define COST_KNOWN (600 * SECOND)

enum { STRETCH = 0, STRETCH_CALLS = 1 };       /* FIXED: its number; DAILY: its end */
enum { EVEN_NEXT = 0, EVEN_EACH = 1 };
enum { LEFT_CALLS = 0, LEFT_UNTIL = 1, LEFT_ENDED = 2 };
enum { COST_AVAILABLE = 0, COST_AT = 1, COST_RESTORE = 2, COST_LARGEST = 3, COST_SEEN = 4, COST_ENDED = 5 };

/* The weight of a call whose cost nobody knows yet, in thousandths of a point; several of one moment add up, and stay
 * below what a call costs anywhere. */
enum { UNKNOWN = 1, UNKNOWN_MOST = 20 };

static const size_t heads[] = {[PACE_BUCKET] = 2, [PACE_FIXED] = 2, [PACE_SLIDING] = 0, [PACE_CONCURRENT] = 0,
	[PACE_COST] = 6, [PACE_HEADER] = 3, [PACE_LEARN] = 2, [PACE_DAILY] = 2};

/* ── pairs ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

struct pairs {
	struct quota *q;
	size_t head;
};

static size_t pairs_count(const struct pairs *p)
{
	return (p->q->count - p->head) / 2;
}

static int64_t *pair(const struct pairs *p, size_t i)
{
	return &p->q->at[p->head + 2 * i];
}

static void pairs_drop(const struct pairs *p, size_t i, size_t count)
{
	memmove(pair(p, i), pair(p, i + count), (pairs_count(p) - i - count) * 2 * sizeof(int64_t));
	p->q->count -= 2 * count;
}

static int64_t pairs_sum(const struct pairs *p)
{
	int64_t sum = 0;

	for (size_t i = 0; i < pairs_count(p); i++)
		sum += pair(p, i)[1];
	return sum;
}

/* Makes room: the two oldest become one, at the later moment of both. */
static void pairs_join(const struct pairs *p)
{
	pair(p, 1)[1] += pair(p, 0)[1];
	pairs_drop(p, 0, 1);
}

/* Into the pair of the same grain, which then stands for the later moment; grain 1 tells all apart. */
static void pairs_add(const struct pairs *p, int64_t moment, int64_t weight, int64_t grain)
{
	size_t i;

	if (pairs_count(p) == QUOTA_PAIRS)
		pairs_join(p);
	i = pairs_count(p);
	while (i > 0 && pair(p, i - 1)[0] / grain > moment / grain)
		i--;
	if (i > 0 && pair(p, i - 1)[0] / grain == moment / grain) {
		pair(p, i - 1)[1] += weight;
		if (pair(p, i - 1)[0] < moment)
			pair(p, i - 1)[0] = moment;
		return;
	}
	p->q->count += 2;
	memmove(pair(p, i + 1), pair(p, i), (pairs_count(p) - i - 1) * 2 * sizeof(int64_t));
	pair(p, i)[0] = moment;
	pair(p, i)[1] = weight;
}

/* From the first pair that may hold it; one that was dropped meanwhile is none. */
static void pairs_take(const struct pairs *p, const struct flight *f, int64_t grain)
{
	for (size_t i = 0; i < pairs_count(p); i++)
		if (pair(p, i)[0] >= f->until && pair(p, i)[0] / grain == f->until / grain && pair(p, i)[1] >= f->weight) {
			pair(p, i)[1] -= f->weight;
			if (pair(p, i)[1] == 0)
				pairs_drop(p, i, 1);
			return;
		}
}

static void pairs_before(const struct pairs *p, int64_t moment)
{
	size_t i = 0;

	while (i < pairs_count(p) && pair(p, i)[0] <= moment)
		i++;
	pairs_drop(p, 0, i);
}

/* ── what may be believed ──────────────────────────────────────────────────────────────────────────────────────── */

static bool is_even(const struct pace *pace)
{
	return pace->kind == PACE_BUCKET || pace->kind == PACE_LEARN;
}

static void begin(const struct pace *pace, struct quota *q, int64_t now)
{
	memset(q, 0, sizeof *q);
	q->count = heads[pace->kind];
	if (is_even(pace)) {
		q->at[EVEN_NEXT] = now;
		q->at[EVEN_EACH] = pace->kind == PACE_LEARN && pace->calls > 0 ? pace->per.us / pace->calls : 0;
	}
	if (pace->kind == PACE_HEADER)
		q->at[LEFT_CALLS] = -1;
}

/* A row that a hand or another version has written, or a clock that went back. */
static bool is_whole(const struct pace *pace, const struct quota *q)
{
	size_t head = heads[pace->kind];

	if (q->count < head || q->count > QUOTA_NUMBERS || (q->count - head) % 2 != 0)
		return false;
	for (size_t i = head; i < q->count; i++)
		if (q->at[i] < 0 || ((i - head) % 2 == 1 && q->at[i] > (int64_t)POINT * POINTS_MOST))
			return false;
	return true;
}

static int64_t clamped(int64_t value, int64_t most)
{
	return value < most ? value : most;
}

static int64_t window_of(const struct pace *pace, int64_t now)
{
	return now / pace->per.us;
}

/* The end of the day that now is in. */
static int64_t day_end(const struct pace *pace, int64_t now)
{
	instant first, second;

	zone_instant(pace->zone, wall_of_utc((instant)(zone_date(pace->zone, now) + 1) * DAY), &first, &second);
	return first > now ? first : second;
}

/* A new stretch begins with what is under way: it may arrive in it. */
static void settle_stretch(const struct pairs *p, int64_t stretch)
{
	if (p->q->at[STRETCH] == stretch)
		return;
	p->q->at[STRETCH] = stretch;
	p->q->at[STRETCH_CALLS] = pairs_sum(p);
}

static int64_t each(const struct pace *pace, const struct quota *q)
{
	return pace->kind == PACE_LEARN ? q->at[EVEN_EACH] : pace->per.us / pace->calls;
}

static void settle_even(const struct pace *pace, struct quota *q, int64_t now)
{
	if (q->at[EVEN_EACH] < 0 || q->at[EVEN_EACH] > DAY)
		q->at[EVEN_EACH] = 0;
	q->at[EVEN_NEXT] = clamped(q->at[EVEN_NEXT], now + pace->burst * each(pace, q));
}

static void settle_cost(struct quota *q, int64_t now)
{
	const int64_t most = (int64_t)POINT * POINTS_MOST, least = -1000 * most;

	if (q->at[COST_AT] > now || q->at[COST_AT] < now - POINTS_KNOWN || q->at[COST_RESTORE] > most
	    || q->at[COST_AVAILABLE] < least || q->at[COST_AVAILABLE] > most)
		q->at[COST_RESTORE] = q->at[COST_AVAILABLE] = 0;       /* nothing is known */
	if (q->at[COST_SEEN] > now || q->at[COST_SEEN] < now - COST_KNOWN || q->at[COST_LARGEST] > most)
		q->at[COST_SEEN] = q->at[COST_LARGEST] = 0;
}

static void settle_calls(const struct pace *pace, const struct pairs *p, int64_t now)
{
	if (pace->kind == PACE_SLIDING) {
		for (size_t i = 0; i < pairs_count(p); i++)
			if (pair(p, i)[0] > now + LEASE_MOST)
				pair(p, i)[0] = now;
		pairs_before(p, now - pace->per.us);
		return;
	}
	pairs_before(p, now);
	while (pairs_count(p) > 0 && pair(p, pairs_count(p) - 1)[0] > now + LEASE_MOST)
		pairs_drop(p, pairs_count(p) - 1, 1);
}

static struct pairs settle(const struct pace *pace, struct quota *q, int64_t now)
{
	struct pairs p = {q, heads[pace->kind]};

	if (q->count == 0 || !is_whole(pace, q))
		begin(pace, q, now);
	settle_calls(pace, &p, now);
	if (is_even(pace))
		settle_even(pace, q, now);
	else if (pace->kind == PACE_FIXED)
		settle_stretch(&p, window_of(pace, now));
	else if (pace->kind == PACE_DAILY)
		settle_stretch(&p, day_end(pace, now));
	else if (pace->kind == PACE_COST)
		settle_cost(q, now);
	else if (pace->kind == PACE_HEADER && (q->at[LEFT_UNTIL] <= now || q->at[LEFT_UNTIL] > now + RESET_MOST))
		q->at[LEFT_CALLS] = -1;
	return p;
}

/* ── waiting ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static int64_t until(int64_t moment, int64_t now)
{
	return moment > now ? moment - now : 0;
}

/* Until so many of the oldest are out of the stretch that one more has room; what is under way counts as made now. */
static int64_t sliding_wait(const struct pace *pace, const struct pairs *p, int64_t now)
{
	int64_t sum = pairs_sum(p);
	size_t i = 0;

	while (sum >= pace->calls)
		sum -= pair(p, i++)[1];
	return i == 0 ? 0 : until(clamped(pair(p, i - 1)[0], now) + pace->per.us, now);
}

static int64_t points_at(const struct quota *q, int64_t now)
{
	return q->at[COST_AVAILABLE] + q->at[COST_RESTORE] * (now - q->at[COST_AT]) / SECOND;
}

static int64_t cost_wait(const struct pace *pace, const struct quota *q, int64_t now)
{
	int64_t lacking = q->at[COST_LARGEST] + (int64_t)pace->reserve * POINT;

	if (q->at[COST_RESTORE] <= 0)
		return 0;
	lacking -= points_at(q, now);
	return lacking > 0 ? (lacking * SECOND + q->at[COST_RESTORE] - 1) / q->at[COST_RESTORE] : 0;
}

int64_t quota_wait(const struct pace *pace, struct quota *q, int64_t now)
{
	struct pairs p = settle(pace, q, now);

	switch ((enum pace_kind)pace->kind) {
	case PACE_BUCKET:
	case PACE_LEARN:
		return until(q->at[EVEN_NEXT] - (pace->burst - 1) * each(pace, q), now);
	case PACE_FIXED:
		return q->at[STRETCH_CALLS] < pace->calls ? 0 : until((q->at[STRETCH] + 1) * pace->per.us, now);
	case PACE_SLIDING:
		return sliding_wait(pace, &p, now);
	case PACE_CONCURRENT:
		return pairs_sum(&p) < pace->calls ? 0 : clamped(until(pair(&p, 0)[0], now), LOOK_AGAIN);
	case PACE_COST:
		return cost_wait(pace, q, now);
	case PACE_HEADER:
		return q->at[LEFT_CALLS] != 0 ? 0 : until(q->at[LEFT_UNTIL], now);
	case PACE_DAILY:
		return q->at[STRETCH_CALLS] < pace->calls ? 0 : until(q->at[STRETCH], now);
	}
	return 0;
}

/* ── a call ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static int64_t grain(const struct pace *pace)
{
	return pace->kind == PACE_SLIDING && pace->calls > GRAINS && pace->per.us >= GRAINS ? pace->per.us / GRAINS : 1;
}

struct flight quota_take(const struct pace *pace, struct quota *q, int64_t now, int64_t lease)
{
	struct pairs p = settle(pace, q, now);
	struct flight f = {now, now + clamped(lease, LEASE_MOST), 1};

	if (is_even(pace))
		q->at[EVEN_NEXT] = (q->at[EVEN_NEXT] > now ? q->at[EVEN_NEXT] : now) + each(pace, q);
	else if (pace->kind == PACE_FIXED || pace->kind == PACE_DAILY)
		q->at[STRETCH_CALLS]++;
	else if (pace->kind == PACE_HEADER && q->at[LEFT_CALLS] > 0)
		q->at[LEFT_CALLS]--;
	else if (pace->kind == PACE_COST)
		f.weight = q->at[COST_LARGEST] > 0 ? q->at[COST_LARGEST] : UNKNOWN;
	if (pace->kind == PACE_COST)
		q->at[COST_AVAILABLE] -= f.weight;
	if (!is_even(pace) && f.weight > 0)
		pairs_add(&p, f.until, f.weight, grain(pace));
	return f;
}

/* How many of the calls under way were made before any answer had stated a cost. */
static int64_t unknown_count(const struct pairs *p)
{
	int64_t count = 0;

	for (size_t i = 0; i < pairs_count(p); i++)
		count += pair(p, i)[1] <= UNKNOWN_MOST ? pair(p, i)[1] / UNKNOWN : 0;
	return count;
}

/* An answer that was written before another call arrived, and comes after that one's, says more than is left: where a
 * call has ended meanwhile, it may only lower what is known. */
static void told_cost(const struct pairs *p, const struct flight *f, const struct told *told, int64_t now)
{
	struct quota *q = p->q;
	int64_t available = told->available - pairs_sum(p) - unknown_count(p) * (told->cost - UNKNOWN);

	if (q->at[COST_ENDED] >= f->from && q->at[COST_RESTORE] > 0)
		available = clamped(available, points_at(q, now));
	q->at[COST_AVAILABLE] = available;
	q->at[COST_AT] = now;
	q->at[COST_RESTORE] = told->restore;
	if (told->cost < q->at[COST_LARGEST])
		return;
	q->at[COST_LARGEST] = told->cost;
	q->at[COST_SEEN] = now;
}

static void told_left(const struct pace *pace, const struct pairs *p, const struct flight *f, const struct told *told,
	int64_t now)
{
	int64_t left = told->remaining - pairs_sum(p), *at = p->q->at;

	if (at[LEFT_ENDED] >= f->from && at[LEFT_CALLS] >= 0)
		left = clamped(left, at[LEFT_CALLS]);
	at[LEFT_CALLS] = left > 0 ? left : 0;
	at[LEFT_UNTIL] = now + (told->has_reset ? told->reset : pace->per.us);
}

static void give_even(const struct pace *pace, struct quota *q, const struct told *told, int64_t now)
{
	if (told->has_rate)
		q->at[EVEN_EACH] = told->interval;
	if (q->at[EVEN_NEXT] < now + each(pace, q))
		q->at[EVEN_NEXT] = now + each(pace, q);
}

void quota_give(const struct pace *pace, struct quota *q, struct flight f, const struct told *told, int64_t now)
{
	struct pairs p = settle(pace, q, now);

	if (is_even(pace)) {
		give_even(pace, q, told, now);
		return;
	}
	if (f.weight > 0)
		pairs_take(&p, &f, grain(pace));
	if (pace->kind == PACE_SLIDING)
		pairs_add(&p, now, f.weight, grain(pace));
	if (told->has_cost)
		told_cost(&p, &f, told, now);
	if (told->has_remaining)
		told_left(pace, &p, &f, told, now);
	if (pace->kind == PACE_COST)
		q->at[COST_ENDED] = now;
	else if (pace->kind == PACE_HEADER)
		q->at[LEFT_ENDED] = now;
}
