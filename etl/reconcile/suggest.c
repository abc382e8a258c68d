#include "reconcile/suggest.h"

#include "reconcile/amounts.h"
#include "reconcile/by_reference.h"

#include <stdlib.h>

struct suggesting {
	struct arena *a;
	const struct pairing *p;
	int usual;                       /* days from the first's to the second's */
	struct suggestion *at;
	size_t count;
};

/* ── the usual delay ───────────────────────────────────────────────────────────────────────────────────────────── */

static int by_value(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* The days of each match of two lines, as they come. */
static size_t delays_of(struct arena *a, const struct pairing *p, int **out)
{
	date *first = arena_array(a, p->match_count, date);
	size_t count = 0;
	int *delays = arena_array(a, p->lists[1].count, int);

	for (size_t i = 0; i < p->match_count; i++)
		first[i] = DATE_NONE;
	for (size_t i = 0; i < p->lists[0].count; i++)
		if (p->lists[0].lines[i].match)
			first[p->lists[0].lines[i].match - 1] = p->lists[0].lines[i].day;
	for (size_t i = 0; i < p->lists[1].count; i++) {
		const struct pairing_line *line = &p->lists[1].lines[i];
		const struct pairing_match *m = line->match ? &p->matches[line->match - 1] : NULL;

		if (m && m->lines[0] == 1 && m->lines[1] == 1 && line->day != DATE_NONE && first[line->match - 1] != DATE_NONE)
			delays[count++] = line->day - first[line->match - 1];
	}
	*out = delays;
	return count;
}

/* The median of what was paired; without any, the first day of the window. */
static int usual_delay(struct arena *a, const struct pairing *p)
{
	int *delays;
	size_t count = delays_of(a, p, &delays);

	if (count == 0)
		return p->window.from;
	qsort(delays, count, sizeof *delays, by_value);
	return delays[count / 2];
}

/* ── one pair ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static double magnitude(int64_t amount)
{
	return amount < 0 ? -(double)amount : (double)amount;
}

static double amounts_likeness(const struct pairing_line *one, const struct pairing_line *other)
{
	double x = magnitude(one->amount), y = magnitude(other->amount), most = x > y ? x : y;

	if (one->amount == other->amount)
		return 1;
	if ((one->amount < 0) != (other->amount < 0))
		return 0;
	return 1 - (x > y ? x - y : y - x) / most;
}

static double days_likeness(const struct suggesting *s, const struct pairing_line *one,
	const struct pairing_line *other)
{
	int span = 2 * (s->p->window.to - s->p->window.from + 1), off = other->day - one->day - s->usual;

	off = off < 0 ? -off : off;
	return off >= span ? 0 : 1 - (double)off / span;
}

/* 1 if a reference is shared, -1 if neither has one; where only one has, it speaks a little against the other. */
static double references_likeness(const struct pairing_line *one, const struct pairing_line *other, bool linked)
{
	static const double unknown = 0.3;
	double like = linked ? 1 : lines_likeness(one, other);

	return like < 0 && (one->reference_count > 0 || other->reference_count > 0) ? unknown : like;
}

/* The reference outweighs the amount, and that the days; what is not there does not count. */
static double score(const struct suggesting *s, const struct pairing_line *one, const struct pairing_line *other,
	bool linked)
{
	static const double by_reference = 0.5, by_amount = 0.3, by_days = 0.2;
	double like = references_likeness(one, other, linked), weight = by_amount;
	double sum = by_amount * amounts_likeness(one, other);

	if (like >= 0) {
		sum += by_reference * like;
		weight += by_reference;
	}
	if (one->day != DATE_NONE && other->day != DATE_NONE) {
		sum += by_days * days_likeness(s, one, other);
		weight += by_days;
	}
	return sum / weight;
}

static void suggestion_add(struct suggesting *s, uint32_t first, uint32_t second, bool linked)
{
	const struct pairing_line *one = &s->p->lists[0].lines[first], *other = &s->p->lists[1].lines[second];

	s->at = arena_grow(s->a, s->at, s->count, sizeof *s->at);
	s->at[s->count++] = (struct suggestion){first, second, score(s, one, other, linked)};
}

/* ── which pairs ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* Of the same amount those whose days are nearest to the usual one, from there to both sides. */
static void by_amount_add(struct suggesting *s, const struct units *seconds, uint32_t first)
{
	enum { LOOKED_AT = 20 };
	const struct pairing_line *line = &s->p->lists[0].lines[first];
	date usual = line->day + s->usual;
	size_t low, high, begin, end;

	begin = amounts_position(seconds, line->currency, line->amount, window_from(&s->p->window, line->day));
	end = amounts_position(seconds, line->currency, line->amount, window_to(&s->p->window, line->day) + 1);
	low = amounts_position(seconds, line->currency, line->amount, usual);
	low = low < begin ? begin : low > end ? end : low;
	high = low;
	for (int i = 0; i < LOOKED_AT && (low > begin || high < end); i++) {
		bool down = low > begin && (high == end || usual - seconds->at[low - 1].day <= seconds->at[high].day - usual);

		suggestion_add(s, first, seconds->at[down ? --low : high++].line, false);
	}
}

static int by_rank(const void *a, const void *b)
{
	const struct suggestion *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->second == y->second || x->score < y->score || x->score > y->score)
		return (x->score < y->score) - (x->score > y->score);
	return x->second < y->second ? -1 : 1;
}

static bool is_of(const struct suggestion *list, size_t count, const struct suggestion *one)
{
	for (size_t i = count; i > 0 && list[i - 1].first == one->first; i--)
		if (list[i - 1].second == one->second)
			return true;
	return false;
}

/* The best five of each line, each once. */
static size_t best(struct suggestion *list, size_t count)
{
	size_t kept = 0, of_line = 0;

	if (count > 0)
		qsort(list, count, sizeof *list, by_rank);
	for (size_t i = 0; i < count; i++) {
		of_line = kept > 0 && list[kept - 1].first == list[i].first ? of_line : 0;
		if (of_line == SUGGESTIONS_EACH || is_of(list, kept, &list[i]))
			continue;
		list[kept++] = list[i];
		of_line++;
	}
	return kept;
}

size_t suggest(struct arena *a, const struct pairing *p, struct suggestion **out)
{
	struct suggesting s = {.a = a, .p = p, .usual = usual_delay(a, p)};
	struct units seconds = lines_by_amount(a, &p->lists[1], true);
	struct link *links;
	size_t link_count = links_left(a, p, &links);

	for (size_t i = 0; i < link_count; i++)
		suggestion_add(&s, links[i].first, links[i].second, true);
	for (uint32_t i = 0; i < p->lists[0].count; i++)
		if (line_is_alone(&p->lists[0].lines[i]) && p->lists[0].lines[i].amount != 0)
			by_amount_add(&s, &seconds, i);
	*out = s.at;
	return best(s.at, s.count);
}
