#include "reconcile/by_amount.h"

#include "reconcile/amounts.h"
#include "reconcile/by_reference.h"

/* For each of the first list's units how many of the second's lie in its window.  Both run through once: windows of
 * later days begin and end later. */
static void candidates_of_first(const struct pairing *p, struct units *first, const struct units *second)
{
	size_t low = 0, high = 0;

	for (size_t i = 0; i < first->count; i++) {
		struct unit *u = &first->at[i];
		date from = window_from(&p->window, u->day), to = window_to(&p->window, u->day);

		while (low < second->count && (worth_order(&second->at[low], u) < 0
				|| (worth_order(&second->at[low], u) == 0 && second->at[low].day < from)))
			low++;
		high = high < low ? low : high;
		while (high < second->count && (worth_order(&second->at[high], u) < 0
				|| (worth_order(&second->at[high], u) == 0 && second->at[high].day <= to)))
			high++;
		u->candidates = (uint32_t)(high - low);
		u->last = (uint32_t)low;
	}
}

/* For each of the second list's units how many of the first's have it in their windows. */
static void candidates_of_second(const struct pairing *p, const struct units *first, struct units *second)
{
	size_t low = 0, high = 0;

	for (size_t i = 0; i < second->count; i++) {
		struct unit *u = &second->at[i];

		while (low < first->count && (worth_order(&first->at[low], u) < 0
				|| (worth_order(&first->at[low], u) == 0 && window_to(&p->window, first->at[low].day) < u->day)))
			low++;
		high = high < low ? low : high;
		while (high < first->count && (worth_order(&first->at[high], u) < 0
				|| (worth_order(&first->at[high], u) == 0 && window_from(&p->window, first->at[high].day) <= u->day)))
			high++;
		u->candidates = (uint32_t)(high - low);
	}
}

/* ── pairs ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Where both sides say what they are, and say different things, the amount is a coincidence. */
static bool contradict(const struct pairing_line *one, const struct pairing_line *other)
{
	static const double same_but_damaged = 0.7;
	double like = lines_likeness(one, other);

	return like >= 0 && like < same_but_damaged;
}

static void unit_take(const struct pairing_list *list, const struct unit *u, uint32_t number)
{
	list->lines[u->line].match = number;
	for (uint32_t i = 0; i < u->group_count; i++)
		list->lines[u->group[i].line].match = number;
}

void pair_by_amount(struct arena *a, struct pairing *p)
{
	struct arena *here = arena_new(a);
	struct units first = groups_by_amount(here, &p->lists[0]), second = groups_by_amount(here, &p->lists[1]);

	candidates_of_first(p, &first, &second);
	candidates_of_second(p, &first, &second);
	for (size_t i = 0; i < first.count; i++) {
		const struct unit *one = &first.at[i], *other = one->candidates == 1 ? &second.at[one->last] : NULL;
		uint32_t number;

		if (!other || other->candidates != 1
		    || contradict(&p->lists[0].lines[one->line], &p->lists[1].lines[other->line]))
			continue;
		number = match_new(a, p, STAGE_AMOUNT);
		unit_take(&p->lists[0], one, number);
		unit_take(&p->lists[1], other, number);
	}
	arena_end(here);
}
