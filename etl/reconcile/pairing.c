#include "reconcile/pairing.h"

#include "reconcile/amounts.h"
#include "reconcile/by_amount.h"
#include "reconcile/by_reference.h"

date window_from(const struct pairing_window *w, date day)
{
	if (!w->business || w->from == 0)
		return day + w->from;
	return calendar_add(w->calendar, day, w->from);
}

date window_to(const struct pairing_window *w, date day)
{
	return w->business ? calendar_add(w->calendar, day, w->to) : day + w->to;
}

uint32_t match_new(struct arena *a, struct pairing *p, enum pairing_stage stage)
{
	p->matches = arena_grow(a, p->matches, p->match_count, sizeof *p->matches);
	p->matches[p->match_count] = (struct pairing_match){.stage = stage};
	return (uint32_t)++p->match_count;
}

/* ── what a match consists of ──────────────────────────────────────────────────────────────────────────────────── */

static void count(struct pairing *p)
{
	for (size_t i = 0; i < p->match_count; i++)
		p->matches[i].lines[0] = p->matches[i].lines[1] = p->matches[i].alternatives = 0;
	for (int side = 0; side < 2; side++)
		for (size_t i = 0; i < p->lists[side].count; i++) {
			uint32_t match = p->lists[side].lines[i].match;

			if (match)
				p->matches[match - 1].lines[side]++;
		}
}

/* ── what else it might have been ──────────────────────────────────────────────────────────────────────────────── */

/* Both lists by amount; of each match its last line of each list, and of each unit how many of those before it belong
 * to a match by amount that stands. */
struct looking {
	struct pairing *p;
	struct units units[2];
	uint32_t *standing[2];
	uint32_t *line[2];
};

static bool is_standing_by_amount(const struct pairing *p, uint32_t match)
{
	return match && p->matches[match - 1].standing && p->matches[match - 1].stage == STAGE_AMOUNT;
}

static void side_prepare(struct arena *a, struct looking *l, int side)
{
	const struct pairing_list *list = &l->p->lists[side];
	struct units *u = &l->units[side];

	*u = lines_by_amount(a, list, false);
	l->standing[side] = arena_array(a, u->count + 1, uint32_t);
	for (size_t i = 0; i < u->count; i++)
		l->standing[side][i + 1] = l->standing[side][i] + is_standing_by_amount(l->p, list->lines[u->at[i].line].match);
	l->line[side] = arena_array(a, l->p->match_count, uint32_t);
	for (uint32_t i = 0; i < list->count; i++)
		if (list->lines[i].match)
			l->line[side][list->lines[i].match - 1] = i;
}

/* Whether the match's own line of the other side is one of those in its window. */
static bool counts_itself(const struct looking *l, int side, const struct pairing_line *line, size_t from, size_t to)
{
	const struct pairing_match *m = &l->p->matches[line->match - 1];
	const struct units *u = &l->units[1 - side];
	const struct pairing_line *other = &l->p->lists[1 - side].lines[l->line[1 - side][line->match - 1]];

	return from < to && m->lines[1 - side] == 1 && other->amount == line->amount && other->currency == line->currency
	    && other->day != DATE_NONE && u->at[from].day <= other->day && other->day <= u->at[to - 1].day;
}

static void side_look(struct looking *l, int side)
{
	const struct units *mine = &l->units[side];
	const uint32_t *standing = l->standing[1 - side];

	for (size_t i = 0; i < mine->count; i++) {
		struct pairing_line *line = &l->p->lists[side].lines[mine->at[i].line];
		struct pairing_match *m = line->match ? &l->p->matches[line->match - 1] : NULL;
		size_t from = mine->at[i].from, to = from + mine->at[i].candidates;

		if (!m)
			line->contested = standing[to] > standing[from];
		else if (m->lines[side] == 1)
			m->alternatives += (uint32_t)(to - from - counts_itself(l, side, line, from, to));
	}
}

static void look(struct arena *a, struct pairing *p)
{
	struct arena *here = arena_new(a);
	struct looking l = {.p = p};

	for (int side = 0; side < 2; side++)
		side_prepare(here, &l, side);
	units_face(&p->window, &l.units[0], &l.units[1]);
	for (int side = 0; side < 2; side++)
		side_look(&l, side);
	arena_end(here);
}

void pair_lines(struct arena *a, struct pairing *p)
{
	pair_by_reference(a, p, STAGE_REFERENCE);
	pair_by_reference(a, p, STAGE_GROUP);
	pair_by_reference(a, p, STAGE_TEXT);
	pair_by_reference(a, p, STAGE_DIFFERENT);
	pair_by_amount(a, p);
	count(p);
	look(a, p);
}
