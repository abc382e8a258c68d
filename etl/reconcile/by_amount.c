#include "reconcile/by_amount.h"

#include "reconcile/amounts.h"
#include "reconcile/by_reference.h"

/* ── pairs ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static uint32_t line_count(const struct unit *u)
{
	return u->group ? u->group_count : 1;
}

static const struct pairing_line *line_at(const struct pairing_list *list, const struct unit *u, uint32_t i)
{
	return &list->lines[u->group ? u->group[i].line : u->line];
}

/* Where both sides say what they are, and say different things, the amount is a coincidence.  Of a group any line may
 * say it. */
static bool contradict(const struct pairing *p, const struct unit *one, const struct unit *other)
{
	static const double same_but_damaged = 0.7;
	double best = -1;

	for (uint32_t i = 0; i < line_count(one); i++)
		for (uint32_t k = 0; k < line_count(other) && best < same_but_damaged; k++) {
			double like = lines_likeness(line_at(&p->lists[0], one, i), line_at(&p->lists[1], other, k));

			best = like > best ? like : best;
		}
	return best >= 0 && best < same_but_damaged;
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

	units_face(&p->window, &first, &second);
	for (size_t i = 0; i < first.count; i++) {
		const struct unit *one = &first.at[i], *other = one->candidates == 1 ? &second.at[one->from] : NULL;
		uint32_t number;

		if (!other || other->candidates != 1 || contradict(p, one, other))
			continue;
		number = match_new(a, p, STAGE_AMOUNT);
		unit_take(&p->lists[0], one, number);
		unit_take(&p->lists[1], other, number);
	}
	arena_end(here);
}
